//! A statement: its clauses, in any order and number, each read by itself.

use super::super::explain::{foreign, typo};
use super::super::token::{Token, covering, has_hole};
use super::predicate::begins_test;
use super::{Places, Reader};
use crate::ast::{Clause, GapKind, List, Name, Query, Rest, Select};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::parse::keywords;
use crate::span::Span;
use crate::token::TokenKind;

/// A clause: what names it, and what follows.
struct Part {
    /// `None` for a clause of another language.
    clause: Option<Clause>,
    start: usize,
    content: usize,
}

const SKELETON: &str = "a query is `select … from … where … order by … limit …;`";

impl<'a> Reader<'a, '_> {
    pub(super) fn statement(&mut self, tokens: &[Token<'a>]) -> Query {
        let all = tokens;
        let beginning = self.beginning(tokens);
        let (tokens, keywords) = beginning.unwrap_or((all, 0));
        let mut query = Query::blank();
        query.span = match tokens {
            [inner @ .., last] if last.is_hole() && last.span.is_empty() => covering(inner),
            tokens => covering(tokens),
        };
        let from = self.find_from(tokens, keywords);
        if beginning.is_none() && from.is_none() && !has_hole(tokens) {
            return self.unreadable(all);
        }
        let (columns_end, module_start) = match from {
            Some(at) => (at, at + 1),
            None => {
                let end = (1..tokens.len()).find(|at| column_ends(tokens, *at));
                (end.unwrap_or(tokens.len()), end.unwrap_or(tokens.len()))
            }
        };
        let columns = &tokens[keywords.min(columns_end)..columns_end];
        let before = tokens.first().map(|first| first.span).unwrap_or_default();
        query.select = match beginning {
            Some(_) => self.columns(columns, before, from.is_some()),
            None => {
                let unknown = self.gap_of(GapKind::Wrong, columns, before.start);
                Select::Fields(List::one(Name::unknown(unknown)))
            }
        };
        let module_is_missing =
            from.is_some_and(|_| module_is_missing(&tokens[module_start.min(tokens.len())..]));
        let search = module_start + usize::from(from.is_some() && !module_is_missing);
        let parts = self.parts(tokens, from.unwrap_or(0), search.min(tokens.len()));
        let module_end = parts.first().map_or(tokens.len(), |part| part.start);
        match from {
            Some(at) => {
                let module = &tokens[module_start..module_end.max(module_start)];
                self.module(module, tokens[at].span, &mut query);
            }
            None => query.module = self.no_module(&tokens[..columns_end]),
        }
        self.read_parts(tokens, &parts, &mut query);
        query
    }

    /// A statement of which nothing is known.
    fn unreadable(&self, tokens: &[Token<'a>]) -> Query {
        let whole = covering(tokens);
        let columns = Name::unknown(self.gap_of(GapKind::Wrong, tokens, whole.start));
        let module = Name::unknown(self.gap_of(GapKind::Missing, &[], whole.end));
        let mut query = Query::new(Select::Fields(List::one(columns)), module);
        query.span = whole;
        query
    }

    fn no_module(&mut self, columns: &[Token<'a>]) -> Name {
        let end = columns.last().map_or(0, |last| last.span.end);
        if has_hole(columns) {
            return Name::unknown(self.gap_of(GapKind::Hole, &[], end));
        }
        self.error(
            Diagnostic::error(codes::SYNTAX, Span { start: end, end }, "expected `from` and a module")
                .label("`from` is missing here")
                .help(format!("name the module that is asked: {SKELETON}")),
        );
        Name::unknown(self.gap_of(GapKind::Missing, &[], end))
    }

    /// From `select` on, and how many tokens that is; what else a text may begin with is reported.
    fn beginning<'t>(&mut self, tokens: &'t [Token<'a>]) -> Option<(&'t [Token<'a>], usize)> {
        let first = tokens.first()?;
        if first.is_word("select") {
            return Some((tokens, 1));
        }
        if first.is_open {
            let select = tokens.iter().position(|token| token.is_word("select"));
            let from = tokens.iter().position(|token| token.is_word("from"));
            return match select {
                Some(at) if from.is_none_or(|from| at < from) => Some((&tokens[at..], 1)),
                _ => Some((tokens, 0)),
            };
        }
        if typo::is_near(first, "select") {
            self.error(typo::misspelt(first, "select"));
            return Some((tokens, 1));
        }
        if first.is_one_of(&[
            "insert", "update", "delete", "replace", "upsert", "merge", "create", "drop", "alter",
        ]) {
            let message = format!("VTQL only reads: it has no `{}`", first.text.to_ascii_lowercase());
            self.error(
                Diagnostic::error(codes::FOREIGN, first.span, message)
                    .help("records are changed by the operations `create`, `update`, `revise` and `delete`"),
            );
            return None;
        }
        self.unexpected("`select`", first, SKELETON);
        let starts = |token: &Token<'_>| token.is_hole() || token.is_one_of(&["select", "from", "where"]);
        let at = tokens.iter().position(starts)?;
        tokens[at].is_word("select").then_some((&tokens[at..], 1))
    }

    fn find_from(&mut self, tokens: &[Token<'a>], keywords: usize) -> Option<usize> {
        self.steps += tokens.len();
        if let Some(at) = tokens.iter().position(|token| token.is_word("from")) {
            // Behind a hole and a clause it is a name or a value: the hole may hold the one that is meant.
            let hole = tokens[..at].iter().position(|token| token.is_open);
            let behind_clause =
                |hole| (hole..at).any(|at| column_ends(tokens, at) && !tokens[at].is_word("orderby"));
            let is_module = at > 0
                && tokens[at - 1].is_hole()
                && (at + 1 == tokens.len() || module_is_missing(&tokens[at + 1..]));
            return (!is_module && !hole.is_some_and(behind_clause)).then_some(at);
        }
        let ends_item = |at: usize| {
            let before = &tokens[at - 1];
            before.is_value() || matches!(before.kind, TokenKind::Star | TokenKind::Close)
        };
        let before_module = |at: usize| {
            let ends = tokens.get(at + 2).is_none() || clause_at(&tokens[at + 2..]).is_some();
            tokens.get(at + 1).is_some_and(|next| next.kind == TokenKind::Word) && (ends || ends_item(at))
        };
        let at = (keywords + 1..tokens.len())
            .find(|at| typo::is_near(&tokens[*at], "from") && before_module(*at))?;
        self.error(typo::misspelt(&tokens[at], "from"));
        Some(at)
    }

    /// The clauses behind the module.
    fn parts(&mut self, tokens: &[Token<'a>], module: usize, from: usize) -> Vec<Part> {
        self.steps += tokens.len();
        let mut parts: Vec<Part> = Vec::new();
        let mut at = from;
        // Whether a hole stands since the last keyword: what a word near one was meant to be is not known.
        let mut open = has_hole(&tokens[module..from]);
        while at < tokens.len() {
            let misspelt = |reader: &mut Self| {
                if open { None } else { reader.misspelt_clause(tokens, at, parts.is_empty()) }
            };
            // What `order` without `by` is beside a hole is not known.
            let next = tokens.get(at + 1);
            let touches = |next: &Token<'_>| next.is_hole() && next.span.start == tokens[at].span.end;
            let is_open = tokens[at].is_word("order")
                && !next.is_some_and(|token| token.is_word("by"))
                && (at.checked_sub(1).is_some_and(|before| tokens[before].is_hole())
                    || next.is_some_and(touches));
            let of_order = || parts.last().is_some_and(|part| part.clause == Some(Clause::OrderBy));
            let comma = |token: &Token<'_>| token.kind == TokenKind::Comma;
            let is_behind = |before: &Token<'_>| {
                comma(before)
                    || before.kind == TokenKind::Open
                    || before.is_word("by")
                    || before.is_hole() && (of_order() || next.is_some_and(comma))
            };
            let is_name = tokens[at].is_word("orderby")
                && (at.checked_sub(1).is_some_and(|before| is_behind(&tokens[before]))
                    || of_order() && parts.last().is_some_and(|it| it.content == at))
                && next.is_none_or(|next| {
                    matches!(next.kind, TokenKind::Comma | TokenKind::Hole | TokenKind::Close)
                        || next.is_one_of(&["asc", "desc"])
                        || clause_at(&tokens[at + 1..]).is_some()
                });
            let found = clause_at(&tokens[at..]).filter(|_| !is_open && !is_name).or_else(|| misspelt(self));
            match found {
                Some((clause, words)) => {
                    parts.push(Part { clause, start: at, content: at + words });
                    at += words;
                    open = false;
                }
                None => {
                    open |= tokens[at].is_open;
                    at += 1;
                }
            }
        }
        parts
    }

    fn misspelt_clause(
        &mut self,
        tokens: &[Token<'a>],
        at: usize,
        first: bool,
    ) -> Option<(Option<Clause>, usize)> {
        let (token, next) = (&tokens[at], tokens.get(at + 1)?);
        let is_where = first && next.kind == TokenKind::Word && tokens.get(at + 2).is_some();
        if is_where && typo::is_near(token, "where") {
            self.error(typo::misspelt(token, "where"));
            return Some((Some(Clause::Where), 1));
        }
        if next.is_word("by") && typo::is_near(token, "order") {
            self.error(typo::misspelt(token, "order"));
            return Some((Some(Clause::OrderBy), 2));
        }
        let before = &tokens[at.saturating_sub(1)];
        let ends = before.is_value() || before.kind == TokenKind::Close;
        if next.kind == TokenKind::Number && ends && typo::is_near(token, "limit") {
            self.error(typo::misspelt(token, "limit"));
            return Some((Some(Clause::Limit), 1));
        }
        None
    }

    fn read_parts(&mut self, tokens: &[Token<'a>], parts: &[Part], query: &mut Query) {
        let mut last: Option<Clause> = None;
        for (index, part) in parts.iter().enumerate() {
            let end = parts.get(index + 1).map_or(tokens.len(), |next| next.start);
            let keyword = tokens[part.start].span.to(tokens[part.content - 1].span);
            let content = &tokens[part.content..end.max(part.content)];
            let after = last.unwrap_or(Clause::From);
            let Some(clause) = part.clause else {
                let named = &tokens[part.start..part.content];
                let before = parts[..index].last().and_then(|part| part.clause);
                self.foreign_clause(named, content, keyword, before);
                let gap =
                    self.gap_of(GapKind::Wrong, &tokens[part.start..end.max(part.content)], keyword.end);
                query.rest.push(Rest::new(after, gap));
                continue;
            };
            let is_second = match clause {
                Clause::Where => query.filter.is_some(),
                Clause::OrderBy => query.order_by.is_some(),
                Clause::Limit => query.limit.is_some(),
                Clause::Select | Clause::From => false,
            };
            match last {
                Some(last) if last == clause => {
                    let message = format!("a second `{clause}`");
                    let help = if clause == Clause::Where {
                        "join the conditions with `and` or `or`"
                    } else {
                        "a query has one of each clause: take one out"
                    };
                    self.error(Diagnostic::error(codes::SYNTAX, keyword, message).help(help));
                }
                Some(last) if last > clause => {
                    let message = format!("`{clause}` stands behind `{last}`");
                    self.error(
                        Diagnostic::error(codes::SYNTAX, keyword, message)
                            .help("the order of clauses is `where`, `order by`, `limit`"),
                    );
                }
                _ => last = Some(clause),
            }
            if is_second {
                // It is read for what is wrong in it.
                let mut other = Query::blank();
                self.clause(clause, content, keyword, &tokens[part.start..part.content], &mut other);
                let gap =
                    self.gap_of(GapKind::Wrong, &tokens[part.start..end.max(part.content)], keyword.end);
                query.rest.push(Rest::new(after, gap));
            } else {
                self.clause(clause, content, keyword, &tokens[part.start..part.content], query);
            }
        }
    }

    fn clause(
        &mut self,
        clause: Clause,
        content: &[Token<'a>],
        keyword: Span,
        named: &[Token<'a>],
        query: &mut Query,
    ) {
        match clause {
            Clause::Where => query.filter = self.condition(content, keyword),
            Clause::OrderBy => {
                let by_is_missing = named.last().is_some_and(|token| token.is_word("order"));
                self.order_by(content, keyword, by_is_missing, query);
            }
            Clause::Limit => self.limit(content, keyword, query),
            Clause::Select | Clause::From => {}
        }
    }

    fn foreign_clause(
        &mut self,
        named: &[Token<'a>],
        content: &[Token<'a>],
        keyword: Span,
        before: Option<Clause>,
    ) {
        let mut diagnostic = foreign::clause_message(named, keyword);
        if let ([offset], [number]) = (named, content)
            && offset.is_word("offset")
            && before == Some(Clause::Limit)
        {
            diagnostic = diagnostic.help(format!("here: `limit {}, …`", number.text));
        }
        self.error(diagnostic);
    }
}

/// Where the word `order` stands without a `by` behind it, and no clause can begin.
pub(super) fn stray_orders(tokens: &[Token<'_>]) -> Places {
    let keywords = ["where", "and", "or", "in", "like", "limit", "order", "by", "from", "select"];
    let last_from = tokens.iter().rposition(|token| token.is_word("from"));
    let mut from = None;
    let mut strays = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let next = tokens.get(at + 1);
        let may_be_from = || token.is_hole() && last_from.is_none_or(|last| last < at);
        if from.is_none() && (token.is_word("from") || may_be_from()) {
            from = Some(at);
        } else if token.kind == TokenKind::Semicolon
            && from.is_some()
            && next.is_some_and(|next| next.is_word("select"))
        {
            from = None;
        }
        let in_reach = from.is_some_and(|from| at > from + 1);
        if !in_reach || !token.is_word("order") || next.is_some_and(|next| next.is_word("by")) {
            continue;
        }
        let before = &tokens[at - 1];
        let behind_value =
            (before.is_value() && !before.is_one_of(&keywords)) || before.kind == TokenKind::Close;
        // `order {by}`, but not in a list of values.
        if before.is_hole() || before.kind != TokenKind::Comma && next.is_some_and(Token::is_hole) {
            continue;
        }
        let before_field =
            next.is_some_and(|next| next.kind == TokenKind::Word && !next.is_one_of(&keywords));
        let last_word = next.is_none_or(|next| next.kind != TokenKind::Word);
        let operator_follows = tokens.get(at + 2).is_some_and(|token| token.kind == TokenKind::Operator);
        if !(behind_value && before_field && !last_word) || operator_follows {
            strays.push(token.span);
        }
    }
    Places(strays)
}

/// Where a statement ends.
pub(super) struct End {
    /// How many tokens it has.
    pub(super) tokens: usize,
    /// Where the next one begins.
    pub(super) next: usize,
    pub(super) semicolon: Option<Span>,
}

/// Where the statement ends that begins the tokens: at a semicolon that does not stand in the place of a
/// name, where the server takes it for one; at a hole before the `select` of a query, which may hold a semicolon.
pub(super) fn end(tokens: &[Token<'_>]) -> End {
    let mut from = false;
    for (at, token) in tokens.iter().enumerate() {
        from |= token.is_word("from");
        let (before, next) = (at.checked_sub(1).map(|before| &tokens[before]), tokens.get(at + 1));
        let is_query = || tokens[at..].iter().skip(2).any(|token| token.is_word("from") || token.is_open);
        if token.is_hole() && from && next.is_some_and(|next| next.is_word("select")) && is_query() {
            return End { tokens: at + 1, next: at + 1, semicolon: None };
        }
        if token.kind != TokenKind::Semicolon {
            continue;
        }
        let column = !from
            && before.is_some_and(|it| it.kind == TokenKind::Comma || it.is_word("select") || it.is_hole())
            && next.is_some_and(|next| next.kind == TokenKind::Comma || next.is_word("from"));
        let module = before.is_some_and(|before| before.is_word("from"))
            && next.is_some_and(|next| next.is_one_of(&["where", "order", "limit"]));
        if !column && !module {
            return End { tokens: at, next: at + 1, semicolon: Some(token.span) };
        }
    }
    End { tokens: tokens.len(), next: tokens.len(), semicolon: None }
}

/// Whether a clause begins here behind a select list: the word is no column.
fn column_ends(tokens: &[Token<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| &tokens[before]);
    let next = tokens.get(at + 1);
    let comma = |it: &Token<'_>| it.kind == TokenKind::Comma;
    let ends_item = |next: &Token<'_>| comma(next) || next.is_hole() || next.is_word("from");
    let is_item = match before {
        Some(hole) if hole.is_hole() => {
            let is_from = || {
                next.is_some_and(|next| next.is_word("from")) && !tokens.get(at + 2).is_some_and(begins_test)
            };
            // The hole may hold `from`, and the word be a module.
            let is_module = || {
                !tokens[at].is_word("where")
                    && next.is_some_and(|next| !next.is_word("orderby"))
                    && clause_at(&tokens[at + 1..]).is_some()
            };
            next.is_some_and(comma) || is_from() || is_module()
        }
        before => before.is_none_or(|it| comma(it) || it.is_word("select")) && next.is_some_and(ends_item),
    };
    let begins_item = before.is_some_and(|it| comma(it) || it.is_word("select"));
    let is_name = tokens[at].is_word("orderby") && (begins_item || next.is_some_and(ends_item))
        || tokens[at].is_word("limit") && next.is_some_and(|next| next.is_word("from"))
        || tokens[at].is_word("order") && !next.is_some_and(|next| next.is_word("by"));
    !is_item && !is_name && clause_at(&tokens[at..]).is_some()
}

/// Whether what follows `from` is a clause, and no module that is called like the word that begins one.
fn module_is_missing(tokens: &[Token<'_>]) -> bool {
    let is_module = |first: &Token<'_>, rest: &[Token<'_>]| {
        let ends = rest.first().is_none_or(Token::is_hole) || clause_at(rest).is_some();
        first.is_name(keywords::NO_MODULE) && ends
    };
    clause_at(tokens).is_some() && !tokens.split_first().is_some_and(|(first, rest)| is_module(first, rest))
}

/// The clause that begins here, and how many tokens name it; `None` for a clause of another language.
fn clause_at(tokens: &[Token<'_>]) -> Option<(Option<Clause>, usize)> {
    let first = tokens.first()?;
    if first.is_word("where") {
        Some((Some(Clause::Where), 1))
    } else if first.is_word("orderby") {
        Some((Some(Clause::OrderBy), 1))
    } else if first.is_word("order") {
        let words = if tokens.get(1).is_some_and(|token| token.is_word("by")) { 2 } else { 1 };
        Some((Some(Clause::OrderBy), words))
    } else if first.is_word("limit") {
        Some((Some(Clause::Limit), 1))
    } else {
        foreign::clause(tokens).map(|words| (None, words))
    }
}
