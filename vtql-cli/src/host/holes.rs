//! What stands for the parts of a query that only the running program knows.

use super::text::{HOLE, HostText, Unit};
use std::ops::Range;

/// A parameter, as the parser reads it.
const PARAMETER: &str = "{p}";

/// The text with parameters in place of the parts that are filled in, and where they are, by character.
/// `None` when a part stands where no value does: too little is known of such a query.
///
/// A literal that a part belongs to is filled in as a whole: `'%$name%'` is one value. Where the text knows no
/// `placeholders` of the usual kinds, only what the program puts in is one.
pub(super) fn fill(text: HostText, placeholders: bool) -> Option<(HostText, Vec<Range<usize>>)> {
    let mut filled = HostText { ends_at_apostrophe: text.ends_at_apostrophe, ..HostText::default() };
    let mut holes = Vec::new();
    let units = text.units;
    let mut at = 0;
    while at < units.len() {
        let end = match units[at].char {
            quote @ ('\'' | '"') => {
                let end = end_of_literal(&units, at, quote);
                let body = &units[at + 1..end.saturating_sub(1).max(at + 1)];
                if !body.iter().any(|unit| unit.char == HOLE) && !(placeholders && has_placeholder(body)) {
                    filled.units.extend(&units[at..end]);
                    at = end;
                    continue;
                }
                end
            }
            _ => match end_of_hole(&units, at, placeholders) {
                Some(end) => end,
                None => {
                    filled.units.push(units[at]);
                    at += 1;
                    continue;
                }
            },
        };
        // Letters and digits beside it are a part of the same value: `12x{id}`.
        let quoted = matches!(units[at].char, '\'' | '"');
        let beside =
            |units: &mut dyn Iterator<Item = &Unit>| units.take_while(|unit| is_word(unit.char)).count();
        let before = if quoted { 0 } else { beside(&mut filled.units.iter().rev()) };
        let end = if quoted { end } else { end + beside(&mut units[end..].iter()) };
        let start = filled
            .units
            .split_off(filled.units.len() - before)
            .first()
            .map_or(units[at].start, |unit| unit.start);
        let replacement = replacement(&filled.units)?;
        let first = filled.units.len();
        for char in replacement.chars() {
            filled.push(char, start, units[end - 1].end);
        }
        holes.push(first..filled.units.len());
        at = end;
    }
    Some((filled, holes))
}

/// One past the quote that ends the literal; the end of the text when none does.
fn end_of_literal(units: &[Unit], start: usize, quote: char) -> usize {
    let mut at = start + 1;
    while at < units.len() {
        if units[at].char == quote {
            if units.get(at + 1).is_none_or(|next| next.char != quote) {
                return at + 1;
            }
            at += 1;
        }
        at += 1;
    }
    units.len()
}

/// One past a part that is filled in: a hole, a parameter in braces, a placeholder of the usual kinds.
fn end_of_hole(units: &[Unit], start: usize, placeholders: bool) -> Option<usize> {
    let char = |at: usize| units.get(at).map(|unit| unit.char);
    match char(start)? {
        HOLE => Some(start + 1),
        _ if !placeholders => None,
        '?' => Some(start + 1),
        '{' => {
            let length = units[start..].iter().position(|unit| unit.char == '}')?;
            Some(start + length + 1)
        }
        '%' if char(start + 1) == Some('(') => {
            let length = units[start..].iter().position(|unit| unit.char == ')')?;
            char(start + length + 1).filter(char::is_ascii_alphabetic).map(|_| start + length + 2)
        }
        '%' => {
            // `%s`, `%5d`, `%1$s`
            let width = units[start + 1..].iter().take_while(|unit| unit.char.is_ascii_digit()).count();
            let end = start + 1 + width;
            let end = if width > 0 && char(end) == Some('$') { end + 1 } else { end };
            char(end).filter(|char| "sdivqfu".contains(*char)).map(|_| end + 1)
        }
        ':' | '$' | '@' if char(start + 1).is_some_and(|char| char.is_alphanumeric() || char == '_') => {
            Some(start + 1 + units[start + 1..].iter().take_while(|unit| is_word(unit.char)).count())
        }
        _ => None,
    }
}

/// Whether a literal is a placeholder, or holds a name in braces.
fn has_placeholder(body: &[Unit]) -> bool {
    let first = body.first().map(|unit| unit.char);
    let is_one =
        matches!(first, Some('{' | '%')) && body.len() > 1 && end_of_hole(body, 0, true) == Some(body.len());
    let is_name_in_braces = |start: usize| {
        let inner = body[start + 1..].iter().take_while(|unit| is_word(unit.char)).count();
        inner > 0 && body.get(start + 1 + inner).is_some_and(|unit| unit.char == '}')
    };
    is_one || (0..body.len()).any(|at| body[at].char == '{' && is_name_in_braces(at))
}

fn is_word(char: char) -> bool {
    char.is_alphanumeric() || char == '_'
}

/// What can stand behind this text: a parameter where a value is expected, a field in a select list.
fn replacement(before: &[Unit]) -> Option<&'static str> {
    let text: String = before.iter().map(|unit| unit.char).collect();
    let text = text.trim_end().to_ascii_lowercase();
    let word = text.rsplit(|char: char| !is_word(char)).next().unwrap_or_default();
    let clause = |word: &str| {
        text.match_indices(word).map(|(at, _)| at).filter(|at| is_alone(&text, *at, word.len())).last()
    };
    let last =
        ["select", "from", "where", "by", "limit"].into_iter().filter_map(|word| Some((clause(word)?, word)));
    let (_, clause) = last.max()?;
    let ends_with_list = text.ends_with([',', '(']);
    match clause {
        "select" if word == "select" || text.ends_with(',') => Some("id"),
        "limit" if word == "limit" || text.ends_with(',') => Some(PARAMETER),
        "where" if text.ends_with(['=', '<', '>']) || matches!(word, "like" | "in" | "between") => {
            Some(PARAMETER)
        }
        "where" if ends_with_list && in_list(&text) => Some(PARAMETER),
        "where" if word == "and" && text.contains("between") => Some(PARAMETER),
        _ => None,
    }
}

/// Whether the last open parenthesis is that of `in`.
fn in_list(text: &str) -> bool {
    let open = text.rfind('(').unwrap_or_default();
    text.get(..open).is_some_and(|before| before.trim_end().ends_with("in"))
}

fn is_alone(text: &str, at: usize, length: usize) -> bool {
    let before = text.get(..at).and_then(|text| text.chars().next_back());
    let behind = text.get(at + length..).and_then(|text| text.chars().next());
    !before.is_some_and(is_word) && !behind.is_some_and(is_word)
}
