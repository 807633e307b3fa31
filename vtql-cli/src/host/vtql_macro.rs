//! `vtql!(select …)`: a query in tokens of Rust.

use super::Filter;
use super::cursor::Cursor;
use super::literal::{Literal, rust_char, skip_braces};
use super::recognize::{Mark, recognize};
use super::syntax::Language;
use super::text::{Embedded, HOLE, HostText};
use std::ops::Range;
use vtql_parser::Dialect;

/// The dialect of the queries that a macro of ours takes.
pub(super) fn dialect(name: &str) -> Option<Dialect> {
    match name {
        "vtql" | "vtql_as" | "vtql_query" => Some(Dialect::Surface),
        "vtql_wire" => Some(Dialect::Wire),
        _ => None,
    }
}

/// Where the query begins among the tokens of `vtql_as!`: behind the type and its comma.
pub(super) fn behind_type(source: &str, group: Range<usize>) -> Range<usize> {
    let mut cursor = Cursor::new(source, group.clone(), Language::Rust);
    let found = skip_until(&mut cursor, |char| char == ',');
    if found && cursor.eat(",") { cursor.at..group.end } else { group }
}

/// What stands between the brackets that begin here.
pub(super) fn group(cursor: &Cursor<'_>) -> Option<Range<usize>> {
    let mut cursor = *cursor;
    if !matches!(cursor.bump()?, '(' | '[' | '{') {
        return None;
    }
    let start = cursor.at;
    skip_until(&mut cursor, |_| false).then_some(start..cursor.at)
}

/// Where a query among tokens ends: at its semicolon, or with the brackets around it.
pub(super) fn end_of_query(cursor: &Cursor<'_>, most: usize) -> usize {
    let mut cursor = *cursor;
    if skip_until(&mut cursor, |char| char == ';') { cursor.at.min(most) } else { most }
}

/// Moves to the bracket that closes the group that the cursor is in, or to a character that ends it as well.
fn skip_until(cursor: &mut Cursor<'_>, ends: impl Fn(char) -> bool) -> bool {
    let mut depth = 0_usize;
    loop {
        let here = cursor.at;
        if cursor.comment().is_some() {
            continue;
        }
        if Literal::at(cursor).is_some_and(|literal| literal.read(cursor).is_some()) {
            continue;
        }
        cursor.at = here;
        match cursor.peek() {
            Some('(' | '[' | '{') => depth += 1,
            Some(')' | ']' | '}') if depth == 0 => return true,
            Some(')' | ']' | '}') => depth -= 1,
            Some(char) if depth == 0 && ends(char) => return true,
            None => return false,
            _ => {}
        }
        cursor.bump();
    }
}

/// A word that begins with a digit. Digits in groups are one number.
fn number(cursor: &mut Cursor<'_>, text: &mut HostText) {
    let start = cursor.at;
    let word = cursor.skip_while(|char| is_word(char) || char == '.');
    let is_number = word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_' || byte == b'.');
    for (at, char) in word.char_indices().filter(|(_, char)| !is_number || *char != '_') {
        text.push(char, start + at, start + at + char.len_utf8());
    }
}

fn is_word(char: char) -> bool {
    char.is_alphanumeric() || char == '_'
}

/// The text of the string or the character that begins here. The cursor is then behind it.
fn value(cursor: &mut Cursor<'_>) -> Option<HostText> {
    let mut ahead = *cursor;
    let value = match Literal::at(cursor) {
        Some(literal) => literal.read(&mut ahead)?,
        None => rust_char(&mut ahead)?,
    };
    *cursor = ahead;
    Some(value)
}

/// A literal of Rust as VTQL writes it, in the quotes that its text has fewest of.
fn push_string(text: &mut HostText, value: &HostText, written: Range<usize>) {
    let quote = if value.units.iter().any(|unit| unit.char == '"') { '\'' } else { '"' };
    text.push(quote, written.start, written.start + 1);
    for unit in &value.units {
        if unit.char == quote {
            text.units.push(*unit);
        }
        text.units.push(*unit);
    }
    text.push(quote, written.end.saturating_sub(1), written.end);
}

/// The query that the tokens are; `None` when they are a string, or none.
pub(super) fn tokens(source: &str, group: Range<usize>, filter: Filter<'_>) -> Option<Embedded> {
    let mut cursor = Cursor::new(source, group, Language::Rust);
    cursor.skip_blank();
    if !cursor.rest().get(..6).is_some_and(|word| word.eq_ignore_ascii_case("select")) {
        return None;
    }
    let mut text = HostText { ends_at_apostrophe: true, ..HostText::default() };
    while let Some(char) = cursor.peek() {
        let start = cursor.at;
        if char == '{' && skip_braces(&mut cursor, 0) {
            text.push(HOLE, start, cursor.at);
        } else if cursor.comment().is_some() {
            text.push(' ', start, cursor.at);
        } else if char.is_ascii_digit() && !text.units.last().is_some_and(|unit| is_word(unit.char)) {
            number(&mut cursor, &mut text);
        } else if let Some(value) = value(&mut cursor) {
            push_string(&mut text, &value, start..cursor.at);
        } else {
            cursor.bump();
            text.push(char, start, cursor.at);
        }
    }
    let query = recognize(text, Some(Mark::Macro), Dialect::Surface, filter)?;
    Some(query.settled(Dialect::Surface))
}
