//! The text of a query, with the verdict of the server.

use crate::catalog::{Kind, Module};
use crate::error::{ApiError, Code};
use crate::sql::{self, Refusal};
use std::borrow::Cow;
use vtql_parser::ast::Query;
use vtql_parser::{Diagnostic, Dialect, Errors, codes};

/// The tree of a query that the server accepts.
///
/// The server accepts a little more than the language that its grammar describes (observed): the word
/// `order` where it stands alone is dropped; a parenthesis that is never closed loses a value and fails
/// in the database; a string for a name is looked up, and is no field.
pub(super) fn parse(text: &str, module: &Module) -> Result<Query, Refusal> {
    let text = without_stray_order(text);
    let lexical = sql::first_lexical_error(&text);
    match vtql_parser::parse_query(&text, Dialect::Wire) {
        Ok(query) if lexical.is_none() => Ok(query),
        Err(diagnostics) if lexical.is_none_or(|end| breaks_before(&text, end, &diagnostics)) => {
            Err(refusal(&text, &diagnostics, module))
        }
        _ => Err(ApiError::internal().into()),
    }
}

/// The text without the words `order` that the server drops, when nothing else is wrong with it.
fn without_stray_order(text: &str) -> Cow<'_, str> {
    let diagnostics =
        vtql_parser::parse_query(text, Dialect::Wire).map_or_else(Errors::into_vec, |_| Vec::new());
    let stray = |diagnostic: &&Diagnostic| diagnostic.code == codes::STRAY_ORDER;
    let mut kept = String::with_capacity(text.len());
    let mut end = 0;
    for found in diagnostics.iter().filter(stray) {
        let (start, after) = (found.span.start as usize, found.span.end as usize);
        if let Some(between) = text.get(end..start) {
            kept.push_str(between);
            end = after;
        }
    }
    if end == 0 {
        return Cow::Borrowed(text);
    }
    kept.push_str(text.get(end..).unwrap_or_default());
    Cow::Owned(kept)
}

/// Whether the grammar is broken before `end`: the server reads a token at a time, and what it meets
/// first is what it tells.
fn breaks_before(text: &str, end: usize, diagnostics: &[Diagnostic]) -> bool {
    let starts_before = |end: usize, diagnostics: &[Diagnostic]| {
        diagnostics.iter().any(|found| (found.span.start as usize) < end)
    };
    let read = text.get(..end).unwrap_or(text).trim_end();
    // What is read may lack the end of a list.
    let mut in_what_is_read =
        vtql_parser::parse_query(read, Dialect::Wire).map_or_else(Errors::into_vec, |_| Vec::new());
    in_what_is_read.retain(|found| found.code != codes::UNBALANCED);
    starts_before(end, diagnostics) && starts_before(read.len(), &in_what_is_read)
}

/// What the server says to a text that is not of the language.
fn refusal(text: &str, diagnostics: &[Diagnostic], module: &Module) -> Refusal {
    let first = diagnostics.iter().min_by_key(|diagnostic| diagnostic.span.start);
    let start = first.map_or(0, |first| first.span.start as usize);
    let end = first.map_or(start, |first| first.span.end as usize);
    let only = |code| diagnostics.iter().all(|diagnostic| diagnostic.code == code);
    if only(codes::UNBALANCED) && text.get(start..end).is_some_and(|token| token.starts_with('(')) {
        return open_parenthesis(text, start, first, module);
    }
    if only(codes::NAME_IS_NOT_A_WORD) {
        let name = text.get(start..end).unwrap_or_default();
        if name.starts_with('(') {
            return syntax_error(text, start, first).into();
        }
        if is_in_order(text, start) {
            return Refusal::Silent(format!("`order by {name}`: there is no such field"));
        }
        return ApiError::no_field(name).into();
    }
    syntax_error(text, start, first).into()
}

/// What the server says to a parenthesis that is never closed. The last value in it is lost, which the
/// database notices and nobody tells; of an id the server notices it itself. A list goes on to the next
/// value, and an order has no parentheses.
fn open_parenthesis(text: &str, start: usize, found: Option<&Diagnostic>, module: &Module) -> Refusal {
    let before = text.get(..start).unwrap_or_default().trim_end();
    let in_list =
        before.get(before.len().saturating_sub(2)..).is_some_and(|word| word.eq_ignore_ascii_case("in"));
    let field = before
        .trim_end_matches(['=', '!', '<', '>'])
        .trim_end_matches(|c: char| in_list && c.is_ascii_alphabetic())
        .trim_end()
        .rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .next()
        .and_then(|name| module.field(name));
    if field.is_some_and(|field| matches!(field.kind, Kind::Id | Kind::Reference)) {
        return ApiError::bad_id().into();
    }
    let after = text.get(start..).unwrap_or_default();
    if is_in_order(text, start) || (in_list && has_connective(after)) {
        return syntax_error(text, start, found).into();
    }
    Refusal::Silent("a parenthesis that is not closed loses the last value".to_owned())
}

/// Whether an `and` or `or` stands outside of quotes.
fn has_connective(text: &str) -> bool {
    let unquoted = text.split('\'').step_by(2);
    let mut words = unquoted.flat_map(|part| part.split(|c: char| !c.is_ascii_alphanumeric() && c != '_'));
    words.any(|word| word.eq_ignore_ascii_case("and") || word.eq_ignore_ascii_case("or"))
}

/// Whether the place is after `order by`, of a text that is of the language but for a name.
fn is_in_order(text: &str, place: usize) -> bool {
    let before = text.get(..place).unwrap_or_default();
    let before = format!("{before} x;");
    vtql_parser::parse_query(&before, Dialect::Wire).is_ok_and(|query| query.order_by.is_some())
}

fn syntax_error(text: &str, start: usize, cause: Option<&Diagnostic>) -> ApiError {
    let before = text.get(..start.min(text.len())).unwrap_or(text);
    let line = 1 + before.matches('\n').count();
    let rest = text.get(before.len()..).unwrap_or_default();
    let token = rest.split_whitespace().next().unwrap_or("End of Input");
    let cause = cause.map_or("", |cause| cause.message.as_str());
    let message = format!("Syntax Error on line {line}: token '{token}' Unexpected: {cause}");
    ApiError::new(Code::QuerySyntaxError, message)
}
