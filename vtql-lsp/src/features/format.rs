//! Laying texts out, as `vtql fmt` does.

use super::touch;
use crate::document::{Document, Kind, Region};
use vtql_parser::diagnostic::Edit;
use vtql_parser::print::{self, Style};
use vtql_parser::{Dialect, Span, TokenKind, parse};

/// The edits that lay a whole document out; none for one with errors, and for the source of a program.
pub(crate) fn document(document: &Document, style: &Style) -> Vec<Edit> {
    let dialect = document.project.checker().judge.dialect.unwrap_or_default();
    if document.kind != Kind::Queries {
        return Vec::new();
    }
    match print::format(&document.text, dialect, style) {
        Ok(text) => {
            edits(&document.text, Span::new(0, document.text.len()), &line_ends(&document.text, text))
        }
        Err(_) => Vec::new(),
    }
}

/// The same for the queries that a part of a document touches, in a program as well: a text in one literal of
/// several lines, of which all is known.
pub(crate) fn range(document: &Document, part: Span, style: &Style) -> Vec<Edit> {
    let mut found = Vec::new();
    for region in document.regions().iter().filter(|it| !it.is_alternative()) {
        if !touch(region.extent(), part) {
            continue;
        }
        match region.host() {
            None => found.extend(statements(document, region, part, style)),
            Some(_) => found.extend(in_host(document, region, style).unwrap_or_default()),
        }
    }
    found
}

/// The statements of a text, each by itself.
fn statements(document: &Document, region: &Region, part: Span, style: &Style) -> Vec<Edit> {
    let tokens = region.tokens();
    let mut found = Vec::new();
    for query in &region.parsed().statements {
        let semicolon = tokens.iter().find(|token| {
            token.span.start >= query.span.end
                && !matches!(token.kind, TokenKind::Whitespace | TokenKind::Comment)
        });
        let end = semicolon
            .filter(|token| token.kind == TokenKind::Semicolon)
            .map_or(query.span.end, |it| it.span.end);
        let span = Span { start: query.span.start, end };
        if !touch(span, part) {
            continue;
        }
        if let Ok(text) = print::format(span.slice(&region.text), region.dialect, style) {
            let text = line_ends(&document.text, text.trim_end().to_owned());
            found.extend(edits(&document.text, span, &text));
        }
    }
    found
}

/// A query in a literal of several lines: its lines begin below its first word.
fn in_host(document: &Document, region: &Region, style: &Style) -> Option<Vec<Edit>> {
    if !region.is_verbatim(&document.text) || !region.text.trim().contains('\n') {
        return None;
    }
    let inner = region.text.trim();
    let start = region.text.len() - region.text.trim_start().len();
    let laid_out = print::format(inner, region.dialect, style).ok()?;
    let mut laid_out = laid_out.trim_end();
    if !inner.ends_with(';') {
        laid_out = laid_out.trim_end_matches(';');
    }
    let span = region.in_document(Span::new(start, start + inner.len()));
    let line = document.text.get(..span.start as usize)?.rsplit('\n').next()?;
    let indent: String = line.chars().map(|char| if char == '\t' { '\t' } else { ' ' }).collect();
    // Behind the opening quote a query goes on where the others of its lines begin.
    let indent = if line.trim().is_empty() { indent } else { margin(inner).unwrap_or(indent) };
    let text = laid_out.replace('\n', &format!("\n{indent}"));
    let same = |text: &str| parse(text, Dialect::Surface).statements;
    (same(&text) == same(inner)).then(|| edits(&document.text, span, &line_ends(&document.text, text)))
}

/// What the second line of a text begins with.
fn margin(text: &str) -> Option<String> {
    let line = text.lines().nth(1)?;
    Some(line[..line.len() - line.trim_start().len()].to_owned())
}

/// With the line ends that the document has.
fn line_ends(document: &str, text: String) -> String {
    let crlf =
        document.contains("\r\n") && document.matches('\n').count() == document.matches("\r\n").count();
    if crlf { text.replace("\r\n", "\n").replace('\n', "\r\n") } else { text }
}

/// The change of a part of a text, without what stays at its start and its end.
pub(crate) fn edits(document: &str, span: Span, new: &str) -> Vec<Edit> {
    let old = span.slice(document);
    if old == new {
        return Vec::new();
    }
    let same = old.bytes().zip(new.bytes()).take_while(|(old, new)| old == new).count();
    let start = floor(old, new, same);
    let (old_rest, new_rest) = (&old[start..], &new[start..]);
    let same = old_rest.bytes().rev().zip(new_rest.bytes().rev()).take_while(|(old, new)| old == new).count();
    let mut end = same;
    while !(old_rest.is_char_boundary(old_rest.len() - end)
        && new_rest.is_char_boundary(new_rest.len() - end))
    {
        end -= 1;
    }
    let from = span.start as usize + start;
    let to = span.end as usize - end;
    vec![Edit { span: Span::new(from, to), text: new_rest[..new_rest.len() - end].to_owned() }]
}

/// The last place between two characters of both.
fn floor(old: &str, new: &str, mut at: usize) -> usize {
    while !(old.is_char_boundary(at) && new.is_char_boundary(at)) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::edits;
    use vtql_parser::Span;

    #[test]
    fn an_edit_is_what_differs_and_lies_between_characters() {
        for (old, new) in
            [("aé b", "aè b"), ("", "x"), ("select id", "select id;"), ("äö", "ö"), ("aaa", "aa"), ("x", "")]
        {
            let edit = &edits(old, Span::new(0, old.len()), new)[0];
            let mut text = old.to_owned();
            text.replace_range(edit.span.range(), &edit.text);
            assert_eq!(text, new);
        }
        assert!(edits("same", Span::new(0, 4), "same").is_empty());
    }
}
