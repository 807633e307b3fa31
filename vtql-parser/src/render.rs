//! Diagnostics drawn as rustc draws them.

use crate::diagnostic::{Diagnostic, Severity};
use crate::lines::{Columns, LineIndex};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::ops::Range;

/// All findings about a text, each with the lines that it is about. `origin` is the name to show for the
/// text, a file name for instance.
///
/// ```
/// use vtql_parser::{Dialect, parse, render::render};
///
/// let text = "select id from Contacts";
/// let parsed = parse(text, Dialect::Wire);
/// let drawn = render(text, Some("contacts.vtql"), &parsed.diagnostics, false);
/// assert!(drawn.starts_with("error[V005]: "));
/// assert!(drawn.contains("contacts.vtql:1:24"));
/// ```
pub fn render(source: &str, origin: Option<&str>, diagnostics: &[Diagnostic], color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let lines = LineIndex::new(source);
    let mut out = String::new();
    for diagnostic in diagnostics {
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        out.push_str(&renderer.render(&report(source, &lines, origin, diagnostic)));
    }
    out
}

/// The renderer is given no more of the text than the lines that a finding is about: it would walk through
/// all of it for each.
fn report<'a>(
    text: &'a str,
    lines: &LineIndex,
    origin: Option<&'a str>,
    diagnostic: &'a Diagnostic,
) -> Vec<Group<'a>> {
    let (first, part) = part(text, lines, diagnostic);
    let source = text.get(part.clone()).unwrap_or_default();
    let in_part = |range: Range<usize>| {
        let place = |at: usize| at.saturating_sub(part.start);
        within(source, place(range.start)..place(range.end))
    };
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let primary =
        AnnotationKind::Primary.span(in_part(diagnostic.span.range())).label(diagnostic.label.as_deref());
    let mut snippet = Snippet::source(source).line_start(first + 1).path(origin).annotation(primary);
    for label in &diagnostic.related {
        let context = AnnotationKind::Context.span(in_part(label.span.range()));
        snippet = snippet.annotation(context.label(label.text.as_str()));
    }
    let mut group =
        level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.as_str()).element(snippet);
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    vec![group]
}

/// The number of the first line that a finding is about, from 0, and what stands on all of them.
fn part(text: &str, lines: &LineIndex, diagnostic: &Diagnostic) -> (usize, Range<usize>) {
    let places = std::iter::once(diagnostic.span).chain(diagnostic.related.iter().map(|label| label.span));
    let (start, end) = places.fold((usize::MAX, 0), |(start, end), span| {
        let range = span.range();
        (start.min(range.start), end.max(range.end).max(range.start))
    });
    let line = |at: usize| lines.position(at.min(text.len()), Columns::Bytes).line;
    let (first, last) = (line(start), line(end));
    let part = lines.line(first).start..lines.line(last).end;
    // Behind a last line break there is nothing to show.
    if part.is_empty() { (0, 0..text.len()) } else { (first as usize, part) }
}

/// A range that the renderer can slice: inside the text, on character boundaries.
fn within(source: &str, range: Range<usize>) -> Range<usize> {
    let floor = |mut at: usize| {
        at = at.min(source.len());
        while !source.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = floor(range.start);
    start..floor(range.end).max(start)
}
