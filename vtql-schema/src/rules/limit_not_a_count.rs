use super::{Context, rule::rule};
use vtql_parser::Diagnostic;
use vtql_parser::ast::{Literal, Spanned, Value};
use vtql_parser::diagnostic::Safety;

rule! {
    /// The limit is not a plain number
    ///
    /// ## What it does
    /// Reports a bound of `limit` on the wire that is signed, quoted or a word, and an offset of more digits
    /// than the database can count.
    ///
    /// ## Why
    /// The server's parser takes anything. What compares greater than "100" (as PHP compares text)
    /// becomes 100; everything else is copied into the SQL, which then fails, and the answer is an empty
    /// list.
    ///
    /// ## Example
    /// ```vtql
    /// select id from Contacts limit -1;
    /// ```
    ///
    /// ## Fix
    /// Write plain digits: `limit 50`, or `limit 100, 50` to skip 100 rows.
    "V208", "limit-not-a-count", Deny, check, Wire
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(limit) = &cx.query.limit else { return };
    let offset = limit.offset.iter().filter(|offset| !offset.literal().is_none_or(is_offset));
    let count = std::iter::once(&limit.count).filter(|count| !count.literal().is_none_or(is_plain));
    for bound in offset.chain(count) {
        let Some(literal) = bound.literal() else { continue };
        let message = format!("`{}` is not a number of rows", shown(bound));
        let mut finding = RULE.finding(bound.span(), message).label("expected plain digits, as in `50`");
        let digits = literal.text().trim().trim_start_matches('+');
        if !digits.is_empty() && digits.len() < 10 && digits.bytes().all(|b| b.is_ascii_digit()) {
            finding = finding.help(format!("write `{digits}`")).fix(
                Safety::Unsafe,
                format!("write `{digits}`"),
                bound.span(),
                cx.tokens.spaced(bound.span(), digits),
            );
        }
        findings.push(finding);
    }
}

/// Digits that fit into the database's number: the server does not cap the offset.
fn is_offset(literal: &Literal) -> bool {
    is_plain(literal) && literal.as_u64().is_some()
}

/// Digits; many of them are still a number, which the server caps.
fn is_plain(literal: &Literal) -> bool {
    !literal.is_quoted() && literal.text().bytes().all(|b| b.is_ascii_digit())
}

fn shown(bound: &Value) -> String {
    bound.to_string().chars().take(40).collect()
}
