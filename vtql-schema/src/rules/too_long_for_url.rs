use super::{Context, rule::rule};
use vtql_parser::Diagnostic;

rule! {
    /// The query is too long for a web address
    ///
    /// ## What it does
    /// Reports a query of more than 8,000 bytes once it is encoded for an address. Long lists of `in`
    /// are the usual reason.
    ///
    /// ## Why
    /// A query travels in the address of a `GET` request. The server itself took 80 KB, but the usual
    /// limit of the web servers and proxies before it is 8 KB.
    ///
    /// ## Example
    /// A list of 500 ids: `select id from Contacts where id in ('12x1', '12x2', …);`
    ///
    /// ## Fix
    /// Cut the list into several queries.
    "V304", "too-long-for-url", Warn, check
}

/// Bytes, encoded.
const USUAL_LIMIT: usize = 8_000;

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let written = cx.query.span.slice(cx.source);
    // No byte takes more than three: most queries need not be counted.
    if !written.is_empty() && written.len() * 3 <= USUAL_LIMIT {
        return;
    }
    let length = if written.is_empty() { encoded(&cx.query.to_string()) } else { encoded(written) };
    if length > USUAL_LIMIT {
        let message = format!("the query is {length} bytes long in an address, and 8,000 is the usual limit");
        findings.push(
            RULE.finding(cx.query.module.span, message)
                .label("this query")
                .help("cut its longest list into several queries"),
        );
    }
}

/// Everything but letters, digits and a few marks takes three bytes.
fn encoded(text: &str) -> usize {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~' | b' ') { 1 } else { 3 })
        .sum()
}
