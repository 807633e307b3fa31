//! Fields and their values as they stand in a program.

use super::split::split;
use crate::source::{literal_text, only_literal};
use proc_macro2::{Delimiter, Group, Ident, Spacing, Span, TokenStream, TokenTree};
use vtql_schema::Field;
use vtql_schema::element::{Content, Presence};

/// A field and its value.
#[derive(Debug, Clone)]
pub(super) struct Member {
    /// The name, unless it is a string.
    pub(super) ident: Option<Ident>,
    pub(super) name: String,
    pub(super) span: Span,
    pub(super) value: Value,
    /// The first and the last token of the value.
    pub(super) place: (Span, Span),
}

/// What stands behind the name of a field.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Text(String),
    /// As it is written, without the marks between its digits.
    Number(String),
    Boolean(bool),
    Nothing,
    /// Texts in square brackets, each with its place.
    Choices(Vec<(String, Span)>),
    /// Records in square brackets, each with its place.
    Items(Vec<(Vec<Member>, Span)>),
    /// What is known when the program runs.
    Expression {
        tokens: Vec<TokenTree>,
        how: How,
    },
}

/// What becomes of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// It is a value.
    Always,
    /// It is an `Option`; without a value the field is left alone.
    IfSome,
    /// It is an `Option`; without a value the field is cleared.
    OrClear,
}

impl Value {
    /// The value in these tokens, of which there is at least one.
    pub(super) fn new(tokens: Vec<TokenTree>, optional: bool) -> syn::Result<Self> {
        if optional {
            return Ok(Value::Expression { tokens, how: How::IfSome });
        }
        if let [before @ .., TokenTree::Ident(or), TokenTree::Ident(none)] = &*tokens
            && !before.is_empty()
            && or == "or"
            && none == "None"
        {
            return Ok(Value::Expression { tokens: before.to_vec(), how: How::OrClear });
        }
        Ok(match known(&tokens)? {
            Some(value) => value,
            None => Value::Expression { tokens, how: How::Always },
        })
    }

    /// What the rules are to know of it; `place` gives the place of a part.
    pub(super) fn content(&self, place: &mut impl FnMut(Span) -> vtql_parser::Span) -> Content {
        match self {
            Value::Text(text) => Content::Text(text.clone()),
            Value::Number(text) => Content::Number(text.clone()),
            Value::Boolean(flag) => Content::Boolean(*flag),
            Value::Nothing => Content::Nothing,
            Value::Choices(choices) => {
                Content::Choices(choices.iter().map(|(text, span)| (text.clone(), place(*span))).collect())
            }
            Value::Expression { how, .. } => Content::Expression(match how {
                How::Always => Presence::Always,
                How::IfSome => Presence::OrLeftOut,
                How::OrClear => Presence::OrCleared,
            }),
            // Whoever has the places of members makes it.
            Value::Items(_) => Content::Items(Vec::new()),
        }
    }

    /// The text that is sent to a field, of a value that is known.
    pub(super) fn text(&self, field: Option<&Field>) -> String {
        match self {
            Value::Boolean(flag) if field.is_some_and(Field::is_switch) => {
                (if *flag { "on" } else { "off" }).to_owned()
            }
            Value::Text(text) | Value::Number(text) => text.clone(),
            Value::Boolean(flag) => u8::from(*flag).to_string(),
            Value::Choices(choices) => {
                choices.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>().join(" |##| ")
            }
            Value::Nothing | Value::Items(_) | Value::Expression { .. } => String::new(),
        }
    }
}

/// A value that is known while compiling.
fn known(tokens: &[TokenTree]) -> syn::Result<Option<Value>> {
    if let Some(literal) = only_literal(tokens) {
        let written = literal.to_string();
        return Ok(literal_text(&written).ok().map(Value::Text).or_else(|| number(&written, "")));
    }
    match tokens {
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::None => {
            known(&group.stream().into_iter().collect::<Vec<_>>())
        }
        [TokenTree::Ident(word)] => Ok(match &*word.to_string() {
            "None" => Some(Value::Nothing),
            "true" => Some(Value::Boolean(true)),
            "false" => Some(Value::Boolean(false)),
            _ => None,
        }),
        [TokenTree::Punct(sign), TokenTree::Literal(literal)] if sign.as_char() == '-' => {
            Ok(number(&literal.to_string(), "-"))
        }
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::Bracket => list(group),
        _ => Ok(None),
    }
}

