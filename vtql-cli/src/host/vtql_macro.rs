//! `vtql!(select …)`: a query in tokens of Rust.

use super::Filter;
use super::cursor::Cursor;
use super::literal::{Literal, skip_braces};
use super::recognize::{Mark, recognize};
use super::syntax::Language;
use super::text::{Embedded, HOLE, HostText};
use std::ops::Range;

/// What stands between the brackets that begin here.
pub(super) fn group(cursor: &Cursor<'_>) -> Option<Range<usize>> {
    let mut cursor = *cursor;
    if !matches!(cursor.bump()?, '(' | '[' | '{') {
        return None;
    }
    let start = cursor.at;
    let mut depth = 1_usize;
    loop {
        let here = cursor.at;
        if cursor.comment().is_some() {
            continue;
        }
        if Literal::at(&cursor).is_some_and(|literal| literal.read(&mut cursor).is_some()) {
            continue;
        }
        cursor.at = here;
        match cursor.bump()? {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(start..here);
        }
    }
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
        } else {
            cursor.bump();
            text.push(char, start, cursor.at);
        }
    }
    recognize(text, Some(Mark::Vtql), Language::Rust.dialect(), filter)
}
