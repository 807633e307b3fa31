//! A query in bare Rust tokens: the text that they stand for, and which token each part of it is.

use proc_macro2::{Delimiter, Group, Spacing, Span, TokenStream, TokenTree};
use std::fmt::Write as _;
use vtql_parser::Span as TextSpan;

/// The tokens of a query, by the ranges of the text that they became.
#[derive(Debug, Default)]
pub(crate) struct QueryTokens {
    pieces: Vec<Piece>,
    /// What stands between the braces of each parameter. In the text, parameter `n` is `{n}`.
    pub(crate) parameters: Vec<TokenStream>,
    /// Tokens that no query has, each with what to say about it.
    pub(crate) problems: Vec<(Span, &'static str)>,
}

#[derive(Debug, Clone, Copy)]
struct Piece {
    start: usize,
    end: usize,
    span: Span,
}

impl QueryTokens {
    /// The text that `tokens` stand for.
    pub(crate) fn new(tokens: &[TokenTree]) -> (Self, String) {
        let mut writer = Writer { query: QueryTokens::default(), text: String::new(), glued: true };
        writer.trees(tokens.iter().cloned());
        (writer.query, writer.text)
    }

    /// The first and the last token of a part of the text. An empty part, and one between tokens,
    /// is the token that follows, or else the last one.
    pub(crate) fn tokens_at(&self, part: TextSpan) -> Option<(Span, Span)> {
        let range = part.range();
        let first = self.pieces.iter().find(|piece| piece.end > range.start).or(self.pieces.last())?;
        let last = self.pieces.iter().rev().find(|piece| piece.start < range.end && piece.end > range.start);
        Some((first.span, last.unwrap_or(first).span))
    }

    /// A message about the text, in the words of the tokens: parameters are what stands between their braces, and
    /// text stands in double quotes.
    pub(crate) fn in_their_words(&self, message: &str) -> String {
        let mut message = message.replace("single quotes", "double quotes");
        for (number, parameter) in self.parameters.iter().enumerate() {
            message = message.replace(&format!("{{{number}}}"), &format!("{{{parameter}}}"));
        }
        let quoted = |(number, part): (usize, &str)| {
            let is_code = number % 2 == 1;
            if is_code { in_double_quotes(part) } else { part.to_owned() }
        };
        message.split('`').enumerate().map(quoted).collect::<Vec<_>>().join("`")
    }

    /// The tokens that are words, in the text that the tokens became.
    pub(crate) fn words<'t>(&self, text: &'t str) -> impl Iterator<Item = (&'t str, Span)> {
        let pieces =
            self.pieces.iter().filter_map(|piece| Some((text.get(piece.start..piece.end)?, piece.span)));
        pieces.filter(|(piece, _)| piece.starts_with(|c: char| c.is_alphabetic() || c == '_'))
    }
}

struct Writer {
    query: QueryTokens,
    text: String,
    /// Whether the next token follows without a space.
    glued: bool,
}

