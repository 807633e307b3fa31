// What is fuzzed: each function takes any text and panics when a law is broken. Shared by the fuzz
// targets and by the test that runs them on the stable toolchain.

use vtql_parser::encode::{mysql_text, wire_literal};
use vtql_parser::{Dialect, MAX_DIAGNOSTICS, lower, parse, parse_query, print};

const DIALECTS: [Dialect; 2] = [Dialect::Wire, Dialect::Surface];

/// Every text has an answer, whose places are inside the text.
pub(crate) fn parse_any(text: &str) {
    for dialect in DIALECTS {
        let parsed = parse(text, dialect);
        assert!(parsed.diagnostics.len() <= MAX_DIAGNOSTICS);
        for diagnostic in &parsed.diagnostics {
            assert!(text.get(diagnostic.span.range()).is_some(), "{diagnostic:?}");
            assert!(!diagnostic.help.is_empty(), "{diagnostic:?}");
        }
        for query in &parsed.statements {
            assert!(text.get(query.span.range()).is_some());
        }
    }
}

/// What is printed reads as the same tree, and printing settles at once.
pub(crate) fn round_trip(text: &str) {
    for dialect in DIALECTS {
        let parsed = parse(text, dialect);
        if !parsed.is_ok() {
            continue;
        }
        for query in &parsed.statements {
            assert_eq!(parse_query(&query.to_string(), dialect).as_ref(), Ok(query));
        }
        let style = print::Style::default();
        let once = print::format(text, dialect, &style).expect("no errors");
        assert_eq!(parse(&once, dialect).statements, parsed.statements);
        assert_eq!(print::format(&once, dialect, &style), Ok(once.clone()));
    }
}

/// What is lowered is a wire query, and lowers to itself.
pub(crate) fn lower_any(text: &str) {
    let Ok(query) = parse_query(text, Dialect::Surface) else { return };
    let Ok(wire) = lower::lower(&query) else { return };
    let printed = wire.to_string();
    if !printed.contains('{') {
        assert_eq!(parse_query(&printed, Dialect::Wire).as_ref(), Ok(&*wire), "{printed}");
    }
    let again = lower::lower(&wire).expect("a wire query has a wire form");
    assert_eq!(again.to_string(), printed);
}

/// A literal holds its text and nothing else.
pub(crate) fn literal(text: &str) {
    let Ok(literal) = wire_literal(text) else { return };
    let query = format!("select id from M where a = {literal} and b = 'x';");
    let read = parse_query(&query, Dialect::Wire).expect("one literal");
    assert_eq!(read.to_string(), query);
    let inside = literal[1..literal.len() - 1].replace("''", "'");
    assert_eq!(mysql_text(&inside).as_deref(), Some(text));
}

/// A statement with mistakes takes nothing from the one behind it.
pub(crate) fn recovery(text: &str) {
    if text.contains([';', '\'', '"', '{', '/', '-']) {
        return;
    }
    let parsed = parse(&format!("{text};\nselect id from Contacts;"), Dialect::Surface);
    let last = parsed.statements.last().expect("the second statement is read");
    assert_eq!(last.to_string(), "select id from Contacts;");
}
