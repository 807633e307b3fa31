//! The values of `id`, reference and owner fields, which the server takes apart before it builds its
//! SQL: of `12x345` only `345` is used, and the prefix is never checked.

use super::Refusal;
use crate::catalog::{Field, Kind};
use crate::error::ApiError;
use rusqlite::types::Value;
use vtql_parser::ast::Literal;
use vtql_parser::encode::mysql_text;

/// The record number that a comparison uses.
pub(super) fn number(field: &Field, literal: &Literal) -> Result<i64, Refusal> {
    let element = element(field, literal)?;
    let digits = element.trim();
    if digits.is_empty() {
        return Err(Refusal::silent(format!(
            "`{}` of the id field `{}` has no `x`",
            literal.text(),
            field.name()
        )));
    }
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let text = literal.text();
        return Err(Refusal::silent(format!("what follows the `x` in `{text}` goes into the SQL as it is")));
    }
    Ok(digits.parse().unwrap_or(i64::MAX))
}

/// The pattern that `like` uses: it is quoted again, and matches the number alone.
pub(super) fn pattern(field: &Field, value: &Literal) -> Result<String, Refusal> {
    mysql_text(&element(field, value)?)
        .ok_or_else(|| Refusal::silent("a backslash keeps the pattern open: what follows is read as SQL"))
}

/// The number as the field's column holds it.
pub(super) fn stored(kind: Kind, number: i64) -> Value {
    match kind {
        Kind::Id => Value::Integer(number),
        _ => Value::Text(number.to_string()),
    }
}

/// What follows the first `x`, up to the next; empty for a plain number.
fn element(field: &Field, literal: &Literal) -> Result<String, ApiError> {
    let text = literal.text().trim_matches(['\'', '"']);
    let is_owner = field.described.ty.name() == "owner";
    if field.kind == Kind::Reference && !is_owner && !text.contains('x') {
        return Err(ApiError::bad_id());
    }
    if text != "0" && is_numeric(text) {
        return Ok(String::new());
    }
    if !holds_id(text) {
        return Err(ApiError::bad_id());
    }
    Ok(text.split('x').nth(1).unwrap_or_default().to_owned())
}

/// PHP's `is_numeric`, for the texts that a query can hold.
fn is_numeric(text: &str) -> bool {
    let text = text.trim_matches([' ', '\t', '\n', '\r']);
    text.bytes().any(|byte| byte.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E'))
        && text.parse::<f64>().is_ok()
}

/// Whether the text has digits, `x`, digits somewhere.
fn holds_id(text: &str) -> bool {
    text.as_bytes().windows(3).any(
        |window| matches!(window, [before, b'x', after] if before.is_ascii_digit() && after.is_ascii_digit()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_may_stand_anywhere_in_the_text() {
        assert!(holds_id("12x34") && holds_id("a12x34") && holds_id("12x34x56") && holds_id("12x33%"));
        assert!(!holds_id("12X34") && !holds_id("x12") && !holds_id("5x") && !holds_id("Xerox"));
    }

    #[test]
    fn numbers_are_those_of_php() {
        assert!(is_numeric("34") && is_numeric("34 ") && is_numeric("-1.5e3"));
        assert!(!is_numeric("abc") && !is_numeric("") && !is_numeric("1x2") && !is_numeric("e"));
    }
}
