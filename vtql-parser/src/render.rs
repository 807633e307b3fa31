//! Diagnostics drawn as rustc draws them.

use crate::diagnostic::{Diagnostic, Severity};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

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
    let mut out = String::new();
    for diagnostic in diagnostics {
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        out.push_str(&renderer.render(&report(source, origin, diagnostic)));
    }
    out
}

fn report<'a>(source: &'a str, origin: Option<&'a str>, diagnostic: &'a Diagnostic) -> Vec<Group<'a>> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let primary = AnnotationKind::Primary
        .span(within(source, diagnostic.span.range()))
        .label(diagnostic.label.as_deref());
    let mut snippet = Snippet::source(source).line_start(1).path(origin).annotation(primary);
    for label in &diagnostic.related {
        let context = AnnotationKind::Context.span(within(source, label.span.range()));
        snippet = snippet.annotation(context.label(label.text.as_str()));
    }
    let mut group =
        level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.as_str()).element(snippet);
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    vec![group]
}

/// A range that the renderer can slice: inside the text, on character boundaries.
fn within(source: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
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
