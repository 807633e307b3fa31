//! A predicate: right, wrong or open.

use super::super::explain::foreign;
use super::super::token::{Token, covering, has_hole};
use super::super::{grammar, tree};
use super::Reader;
use super::lists::is_no_word;
use crate::ast::{Condition, GapKind, Name, Predicate, UnknownCondition, UnknownTest};
use crate::codes;
use crate::diagnostic::{Diagnostic, Safety};
use crate::parse::keywords;
use crate::span::Span;
use crate::token::TokenKind;

/// Operators that are words, and can have `not` before them.
pub(super) const WORD_OPERATORS: &[&str] = &["like", "in", "between", "includes"];

pub(super) const PREDICATE_HELP: &str =
    "a condition is a field, an operator and a value, as in `lastname = 'Rossi'`";

impl<'a> Reader<'a, '_> {
    /// The predicate that some tokens are; `following` is what stands behind them.
    pub(super) fn predicate(
        &mut self,
        tokens: &[Token<'a>],
        following: Option<&Token<'a>>,
        before: Span,
    ) -> Condition {
        if has_hole(tokens) {
            self.before_hole(tokens, |reader, known| {
                if !reader.matches(grammar::rule_predicate, known) {
                    reader.wrong_predicate(known, None, before);
                }
            });
            return self.open_condition(tokens);
        }
        if let Some(leaves) = self.leaves(grammar::rule_predicate, tokens) {
            let (predicate, findings) = tree::predicate(self.source, self.dialect, leaves);
            findings.into_iter().for_each(|finding| self.error(finding));
            if let Some(predicate) = predicate {
                return Condition::Predicate(predicate);
            }
        }
        self.wrong_predicate(tokens, following, before);
        match tokens {
            [field, test @ ..] if field.is_name(keywords::NO_FIELD) && field.kind == TokenKind::Word => {
                let test = self.gap_of(GapKind::Wrong, test, field.span.end);
                let field = Name::parsed(self.source, field.span);
                Condition::Predicate(Predicate::Unknown(Box::new(UnknownTest::new(field, test))))
            }
            tokens => {
                let gap = self.gap_of(GapKind::Wrong, tokens, before.end);
                Condition::Unknown(Box::new(UnknownCondition::new(gap, Vec::new())))
            }
        }
    }

    /// What is wrong with a predicate.
    fn wrong_predicate(&mut self, tokens: &[Token<'a>], following: Option<&Token<'a>>, before: Span) {
        let Some(field) = tokens.first() else {
            return match following {
                Some(token) => self.unexpected("a condition", token, PREDICATE_HELP),
                None => self.expected("a condition", None, before, PREDICATE_HELP),
            };
        };
        match field.kind {
            TokenKind::Word => {}
            _ if field.is_name(keywords::NO_FIELD) => {}
            TokenKind::Operator
            | TokenKind::Open
            | TokenKind::Close
            | TokenKind::Comma
            | TokenKind::Star
            | TokenKind::Semicolon => return self.unexpected("a field name", field, PREDICATE_HELP),
            _ if is_no_word(field) => self.not_a_word("a field name", field),
            TokenKind::Unknown if field.text == "!" => {
                let negation =
                    Diagnostic::error(codes::FOREIGN, field.span, "`!` does not negate a condition");
                return self.error(negation.help("write `not (…)`, or the opposite comparison"));
            }
            _ => return self.unexpected("a field name", field, PREDICATE_HELP),
        }
        if field.is_one_of(&["exists", "case"]) {
            let message = format!("VTQL has no `{}`", field.text.to_ascii_lowercase());
            return self.error(Diagnostic::error(codes::FOREIGN, field.span, message).help(PREDICATE_HELP));
        }
        let rest = &tokens[1..];
        let Some(operator) = rest.first() else {
            let help = "write `=`, `!=`, `<`, `<=`, `>`, `>=`, `like` or `in`, and a value";
            return self.expected("an operator", None, field.span, help);
        };
        if operator.kind == TokenKind::Open {
            let message = format!("VTQL has no functions: `{}(…)` cannot be compared", field.text);
            let error = Diagnostic::error(codes::FOREIGN, covering(tokens), message);
            return self.error(error.help("compare the field itself; text comparison ignores case anyway"));
        }
        if let Some(diagnostic) = foreign::dotted(&tokens[..tokens.len().min(3)]) {
            return self.error(diagnostic);
        }
        if let Some(diagnostic) =
            rest.get(1).and_then(|second| foreign::double_operator(self.source, operator, second))
        {
            return self.error(diagnostic);
        }
        if operator.kind == TokenKind::Operator {
            return self.operand(&rest[1..], operator, following);
        }
        if operator.is_one_of(WORD_OPERATORS) {
            return self.word_operand(operator, &rest[1..], following);
        }
        if operator.is_word("not") && rest.get(1).is_some_and(|token| token.is_one_of(WORD_OPERATORS)) {
            return self.word_operand(&rest[1], &rest[2..], following);
        }
        if let Some(diagnostic) = foreign::operator(field, rest, self.dialect) {
            return self.error(diagnostic);
        }
        self.unexpected("an operator", operator, "write `=`, `!=`, `<`, `<=`, `>`, `>=`, `like` or `in`");
    }

    fn word_operand(&mut self, operator: &Token<'a>, tokens: &[Token<'a>], following: Option<&Token<'a>>) {
        if operator.is_word("in") {
            self.list(tokens, operator, following);
        } else if operator.is_word("between") {
            let and = tokens.iter().position(|token| token.is_word("and"));
            let high = and.map_or(&[][..], |and| &tokens[and + 1..]);
            self.operand(&tokens[..and.unwrap_or(tokens.len())], operator, following);
            match and {
                Some(and) => self.operand(high, &tokens[and], following),
                None => {
                    let help = "write `between low and high`";
                    self.expected("`and` and the upper bound", following, covering(tokens), help);
                }
            }
        } else {
            self.operand(tokens, operator, following);
        }
    }

    /// The value of a comparison.
    fn operand(&mut self, tokens: &[Token<'a>], operator: &Token<'a>, following: Option<&Token<'a>>) {
        let op = operator.text.to_ascii_lowercase();
        let Some(first) = tokens.first() else {
            let what = format!("a value after `{op}`");
            return self.expected(
                &what,
                following.filter(|token| token.kind != TokenKind::Close),
                operator.span,
                "text is quoted: `'Rossi'`",
            );
        };
        if self.matches(grammar::rule_operand, tokens) {
            return;
        }
        if first.kind == TokenKind::Open {
            return self.list(tokens, operator, following);
        }
        if let Some(error) = reserved_value(first) {
            return self.error(error);
        }
        if !self.matches(grammar::rule_value, std::slice::from_ref(first)) {
            return self.unexpected(&format!("a value after `{op}`"), first, "text is quoted: `'Rossi'`");
        }
        let Some(second) = tokens.get(1) else { return };
        let glued = tokens.windows(2).take_while(|pair| foreign::adjacent(&pair[0], &pair[1])).count();
        let text = covering(&tokens[..=glued]);
        if glued > 0 && first.kind != TokenKind::String && second.kind != TokenKind::String {
            let written = text.slice(self.source);
            self.error(
                Diagnostic::error(
                    codes::SYNTAX,
                    text,
                    format!("`{written}` is more than one value without quotes"),
                )
                .help(format!("quote it: `'{written}'`"))
                .fix(
                    Safety::Unsafe,
                    "quote the value",
                    text,
                    format!("'{}'", written.replace('\'', "''")),
                ),
            );
        } else if first.kind == TokenKind::String
            && second.kind == TokenKind::Word
            && foreign::adjacent(first, second)
        {
            self.error(
                Diagnostic::error(
                    codes::SYNTAX,
                    second.span,
                    format!("expected `and`, `or` or the end of the clause, found {}", second.name()),
                )
                .help("a quote inside a string is doubled: `'O''Brien'`"),
            );
        } else if matches!(second.text, "+" | "-" | "/" | "*") {
            self.error(
                Diagnostic::error(codes::FOREIGN, covering(tokens), "VTQL has no arithmetic")
                    .help("compute the value in your program"),
            );
        } else {
            self.unexpected(
                "`and`, `or` or the end of the clause",
                second,
                "join conditions with `and` or `or`",
            );
        }
    }

    /// The values of `in`, or of a comparison that has parentheses.
    fn list(&mut self, tokens: &[Token<'a>], operator: &Token<'a>, following: Option<&Token<'a>>) {
        let op = operator.text.to_ascii_lowercase();
        let Some(first) = tokens.first() else {
            return self.expected(
                &format!("a list of values after `{op}`"),
                following,
                operator.span,
                "write `in ('a', 'b')`",
            );
        };
        if first.kind != TokenKind::Open {
            if !self.matches(grammar::rule_values, tokens) {
                self.unexpected("a list of values in parentheses", first, "write `in ('a', 'b')`");
            }
            return;
        }
        if tokens.get(1).is_some_and(|token| token.is_word("select")) {
            let subquery =
                Diagnostic::error(codes::FOREIGN, covering(&tokens[1..]), "VTQL has no subqueries");
            return self.error(
                subquery.help("send the inner query first and list its ids, or use a list parameter"),
            );
        }
        let close = tokens.iter().position(|token| token.kind == TokenKind::Close);
        let values = &tokens[1..close.unwrap_or(tokens.len())];
        if values.is_empty() {
            let span = close.map_or(first.span, |close| first.span.to(tokens[close].span));
            let empty = Diagnostic::error(codes::SYNTAX, span, "an empty list");
            return self
                .error(empty.help(
                    "the server needs one value at least; a list parameter `in {values}` may be empty",
                ));
        }
        let errors_before = self.out.diagnostics.len();
        let mut wants_value = true;
        let mut last = first;
        for token in values {
            if wants_value == (token.kind == TokenKind::Comma) {
                let what = if wants_value { "a value" } else { "`,` or `)`" };
                self.unexpected(what, token, "separate the values with commas");
                break;
            }
            if wants_value {
                if let Some(error) = reserved_value(token) {
                    self.error(error);
                } else if !self.matches(grammar::rule_value, std::slice::from_ref(token)) {
                    self.unexpected("a value", token, "text is quoted: `'Rossi'`");
                }
            }
            wants_value = !wants_value;
            last = token;
        }
        if self.out.diagnostics.len() > errors_before {
            return;
        }
        if wants_value {
            let comma = Diagnostic::error(codes::SYNTAX, last.span, "expected a value after this comma");
            self.error(comma.help("add a value, or take the comma out").fix(
                Safety::Safe,
                "remove the comma",
                last.span,
                "",
            ));
        } else if close.is_none() {
            let end = Span::new(last.span.end as usize, last.span.end as usize);
            self.error(
                Diagnostic::error(codes::UNBALANCED, first.span, "this parenthesis is never closed")
                    .help("close the list with `)`")
                    .fix(Safety::Safe, "close the list", end, ")"),
            );
        } else if let Some(token) = close.and_then(|close| tokens.get(close + 1)) {
            self.unexpected(
                "`and`, `or` or the end of the clause",
                token,
                "join conditions with `and` or `or`",
            );
        } else if values.len() > 1 && op != "in" {
            let message = format!("`{op}` takes one value");
            self.error(
                Diagnostic::error(codes::SYNTAX, covering(tokens), message)
                    .help("write `in` to compare with several"),
            );
        }
    }
}

/// A keyword where a value is needed.
fn reserved_value(token: &Token<'_>) -> Option<Diagnostic> {
    token.is_one_of(keywords::NO_WORD).then(|| {
        let message = format!("`{}` is a keyword, and no value", token.text);
        Diagnostic::error(codes::RESERVED_NAME, token.span, message)
            .help(format!("quote it if it is meant as text: `'{}'`", token.text))
            .fix(Safety::Unsafe, "quote the word", token.span, format!("'{}'", token.text))
    })
}

/// Whether a token begins the test of a field.
pub(super) fn begins_test(token: &Token<'_>) -> bool {
    token.kind == TokenKind::Operator || token.is_one_of(WORD_OPERATORS) || token.is_word("is")
}
