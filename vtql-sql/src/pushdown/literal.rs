//! From values of SQL to literals of VTQL. They are parts of a tree: none is ever written into a text here.

use super::Kind;
use datafusion::common::ScalarValue;
use vtql_parser::ast::{Literal, RecordId};

/// The value as a literal that a field of this kind is compared with; `None` where there is none, as for NULL.
pub(crate) fn literal(kind: Kind, value: &ScalarValue) -> Option<Literal> {
    match kind {
        Kind::Text => text(value).map(Literal::string),
        Kind::Integer | Kind::Decimal => number(value).and_then(|digits| Literal::decimal(&digits).ok()),
        Kind::Boolean | Kind::Switch => {
            let ScalarValue::Boolean(Some(is)) = value else { return None };
            Some(Literal::string(match (kind, is) {
                (Kind::Switch, true) => "on",
                (Kind::Switch, false) => "off",
                (_, true) => "1",
                (_, false) => "0",
            }))
        }
        Kind::Date => {
            let ScalarValue::Date32(Some(days)) = value else { return None };
            day(i64::from(*days)).map(|day| Literal::string(&day))
        }
        Kind::DateTime => seconds(value).and_then(|(at, rest)| (rest == 0).then(|| moment(at)).flatten()),
        Kind::Id | Kind::Reference => record_id(value).map(Literal::from),
    }
}

pub(super) fn text(value: &ScalarValue) -> Option<&str> {
    match value {
        ScalarValue::Utf8(text) | ScalarValue::Utf8View(text) | ScalarValue::LargeUtf8(text) => {
            text.as_deref()
        }
        ScalarValue::Dictionary(_, value) => text(value),
        _ => None,
    }
}

/// A text that is a record id just as the server writes it.
pub(crate) fn record_id(value: &ScalarValue) -> Option<RecordId> {
    let text = text(value)?;
    let id: RecordId = text.parse().ok()?;
    (id.to_string() == text).then_some(id)
}

/// The digits of a number.
pub(super) fn number(value: &ScalarValue) -> Option<String> {
    Some(match value {
        ScalarValue::Int8(Some(it)) => it.to_string(),
        ScalarValue::Int16(Some(it)) => it.to_string(),
        ScalarValue::Int32(Some(it)) => it.to_string(),
        ScalarValue::Int64(Some(it)) => it.to_string(),
        ScalarValue::UInt8(Some(it)) => it.to_string(),
        ScalarValue::UInt16(Some(it)) => it.to_string(),
        ScalarValue::UInt32(Some(it)) => it.to_string(),
        ScalarValue::UInt64(Some(it)) => it.to_string(),
        ScalarValue::Decimal128(Some(it), _, scale) => {
            let scale = usize::try_from(*scale).ok()?;
            let digits = format!("{:0>width$}", it.unsigned_abs(), width = scale + 1);
            let (whole, fraction) = digits.split_at(digits.len() - scale);
            let fraction = fraction.trim_end_matches('0');
            let sign = if *it < 0 { "-" } else { "" };
            if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
        }
        _ => return None,
    })
}

/// The whole seconds of a point in time since 1970, rounded down, and what is left of it.
pub(super) fn seconds(value: &ScalarValue) -> Option<(i64, i64)> {
    let (count, unit) = match value {
        ScalarValue::TimestampSecond(Some(it), _) => (*it, 1),
        ScalarValue::TimestampMillisecond(Some(it), _) => (*it, 1_000),
        ScalarValue::TimestampMicrosecond(Some(it), _) => (*it, 1_000_000),
        ScalarValue::TimestampNanosecond(Some(it), _) => (*it, 1_000_000_000),
        _ => return None,
    };
    Some((count.div_euclid(unit), count.rem_euclid(unit)))
}

/// `2026-01-31 10:00:00`, of the seconds since 1970.
pub(super) fn moment(seconds: i64) -> Option<Literal> {
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let day = day(days)?;
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    Some(Literal::string(&format!("{day} {hour:02}:{minute:02}:{second:02}")))
}

/// `2026-01-31`, of the days since 1970, in years that MySQL has.
fn day(days: i64) -> Option<String> {
    let date =
        i32::try_from(days).ok().and_then(datafusion::arrow::temporal_conversions::date32_to_datetime)?;
    let text = date.format("%Y-%m-%d").to_string();
    (text.len() == 10 && text.as_str() >= "0001-01-01").then_some(text)
}
