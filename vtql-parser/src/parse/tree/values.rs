//! Operators and values.

use super::super::grammar::Rule;
use super::super::scan::Leaf;
use super::super::{Dialect, explain};
use super::{Builder, span, unreachable_leaf};
use crate::ast::{CompareOp, InValues, List, Literal, LiteralKind, Param, Spanned, Text, Value};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::encode::MAX_UNITS;
use crate::span::Span;

impl Builder<'_> {
    pub(super) fn operator(&mut self, leaf: &Leaf) -> CompareOp {
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

    /// The values of an `in`. A list without parentheses is noted: nothing may follow it.
    pub(super) fn in_values(&mut self) -> Option<InValues> {
        let open = self.take(Rule::List);
        let first = self.value()?;
        let starts_value = |rule| {
            matches!(
                rule,
                Rule::String
                    | Rule::Doubled
                    | Rule::Quoted
                    | Rule::Decimal
                    | Rule::Integer
                    | Rule::Word
                    | Rule::Param
            )
        };
        let ahead = self.ahead(starts_value);
        let mut values = Vec::with_capacity(1 + ahead);
        values.push(first);
        for _ in 0..ahead {
            values.push(self.value()?);
        }
        if open.is_some() {
            self.take(Rule::ListEnd);
        } else if let [Value::Param(param)] = &values[..] {
            return Some(InValues::Param(param.clone()));
        }
        if let (None, Some(first), Some(last)) = (open, values.first(), values.last()) {
            self.bare_list = Some(first.span().to(last.span()));
        }
        Some(InValues::List(List::new(values).ok()?))
    }

    /// A value, in parentheses perhaps: around a single one they mean nothing.
    #[inline]
    pub(super) fn operand(&mut self) -> Option<Value> {
        let list = self.take(Rule::List);
        let value = self.value()?;
        if list.is_some() {
            self.take(Rule::ListEnd);
        }
        Some(value)
    }

    #[inline]
    pub(super) fn value(&mut self) -> Option<Value> {
        let leaf = self.next()?;
        let at = span(leaf);
        let inside = Span { start: at.start + 1, end: at.end - 1 };
        let source = self.source;
        let word = |at| Text::part(source, at);
        let (kind, text) = match leaf.rule {
            Rule::String => {
                if inside.is_empty() {
                    let cure = "write `' '`: it finds the same rows, for trailing spaces do not count";
                    self.wire_lacks(at, "the empty string", cure);
                }
                self.string(at, word(inside))
            }
            Rule::Doubled => self.string(at, inside.slice(self.source).replace("''", "'").into()),
            Rule::Quoted => {
                self.wire_lacks(at, "double quotes", "write single quotes");
                self.string(at, inside.slice(self.source).replace("\"\"", "\"").into())
            }
            Rule::Decimal => {
                self.wire_lacks(at, "numbers with a point", "quote it");
                (LiteralKind::Decimal, word(at))
            }
            Rule::Integer => (LiteralKind::Integer, word(at)),
            Rule::Word | Rule::BoundWord => (LiteralKind::Word, word(at)),
            Rule::Param => {
                self.wire_lacks(at, "parameters", "write the value");
                if inside.slice(self.source).trim().is_empty() {
                    self.error(
                        Diagnostic::error(codes::SYNTAX, at, "an empty parameter")
                            .help("name the value between the braces, as in `{since}`"),
                    );
                }
                return Some(Value::Param(Param::parsed(inside.slice(self.source), at)));
            }
            other => {
                unreachable_leaf(other);
                return None;
            }
        };
        Some(Value::Literal(Literal::parsed(kind, text, at)))
    }

    #[inline]
    fn string(&mut self, at: Span, content: Text) -> (LiteralKind, Text) {
        match self.dialect {
            Dialect::Surface => (LiteralKind::String, content),
            Dialect::Wire => {
                if content.as_bytes().len() > MAX_UNITS {
                    self.error(explain::too_long(at, content.as_bytes().len()));
                }
                (LiteralKind::WireString, content)
            }
        }
    }
}
