//! The `where` clause: predicates, connectives and parentheses.

use super::super::token::{Token, covering, has_hole};
use super::super::tree::{self, Group, MAX_DEPTH};
use super::predicate::{PREDICATE_HELP, begins_test};
use super::{Dialect, Reader, explain};
use crate::ast::{Condition, GapKind, Spanned, UnknownCondition};
use crate::codes;
use crate::diagnostic::{Diagnostic, Safety};
use crate::span::Span;
use crate::token::TokenKind;

impl<'a> Reader<'a, '_> {
    pub(super) fn condition(&mut self, tokens: &[Token<'a>], keyword: Span) -> Option<Condition> {
        let mut groups: Vec<Group> = Vec::new();
        let mut group = Group::default();
        let mut depth = 0;
        let (mut at, mut before) = (0, keyword);
        // Whether a hole was in the condition before this one: it may have taken a word of this one.
        let mut after_hole = false;
        let mut optional = self.optional(tokens, &mut at, keyword);
        loop {
            while let Some(token) = tokens.get(at) {
                let is_not = token.is_word("not") && !tokens.get(at + 1).is_some_and(begins_test);
                if token.kind != TokenKind::Open && !is_not {
                    break;
                }
                if depth >= MAX_DEPTH {
                    self.error(tree::too_deep(token.span));
                    return None;
                }
                depth += 1;
                if self.dialect == Dialect::Wire {
                    let (what, cure) = if is_not {
                        ("`not`", "write the opposite comparison")
                    } else {
                        (
                            "parentheses round conditions",
                            "`and` binds tighter than `or`: write the condition out",
                        )
                    };
                    self.error(explain::wire_lacks(token.span, what).help(cure));
                }
                before = token.span;
                at += 1;
                if is_not {
                    group.nots.push(token.span);
                } else {
                    groups.push(std::mem::replace(&mut group, Group::opened(token.span)));
                    optional = self.optional(tokens, &mut at, before);
                }
            }
            if let Some(connective) = tokens.get(at).filter(|it| is_connective(it))
                && at.checked_sub(1).is_none_or(|open| tokens[open].kind == TokenKind::Open)
                && tokens.get(at + 1).is_some_and(|mark| is_mark(mark, connective.span))
            {
                self.error(first_joined(connective, before));
                at += 1;
                before = connective.span;
                optional = self.optional(tokens, &mut at, before);
            }
            let end = predicate_end(tokens, at);
            self.steps += end - at + 1;
            let here = &tokens[at..end];
            let condition =
                self.quietly(after_hole, |reader| reader.predicate(here, tokens.get(end), before));
            let (condition, mark) = (condition, optional.take());
            let condition = match (condition, mark) {
                (Condition::Predicate(mut predicate), Some(mark)) => {
                    if !predicate.make_optional() && !has_hole(here) && self.out.is_ok() {
                        self.error(tree::not_optional(mark));
                    }
                    Condition::Predicate(predicate)
                }
                (condition, _) => condition,
            };
            let place = condition.span();
            depth -= group.push(condition, place).min(depth);
            after_hole = here.iter().any(Token::is_hole);
            if end > at {
                before = tokens[end - 1].span;
            }
            at = end;
            if let (Some(list), Some(_)) = (bare_list(here), tokens.get(at).filter(|it| is_connective(it))) {
                self.quietly(has_hole(here), |reader| reader.error(tree::bare_list(reader.source, list)));
            }
            while let Some(close) = tokens.get(at).filter(|token| token.kind == TokenKind::Close) {
                match groups.pop() {
                    Some(mut outer) => {
                        depth -= 1;
                        if let Some(condition) = group.finish() {
                            depth -= outer.push(condition, close.span).min(depth);
                        }
                        group = outer;
                    }
                    None => self.quietly(has_hole(&tokens[..at]), |reader| reader.closes_nothing(close.span)),
                }
                before = close.span;
                at += 1;
            }
            let Some(connective) = tokens.get(at) else { break };
            if is_connective(connective) {
                if connective.is_word("or") {
                    group.close_and();
                }
                before = connective.span;
                at += 1;
                optional = self.optional(tokens, &mut at, before);
                if at == tokens.len() {
                    let what = format!("a condition after `{}`", connective.text.to_ascii_lowercase());
                    self.quietly(after_hole, |reader| reader.expected(&what, None, before, PREDICATE_HELP));
                    let gap = self.gap_of(GapKind::Missing, &[], before.end);
                    let missing = Condition::Unknown(Box::new(UnknownCondition::new(gap, Vec::new())));
                    group.push(missing, before);
                    break;
                }
            } else {
                let help = "join conditions with `and` or `or`";
                let quiet = after_hole || connective.is_open;
                self.quietly(quiet, |reader| {
                    reader.unexpected("`and`, `or` or the end of the clause", connective, help);
                });
            }
        }
        while let Some(mut outer) = groups.pop() {
            if let Some(parenthesis) = group.open {
                let behind = tokens.partition_point(|token| token.span.start < parenthesis.start);
                self.quietly(has_hole(&tokens[behind..]), |reader| reader.never_closed(parenthesis));
            }
            if let Some(condition) = group.finish() {
                let place = condition.span();
                outer.push(condition, place);
            }
            group = outer;
        }
        group.finish()
    }

    fn closes_nothing(&mut self, close: Span) {
        self.error(
            Diagnostic::error(codes::UNBALANCED, close, "this parenthesis closes nothing")
                .help("take it out, or open one before")
                .fix(Safety::Unsafe, "remove the parenthesis", close, ""),
        );
    }

    fn never_closed(&mut self, open: Span) {
        self.error(
            Diagnostic::error(codes::UNBALANCED, open, "this parenthesis is never closed")
                .help("close it where the group of conditions ends"),
        );
    }

    /// Passes the mark of an optional condition, right behind what stands before it.
    fn optional(&mut self, tokens: &[Token<'a>], at: &mut usize, before: Span) -> Option<Span> {
        let mark = tokens.get(*at).filter(|it| is_mark(it, before))?;
        *at += 1;
        if self.dialect == Dialect::Wire {
            self.error(
                explain::wire_lacks(mark.span, "an optional condition")
                    .help("leave the condition out, or the `?`"),
            );
        }
        Some(mark.span)
    }
}

/// Whether a token is the mark of an optional condition, right behind what stands before it.
fn is_mark(token: &Token<'_>, before: Span) -> bool {
    token.text == "?" && token.span.start == before.end
}

/// `where and? …`, `(or? …`: there is nothing before it to join.
fn first_joined(connective: &Token<'_>, before: Span) -> Diagnostic {
    let word = connective.text.to_ascii_lowercase();
    let message = format!("`{word}?` joins a condition to the one before it, and this is the first");
    let (open, cure) = match before {
        Span::NONE => (Span { start: 0, end: 0 }, "write `?` alone before the first condition"),
        _ if before.len() == 1 => (before, "write `(?` before the first condition"),
        _ => (before, "write `where?` before the first condition"),
    };
    let joined = Span { start: open.end, end: connective.span.end };
    Diagnostic::error(codes::SYNTAX, connective.span, message).help(cure).fix(
        Safety::Unsafe,
        format!("take out `{word}`"),
        joined,
        "",
    )
}

fn is_connective(token: &Token<'_>) -> bool {
    token.is_one_of(&["and", "or"])
}

/// The values of `in` where no parentheses stand around them.
fn bare_list(predicate: &[Token<'_>]) -> Option<Span> {
    let (_, test) = predicate.split_first()?;
    let (word, rest) = test.split_first()?;
    let values = match rest.split_first() {
        Some((word, values)) if word.is_word("in") => values,
        _ if word.is_word("in") => rest,
        _ => return None,
    };
    let is_list = values.iter().enumerate().all(|(at, token)| match at % 2 {
        0 => token.is_value() && token.kind != TokenKind::Parameter,
        _ => token.kind == TokenKind::Comma,
    });
    (is_list && values.len() % 2 == 1).then(|| covering(values))
}

/// Where the predicate ends that begins here: before a connective, or before a parenthesis that it does
/// not open. `and` belongs to a `between` once.
fn predicate_end(tokens: &[Token<'_>], from: usize) -> usize {
    let (mut depth, mut between) = (0_usize, false);
    let negated = tokens.get(from + 1).is_some_and(|token| token.is_word("not"));
    let is_operator = |at: usize| at == from + 1 + usize::from(negated);
    for (at, token) in tokens.iter().enumerate().skip(from) {
        match token.kind {
            TokenKind::Open => depth += 1,
            TokenKind::Close if depth == 0 => return at,
            TokenKind::Close => depth -= 1,
            TokenKind::Word if token.is_word("between") && is_operator(at) => between = true,
            TokenKind::Word if token.is_word("and") && between => between = false,
            TokenKind::Word if token.is_one_of(&["and", "or"]) => return at,
            _ => {}
        }
    }
    tokens.len()
}
