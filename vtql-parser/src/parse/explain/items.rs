//! The clauses that are lists: columns, module, sort fields, bounds.

use super::super::grammar;
use super::token::{Kind, Token};
use super::{Explainer, early_direction, foreign};
use crate::codes;
use crate::diagnostic::{Diagnostic, Safety, spaced};
use crate::span::Span;

impl<'a> Explainer<'a> {
    pub(super) fn columns(&mut self, tokens: &[Token<'a>], select: Span) {
        if tokens.is_empty() {
            let help = "name fields separated by commas, or write `*` or `count(*)`";
            return self.expected("a field name, `*` or `count(*)`", None, select, help);
        }
        if self.matches(grammar::rule_columns, tokens) {
            return;
        }
        let items = split(tokens, select);
        for (index, (item, before)) in items.iter().enumerate() {
            self.column(item, *before, index, items.len());
        }
    }

    fn column(&mut self, item: &[Token<'a>], before: Span, index: usize, count: usize) {
        let Some(first) = item.first() else {
            let comma = Diagnostic::error(codes::SYNTAX, before, "expected a field name beside this comma");
            return self.error(comma.help("name a field, or take the comma out"));
        };
        if self.matches(grammar::rule_column, item) {
            return;
        }
        let span = covering(item);
        let is_count =
            item.len() == 4 && first.is_word("count") && item[2].is_mark(b'*') && item[3].is_mark(b')');
        if is_count && index == 0 {
            return;
        }
        if is_count {
            self.error(
                Diagnostic::error(codes::SYNTAX, span, "`count(*)` cannot follow other fields")
                    .help("`count(*)` stands alone: count in a query of its own"),
            );
        } else if first.is_mark(b'*') && item.len() == 1 {
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
        } else if backticked(item) {
            self.backticks(item);
        } else if first.kind == Kind::Word {
            self.expected("`,` or `from`", item.get(1), first.span, "separate fields with commas");
        } else {
            self.unexpected("a field name", first, "name a field of the module");
        }
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

    pub(super) fn module(&mut self, tokens: &[Token<'a>], from: Span) {
        let help = "name the module that is asked, as in `from Contacts`";
        let Some(first) = tokens.first() else {
            return self.expected("a module name", None, from, help);
        };
        if backticked(&tokens[..tokens.len().min(3)]) {
            return self.backticks(&tokens[..3]);
        }
        match first.kind {
            Kind::Word => {}
            _ if is_no_word(first) => self.not_a_word("a module name", first),
            _ => return self.unexpected("a module name", first, help),
        }
        let Some(second) = tokens.get(1) else { return };
        if second.is_mark(b',') {
            let span = second.span.to(covering(tokens));
            self.error(
                Diagnostic::error(codes::FOREIGN, span, "a query reads one module")
                    .help("send a query for each module"),
            );
        } else if let Some(diagnostic) = foreign::dotted(tokens) {
            self.error(diagnostic);
        } else if second.kind == Kind::Word && !second.is_one_of(&["and", "or", "by", "on"]) {
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

    pub(super) fn order_by(&mut self, tokens: &[Token<'a>], keyword: Span, by_is_missing: bool) {
        if by_is_missing {
            let end = Span::new(keyword.end as usize, keyword.end as usize);
            self.error(
                Diagnostic::error(codes::SYNTAX, end, "expected `by` after `order`")
                    .help("write `order by` and a field")
                    .fix(Safety::Safe, "add `by`", end, " by"),
            );
        }
        if tokens.is_empty() {
            return self.expected("a field name", None, keyword, "name the field to sort by");
        }
        let items = split(tokens, keyword);
        for (index, (item, before)) in items.iter().enumerate() {
            self.sort_field(item, *before, index + 1 == items.len());
        }
    }

    fn sort_field(&mut self, item: &[Token<'a>], before: Span, is_last: bool) {
        let Some(first) = item.first() else {
            let comma = Diagnostic::error(codes::SYNTAX, before, "expected a field name beside this comma");
            return self.error(comma.help("name a field, or take the comma out"));
        };
        if self.matches(grammar::rule_sort, item) {
            if let (false, Some(direction)) = (is_last, item.get(1)) {
                self.error(early_direction(direction.span));
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
            (Kind::Word, Some(second)) if second.is_mark(b'(') => {
                let message = format!("VTQL has no functions: `{}(…)` cannot be sorted by", first.text);
                self.error(
                    Diagnostic::error(codes::FOREIGN, covering(item), message).help("sort by a field"),
                );
            }
            (Kind::Word, Some(second))
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
            (Kind::Word, Some(_)) if first.is_one_of(&["asc", "desc"]) => {
                self.unexpected("a field name", first, "name the field to sort by, then the direction");
            }
            (Kind::Word, Some(second)) => {
                let after = if item.len() > 2 && second.is_one_of(&["asc", "desc"]) { 2 } else { 1 };
                let what = "`,`, `asc`, `desc`, `limit` or the end of the query";
                self.expected(what, item.get(after), first.span, "separate the fields with commas");
            }
            _ => self.unexpected("a field name", first, "name the field to sort by"),
        }
    }

    pub(super) fn limit(&mut self, tokens: &[Token<'a>], keyword: Span) {
        let help = "write `limit 20`, or `limit 40, 20` to skip 40 rows";
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
                continue;
            }
            match item.first() {
                None => self.expected("a number of rows", None, *before, help),
                Some(first) if first.is_mark(b'(') => {
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
            Kind::Mark(b'(') => depth += 1,
            Kind::Mark(b')') => depth = depth.saturating_sub(1),
            Kind::Mark(b',') if depth == 0 => {
                items.push((&tokens[start..at], if start == at { token.span } else { before }));
                (start, before) = (at + 1, token.span);
            }
            _ => {}
        }
    }
    items.push((&tokens[start..], before));
    items
}

pub(super) fn covering(tokens: &[Token<'_>]) -> Span {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => Span::NONE,
    }
}

/// A token that the server's lexer takes for a name in some places, and that is none.
pub(super) fn is_no_word(token: &Token<'_>) -> bool {
    matches!(token.kind, Kind::Number | Kind::String | Kind::Quoted | Kind::Operator | Kind::Mark(_))
}

fn backticked(item: &[Token<'_>]) -> bool {
    let tick = |token: &Token<'_>| token.kind == Kind::Stray && matches!(token.text, "`" | "[" | "]");
    item.len() == 3 && tick(&item[0]) && item[1].kind == Kind::Word && tick(&item[2])
}
