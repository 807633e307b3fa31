//! A query in a Rust string literal: what the literal says, and where each character of it stands in
//! the file.

use proc_macro2::{Literal, Span};

/// A string literal that holds a query.
#[derive(Debug)]
pub(crate) struct QueryLiteral {
    written: String,
    span: Span,
}

impl QueryLiteral {
    /// The literal and the text that it stands for; an error in words when it is not a string.
    pub(crate) fn new(literal: &Literal) -> Result<(Self, String), &'static str> {
        let written = literal.to_string();
        let text = text_of(&written)?;
        Ok((QueryLiteral { written, span: literal.span() }, text))
    }

    /// Where the compiler underlines.
    pub(crate) fn span(&self) -> Span {
        self.span
    }

    /// The name of the file that the literal stands in.
    pub(crate) fn file(&self) -> String {
        self.span.file()
    }

    /// The file that the literal stands in, or as much of it as is known, and the offset of the literal
    /// in it. The file may have changed since it was compiled, or be out of reach: blanks then stand for
    /// what is before the literal.
    pub(crate) fn surroundings(&self) -> (String, usize) {
        let start = self.span.start();
        let (lines, columns) = (start.line.saturating_sub(1), start.column);
        let file = self.span.local_file().and_then(|path| std::fs::read_to_string(path).ok());
        if let Some(text) = file {
            let line = text.split_inclusive('\n').take(lines).map(str::len).sum::<usize>();
            let column = text[line..].chars().take(columns).map(char::len_utf8).sum::<usize>();
            if text[line + column..].starts_with(&self.written) {
                return (text, line + column);
            }
        }
        let blanks = "\n".repeat(lines) + &" ".repeat(columns);
        let start = blanks.len();
        (blanks + &self.written, start)
    }

    /// The offset in the literal as it is written of the character at `offset` of the text; that of the
    /// closing quote for the end of the text.
    pub(crate) fn written_offset(&self, offset: usize) -> usize {
        let Ok(content) = content(&self.written) else { return 0 };
        let end = content.end;
        let mut at = 0;
        for (written, c) in content {
            if at >= offset {
                return written;
            }
            at += c.len_utf8();
        }
        end
    }
}

/// The text of a string literal, written as in a Rust file.
pub(crate) fn text_of(written: &str) -> Result<String, &'static str> {
    let content = content(written)?;
    let as_written = written.get(content.at..content.end).unwrap_or_default();
    if content.raw || !as_written.contains('\\') {
        return Ok(as_written.to_owned());
    }
    Ok(content.map(|(_, c)| c).collect())
}

/// The characters that a literal stands for, each with the offset at which it is written.
struct Content<'a> {
    written: &'a str,
    at: usize,
    end: usize,
    raw: bool,
}

fn content(written: &str) -> Result<Content<'_>, &'static str> {
    const NOT_A_STRING: &str = "a query is a string literal, as in `vtql!(\"select id from Contacts\")`, or \
                                the bare words of the query";
    const SUFFIX: &str = "a query's string literal has no suffix";
    let (raw, body) = match written.strip_prefix('r') {
        Some(rest) => (true, rest),
        None => (false, written),
    };
    let hashes = if raw { body.len() - body.trim_start_matches('#').len() } else { 0 };
    if !body[hashes..].starts_with('"') {
        return Err(NOT_A_STRING);
    }
    let at = written.len() - body.len() + hashes + 1;
    let closing = format!("\"{}", "#".repeat(hashes));
    let end = written.len().checked_sub(closing.len()).filter(|end| *end >= at).ok_or(NOT_A_STRING)?;
    if written.get(end..) != Some(&closing) {
        return Err(SUFFIX);
    }
    Ok(Content { written, at, end, raw })
}

