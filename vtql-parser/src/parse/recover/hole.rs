//! Items with holes: what can be read of them, and nothing to say.

use super::super::grammar;
use super::super::token::{Token, gap, piece};
use super::super::tree;
use super::Reader;
use crate::ast::{
    Compare, Condition, GapKind, In, InValues, Includes, Like, List, Name, Predicate, UnknownCondition,
    UnknownTest, Value,
};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::parse::keywords;
use crate::token::TokenKind;

impl<'a> Reader<'a, '_> {
    /// The fields of an item of the select list: words that touch no hole are names, when the item has
    /// nothing but words and holes.
    pub(super) fn open_columns(&mut self, item: &[Token<'a>]) -> Vec<Name> {
        let plain = |token: &Token<'_>| token.is_hole() || token.is_name(keywords::NO_COLUMN);
        if !item.iter().all(plain) {
            return vec![Name::unknown(self.gap_of(GapKind::Hole, item, 0))];
        }
        let mut names = Vec::new();
        let mut rest = item;
        while let Some(first) = rest.first() {
            let (run, ahead) = rest.split_at(piece(rest, self.open_end).min(rest.len()));
            names.push(if run.len() == 1 && !first.is_hole() {
                Name::parsed(self.source, first.span)
            } else {
                Name::unknown(self.gap_of(GapKind::Hole, run, 0))
            });
            rest = ahead;
        }
        names
    }

    /// A condition or more with holes. Where the hole is a value, the predicate is known.
    pub(super) fn open_condition(&mut self, tokens: &[Token<'a>]) -> Condition {
        if let Some(predicate) = self.open_predicate(tokens) {
            return Condition::Predicate(predicate);
        }
        let mut parts = Vec::new();
        let first = tokens.iter().position(|token| token.is_open).unwrap_or(tokens.len());
        let last = tokens.iter().rposition(|token| token.is_open).map_or(0, |at| at + 1);
        // Right up to the hole, and from the hole on, there may be whole predicates.
        let head = self.head_predicate(&tokens[..first]);
        parts.extend(head.map(Condition::Predicate));
        // `{field} not in (…)`: the word is no field.
        let tail = tokens.get(last..).filter(|tail| !tail.first().is_some_and(|it| it.is_word("not")));
        let tail = tail.unwrap_or_default();
        parts.extend(self.grammar_predicate(tail).map(Condition::Predicate));
        let gap = self.gap_of(GapKind::Hole, tokens, 0);
        Condition::Unknown(Box::new(UnknownCondition::new(gap, parts)))
    }

    /// What is known of a predicate that a hole follows.
    fn head_predicate(&mut self, tokens: &[Token<'a>]) -> Option<Predicate> {
        if let Some(predicate) = self.grammar_predicate(tokens) {
            return Some(predicate);
        }
        let (field, rest) = tokens.split_first()?;
        if !field.is_name(keywords::NO_FIELD) || rest.is_empty() {
            return None;
        }
        let test = self.gap_of(GapKind::Hole, rest, 0);
        Some(Predicate::Unknown(Box::new(UnknownTest::new(Name::parsed(self.source, field.span), test))))
    }

    fn grammar_predicate(&mut self, tokens: &[Token<'a>]) -> Option<Predicate> {
        let leaves = self.leaves(grammar::rule_predicate, tokens)?;
        tree::predicate(self.source, self.dialect, leaves).0
    }

    /// A predicate whose hole is its value, one of its values, or all that follows its field.
    fn open_predicate(&mut self, tokens: &[Token<'a>]) -> Option<Predicate> {
        let (field, rest) = tokens.split_first()?;
        let (operator, operand) = rest.split_first()?;
        if field.is_open || operator.is_open {
            let touches = field.span.end == operator.span.start;
            // `lastname {operator} 'x'`: the field is known, for what follows begins with a hole.
            let known = field.is_name(keywords::NO_FIELD) && !touches && !self.is_end(operator);
            if !known {
                return None;
            }
            let test = self.gap_of(GapKind::Hole, rest, 0);
            let name = Name::parsed(self.source, field.span);
            return Some(Predicate::Unknown(Box::new(UnknownTest::new(name, test))));
        }
        if !field.is_name(keywords::NO_FIELD) {
            return None;
        }
        let (negated, operator, operand) = match operand.split_first() {
            Some((word, operand)) if operator.is_word("not") => (true, word, operand),
            _ => (false, operator, operand),
        };
        let span = super::covering(tokens);
        let name = Name::parsed(self.source, field.span);
        if operator.kind == TokenKind::Operator && !negated {
            let op = tree::operator(operator.text)?;
            let value = self.open_operand(operand)?;
            Some(Predicate::Compare(Compare { field: name, op, value, span }))
        } else if operator.is_word("like") {
            let pattern = self.open_operand(operand)?;
            Some(Predicate::Like(Like { field: name, negated, pattern, span }))
        } else if operator.is_word("includes") {
            let value = self.open_operand(operand)?;
            Some(Predicate::Includes(Includes { field: name, negated, value, span }))
        } else if operator.is_word("in") {
            let values = self.open_list(operand)?;
            Some(Predicate::In(In { field: name, negated, values, span }))
        } else if operator.is_word("between") {
            let and = operand.iter().position(|token| token.is_word("and"))?;
            let low = self.open_value(&operand[..and])?;
            let high = self.open_value(&operand[and + 1..])?;
            Some(Predicate::Between(Box::new(crate::ast::Between { field: name, negated, low, high, span })))
        } else {
            None
        }
    }

    fn open_operand(&mut self, tokens: &[Token<'a>]) -> Option<Value> {
        match tokens {
            [open, inner @ .., close] if open.kind == TokenKind::Open && close.kind == TokenKind::Close => {
                self.open_value(inner)
            }
            tokens => self.open_value(tokens),
        }
    }

    fn open_list(&mut self, tokens: &[Token<'a>]) -> Option<InValues> {
        match tokens {
            [open, inner @ .., close] if open.kind == TokenKind::Open && close.kind == TokenKind::Close => {
                let items = inner.split(|token| token.kind == TokenKind::Comma);
                let values = items.map(|item| self.open_value(item)).collect::<Option<Vec<_>>>()?;
                Some(InValues::List(List::new(values).ok()?))
            }
            [hole] if hole.is_hole() => Some(InValues::Gap(self.gap_of(GapKind::Hole, tokens, 0))),
            _ => None,
        }
    }

    /// A value that is right, a string with a hole, or a hole with the letters that touch it.
    pub(super) fn open_value(&mut self, tokens: &[Token<'a>]) -> Option<Value> {
        let first = tokens.first()?;
        let quoted =
            matches!(first.kind, TokenKind::String | TokenKind::DoubleQuoted | TokenKind::UnterminatedString);
        let is_piece = piece(tokens, self.open_end) == tokens.len();
        let is_last = tokens[1..].iter().all(|token| self.is_end(token));
        let is_string = quoted && first.is_open && is_last;
        // A string that is cut off goes on behind the end of the text.
        let is_cut = first.kind == TokenKind::UnterminatedString && is_last;
        if tokens.iter().any(|token| token.is_open) && (is_string || is_cut || is_piece) {
            let span = super::covering(tokens);
            return Some(Value::Gap(gap(GapKind::Hole, self.source, span, self.holes, quoted)));
        }
        let leaves = self.leaves(grammar::rule_value, tokens)?;
        tree::value(self.source, self.dialect, leaves).0
    }

    /// What is wrong with the tokens before the first hole of an item, whatever it holds: not what is missing
    /// there, nor what it may complete.
    pub(super) fn before_hole(&mut self, tokens: &[Token<'a>], say: impl FnOnce(&mut Self, &[Token<'a>])) {
        let first = tokens.iter().position(|token| token.is_open).unwrap_or(tokens.len());
        let mut known = &tokens[..first];
        if let (Some(last), Some(hole)) = (known.last(), tokens.get(first))
            && hole.is_hole()
            && last.span.end == hole.span.start
        {
            known = &known[..first - 1];
        }
        let is_begun = |token: &Token<'_>| {
            matches!(token.kind, TokenKind::Comma | TokenKind::Open)
                || token.is_one_of(&["not", "is", "count"])
        };
        while let Some((last, rest)) = known.split_last()
            && is_begun(last)
        {
            known = rest;
        }
        if known.is_empty() {
            return;
        }
        let reported = self.out.diagnostics.len();
        say(self, known);
        let found = self.out.diagnostics.split_off(reported);
        let holds = |it: &Diagnostic| !it.span.is_empty() && it.code != codes::UNBALANCED;
        self.out.diagnostics.extend(found.into_iter().filter(holds));
    }

    /// The open end of a template.
    pub(super) fn is_end(&self, token: &Token<'_>) -> bool {
        token.is_hole() && token.span.start == self.open_end && token.span.is_empty()
    }
}
