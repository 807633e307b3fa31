//! The paths that a file names, told from its tokens: comments and texts are none.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// What a file names.
#[derive(Default)]
pub(crate) struct Named {
    /// Every path that begins with `crate`, `super` or `self`, and every one of a `use`, segment by segment.
    /// What is for tests alone is left out.
    pub(crate) paths: Vec<Vec<String>>,
    /// The modules that are for tests alone.
    pub(crate) test_modules: Vec<String>,
}

pub(crate) fn named(tokens: TokenStream) -> Named {
    let mut found = Named::default();
    collect(&tokens.into_iter().collect::<Vec<_>>(), &mut found);
    found
}

fn collect(tokens: &[TokenTree], found: &mut Named) {
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                let attribute = tokens.get(at + 1).and_then(group);
                if attribute.is_some_and(|it| is_for_tests(&it.stream())) {
                    let rest = tokens.get(at + 2..).unwrap_or_default();
                    if let [TokenTree::Ident(word), TokenTree::Ident(name), ..] = rest
                        && word == "mod"
                    {
                        found.test_modules.push(name.to_string());
                    }
                    at += 2 + item(rest);
                    continue;
                }
            }
            TokenTree::Ident(name) if name == "use" => {
                at += 1 + tree(tokens.get(at + 1..).unwrap_or_default(), &[], &mut found.paths);
                continue;
            }
            TokenTree::Ident(name)
                if (name == "crate" || name == "super" || name == "self")
                    && is_path(tokens.get(at + 1..).unwrap_or_default()) =>
            {
                at += tree(tokens.get(at..).unwrap_or_default(), &[], &mut found.paths);
                continue;
            }
            TokenTree::Group(inner) => collect(&inner.stream().into_iter().collect::<Vec<_>>(), found),
            _ => {}
        }
        at += 1;
    }
}

fn group(token: &TokenTree) -> Option<&Group> {
    match token {
        TokenTree::Group(group) => Some(group),
        _ => None,
    }
}

/// Whether an attribute is a `cfg` of tests: `cfg(test)`, `cfg(all(test, …))`.
fn is_for_tests(attribute: &TokenStream) -> bool {
    let text = attribute.to_string();
    let words = || text.split(|c: char| !c.is_alphanumeric() && c != '_');
    text.starts_with("cfg") && words().any(|word| word == "test") && !words().any(|word| word == "not")
}

/// The number of tokens of the item that stands here: up to its `;` or its braces.
fn item(tokens: &[TokenTree]) -> usize {
    let is_end = |token: &TokenTree| match token {
        TokenTree::Punct(punct) => punct.as_char() == ';',
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        _ => false,
    };
    let end = tokens.iter().position(is_end).map_or(tokens.len(), |end| end + 1);
    // The braces of `use a::{b};` are not its end.
    match tokens.first() {
        Some(TokenTree::Ident(word)) if word == "use" => {
            let semicolon =
                |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';');
            tokens.iter().position(semicolon).map_or(tokens.len(), |end| end + 1)
        }
        _ => end,
    }
}

/// Whether `::` stands here.
fn is_path(tokens: &[TokenTree]) -> bool {
    let colon = |at: usize| matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
    colon(0) && colon(1)
}

/// Adds the paths of the tree that stands here, and returns how many tokens it has.
fn tree(tokens: &[TokenTree], before: &[String], found: &mut Vec<Vec<String>>) -> usize {
    let mut path = before.to_vec();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token {
            TokenTree::Ident(name) => path.push(name.to_string()),
            TokenTree::Group(inner) if inner.delimiter() == Delimiter::Brace => {
                let inside: Vec<TokenTree> = inner.stream().into_iter().collect();
                let mut next = 0;
                while next < inside.len() {
                    next += tree(&inside[next..], &path, found).max(1);
                    let to_comma =
                        |token: &TokenTree| matches!(token, TokenTree::Punct(it) if it.as_char() == ',');
                    next += inside[next.min(inside.len())..]
                        .iter()
                        .position(to_comma)
                        .map_or(inside.len(), |it| it + 1);
                }
                return at + 1;
            }
            _ => break,
        }
        at += 1;
        if !is_path(tokens.get(at..).unwrap_or_default()) {
            break;
        }
        at += 2;
    }
    if path.len() > before.len() {
        found.push(path);
    }
    at
}
