//! Every value as one that the server and its database read as it was meant.

use crate::ast::{Limit, Literal, LiteralKind, Predicate, Query, Spanned, Value};
use crate::codes;
use crate::diagnostic::{Diagnostic, Safety};
use crate::encode::{EncodeError, wire_text};
use crate::visit::{VisitMut, walk_predicate_mut};
use std::convert::Infallible;
use std::ops::ControlFlow;

/// Turns all literals into wire strings, and the bounds into plain digits.
pub(super) fn encode(query: &mut Query, errors: &mut Vec<Diagnostic>) {
    let ControlFlow::Continue(()) = Encoder { errors, in_like: false }.visit_query_mut(query);
}

struct Encoder<'a> {
    errors: &'a mut Vec<Diagnostic>,
    in_like: bool,
}

impl VisitMut for Encoder<'_> {
    type Break = Infallible;

    fn visit_predicate_mut(&mut self, predicate: &mut Predicate) -> ControlFlow<Infallible> {
        if matches!(predicate, Predicate::Includes(_)) {
            // Not bound yet, or refused already.
            return ControlFlow::Continue(());
        }
        self.in_like = matches!(predicate, Predicate::Like(_));
        walk_predicate_mut(self, predicate)
    }

    fn visit_literal_mut(&mut self, literal: &mut Literal) -> ControlFlow<Infallible> {
        match wire_string(literal, self.in_like) {
            Ok(encoded) => *literal = encoded,
            Err(error) => self.errors.push(error),
        }
        ControlFlow::Continue(())
    }

    fn visit_limit_mut(&mut self, limit: &mut Limit) -> ControlFlow<Infallible> {
        for bound in limit.offset.iter().chain(std::iter::once(&limit.count)) {
            if matches!(bound, Value::Literal(_)) && bound.as_u64().is_none() {
                let message = format!("`{bound}` is not a number of rows");
                self.errors.push(
                    Diagnostic::error(codes::NOT_EXPRESSIBLE, bound.span(), message)
                        .help("write plain digits, as in `limit 20` or `limit 40, 20`"),
                );
            }
        }
        ControlFlow::Continue(())
    }
}

fn wire_string(literal: &Literal, in_like: bool) -> Result<Literal, Diagnostic> {
    let text = match literal.kind() {
        LiteralKind::WireString => return Ok(literal.clone()),
        LiteralKind::Integer | LiteralKind::Decimal => literal.text().trim_start_matches('+'),
        LiteralKind::String if literal.text().is_empty() && !in_like => " ",
        LiteralKind::String => literal.text(),
        LiteralKind::Word if literal.record_id().is_some() => literal.text(),
        LiteralKind::Word => return Err(bare_word(literal)),
    };
    match wire_text(text) {
        Ok(text) => Ok(Literal::parsed(LiteralKind::WireString, text, literal.span)),
        Err(error) => Err(unsendable(error, literal)),
    }
}

pub(super) fn bare_word(literal: &Literal) -> Diagnostic {
    let word = literal.text();
    let error =
        Diagnostic::error(codes::BARE_WORD, literal.span, format!("`{word}` is a bare word, not a value"));
    let error = match word.to_ascii_lowercase().as_str() {
        "null" => error
            .help("the server has no test for NULL; `is empty` finds the fields that were set to nothing"),
        "true" => error.help("booleans are numbers here: write `1`"),
        "false" => error.help("booleans are numbers here: write `0`"),
        _ => error.help(format!("quote it: `'{word}'`")),
    };
    error.fix(Safety::Unsafe, "quote the word", literal.span, format!("'{word}'"))
}

pub(super) fn unsendable(error: EncodeError, literal: &Literal) -> Diagnostic {
    let help = match error {
        EncodeError::Empty => "`is empty` finds the fields that were set to nothing",
        EncodeError::Nul => "take the NUL character out",
        EncodeError::TooLong(_) => "compare with a shorter value, or with the start of it by `like`",
    };
    Diagnostic::error(codes::UNSENDABLE_LITERAL, literal.span, error.to_string()).help(help)
}
