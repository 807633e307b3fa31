//! The record as it stands in a program: `Contacts { lastname: name, email?: maybe } -> Contact`.

use super::value::{Member, members};
use proc_macro2::Ident;
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

#[cfg(test)]
mod tests {
    use super::super::value::{How, Value};
    use super::*;
    use syn::parse::Parser;

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
