use super::Refusal;
use std::cmp::Ordering;
use vtql_parser::ast::{Limit, Literal, Value};

/// The most rows that one query answers, whatever its limit says (manual, *Query*).
pub(crate) const CAP: u32 = 100;

/// The offset and the count that the server's SQL ends up with, where a query answers at most `cap` rows.
/// The offset has no cap.
pub(super) fn bounds(limit: Option<&Limit>, cap: u32) -> Result<(i64, i64), Refusal> {
    let most = i64::from(cap);
    let Some(limit) = limit else { return Ok((0, most)) };
    let offset = limit.offset.as_ref().map_or(Ok(0), |offset| digits(&text(offset)?))?;
    let count = text(&limit.count)?;
    let count = if exceeds(&count, cap) { most } else { digits(&count)? };
    Ok((offset, count.min(most)))
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
fn exceeds(text: &str, cap: u32) -> bool {
    match text.parse::<f64>() {
        Ok(number) if text.bytes().any(|byte| byte.is_ascii_digit()) => {
            number.partial_cmp(&f64::from(cap)) == Some(Ordering::Greater)
        }
        _ => text > cap.to_string().as_str(),
    }
}

#[cfg(test)]
mod tests {
    use super::exceeds;

    #[test]
    fn words_compare_as_text() {
        for text in ["101", "abc", "12x3", "null", "999999999999999999999999", "1e3"] {
            assert!(exceeds(text, 100), "{text}");
        }
        for text in ["100", "5", "-1", "'5'", "'a'", "*", "0x5", "1e1"] {
            assert!(!exceeds(text, 100), "{text}");
        }
    }
}
