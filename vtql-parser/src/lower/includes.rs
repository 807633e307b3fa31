//! `includes` as patterns.
//!
//! A field of several choices is one text for the server's database: the choices with ` |##| ` between
//! them, in the order in which they were made. So a choice stands alone, first, last or in the middle,
//! and nothing shorter than the whole choice may match: `Red` is no part of `Dark Red`.

use super::build::compare;
use super::literals::{bare_word, unsendable};
use crate::ast::{
    CompareOp, Condition, Includes, Like, Literal, LiteralKind, Predicate, Spanned, Terms, Value,
};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::encode::{like_literal, mysql_text, wire_text};

/// What stands between two choices.
const SEPARATOR: &str = " |##| ";
/// What no choice holds. The spaces around it are left out: one at the end of a value does not count.
const SEPARATOR_MARK: &str = "|##|";

/// How many alternatives an `includes` becomes.
pub(super) const ALTERNATIVES: usize = 4;

/// The alternatives. A parameter that is not bound yet stays as it is.
pub(super) fn includes(it: Includes, negate: bool, errors: &mut Vec<Diagnostic>) -> Condition {
    if it.negated != negate {
        errors.push(not_includes(&it));
    }
    let Value::Literal(literal) = &it.value else {
        return Condition::Predicate(Predicate::Includes(Includes { negated: false, ..it }));
    };
    match choice(literal, &it) {
        Ok(choice) => written_out(&it, &choice),
        Err(error) => {
            errors.push(error);
            Condition::Predicate(Predicate::Includes(it))
        }
    }
}

fn written_out(it: &Includes, choice: &str) -> Condition {
    let span = it.value.span();
    let literal = |text: String| Value::Literal(Literal::parsed(LiteralKind::String, text, span));
    let alone = compare(it.field.clone(), CompareOp::Eq, literal(choice.to_owned()), it.span);
    let choice = like_literal(choice);
    let patterns = [
        format!("{choice}{SEPARATOR}%"),
        format!("%{SEPARATOR}{choice}"),
        format!("%{SEPARATOR}{choice}{SEPARATOR}%"),
    ];
    let among = patterns.into_iter().map(|pattern| {
        let like = Like { field: it.field.clone(), negated: false, pattern: literal(pattern), span: it.span };
        Condition::Predicate(Predicate::Like(like))
    });
    Condition::Or(Terms::parsed(std::iter::once(alone).chain(among).collect()))
}

/// The text of the choice, without the trailing spaces that a comparison ignores and a pattern does not.
fn choice(literal: &Literal, it: &Includes) -> Result<String, Diagnostic> {
    let text = match literal.kind() {
        LiteralKind::Word if literal.record_id().is_none() => return Err(bare_word(literal)),
        LiteralKind::WireString => mysql_text(literal.text()).ok_or_else(|| torn(literal))?,
        LiteralKind::Integer | LiteralKind::Decimal => literal.text().trim_start_matches('+').to_owned(),
        LiteralKind::String | LiteralKind::Word => literal.text().to_owned(),
    };
    let choice = text.trim_end_matches(' ');
    if choice.is_empty() {
        let message = format!("`{}` cannot include an empty choice", it.field);
        return Err(Diagnostic::error(codes::UNSENDABLE_LITERAL, literal.span, message)
            .help(format!("`{} is empty` finds the rows in which nothing is chosen", it.field)));
    }
    if choice.contains(SEPARATOR_MARK) {
        let message = format!("`{SEPARATOR_MARK}` stands between choices, and is part of none");
        return Err(Diagnostic::error(codes::UNSENDABLE_LITERAL, literal.span, message)
            .help(format!("name one choice at a time: `{0} includes 'a' and {0} includes 'b'`", it.field)));
    }
    let longest = format!("%{SEPARATOR}{}{SEPARATOR}%", like_literal(choice));
    wire_text(&longest).map_err(|error| unsendable(error, literal))?;
    Ok(choice.to_owned())
}

/// A text of the wire dialect that its database ends elsewhere than its lexer.
fn torn(literal: &Literal) -> Diagnostic {
    let message = "a backslash before a quote ends this text where it should not";
    Diagnostic::error(codes::UNSENDABLE_LITERAL, literal.span, message).help("double the backslash")
}

fn not_includes(it: &Includes) -> Diagnostic {
    let field = &it.field;
    let message = format!("the server cannot be asked which rows do not include a choice (`{field}`)");
    Diagnostic::error(codes::NOT_EXPRESSIBLE, it.span, message)
        .help("it has no `not like`, and a choice is found by a pattern")
        .help("leave the condition out and drop the rows after they are fetched")
}
