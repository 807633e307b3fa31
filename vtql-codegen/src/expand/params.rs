//! The parameters of a query and the arguments that fill them.

use super::ident;
use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};
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
        for predicate in predicates(filter) {
            in_predicate(predicate, &mut uses);
        }
    }
    if let Some(limit) = &query.limit {
        for value in limit.offset.iter().chain([&limit.count]) {
            add(value, Meets::Rows, &mut uses);
        }
    }
    uses.sort_by_key(|it| it.param.span.start);
    uses
}

/// The predicates of a condition, in order of the text.
fn predicates(condition: &Condition) -> Vec<&Predicate> {
    match condition {
        Condition::Predicate(predicate) => vec![predicate],
        group => group.parts().iter().flat_map(predicates).collect(),
    }
}

fn in_predicate<'q>(predicate: &'q Predicate, uses: &mut Vec<Use<'q>>) {
    let meets = match predicate {
        Predicate::Like(it) => Meets::Pattern(&it.field),
        other => Meets::Field(other.field()),
    };
    for value in predicate.values() {
        add(value, meets, uses);
    }
    if let Predicate::In(it) = predicate
        && let InValues::Param(param) = &it.values
    {
        uses.push(Use { param, meets: Meets::List(&it.field) });
    }
}

fn add<'q>(value: &'q Value, meets: Meets<'q>, uses: &mut Vec<Use<'q>>) {
    if let Value::Param(param) = value {
        uses.push(Use { param, meets });
    }
}

/// The argument that fills a parameter with the value of `expression`. Messages point to `span`, and name
/// the field that the value meets; without one there are none.
pub(crate) fn argument(
    Use { param, meets }: Use<'_>,
    module: &Module,
    expression: TokenStream,
    span: Option<Span>,
    krate: &TokenStream,
) -> TokenStream {
    // Messages point to the place of the parameter. All tokens of the call belong to the client crate's
    // macro, as `$crate` does: the compiler underlines the macro as a whole where origins are mixed.
    let here = super::first_span(krate).located_at(span.unwrap_or_else(Span::call_site));
    let krate = respanned(krate.clone(), here);
    let is_place = is_place(&expression);
    let mut value = Group::new(Delimiter::Parenthesis, expression);
    value.set_span(here);
    let name = match meets {
        Meets::Rows => return quote_spanned!(here=> #krate::query::param::RowCount::one(&#value)),
        Meets::Field(name) | Meets::Pattern(name) | Meets::List(name) => name,
    };
    let value_trait = Ident::new(value_trait(meets, module), here);
    let field = ident::for_name(name.as_str(), here);
    let lend = || {
        let mut lend = Punct::new('&', Spacing::Alone);
        lend.set_span(here);
        Some(lend)
    };
    let (method, lent) = match (meets, param.optional) {
        (Meets::List(_), false) => ("many", None),
        (Meets::List(_), true) => ("many_if_some", None),
        (_, false) => ("one", lend()),
        (_, true) => ("one_if_some", lend()),
    };
    let method = Ident::new(method, here);
    let is_list = matches!(meets, Meets::List(_));
    let marker = match span {
        Some(_) => quote_spanned!(here=> { enum #field {} #krate::__private::PhantomData::<#field> }),
        None => quote_spanned!(here=> #krate::__private::PhantomData::<()>),
    };
    if is_list && is_place {
        return quote_spanned! {here=> {
            #[allow(unused_imports)]
            use #krate::query::param::lend::{Iterators as _, Lists as _, MaybeIterators as _, MaybeReferences as _};
            #krate::query::param::#value_trait::#method(#value.__vtql_lend(), #marker)
        }};
    }
    // The field as a type, for messages to name. The expression stands outside the block, where it
    // cannot take the name for something else.
    quote_spanned!(here=> #krate::query::param::#value_trait::#method(#lent #value, #marker))
}

/// Whether an expression is a variable, or a part of one: a list that stands there is used again later.
fn is_place(expression: &TokenStream) -> bool {
    let mut tokens = expression.clone().into_iter().skip_while(|token| is_punct(token, '*')).peekable();
    if let Some(TokenTree::Group(group)) = tokens.peek()
        && group.delimiter() == Delimiter::None
    {
        let inner = group.stream();
        tokens.next();
        return tokens.peek().is_none() && is_place(&inner);
    }
    matches!(tokens.next(), Some(TokenTree::Ident(_)))
        && tokens.all(|token| match token {
            TokenTree::Ident(_) | TokenTree::Literal(_) => true,
            TokenTree::Punct(punct) => matches!(punct.as_char(), '.' | ':'),
            TokenTree::Group(group) => group.delimiter() == Delimiter::Bracket,
        })
}

fn is_punct(token: &TokenTree, expected: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == expected)
}

/// The trait of the values that fit where a parameter stands.
pub(crate) fn value_trait(meets: Meets<'_>, module: &Module) -> &'static str {
    let name = match meets {
        Meets::Rows => return "RowCount",
        Meets::Pattern(_) => return "PatternValue",
        Meets::Field(name) | Meets::List(name) => name,
    };
    let field = module.field(name);
    match field.map_or(Domain::Text, vtql_schema::Field::domain) {
        Domain::Integer => "IntegerValue",
        Domain::Decimal => "DecimalValue",
        Domain::Boolean if field.is_some_and(vtql_schema::Field::is_switch) => "SwitchValue",
        Domain::Boolean => "BooleanValue",
        Domain::Date => "DateValue",
        Domain::Time => "TimeValue",
        Domain::DateTime => "DateTimeValue",
        Domain::Id | Domain::Reference | Domain::Owner => "IdValue",
        _ => "TextValue",
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
