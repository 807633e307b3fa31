use super::Refusal;
use crate::catalog::{Kind, Module};
use crate::clock;
use crate::mysql::number;
use vtql_parser::ast::{Literal, LiteralKind};
use vtql_parser::encode::mysql_text;

/// What a value is once it stands in the server's SQL.
#[derive(Debug, PartialEq)]
pub(super) enum Operand {
    Text(String),
    Number(f64),
    /// `0x2A`: the number 42 to a numeric column, the text `*` to any other.
    Bytes(String),
    Null,
    /// Another column of the row: an unquoted word is copied into the SQL as it is.
    Column(Kind, String),
    /// The present day or time.
    Now(Kind, String),
}

impl Operand {
    /// The operand as text.
    pub(super) fn text(&self) -> String {
        match self {
            Operand::Text(text) | Operand::Column(_, text) | Operand::Now(_, text) => text.clone(),
            Operand::Number(number) => number.to_string(),
            Operand::Bytes(word) => {
                let bytes = number::bytes(word).unwrap_or_default();
                String::from_utf8_lossy(&bytes).into_owned()
            }
            Operand::Null => String::new(),
        }
    }
}

/// Reads a value as the server's database would, in a query that mentions these fields.
pub(super) fn of(value: &Literal, module: &Module, mentioned: &[&str]) -> Result<Operand, Refusal> {
    match value.kind() {
        LiteralKind::String => Ok(Operand::Text(value.text().to_owned())),
        LiteralKind::WireString => quoted(value.text()),
        LiteralKind::Integer | LiteralKind::Decimal => Ok(Operand::Number(number::leading(value.text()))),
        _ => word(value.text(), module, mentioned),
    }
}

/// The text of a quoted value.
pub(super) fn quoted(wire: &str) -> Result<Operand, Refusal> {
    mysql_text(wire).map(Operand::Text).ok_or_else(|| {
        Refusal::silent("a backslash before a quote keeps the literal open: what follows is read as SQL")
    })
}

fn word(text: &str, module: &Module, mentioned: &[&str]) -> Result<Operand, Refusal> {
    if number::bytes(text).is_some() {
        return Ok(Operand::Bytes(text.to_owned()));
    }
    if let Some(number) = number::of_word(text) {
        return Ok(Operand::Number(number));
    }
    match text.to_ascii_lowercase().as_str() {
        "null" => Ok(Operand::Null),
        "true" => Ok(Operand::Number(1.0)),
        "false" => Ok(Operand::Number(0.0)),
        "current_timestamp" | "localtime" | "localtimestamp" | "utc_timestamp" => {
            Ok(Operand::Now(Kind::DateTime, clock::now()))
        }
        "current_date" | "utc_date" => Ok(Operand::Now(Kind::Date, clock::today())),
        "current_time" | "utc_time" => Ok(Operand::Now(Kind::Time, clock::time_of_day())),
        _ => module
            .fields()
            .iter()
            .find(|field| field.name().eq_ignore_ascii_case(text) && field.is_queryable())
            .filter(|field| !matches!(field.kind, Kind::Id | Kind::Reference))
            .filter(|field| module.is_joined(field.name(), mentioned.iter().copied()))
            .map(|field| Operand::Column(field.kind, field.column.clone()))
            .ok_or_else(|| {
                Refusal::silent(format!("`{text}` without quotes is the name of a column, and there is none"))
            }),
    }
}