impl Iterator for Content<'_> {
    type Item = (usize, char);

    fn next(&mut self) -> Option<(usize, char)> {
        loop {
            let at = self.at;
            let rest = self.written.get(at..self.end)?;
            let mut chars = rest.chars();
            let first = chars.next()?;
            if self.raw || first != '\\' {
                self.at += first.len_utf8();
                return Some((at, first));
            }
            let kind = chars.next()?;
            let (value, length) = match kind {
                'n' => ('\n', 2),
                'r' => ('\r', 2),
                't' => ('\t', 2),
                '0' => ('\0', 2),
                'x' => (code_point(rest.get(2..4)?)?, 4),
                'u' => {
                    let close = rest.find('}')?;
                    (code_point(rest.get(3..close)?)?, close + 1)
                }
                '\n' => {
                    // A backslash at the end of a line swallows the white space that follows.
                    self.at += rest.len() - rest[1..].trim_start_matches([' ', '\t', '\n', '\r']).len();
                    continue;
                }
                other => (other, 1 + other.len_utf8()),
            };
            self.at += length;
            return Some((at, value));
        }
    }
}

fn code_point(hexadecimal: &str) -> Option<char> {
    let digits: String = hexadecimal.chars().filter(|c| *c != '_').collect();
    u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proc_macro2::{TokenStream, TokenTree};
    use vtql_parser::diagnostic::line_column;

    /// The one literal in a piece of Rust.
    fn literal(rust: &str) -> Literal {
        let tokens: TokenStream = rust.parse().unwrap();
        tokens
            .into_iter()
            .find_map(|token| match token {
                TokenTree::Literal(literal) => Some(literal),
                _ => None,
            })
            .unwrap()
    }

    /// Where `needle` of the text is written: line, column, and what stands there.
    fn find(rust: &str, needle: &str) -> (usize, usize, String) {
        let (literal, text) = QueryLiteral::new(&literal(rust)).unwrap();
        let (around, start) = literal.surroundings();
        let offset = literal.written_offset(text.find(needle).unwrap());
        let (line, column) = line_column(&around, start + offset);
        let there = rust.lines().nth(line - 1).unwrap().chars().skip(column - 1).take(3).collect();
        (line, column, there)
    }

    #[test]
    fn a_place_in_a_plain_literal_is_found() {
        assert_eq!(find("let q = \"select abc\"", "abc"), (1, 17, "abc".to_owned()));
    }

    #[test]
    fn a_place_behind_escapes_is_found() {
        assert_eq!(find(r#"q "\u{1F600}\x41\t\"\\ abc""#, "abc"), (1, 24, "abc".to_owned()));
        assert_eq!(find(r#"q "é è abc""#, "abc"), (1, 8, "abc".to_owned()));
    }

    #[test]
    fn a_place_in_a_raw_literal_is_found() {
        assert_eq!(find("q r##\"a \"# \\n abc\"##", "abc"), (1, 15, "abc".to_owned()));
    }

    #[test]
    fn a_place_on_a_later_line_is_found() {
        assert_eq!(find("q\n  \"select\n     abc\"", "abc"), (3, 6, "abc".to_owned()));
        assert_eq!(find("q \"one \\\n      abc\"", "abc"), (2, 7, "abc".to_owned()));
    }

    #[test]
    fn the_end_of_the_text_is_the_closing_quote() {
        let (literal, text) = QueryLiteral::new(&literal("r#\"ab\"#")).unwrap();
        assert_eq!(literal.written_offset(text.len()), 5);
    }

    #[test]
    fn escapes_mean_what_rust_says() {
        let (_, text) = QueryLiteral::new(&literal(r#""a\n\r\t\0\\\'\"\x7e\u{00_e9}z""#)).unwrap();
        assert_eq!(text, "a\n\r\t\0\\'\"~éz");
    }

    #[test]
    fn other_literals_are_refused_in_words() {
        for rust in ["b\"x\"", "c\"x\"", "'x'", "5", "br\"x\"", "\"x\"y"] {
            assert!(QueryLiteral::new(&literal(rust)).is_err(), "{rust}");
        }
    }
}
