//! `like` and `ilike`. The server's `like` ignores case and accents, so it finds more than SQL's.

use super::literal::text;
use super::{Kind, Pushed};
use datafusion::common::ScalarValue;
use vtql_parser::ast::{Condition, Literal};
use vtql_schema::Field;

pub(super) fn like(field: &Field, pattern: &ScalarValue, ignoring_case: bool) -> Option<Pushed> {
    if Kind::of(field) != Some(Kind::Text) {
        return None;
    }
    let pattern = text(pattern)?;
    let backslashes = pattern.bytes().rev().take_while(|byte| *byte == b'\\').count();
    if backslashes % 2 == 1 || pattern.is_empty() {
        return None;
    }
    let pattern = if ignoring_case { widened(pattern) } else { pattern.to_owned() };
    let condition = Condition::like(&field.name, Literal::string(&pattern)).ok()?;
    Some(Pushed { condition, exact: false })
}

/// The pattern with any character in the place of those of which SQL and the server do not surely have the same
/// capitals: Unicode has more than two forms of `k` and `s`, and of many letters beyond ASCII.
fn widened(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        let (escaped, c) = match c {
            '\\' => (true, chars.next().unwrap_or('\\')),
            c => (false, c),
        };
        if !c.is_ascii() || matches!(c, 'k' | 'K' | 's' | 'S') {
            out.push('_');
            continue;
        }
        if escaped {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::widened;

    #[test]
    fn letters_with_more_than_two_forms_match_any_character() {
        assert_eq!(widened(r"K\%a_\_é%"), r"_\%a_\__%");
        assert_eq!(widened("Müller%"), "M_ller%");
    }
}
