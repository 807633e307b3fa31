//! What is being written at the position: the token that ends there.

use vtql_parser::{Span, Token, TokenKind};

/// The beginning of a token that is not finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Prefix<'t> {
    /// What was written of it, without a quote.
    pub(crate) text: &'t str,
    /// The quote that it began with.
    pub(crate) quote: Option<char>,
    /// What an item takes the place of.
    pub(crate) span: Span,
}

impl<'t> Prefix<'t> {
    /// Takes the token that is being written off the tokens before the position. `None` inside of comments,
    /// parameters and whatever else has nothing to complete.
    pub(crate) fn take(text: &'t str, position: usize, before: &mut Vec<Token>) -> Option<Self> {
        let nothing = Prefix { text: "", quote: None, span: Span::new(position, position) };
        let Some(last) = before.last().copied() else { return Some(nothing) };
        let written = last.span.slice(text);
        match last.kind {
            TokenKind::Word | TokenKind::Keyword => {
                before.pop();
                if before.last().is_some_and(|it| it.span.slice(text) == "{") {
                    return None;
                }
                let span = Span::new(last.span.start as usize, end_of_word(text, position));
                Some(Prefix { text: written, quote: None, span })
            }
            TokenKind::Number => {
                before.pop();
                Some(Prefix { text: written, quote: None, span: last.span })
            }
            TokenKind::Unknown if written == "!" => {
                before.pop();
                Some(Prefix { text: written, quote: None, span: last.span })
            }
            TokenKind::Unknown if written == "{" => None,
            TokenKind::UnterminatedString => {
                before.pop();
                let quote = written.chars().next();
                let inside = quote.map_or(0, char::len_utf8);
                let span = Span::new(last.span.start as usize, behind_quote(text, position, quote));
                Some(Prefix { text: written.get(inside..).unwrap_or_default(), quote, span })
            }
            TokenKind::UnterminatedComment => None,
            TokenKind::Comment if written.starts_with("--") => None,
            _ => Some(nothing),
        }
    }

    /// The text that it stands for: a doubled quote is one.
    pub(crate) fn unquoted(&self) -> String {
        match self.quote {
            Some(quote) => self.text.replace(&format!("{quote}{quote}"), &quote.to_string()),
            None => self.text.to_owned(),
        }
    }
}

/// Where the word ends that the position is in.
fn end_of_word(text: &str, position: usize) -> usize {
    let rest = text.get(position..).unwrap_or_default();
    position + rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count()
}

/// The position, or the one behind a closing quote that stands right there.
fn behind_quote(text: &str, position: usize, quote: Option<char>) -> usize {
    let mut rest = text.get(position..).unwrap_or_default().chars();
    match quote {
        Some(quote) if rest.next() == Some(quote) && rest.next() != Some(quote) => {
            position + quote.len_utf8()
        }
        _ => position,
    }
}
