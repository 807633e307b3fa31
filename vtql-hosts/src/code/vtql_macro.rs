//! `vtql!(select …)`: a query in tokens of Rust.

use crate::escapes;
use crate::languages::RUST_STRING as STRING;
use crate::output::Output;
use crate::text::Text;
use std::ops::Range;
use tree_sitter::Node;
use vtql_parser::Dialect;

/// A macro of ours.
pub(super) struct Macro {
    pub(super) dialect: Dialect,
    /// The queries in its tokens, and where they stand; strings in it are for the walk.
    pub(super) queries: Vec<(Text, Range<usize>)>,
}

/// Reads a macro; `None` for all others than ours.
pub(super) fn read(node: Node<'_>, source: &str, output: &mut Output) -> Option<Macro> {
    let path = source.get(node.child_by_field_name("macro")?.byte_range())?;
    let name = path.rsplit("::").next().unwrap_or(path).trim();
    let dialect = match name {
        "vtql" | "vtql_as" | "vtql_query" => Dialect::Surface,
        "vtql_wire" => Dialect::Wire,
        _ => return None,
    };
    let starts = match name {
        "vtql" => Some(Starts::AtOnce),
        "vtql_as" => Some(Starts::Behind(",")),
        "vtql_query" => Some(Starts::Behind("=")),
        _ => None,
    };
    let mut cursor = node.walk();
    let tokens = node.children(&mut cursor).find(|child| child.kind() == "token_tree");
    let found =
        starts.zip(tokens).map(|(starts, tokens)| queries(source, tokens, starts)).unwrap_or_default();
    let queries = found.into_iter().map(|query| (text(source, output, &query), query.range)).collect();
    Some(Macro { dialect, queries })
}

/// Where queries begin among the tokens.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Starts {
    AtOnce,
    Behind(&'static str),
}

/// A query among tokens: its bytes, and the tokens in it that are written otherwise in a text.
struct Tokens {
    range: Range<usize>,
    others: Vec<(Range<usize>, Token)>,
}

/// A token that is written otherwise in a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Token {
    /// A value that is filled in.
    Hole,
    Comment,
    /// A string or a character, with this many bytes before and behind it.
    Literal {
        open: usize,
        close: usize,
        is_raw: bool,
    },
    /// A number, which may have its digits in groups.
    Number,
}

fn queries(source: &str, tree: Node<'_>, starts: Starts) -> Vec<Tokens> {
    let mut found: Vec<Tokens> = Vec::new();
    let mut open = false;
    let mut may_start = starts == Starts::AtOnce;
    let mut cursor = tree.walk();
    let children: Vec<Node<'_>> = tree.children(&mut cursor).collect();
    let inside = children.get(1..children.len().saturating_sub(1)).unwrap_or_default();
    let close = children.last().map_or(tree.end_byte(), Node::start_byte);
    for child in inside {
        let range = child.byte_range();
        let text = source.get(range.clone()).unwrap_or_default();
        if open {
            if text == ";" {
                if let Some(query) = found.last_mut() {
                    query.range.end = range.start;
                }
                (open, may_start) = (false, false);
                continue;
            }
            if let Some(query) = found.last_mut() {
                inner(*child, source, query);
            }
        } else if may_start && text.eq_ignore_ascii_case("select") {
            found.push(Tokens { range: range.start..close, others: Vec::new() });
            open = true;
        } else if child.is_extra() {
        } else {
            may_start = matches!(starts, Starts::Behind(mark) if text == mark);
        }
    }
    found
}

/// Adds what of a token is written otherwise, at any depth.
fn inner(node: Node<'_>, source: &str, query: &mut Tokens) {
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        let range = node.byte_range();
        let text = &source[range.clone()];
        let token = match node.kind() {
            _ if node.is_extra() => Token::Comment,
            "token_tree" if text.starts_with('{') => Token::Hole,
            "string_literal" | "char_literal" => {
                let open = text.find(['"', '\'']).map_or(1, |quote| quote + 1);
                Token::Literal { open, close: 1, is_raw: false }
            }
            "raw_string_literal" => {
                let open = text.find('"').map_or(1, |quote| quote + 1);
                let hashes = text.bytes().take(open).filter(|byte| *byte == b'#').count();
                Token::Literal { open, close: hashes + 1, is_raw: true }
            }
            "integer_literal" | "float_literal" => Token::Number,
            _ => {
                let mut cursor = node.walk();
                open.extend(node.children(&mut cursor));
                continue;
            }
        };
        query.others.push((range, token));
    }
}

fn text(source: &str, output: &mut Output, query: &Tokens) -> Text {
    let literal = output.plain_literal("'\"");
    let mut others = query.others.clone();
    others.sort_by_key(|(range, _)| range.start);
    let mut text = Text::default();
    let mut at = query.range.start;
    for (range, token) in others {
        text.push_verbatim(source.get(at..range.start).unwrap_or_default(), at, literal);
        let written = source.get(range.clone()).unwrap_or_default();
        match token {
            Token::Hole => {
                let name = written.strip_prefix('{').and_then(|it| it.strip_suffix('}')).unwrap_or(written);
                let name = output.name(name);
                text.push_hole(range.clone(), name);
            }
            Token::Comment => text.push(' ', range.clone(), literal),
            Token::Literal { open, close, is_raw } => {
                let content =
                    range.start + open..(range.end - close.min(range.len())).max(range.start + open);
                let escapes = if is_raw { &escapes::RAW } else { &STRING };
                let mut value = Text::default();
                escapes.decode(source, content, literal, &mut value);
                quote(&mut text, &value, range.clone(), literal);
            }
            Token::Number => {
                let is_grouped =
                    written.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_' || byte == b'.');
                for (offset, char) in written.char_indices().filter(|(_, char)| !is_grouped || *char != '_') {
                    let start = range.start + offset;
                    text.push(char, start..start + char.len_utf8(), literal);
                }
            }
        }
        at = range.end;
    }
    text.push_verbatim(source.get(at..query.range.end).unwrap_or_default(), at, literal);
    text
}

/// A literal of Rust as VTQL writes it, in the quotes that its text has fewest of.
fn quote(text: &mut Text, value: &Text, written: Range<usize>, literal: u32) {
    let quote = if value.units.iter().any(|unit| unit.char == '"') { '\'' } else { '"' };
    text.push(quote, written.start..written.start + 1, literal);
    for unit in &value.units {
        if unit.char == quote {
            text.units.push(*unit);
        }
        text.units.push(*unit);
    }
    text.push(quote, written.end.saturating_sub(1)..written.end, literal);
}
