//! What `in`, `between` and `limit` take, while they are written.

use super::View;
use crate::document::Region;
use gen_lsp_types::{
    ActiveParameter, ParameterInformation, ParameterInformationLabel, SignatureHelp, SignatureInformation,
};
use vtql_parser::{Token, TokenKind};

pub(crate) fn signature(view: View<'_>, offset: usize) -> Option<SignatureHelp> {
    let (region, at) = view.document.region_at(offset)?;
    let tokens = region.tokens();
    let before: Vec<&Token> =
        tokens.iter().filter(|token| (token.span.end as usize) <= at && !is_blank(token.kind)).collect();
    let (label, parameters, active) =
        in_list(region, &before).or_else(|| between(region, &before)).or_else(|| limit(region, &before))?;
    let parameters = parameters.into_iter().map(|label| ParameterInformation {
        label: ParameterInformationLabel::String(label.to_owned()),
        documentation: None,
    });
    Some(SignatureHelp {
        signatures: vec![SignatureInformation {
            label,
            documentation: None,
            parameters: Some(parameters.collect()),
            active_parameter: None,
        }],
        active_signature: Some(0),
        active_parameter: Some(ActiveParameter::Int(active)),
    })
}

type Signature = (String, Vec<&'static str>, u32);

fn is_blank(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Whitespace | TokenKind::Comment)
}

fn word<'a>(region: &'a Region, token: &Token) -> &'a str {
    token.span.slice(&region.text)
}

fn is_word(region: &Region, token: Option<&&Token>, wanted: &str) -> bool {
    token.is_some_and(|token| word(region, token).eq_ignore_ascii_case(wanted))
}

fn field(region: &Region, before: &[&Token]) -> String {
    let token = before.iter().rev().find(|token| !is_word(region, Some(token), "not"));
    token.map_or("field", |token| word(region, token)).to_owned()
}

/// Behind the parenthesis of a list.
fn in_list(region: &Region, before: &[&Token]) -> Option<Signature> {
    let open = before.iter().rposition(|token| matches!(token.kind, TokenKind::Open | TokenKind::Close))?;
    let opens = before.get(open)?.kind == TokenKind::Open;
    if !opens || !is_word(region, before.get(open.checked_sub(1)?), "in") {
        return None;
    }
    let is_first = !before[open..].iter().any(|token| token.kind == TokenKind::Comma);
    let label = format!("{} in (value, more values…)", field(region, &before[..open - 1]));
    Some((label, vec!["value", "more values…"], u32::from(!is_first)))
}

/// Behind `between`, up to the end of its second value.
fn between(region: &Region, before: &[&Token]) -> Option<Signature> {
    let start = before.len().saturating_sub(4);
    let at = start + before[start..].iter().rposition(|token| is_word(region, Some(token), "between"))?;
    let behind = &before[at + 1..];
    let active = match behind {
        [] | [_] => 0,
        [_, and] | [_, and, _] if is_word(region, Some(and), "and") => 1,
        _ => return None,
    };
    let label = format!("{} between low and high", field(region, &before[..at]));
    Some((label, vec!["low", "high"], active))
}

/// Behind `limit`.
fn limit(region: &Region, before: &[&Token]) -> Option<Signature> {
    let start = before.len().saturating_sub(4);
    let at = start + before[start..].iter().rposition(|token| is_word(region, Some(token), "limit"))?;
    if before.get(at)?.kind != TokenKind::Keyword {
        return None;
    }
    let behind = &before[at + 1..];
    if behind.iter().any(|token| token.kind == TokenKind::Comma) {
        return Some(("limit offset, count".to_owned(), vec!["offset", "count"], 1));
    }
    (behind.len() <= 1).then(|| ("limit count".to_owned(), vec!["count"], 0))
}
