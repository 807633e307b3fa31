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
        let mut at = 0;
        for (written, c) in content.chars() {
            if at >= offset {
                return written;
            }
            at += c.len_utf8();
        }
        content.start + content.body.len()
    }
}

/// The text of a string literal, written as in a Rust file.
pub(crate) fn text_of(written: &str) -> Result<String, &'static str> {
    let content = content(written)?;
    if content.is_plain() {
        return Ok(content.body.to_owned());
    }
    Ok(content.chars().into_iter().map(|(_, c)| c).collect())
}

/// The character that a character literal stands for.
pub(super) fn char_of(written: &str) -> Option<char> {
    let body = written.strip_prefix('\'')?.strip_suffix('\'')?;
    rustc_literal_escaper::unescape_char(body).ok()
}

/// What stands between the quotes of a literal.
struct Content<'a> {
    body: &'a str,
    /// Where it begins in the literal.
    start: usize,
    raw: bool,
}

impl Content<'_> {
    fn is_plain(&self) -> bool {
        self.raw || !self.body.contains('\\')
    }

    /// The characters that it stands for, each with the offset in the literal at which it is written.
    fn chars(&self) -> Vec<(usize, char)> {
        if self.is_plain() {
            return self.body.char_indices().map(|(at, c)| (self.start + at, c)).collect();
        }
        let mut chars = Vec::with_capacity(self.body.len());
        rustc_literal_escaper::unescape_str(self.body, |written, c| {
            // The compiler has read the literal: what is no character is only worth a warning.
            chars.extend(c.ok().map(|c| (self.start + written.start, c)));
        });
        chars
    }
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
    let start = written.len() - body.len() + hashes + 1;
    let closing = format!("\"{}", "#".repeat(hashes));
    let end = written.len().checked_sub(closing.len()).filter(|end| *end >= start).ok_or(NOT_A_STRING)?;
    if written.get(end..) != Some(&closing) {
        return Err(SUFFIX);
    }
    Ok(Content { body: &written[start..end], start, raw })
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
