//! Strings that are one text: joined by an operator, in a list, or by one statement after another.

use super::code::Scanner;
use super::cursor::Cursor;
use super::literal::Literal;
use super::text::{HOLE, HostText};
use super::vtql_macro;

impl<'a> Scanner<'a> {
    /// The text of the expression that begins here, and of what is added to its variable. The cursor is then
    /// behind the last string.
    pub(super) fn assembled(&mut self) -> Option<HostText> {
        let name = self.assigned(self.cursor.at);
        let mut text = self.joined()?;
        let Some(name) = name.filter(|_| begins_with_select(&text)) else { return Some(text) };
        loop {
            let end = self.cursor.at;
            self.cursor.skip_blank();
            self.cursor.eat(";");
            self.cursor.skip_blank();
            self.cursor.eat("$");
            let adds = self.cursor.word() == Some(name) && eat_addition(&mut self.cursor);
            self.cursor.skip_blank();
            let more = if adds { self.joined() } else { None };
            let Some(more) = more else {
                self.cursor.at = end;
                break;
            };
            text.ends_at_apostrophe |= more.ends_at_apostrophe;
            text.units.extend(more.units);
        }
        if self.is_added_to(name) {
            text.push(HOLE, self.cursor.at, self.cursor.at);
        }
        Some(text)
    }

    /// The variable that what begins here becomes the value of.
    fn assigned(&self, start: usize) -> Option<&'a str> {
        let word = self.word.clone()?;
        let between = self.cursor.source.get(word.end..start)?;
        matches!(between.trim(), "=" | ":=").then(|| self.cursor.source.get(word)).flatten()
    }

    /// Whether something is added to the variable further on, before it gets another value.
    fn is_added_to(&self, name: &str) -> bool {
        let mut ahead = self.cursor;
        while ahead.skip_to(name) {
            let before = ahead.source.get(..ahead.at).and_then(|before| before.chars().next_back());
            let starts = !before.is_some_and(|char| char.is_alphanumeric() || char == '_');
            if ahead.word() != Some(name) || !starts {
                continue;
            }
            let mut behind = ahead;
            if eat_addition(&mut behind) {
                return true;
            }
            behind.skip_blank();
            if behind.eat("=") && !behind.starts_with("=") {
                return false;
            }
        }
        false
    }

    /// Notes that the list that begins here is one text, as in `['a', 'b'].join(' ')`.
    pub(super) fn joined_list(&mut self) {
        let mut first = self.cursor;
        first.bump();
        first.skip_blank();
        let first = Literal::at(&first).and_then(|literal| literal.read(&mut first));
        if self.cursor.at < self.lists_read || !first.is_some_and(|text| begins_with_select(&text)) {
            return;
        }
        let group = vtql_macro::group(&self.cursor);
        self.lists_read = group.as_ref().map_or(self.cursor.source.len(), |group| group.end);
        let Some(group) = group else { return };
        let mut ahead = Cursor { at: group.end + 1, ..self.cursor };
        ahead.skip_blank();
        if !ahead.eat(".join(") {
            return;
        }
        ahead.skip_blank();
        let separator = Literal::at(&ahead).and_then(|literal| literal.read(&mut ahead));
        self.list = separator.map(|separator| (group.end, separator.to_text()));
    }

    /// Moves over a comma in a list that is one text, and adds what stands there in the text.
    fn eat_comma(&mut self, text: &mut HostText) -> bool {
        let Some((end, separator)) = &self.list else { return false };
        let start = self.cursor.at;
        if start >= *end || !self.cursor.eat(",") {
            return false;
        }
        separator.chars().for_each(|char| text.push(char, start, start + 1));
        true
    }

    /// The text of the strings that are joined from here on. The cursor is then behind the last one.
    fn joined(&mut self) -> Option<HostText> {
        let mut text = Literal::at(&self.cursor)?.read(&mut self.cursor)?;
        loop {
            let end = self.cursor.at;
            self.cursor.skip_blank();
            let joins = self.eat_join() || self.eat_comma(&mut text);
            if joins {
                self.cursor.skip_blank();
            }
            let start = self.cursor.at;
            let follows = self.cursor.syntax.adjacent && !self.ended_between(end, start);
            if !joins && !follows {
                self.cursor.at = end;
                return Some(text);
            }
            if let Some(next) = Literal::at(&self.cursor).and_then(|literal| literal.read(&mut self.cursor)) {
                text.ends_at_apostrophe |= next.ends_at_apostrophe;
                text.units.extend(next.units);
                continue;
            }
            self.cursor.at = start;
            if !joins || !self.skip_operand() {
                self.cursor.at = end;
                return Some(text);
            }
            let end = start + self.cursor.source.get(start..self.cursor.at)?.trim_end().len();
            text.push(HOLE, start, end);
        }
    }

    /// Whether a line break ends the expression: outside of brackets, without a backslash before it.
    fn ended_between(&self, from: usize, to: usize) -> bool {
        let between = self.cursor.source.get(from..to).unwrap_or_default();
        self.depth == 0
            && self.cursor.syntax.lines_end
            && between
                .split_inclusive('\n')
                .any(|line| line.ends_with('\n') && !line.trim_end_matches(['\n', '\r']).ends_with('\\'))
    }

    /// Moves over the operator that joins strings: `+` or `.`, not `+=`, `++` or `..`.
    fn eat_join(&mut self) -> bool {
        let join = self.cursor.syntax.join;
        let mut ahead = self.cursor;
        let found = ahead.bump() == Some(join)
            && !ahead.peek().is_some_and(|char| char == join || (char == '=' && join == '+'));
        if found {
            self.cursor = ahead;
        }
        found
    }

    /// Moves over an expression that strings are joined with.
    fn skip_operand(&mut self) -> bool {
        let start = self.cursor.at;
        let mut depth = 0_usize;
        while let Some(char) = self.cursor.peek() {
            let here = self.cursor.at;
            match char {
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' | ',' | ';' if depth == 0 => break,
                ')' | ']' | '}' => depth -= 1,
                '\n' if depth == 0 && self.cursor.syntax.lines_end => {
                    self.cursor.skip_blank();
                    if !self.eat_join() {
                        self.cursor.at = here;
                        break;
                    }
                    self.cursor.at = here;
                }
                _ if depth == 0 && self.eat_join() => {
                    self.cursor.at = here;
                    break;
                }
                _ => {}
            }
            let inner = Literal::at(&self.cursor).is_some_and(|it| it.read(&mut self.cursor).is_some());
            if !inner {
                self.cursor.at = here;
                if self.cursor.comment().is_none() {
                    self.cursor.bump();
                }
            }
        }
        self.cursor.at > start
    }
}

fn begins_with_select(text: &HostText) -> bool {
    let letters = text.units.iter().map(|unit| unit.char.to_ascii_lowercase());
    letters.skip_while(|char| char.is_whitespace()).take(6).eq("select".chars())
}

/// Moves over `.=` or `+=`.
fn eat_addition(cursor: &mut Cursor<'_>) -> bool {
    cursor.skip_blank();
    let operator = if cursor.syntax.join == '.' { ".=" } else { "+=" };
    cursor.eat(operator)
}
