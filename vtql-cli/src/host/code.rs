//! Going through code from string to string.

use super::cursor::Cursor;
use super::literal::Literal;
use super::recognize::{Mark, recognize};
use super::syntax::Language;
use super::text::Embedded;
use super::{Filter, vtql_macro};
use std::ops::Range;
use vtql_parser::Dialect;

/// The queries in a part of a file that holds code.
pub(super) fn queries(
    source: &str,
    part: Range<usize>,
    language: Language,
    filter: Filter<'_>,
) -> Vec<Embedded> {
    let mut scanner = Scanner {
        cursor: Cursor::new(source, part, language),
        filter,
        comment: None,
        word: None,
        before: ' ',
        depth: 0,
        list: None,
        lists_read: 0,
        in_macro: None,
        found: Vec::new(),
    };
    if language == Language::Php && scanner.cursor.rest().contains("<?") {
        scanner.skip_to_php();
    }
    while scanner.step() {}
    scanner.found
}

pub(super) struct Scanner<'a> {
    pub(super) cursor: Cursor<'a>,
    filter: Filter<'a>,
    /// The end of the last comment that says something about the next string.
    comment: Option<(usize, Mark)>,
    /// The last word of code.
    pub(super) word: Option<Range<usize>>,
    /// The last character of code.
    pub(super) before: char,
    /// How many brackets are open.
    pub(super) depth: usize,
    /// The list whose strings are one: where it ends, and what stands between them then.
    pub(super) list: Option<(usize, String)>,
    /// How far the ends of lists were looked for: no part of a file is read for that twice.
    pub(super) lists_read: usize,
    /// Strings before this place are queries of this dialect: it is the end of a macro of ours.
    in_macro: Option<(usize, Dialect)>,
    found: Vec<Embedded>,
}

impl Scanner<'_> {
    /// Moves to the next piece of PHP, out of the page around it.
    fn skip_to_php(&mut self) {
        if self.cursor.skip_to("<?") {
            self.cursor.at += 2;
            self.cursor.eat("php");
            self.cursor.eat("=");
        }
    }

    /// Moves over one comment, string, word or other character; `false` at the end.
    fn step(&mut self) -> bool {
        let start = self.cursor.at;
        let Some(char) = self.cursor.peek() else { return false };
        if let Some(comment) = self.cursor.comment() {
            if let Some(mark) = Mark::of_comment(comment) {
                self.comment = Some((self.cursor.at, mark));
            }
        } else if self.cursor.language == Language::Php && self.cursor.eat("?>") {
            self.skip_to_php();
        } else if self.cursor.syntax.chars && char == '\'' {
            self.skip_char();
        } else if self.may_begin_regex(char) && self.skip_regex() {
        } else if Literal::at(&self.cursor).is_some() {
            self.strings();
        } else if let Some(word) = self.cursor.word() {
            if self.macro_at(start).is_some() && self.before == '=' && word.eq_ignore_ascii_case("select") {
                self.named_query(start);
            }
            self.word = Some(start..self.cursor.at);
            self.before = 'w';
            if self.cursor.language == Language::Rust {
                self.rust_macro(word);
            }
            return true;
        } else {
            if char == '[' {
                self.joined_list();
            }
            self.cursor.bump();
            match char {
                '(' | '[' | '{' => self.depth += 1,
                ')' | ']' | '}' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
        if !char.is_whitespace() {
            self.before = char;
        }
        true
    }

    /// Reads strings that are one, and keeps their text if it is a query.
    fn strings(&mut self) {
        let start = self.cursor.at;
        let mark = self.mark(start);
        let Some(text) = self.assembled() else {
            self.cursor.at = start;
            self.cursor.bump();
            return;
        };
        let language = self.cursor.language;
        let query = recognize(text, mark, language.dialect(), self.filter);
        self.found.extend(match self.macro_at(start) {
            Some(dialect) => query.map(|query| query.settled(dialect)),
            None => query,
        });
    }

    /// The dialect of the macro of ours that this place is in.
    fn macro_at(&self, place: usize) -> Option<Dialect> {
        self.in_macro.filter(|(end, _)| place < *end).map(|(_, dialect)| dialect)
    }

    /// What was said about a string that begins here.
    fn mark(&self, start: usize) -> Option<Mark> {
        if self.macro_at(start).is_some() {
            return Some(Mark::Macro);
        }
        if let Some((end, mark)) = self.comment {
            let between = self.cursor.source.get(end..start).unwrap_or_default();
            if between.matches('\n').count() <= 1 && !between.contains(';') {
                return Some(mark);
            }
        }
        let word = self.word.clone()?;
        let between = self.cursor.source.get(word.end..start)?;
        let called = between.chars().all(|char| char.is_whitespace() || char == '(');
        let name = self.cursor.source.get(word)?;
        (called && name.eq_ignore_ascii_case("vtql")).then_some(Mark::Vtql)
    }

    /// `'x'`, `'\n'`, `'\u{1f}'`, or the tick of a lifetime.
    fn skip_char(&mut self) {
        self.cursor.bump();
        let mut ahead = self.cursor;
        if ahead.eat("\\") {
            ahead.bump();
            ahead.skip_while(|char| char != '\'' && char != '\n');
        } else {
            ahead.bump();
        }
        if ahead.eat("'") {
            self.cursor = ahead;
        }
    }

    /// A slash where a value is expected begins a regular expression.
    fn may_begin_regex(&self, char: char) -> bool {
        let value_before = matches!(self.before, 'w' | '0'..='9' | ')' | ']' | '}' | '"' | '\'' | '`');
        let keyword = self.word.clone().and_then(|word| self.cursor.source.get(word));
        let after_keyword =
            self.before == 'w' && matches!(keyword, Some("return" | "typeof" | "case" | "in"));
        self.cursor.syntax.regex && char == '/' && (!value_before || after_keyword)
    }

    fn skip_regex(&mut self) -> bool {
        let start = self.cursor.at;
        self.cursor.bump();
        let mut in_class = false;
        while let Some(char) = self.cursor.bump() {
            match char {
                '\\' => {
                    self.cursor.bump();
                }
                '[' => in_class = true,
                ']' => in_class = false,
                '/' if !in_class => return true,
                '\n' => break,
                _ => {}
            }
        }
        self.cursor.at = start;
        false
    }

    /// A call of one of our macros: its strings are queries, and so may its tokens be.
    fn rust_macro(&mut self, word: &str) {
        let (mut ahead, dialect) = (self.cursor, vtql_macro::dialect(word));
        if !(dialect.is_some() || word == "concat") || !ahead.eat("!") {
            return;
        }
        ahead.skip_while(char::is_whitespace);
        let Some(group) = vtql_macro::group(&ahead) else { return };
        let Some(dialect) = dialect else {
            self.list = Some((group.end, String::new()));
            return;
        };
        self.in_macro = Some((group.end, dialect));
        let query = match word {
            "vtql" => group.clone(),
            "vtql_as" => vtql_macro::behind_type(self.cursor.source, group.clone()),
            _ => return,
        };
        if let Some(query) = vtql_macro::tokens(self.cursor.source, query, self.filter) {
            self.found.push(query);
            self.cursor.at = group.end;
        }
    }

    /// `fn name() = select …;` in `vtql_query!`, from `select` on.
    fn named_query(&mut self, start: usize) {
        let most = self.in_macro.map_or(start, |(end, _)| end);
        let end = vtql_macro::end_of_query(&self.cursor, most);
        if let Some(query) = vtql_macro::tokens(self.cursor.source, start..end, self.filter) {
            self.found.push(query);
            self.cursor.at = end;
        }
    }
}
