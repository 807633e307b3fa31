//! Diagnostics drawn as rustc draws them.

use crate::diagnostic::{Diagnostic, Severity};
use crate::lines::{Columns, LineIndex};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
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

/// The renderer is given no more of the text than what is around a finding: it would walk through all of it for
/// each.
fn report<'a>(
    text: &'a str,
    lines: &LineIndex,
    origin: Option<&'a str>,
    diagnostic: &'a Diagnostic,
) -> Vec<Group<'a>> {
    let part = part(text, lines, diagnostic);
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
    let first = lines.position(part.start, Columns::Characters);
    let primary =
        AnnotationKind::Primary.span(in_part(diagnostic.span.range())).label(diagnostic.label.as_deref());
    let mut snippet = Snippet::source(source).line_start(first.line as usize + 1).annotation(primary);
    for label in &diagnostic.related {
        let context = AnnotationKind::Context.span(in_part(label.span.range()));
        snippet = snippet.annotation(context.label(label.text.as_str()));
    }
    let group = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.as_str());
    let mut group = match origin {
        // The renderer would count the column from where the part begins.
        Some(origin) if first.column > 0 => {
            let place = lines.position(diagnostic.span.start as usize, Columns::Characters);
            let place =
                Origin::path(origin).line(place.line as usize + 1).char_column(place.column as usize + 1);
            group.element(place).element(snippet)
        }
        origin => group.element(snippet.path(origin)),
    };
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    vec![group]
}

/// What to show of the text for a finding.
fn part(text: &str, lines: &LineIndex, diagnostic: &Diagnostic) -> Range<usize> {
    let places = std::iter::once(diagnostic.span).chain(diagnostic.related.iter().map(|label| label.span));
    let (start, end) = places.fold((usize::MAX, 0), |(start, end), span| {
        let range = span.range();
        (start.min(range.start), end.max(range.end).max(range.start))
    });
    let part = lines.excerpt(text, start..end);
    // Behind a last line break there is nothing to show.
    if part.is_empty() { lines.excerpt(text, 0..0) } else { part }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes;
    use crate::span::Span;

    /// Texts of about 400 kB, on few lines or many.
    fn long_texts() -> Vec<String> {
        let many = |piece: &str| piece.repeat(400_000 / piece.len());
        vec![
            format!("select id from M where {}", many("a = 1 and ")),
            format!("select id from M {}", many("/* x */")),
            format!("select {} from M", many("é, ")),
            format!("select id from M where a = '{}'", many("x")),
            format!("select id\nfrom M where {}\nlimit 5", many("日本 ")),
            many("select id from M;\n"),
            many("\n"),
            many("\r\n"),
            many("\t"),
            many(";"),
            format!("{}\nselect id", many("-- x ")),
            format!("select id from M\n{}", many("or a = 1\n")),
        ]
    }

    #[test]
    fn a_finding_costs_a_part_of_the_text_that_does_not_grow_with_it() {
        for text in long_texts() {
            let lines = LineIndex::new(&text);
            let last = text.len();
            for (start, end) in
                [(0, 1), (0, last), (last, last), (last / 2, last / 2 + 9), (last / 3, last), (last, 9)]
            {
                let finding = Diagnostic::error(codes::SYNTAX, Span::new(start, end), "no");
                let part = part(&text, &lines, &finding);
                assert!(part.len() < 2_000 && text.get(part.clone()).is_some(), "{part:?} of {start}..{end}");
                let begins = start.min(end.max(start));
                assert!(part.contains(&begins) || part.end == begins || begins >= last, "{part:?}: {begins}");
            }
        }
    }

    #[test]
    fn the_places_of_findings_on_long_lines_are_shown() {
        for text in long_texts() {
            let lines = LineIndex::new(&text);
            for index in [0, 1, 2_000, 3_999] {
                let start = text.floor_char_boundary(index * text.len() / 4_000);
                // White space has no place that can be pointed at.
                if text[start..].starts_with(char::is_whitespace) {
                    continue;
                }
                let finding =
                    Diagnostic::error(codes::SYNTAX, Span::new(start, start + 1), "no").label("here");
                let drawn = render(&text, Some("q"), &[finding], false);
                let at = lines.position(start, Columns::Characters);
                let shown = format!("q:{}:{}\n", at.line + 1, at.column + 1);
                assert!(drawn.contains(&shown), "{shown} in {drawn}");
                assert!(drawn.len() < 4_000, "{} bytes", drawn.len());
            }
        }
    }
}
