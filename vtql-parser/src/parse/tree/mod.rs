//! Leaves to nodes. The grammar has checked the shape of every clause; here the parentheses are
//! balanced, the connectives get their precedence, and the wire dialect refuses what it lacks.

mod condition;
mod values;

pub(super) use condition::{Group, MAX_DEPTH, bare_list, not_optional, too_deep};
pub(super) use values::operator;

use super::grammar::Rule;
use super::grammar::scan::{Leaf, Leaves};
use super::{Dialect, Parsed, explain};
use crate::ast::{
    Condition, Count, Direction, Limit, List, LiteralKind, Name, OrderBy, Predicate, Query, Select, Value,
};
use crate::codes;
use crate::diagnostic::{Diagnostic, Severity};
use crate::span::Span;
use std::slice;

pub(super) fn build(source: &str, dialect: Dialect, mut leaves: Leaves) -> Parsed {
    let last = leaves.list.iter().rfind(|leaf| leaf.rule != Rule::Comment).map(|leaf| leaf.rule);
    let mut tree = Builder::new(source, dialect, &mut leaves);
    tree.statements();
    if dialect == Dialect::Wire {
        tree.one_statement(last);
    }
    tree.out
}

/// Reads the query of a text that holds nothing else and has nothing wrong; whether it was one.
pub(super) fn single(source: &str, dialect: Dialect, leaves: &mut Leaves, query: &mut Query) -> bool {
    let mut tree = Builder::new(source, dialect, leaves);
    let ends = tree.read(query).is_some()
        && match tree.next() {
            None => dialect == Dialect::Surface,
            Some(leaf) => leaf.rule == Rule::Semicolon && tree.peek().is_none(),
        };
    ends && tree.out.diagnostics.is_empty()
}

/// The leaves of a condition that stands alone.
pub(super) fn condition(
    source: &str,
    dialect: Dialect,
    mut leaves: Leaves,
) -> (Option<Condition>, Vec<Diagnostic>) {
    let mut tree = Builder::new(source, dialect, &mut leaves);
    let condition = tree.condition();
    (condition, tree.out.diagnostics)
}

/// The leaves of a statement in a text that is wrong elsewhere.
pub(super) fn statement(source: &str, dialect: Dialect, mut leaves: Leaves) -> Parsed {
    let mut tree = Builder::new(source, dialect, &mut leaves);
    tree.statements();
    tree.out
}

/// The leaves of a predicate in a text that is wrong elsewhere.
pub(super) fn predicate(
    source: &str,
    dialect: Dialect,
    mut leaves: Leaves,
) -> (Option<Predicate>, Vec<Diagnostic>) {
    let mut tree = Builder::new(source, dialect, &mut leaves);
    let predicate = tree.predicate();
    (predicate, tree.out.diagnostics)
}

/// The leaf of a value in a text that is wrong elsewhere.
pub(super) fn value(source: &str, dialect: Dialect, mut leaves: Leaves) -> (Option<Value>, Vec<Diagnostic>) {
    let mut tree = Builder::new(source, dialect, &mut leaves);
    let value = tree.value();
    (value, tree.out.diagnostics)
}

/// The grammar produces leaves in few orders, and the builder knows them all. Were one missing, a node
/// would be left out rather than the program stopped; debug builds and the fuzz tests would show it.
#[cold]
fn unreachable_leaf(rule: Rule) {
    debug_assert!(false, "the grammar does not put {rule:?} here");
}

struct Builder<'a> {
    source: &'a str,
    dialect: Dialect,
    /// What the grammar found and was not read yet, comments apart.
    leaves: slice::Iter<'a, Leaf>,
    /// The end of the last leaf taken.
    last_end: u32,
    /// Whether there are parentheses or negations of conditions, or optional ones.
    grouped: bool,
    /// A list of values without parentheses that was just read: nothing may follow it.
    bare_list: Option<Span>,
    out: Parsed,
}

impl<'a> Builder<'a> {
    #[inline]
    fn new(source: &'a str, dialect: Dialect, leaves: &'a mut Leaves) -> Self {
        let mut comments = Vec::new();
        if leaves.comments {
            comments = leaves
                .list
                .extract_if(.., |leaf| leaf.rule == Rule::Comment)
                .map(|leaf| span(&leaf))
                .collect();
        }
        let mut tree = Builder {
            source,
            dialect,
            leaves: leaves.list.iter(),
            last_end: 0,
            grouped: leaves.grouped,
            bare_list: None,
            out: Parsed::default(),
        };
        for comment in &comments {
            tree.wire_lacks(*comment, "comments", "take it out");
        }
        tree.out.comments = comments;
        tree
    }

    fn statements(&mut self) {
        while let Some(leaf) = self.peek() {
            match leaf.rule {
                Rule::Select => {
                    let query = self.statement();
                    self.out.statements.extend(query);
                }
                Rule::Semicolon => {
                    self.next();
                }
                Rule::ByteOrderMark => {
                    self.next();
                    if self.dialect == Dialect::Wire {
                        self.error(explain::byte_order_mark(span(leaf)));
                    }
                }
                Rule::Order => self.stray_order(leaf),
                other => {
                    unreachable_leaf(other);
                    self.next();
                }
            }
        }
    }

