//! What was typed, cut into queries and commands.

use vtql_parser::{Span, Token, TokenKind, tokens};

/// One query, or one command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Input {
    /// A query, without what ends it.
    Query { text: String, vertical: bool },
    /// What stands behind a backslash: the command, and the rest.
    Command { name: String, rest: String },
}

/// Whether more lines belong to what was typed so far.
pub(super) fn is_open(text: &str) -> bool {
    let text = text.trim();
    if text.is_empty() {
        return false;
    }
    match text.strip_prefix('\\') {
        Some(command) if takes_query(command_name(command)) => !ends(text),
        Some(_) => false,
        None => !ends(text),
    }
}

/// Commands that end as a query does.
fn takes_query(command: &str) -> bool {
    matches!(command, "explain" | "export")
}

fn command_name(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or_default()
}

/// Whether the last word of a text is an end of a query.
fn ends(text: &str) -> bool {
    let significant: Vec<Token> = significant(text).collect();
    match significant.as_slice() {
        [.., last] if last.kind == TokenKind::Semicolon => true,
        [.., mark, word] => is_vertical(text, *mark, *word),
        _ => significant.is_empty(),
    }
}

fn significant(text: &str) -> impl Iterator<Item = Token> {
    tokens(text).into_iter().filter(|it| !matches!(it.kind, TokenKind::Whitespace | TokenKind::Comment))
}

/// `\G`
fn is_vertical(text: &str, mark: Token, word: Token) -> bool {
    mark.span.slice(text) == "\\"
        && mark.span.end == word.span.start
        && word.span.slice(text).eq_ignore_ascii_case("g")
}

/// The queries of a text, or its one command.
pub(super) fn split(text: &str) -> Vec<Input> {
    if let Some(command) = text.trim().strip_prefix('\\') {
        let name = command_name(command);
        let mut rest = command[name.len()..].trim();
        if takes_query(name) {
            rest = rest.trim_end_matches(';').trim_end();
        }
        return vec![Input::Command { name: name.to_owned(), rest: rest.to_owned() }];
    }
    let mut inputs = Vec::new();
    let mut start = 0;
    let mut push = |part: &str, vertical| {
        if significant(part).next().is_some() {
            inputs.push(Input::Query { text: part.trim().to_owned(), vertical });
        }
    };
    let all: Vec<Token> = significant(text).collect();
    let mut at = 0;
    while let Some(token) = all.get(at) {
        let behind = match all.get(at + 1) {
            _ if token.kind == TokenKind::Semicolon => Some((token.span, false)),
            Some(word) if is_vertical(text, *token, *word) => {
                at += 1;
                Some((token.span.to(word.span), true))
            }
            _ => None,
        };
        if let Some((Span { start: end, end: next }, vertical)) = behind {
            push(&text[start..end as usize], vertical);
            start = next as usize;
        }
        at += 1;
    }
    push(&text[start..], false);
    inputs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(text: &str, vertical: bool) -> Input {
        Input::Query { text: text.to_owned(), vertical }
    }

    fn command(name: &str, rest: &str) -> Input {
        Input::Command { name: name.to_owned(), rest: rest.to_owned() }
    }

    #[test]
    fn a_query_is_open_until_a_semicolon_ends_it() {
        for (text, open) in [
            ("", false),
            ("  \n", false),
            ("-- only a remark", false),
            ("select id", true),
            ("select id\nfrom Contacts", true),
            ("select id from Contacts;", false),
            ("select id from Contacts; -- all", false),
            ("select id from Contacts\\G", false),
            ("select id from Contacts where city = ';", true),
            ("select id from Contacts /* ;", true),
            ("select id from Contacts -- ;", true),
            ("select id from Contacts where city = '\\G", true),
            ("\\d", false),
            ("\\d Contacts", false),
            ("\\explain select id", true),
            ("\\explain select id from Leads;", false),
            ("\\export a.csv select id\nfrom Leads", true),
        ] {
            assert_eq!(is_open(text), open, "{text:?}");
        }
    }

    #[test]
    fn texts_are_cut_where_queries_end() {
        for (text, inputs) in [
            ("select id\nfrom Contacts;", vec![query("select id\nfrom Contacts", false)]),
            ("select 1; select 2 \\G", vec![query("select 1", false), query("select 2", true)]),
            ("select ';' ; -- end", vec![query("select ';'", false)]),
            (" ; ;", vec![]),
            ("\\d", vec![command("d", "")]),
            (" \\d  Contacts ", vec![command("d", "Contacts")]),
            ("\\explain select id\nfrom Leads ;", vec![command("explain", "select id\nfrom Leads")]),
        ] {
            assert_eq!(split(text), inputs, "{text:?}");
        }
    }
}
