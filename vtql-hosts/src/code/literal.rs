//! From the node of a literal to its text.

use crate::output::Output;
use crate::syntax::Syntax;
use crate::text::Text;
use std::ops::Range;
use tree_sitter::Node;

/// Where the parts of a literal stand.
#[derive(Clone, Debug)]
pub(super) struct Parts {
    pub(super) content: Range<usize>,
    /// What is filled in when the program runs, in order.
    pub(super) holes: Vec<Range<usize>>,
    pub(super) escapes: &'static crate::escapes::Escapes,
}

/// The parts of a literal. Its text is what lies between the delimiters and beside the holes, never the
/// sum of the nodes inside: these leave bytes out.
pub(super) fn parts(node: Node<'_>, source: &str, syntax: &Syntax) -> Option<Parts> {
    let whole = node.byte_range();
    let delimiters = (syntax.literal)(node.kind(), source.get(whole.clone())?)?;
    let end = whole.end.checked_sub(delimiters.close)?;
    let content = whole.start + delimiters.open..end.max(whole.start + delimiters.open);
    let content = if node.kind() == "heredoc_body" { without_end(node, content) } else { content };
    let mut holes = Vec::new();
    collect(node, source, syntax, &content, &mut holes);
    Some(Parts { content, holes, escapes: delimiters.escapes })
}

/// The text of a here-document of Ruby, without the word that ends it.
fn without_end(node: Node<'_>, content: Range<usize>) -> Range<usize> {
    let last = node.child(node.child_count().saturating_sub(1));
    let end = last.filter(|it| it.kind() == "heredoc_end").map(|it| it.start_byte());
    content.start..end.unwrap_or(content.end).max(content.start)
}

/// Adds the holes among the children of a node: all that is not text, from one brace to the other.
fn collect(
    node: Node<'_>,
    source: &str,
    syntax: &Syntax,
    content: &Range<usize>,
    holes: &mut Vec<Range<usize>>,
) {
    let mut cursor = node.walk();
    if !cursor.goto_first_child() {
        return;
    }
    let mut open: Option<usize> = None;
    let mut joins_next = false;
    loop {
        let child = cursor.node();
        let (kind, range) = (child.kind(), child.byte_range());
        let inside = range.start >= content.start && range.end <= content.end && !range.is_empty();
        if syntax.bodies.contains(&kind) {
            collect(child, source, syntax, content, holes);
        } else if inside && !syntax.text_kinds.contains(&kind) {
            let start = open.unwrap_or(range.start);
            match kind {
                "{" | "${" | "\\(" | "interpolation_expression_start" if open.is_none() => {
                    open = Some(range.start);
                }
                "}" | ")" | "interpolation_expression_end" => {
                    holes.push(start..range.end);
                    open = None;
                }
                _ if open.is_some() => {}
                _ => match holes.last_mut().filter(|last| joins_next && last.end == range.start) {
                    Some(last) => last.end = range.end,
                    // A token of Bash begins with the blank before it.
                    None => holes.push(trimmed(source, range)),
                },
            }
            joins_next = kind.ends_with("_start");
        }
        if !cursor.goto_next_sibling() {
            break;
        }
    }
    if let Some(start) = open {
        holes.push(start..content.end);
    }
}

fn trimmed(source: &str, range: Range<usize>) -> Range<usize> {
    let text = source.get(range.clone()).unwrap_or_default();
    range.end - text.trim_start().len()..range.end
}

/// The text of a literal. `known` are the values of what it is filled in with, by place and by name.
pub(super) fn text(
    parts: &Parts,
    source: &str,
    output: &mut Output,
    known: impl Fn(&Range<usize>, &str) -> Option<Text>,
) -> Text {
    let literal = output.literal(parts.escapes);
    let mut text = Text::default();
    let mut at = parts.content.start;
    for hole in &parts.holes {
        if hole.start < at || hole.end > parts.content.end {
            continue;
        }
        parts.escapes.decode(source, at..hole.start, literal, &mut text);
        let name = hole_name(source.get(hole.clone()).unwrap_or_default());
        match known(hole, name) {
            Some(value) => text.append(&value),
            None => {
                let name = output.name(name);
                text.push_hole(hole.clone(), name);
            }
        }
        at = hole.end;
    }
    if at < parts.content.end {
        parts.escapes.decode(source, at..parts.content.end, literal, &mut text);
    }
    text
}

/// What is filled in, without the marks around it.
fn hole_name(text: &str) -> &str {
    let text = text.trim();
    let inner = text.trim_start_matches(['$', '#', '\\']);
    let inside = inner.strip_prefix('{').and_then(|it| it.strip_suffix('}'));
    let inside = inside.or_else(|| inner.strip_prefix('(').and_then(|it| it.strip_suffix(')')));
    inside.map_or(text, str::trim)
}
