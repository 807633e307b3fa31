//! Leaves to nodes. The grammar has checked the shape of every clause; here the parentheses are
//! balanced, the connectives get their precedence, and the wire dialect refuses what it lacks.

use super::grammar::Rule;
use super::scan::Leaf;
use super::{Dialect, Parsed};
use crate::ast::{
    Between, Compare, CompareOp, Condition, Count, Direction, Emptiness, In, InValues, Like, Limit, List,
    Literal, LiteralKind, Name, Not, OrderBy, Param, Predicate, Query, Select, Spanned, Terms, Value,
};
use crate::codes;
use crate::diagnostic::{Diagnostic, Safety, Severity};
use crate::encode::MAX_UNITS;
use crate::span::Span;
use smol_str::SmolStr;

/// The deepest nesting of parentheses and `not` that is read: trees are walked recursively.
pub(crate) const MAX_DEPTH: usize = 500;

pub(super) fn build(source: &str, dialect: Dialect, leaves: &[Leaf]) -> Parsed {
    let mut tree = Builder::new(source, dialect, leaves);
    tree.statements();
    if dialect == Dialect::Wire {
        tree.one_statement();
    }
    tree.out
}

/// The leaves of a single statement in a text that is wrong elsewhere.
pub(super) fn statement(source: &str, dialect: Dialect, leaves: &[Leaf]) -> Parsed {
    let mut tree = Builder::new(source, dialect, leaves);
    tree.statements();
    tree.out
}

/// What the dialect has to say of a predicate in a text that is wrong elsewhere.
pub(super) fn predicate(source: &str, dialect: Dialect, leaves: &[Leaf]) -> Vec<Diagnostic> {
    let mut tree = Builder::new(source, dialect, leaves);
    tree.predicate();
    tree.out.diagnostics
}

/// The grammar produces leaves in few orders, and the builder knows them all. Were one missing, a node
/// would be left out rather than the program stopped; debug builds and the fuzz tests would show it.
fn unreachable_leaf(rule: Rule) {
    debug_assert!(false, "the grammar does not put {rule:?} here");
}

struct Builder<'a> {
    source: &'a str,
    dialect: Dialect,
    leaves: &'a [Leaf],
    at: usize,
    /// The end of the last leaf taken, comments apart.
    last_end: u32,
    out: Parsed,
}

impl<'a> Builder<'a> {
    fn new(source: &'a str, dialect: Dialect, leaves: &'a [Leaf]) -> Self {
        Builder { source, dialect, leaves, at: 0, last_end: 0, out: Parsed::default() }
    }

    fn statements(&mut self) {
        while let Some(leaf) = self.peek() {
            match leaf.rule {
                Rule::Select => self.statement(),
                Rule::Semicolon => {
                    self.next();
                }
                Rule::Order => self.stray_order(leaf),
                other => {
                    unreachable_leaf(other);
                    self.next();
                }
            }
        }
    }

    /// The next leaf, comments set aside.
    #[inline]
    fn peek(&mut self) -> Option<Leaf> {
        loop {
            let leaf = *self.leaves.get(self.at)?;
            if leaf.rule != Rule::Comment {
                return Some(leaf);
            }
            let span = span(leaf);
            self.out.comments.push(span);
            self.wire_lacks(span, "comments", "take it out");
            self.at += 1;
        }
    }

    #[inline]
    fn next(&mut self) -> Option<Leaf> {
        let leaf = self.peek()?;
        self.at += 1;
        self.last_end = leaf.end;
        Some(leaf)
    }

    #[inline]
    fn take(&mut self, rule: Rule) -> Option<Leaf> {
        match self.peek() {
            Some(leaf) if leaf.rule == rule => self.next(),
            _ => None,
        }
    }

