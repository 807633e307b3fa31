//! What is wrong with a text that does not match the grammar: all of it, clause by clause.
//!
//! The text is cut into statements, a statement into clauses, a clause into items (columns, predicates,
//! sort fields, bounds). What an item may be is asked of the grammar; an item that it refuses is put into
//! words here. So a mistake in one place hides none in another.

mod clauses;
mod condition;
mod foreign;
mod items;
mod token;
mod typo;

use super::grammar;
use super::scan::{Matcher, Scan};
use super::{Dialect, Parsed, tree};
use crate::codes;
use crate::diagnostic::{Diagnostic, Safety, spaced};
use crate::encode::MAX_UNITS;
use crate::span::Span;
use token::{Kind, Token};

pub(super) fn explain(source: &str, dialect: Dialect) -> Parsed {
    let (tokens, comments) = token::tokens(source);
    let mut explainer = Explainer { source, dialect, out: Parsed { comments, ..Parsed::default() } };
    let strays = clauses::stray_orders(&tokens);
    if !strays.is_empty() {
        strays.iter().for_each(|stray| explainer.error(stray_order(*stray)));
        let without = super::parse(&blanked(source, &strays), dialect);
        explainer.out.statements = without.statements;
        without.diagnostics.into_iter().for_each(|diagnostic| explainer.error(diagnostic));
        return explainer.out;
    }
    explainer.document(&tokens);
    if explainer.out.is_ok() {
        explainer.anything();
    }
    explainer.out
}

/// What is wrong with a condition that stands alone.
pub(super) fn condition(source: &str, dialect: Dialect) -> Vec<Diagnostic> {
    let (tokens, _) = token::tokens(source);
    let mut explainer = Explainer { source, dialect, out: Parsed::default() };
    explainer.condition(&tokens, Span::NONE);
    explainer.out.diagnostics
}

/// Nothing is to blame, and yet the text is no condition.
pub(super) fn no_condition(source: &str) -> Diagnostic {
    Diagnostic::error(codes::SYNTAX, Span::new(0, source.len()), "this text is not a condition")
        .help("a condition is a field, an operator and a value, as in `lastname = 'Rossi'`")
}

/// The text with white space in some places, and everything else where it was.
fn blanked(source: &str, places: &[Span]) -> String {
    let mut text = String::with_capacity(source.len());
    for place in places {
        text.push_str(&source[text.len()..place.start as usize]);
        text.extend(std::iter::repeat_n(' ', place.len()));
    }
    text.push_str(&source[text.len()..]);
    text
}

struct Explainer<'a> {
    source: &'a str,
    dialect: Dialect,
    out: Parsed,
}

impl<'a> Explainer<'a> {
    fn error(&mut self, diagnostic: Diagnostic) {
        self.out.report(diagnostic);
    }

