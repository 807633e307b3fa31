//! Keywords that were meant.

use crate::codes;
use crate::diagnostic::{Diagnostic, Safety};

use super::super::token::Token;
use crate::token::TokenKind;

/// Whether a word is a keyword with one mistake: a letter more, less, another or two swapped. Words of
/// five letters and more may have two.
pub(in super::super) fn is_near(token: &Token<'_>, keyword: &str) -> bool {
    let allowed = if keyword.len() >= 5 { 2 } else { 1 };
    if token.kind != TokenKind::Word || token.text.len().abs_diff(keyword.len()) > allowed {
        return false;
    }
    let word = token.text.to_ascii_lowercase();
    word != keyword && distance(word.as_bytes(), keyword.as_bytes(), allowed)
}

/// Whether the optimal string alignment distance is at most `allowed`.
fn distance(left: &[u8], right: &[u8], allowed: usize) -> bool {
    if left.len().abs_diff(right.len()) > allowed {
        return false;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for (i, l) in left.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, r) in right.iter().enumerate() {
            let mut best = (last[j] + usize::from(l != r)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *l == right[j - 1] && left[i - 1] == *r {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().is_some_and(|distance| *distance <= allowed)
}

pub(in super::super) fn misspelt(token: &Token<'_>, keyword: &str) -> Diagnostic {
    Diagnostic::error(codes::SYNTAX, token.span, format!("expected `{keyword}`, found `{}`", token.text))
        .help(format!("did you mean `{keyword}`?"))
        .fix(Safety::Safe, format!("write `{keyword}`"), token.span, keyword)
}