    #[inline]
    fn peek(&self) -> Option<&'a Leaf> {
        self.leaves.as_slice().first()
    }

    #[inline]
    fn next(&mut self) -> Option<&'a Leaf> {
        let leaf = self.leaves.next()?;
        self.last_end = leaf.end;
        Some(leaf)
    }

    #[inline]
    fn take(&mut self, rule: Rule) -> Option<&'a Leaf> {
        if self.peek()?.rule == rule { self.next() } else { None }
    }

    #[inline]
    fn text(&self, leaf: &Leaf) -> &'a str {
        span(leaf).slice(self.source)
    }

    #[cold]
    fn error(&mut self, diagnostic: Diagnostic) {
        self.out.report(diagnostic);
    }

    #[cold]
    #[inline(never)]
    fn report_lack(&mut self, span: Span, what: &str, cure: &str) {
        self.error(explain::wire_lacks(span, what).help(cure));
    }

    #[inline]
    fn wire_lacks(&mut self, span: Span, what: &str, cure: &str) {
        if self.dialect == Dialect::Wire {
            self.report_lack(span, what, cure);
        }
    }

    fn one_statement(&mut self, last: Option<Rule>) {
        if self.out.statements.len() > 1 {
            let span = self.out.statements[1].span;
            self.error(explain::many_statements(span));
        } else if self.out.statements.is_empty() {
            let span = Span::new(0, self.source.len());
            self.error(
                Diagnostic::error(codes::NO_STATEMENT, span, "there is no query in this text")
                    .help("write one, such as `select id, lastname from Contacts;`"),
            );
        } else if !matches!(last, Some(Rule::Semicolon | Rule::Order)) {
            let end = self.last_end;
            self.error(explain::missing_semicolon(Span { start: end, end }));
        }
    }

    /// Behind the end of a query the server drops the word, and nothing is lost.
    fn stray_order(&mut self, leaf: &Leaf) {
        self.next();
        let stray = explain::stray_order(span(leaf));
        self.error(match self.dialect {
            Dialect::Wire => Diagnostic { severity: Severity::Warning, ..stray },
            Dialect::Surface => stray,
        });
    }

    fn statement(&mut self) -> Option<Query> {
        let mut query = Query::blank();
        self.read(&mut query)?;
        Some(query)
    }

    /// Reads a statement to where it will stay.
    fn read(&mut self, query: &mut Query) -> Option<()> {
        let first = self.take(Rule::Select)?;
        query.select = self.select();
        let module = self.take(Rule::Module)?;
        query.module = self.name(module);
        if self.starts_condition() {
            query.filter = self.condition();
        }
        query.order_by = self.order_by();
        query.limit = self.limit(query.order_by.is_some());
        query.span = Span { start: first.start, end: self.last_end };
        Some(())
    }

    fn name(&self, leaf: &Leaf) -> Name {
        Name::parsed(self.source, span(leaf))
    }

    fn select(&mut self) -> Select {
        if let Some(star) = self.take(Rule::Star) {
            return Select::All(span(star));
        }
        if let Some(count) = self.take(Rule::Count) {
            self.take(Rule::Star);
            let close = self.take(Rule::ListEnd).unwrap_or(count);
            return Select::Count(Count::parsed(self.names(), span(count).to(span(close))));
        }
        match List::new(self.names()) {
            Ok(names) => Select::Fields(names),
            Err(_) => Select::All(Span::NONE),
        }
    }

    fn names(&mut self) -> Vec<Name> {
        let ahead = self.ahead(|rule| rule == Rule::Column);
        let mut names = Vec::with_capacity(ahead);
        names.extend(self.leaves.as_slice().iter().take(ahead).map(|leaf| self.name(leaf)));
        if let Some(last) = ahead.checked_sub(1).and_then(|last| self.leaves.nth(last)) {
            self.last_end = last.end;
        }
        names
    }

    /// How many leaves of a kind come next.
    #[inline]
    fn ahead(&self, kind: impl Fn(Rule) -> bool) -> usize {
        self.leaves.as_slice().iter().take_while(|leaf| kind(leaf.rule)).count()
    }

    /// From a span to the end of the last leaf.
    fn since(&self, start: Span) -> Span {
        Span { start: start.start, end: self.last_end }
    }

    fn order_by(&mut self) -> Option<OrderBy> {
        let keyword = self.take(Rule::Order).or_else(|| self.take(Rule::Orderby))?;
        let mut fields = Vec::with_capacity(2);
        let mut direction: Option<(Direction, Span)> = None;
        loop {
            if let Some(leaf) = self.take(Rule::SortField) {
                if let Some((_, early)) = direction.take() {
                    self.error(explain::early_direction(early));
                }
                fields.push(self.name(leaf));
            } else if let Some(leaf) = self.take(Rule::Asc) {
                direction = Some((Direction::Asc, span(leaf)));
            } else if let Some(leaf) = self.take(Rule::Desc) {
                direction = Some((Direction::Desc, span(leaf)));
            } else {
                break;
            }
        }
        let mut order = OrderBy::new(List::new(fields).ok()?, direction.map(|(direction, _)| direction));
        order.span = self.since(span(keyword));
        Some(order)
    }

    fn limit(&mut self, after_order: bool) -> Option<Limit> {
        let keyword = self.take(Rule::Limit)?;
        let first = self.bound(after_order)?;
        let second = matches!(self.peek(), Some(leaf) if leaf.rule != Rule::Semicolon)
            .then(|| self.bound(after_order))
            .flatten();
        let (offset, count) = match second {
            Some(count) => (Some(first), count),
            None => (None, first),
        };
        let mut limit = Limit::new(offset, count);
        limit.span = self.since(span(keyword));
        Some(limit)
    }

    fn bound(&mut self, after_order: bool) -> Option<Value> {
        let bound = self.value()?;
        // After `order by` the server takes the word `by` for a second clause of that kind.
        if let Value::Literal(word) = &bound
            && after_order
            && word.kind() == LiteralKind::Word
            && word.text().eq_ignore_ascii_case("by")
        {
            self.error(explain::limit_by(word.span));
        }
        Some(bound)
    }
}

fn span(leaf: &Leaf) -> Span {
    Span { start: leaf.start, end: leaf.end }
}
