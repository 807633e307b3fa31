//! Tokens to a tree, for texts that are wrong and for templates.
//!
//! The tokens are cut into statements, a statement into clauses, a clause into items (columns, predicates,
//! sort fields, bounds). What an item may be is asked of the grammar. An item that it refuses is put into
//! words (`explain`), and becomes a gap of the tree. So a mistake in one place hides none in another.
//!
//! An item with a hole in it becomes a gap as well, and nothing is said of it.

mod condition;
mod hole;
mod lists;
mod predicate;
mod statement;

use super::grammar;
use super::grammar::scan::{Matcher, Scan};
use super::lexer::{self, Lexer};
use super::token::{self, Token, covering};
use super::{Dialect, Parsed, explain, tree};
use crate::ast::{Condition, Gap, GapKind};
use crate::codes;
use crate::diagnostic::{Diagnostic, Safety, spaced};
use crate::span::Span;
use crate::token::TokenKind;
use std::borrow::Cow;

/// Reads any text. `holes` are in order and do not overlap; with an open end the text goes on behind its
/// last byte.
pub(super) fn read(source: &str, dialect: Dialect, holes: &[Span], open_end: bool) -> Parsed {
    let (mut parsed, _) = read_counted(source, dialect, holes, open_end);
    if open_end {
        // The last word may not be whole.
        let end = Span::new(source.len(), source.len()).end;
        parsed.diagnostics.retain(|finding| finding.span.end < end);
    } else if holes.is_empty() && parsed.is_ok() {
        parsed.report(anything(source));
    }
    parsed
}

/// The same, with the number of steps that it took: tokens looked at, and bytes given to the grammar.
pub(super) fn read_counted(
    source: &str,
    dialect: Dialect,
    holes: &[Span],
    open_end: bool,
) -> (Parsed, usize) {
    let masked = lexer::mask(source, holes);
    let (mut tokens, comments) = tokens(source, &masked, holes);
    let end = source.len();
    if open_end {
        tokens.push(Token { kind: TokenKind::Hole, text: "", span: Span::new(end, end), is_open: true });
    }
    let strays = statement::stray_orders(&tokens);
    tokens.retain(|token| !strays.contains_span(token.span));
    let scanned = blanked(&masked, &strays.0);
    let mut reader = Reader {
        source,
        scanned: &scanned,
        dialect,
        holes,
        open_end: if open_end { Span::new(end, end).start } else { u32::MAX },
        last_stray: strays.0.last().map_or(0, |stray| stray.end),
        quiet: false,
        steps: tokens.len(),
        out: Parsed { comments, holes: holes.to_vec(), ..Parsed::default() },
    };
    strays.0.iter().for_each(|stray| reader.stray_order(*stray));
    reader.document(&tokens);
    (reader.out, reader.steps)
}

/// Reads a condition that stands alone.
pub(super) fn condition(source: &str, dialect: Dialect) -> (Option<Condition>, Vec<Diagnostic>) {
    let (tokens, _) = tokens(source, source, &[]);
    let mut reader = Reader {
        source,
        scanned: source,
        dialect,
        holes: &[],
        open_end: u32::MAX,
        last_stray: 0,
        quiet: false,
        steps: 0,
        out: Parsed::default(),
    };
    let condition = reader.condition(&tokens, Span::NONE);
    (condition, reader.out.diagnostics)
}

/// Places in order.
struct Places(Vec<Span>);

impl Places {
    fn contains_span(&self, span: Span) -> bool {
        self.0.binary_search(&span).is_ok()
    }
}

/// The tokens that count, and the comments.
fn tokens<'a>(source: &'a str, masked: &str, holes: &[Span]) -> (Vec<Token<'a>>, Vec<Span>) {
    let (mut tokens, mut comments) = (Vec::new(), Vec::new());
    for lexeme in Lexer::new(masked, holes) {
        match lexeme.kind {
            TokenKind::Whitespace => {}
            TokenKind::Comment => comments.push(lexeme.span),
            _ => tokens.push(Token::new(lexeme, source, holes)),
        }
    }
    (tokens, comments)
}

/// The text with white space in some places, and everything else where it was.
fn blanked<'a>(source: &'a str, places: &[Span]) -> Cow<'a, str> {
    if places.is_empty() {
        return Cow::Borrowed(source);
    }
    let mut text = String::with_capacity(source.len());
    for place in places {
        text.push_str(&source[text.len()..place.start as usize]);
        text.extend(std::iter::repeat_n(' ', place.len()));
    }
    text.push_str(&source[text.len()..]);
    Cow::Owned(text)
}

/// No clause is to blame, and yet the text is no query.
fn anything(source: &str) -> Diagnostic {
    Diagnostic::error(codes::SYNTAX, Span::new(0, source.len()), "this text is not a query")
        .help("a query is `select … from … where … order by … limit …;`")
}

struct Reader<'a, 's> {
    source: &'a str,
    /// What the grammar is asked about: the text without its holes and without stray words.
    scanned: &'s str,
    dialect: Dialect,
    holes: &'s [Span],
    /// Where the text goes on; beyond every offset when it does not.
    open_end: u32,
    /// Where the last stray word ends; 0 when there is none.
    last_stray: u32,
    /// Whether nothing is said: a hole makes it impossible.
    quiet: bool,
    steps: usize,
    out: Parsed,
}

