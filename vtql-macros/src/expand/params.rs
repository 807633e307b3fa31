//! The parameters of a query and the arguments that fill them.

use super::ident;
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::quote_spanned;
use vtql_parser::ast::{Condition, InValues, Name, Param, Predicate, Query, Value};
use vtql_schema::Module;
use vtql_schema::types::Domain;

/// A parameter and what it meets.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Use<'q> {
    pub(crate) param: &'q Param,
    pub(crate) meets: Meets<'q>,
}

/// What a parameter meets.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Meets<'q> {
    /// It is compared with a field.
    Field(&'q Name),
    /// It is the pattern that a field is like.
    Pattern(&'q Name),
    /// It is the list that a field is in.
    List(&'q Name),
    /// It is a number of rows.
    Rows,
}

/// The parameters of a query, in order of its text.
pub(crate) fn uses(query: &Query) -> Vec<Use<'_>> {
    let mut uses = Vec::new();
    if let Some(filter) = &query.filter {
        in_condition(filter, &mut uses);
    }
    if let Some(limit) = &query.limit {
        limit.offset.iter().chain([&limit.count]).for_each(|value| add(value, Meets::Rows, &mut uses));
    }
    uses.sort_by_key(|it| it.param.span.start);
    uses
}

fn in_condition<'q>(condition: &'q Condition, uses: &mut Vec<Use<'q>>) {
    match condition {
        Condition::And(terms) | Condition::Or(terms) => {
            terms.iter().for_each(|term| in_condition(term, uses));
        }
        Condition::Not(not) => in_condition(&not.condition, uses),
        Condition::Predicate(predicate) => {
            let meets = match predicate {
                Predicate::Like(it) => Meets::Pattern(&it.field),
                other => Meets::Field(other.field()),
            };
            predicate.values().into_iter().for_each(|value| add(value, meets, uses));
            if let Predicate::In(it) = predicate
                && let InValues::Param(param) = &it.values
            {
                uses.push(Use { param, meets: Meets::List(&it.field) });
            }
        }
        _ => {}
    }
}

fn add<'q>(value: &'q Value, meets: Meets<'q>, uses: &mut Vec<Use<'q>>) {
    if let Value::Param(param) = value {
        uses.push(Use { param, meets });
    }
}

/// The argument that fills a parameter with the value of `expression`, which stands at `span`.
pub(crate) fn argument(
    meets: Meets<'_>,
    module: &Module,
    expression: TokenStream,
    span: Span,
    krate: &TokenStream,
) -> TokenStream {
    // Messages point to the place of the parameter. All tokens of the call belong to the client crate's
    // macro, as `$crate` does: the compiler underlines the macro as a whole where origins are mixed.
    let here = super::first_span(krate).located_at(span);
    let krate = respanned(krate.clone(), here);
    let mut value = Group::new(Delimiter::Parenthesis, expression);
    value.set_span(here);
    let name = match meets {
        Meets::Rows => return quote_spanned!(here=> #krate::query::param::RowCount::one(&#value)),
        Meets::Field(name) | Meets::Pattern(name) | Meets::List(name) => name,
    };
    let domain = module.field(name.as_str()).map_or(Domain::Text, vtql_schema::Field::domain);
    let value_trait = match domain {
        _ if matches!(meets, Meets::Pattern(_)) => "PatternValue",
        Domain::Integer => "IntegerValue",
        Domain::Decimal => "DecimalValue",
        Domain::Boolean => "BooleanValue",
        Domain::Date => "DateValue",
        Domain::Time => "TimeValue",
        Domain::DateTime => "DateTimeValue",
        Domain::Id | Domain::Reference | Domain::Owner => "IdValue",
        _ => "TextValue",
    };
    let value_trait = Ident::new(value_trait, here);
    let field = ident::for_name(name.as_str(), here);
    // The field as a type, for messages to name. The expression stands outside the block, where it
    // cannot take the name for something else.
    let field = quote_spanned!(here=> { enum #field {} #krate::__private::PhantomData::<#field> });
    if matches!(meets, Meets::List(_)) {
        quote_spanned!(here=> #krate::query::param::#value_trait::many(#value, #field))
    } else {
        quote_spanned!(here=> #krate::query::param::#value_trait::one(&#value, #field))
    }
}

/// The same tokens, all at `span`.
pub(crate) fn respanned(tokens: TokenStream, span: Span) -> TokenStream {
    tokens
        .into_iter()
        .map(|mut token| {
            if let TokenTree::Group(group) = &token {
                let mut moved = Group::new(group.delimiter(), respanned(group.stream(), span));
                moved.set_span(span);
                return TokenTree::Group(moved);
            }
            token.set_span(span);
            token
        })
        .collect()
}
