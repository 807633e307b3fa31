//! Where the parts of what is checked stand in a program, when they are no text: to the rules a place is its number.

use super::report::Finding;
use proc_macro2::Span;
use vtql_parser::{Diagnostic, Span as Place};

/// The first and the last token of each place.
#[derive(Debug, Default)]
pub(super) struct Places(Vec<(Span, Span)>);

impl Places {
    /// The place of a token.
    pub(super) fn add(&mut self, span: Span) -> Place {
        self.add_tokens((span, span))
    }

    /// The place of some tokens. Places are counted from one: zero is where nothing stands.
    pub(super) fn add_tokens(&mut self, tokens: (Span, Span)) -> Place {
        self.0.push(tokens);
        Place::new(self.0.len(), self.0.len() + 1)
    }

    /// A finding where the compiler is to show it.
    pub(super) fn finding(&self, diagnostic: &Diagnostic) -> Finding {
        let tokens = (diagnostic.span.start as usize).checked_sub(1).and_then(|at| self.0.get(at));
        Finding::in_tokens(diagnostic, *tokens.unwrap_or(&(Span::call_site(), Span::call_site())))
    }
}
