//! The record as it stands in a program: `Contacts { lastname: name, email?: maybe } -> Contact`.

use super::value::Value;
use proc_macro2::{Delimiter, Group, Ident, Spacing, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Path, Token, braced};

/// What is written.
pub(super) struct Record {
    pub(super) module: Ident,
    pub(super) members: Vec<Member>,
    /// The type of what the server answers, where one is named.
    pub(super) answer: Option<Path>,
}

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

impl Record {
    pub(super) fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let module = input.call(Ident::parse_any).map_err(|error| {
            syn::Error::new(error.span(), "name a module and its values, as in `Contacts { lastname: name }`")
        })?;
        if !input.peek(syn::token::Brace) {
            let message = format!("the values stand in braces, as in `{module} {{ field: value }}`");
            return Err(syn::Error::new(module.span(), message));
        }
        let values;
        braced!(values in input);
        let members = members(values.parse()?)?;
        let arrow: Option<Token![->]> = input.parse()?;
        let answer = arrow.map(|_| input.call(Path::parse_mod_style)).transpose()?;
        if !input.is_empty() {
            return Err(input.error("nothing follows the values but `-> Type`, the type of the answer"));
        }
        Ok(Record { module, members, answer })
    }
}

/// The line items in braces, each with its place.
pub(super) fn items(groups: &[Group]) -> syn::Result<Vec<(Vec<Member>, Span)>> {
    groups.iter().map(|group| Ok((members(group.stream())?, group.span()))).collect()
}

fn members(tokens: TokenStream) -> syn::Result<Vec<Member>> {
    split(tokens).into_iter().map(Member::new).collect()
}

impl Member {
    fn new(tokens: Vec<TokenTree>) -> syn::Result<Self> {
        let mut tokens = tokens.into_iter().peekable();
        let expected =
            "a field is written as `name: value`, `name?: option`, or `name` for a variable of that name";
        let first = tokens.next();
        let (ident, name, span) = match unwrapped(first) {
            Some(TokenTree::Ident(ident)) => (Some(ident.clone()), ident.unraw().to_string(), ident.span()),
            Some(TokenTree::Literal(literal)) => {
                let name = crate::source::literal_text(&literal.to_string());
                (None, name.map_err(|_| syn::Error::new(literal.span(), expected))?, literal.span())
            }
            other => {
                let span = other.map_or_else(Span::call_site, |token| token.span());
                return Err(syn::Error::new(span, expected));
            }
        };
        let optional = tokens.next_if(|token| is_punct(token, '?')).is_some();
        let value: Vec<TokenTree> = match tokens.next() {
            None => {
                let ident = ident.clone().ok_or_else(|| syn::Error::new(span, expected))?;
                vec![TokenTree::Ident(ident)]
            }
            Some(TokenTree::Punct(colon)) if colon.as_char() == ':' && colon.spacing() == Spacing::Alone => {
                tokens.collect()
            }
            Some(other) => return Err(syn::Error::new(other.span(), expected)),
        };
        let (Some(first), Some(last)) = (value.first(), value.last()) else {
            return Err(syn::Error::new(span, format!("`{name}` needs a value behind its colon")));
        };
        let place = (first.span(), last.span());
        Ok(Member { ident, name, span, value: Value::new(value, optional)?, place })
    }
}

/// What a fragment of `macro_rules!` holds, if it is one token.
fn unwrapped(token: Option<TokenTree>) -> Option<TokenTree> {
    match token {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::None => {
            let mut inner = group.stream().into_iter();
            let only = inner.next();
            if inner.next().is_none() { unwrapped(only) } else { Some(TokenTree::Group(group)) }
        }
        other => other,
    }
}

