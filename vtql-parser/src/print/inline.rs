//! Nodes on one line.

use super::style::Case;
use crate::ast::{
    Clause, Condition, Count, Direction, InValues, Limit, Literal, Name, Not, OrderBy, Param, Predicate,
    Query, Select, Value,
};

/// A line that is being written.
pub(super) struct Inline {
    /// Bytes: that they are UTF-8 is looked at once, in the end, and not for each of the short texts.
    pub(super) out: Vec<u8>,
    pub(super) keywords: Case,
    /// Whether a conjunction inside a disjunction stands in parentheses: no meaning needs them, readers do.
    pub(super) group_mixed: bool,
}

impl Inline {
    pub(super) fn new(capacity: usize) -> Self {
        Inline { out: Vec::with_capacity(capacity), keywords: Case::Lower, group_mixed: false }
    }

    pub(super) fn push(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    /// What was written: only whole texts were.
    pub(super) fn finish(self) -> String {
        String::from_utf8(self.out).unwrap_or_default()
    }

    pub(super) fn word(&mut self, keyword: &str) {
        match self.keywords {
            Case::Lower => self.push(keyword),
            Case::Upper => self.out.extend(keyword.bytes().map(|byte| byte.to_ascii_uppercase())),
        }
    }

    fn spaced(&mut self, keyword: &str) {
        self.out.push(b' ');
        self.word(keyword);
        self.out.push(b' ');
    }

    pub(super) fn query(&mut self, query: &Query) {
        self.clauses(query, "where");
        self.out.push(b';');
    }

    /// The query without its semicolon.
    pub(super) fn clauses(&mut self, query: &Query, where_word: &str) {
        self.word("select");
        self.out.push(b' ');
        self.select(&query.select);
        self.spaced("from");
        self.out.extend_from_slice(query.module.as_bytes());
        self.rest(query, Clause::From);
        if let Some(filter) = &query.filter {
            self.out.push(b' ');
            self.word(where_word);
            self.mark(filter);
            self.out.push(b' ');
            self.condition(filter);
        }
        self.rest(query, Clause::Where);
        if let Some(order) = &query.order_by {
            self.spaced("order by");
            self.order_by(order);
        }
        self.rest(query, Clause::OrderBy);
        if let Some(limit) = &query.limit {
            self.spaced("limit");
            self.limit(limit);
        }
        self.rest(query, Clause::Limit);
    }

    /// What stands behind a clause and belongs to none.
    #[inline]
    fn rest(&mut self, query: &Query, clause: Clause) {
        for rest in query.rest.iter().filter(|rest| rest.after == clause) {
            self.out.push(b' ');
            self.push(rest.gap.text());
        }
    }

    pub(super) fn order_by(&mut self, order: &OrderBy) {
        self.names(&order.fields);
        if let Some(direction) = order.direction {
            self.out.push(b' ');
            self.word(direction_word(direction));
        }
    }

    pub(super) fn select(&mut self, select: &Select) {
        match select {
            Select::All(_) => self.out.push(b'*'),
            Select::Fields(names) => self.names(names),
            Select::Count(count) => self.count(count),
        }
    }

    pub(super) fn count(&mut self, count: &Count) {
        self.word("count");
        self.push("(*)");
        if !count.ignored.is_empty() {
            self.push(", ");
            self.names(&count.ignored);
        }
    }

    fn names(&mut self, names: &[Name]) {
        for (index, name) in names.iter().enumerate() {
            if index > 0 {
                self.push(", ");
            }
            self.out.extend_from_slice(name.as_bytes());
        }
    }

    pub(super) fn limit(&mut self, limit: &Limit) {
        if let Some(offset) = &limit.offset {
            self.value(offset);
            self.push(", ");
        }
        self.value(&limit.count);
    }

    pub(super) fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::Predicate(predicate) => self.predicate(predicate),
            Condition::And(terms) => self.terms(terms, "and"),
            Condition::Or(terms) => self.terms(terms, "or"),
            Condition::Not(not) => self.not(not),
            Condition::Unknown(unknown) => self.push(unknown.gap.text()),
        }
    }

    pub(super) fn not(&mut self, not: &Not) {
        self.word("not");
        self.out.push(b' ');
        self.group(&not.condition);
    }

    fn terms(&mut self, terms: &[Condition], connective: &str) {
        for (index, term) in terms.iter().enumerate() {
            if index > 0 {
                self.out.push(b' ');
                self.word(connective);
                self.mark_term(term);
                self.out.push(b' ');
            }
            if self.is_grouped(term) {
                self.group(term);
            } else {
                self.condition(term);
            }
        }
    }

    /// Whether a term of a conjunction or disjunction stands in parentheses.
    pub(super) fn is_grouped(&self, term: &Condition) -> bool {
        match term {
            Condition::Or(_) => true,
            Condition::And(_) => self.group_mixed,
            _ => false,
        }
    }

    /// The mark of an optional predicate, when the text of `condition` begins with one.
    pub(super) fn mark(&mut self, condition: &Condition) {
        let mut first = condition;
        while let Condition::And(_) | Condition::Or(_) = first {
            match first.parts().first() {
                Some(term) if !self.is_grouped(term) => first = term,
                _ => return,
            }
        }
        if matches!(first, Condition::Predicate(predicate) if predicate.is_optional()) {
            self.out.push(b'?');
        }
    }

    /// The same before a term, which may stand in parentheses.
    pub(super) fn mark_term(&mut self, term: &Condition) {
        if !self.is_grouped(term) {
            self.mark(term);
        }
    }

    pub(super) fn group(&mut self, condition: &Condition) {
        self.out.push(b'(');
        self.mark(condition);
        if self.out.ends_with(b"?") {
            self.out.push(b' ');
        }
        self.condition(condition);
        self.out.push(b')');
    }

    pub(super) fn predicate(&mut self, predicate: &Predicate) {
        self.test(predicate);
        match predicate {
            Predicate::Compare(it) => self.value(&it.value),
            Predicate::Like(it) => self.value(&it.pattern),
            Predicate::Includes(it) => self.value(&it.value),
            Predicate::In(it) => self.in_values(&it.values),
            Predicate::Between(it) => {
                self.value(&it.low);
                self.spaced("and");
                self.value(&it.high);
            }
            Predicate::Empty(_) => {}
            Predicate::Unknown(it) => self.push(it.test.text()),
        }
    }

    pub(super) fn in_values(&mut self, values: &InValues) {
        match values {
            InValues::Param(param) => self.param(param),
            InValues::Gap(gap) => self.push(gap.text()),
            InValues::List(values) => {
                self.out.push(b'(');
                for (index, value) in values.iter().enumerate() {
                    if index > 0 {
                        self.push(", ");
                    }
                    self.value(value);
                }
                self.out.push(b')');
            }
        }
    }

    /// The field and what is tested, up to the values.
    pub(super) fn test(&mut self, predicate: &Predicate) {
        self.out.extend_from_slice(predicate.field().as_bytes());
        let (negated, word) = match predicate {
            Predicate::Compare(it) => {
                self.out.push(b' ');
                self.push(it.op.as_str());
                self.out.push(b' ');
                return;
            }
            Predicate::Empty(it) => {
                self.push(" ");
                self.word(if it.negated { "is not empty" } else { "is empty" });
                return;
            }
            Predicate::Unknown(_) => return self.out.push(b' '),
            Predicate::Like(it) => (it.negated, "like"),
            Predicate::In(it) => (it.negated, "in"),
            Predicate::Includes(it) => (it.negated, "includes"),
            Predicate::Between(it) => (it.negated, "between"),
        };
        if negated {
            self.push(" ");
            self.word("not");
        }
        self.spaced(word);
    }

    pub(super) fn value(&mut self, value: &Value) {
        match value {
            Value::Literal(literal) => self.literal(literal),
            Value::Param(param) => self.param(param),
            Value::Gap(gap) => self.push(gap.text()),
        }
    }

    pub(super) fn param(&mut self, param: &Param) {
        self.out.push(b'{');
        self.push(param.expression());
        self.out.push(b'}');
    }

    pub(super) fn literal(&mut self, literal: &Literal) {
        let text = literal.as_bytes();
        if !literal.is_quoted() {
            return self.out.extend_from_slice(text);
        }
        self.out.push(b'\'');
        let mut rest = text;
        while let Some(at) = rest.iter().position(|byte| *byte == b'\'') {
            self.out.extend_from_slice(&rest[..at]);
            self.push("''");
            rest = &rest[at + 1..];
        }
        self.out.extend_from_slice(rest);
        self.out.push(b'\'');
    }
}

pub(super) fn direction_word(direction: Direction) -> &'static str {
    match direction {
        Direction::Asc => "asc",
        Direction::Desc => "desc",
    }
}
