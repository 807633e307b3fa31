//! The `where` clause: predicates, connectives and parentheses.

use super::super::{Dialect, grammar};
use super::items::{covering, is_no_word};
use super::token::{Kind, Token};
use super::{Explainer, foreign, wire_lacks};
use crate::codes;
use crate::diagnostic::{Diagnostic, Safety};
use crate::span::Span;

/// Operators that are words, and can have `not` before them.
const WORD_OPERATORS: &[&str] = &["like", "in", "between", "includes"];

const PREDICATE_HELP: &str = "a condition is a field, an operator and a value, as in `lastname = 'Rossi'`";

impl<'a> Explainer<'a> {
    pub(super) fn condition(&mut self, tokens: &[Token<'a>], keyword: Span) {
        let mut open: Vec<Span> = Vec::new();
        let (mut at, mut before) = (0, keyword);
        self.optional(tokens, &mut at, keyword);
        loop {
            while let Some(token) = tokens.get(at) {
                let is_not = token.is_word("not") && !tokens.get(at + 1).is_some_and(begins_test);
                if token.is_mark(b'(') {
                    open.push(token.span);
                } else if !is_not {
                    break;
                }
                if self.dialect == Dialect::Wire {
                    let (what, cure) = if is_not {
                        ("`not`", "write the opposite comparison")
                    } else {
                        (
                            "parentheses round conditions",
                            "`and` binds tighter than `or`: write the condition out",
                        )
                    };
                    self.error(wire_lacks(token.span, what).help(cure));
                }
                before = token.span;
                at += 1;
                if !is_not {
                    self.optional(tokens, &mut at, before);
                }
            }
            let end = predicate_end(tokens, at);
            self.predicate(&tokens[at..end], tokens.get(end), before);
            if end > at {
                before = tokens[end - 1].span;
            }
            at = end;
            while let Some(close) = tokens.get(at).filter(|token| token.is_mark(b')')) {
                if open.pop().is_none() {
                    self.error(
                        Diagnostic::error(codes::UNBALANCED, close.span, "this parenthesis closes nothing")
                            .help("take it out, or open one before")
                            .fix(Safety::Unsafe, "remove the parenthesis", close.span, ""),
                    );
                }
                before = close.span;
                at += 1;
            }
            let Some(connective) = tokens.get(at) else { break };
            if connective.is_one_of(&["and", "or"]) {
                before = connective.span;
                at += 1;
                self.optional(tokens, &mut at, before);
                if at == tokens.len() {
                    let what = format!("a condition after `{}`", connective.text.to_ascii_lowercase());
                    self.expected(&what, None, before, PREDICATE_HELP);
                    break;
                }
            } else {
                let help = "join conditions with `and` or `or`";
                self.unexpected("`and`, `or` or the end of the clause", connective, help);
            }
        }
        for span in open {
            self.error(
                Diagnostic::error(codes::UNBALANCED, span, "this parenthesis is never closed")
                    .help("close it where the group of conditions ends"),
            );
        }
    }

    /// Passes the mark of an optional condition, right behind what stands before it.
    fn optional(&mut self, tokens: &[Token<'a>], at: &mut usize, before: Span) {
        let Some(mark) = tokens.get(*at).filter(|it| it.text == "?" && it.span.start == before.end) else {
            return;
        };
        *at += 1;
        if self.dialect == Dialect::Wire {
            self.error(
                wire_lacks(mark.span, "an optional condition").help("leave the condition out, or the `?`"),
            );
        }
    }

    fn predicate(&mut self, tokens: &[Token<'a>], following: Option<&Token<'a>>, before: Span) {
        let Some(field) = tokens.first() else {
            return match following {
                Some(token) => self.unexpected("a condition", token, PREDICATE_HELP),
                None => self.expected("a condition", None, before, PREDICATE_HELP),
            };
        };
        if self.matches(grammar::rule_predicate, tokens) {
            return self.predicate_on_the_wire(tokens);
        }
        match field.kind {
            Kind::Word => {}
            Kind::Operator | Kind::Mark(_) => return self.unexpected("a field name", field, PREDICATE_HELP),
            _ if is_no_word(field) => self.not_a_word("a field name", field),
            Kind::Stray if field.text == "!" => {
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
        if operator.is_mark(b'(') {
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
        if operator.kind == Kind::Operator {
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

    /// A predicate that is right in the surface dialect.
    fn predicate_on_the_wire(&mut self, tokens: &[Token<'a>]) {
        if self.dialect != Dialect::Wire {
            return;
        }
        let span = covering(tokens);
        let mut scan = super::Scan::part(self.source, span.start as usize, span.end as usize);
        scan.take(grammar::rule_predicate);
        let found = super::tree::predicate(self.source, self.dialect, scan.leaves);
        self.out.diagnostics.extend(found);
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
                following.filter(|token| !token.is_mark(b')')),
                operator.span,
                "text is quoted: `'Rossi'`",
            );
        };
        if self.matches(grammar::rule_operand, tokens) {
            return;
        }
        if first.is_mark(b'(') {
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
        if glued > 0 && first.kind != Kind::String && second.kind != Kind::String {
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
        } else if first.kind == Kind::String && second.kind == Kind::Word && foreign::adjacent(first, second)
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
        if !first.is_mark(b'(') {
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
        let close = tokens.iter().position(|token| token.is_mark(b')'));
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
            if wants_value == token.is_mark(b',') || (!wants_value && !token.is_mark(b',')) {
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
    let reserved = ["and", "or", "where", "limit", "orderby", "order", "in", "like"];
    token.is_one_of(&reserved).then(|| {
        let message = format!("`{}` is a keyword, and no value", token.text);
        Diagnostic::error(codes::RESERVED_NAME, token.span, message)
            .help(format!("quote it if it is meant as text: `'{}'`", token.text))
            .fix(Safety::Unsafe, "quote the word", token.span, format!("'{}'", token.text))
    })
}

fn begins_test(token: &Token<'_>) -> bool {
    token.kind == Kind::Operator || token.is_one_of(WORD_OPERATORS) || token.is_word("is")
}

/// Where the predicate ends that begins here: before a connective, or before a parenthesis that it does
/// not open. `and` belongs to a `between` once.
fn predicate_end(tokens: &[Token<'_>], from: usize) -> usize {
    let (mut depth, mut between) = (0_usize, false);
    for (at, token) in tokens.iter().enumerate().skip(from) {
        match token.kind {
            Kind::Mark(b'(') => depth += 1,
            Kind::Mark(b')') if depth == 0 => return at,
            Kind::Mark(b')') => depth -= 1,
            Kind::Word if token.is_word("between") && at > from => between = true,
            Kind::Word if token.is_word("and") && between => between = false,
            Kind::Word if token.is_one_of(&["and", "or"]) => return at,
            _ => {}
        }
    }
    tokens.len()
}
