//! Values for the parameters of a query, from the command line.

use std::collections::{BTreeMap, BTreeSet};
use vtql_parser::ast::{Literal, Param as Placeholder, Query};
use vtql_parser::bind::{Bound, Outcome, bind};
use vtql_parser::{Diagnostic, Dialect, Span, codes, parse_query};

/// One `--param`: a name and a value.
pub(in crate::commands) type Param = (String, String);

/// Reads `name=value`.
pub(super) fn param(text: &str) -> Result<Param, String> {
    let (name, value) = text.split_once('=').ok_or("write it as name=value")?;
    Ok((name.trim().to_owned(), value.to_owned()))
}

/// Puts the values in the place of the parameters, as they were given. A name that is given more than
/// once is the list of its values, for `in`.
///
/// The error holds every parameter without a value, those whose value cannot stand there, and the values
/// that no parameter takes.
pub(in crate::commands) fn fill(query: Query, params: &[Param]) -> Result<Outcome, Vec<Diagnostic>> {
    let mut values: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, value) in params {
        values.entry(name).or_default().push(value);
    }
    let counts: Vec<Span> = query
        .limit
        .iter()
        .flat_map(|limit| limit.offset.iter().chain([&limit.count]))
        .map(vtql_parser::ast::Spanned::span)
        .collect();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let filled = bind(query, |param: &Placeholder| {
        let name = param.expression();
        taken.insert(name.to_owned());
        let literal = |value: &str| literal(value, counts.contains(&param.span));
        match values.get(name).map(Vec::as_slice) {
            None if param.optional => Ok(Bound::LeftOut),
            None => Err(format!("the parameter `{{{name}}}` has no value: give it with --param {name}=…")),
            Some([one]) => Ok(Bound::One(literal(one))),
            Some(many) => Ok(Bound::Many(many.iter().map(|value| literal(value)).collect())),
        }
    });
    let unused = values.keys().filter(|name| !taken.contains(**name)).map(|name| not_there(name, &taken));
    let unused: Vec<Diagnostic> = unused.collect();
    match filled {
        Ok(outcome) if unused.is_empty() => Ok(outcome),
        Ok(_) => Err(unused),
        Err(errors) => Err(errors.into_iter().chain(unused).collect()),
    }
}

/// The names of the parameters that the query of a text has; none where the text is no query.
pub(in crate::commands) fn names(text: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    if let Ok(query) = parse_query(text, Dialect::Surface) {
        // They are looked at, and the query that comes of it is of no use.
        drop(bind(query, |param: &Placeholder| {
            names.insert(param.expression().to_owned());
            Err(String::new())
        }));
    }
    names
}

fn not_there(name: &str, known: &BTreeSet<String>) -> Diagnostic {
    let message = format!("the query has no parameter `{{{name}}}`");
    let finding = Diagnostic::error(codes::UNBOUND_PARAMETER, Span::NONE, message);
    if known.is_empty() {
        return finding.help(format!("write `{{{name}}}` where the value belongs"));
    }
    let known: Vec<String> = known.iter().map(|name| format!("`{{{name}}}`")).collect();
    finding.help(format!("it has {}", known.join(", ")))
}

/// Text, but where a number of rows stands.
fn literal(value: &str, is_count: bool) -> Literal {
    match value.parse::<u32>() {
        Ok(count) if is_count => Literal::integer(count.into()),
        _ => Literal::string(value),
    }
}
