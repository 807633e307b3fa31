use super::{Context, rule::rule};
use vtql_parser::ast::{Condition, Predicate};
use vtql_parser::{Diagnostic, Dialect, lower};

rule! {
    /// The query is too long for a web address
    ///
    /// ## What it does
    /// Reports a query of more than 8,000 bytes once it is compiled and encoded for an address. Long lists
    /// of `in` are the usual reason, and alternatives in parentheses, which the server has to be sent one by
    /// one. Comments do not count: they are not sent.
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

/// A query that is written with this many bytes, and compiled predicate by predicate, stays below the limit:
/// the space and the quotes around an operator and a value treble a text at most, and so does the encoding.
const SURELY_SHORT: usize = USUAL_LIMIT / 9;

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let written = cx.query.span.len();
    if written > 0 && written <= SURELY_SHORT && !grows(cx) {
        return;
    }
    let length = match cx.dialect {
        Dialect::Wire if written > 0 => {
            let tokens = cx.tokens.inside(cx.query.span);
            tokens.iter().map(|token| encoded(cx.tokens.written(*token))).sum::<usize>() + encoded(";")
        }
        _ => match lower::lower(cx.query) {
            Ok(wire) => encoded(&wire.to_string()),
            // There is nothing to send: it is said why elsewhere.
            Err(_) => return,
        },
    };
    if length > USUAL_LIMIT {
        let message = format!("the query is {length} bytes long in an address, and 8,000 is the usual limit");
        findings.push(
            RULE.finding(cx.query.module.span, message)
                .label("this query")
                .help("cut its longest list into several queries"),
        );
    }
}

/// Whether compiling may repeat parts of the condition.
fn grows(cx: &Context<'_>) -> bool {
    let is_predicate = |it: &Condition| matches!(it, Condition::Predicate(_));
    let is_flat = match &cx.query.filter {
        None => true,
        Some(Condition::And(terms)) => terms.iter().all(is_predicate),
        Some(condition) => is_predicate(condition),
    };
    !is_flat || cx.predicates.iter().any(|it| matches!(it, Predicate::In(list) if list.negated))
}

/// How many bytes a text takes as a value of a form, which is how the query is sent: everything but letters,
/// digits, a few marks and the space takes three.
fn encoded(text: &str) -> usize {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'*' | b' ');
    text.bytes().map(|b| if is_plain(b) { 1 } else { 3 }).sum()
}