    fn document(&mut self, tokens: &[Token<'a>]) {
        if self.dialect == Dialect::Wire {
            for comment in self.out.comments.clone() {
                self.error(wire_lacks(comment, "comments").help("take it out"));
            }
        }
        let mut rest = tokens;
        let mut seen = 0;
        while !rest.is_empty() {
            let end = clauses::statement_end(rest);
            let statement = &rest[..end.unwrap_or(rest.len())];
            let semicolon = end.map(|end| rest[end].span);
            rest = end.map_or(&[], |end| &rest[end + 1..]);
            if statement.is_empty() {
                let at = semicolon.unwrap_or_default();
                self.error(
                    Diagnostic::error(codes::SYNTAX, at, "there is no query before this semicolon")
                        .help("one semicolon ends a query: take this one out")
                        .fix(Safety::Safe, "remove the semicolon", at, ""),
                );
                continue;
            }
            if self.dialect == Dialect::Wire && seen > 0 {
                self.error(many_statements(statement[0].span));
            }
            seen += 1;
            self.statement_or_reasons(statement);
            if let (None, Dialect::Wire, Some(last)) = (semicolon, self.dialect, statement.last()) {
                let end = Span::new(last.span.end as usize, last.span.end as usize);
                if !matches!(last.kind, Kind::Unterminated | Kind::UnterminatedComment) {
                    self.error(missing_semicolon(end));
                }
            }
        }
    }

    /// A statement that is right goes to the trees; one that is not is explained.
    fn statement_or_reasons(&mut self, tokens: &[Token<'a>]) {
        let (start, end) = (tokens[0].span.start as usize, tokens[tokens.len() - 1].span.end as usize);
        let mut scan = Scan::part(self.source, start, end);
        if scan.take(grammar::rule_statement) && scan.at_end() {
            let parsed = tree::statement(self.source, self.dialect, scan.leaves);
            self.out.statements.extend(parsed.statements);
            self.out.diagnostics.extend(parsed.diagnostics);
        } else {
            self.statement(tokens);
        }
    }

    /// Whether a rule of the grammar covers exactly these tokens.
    fn matches(&self, rule: Matcher, tokens: &[Token<'a>]) -> bool {
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return false };
        let mut scan = Scan::part(self.source, first.span.start as usize, last.span.end as usize);
        scan.take(rule) && scan.at_end()
    }

    /// No clause is to blame, and yet the text is no query.
    fn anything(&mut self) {
        let whole = Span::new(0, self.source.len());
        self.error(
            Diagnostic::error(codes::SYNTAX, whole, "this text is not a query")
                .help("a query is `select … from … where … order by … limit …;`"),
        );
    }

    /// `expected A, found B`, at B or behind the text before it.
    fn expected(&mut self, what: &str, found: Option<&Token<'a>>, after: Span, help: impl Into<String>) {
        let diagnostic = match found {
            Some(token) => return self.unexpected(what, token, help),
            None => {
                let end = Span::new(after.end as usize, after.end as usize);
                Diagnostic::error(codes::SYNTAX, end, format!("expected {what}, found the end of the clause"))
                    .label(format!("{what} is missing here"))
            }
        };
        self.error(diagnostic.help(help));
    }

    /// `expected A, found B`; a character or string that no token begins or ends is named as what it is.
    fn unexpected(&mut self, what: &str, token: &Token<'a>, help: impl Into<String>) {
        let diagnostic = match token.kind {
            Kind::Unterminated => {
                let quote = &token.text[..1];
                let start = Span::new(token.span.start as usize, token.span.start as usize + 1);
                Diagnostic::error(codes::UNTERMINATED_STRING, start, "this string never ends")
                    .label("it begins here")
                    .help(format!(
                        "close it with `{quote}`; a quote inside a string is doubled: `'O''Brien'`"
                    ))
            }
            Kind::UnterminatedComment => {
                let start = Span::new(token.span.start as usize, token.span.start as usize + 2);
                Diagnostic::error(codes::UNTERMINATED_COMMENT, start, "this comment never ends")
                    .help("close it with `*/`")
            }
            Kind::Stray => {
                let message = format!("{} has no place in VTQL; expected {what}", token.name());
                Diagnostic::error(codes::UNEXPECTED_CHARACTER, token.span, message).help(stray_help(token))
            }
            _ => {
                let message = format!("expected {what}, found {}", token.name());
                Diagnostic::error(codes::SYNTAX, token.span, message).help(help)
            }
        };
        self.error(diagnostic);
    }

    /// A name that is quoted, a number or a mark.
    fn not_a_word(&mut self, what: &str, token: &Token<'a>) {
        let error = Diagnostic::error(
            codes::NAME_IS_NOT_A_WORD,
            token.span,
            format!("{} is not {what}", token.name()),
        );
        let inner = token.text.trim_matches(['\'', '"', '`']);
        self.error(
            if crate::ast::Name::is_word(inner) && inner != token.text && token.kind != Kind::Number {
                error.help(format!("write the name without quotes: `{inner}`")).fix(
                    Safety::Safe,
                    "remove the quotes",
                    token.span,
                    spaced(self.source, token.span, inner),
                )
            } else {
                error.help("names are bare words: letters, digits and `_`")
            },
        );
    }
}

fn stray_help(token: &Token<'_>) -> &'static str {
    match token.text {
        "`" => "VTQL has no quotes for names: write the name alone",
        "." => "decimal numbers are written with digits on both sides, as in `0.5`; names are not qualified",
        "#" => "comments begin with `--`, in the surface dialect",
        "\u{201c}" | "\u{201d}" | "\u{2018}" | "\u{2019}" | "\u{201e}" => {
            "this is a typographic quote: write `'`"
        }
        "{" | "}" => "a parameter is written `{name}`, and holds no further braces",
        "?" | ":" | "@" | "$" | "%" => {
            "parameters are written `{name}`, in the surface dialect; text is quoted: `'%'`"
        }
        "+" | "-" | "/" => "VTQL has no arithmetic; text and dates are quoted: `'2026-01-31'`",
        "\u{feff}" => "a byte order mark begins the text: save it without one",
        _ => "text is written between single quotes",
    }
}

/// Something of the surface dialect in a wire text.
pub(super) fn wire_lacks(span: Span, what: &str) -> Diagnostic {
    let verb = if what.ends_with('s') { "are" } else { "is" };
    Diagnostic::error(codes::NOT_ON_THE_WIRE, span, format!("{what} {verb} not part of the wire dialect"))
}

pub(super) fn missing_semicolon(end: Span) -> Diagnostic {
    Diagnostic::error(codes::MISSING_SEMICOLON, end, "the semicolon at the end is missing")
        .help("the server takes a query only with a semicolon at its end")
        .fix(Safety::Safe, "add the semicolon", end, ";")
}

pub(super) fn many_statements(second: Span) -> Diagnostic {
    Diagnostic::error(codes::MANY_STATEMENTS, second, "the server takes one query at a time")
        .help("send this one by itself")
}

pub(super) fn early_direction(direction: Span) -> Diagnostic {
    Diagnostic::error(codes::EARLY_DIRECTION, direction, "a direction can only stand at the end of `order by`")
        .help("the server sorts all fields but the last in ascending order: take the direction out, or sort by fewer fields")
        .fix(Safety::Unsafe, "remove the direction", direction, "")
}

pub(super) fn limit_by(word: Span) -> Diagnostic {
    Diagnostic::error(codes::SYNTAX, word, "expected a number of rows, found `by`")
        .help("write `limit 20`, or `limit 40, 20` to skip 40 rows")
}

pub(super) fn stray_order(word: Span) -> Diagnostic {
    Diagnostic::error(codes::STRAY_ORDER, word, "the word `order` stands alone")
        .help("take it out, or write `order by` and a field behind the condition")
        .fix(Safety::Safe, "remove the word", word, "")
}

pub(super) fn too_long(literal: Span, units: usize) -> Diagnostic {
    let message = format!("this literal has {units} units, and the server takes {MAX_UNITS}");
    Diagnostic::error(codes::UNSENDABLE_LITERAL, literal, message)
        .help("compare with a shorter value, or with the start of it by `like`")
}