impl<'a> Reader<'a, '_> {
    fn error(&mut self, diagnostic: Diagnostic) {
        if !self.quiet {
            self.out.report(diagnostic);
        }
    }

    /// Does something, and says nothing of it when a hole is among the tokens.
    fn quietly<T>(&mut self, quiet: bool, act: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.quiet;
        self.quiet |= quiet;
        let result = act(self);
        self.quiet = before;
        result
    }

    fn gap(&self, kind: GapKind, span: Span) -> Gap {
        token::gap(kind, self.source, span, self.holes, false)
    }

    /// A gap for what tokens say; where there are none, at a place.
    fn gap_of(&self, kind: GapKind, tokens: &[Token<'a>], place: u32) -> Gap {
        let missing = Span { start: place, end: place };
        match tokens {
            [] => self.gap(if kind == GapKind::Wrong { GapKind::Missing } else { kind }, missing),
            tokens => self.gap(kind, covering(tokens)),
        }
    }

    /// Behind the end of a query the server drops the word, and nothing is lost.
    fn stray_order(&mut self, word: Span) {
        self.error(explain::stray_order(word));
    }

    fn document(&mut self, tokens: &[Token<'a>]) {
        if self.dialect == Dialect::Wire {
            for comment in self.out.comments.clone() {
                self.error(explain::wire_lacks(comment, "comments").help("take it out"));
            }
        }
        let mut rest = tokens;
        if let Some(mark) = rest.first().filter(|it| it.kind == TokenKind::ByteOrderMark) {
            if self.dialect == Dialect::Wire {
                self.error(explain::byte_order_mark(mark.span));
            }
            rest = &rest[1..];
        }
        let mut seen = 0;
        while !rest.is_empty() {
            let end = statement::end(rest);
            let statement = &rest[..end.tokens];
            self.steps += end.tokens;
            rest = &rest[end.next..];
            if statement.is_empty() {
                let at = end.semicolon.unwrap_or_default();
                self.error(
                    Diagnostic::error(codes::SYNTAX, at, "there is no query before this semicolon")
                        .help("one semicolon ends a query: take this one out")
                        .fix(Safety::Safe, "remove the semicolon", at, ""),
                );
                continue;
            }
            // The open end of a template behind a semicolon: what follows is not known.
            if statement.iter().all(Token::is_hole) && seen > 0 {
                continue;
            }
            // A hole at its start may go on with the one before.
            if self.dialect == Dialect::Wire && seen > 0 && !statement[0].is_hole() {
                self.error(explain::many_statements(statement[0].span));
            }
            seen += 1;
            let right = if statement.iter().any(|token| token.is_open) {
                None
            } else {
                self.leaves(grammar::rule_statement, statement)
            };
            if let Some(leaves) = right {
                // A right one beside wrong ones.
                let read = tree::statement(self.source, self.dialect, leaves);
                self.out.statements.extend(read.statements);
                read.diagnostics.into_iter().for_each(|finding| self.error(finding));
            } else {
                let query = self.statement(statement);
                self.out.statements.push(query);
            }
            if let (None, Dialect::Wire, Some(last)) = (end.semicolon, self.dialect, statement.last()) {
                let end = last.span.end.max(if rest.is_empty() { self.last_stray } else { 0 });
                let end = Span { start: end, end };
                let ends = !matches!(
                    last.kind,
                    TokenKind::UnterminatedString | TokenKind::UnterminatedComment | TokenKind::Hole
                );
                if ends {
                    self.error(explain::missing_semicolon(end));
                }
            }
        }
    }

    /// What a rule of the grammar makes of exactly these tokens.
    fn leaves(&mut self, rule: Matcher, tokens: &[Token<'a>]) -> Option<super::grammar::scan::Leaves> {
        let (first, last) = (tokens.first()?, tokens.last()?);
        let (start, end) = (first.span.start as usize, last.span.end as usize);
        self.steps += end - start;
        let mut scan = Scan::part(self.scanned, start, end);
        (scan.take(rule) && scan.at_end()).then_some(scan.leaves)
    }

    /// Whether a rule of the grammar covers exactly these tokens.
    fn matches(&mut self, rule: Matcher, tokens: &[Token<'a>]) -> bool {
        self.leaves(rule, tokens).is_some()
    }

    /// `expected A, found B`, at B or behind the text before it.
    fn expected(&mut self, what: &str, found: Option<&Token<'a>>, after: Span, help: impl Into<String>) {
        let diagnostic = match found {
            Some(token) => return self.unexpected(what, token, help),
            None => {
                let end = Span { start: after.end, end: after.end };
                Diagnostic::error(codes::SYNTAX, end, format!("expected {what}, found the end of the clause"))
                    .label(format!("{what} is missing here"))
            }
        };
        self.error(diagnostic.help(help));
    }

    /// `expected A, found B`.
    fn unexpected(&mut self, what: &str, token: &Token<'a>, help: impl Into<String>) {
        self.error(explain::unexpected(what, token, help.into()));
    }

    /// A name that is quoted, a number or a mark.
    fn not_a_word(&mut self, what: &str, token: &Token<'a>) {
        let error = Diagnostic::error(
            codes::NAME_IS_NOT_A_WORD,
            token.span,
            format!("{} is not {what}", token.name()),
        );
        let inner = token.text.trim_matches(['\'', '"', '`']);
        let is_quoted = inner != token.text && token.kind != TokenKind::Number;
        self.error(if crate::ast::Name::is_word(inner) && is_quoted {
            error.help(format!("write the name without quotes: `{inner}`")).fix(
                Safety::Safe,
                "remove the quotes",
                token.span,
                spaced(self.source, token.span, inner),
            )
        } else {
            error.help("names are bare words: letters, digits and `_`")
        });
    }
}
