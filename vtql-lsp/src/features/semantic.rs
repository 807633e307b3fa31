//! Colours by meaning, in host strings as well.

use super::View;
use crate::document::{Region, Role};
use gen_lsp_types::{SemanticToken, SemanticTokens, SemanticTokensLegend};
use vtql_parser::{Span, Token, TokenKind};

/// The kinds of tokens, by the protocol's names; a token names its kind by its place here.
const TYPES: &[&str] =
    &["keyword", "class", "property", "string", "number", "operator", "comment", "parameter", "variable"];

pub(crate) fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend {
        token_types: TYPES.iter().map(|name| (*name).to_owned()).collect(),
        token_modifiers: Vec::new(),
    }
}

/// The tokens of a document, or of the part that is asked for.
pub(crate) fn tokens(view: View<'_>, part: Option<Span>) -> SemanticTokens {
    let mut found: Vec<(Span, u32)> = Vec::new();
    for region in view.document.regions().iter().filter(|it| !it.is_alternative()) {
        let extent = region.extent();
        if part.is_some_and(|part| extent.end < part.start || part.end < extent.start) {
            continue;
        }
        found.extend(of_region(region));
    }
    found.sort_by_key(|(span, _)| span.start);
    let (mut data, mut last, mut end) = (Vec::new(), (0, 0), 0);
    for (span, kind) in found {
        // A query that comes twice in one literal has its colours once.
        if span.start < end {
            continue;
        }
        end = span.end;
        for line in lines(view, span) {
            let start = view.range(line).start;
            let length = view.encoding.length(view.document.slice(line));
            if length == 0 {
                continue;
            }
            let delta_line = start.line - last.0;
            let delta_start = if delta_line == 0 { start.character - last.1 } else { start.character };
            data.push(SemanticToken {
                delta_line,
                delta_start,
                length,
                token_type: kind,
                token_modifiers_bitset: 0,
            });
            last = (start.line, start.character);
        }
    }
    SemanticTokens { result_id: None, data }
}

fn of_region(region: &Region) -> Vec<(Span, u32)> {
    let names = region.names();
    let role = |span: Span| names.iter().find(|it| it.span() == span).map(|it| it.role);
    let kind = |token: &Token| -> Option<&str> {
        Some(match token.kind {
            TokenKind::Keyword => "keyword",
            TokenKind::Word => match role(token.span) {
                Some(Role::Module) => "class",
                Some(Role::Field) => "property",
                None => "variable",
            },
            TokenKind::Number => "number",
            TokenKind::String | TokenKind::DoubleQuoted | TokenKind::UnterminatedString => "string",
            TokenKind::Parameter | TokenKind::Hole => "parameter",
            TokenKind::Operator | TokenKind::Star => "operator",
            TokenKind::Comment | TokenKind::UnterminatedComment => "comment",
            _ => return None,
        })
    };
    let tokens = region.tokens();
    let found = tokens.iter().filter_map(|token| {
        let kind = kind(token)?;
        // What a program fills in has the colours of its language.
        if token.kind == TokenKind::Hole {
            return None;
        }
        let kind = TYPES.iter().position(|name| *name == kind)?;
        let span = region.in_document(token.span);
        (!span.is_empty()).then_some((span, u32::try_from(kind).ok()?))
    });
    found.collect()
}

/// The lines of a token: few clients show one of several.
fn lines(view: View<'_>, span: Span) -> Vec<Span> {
    let text = view.document.slice(span);
    let mut start = span.start as usize;
    let mut lines = Vec::new();
    for line in text.split_inclusive('\n') {
        let shown = line.trim_end_matches(['\n', '\r']);
        lines.push(Span::new(start, start + shown.len()));
        start += line.len();
    }
    lines
}