/// A number in decimal digits. One with a suffix or a prefix is left to the compiler.
fn number(written: &str, sign: &str) -> Option<Value> {
    let digits = written.replace('_', "");
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && digits.bytes().filter(|b| *b == b'.').count() <= 1;
    is_number.then(|| Value::Number(format!("{sign}{}", digits.trim_end_matches('.'))))
}

/// A list of texts or of records; `None` when something else stands in it.
fn list(group: &Group) -> syn::Result<Option<Value>> {
    let elements = split(group.stream());
    let record = |element: &Vec<TokenTree>| match &**element {
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::Brace => Some(group.clone()),
        _ => None,
    };
    let records: Option<Vec<Group>> = elements.iter().map(record).collect();
    if let Some(records) = records.filter(|records| !records.is_empty()) {
        return items(&records).map(|items| Some(Value::Items(items)));
    }
    let text = |element: &Vec<TokenTree>| {
        let literal = only_literal(element)?;
        Some((literal_text(&literal.to_string()).ok()?, literal.span()))
    };
    let texts: Option<Vec<(String, Span)>> = elements.iter().map(text).collect();
    Ok(texts.filter(|texts| !texts.is_empty()).map(Value::Choices))
}

/// The line items in braces, each with its place.
fn items(groups: &[Group]) -> syn::Result<Vec<(Vec<Member>, Span)>> {
    groups.iter().map(|group| Ok((members(group.stream())?, group.span()))).collect()
}

pub(super) fn members(tokens: TokenStream) -> syn::Result<Vec<Member>> {
    split(tokens).into_iter().map(Member::new).collect()
}

impl Member {
    fn new(mut tokens: Vec<TokenTree>) -> syn::Result<Self> {
        let expected =
            "a field is written as `name: value`, `name?: option`, or `name` for a variable of that name";
        let error = |at: Span, message: &str| Err(syn::Error::new(at, message));
        let first = tokens.first().cloned();
        let place = first.as_ref().map_or_else(Span::call_site, TokenTree::span);
        let Some((ident, name, span)) = name(first) else { return error(place, expected) };
        let optional = tokens.get(1).is_some_and(|token| is_punct(token, '?'));
        let colon = if optional { 2 } else { 1 };
        match tokens.get(colon) {
            // The variable.
            None if ident.is_some() => tokens.truncate(1),
            Some(TokenTree::Punct(punct)) if punct.as_char() == ':' && punct.spacing() == Spacing::Alone => {
                tokens.drain(..=colon);
            }
            other => return error(other.map_or(span, TokenTree::span), expected),
        }
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
            return error(span, &format!("`{name}` needs a value behind its colon"));
        };
        let place = (first.span(), last.span());
        Ok(Member { ident, name, span, value: Value::new(tokens, optional)?, place })
    }
}

/// The name of a field, its identifier unless it is a string, and its place.
pub(super) fn name(token: Option<TokenTree>) -> Option<(Option<Ident>, String, Span)> {
    match unwrapped(token)? {
        TokenTree::Ident(ident) => {
            let (mut name, span) = (ident.to_string(), ident.span());
            if name.starts_with("r#") {
                name.drain(..2);
            }
            Some((Some(ident), name, span))
        }
        TokenTree::Literal(literal) => {
            let name = literal_text(&literal.to_string()).ok()?;
            Some((None, name, literal.span()))
        }
        _ => None,
    }
}

/// What a fragment of `macro_rules!` holds, if it is one token.
pub(super) fn unwrapped(token: Option<TokenTree>) -> Option<TokenTree> {
    match token {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::None => {
            let mut inner = group.stream().into_iter();
            let only = inner.next();
            if inner.next().is_none() { unwrapped(only) } else { Some(TokenTree::Group(group)) }
        }
        other => other,
    }
}

fn is_punct(token: &TokenTree, expected: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == expected)
}
