//! Rust identifiers for the names of modules and fields.

use proc_macro2::{Ident, Span};
use std::borrow::Cow;

/// Words that cannot be identifiers, in any edition.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait",
    "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// The length of `abstract`, `continue` and others.
const LONGEST_KEYWORD: usize = 8;

/// Words that cannot even be raw identifiers.
const NEVER_RAW: &[&str] = &["self", "Self", "super", "crate", "_"];

/// The identifier for a name: keywords become raw (`r#type`), or get a `_` at the end where raw is
/// impossible; a digit in front gets a `_` before it. Names in queries are made of ASCII letters, digits
/// and `_`; a snapshot may hold anything, and what no identifier can hold becomes `_`.
pub(crate) fn for_name(name: &str, span: Span) -> Ident {
    at(&text_for(name), span)
}

/// The identifier of that text, which may be raw.
pub(crate) fn at(text: &str, span: Span) -> Ident {
    text.strip_prefix("r#").map_or_else(|| Ident::new(text, span), |word| Ident::new_raw(word, span))
}

/// [`for_name`] as text.
pub(crate) fn text_for(name: &str) -> Cow<'_, str> {
    if NEVER_RAW.contains(&name) {
        return Cow::Owned(format!("{name}_"));
    }
    if name.len() <= LONGEST_KEYWORD && KEYWORDS.contains(&name) {
        return Cow::Owned(format!("r#{name}"));
    }
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.bytes().all(is_word) {
        return Cow::Borrowed(name);
    }
    let mut name = name.to_owned();
    if name.starts_with(|c: char| c.is_ascii_digit()) || name.is_empty() {
        name.insert(0, '_');
    }
    let is_ascii = name.bytes().all(is_word);
    if name == "_" || (!is_ascii && syn::parse_str::<Ident>(&name).is_err()) {
        name = name.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
        name.insert(0, '_');
    }
    Cow::Owned(name)
}

/// The same identifier, standing nowhere in the program: what an editor finds where the program has the word
/// is the other one.
pub(crate) fn elsewhere(ident: &Ident) -> Ident {
    let mut moved = ident.clone();
    moved.set_span(Span::call_site().resolved_at(ident.span()));
    moved
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_an_identifier() {
        let ident = |name| for_name(name, Span::call_site()).to_string();
        assert_eq!(ident("lastname"), "lastname");
        assert_eq!(ident("type"), "r#type");
        assert_eq!(ident("self"), "self_");
        assert_eq!(ident("_"), "__");
        assert_eq!(ident("5th"), "_5th");
        assert_eq!(ident("a field"), "_a_field");
        assert_eq!(ident("x²"), "_x_");
        assert_eq!(ident(""), "__");
        assert_eq!(ident("naïve"), "naïve");
    }
}
