//! Writing code as text.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use std::mem;

/// Code that is being written.
///
/// A compiler runs macros as they were built with the rest of a program, most often without optimization,
/// and a token that `quote!` makes costs some hundred instructions then. Text is read by the compiler itself,
/// at full speed: what is written for each query is written as text, as far as it has no place in the program.
pub(crate) struct Code<'k> {
    krate: &'k TokenStream,
    parts: Vec<TokenStream>,
    text: String,
}

impl<'k> Code<'k> {
    /// No code yet; `krate` is the path of the client crate.
    pub(crate) fn new(krate: &'k TokenStream) -> Self {
        Code { krate, parts: Vec::new(), text: String::new() }
    }

    /// Adds tokens. Brackets of all kinds must be closed.
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Adds tokens, with `$crate` for the path of the client crate.
    pub(crate) fn text_of_client(&mut self, text: &str) -> &mut Self {
        let mut rest = text;
        while let Some(at) = rest.find('$') {
            let krate = self.krate.clone();
            self.text(&rest[..at]).tokens(krate);
            rest = rest[at..].trim_start_matches("$crate");
        }
        self.text(rest)
    }

    /// Adds a string literal.
    pub(crate) fn literal(&mut self, value: &str) -> &mut Self {
        self.text(&format!("{value:?}"))
    }

    /// Adds tokens as they are.
    pub(crate) fn tokens(&mut self, tokens: impl Into<TokenStream>) -> &mut Self {
        self.flush();
        self.parts.push(tokens.into());
        self
    }

    /// Adds a group with the code that `write` writes.
    pub(crate) fn group(&mut self, delimiter: Delimiter, write: impl FnOnce(&mut Self)) -> &mut Self {
        let mut inner = Code::new(self.krate);
        write(&mut inner);
        self.tokens(TokenTree::from(Group::new(delimiter, inner.finish())))
    }

    /// The code.
    pub(crate) fn finish(mut self) -> TokenStream {
        self.flush();
        self.parts.into_iter().collect()
    }

    fn flush(&mut self) {
        let text = mem::take(&mut self.text);
        if !text.is_empty() {
            self.parts.extend(parsed(&text));
        }
    }
}

/// The tokens of a text, read by the compiler where there is one: `proc_macro2` would read them once more by
/// itself, to be sure that the compiler does not stumble over them.
fn parsed(text: &str) -> Option<TokenStream> {
    if proc_macro::is_available() {
        text.parse::<proc_macro::TokenStream>().ok().map(TokenStream::from)
    } else {
        text.parse().ok()
    }
}
