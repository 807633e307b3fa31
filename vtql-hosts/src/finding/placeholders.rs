//! What programs fill in by a mark in the text: `%s`, `{0}`, `:name`, `?`.

use crate::output::Output;
use crate::text::{Optional, Text, Unit};
use vtql_parser::Dialect;

/// Makes holes of the placeholders of a text. Returns whether there are some that databases fill in
/// (`?`, `:name`, `$1`): Vtiger has none.
pub(crate) fn fill(text: &mut Text, dialect: Dialect, output: &mut Output) -> bool {
    let mut of_database = false;
    let mut filled: Vec<Unit> = Vec::with_capacity(text.units.len());
    // Where each unit of the text went.
    let mut places = Vec::with_capacity(text.units.len() + 1);
    let units = std::mem::take(&mut text.units);
    let mut quote: Option<char> = None;
    let mut at = 0;
    while let Some(unit) = units.get(at) {
        let found = placeholder(&units, at, quote, text.is_format, dialect);
        let length = match found {
            Some(Found::Hole { length, is_database }) => {
                of_database |= is_database && !text.is_format;
                let inside = &units[at..at + length];
                let name: String = inside.iter().map(|unit| unit.char).collect();
                let source = output.name(name.trim_matches(['{', '}', '%', '(', ')', '$', ' ', '=']));
                let end = units[at + length - 1].end;
                filled.push(Unit { char: crate::text::HOLE, start: unit.start, end, source });
                length
            }
            // `%%` and `{{` of a format stand for one of them.
            Some(Found::Doubled) => {
                filled.push(Unit { end: units[at + 1].end, ..*unit });
                2
            }
            None => {
                match quote {
                    Some(open) if unit.char == open => quote = None,
                    None if matches!(unit.char, '\'' | '"') => quote = Some(unit.char),
                    _ => {}
                }
                filled.push(*unit);
                1
            }
        };
        places.extend(std::iter::repeat_n(filled.len() - 1, length));
        at += length;
    }
    places.push(filled.len());
    let place = |at: usize| places.get(at).copied().unwrap_or(filled.len());
    for part in &mut text.optional {
        *part = Optional { units: place(part.units.start)..place(part.units.end), branch: part.branch };
    }
    text.units = filled;
    of_database
}

/// Names that people write for any module, in small letters without `_`.
const ANY_MODULE: &[&str] = &[
    "module",
    "modulename",
    "yourmodule",
    "yourmodulename",
    "mymodule",
    "somemodule",
    "anymodule",
    "elementtype",
];

/// Makes a hole of what documentation writes for any module: `select * from ModuleName`.
pub(crate) fn fill_module(text: &mut Text, output: &mut Output) {
    let units = &text.units;
    let is_part = |at: usize| {
        units.get(at).is_some_and(|unit| unit.char.is_alphanumeric() || unit.char == '_' || unit.is_hole())
    };
    let is_from = |at: &usize| {
        let mut word = units[*at..].iter().take(4).map(|unit| unit.char.to_ascii_lowercase());
        word.by_ref().eq("from".chars())
            && !is_part(*at + 4)
            && at.checked_sub(1).is_none_or(|at| !is_part(at))
    };
    let Some(from) = (0..units.len()).find(is_from) else { return };
    let blank = units[from + 4..].iter().take_while(|unit| unit.char.is_whitespace()).count();
    let start = from + 4 + blank;
    let end = (start..units.len()).find(|at| !is_part(*at)).unwrap_or(units.len());
    let name: String = units[start..end].iter().map(|unit| unit.char).collect();
    let is_capital = name.starts_with(char::is_uppercase);
    if !is_capital || !ANY_MODULE.contains(&name.replace('_', "").to_ascii_lowercase().as_str()) {
        return;
    }
    let source = output.name(&name);
    text.units[start] = Unit { char: crate::text::HOLE, end: units[end - 1].end, source, ..units[start] };
    let gone: Vec<usize> = (start + 1..end).collect();
    text.take_out(&gone);
}

enum Found {
    Hole { length: usize, is_database: bool },
    Doubled,
}

