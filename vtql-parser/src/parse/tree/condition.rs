//! The `where` clause: predicates joined by `and` and `or`, in groups.

use super::super::grammar::Rule;
use super::{Builder, span, unreachable_leaf};
use crate::ast::{
    Between, Compare, Condition, Connective, Emptiness, In, Includes, Like, Not, Predicate, Spanned, Terms,
};
use crate::codes;
use crate::diagnostic::{Diagnostic, Safety};
use crate::span::Span;

/// The deepest nesting of parentheses and `not` that is read: trees are walked recursively.
pub(in super::super) const MAX_DEPTH: usize = 500;

impl Builder<'_> {
    pub(super) fn starts_condition(&self) -> bool {
        matches!(self.peek(), Some(leaf) if matches!(leaf.rule, Rule::Field | Rule::Open | Rule::Not | Rule::Optional))
    }

    /// The whole `where` clause.
    pub(super) fn condition(&mut self) -> Option<Condition> {
        if self.grouped { self.grouped_condition() } else { self.flat_condition() }
    }

    /// Predicates, `and` and `or`.
    fn flat_condition(&mut self) -> Option<Condition> {
        let first = Condition::Predicate(self.predicate()?);
        let Some(mut connective) = self.connective() else { return Some(first) };
        let (mut or, mut and) = (Vec::new(), Vec::with_capacity(4));
        and.push(first);
        loop {
            if connective == Rule::Or {
                or.extend(joined(&mut and, Condition::And));
            }
            and.push(Condition::Predicate(self.predicate()?));
            match self.connective() {
                Some(next) => connective = next,
                None if or.is_empty() => return joined(&mut and, Condition::And),
                None => {
                    or.extend(joined(&mut and, Condition::And));
                    return Some(Condition::Or(Terms::parsed(or)));
                }
            }
        }
    }

    /// `and` or `or`, if one comes next.
    fn connective(&mut self) -> Option<Rule> {
        let leaf = self.peek()?;
        if !matches!(leaf.rule, Rule::And | Rule::Or) {
            return None;
        }
        self.next();
        if let Some(list) = self.bare_list.take() {
            self.error(bare_list(self.source, list));
        }
        Some(leaf.rule)
    }

    /// The same with parentheses, `not` and optional predicates, on a stack of its own.
    fn grouped_condition(&mut self) -> Option<Condition> {
        let mut groups: Vec<Group> = Vec::new();
        let mut group = Group::default();
        // Open parentheses, and `not`s whose condition has not ended.
        let mut depth = 0;
        // The mark that stands before the predicate.
        let mut optional = None;
        while let Some(leaf) = self.peek() {
            match leaf.rule {
                Rule::Open | Rule::Not if depth >= MAX_DEPTH => {
                    self.too_deep(span(leaf));
                    return None;
                }
                Rule::Open => {
                    self.next();
                    depth += 1;
                    self.wire_lacks(
                        span(leaf),
                        "parentheses round conditions",
                        "`and` binds tighter than `or`: write the condition as `a and b or a and c`",
                    );
                    groups.push(std::mem::replace(
                        &mut group,
                        Group { open: Some(span(leaf)), ..Group::default() },
                    ));
                }
                Rule::Not => {
                    self.next();
                    depth += 1;
                    self.wire_lacks(span(leaf), "`not`", "write the opposite comparison");
                    group.nots.push(span(leaf));
                }
                Rule::Close => {
                    self.next();
                    let close = span(leaf);
                    self.bare_list = None;
                    let Some(mut outer) = groups.pop() else {
                        self.error(
                            Diagnostic::error(codes::UNBALANCED, close, "this parenthesis closes nothing")
                                .help("take it out, or open one before")
                                .fix(Safety::Unsafe, "remove the parenthesis", close, ""),
                        );
                        continue;
                    };
                    depth -= 1;
                    if let Some(condition) = group.finish() {
                        depth -= outer.push(condition, close);
                    }
                    group = outer;
                }
                Rule::And | Rule::Or => {
                    if self.connective() == Some(Rule::Or) {
                        group.close_and();
                    }
                }
                Rule::Optional => {
                    self.next();
                    self.wire_lacks(
                        span(leaf),
                        "an optional condition",
                        "leave the condition out, or the `?`",
                    );
                    optional = Some(span(leaf));
                    if !matches!(self.peek(), Some(next) if next.rule == Rule::Field) {
                        self.error(not_optional(span(leaf)));
                        optional = None;
                    }
                }
                Rule::Field => {
                    let mut predicate = self.predicate()?;
                    if let Some(mark) = optional.take()
                        && !predicate.make_optional()
                    {
                        self.error(not_optional(mark));
                    }
                    let end = predicate.span();
                    depth -= group.push(Condition::Predicate(predicate), end);
                }
                _ => break,
            }
        }
        while let Some(mut outer) = groups.pop() {
            if let Some(open) = group.open {
                self.error(
                    Diagnostic::error(codes::UNBALANCED, open, "this parenthesis is never closed")
                        .help("close it where the group of conditions ends"),
                );
            }
            if let Some(condition) = group.finish() {
                let end = condition.span();
                outer.push(condition, end);
            }
            group = outer;
        }
        group.finish()
    }

    #[cold]
    fn too_deep(&mut self, at: Span) {
        self.error(too_deep(at));
        while self.peek().is_some_and(|leaf| {
            !matches!(leaf.rule, Rule::Order | Rule::Orderby | Rule::Limit | Rule::Semicolon)
        }) {
            self.next();
        }
    }

    #[inline]
    pub(super) fn predicate(&mut self) -> Option<Predicate> {
        let field = self.next()?;
        let start = span(field);
        let mut test = self.next()?;
        let negated = test.rule == Rule::Negated;
        if negated {
            test = self.next()?;
        }
        Some(match test.rule {
            Rule::Operator => {
                let op = self.operator(test);
                let value = self.operand()?;
                Predicate::Compare(Compare { field: self.name(field), op, value, span: self.since(start) })
            }
            Rule::Like => {
                if negated {
                    self.wire_lacks(start.to(span(test)), "`not like`", "there is no way to ask for it");
                }
                let pattern = self.operand()?;
                Predicate::Like(Like { field: self.name(field), negated, pattern, span: self.since(start) })
            }
            Rule::In => {
                if negated {
                    let cure = "write `!=` for each value, joined by `and`";
                    self.wire_lacks(start.to(span(test)), "`not in`", cure);
                }
                let values = self.in_values()?;
                Predicate::In(In { field: self.name(field), negated, values, span: self.since(start) })
            }
            Rule::Between => {
                let cure =
                    if negated { "write `f < low or f > high`" } else { "write `f >= low and f <= high`" };
                self.wire_lacks(span(test), "`between`", cure);
                let (low, high) = (self.value()?, self.value()?);
                Predicate::Between(Box::new(Between {
                    field: self.name(field),
                    negated,
                    low,
                    high,
                    span: self.since(start),
                }))
            }
            Rule::Includes => {
                let cure = "write `f = 'Red' or f like 'Red |##| %'` and so on, a pattern for each place";
                self.wire_lacks(start.to(span(test)), "`includes`", cure);
                let value = self.operand()?;
                Predicate::Includes(Includes {
                    field: self.name(field),
                    negated,
                    value,
                    span: self.since(start),
                })
            }
            Rule::Is => {
                let negated = self.take(Rule::Negated).is_some();
                self.take(Rule::Empty);
                let cure = if negated { "write `!= ' '`" } else { "write `= ' '`" };
                self.wire_lacks(self.since(span(test)), "`is empty`", cure);
                Predicate::Empty(Emptiness { field: self.name(field), negated, span: self.since(start) })
            }
            other => {
                unreachable_leaf(other);
                return None;
            }
        })
    }
}