/// The tokens between commas. Those of a path's arguments, as in `Vec::<A, B>::new()`, and the parameters of a
/// closure separate nothing.
pub(super) fn split(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut parts = vec![Vec::new()];
    let (mut angles, mut in_closure) = (0_usize, false);
    let mut before: [Option<char>; 2] = [None, None];
    for token in tokens {
        let sign = if let TokenTree::Punct(punct) = &token { Some(punct.as_char()) } else { None };
        match sign {
            Some('<') if angles > 0 || before == [Some(':'), Some(':')] => angles += 1,
            Some('>') if angles > 0 && before[1] != Some('-') => angles -= 1,
            // A closure begins where a value does; elsewhere the sign is an operator.
            Some('|') if in_closure => in_closure = false,
            Some('|') => in_closure = parts.last().is_some_and(|part| begins_closure(part)),
            Some(',') if angles == 0 && !in_closure => {
                parts.push(Vec::new());
                before = [None, None];
                continue;
            }
            _ => {}
        }
        before = [before[1], sign];
        if let Some(part) = parts.last_mut() {
            part.push(token);
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// Whether a `|` behind these tokens begins a closure.
fn begins_closure(before: &[TokenTree]) -> bool {
    match before.last() {
        None => true,
        Some(TokenTree::Punct(punct)) => !matches!(punct.as_char(), '?' | '|' | '>'),
        Some(TokenTree::Ident(word)) => word == "move" || word == "return",
        Some(_) => false,
    }
}

fn is_punct(token: &TokenTree, expected: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == expected)
}

#[cfg(test)]
mod tests {
    use super::*;
    use syn::parse::Parser;

    fn parts(rust: &str) -> Vec<String> {
        let parts = split(rust.parse().unwrap()).into_iter();
        parts.map(|part| part.into_iter().collect::<TokenStream>().to_string().replace(' ', "")).collect()
    }

    #[test]
    fn commas_separate_fields_and_nothing_else() {
        for (rust, count) in [
            ("a: 1, b: 2", 2),
            ("a: 1,", 1),
            ("", 0),
            ("a: Map::<A, B>::new(), b", 2),
            ("a: f::<Vec<A>, B>(x), b", 2),
            ("a: f::<fn(A) -> B, C>(x), b", 2),
            ("a: x < y, b: x > y", 2),
            ("a: (|x, y| x)(1, 2), b: 3", 2),
            ("a: |x: A, y: B| x, b: 3", 2),
            ("a: x | y, b: z | w", 2),
            ("a: x || y, b: z", 2),
            ("a: [1, 2], b: { x, y }", 2),
        ] {
            assert_eq!(parts(rust).len(), count, "{rust}: {:?}", parts(rust));
        }
    }

    #[test]
    fn values_are_known_where_they_are_literals() {
        let record = "M { a: \"x\", b: -1_000.5, c: true, d: None, e?: y, f: y or None, g, h: [\"x\", \"y\"], i: [{ j: 1 }], \
                      k: 5u8, l: f(x), \"m n\": 0x1F, o: [x] } -> crate::Row";
        let record = Record::parse.parse_str(record).unwrap();
        let shown: Vec<String> =
            record.members.iter().map(|it| format!("{} {:?}", it.name, kind(&it.value))).collect();
        assert_eq!(
            shown,
            [
                "a \"text\"",
                "b \"number\"",
                "c \"boolean\"",
                "d \"nothing\"",
                "e \"if some\"",
                "f \"or clear\"",
                "g \"expression\"",
                "h \"choices\"",
                "i \"items\"",
                "k \"expression\"",
                "l \"expression\"",
                "m n \"expression\"",
                "o \"expression\"",
            ]
        );
        assert!(record.answer.is_some());
    }

    fn kind(value: &Value) -> &'static str {
        use super::super::value::How;
        match value {
            Value::Text(_) => "text",
            Value::Number(_) => "number",
            Value::Boolean(_) => "boolean",
            Value::Nothing => "nothing",
            Value::Choices(_) => "choices",
            Value::Items(_) => "items",
            Value::Expression { how: How::Always, .. } => "expression",
            Value::Expression { how: How::IfSome, .. } => "if some",
            Value::Expression { how: How::OrClear, .. } => "or clear",
        }
    }

    #[test]
    fn what_is_no_record_is_told_in_words() {
        for rust in [
            "",
            "Contacts",
            "Contacts { 5: x }",
            "Contacts { a b }",
            "Contacts { a: }",
            "M { a::b: x }",
            "M { } x",
        ] {
            assert!(Record::parse.parse_str(rust).is_err(), "{rust}");
        }
    }
}
