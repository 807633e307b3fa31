//! The record as it stands in a program: `Contacts { lastname: name, email?: maybe } -> Contact`.

use super::split::split;
use super::value::{Member, members, unwrapped};
use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use syn::Path;
use syn::parse::Parser;

/// What is written.
pub(super) struct Record {
    pub(super) module: Ident,
    pub(super) members: Vec<Member>,
    /// The type of what the server answers, where one is asked for.
    pub(super) answer: Option<Answer>,
}

/// The type of what the server answers.
pub(super) enum Answer {
    /// One that has a name.
    Named(Path),
    /// A struct with these fields.
    Fields(Vec<AnswerField>),
}

/// A field of an answer.
pub(super) struct AnswerField {
    pub(super) name: String,
    pub(super) ident: Option<Ident>,
    pub(super) span: Span,
}

const BEHIND: &str =
    "nothing follows the values but `-> Type`, the type of the answer, or `-> { field, … }`, its fields";

impl Record {
    pub(super) fn parse(tokens: TokenStream) -> syn::Result<Self> {
        let mut tokens = tokens.into_iter();
        let first = tokens.next();
        let at = first.as_ref().map_or_else(Span::call_site, TokenTree::span);
        let Some(TokenTree::Ident(module)) = unwrapped(first) else {
            let message = "name a module and its values, as in `Contacts { lastname: name }`";
            return Err(syn::Error::new(at, message));
        };
        let values = match tokens.next() {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => group.stream(),
            _ => {
                let message = format!("the values stand in braces, as in `{module} {{ field: value }}`");
                return Err(syn::Error::new(module.span(), message));
            }
        };
        let (members, rest) = (members(values)?, tokens.collect::<Vec<_>>());
        let answer = if rest.is_empty() { None } else { Some(Answer::parse(&rest)?) };
        Ok(Record { module, members, answer })
    }
}

impl Answer {
    /// What stands behind the values.
    fn parse(tokens: &[TokenTree]) -> syn::Result<Self> {
        let behind = match tokens {
            [TokenTree::Punct(minus), TokenTree::Punct(greater), behind @ ..]
                if minus.as_char() == '-' && greater.as_char() == '>' =>
            {
                behind
            }
            _ => &[],
        };
        match behind {
            [] => Err(syn::Error::new(tokens[0].span(), BEHIND)),
            [TokenTree::Group(group)] if group.delimiter() == Delimiter::Brace => {
                let fields = split(group.stream()).into_iter().map(AnswerField::new);
                fields.collect::<syn::Result<_>>().map(Answer::Fields)
            }
            behind => {
                let path = |input: syn::parse::ParseStream<'_>| {
                    let path = input.call(Path::parse_mod_style)?;
                    if input.is_empty() { Ok(path) } else { Err(input.error(BEHIND)) }
                };
                path.parse2(behind.iter().cloned().collect()).map(Answer::Named)
            }
        }
    }
}

impl AnswerField {
    fn new(tokens: Vec<TokenTree>) -> syn::Result<Self> {
        let span = tokens.first().map_or_else(Span::call_site, TokenTree::span);
        let mut tokens = tokens.into_iter();
        match (super::value::name(tokens.next()), tokens.next()) {
            (Some((ident, name, span)), None) => Ok(AnswerField { name, ident, span }),
            _ => Err(syn::Error::new(span, "the fields of an answer are named, as in `-> { id, lastname }`")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::{How, Value};
    use super::*;

    #[test]
    fn values_are_known_where_they_are_literals() {
        let record = "M { a: \"x\", b: -1_000.5, c: true, d: None, e?: y, f: y or None, g, h: [\"x\", \"y\"], i: [{ j: 1 }], \
                      k: 5u8, l: f(x), \"m n\": 0x1F, o: [x] } -> crate::Row";
        let record = Record::parse(record.parse().unwrap()).unwrap();
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
            "M { } ->",
            "M { } -> { a b }",
            "M { } -> { a: b }",
            "M { } -> A {}",
        ] {
            assert!(Record::parse(rust.parse().unwrap()).is_err(), "{rust}");
        }
    }
}
