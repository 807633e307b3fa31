//! Words and marks of other query languages, and what to write instead.

use super::super::Dialect;
use super::super::token::Token;
use crate::codes;
use crate::diagnostic::{Diagnostic, Safety, spaced};
use crate::span::Span;
use crate::token::TokenKind;

fn foreign(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(codes::FOREIGN, span, message)
}

/// Words that begin a clause which VTQL does not have. Returns how many tokens name the clause.
pub(in super::super) fn clause(tokens: &[Token<'_>]) -> Option<usize> {
    let second = |words: &[&str]| tokens.get(1).is_some_and(|token| token.is_one_of(words));
    let first = tokens.first()?;
    let joins = ["left", "right", "inner", "outer", "full", "cross", "natural"];
    if first.is_word("join") || first.is_one_of(&["having", "union", "intersect", "except"]) {
        Some(1)
    } else if first.is_one_of(&joins) && second(&["join", "outer"]) {
        Some(1 + tokens[1..].iter().take_while(|token| token.is_one_of(&["join", "outer"])).count())
    } else if first.is_one_of(&["group", "partition"]) && second(&["by"]) {
        Some(2)
    } else if first.is_word("offset") && tokens.get(1).is_some_and(|token| token.kind == TokenKind::Number) {
        Some(1)
    } else if first.is_word("fetch") && second(&["first", "next"]) {
        Some(2)
    } else {
        None
    }
}

/// What to say of such a clause.
pub(in super::super) fn clause_message(clause: &[Token<'_>], span: Span) -> Diagnostic {
    let word = clause.first().map_or(String::new(), |token| token.text.to_ascii_lowercase());
    match word.as_str() {
        "group" | "having" | "partition" => foreign(span, "VTQL has no grouping")
            .help("fetch the rows and group them in your program; `select count(*) …` counts all rows of one condition"),
        "union" | "intersect" | "except" => {
            foreign(span, format!("VTQL has no `{word}`")).help("send two queries, or join the conditions with `or`")
        }
        "offset" => foreign(span, "VTQL writes the offset in front of the count")
            .help("write `limit 40, 20` for 20 rows after the first 40"),
        "fetch" => foreign(span, "VTQL has no `fetch`").help("write `limit 20`"),
        _ => foreign(span, "VTQL has no joins: a query reads one module")
            .help("query the other module by its own fields, or use the `query_related` operation"),
    }
}

/// Words of SQL before a select list.
pub(in super::super) const QUANTIFIERS: &[&str] = &["distinct", "all"];

/// What a select-list item that is not a field name was meant to be.
pub(in super::super) fn column(item: &[Token<'_>], span: Span) -> Option<Diagnostic> {
    let (first, second) = (item.first()?, item.get(1));
    if first.is_one_of(QUANTIFIERS) && second.is_some_and(Token::is_value) {
        return Some(
            foreign(first.span, format!("VTQL has no `{}`", first.text.to_ascii_lowercase()))
                .help("every row has an `id` of its own: remove repeated values after fetching"),
        );
    }
    if first.is_word("top") && second.is_some_and(|token| token.kind == TokenKind::Number) {
        let count = second.map_or("n", |token| token.text);
        return Some(
            foreign(first.span, "VTQL has no `top`")
                .help(format!("write `limit {count}` at the end of the query")),
        );
    }
    if second.is_some_and(|token| token.kind == TokenKind::Open) && first.kind == TokenKind::Word {
        let function = first.text;
        let error = foreign(span, format!("VTQL has no functions: `{function}(…)` cannot be selected"));
        return Some(if first.is_word("count") {
            error.help("`count(*)` counts the rows, and stands alone")
        } else {
            error.help("select the field and compute in your program")
        });
    }
    if item.len() > 1 && (second.is_some_and(|token| token.is_word("as")) || all_words(item)) {
        return Some(
            foreign(span, "VTQL has no aliases: a field keeps its own name")
                .help("separate fields with commas, and rename them in your program"),
        );
    }
    dotted(item)
}

fn all_words(item: &[Token<'_>]) -> bool {
    item.len() == 2 && item.iter().all(|token| token.kind == TokenKind::Word)
}

/// `module.field`, but not `.5`.
pub(in super::super) fn dotted(item: &[Token<'_>]) -> Option<Diagnostic> {
    let at = item.iter().position(|token| token.kind == TokenKind::Unknown && token.text == ".")?;
    let before = at.checked_sub(1).and_then(|at| item.get(at)).map_or(item[at].span, |token| token.span);
    let behind = item.get(at + 1);
    if before.end != item[at].span.start
        || behind.is_some_and(|it| it.text.starts_with(|c: char| c.is_ascii_digit()))
    {
        return None;
    }
    let span = behind.map_or(before, |token| before.to(token.span));
    Some(
        foreign(span, "VTQL has no qualified names: a query reads the fields of one module")
            .help("write the field name alone; fields of related records need a query of their own"),
    )
}

/// Words of other languages that ask whether a choice is among several.
const MEMBERSHIP: &[&str] = &["contains", "include", "has", "any"];

/// What a predicate was meant to be, when its operator is not one.
pub(in super::super) fn operator(
    field: &Token<'_>,
    rest: &[Token<'_>],
    dialect: Dialect,
) -> Option<Diagnostic> {
    let first = rest.first()?;
    let f = field.text;
    let empty = match dialect {
        Dialect::Surface => "is empty",
        Dialect::Wire => "= ' '",
    };
    let second = |word: &str| rest.get(1).is_some_and(|token| token.is_word(word));
    if first.is_word("is") {
        let null = rest.iter().take(3).find(|token| token.is_word("null"));
        let negated = second("not");
        let span = null.map_or(first.span, |null| first.span.to(null.span));
        let (message, help) = if negated {
            let not_empty = if dialect == Dialect::Surface { "is not empty" } else { "!= ' '" };
            (
                "VTQL has no `is not null`",
                format!("`{f} {not_empty}` finds the rows where it is set to something"),
            )
        } else if null.is_some() {
            let help =
                format!("`{f} {empty}` finds empty text; a field that was never set cannot be asked for");
            ("VTQL has no `is null`", help)
        } else {
            ("`is` is followed by `empty` or `not empty`", format!("write `{f} = …` to compare with a value"))
        };
        return Some(foreign(span, message).help(help));
    }
    let named = [
        ("eq", "="),
        ("equals", "="),
        ("ne", "!="),
        ("neq", "!="),
        ("gt", ">"),
        ("ge", ">="),
        ("gte", ">="),
        ("lt", "<"),
        ("le", "<="),
        ("lte", "<="),
    ];
    if let Some((_, op)) = named.iter().find(|(word, _)| first.is_word(word)) {
        return Some(
            foreign(first.span, format!("`{}` is not an operator", first.text))
                .help(format!("write `{op}`"))
                .fix(Safety::Safe, format!("write `{op}`"), first.span, *op),
        );
    }
    if first.is_one_of(&[
        "ilike",
        "contains",
        "include",
        "has",
        "any",
        "startswith",
        "endswith",
        "rlike",
        "regexp",
        "matches",
        "similar",
        "glob",
    ]) {
        let error = foreign(first.span, format!("VTQL has no `{}`", first.text.to_ascii_lowercase()));
        let error = error.help(
            "write `like` with `%` for any text and `_` for one character: `like 'S%'`; case is ignored",
        );
        return Some(if first.is_one_of(MEMBERSHIP) {
            error.help("or `includes 'Red'` for one choice of a field of several")
        } else {
            error
        });
    }
    let not_word = first.is_one_of(&["not", "notlike", "notin"]);
    if not_word && (second("like") || first.is_word("notlike")) {
        return Some(
            foreign(first.span, "the server cannot be asked which rows are not like a pattern")
                .help("compare with `!=`, or drop the rows after fetching"),
        );
    }
    None
}

/// Two operators in a row: what the pair means elsewhere.
pub(in super::super) fn double_operator(
    source: &str,
    first: &Token<'_>,
    second: &Token<'_>,
) -> Option<Diagnostic> {
    let op = match (first.text, second.text) {
        ("=", "=") | ("<=", ">") => "=",
        ("=", "<") | ("<", "=") => "<=",
        ("=", ">") | (">", "=") => ">=",
        ("<", ">") | ("!", "=") => "!=",
        ("=", "~") => "like",
        _ => return None,
    };
    let span = first.span.to(second.span);
    let written = format!("{}{}{}", first.text, if adjacent(first, second) { "" } else { " " }, second.text);
    Some(foreign(span, format!("`{written}` is not an operator")).help(format!("write `{op}`")).fix(
        Safety::Safe,
        format!("write `{op}`"),
        span,
        if op == "like" { spaced(source, span, op) } else { op.to_owned() },
    ))
}

pub(in super::super) fn adjacent(first: &Token<'_>, second: &Token<'_>) -> bool {
    first.span.end == second.span.start
}

#[cfg(test)]
mod tests {
    use crate::{Dialect, codes, parse};

    #[test]
    fn a_point_between_names_is_told_from_one_before_digits() {
        let code = |condition| {
            let text = format!("select id from Potentials where {condition};");
            parse(&text, Dialect::Surface).diagnostics.first().map(|it| it.code)
        };
        assert_eq!(code("Potentials.amount > 5"), Some(codes::FOREIGN));
        assert_eq!(code("amount > .5"), Some(codes::UNEXPECTED_CHARACTER));
        assert_eq!(code("amount > 0.5"), None);
    }
}
