//! A statement cut into its clauses.

use super::token::{Kind, Token};
use super::{Explainer, foreign, typo};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::span::Span;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Clause {
    Where,
    OrderBy,
    Limit,
    Foreign,
}

impl Clause {
    fn word(self) -> &'static str {
        match self {
            Clause::Where => "where",
            Clause::OrderBy => "order by",
            Clause::Limit => "limit",
            Clause::Foreign => "",
        }
    }
}

/// A clause: what names it, and what follows.
struct Part {
    clause: Clause,
    start: usize,
    content: usize,
}

const SKELETON: &str = "a query is `select … from … where … order by … limit …;`";

impl<'a> Explainer<'a> {
    pub(super) fn statement(&mut self, tokens: &[Token<'a>]) {
        let Some(tokens) = self.beginning(tokens) else { return };
        let Some(select) = tokens.first() else { return };
        let from = self.find_from(tokens);
        let (columns_end, module_start) = match from {
            Some(at) => (at, at + 1),
            None => {
                let end = (1..tokens.len()).find(|at| clause_at(&tokens[*at..]).is_some());
                (end.unwrap_or(tokens.len()), end.unwrap_or(tokens.len()))
            }
        };
        self.columns(&tokens[1..columns_end], select.span);
        let module_is_missing =
            from.is_some_and(|_| clause_at(&tokens[module_start.min(tokens.len())..]).is_some());
        let search = module_start + usize::from(from.is_some() && !module_is_missing);
        let parts = self.parts(tokens, search.min(tokens.len()));
        let module_end = parts.first().map_or(tokens.len(), |part| part.start);
        match from {
            Some(at) => self.module(&tokens[module_start..module_end.max(module_start)], tokens[at].span),
            None => {
                let last = tokens[columns_end - 1].span;
                let end = Span::new(last.end as usize, last.end as usize);
                self.error(
                    Diagnostic::error(codes::SYNTAX, end, "expected `from` and a module")
                        .label("`from` is missing here")
                        .help(format!("name the module that is asked: {SKELETON}")),
                );
            }
        }
        self.explain_parts(tokens, &parts);
    }

    /// From `select` on; what else a text may begin with is reported.
    fn beginning<'t>(&mut self, tokens: &'t [Token<'a>]) -> Option<&'t [Token<'a>]> {
        let first = tokens.first()?;
        if first.is_word("select") {
            return Some(tokens);
        }
        if typo::is_near(first, "select") {
            self.error(typo::misspelt(first, "select"));
            return Some(tokens);
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
        let at = tokens.iter().position(|token| token.is_word("select"))?;
        Some(&tokens[at..])
    }

    fn find_from(&mut self, tokens: &[Token<'a>]) -> Option<usize> {
        if let Some(at) = tokens.iter().position(|token| token.is_word("from")) {
            return Some(at);
        }
        let ends_item = |at: usize| {
            tokens[at - 1].is_value() || tokens[at - 1].is_mark(b'*') || tokens[at - 1].is_mark(b')')
        };
        let before_module = |at: usize| {
            let ends = tokens.get(at + 2).is_none() || clause_at(&tokens[at + 2..]).is_some();
            tokens.get(at + 1).is_some_and(|next| next.kind == Kind::Word) && (ends || ends_item(at))
        };
        let at = (2..tokens.len()).find(|at| typo::is_near(&tokens[*at], "from") && before_module(*at))?;
        self.error(typo::misspelt(&tokens[at], "from"));
        Some(at)
    }

    /// The clauses behind the module.
    fn parts(&mut self, tokens: &[Token<'a>], from: usize) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut at = from;
        while at < tokens.len() {
            if let Some((clause, words)) = clause_at(&tokens[at..]) {
                parts.push(Part { clause, start: at, content: at + words });
                at += words;
            } else if let Some((clause, words)) = self.misspelt_clause(tokens, at, parts.is_empty()) {
                parts.push(Part { clause, start: at, content: at + words });
                at += words;
            } else {
                at += 1;
            }
        }
        parts
    }

    fn misspelt_clause(&mut self, tokens: &[Token<'a>], at: usize, first: bool) -> Option<(Clause, usize)> {
        let (token, next) = (&tokens[at], tokens.get(at + 1)?);
        if first && typo::is_near(token, "where") && next.kind == Kind::Word && tokens.get(at + 2).is_some() {
            self.error(typo::misspelt(token, "where"));
            return Some((Clause::Where, 1));
        }
        if typo::is_near(token, "order") && next.is_word("by") {
            self.error(typo::misspelt(token, "order"));
            return Some((Clause::OrderBy, 2));
        }
        let before = &tokens[at.saturating_sub(1)];
        let ends = before.is_value() || before.is_mark(b')');
        if typo::is_near(token, "limit") && next.kind == Kind::Number && ends {
            self.error(typo::misspelt(token, "limit"));
            return Some((Clause::Limit, 1));
        }
        None
    }

    fn explain_parts(&mut self, tokens: &[Token<'a>], parts: &[Part]) {
        let mut last: Option<Clause> = None;
        for (index, part) in parts.iter().enumerate() {
            let end = parts.get(index + 1).map_or(tokens.len(), |next| next.start);
            let keyword = tokens[part.start].span.to(tokens[part.content - 1].span);
            let content = &tokens[part.content..end.max(part.content)];
            if part.clause == Clause::Foreign {
                let named = &tokens[part.start..part.content];
                self.foreign_clause(named, content, keyword, parts[..index].last().map(|part| part.clause));
                continue;
            }
            match last {
                Some(last) if last == part.clause => {
                    let message = format!("a second `{}`", part.clause.word());
                    let help = if part.clause == Clause::Where {
                        "join the conditions with `and` or `or`"
                    } else {
                        "a query has one of each clause: take one out"
                    };
                    self.error(Diagnostic::error(codes::SYNTAX, keyword, message).help(help));
                }
                Some(last) if last > part.clause => {
                    let message = format!("`{}` stands behind `{}`", part.clause.word(), last.word());
                    self.error(
                        Diagnostic::error(codes::SYNTAX, keyword, message)
                            .help("the order of clauses is `where`, `order by`, `limit`"),
                    );
                }
                _ => last = Some(part.clause),
            }
            match part.clause {
                Clause::Where => self.condition(content, keyword),
                Clause::OrderBy => self.order_by(content, keyword, tokens[part.content - 1].is_word("order")),
                Clause::Limit => self.limit(content, keyword),
                Clause::Foreign => {}
            }
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
pub(super) fn stray_orders(tokens: &[Token<'_>]) -> Vec<Span> {
    let keywords = ["where", "and", "or", "in", "like", "limit", "order", "by", "from", "select"];
    let mut from = None;
    let mut strays = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let next = tokens.get(at + 1);
        if token.is_word("from") && from.is_none() {
            from = Some(at);
        } else if token.is_mark(b';') && from.is_some() && next.is_some_and(|next| next.is_word("select")) {
            from = None;
        }
        let in_reach = from.is_some_and(|from| at > from + 1);
        if !in_reach || !token.is_word("order") || next.is_some_and(|next| next.is_word("by")) {
            continue;
        }
        let before = &tokens[at - 1];
        let behind_value = (before.is_value() && !before.is_one_of(&keywords)) || before.is_mark(b')');
        let before_field = next.is_some_and(|next| next.kind == Kind::Word && !next.is_one_of(&keywords));
        let last_word = next.is_none_or(|next| next.kind != Kind::Word);
        let operator_follows = tokens.get(at + 2).is_some_and(|token| token.kind == Kind::Operator);
        if !(behind_value && before_field && !last_word) || operator_follows {
            strays.push(token.span);
        }
    }
    strays
}

/// Where the statement ends that begins the tokens: at a semicolon that does not stand in the place of a
/// name, where the server takes it for one.
pub(super) fn statement_end(tokens: &[Token<'_>]) -> Option<usize> {
    let mut from = false;
    for (at, token) in tokens.iter().enumerate() {
        from |= token.is_word("from");
        if !token.is_mark(b';') {
            continue;
        }
        let (before, next) = (at.checked_sub(1).map(|before| &tokens[before]), tokens.get(at + 1));
        let column = !from
            && before.is_some_and(|before| before.is_mark(b',') || before.is_word("select"))
            && next.is_some_and(|next| next.is_mark(b',') || next.is_word("from"));
        let module = before.is_some_and(|before| before.is_word("from"))
            && next.is_some_and(|next| next.is_one_of(&["where", "order", "limit"]));
        if !column && !module {
            return Some(at);
        }
    }
    None
}

/// The clause that begins here, and how many tokens name it.
fn clause_at(tokens: &[Token<'_>]) -> Option<(Clause, usize)> {
    let first = tokens.first()?;
    if first.is_word("where") {
        Some((Clause::Where, 1))
    } else if first.is_word("orderby") {
        Some((Clause::OrderBy, 1))
    } else if first.is_word("order") {
        Some((Clause::OrderBy, if tokens.get(1).is_some_and(|token| token.is_word("by")) { 2 } else { 1 }))
    } else if first.is_word("limit") {
        Some((Clause::Limit, 1))
    } else {
        foreign::clause(tokens).map(|words| (Clause::Foreign, words))
    }
}