fn placeholder(
    units: &[Unit],
    at: usize,
    quote: Option<char>,
    is_format: bool,
    dialect: Dialect,
) -> Option<Found> {
    let char = |at: usize| units.get(at).map(|unit| unit.char);
    let hole = |length| Some(Found::Hole { length, is_database: false });
    // In quotes a mark is text, unless the program fills it in, or it is all that stands there.
    let fills = quote.is_none() || is_format;
    let alone =
        |length: usize| quote.is_some() && at > 0 && char(at - 1) == quote && char(at + length) == quote;
    match char(at)? {
        '{' if char(at + 1) == Some('{') => match double_braces(units, at) {
            Some(length) => hole(length),
            None => is_format.then_some(Found::Doubled),
        },
        '}' if is_format && char(at + 1) == Some('}') => Some(Found::Doubled),
        // A parameter of the surface dialect is part of the language.
        '{' if dialect == Dialect::Wire || is_format => {
            let length = braces(units, at)?;
            if fills || alone(length) { hole(length) } else { None }
        }
        '$' | '#' if char(at + 1) == Some('{') => hole(1 + braces(units, at + 1)?),
        // `%NAME%`, `#NAME#`
        '%' | '#' if is_format && quote.is_none() && between_signs(units, at).is_some() => {
            hole(between_signs(units, at)?)
        }
        '%' if is_format && char(at + 1) == Some('%') => Some(Found::Doubled),
        '%' => {
            let length = percent(units, at)?;
            if fills && !(quote.is_none() && is_modulo(units, at)) || alone(length) {
                hole(length)
            } else {
                None
            }
        }
        '?' if quote.is_none() => Some(Found::Hole { length: 1, is_database: true }),
        ':' | '@' if is_format && quote.is_some() => {
            let length = word(units, at + 1)?;
            alone(length + 1).then_some(Found::Hole { length: length + 1, is_database: false })
        }
        ':' | '$' | '@' if quote.is_none() => {
            let before = at.checked_sub(1).and_then(char);
            let length = word(units, at + 1).filter(|_| before != Some(':'))?;
            Some(Found::Hole { length: length + 1, is_database: true })
        }
        '$' => {
            let length = word(units, at + 1)?;
            alone(length + 1).then_some(Found::Hole { length: length + 1, is_database: false })
        }
        _ => None,
    }
}

/// `{}`, `{0}`, `{name!r}`: one line without quotes.
fn braces(units: &[Unit], at: usize) -> Option<usize> {
    let inside = units[at + 1..].iter().take(80).take_while(|unit| !"{}'\"\n;".contains(unit.char)).count();
    (units.get(at + 1 + inside)?.char == '}').then_some(inside + 2)
}

/// `{{ … }}`, of templates and of n8n.
fn double_braces(units: &[Unit], at: usize) -> Option<usize> {
    let length = units[at..]
        .iter()
        .take(400)
        .collect::<Vec<_>>()
        .windows(2)
        .position(|pair| pair[0].char == '}' && pair[1].char == '}')?;
    // A third brace belongs to the value.
    let more = usize::from(units.get(at + length + 2).is_some_and(|unit| unit.char == '}'));
    Some(length + 2 + more)
}

/// `%s`, `%5d`, `%1$s`, `%-10s`, `%@`, `%(name)s`.
fn percent(units: &[Unit], at: usize) -> Option<usize> {
    let char = |at: usize| units.get(at).map(|unit| unit.char);
    if char(at + 1) == Some('(') {
        let length = units[at..].iter().take(60).position(|unit| unit.char == ')')?;
        return char(at + length + 1).filter(char::is_ascii_alphabetic).map(|_| length + 2);
    }
    let mut end = at + 1;
    while char(end).is_some_and(|char| char.is_ascii_digit() || "-+0.#".contains(char)) && end < at + 8 {
        end += 1;
    }
    if char(end) == Some('$') && end > at + 1 {
        end += 1;
    }
    while char(end) == Some('l') {
        end += 1;
    }
    let kind = char(end)?;
    let next_is_letter = char(end + 1).is_some_and(char::is_alphanumeric);
    ("sdivqfux@".contains(kind) && (!next_is_letter || kind == '@')).then_some(end + 1 - at)
}

/// A word between two of the same sign: `%NAME%`.
fn between_signs(units: &[Unit], at: usize) -> Option<usize> {
    let length = word(units, at + 1)?;
    (units.get(at + 1 + length)?.char == units[at].char).then_some(length + 2)
}

/// A number or a name before it: then it divides.
fn is_modulo(units: &[Unit], at: usize) -> bool {
    let before = units[..at].iter().rev().find(|unit| !unit.char.is_whitespace());
    before.is_some_and(|unit| unit.char.is_ascii_digit())
}

fn word(units: &[Unit], at: usize) -> Option<usize> {
    let first = units.get(at)?.char;
    let is_word = |unit: &&Unit| unit.char.is_alphanumeric() || unit.char == '_';
    (first.is_alphanumeric() || first == '_').then(|| units[at..].iter().take_while(is_word).count())
}
