use super::Refusal;
use std::cmp::Ordering;
use vtql_parser::ast::{Limit, Literal, Value};

/// The most rows that one query answers, whatever its limit says (manual, *Query*).
pub(crate) const CAP: i64 = 100;

/// The offset and the count that the server's SQL ends up with. The offset has no cap.
pub(super) fn bounds(limit: Option<&Limit>) -> Result<(i64, i64), Refusal> {
    let Some(limit) = limit else { return Ok((0, CAP)) };
    let offset = limit.offset.as_ref().map_or(Ok(0), |offset| digits(&text(offset)?))?;
    let count = text(&limit.count)?;
    let count = if exceeds_cap(&count) { CAP } else { digits(&count)? };
    Ok((offset, count.min(CAP)))
}

/// The text of a number, quotes included.
fn text(value: &Value) -> Result<String, Refusal> {
    let literal = value.literal().ok_or_else(|| Refusal::silent("the limit is not known"))?;
    Ok(if literal.is_quoted() { format!("'{}'", Literal::text(literal)) } else { literal.text().to_owned() })
}

fn digits(text: &str) -> Result<i64, Refusal> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Refusal::silent(format!("`{text}` is no number of rows")));
    }
    match text.parse::<u64>() {
        Ok(number) => Ok(i64::try_from(number).unwrap_or(i64::MAX)),
        Err(_) => Err(Refusal::silent(format!("`{text}` is no number to the database"))),
    }
}

/// PHP's `$n > 100`: by value for a number, else as text (observed: `limit abc` means 100).
fn exceeds_cap(text: &str) -> bool {
    match text.parse::<f64>() {
        Ok(number) if text.bytes().any(|byte| byte.is_ascii_digit()) => {
            number.partial_cmp(&100.0) == Some(Ordering::Greater)
        }
        _ => text > "100",
    }
}

#[cfg(test)]
mod tests {
    use super::exceeds_cap;

    #[test]
    fn words_compare_as_text() {
        for text in ["101", "abc", "12x3", "null", "999999999999999999999999", "1e3"] {
            assert!(exceeds_cap(text), "{text}");
        }
        for text in ["100", "5", "-1", "'5'", "'a'", "*", "0x5", "1e1"] {
            assert!(!exceeds_cap(text), "{text}");
        }
    }
}