impl Writer {
    fn trees(&mut self, tokens: impl Iterator<Item = TokenTree>) {
        let mut tokens = tokens.peekable();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Group(group) => self.group(&group),
                TokenTree::Ident(ident) => {
                    let name = ident.to_string();
                    self.piece(name.strip_prefix("r#").unwrap_or(&name), ident.span());
                }
                TokenTree::Literal(literal) => {
                    let text = self.literal(&literal.to_string(), literal.span());
                    self.piece(&text, literal.span());
                }
                TokenTree::Punct(punct) => {
                    let next = tokens.peek();
                    let joint = punct.spacing() == Spacing::Joint;
                    match punct.as_char() {
                        '\'' => self.problem(
                            punct.span(),
                            "Rust takes this quote for the start of a lifetime: write text in double quotes",
                        ),
                        '-' if joint && is_punct(next, '-') => self.problem(
                            punct.span(),
                            "`--` cannot start a comment here, where line ends are not seen: write `//`",
                        ),
                        '!' if matches!(next, Some(TokenTree::Group(_))) => self.problem(
                            punct.span(),
                            "a macro cannot stand in a query: the whole text has to be here to be checked",
                        ),
                        '?' => {
                            // The mark of an optional condition belongs to the word before it.
                            self.glued = true;
                            self.piece("?", punct.span());
                        }
                        sign => {
                            self.piece(sign.encode_utf8(&mut [0; 4]), punct.span());
                            let signed =
                                matches!(sign, '-' | '+') && matches!(next, Some(TokenTree::Literal(_)));
                            self.glued = joint || signed;
                        }
                    }
                }
            }
        }
    }

    fn group(&mut self, group: &Group) {
        match group.delimiter() {
            Delimiter::Parenthesis => {
                self.piece("(", group.span_open());
                self.trees(group.stream().into_iter());
                self.piece(")", group.span_close());
            }
            Delimiter::Brace => {
                let number = self.query.parameters.len();
                self.query.parameters.push(group.stream());
                if group.stream().is_empty() {
                    self.problem(group.span(), "a parameter needs an expression between its braces");
                }
                self.piece(&format!("{{{number}}}"), group.span());
            }
            Delimiter::Bracket => {
                self.problem(group.span(), "a query has no square brackets: write a list as `in (a, b)`");
            }
            // What a `macro_rules!` macro captured as one fragment.
            Delimiter::None => self.trees(group.stream().into_iter()),
        }
    }

    /// A Rust literal as VTQL writes it.
    fn literal(&mut self, written: &str, span: Span) -> String {
        if written.starts_with(|c: char| c.is_ascii_digit()) {
            // Digits in groups are one number.
            let is_number = written.bytes().all(|b| b.is_ascii_digit() || b == b'_' || b == b'.');
            return if is_number { written.replace('_', "") } else { written.to_owned() };
        }
        let text = match super::literal::char_of(written) {
            Some(char) => Ok(char.to_string()),
            None => super::literal::text_of(written),
        };
        let Ok(text) = text else {
            self.problem(span, "a value of a query is a number or text in quotes");
            return "''".to_owned();
        };
        format!("'{}'", text.replace('\'', "''"))
    }

    fn piece(&mut self, text: &str, span: Span) {
        if !self.glued {
            self.text.push(' ');
        }
        let start = self.text.len();
        self.text.push_str(text);
        self.query.pieces.push(Piece { start, end: self.text.len(), span });
        self.glued = false;
    }

    fn problem(&mut self, span: Span, message: &'static str) {
        self.query.problems.push((span, message));
    }
}

/// The same VTQL with its texts in double quotes, as Rust reads them.
fn in_double_quotes(code: &str) -> String {
    let mut rest = code;
    let mut written = String::new();
    while let Some((before, text)) = rest.split_once('\'') {
        let mut end = text.len();
        let mut quotes = text.match_indices('\'').map(|(at, _)| at).peekable();
        while let Some(at) = quotes.next() {
            if quotes.next_if_eq(&(at + 1)).is_none() {
                end = at;
                break;
            }
        }
        let Some(after) = text.get(end..).and_then(|after| after.strip_prefix('\'')) else { break };
        written.push_str(before);
        let _ = write!(written, "{:?}", text[..end].replace("''", "'"));
        rest = after;
    }
    written + rest
}

