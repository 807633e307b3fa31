//! The clauses that are lists: columns, module, sort fields, bounds.

use super::super::explain::{self, foreign};
use super::super::token::{Token, covering, has_hole, piece};
use super::super::{grammar, tree};
use super::Reader;
use crate::ast::{Clause, Count, Direction, GapKind, Limit, List, Name, OrderBy, Query, Rest, Select, Value};
use crate::codes;
use crate::diagnostic::{Diagnostic, Safety, spaced};
use crate::parse::keywords;
use crate::span::Span;
use crate::token::TokenKind;

impl<'a> Reader<'a, '_> {
    /// The select list. `from` says whether the keyword stands behind it.
    pub(super) fn columns(&mut self, tokens: &[Token<'a>], select: Span, from: bool) -> Select {
        if tokens.is_empty() {
            let help = "name fields separated by commas, or write `*` or `count(*)`";
            self.expected("a field name, `*` or `count(*)`", None, select, help);
            let missing = self.gap_of(GapKind::Missing, &[], select.end);
            return Select::Fields(List::one(Name::unknown(missing)));
        }
        if let [star] = tokens
            && star.kind == TokenKind::Star
        {
            return Select::All(star.span);
        }
        let items = split(tokens, select);
        if let Some((first, before)) = items.first()
            && has_hole(first)
            && first.iter().any(is_part_of_count)
        {
            self.before_hole(first, |reader, known| reader.known_column(known, *before, items.len(), 0));
            // It may count, and then nothing is said of what it does not count.
            let unknown = self.gap_of(GapKind::Hole, tokens, select.end);
            return Select::Fields(List::one(Name::unknown(unknown)));
        }
        let mut names = Vec::with_capacity(items.len());
        let mut open = false;
        let mut counted = None;
        for (index, (item, before)) in items.iter().enumerate() {
            if let [column] = item
                && column.is_name(keywords::NO_COLUMN)
            {
                names.push(Name::parsed(self.source, column.span));
            } else if is_count(item) && index == 0 {
                counted = Some(covering(item));
            } else if has_hole(item) {
                self.before_hole(item, |reader, known| {
                    reader.quietly(open, |reader| reader.known_column(known, *before, items.len(), index));
                });
                open = true;
                names.extend(if from { self.open_columns(item) } else { self.columns_to_hole(item) });
            } else {
                let structure =
                    open && (is_count(item) || matches!(item, [star] if star.kind == TokenKind::Star));
                let name = self.quietly(structure, |reader| reader.wrong_column(item, *before, items.len()));
                names.push(name);
            }
        }
        match (counted, List::new(names)) {
            (Some(span), names) => {
                Select::Count(Count::parsed(names.map_or_else(|_| Vec::new(), List::into_vec), span))
            }
            (None, Ok(names)) => Select::Fields(names),
            (None, Err(_)) => {
                let gap = self.gap_of(GapKind::Wrong, tokens, select.end);
                Select::Fields(List::one(Name::unknown(gap)))
            }
        }
    }

    /// The fields of an item whose hole may hold `from`: the one before it.
    fn columns_to_hole(&mut self, item: &[Token<'a>]) -> Vec<Name> {
        match item {
            [column, rest @ ..] if column.is_name(keywords::NO_COLUMN) && self.stands_alone(column, rest) => {
                let unknown = Name::unknown(self.gap_of(GapKind::Hole, rest, 0));
                vec![Name::parsed(self.source, column.span), unknown]
            }
            _ => vec![Name::unknown(self.gap_of(GapKind::Hole, item, 0))],
        }
    }

    /// Whether a word stands before a hole that does not touch it.
    fn stands_alone(&self, word: &Token<'a>, rest: &[Token<'a>]) -> bool {
        rest.first()
            .is_some_and(|hole| hole.is_hole() && (word.span.end < hole.span.start || self.is_end(hole)))
    }

    /// What is wrong with an item before its hole.
    fn known_column(&mut self, known: &[Token<'a>], before: Span, count: usize, index: usize) {
        let is_column = matches!(known, [column] if column.is_name(keywords::NO_COLUMN));
        let counts = known[0].is_word("count") && !known.iter().any(|token| token.kind == TokenKind::Close);
        let is_all = matches!(known, [star] if star.kind == TokenKind::Star);
        let is_right = is_column || is_all || counts || is_count(known) && index == 0;
        if !is_right {
            self.wrong_column(known, before, count);
        }
    }

    /// An item that is no column: what is wrong with it, and what is known of it.
    fn wrong_column(&mut self, item: &[Token<'a>], before: Span, count: usize) -> Name {
        let gap = Name::unknown(self.gap_of(GapKind::Wrong, item, before.end));
        let Some(first) = item.first() else {
            let comma = Diagnostic::error(codes::SYNTAX, before, "expected a field name beside this comma");
            self.error(comma.help("name a field, or take the comma out"));
            return gap;
        };
        let span = covering(item);
        if is_count(item) {
            self.error(
                Diagnostic::error(codes::SYNTAX, span, "`count(*)` cannot follow other fields")
                    .help("`count(*)` stands alone: count in a query of its own"),
            );
        } else if first.kind == TokenKind::Star && item.len() == 1 {
            if count > 1 {
                self.error(
                    Diagnostic::error(
                        codes::SYNTAX,
                        span,
                        "`*` stands alone: it already selects every field",
                    )
                    .help("take the other fields out, or the `*`"),
                );
            }
        } else if item.len() == 1 && is_no_word(first) {
            self.not_a_word("a field name", first);
        } else if item.len() == 1 && first.is_word("count") {
            self.error(
                Diagnostic::error(codes::RESERVED_NAME, span, "`count` is a keyword in the select list")
                    .help("write `count(*)` to count rows; a field called `count` cannot be selected"),
            );
        } else if let Some(diagnostic) = foreign::column(item, span) {
            self.error(diagnostic);
            // A field with another name.
            let is_renamed = item.get(1).is_some_and(|second| second.kind == TokenKind::Word);
            if is_renamed && first.is_name(keywords::NO_COLUMN) && !first.is_one_of(foreign::QUANTIFIERS) {
                return Name::parsed(self.source, first.span);
            }
        } else if backticked(item) {
            self.backticks(item);
            return Name::parsed(self.source, item[1].span);
        } else if first.kind == TokenKind::Word {
            self.expected("`,` or `from`", item.get(1), first.span, "separate fields with commas");
            if first.is_name(keywords::NO_COLUMN) {
                return Name::parsed(self.source, first.span);
            }
        } else {
            self.unexpected("a field name", first, "name a field of the module");
        }
        gap
    }

    fn backticks(&mut self, item: &[Token<'a>]) {
        let span = covering(item);
        let name = item[1].text;
        self.error(
            Diagnostic::error(codes::NAME_IS_NOT_A_WORD, span, "VTQL has no quotes for names")
                .help(format!("write the name alone: `{name}`"))
                .fix(Safety::Safe, "remove the quotes", span, spaced(self.source, span, name)),
        );
    }

    pub(super) fn module(&mut self, tokens: &[Token<'a>], from: Span, query: &mut Query) {
        let help = "name the module that is asked, as in `from Contacts`";
        let Some(first) = tokens.first() else {
            query.module = Name::unknown(self.gap_of(GapKind::Missing, &[], from.end));
            return self.expected("a module name", None, from, help);
        };
        let run = if first.is_hole() { piece(tokens, self.open_end) } else { 1 };
        let (name, rest) = tokens.split_at(run.min(tokens.len()));
        // `from order {by} lastname`: the hole may make it a clause.
        let may_be_clause =
            tokens.get(1).is_some_and(Token::is_hole) && first.is_one_of(&["order", "orderby", "limit"]);
        let is_name = first.is_name(keywords::NO_MODULE) && !may_be_clause;
        let name = if may_be_clause { tokens } else { name };
        query.module = if is_name {
            Name::parsed(self.source, first.span)
        } else {
            Name::unknown(self.gap_of(GapKind::Wrong, name, from.end))
        };
        let open = has_hole(tokens);
        if backticked(&tokens[..tokens.len().min(3)]) {
            query.module = Name::parsed(self.source, tokens[1].span);
            self.rest(Clause::From, &tokens[3..], query);
            return self.quietly(open, |reader| reader.backticks(&tokens[..3]));
        }
        self.rest(Clause::From, rest, query);
        if open {
            self.before_hole(tokens, |reader, known| reader.wrong_module(known, help));
        } else {
            self.wrong_module(tokens, help);
        }
    }

    fn wrong_module(&mut self, tokens: &[Token<'a>], help: &str) {
        let Some(first) = tokens.first() else { return };
        match first.kind {
            TokenKind::Word => {}
            _ if first.is_name(keywords::NO_MODULE) => {}
            _ if is_no_word(first) => self.not_a_word("a module name", first),
            _ => return self.unexpected("a module name", first, help),
        }
        let Some(second) = tokens.get(1) else { return };
        if second.kind == TokenKind::Comma {
            let span = second.span.to(covering(tokens));
            self.error(
                Diagnostic::error(codes::FOREIGN, span, "a query reads one module")
                    .help("send a query for each module"),
            );
        } else if let Some(diagnostic) = foreign::dotted(tokens) {
            self.error(diagnostic);
        } else if second.kind == TokenKind::Word && !second.is_one_of(&["and", "or", "by", "on"]) {
            self.error(
                Diagnostic::error(codes::FOREIGN, covering(&tokens[1..]), "VTQL has no aliases for modules")
                    .help("take the name out: fields are named alone")
                    .help("or write `where` before a condition"),
            );
        } else {
            let what = "`where`, `order by`, `limit` or the end of the query";
            self.unexpected(what, second, "a condition begins with `where`");
        }
    }

    /// Keeps what stands behind a clause and belongs to none.
    fn rest(&mut self, after: Clause, tokens: &[Token<'a>], query: &mut Query) {
        if !tokens.is_empty() {
            query.rest.push(Rest::new(after, self.gap_of(GapKind::Wrong, tokens, 0)));
        }
    }

    pub(super) fn order_by(
        &mut self,
        tokens: &[Token<'a>],
        keyword: Span,
        by_is_missing: bool,
        query: &mut Query,
    ) {
        let first = &tokens[..piece(tokens, u32::MAX).min(tokens.len())];
        if by_is_missing && !has_hole(first) {
            let end = Span { start: keyword.end, end: keyword.end };
            self.error(
                Diagnostic::error(codes::SYNTAX, end, "expected `by` after `order`")
                    .help("write `order by` and a field")
                    .fix(Safety::Safe, "add `by`", end, " by"),
            );
        }
        let mut fields = Vec::new();
        let mut direction = None;
        if tokens.is_empty() {
            self.expected("a field name", None, keyword, "name the field to sort by");
            fields.push(Name::unknown(self.gap_of(GapKind::Missing, &[], keyword.end)));
        } else {
            let items = split(tokens, keyword);
            for (index, (item, before)) in items.iter().enumerate() {
                // A hole behind a field may hold a keyword: then what follows is no field.
                let before_item = index.checked_sub(1).map_or(&[][..], |before| items[before].0);
                let is_cut = before_item.len() > 1 && has_hole(before_item);
                if is_cut || query.rest.last().is_some_and(|rest| rest.after == Clause::OrderBy) {
                    let gap = self.gap_of(GapKind::Hole, item, before.end);
                    query.rest.push(Rest::new(Clause::OrderBy, gap));
                    continue;
                }
                let is_last = index + 1 == items.len();
                let (name, of_item) = self.sort_field(item, *before, is_last, query);
                fields.push(name);
                direction = of_item;
            }
        }
        let Ok(fields) = List::new(fields) else { return };
        let mut order = OrderBy::new(fields, direction);
        let inner = query.rest.last().filter(|rest| rest.after == Clause::OrderBy);
        let end = inner.map_or_else(|| covering(tokens).end.max(keyword.end), |rest| rest.gap.span().start);
        order.span = Span { start: keyword.start, end };
        query.order_by = Some(order);
    }

    fn sort_field(
        &mut self,
        item: &[Token<'a>],
        before: Span,
        is_last: bool,
        query: &mut Query,
    ) -> (Name, Option<Direction>) {
        let open = item.iter().position(|token| token.is_open);
        // What stands before a hole that touches nothing.
        let known = match open {
            None => item,
            Some(at) if at > 0 && item[at - 1].span.end == item[at].span.start && !self.is_end(&item[at]) => {
                &item[..at - 1]
            }
            Some(at) => &item[..at],
        };
        let name = match known.first() {
            Some(first) if first.is_name(keywords::NO_SORT_FIELD) => Name::parsed(self.source, first.span),
            _ => Name::unknown(self.gap_of(GapKind::Wrong, item, before.end)),
        };
        let direction = known.get(1).and_then(|word| {
            let direction = [("asc", Direction::Asc), ("desc", Direction::Desc)];
            direction.into_iter().find(|(keyword, _)| word.is_word(keyword)).map(|(_, direction)| direction)
        });
        if open.is_some() {
            self.before_hole(item, |reader, known| {
                reader.wrong_sort_field(known, before, true);
            });
            if name.gap().is_none() {
                self.rest(Clause::OrderBy, &item[known.len()..], query);
            }
            return (name, direction);
        }
        self.wrong_sort_field(item, before, is_last);
        (name, direction)
    }

    fn wrong_sort_field(&mut self, item: &[Token<'a>], before: Span, is_last: bool) {
        let Some(first) = item.first() else {
            let comma = Diagnostic::error(codes::SYNTAX, before, "expected a field name beside this comma");
            return self.error(comma.help("name a field, or take the comma out"));
        };
        if self.matches(grammar::rule_sort, item) {
            if let (false, Some(direction)) = (is_last, item.get(1)) {
                self.error(explain::early_direction(direction.span));
            }
            return;
        }
        if let Some(diagnostic) = foreign::dotted(item) {
            return self.error(diagnostic);
        }
        if backticked(&item[..item.len().min(3)]) {
            return self.backticks(&item[..3]);
        }
        match (first.kind, item.get(1)) {
            _ if is_no_word(first) => self.not_a_word("a field name", first),
            (TokenKind::Word, Some(second)) if second.kind == TokenKind::Open => {
                let message = format!("VTQL has no functions: `{}(…)` cannot be sorted by", first.text);
                self.error(
                    Diagnostic::error(codes::FOREIGN, covering(item), message).help("sort by a field"),
                );
            }
            (TokenKind::Word, Some(second))
                if second.is_word("nulls") || item.get(2).is_some_and(|token| token.is_word("nulls")) =>
            {
                self.error(
                    Diagnostic::error(
                        codes::FOREIGN,
                        covering(&item[1..]),
                        "VTQL has no `nulls first` or `nulls last`",
                    )
                    .help("the server puts unset fields first in ascending order"),
                );
            }
            (TokenKind::Word, Some(_)) if first.is_one_of(&["asc", "desc"]) => {
                self.unexpected("a field name", first, "name the field to sort by, then the direction");
            }
            (TokenKind::Word, Some(second)) => {
                let after = if item.len() > 2 && second.is_one_of(&["asc", "desc"]) { 2 } else { 1 };
                let what = "`,`, `asc`, `desc`, `limit` or the end of the query";
                self.expected(what, item.get(after), first.span, "separate the fields with commas");
            }
            _ => self.unexpected("a field name", first, "name the field to sort by"),
        }
    }

    pub(super) fn limit(&mut self, tokens: &[Token<'a>], keyword: Span, query: &mut Query) {
        let help = "write `limit 20`, or `limit 40, 20` to skip 40 rows";
        let after_order = query.order_by.is_some();
        if has_hole(tokens) {
            self.before_hole(tokens, |reader, known| reader.wrong_limit(known, keyword, after_order, help));
        } else {
            self.wrong_limit(tokens, keyword, after_order, help);
        }
        let mut bounds: Vec<Value> = Vec::new();
        for (item, before) in split(tokens, keyword).into_iter().take(2) {
            let value = self
                .bound(item, query)
                .unwrap_or_else(|| Value::Gap(self.gap_of(GapKind::Wrong, item, before.end)));
            bounds.push(value);
        }
        let count =
            bounds.pop().unwrap_or_else(|| Value::Gap(self.gap_of(GapKind::Missing, &[], keyword.end)));
        let mut limit = Limit::new(bounds.pop(), count);
        let inner = query.rest.last().filter(|rest| rest.after == Clause::Limit);
        let end = inner.map_or_else(|| covering(tokens).end.max(keyword.end), |rest| rest.gap.span().start);
        limit.span = Span { start: keyword.start, end };
        query.limit = Some(limit);
    }

    /// One number of a limit; what stands behind it and a hole is kept.
    fn bound(&mut self, item: &[Token<'a>], query: &mut Query) -> Option<Value> {
        let open = item.iter().position(|token| token.is_open);
        let (known, rest) = match open {
            None => (item, &[][..]),
            Some(0) => {
                let (hole, rest) = item.split_at(piece(item, self.open_end).min(item.len()));
                let value = self.open_value(hole);
                self.rest(Clause::Limit, rest, query);
                return value;
            }
            Some(at) if item[at - 1].span.end == item[at].span.start && !self.is_end(&item[at]) => {
                let (hole, rest) = item.split_at(piece(item, self.open_end).min(item.len()));
                let value = self.open_value(hole);
                self.rest(Clause::Limit, rest, query);
                return value;
            }
            Some(at) => item.split_at(at),
        };
        let leaves = self.leaves(grammar::rule_bound, known)?;
        let (value, findings) = tree::value(self.source, self.dialect, leaves);
        if open.is_none() {
            findings.into_iter().for_each(|finding| self.error(finding));
        }
        self.rest(Clause::Limit, rest, query);
        value
    }

    fn wrong_limit(&mut self, tokens: &[Token<'a>], keyword: Span, after_order: bool, help: &str) {
        if tokens.is_empty() {
            return self.expected("a number of rows", None, keyword, help);
        }
        let items = split(tokens, keyword);
        if let Some((third, _)) = items.get(2) {
            let span = third.first().map_or(keyword, |token| token.span);
            self.error(Diagnostic::error(codes::SYNTAX, span, "a limit has two numbers at most").help(help));
        }
        for (item, before) in items.iter().take(2) {
            if self.matches(grammar::rule_bound, item) {
                if after_order && item[0].is_word("by") {
                    self.error(explain::limit_by(item[0].span));
                }
                continue;
            }
            match item.first() {
                None => self.expected("a number of rows", None, *before, help),
                Some(first) if first.kind == TokenKind::Open => {
                    self.unexpected("a number of rows", first, "write the number without parentheses");
                }
                Some(first) if self.matches(grammar::rule_bound, std::slice::from_ref(first)) => {
                    self.expected("`,` or the end of the query", item.get(1), first.span, help);
                }
                Some(first) => self.unexpected("a number of rows", first, help),
            }
        }
    }
}

/// Items between commas that stand outside parentheses, each with the place before it.
fn split<'t, 'a>(tokens: &'t [Token<'a>], before: Span) -> Vec<(&'t [Token<'a>], Span)> {
    let mut items = Vec::new();
    let (mut start, mut depth, mut before) = (0, 0_usize, before);
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Open => depth += 1,
            TokenKind::Close => depth = depth.saturating_sub(1),
            TokenKind::Comma if depth == 0 => {
                items.push((&tokens[start..at], if start == at { token.span } else { before }));
                (start, before) = (at + 1, token.span);
            }
            _ => {}
        }
    }
    items.push((&tokens[start..], before));
    items
}

/// A token that the server's lexer takes for a name in some places, and that is none.
pub(super) fn is_no_word(token: &Token<'_>) -> bool {
    matches!(
        token.kind,
        TokenKind::Number
            | TokenKind::String
            | TokenKind::DoubleQuoted
            | TokenKind::Operator
            | TokenKind::Open
            | TokenKind::Close
            | TokenKind::Comma
            | TokenKind::Star
            | TokenKind::Semicolon
    )
}

/// Whether a token is one of those that `count(*)` is made of, and no field is.
fn is_part_of_count(token: &Token<'_>) -> bool {
    matches!(token.kind, TokenKind::Open | TokenKind::Star | TokenKind::Close)
}

fn is_count(item: &[Token<'_>]) -> bool {
    matches!(item, [count, open, star, close] if count.is_word("count")
        && open.kind == TokenKind::Open && star.kind == TokenKind::Star && close.kind == TokenKind::Close)
}

fn backticked(item: &[Token<'_>]) -> bool {
    let tick = |token: &Token<'_>| token.kind == TokenKind::Unknown && matches!(token.text, "`" | "[" | "]");
    item.len() == 3 && tick(&item[0]) && item[1].kind == TokenKind::Word && tick(&item[2])
}