    fn text(&self, leaf: Leaf) -> &'a str {
        span(leaf).slice(self.source)
    }

    fn error(&mut self, diagnostic: Diagnostic) {
        self.out.report(diagnostic);
    }

    fn wire_lacks(&mut self, span: Span, what: &str, cure: &str) {
        if self.dialect == Dialect::Wire {
            self.error(super::explain::wire_lacks(span, what).help(cure));
        }
    }

    fn one_statement(&mut self) {
        let end = self.source.trim_end().len();
        if self.out.statements.len() > 1 {
            let span = self.out.statements[1].span;
            self.error(super::explain::many_statements(span));
        } else if self.out.statements.is_empty() {
            let span = Span::new(0, self.source.len());
            self.error(
                Diagnostic::error(codes::NO_STATEMENT, span, "there is no query in this text")
                    .help("write one, such as `select id, lastname from Contacts;`"),
            );
        } else if !matches!(self.leaves.iter().rev().find(|leaf| leaf.rule != Rule::Comment), Some(leaf) if matches!(leaf.rule, Rule::Semicolon | Rule::Order))
        {
            self.error(super::explain::missing_semicolon(Span::new(end, end)));
        }
    }

    /// Behind the end of a query the server drops the word, and nothing is lost.
    fn stray_order(&mut self, leaf: Leaf) {
        self.next();
        let stray = super::explain::stray_order(span(leaf));
        self.error(match self.dialect {
            Dialect::Wire => Diagnostic { severity: Severity::Warning, ..stray },
            Dialect::Surface => stray,
        });
    }

    fn statement(&mut self) {
        let Some(first) = self.take(Rule::Select) else { return };
        let select = self.select();
        self.take(Rule::From);
        let Some(module) = self.take(Rule::Module) else { return };
        let module = self.name(module);
        let filter = self.starts_condition().then(|| self.condition()).flatten();
        let order_by = self.order_by();
        let limit = self.limit(order_by.is_some());
        let span = Span { start: first.start, end: self.last_end };
        let mut query = Query::new(select, module);
        (query.filter, query.order_by, query.limit, query.span) = (filter, order_by, limit, span);
        self.out.statements.push(query);
    }

    fn name(&self, leaf: Leaf) -> Name {
        Name::parsed(self.text(leaf), span(leaf))
    }

    fn select(&mut self) -> Select {
        if let Some(star) = self.take(Rule::Star) {
            return Select::All(span(star));
        }
        if let Some(count) = self.take(Rule::Count) {
            self.take(Rule::Star);
            let close = self.take(Rule::Close).unwrap_or(count);
            return Select::Count(Count::parsed(self.names(), span(count).to(span(close))));
        }
        match List::new(self.names()) {
            Ok(names) => Select::Fields(names),
            Err(_) => Select::All(Span::NONE),
        }
    }

    fn names(&mut self) -> Vec<Name> {
        let ahead = self.leaves[self.at..].iter().take_while(|leaf| leaf.rule == Rule::Column).count();
        let mut names = Vec::with_capacity(ahead);
        while let Some(leaf) = self.take(Rule::Column) {
            names.push(self.name(leaf));
        }
        names
    }

    fn starts_condition(&mut self) -> bool {
        matches!(self.peek(), Some(leaf) if matches!(leaf.rule, Rule::Field | Rule::Open | Rule::Not))
    }

    /// The whole `where` clause, with a stack of its own for the parentheses.
    fn condition(&mut self) -> Option<Condition> {
        let mut groups: Vec<Group> = Vec::new();
        let mut group = Group::default();
        // Open parentheses, and `not`s whose condition has not ended.
        let mut depth = 0;
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
                    self.next();
                    if let Some(list) = group.bare_list.take() {
                        self.bare_list(list);
                    }
                    if leaf.rule == Rule::Or {
                        group.close_and();
                    }
                }
                Rule::Field => {
                    let (predicate, bare_list) = self.predicate()?;
                    let end = predicate.span();
                    group.bare_list = bare_list.or(group.bare_list);
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

    fn too_deep(&mut self, at: Span) {
        let message = format!("conditions are nested more than {MAX_DEPTH} deep");
        self.error(
            Diagnostic::error(codes::TOO_DEEP, at, message)
                .help("take out parentheses that do not group anything"),
        );
        while self.peek().is_some_and(|leaf| {
            !matches!(leaf.rule, Rule::Order | Rule::Orderby | Rule::Limit | Rule::Semicolon)
        }) {
            self.next();
        }
    }

    fn bare_list(&mut self, list: Span) {
        let text = list.slice(self.source);
        self.error(
            Diagnostic::error(
                codes::BARE_LIST,
                list,
                "a list without parentheses can only end the `where` clause",
            )
            .label("the server takes what follows for more of the list")
            .help("write the list in parentheses")
            .fix(Safety::Safe, "add parentheses", list, format!("({text})")),
        );
    }

    /// A predicate, and its list of values if that stands without parentheses.
    fn predicate(&mut self) -> Option<(Predicate, Option<Span>)> {
        let field = self.next()?;
        let (start, field) = (span(field), self.name(field));
        let mut test = self.next()?;
        let negated = test.rule == Rule::Negated;
        if negated {
            test = self.next()?;
        }
        let mut bare_list = None;
        let predicate = match test.rule {
            Rule::Operator => {
                let op = self.operator(test);
                let value = self.operand()?;
                Predicate::Compare(Compare { field, op, value, span: self.since(start) })
            }
            Rule::Like => {
                if negated {
                    self.wire_lacks(start.to(span(test)), "`not like`", "there is no way to ask for it");
                }
                let pattern = self.operand()?;
                Predicate::Like(Like { field, negated, pattern, span: self.since(start) })
            }
            Rule::In => {
                if negated {
                    let cure = "write `!=` for each value, joined by `and`";
                    self.wire_lacks(start.to(span(test)), "`not in`", cure);
                }
                let (values, bare) = self.in_values()?;
                bare_list = bare;
                Predicate::In(In { field, negated, values, span: self.since(start) })
            }
            Rule::Between => {
                let cure =
                    if negated { "write `f < low or f > high`" } else { "write `f >= low and f <= high`" };
                self.wire_lacks(span(test), "`between`", cure);
                let (low, high) = (self.value()?, self.value()?);
                Predicate::Between(Between { field, negated, low, high, span: self.since(start) })
            }
            Rule::Is => {
                let negated = self.take(Rule::Negated).is_some();
                self.take(Rule::Empty);
                let cure = if negated { "write `!= ' '`" } else { "write `= ' '`" };
                self.wire_lacks(self.since(span(test)), "`is empty`", cure);
                Predicate::Empty(Emptiness { field, negated, span: self.since(start) })
            }
            other => {
                unreachable_leaf(other);
                return None;
            }
        };
        Some((predicate, bare_list))
    }

    /// From a span to the end of the last leaf.
    fn since(&self, start: Span) -> Span {
        Span { start: start.start, end: self.last_end }
    }

    fn operator(&mut self, leaf: Leaf) -> CompareOp {
        match self.text(leaf) {
            "=" => CompareOp::Eq,
            "<" => CompareOp::Lt,
            "<=" => CompareOp::Le,
            ">" => CompareOp::Gt,
            ">=" => CompareOp::Ge,
            "!=" => CompareOp::Ne,
            _ => {
                self.wire_lacks(span(leaf), "`<>`", "write `!=`");
                CompareOp::Ne
            }
        }
    }

    fn in_values(&mut self) -> Option<(InValues, Option<Span>)> {
        let open = self.take(Rule::List);
        let first = self.value()?;
        let starts_value = |leaf: &Leaf| {
            matches!(
                leaf.rule,
                Rule::String | Rule::Quoted | Rule::Decimal | Rule::Integer | Rule::Word | Rule::Param
            )
        };
        let ahead = self.leaves[self.at..].iter().take_while(|leaf| starts_value(leaf)).count();
        let mut values = Vec::with_capacity(1 + ahead);
        values.push(first);
        while self.peek().as_ref().is_some_and(starts_value) {
            values.push(self.value()?);
        }
        if open.is_some() {
            self.take(Rule::Close);
        } else if let [Value::Param(param)] = &values[..] {
            return Some((InValues::Param(param.clone()), None));
        }
        let bare = match (open, values.first(), values.last()) {
            (None, Some(first), Some(last)) => Some(first.span().to(last.span())),
            _ => None,
        };
        Some((InValues::List(List::new(values).ok()?), bare))
    }

    /// A value, in parentheses perhaps: around a single one they mean nothing.
    fn operand(&mut self) -> Option<Value> {
        let list = self.take(Rule::List);
        let value = self.value()?;
        if list.is_some() {
            self.take(Rule::Close);
        }
        Some(value)
    }

    fn value(&mut self) -> Option<Value> {
        let leaf = self.next()?;
        let (at, text) = (span(leaf), self.text(leaf));
        let inside = || &text[1..text.len() - 1];
        let (kind, text) = match leaf.rule {
            Rule::String => {
                if text.len() == 2 {
                    let cure = "write `' '`: it finds the same rows, for trailing spaces do not count";
                    self.wire_lacks(at, "the empty string", cure);
                }
                let content = undouble(inside(), "''", "'");
                if self.dialect == Dialect::Wire && content.len() > MAX_UNITS {
                    self.error(super::explain::too_long(at, content.len()));
                }
                (self.quoted_kind(), content)
            }
            Rule::Quoted => {
                self.wire_lacks(at, "double quotes", "write single quotes");
                (self.quoted_kind(), undouble(inside(), "\"\"", "\""))
            }
            Rule::Decimal => {
                self.wire_lacks(at, "numbers with a point", "quote it");
                (LiteralKind::Decimal, text.into())
            }
            Rule::Integer => (LiteralKind::Integer, text.into()),
            Rule::Word | Rule::BoundWord => (LiteralKind::Word, text.into()),
            Rule::Param => {
                self.wire_lacks(at, "parameters", "write the value");
                if inside().trim().is_empty() {
                    self.error(
                        Diagnostic::error(codes::SYNTAX, at, "an empty parameter")
                            .help("name the value between the braces, as in `{since}`"),
                    );
                }
                return Some(Value::Param(Param::parsed(inside(), at)));
            }
            other => {
                unreachable_leaf(other);
                return None;
            }
        };
        Some(Value::Literal(Literal::parsed(kind, text, at)))
    }

    fn quoted_kind(&self) -> LiteralKind {
        match self.dialect {
            Dialect::Wire => LiteralKind::WireString,
            Dialect::Surface => LiteralKind::String,
        }
    }

    fn order_by(&mut self) -> Option<OrderBy> {
        let keyword = self.take(Rule::Order).or_else(|| self.take(Rule::Orderby))?;
        let mut fields = Vec::with_capacity(2);
        let mut direction: Option<(Direction, Span)> = None;
        loop {
            if let Some(leaf) = self.take(Rule::SortField) {
                if let Some((_, early)) = direction.take() {
                    self.error(super::explain::early_direction(early));
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
            self.error(super::explain::limit_by(word.span));
        }
        Some(bound)
    }
}

/// The conditions between two parentheses, or of the whole clause.
#[derive(Default)]
struct Group {
    open: Option<Span>,
    /// Terms of the disjunction that are complete.
    or: Vec<Condition>,
    /// Terms of the conjunction that is being read.
    and: Vec<Condition>,
    /// `not`s that wait for their condition.
    nots: Vec<Span>,
    /// A list of values without parentheses: nothing may follow it.
    bare_list: Option<Span>,
}

impl Group {
    /// Adds a condition that ends at `end` to the conjunction, negated as often as `not` stands before
    /// it; returns how often that was.
    fn push(&mut self, mut condition: Condition, end: Span) -> usize {
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

    fn close_and(&mut self) {
        match joined(&mut self.and, Condition::And) {
            Some(Condition::Or(terms)) => self.or.extend(terms.into_vec()),
            Some(condition) => self.or.push(condition),
            None => {}
        }
    }

    fn finish(mut self) -> Option<Condition> {
        if self.or.is_empty() {
            return joined(&mut self.and, Condition::And);
        }
        self.close_and();
        joined(&mut self.or, Condition::Or)
    }
}

fn joined(terms: &mut Vec<Condition>, join: fn(Terms) -> Condition) -> Option<Condition> {
    if terms.len() < 2 { terms.pop() } else { Some(join(Terms::parsed(std::mem::take(terms)))) }
}

fn span(leaf: Leaf) -> Span {
    Span { start: leaf.start, end: leaf.end }
}

fn undouble(text: &str, doubled: &str, single: &str) -> SmolStr {
    if text.contains(doubled) { text.replace(doubled, single).into() } else { text.into() }
}