fn is_punct(token: Option<&TokenTree>, expected: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(rust: &str) -> (QueryTokens, String) {
        QueryTokens::new(&rust.parse::<TokenStream>().unwrap().into_iter().collect::<Vec<_>>())
    }

    #[test]
    fn tokens_become_the_text_that_they_look_like() {
        let (tokens, text) = query(
            "select id, r#type from Contacts where a<=-5 and b != \"it's\" and c in (12x3, 'x', +1.5) \
             and? (d like r\"S%\") order by id limit {n + 1};",
        );
        assert_eq!(
            text,
            "select id , type from Contacts where a <=-5 and b != 'it''s' and c in ( 12x3 , 'x' , +1.5 ) \
             and? ( d like 'S%' ) order by id limit {0} ;"
        );
        assert_eq!(tokens.parameters.len(), 1);
        assert_eq!(tokens.parameters[0].to_string(), "n + 1");
        assert!(tokens.problems.is_empty());
    }

    #[test]
    fn literals_mean_what_rust_means_by_them() {
        for (rust, text) in [
            (r"'\n'", "'\n'"),
            (r"'\\'", r"'\'"),
            (r"'\''", "''''"),
            (r"'\u{e9}'", "'é'"),
            (r"'\x41'", "'A'"),
            (r"'\0'", "'\0'"),
            ("'x'", "'x'"),
            ("'\"'", "'\"'"),
            (r#""\x41\u{1F600}\t""#, "'A😀\t'"),
            (r#""a\\b\"c'd""#, "'a\\b\"c''d'"),
            ("\"one \\\n    two\"", "'one two'"),
            (r#"r"\n""#, r"'\n'"),
            (r###"r##"a"#\x41'"##"###, r##"'a"#\x41'''"##),
            ("\"\"", "''"),
            ("1_000", "1000"),
            ("1_000.5_0", "1000.50"),
            ("12x34", "12x34"),
        ] {
            let (tokens, written) = query(&format!("a = {rust}"));
            assert_eq!(written, format!("a = {text}"), "{rust}");
            assert!(tokens.problems.is_empty(), "{rust}");
        }
        for rust in ["b'x'", "b\"x\"", "br\"x\"", "c\"x\"", "cr#\"x\"#", "\"x\"y", "'x'u8", "r\"x\"_z"] {
            assert_eq!(query(&format!("a = {rust}")).0.problems.len(), 1, "{rust}");
        }
        // No numbers of VTQL, and so refused by its parser.
        for rust in ["0x1F", "0b1", "1e5", "1.5e3", "5u8", "1.5f64", "1_000i64"] {
            let text = format!("select id from M where {}", query(&format!("a = {rust}")).1);
            let read = vtql_parser::parse_query(&text, vtql_parser::Dialect::Surface);
            let refused = match read {
                Ok(query) => vtql_parser::lower::lower(&query).is_err(),
                Err(_) => true,
            };
            assert!(refused, "{text}");
        }
    }

    #[test]
    fn a_part_of_the_text_is_underlined_from_its_first_to_its_last_token() {
        let rust = "select id from Contacts where lastname like \"S%\"";
        let (tokens, text) = query(rust);
        let underlined = |part: &str| {
            let start = text.find(part).unwrap();
            let (first, last) = tokens.tokens_at(TextSpan::new(start, start + part.len())).unwrap();
            &rust[first.byte_range().start..last.byte_range().end]
        };
        assert_eq!(underlined("Contacts"), "Contacts");
        assert_eq!(underlined("lastname like 'S%'"), "lastname like \"S%\"");
        assert_eq!(underlined("%"), "\"S%\"");
    }

    #[test]
    fn the_end_of_the_text_is_its_last_token() {
        let (tokens, text) = query("select id from");
        let (first, _) = tokens.tokens_at(TextSpan::new(text.len(), text.len())).unwrap();
        assert_eq!(first.start().column, 10);
    }

    #[test]
    fn messages_speak_of_tokens() {
        let (tokens, _) = query("select {a + b} from Contacts");
        for (of_text, of_tokens) in [
            ("the parameter {0}", "the parameter {a + b}"),
            ("write `'Rossi'`, and don't", "write `\"Rossi\"`, and don't"),
            ("as in `a in ('it''s', '\"')`", "as in `a in (\"it's\", \"\\\"\")`"),
            ("`'` and `'open`", "`'` and `'open`"),
        ] {
            assert_eq!(tokens.in_their_words(of_text), of_tokens);
        }
    }

    #[test]
    fn tokens_that_no_query_has_are_named() {
        for rust in ["select [id]", "a -- b", "concat!(a)", "a like 'S", "a = b\"x\"", "a = {}"] {
            assert_eq!(query(rust).0.problems.len(), 1, "{rust}");
        }
    }
}
