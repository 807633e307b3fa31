//! Code as text that people read, and whether two texts are the same code.

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};

const INDENT: &str = "    ";

/// The text of items: one statement, field or attribute a line, documentation as comments.
pub(crate) fn lay_out(items: TokenStream) -> String {
    let mut page = Page { text: String::new(), depth: 0, glued: true };
    page.stream(items, true);
    page.text
}

struct Page {
    text: String,
    depth: usize,
    /// Whether the next token follows without a space.
    glued: bool,
}

impl Page {
    /// The tokens of a body, where `;` and `,` end lines, or those of a line.
    fn stream(&mut self, tokens: TokenStream, body: bool) {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == '#' && body => {
                    let Some(TokenTree::Group(attribute)) = tokens.next() else { continue };
                    self.attribute(&attribute);
                }
                TokenTree::Punct(punct) => {
                    let sign = punct.as_char();
                    let spaced = matches!(sign, '=' | '-' | '+' | '&' | '#' | '\'' | '|' | '*')
                        || sign == ':' && punct.spacing() == Spacing::Joint && self.starts_path();
                    self.word(&sign.to_string(), spaced);
                    let behind_joint = punct.spacing() == Spacing::Joint;
                    self.glued = behind_joint
                        || matches!(sign, '&' | '<' | '.' | '!' | '#' | '\'' | '*')
                        || sign == ':' && self.text.ends_with("::");
                    if body && matches!(sign, ';' | ',') {
                        self.line();
                    }
                }
                TokenTree::Group(group) => {
                    self.group(&group);
                    if body && group.delimiter() == Delimiter::Brace {
                        let next = tokens.peek().map(ToString::to_string);
                        if !matches!(next.as_deref(), Some("," | ";" | "." | "?")) {
                            self.line();
                        }
                    }
                }
                word => self.word(&word.to_string(), true),
            }
        }
    }

    /// Whether `::` at this place starts a path rather than going on with one.
    fn starts_path(&self) -> bool {
        !self.text.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '>'))
            || self.text.ends_with("->")
    }

    fn group(&mut self, group: &Group) {
        match group.delimiter() {
            Delimiter::Brace if group.stream().is_empty() => self.word("{}", true),
            Delimiter::Brace => {
                self.word("{", true);
                self.depth += 1;
                self.line();
                self.stream(group.stream(), true);
                self.depth -= 1;
                self.line();
                self.word("}", false);
            }
            Delimiter::None => self.stream(group.stream(), false),
            delimiter => {
                let signs = if delimiter == Delimiter::Parenthesis { ["(", ")"] } else { ["[", "]"] };
                let behind_word = self.text.ends_with(|c: char| c.is_alphanumeric() || c == '_');
                self.word(signs[0], !behind_word);
                self.glued = true;
                self.stream(group.stream(), false);
                self.word(signs[1], false);
            }
        }
    }

    fn attribute(&mut self, attribute: &Group) {
        let parsed = syn::parse2::<syn::MetaNameValue>(attribute.stream()).ok();
        let doc = parsed.filter(|it| it.path.is_ident("doc")).and_then(|it| match it.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        });
        self.line();
        if self.depth == 0 && (self.text.ends_with("}\n") || self.text.ends_with(";\n")) {
            self.text.push('\n');
        }
        match doc {
            Some(doc) => {
                // A carriage return cannot stand in a comment.
                for line in doc.replace('\r', " ").split('\n') {
                    let gap = if line.is_empty() || line.starts_with(' ') { "" } else { " " };
                    self.word(&format!("///{gap}{line}"), false);
                    self.line();
                }
            }
            None => {
                self.word("#", false);
                self.glued = true;
                self.group(attribute);
                self.line();
            }
        }
    }

    fn word(&mut self, text: &str, spaced: bool) {
        if self.text.ends_with('\n') {
            self.text.push_str(&INDENT.repeat(self.depth));
        } else if spaced && !self.glued {
            self.text.push(' ');
        }
        self.text.push_str(text);
        self.glued = false;
    }

    /// Ends the line, unless nothing is on it.
    fn line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }
}

/// Whether two texts are the same code, however they are laid out and commented. Text that is no Rust is
/// the same as nothing.
///
/// ```
/// use vtql_codegen::same_code;
///
/// assert!(same_code("fn f(a: u8) {}", "fn f(\n    a: u8, // one\n) {\n}"));
/// assert!(!same_code("fn f(a: u8) {}", "fn f(a: u16) {}"));
/// ```
pub fn same_code(one: &str, other: &str) -> bool {
    let tokens = |text: &str| {
        let mut words = Vec::new();
        collect(text.parse().ok()?, &mut words);
        Some(words)
    };
    matches!((tokens(one), tokens(other)), (Some(one), Some(other)) if one == other)
}

/// The tokens one by one, without the commas before a closing bracket that a layout adds and drops.
fn collect(tokens: TokenStream, words: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                words.push(format!("open {:?}", group.delimiter()));
                collect(group.stream(), words);
                if words.last().is_some_and(|word| word == ",") {
                    words.pop();
                }
                words.push("close".to_owned());
            }
            token => words.push(token.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_laid_out() {
        let tokens = "#[doc = \"A row.\\n\\nOf\\rtwo.\"] #[allow(x, y)] pub struct Row { #[doc = \" Id.\"] pub id: ::c::Id, \
                      pub name: ::c::Option<::c::String> } ::c::__row!(Row [\"id\" \"name\"] (id name)); \
                      pub fn rows(name: &str, list: &[i64]) -> ::c::Query<Row> { \
                      ::c::query(\"…\", &[::c::one(&(name), { enum id {} ::c::Field::<id> })]) }";
        let text = lay_out(tokens.parse().unwrap());
        assert_eq!(
            text,
            "/// A row.\n///\n/// Of two.\n#[allow(x, y)]\npub struct Row {\n    /// Id.\n    pub id: ::c::Id,\n    \
             pub name: ::c::Option<::c::String>\n}\n::c::__row!(Row[\"id\" \"name\"] (id name));\n\
             pub fn rows(name: &str, list: &[i64]) -> ::c::Query<Row> {\n    \
             ::c::query(\"…\", &[::c::one(&(name), {\n        enum id {}\n        ::c::Field::<id>\n    })])\n}\n"
        );
        assert_eq!(lay_out(text.parse().unwrap()), text);
    }

    #[test]
    fn a_layout_that_cannot_be_read_is_the_same_as_nothing() {
        assert!(!same_code("fn f( {}", "fn f( {}"));
    }
}
