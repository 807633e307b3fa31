//! Lists of tokens.

use proc_macro2::{TokenStream, TokenTree};

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

#[cfg(test)]
mod tests {
    use super::*;

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
}
