//! Which words of a text are keywords.

use super::keywords::{self, is_one_of};
use crate::ast::{Gap, Literal, Name, Param, Query};
use crate::span::Span;
use crate::token::{Token, TokenKind};
use crate::visit::Visit;
use std::convert::Infallible;
use std::ops::ControlFlow;

/// Marks the words that the trees take for neither a name nor a value.
pub(crate) fn tell_keywords(statements: &[Query], source: &str, tokens: &mut [Token]) {
    let mut leaves = Leaves(Vec::new());
    for statement in statements {
        let ControlFlow::Continue(()) = leaves.visit_query(statement);
    }
    leaves.0.sort_unstable();
    let mut leaves = leaves.0.into_iter().peekable();
    for token in tokens.iter_mut().filter(|token| token.kind == TokenKind::Word) {
        while leaves.next_if(|leaf| leaf.end <= token.span.start).is_some() {}
        let is_leaf = leaves.peek().is_some_and(|leaf| leaf.start <= token.span.start);
        if !is_leaf && is_one_of(token.span.slice(source), keywords::ALL) {
            token.kind = TokenKind::Keyword;
        }
    }
}

/// Where names and values stand. In a gap every word may be a keyword.
struct Leaves(Vec<Span>);

impl<'a> Visit<'a> for Leaves {
    type Break = Infallible;

    fn visit_module(&mut self, module: &'a Name) -> ControlFlow<Infallible> {
        self.name(module)
    }
    fn visit_field(&mut self, field: &'a Name) -> ControlFlow<Infallible> {
        self.name(field)
    }
    fn visit_literal(&mut self, literal: &'a Literal) -> ControlFlow<Infallible> {
        self.0.push(literal.span);
        ControlFlow::Continue(())
    }
    fn visit_param(&mut self, param: &'a Param) -> ControlFlow<Infallible> {
        self.0.push(param.span);
        ControlFlow::Continue(())
    }
    fn visit_gap(&mut self, _: &'a Gap) -> ControlFlow<Infallible> {
        ControlFlow::Continue(())
    }
}

impl Leaves {
    fn name(&mut self, name: &Name) -> ControlFlow<Infallible> {
        if name.gap().is_none() {
            self.0.push(name.span);
        }
        ControlFlow::Continue(())
    }
}