#[cold]
pub(in super::super) fn bare_list(source: &str, list: Span) -> Diagnostic {
    let text = list.slice(source);
    let message = "a list without parentheses can only end the `where` clause";
    Diagnostic::error(codes::BARE_LIST, list, message)
        .label("the server takes what follows for more of the list")
        .help("write the list in parentheses")
        .fix(Safety::Safe, "add parentheses", list, format!("({text})"))
}

pub(in super::super) fn too_deep(at: Span) -> Diagnostic {
    let message = format!("conditions are nested more than {MAX_DEPTH} deep");
    Diagnostic::error(codes::TOO_DEEP, at, message).help("take out parentheses that do not group anything")
}

pub(in super::super) fn not_optional(mark: Span) -> Diagnostic {
    let message = "an optional condition is one comparison with one parameter";
    Diagnostic::error(codes::UNBOUND_PARAMETER, mark, message)
        .help("write `and? field = {value}`: without a value, the condition is left out")
}

/// The conditions between two parentheses, or of the whole clause.
#[derive(Default)]
pub(in super::super) struct Group {
    pub(in super::super) open: Option<Span>,
    /// Terms of the disjunction that are complete.
    or: Vec<Condition>,
    /// Terms of the conjunction that is being read.
    and: Vec<Condition>,
    /// `not`s that wait for their condition.
    pub(in super::super) nots: Vec<Span>,
}

impl Group {
    /// A group that a parenthesis opens.
    pub(in super::super) fn opened(open: Span) -> Self {
        Group { open: Some(open), ..Group::default() }
    }

    /// Adds a condition that ends at `end` to the conjunction, negated as often as `not` stands before
    /// it; returns how often that was.
    pub(in super::super) fn push(&mut self, mut condition: Condition, end: Span) -> usize {
        let nots = self.nots.len();
        while let Some(not) = self.nots.pop() {
            condition = Condition::Not(Not { condition: Box::new(condition), span: not.to(end) });
        }
        match condition {
            Condition::And(terms) => self.and.extend(terms.into_vec()),
            condition => self.and.push(condition),
        }
        nots
    }

    pub(in super::super) fn close_and(&mut self) {
        match joined(&mut self.and, Condition::And) {
            Some(Condition::Or(terms)) => self.or.extend(terms.into_vec()),
            Some(condition) => self.or.push(condition),
            None => {}
        }
    }

    pub(in super::super) fn finish(mut self) -> Option<Condition> {
        if self.or.is_empty() {
            return joined(&mut self.and, Condition::And);
        }
        self.close_and();
        joined(&mut self.or, Condition::Or)
    }
}

fn joined<C: Connective>(terms: &mut Vec<Condition>, join: fn(Terms<C>) -> Condition) -> Option<Condition> {
    if terms.len() < 2 { terms.pop() } else { Some(join(Terms::parsed(std::mem::take(terms)))) }
}
