//! Operators and values.

use super::super::grammar::Rule;
use super::super::grammar::scan::Leaf;
use super::super::{Dialect, explain};
use super::{Builder, span, unreachable_leaf};
use crate::ast::{CompareOp, InValues, List, Literal, LiteralKind, Param, Spanned, Text, Value};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::encode::MAX_UNITS;
use crate::span::Span;

/// The operator of that text; `None` for `<>`, which the wire lacks.
#[inline]
pub(in super::super) fn operator(text: &str) -> Option<CompareOp> {
    Some(match text.as_bytes() {
        b"=" => CompareOp::Eq,
        b"<" => CompareOp::Lt,
        b"<=" => CompareOp::Le,
        b">" => CompareOp::Gt,
        b">=" => CompareOp::Ge,
        b"!=" => CompareOp::Ne,
        _ => return None,
    })
}

impl Builder<'_> {
    pub(super) fn operator(&mut self, leaf: &Leaf) -> CompareOp {
        operator(self.text(leaf)).unwrap_or_else(|| {
            self.wire_lacks(span(leaf), "`<>`", "write `!=`");
            CompareOp::Ne
        })
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
        let (quote, mut kind) = match leaf.rule {
            Rule::String => (1, self.string_kind()),
            Rule::Integer => (0, LiteralKind::Integer),
            Rule::Word | Rule::BoundWord => (0, LiteralKind::Word),
            _ => return self.rare_value(leaf),
        };
        let (at, content) = (span(leaf), Span { start: leaf.start + quote, end: leaf.end - quote });
        if quote != 0 && !(1..=MAX_UNITS).contains(&content.len()) {
            self.unsendable(at, content.len());
            // The empty string is the surface dialect's in both, as decimal numbers are.
            if content.is_empty() {
                kind = LiteralKind::String;
            }
        }
        Some(Value::Literal(Literal::parsed(kind, Text::part(self.source, content), at)))
    }

    #[inline(never)]
    fn rare_value(&mut self, leaf: &Leaf) -> Option<Value> {
        let at = span(leaf);
        let content = Span { start: at.start + 1, end: at.end - 1 }.slice(self.source);
        let (kind, text) = match leaf.rule {
            Rule::Doubled => (self.string_kind(), content.replace("''", "'").into()),
            Rule::Quoted => {
                self.wire_lacks(at, "double quotes", "write single quotes");
                (self.string_kind(), content.replace("\"\"", "\"").into())
            }
            Rule::Decimal => {
                self.wire_lacks(at, "decimal numbers", "quote it");
                (LiteralKind::Decimal, Text::part(self.source, at))
            }
            Rule::Param => {
                self.wire_lacks(at, "parameters", "write the value");
                if content.trim().is_empty() {
                    self.error(
                        Diagnostic::error(codes::SYNTAX, at, "an empty parameter")
                            .help("name the value between the braces, as in `{since}`"),
                    );
                }
                return Some(Value::Param(Param::parsed(content, at)));
            }
            other => {
                unreachable_leaf(other);
                return None;
            }
        };
        if text.as_bytes().len() > MAX_UNITS {
            self.unsendable(at, text.as_bytes().len());
        }
        let kind = if text.is_empty() { LiteralKind::String } else { kind };
        Some(Value::Literal(Literal::parsed(kind, text, at)))
    }

    #[inline]
    fn string_kind(&self) -> LiteralKind {
        match self.dialect {
            Dialect::Surface => LiteralKind::String,
            Dialect::Wire => LiteralKind::WireString,
        }
    }

    /// The wire carries no empty string and no very long one.
    #[cold]
    fn unsendable(&mut self, at: Span, len: usize) {
        if len == 0 {
            let cure = "write `' '`: it finds the same rows, for trailing spaces do not count";
            self.wire_lacks(at, "the empty string", cure);
        } else if self.dialect == Dialect::Wire && len > MAX_UNITS {
            self.error(explain::too_long(at, len));
        }
    }
}
