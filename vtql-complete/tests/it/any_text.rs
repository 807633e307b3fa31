//! No text and no position makes it panic, and what it replaces lies in the text.

use proptest::prelude::*;
use std::sync::LazyLock;
use vtql_complete::Completer;
use vtql_parser::Dialect;
use vtql_schema::{Snapshot, standard};

/// Read once: that takes longer than a case.
static STANDARD: LazyLock<Snapshot> = LazyLock::new(|| standard::snapshot().unwrap());

fn holds(text: &str, holes: &[std::ops::Range<usize>], position: usize) {
    for dialect in [Dialect::Surface, Dialect::Wire] {
        let completion = Completer::new(dialect).snapshot(&*STANDARD).at_template(text, holes, position);
        let span = completion.span.range();
        assert!(text.get(span.clone()).is_some(), "{text:?} at {position}: {span:?}");
        let inside = text.floor_char_boundary(position);
        assert!(span.start <= inside && inside <= span.end, "{text:?} at {position}: {span:?}");
    }
}

const PIECES: &[&str] = &[
    "select ",
    "from ",
    "Contacts ",
    "where ",
    "not ",
    "(",
    ")",
    "'",
    "''",
    "\"",
    "{",
    "}",
    "?",
    "in ",
    "like ",
    "between ",
    "is ",
    "empty ",
    "order ",
    "by ",
    "orderby ",
    "limit ",
    ", ",
    ";",
    "--",
    "\n",
    "/*",
    "*/",
    "*",
    "count(*) ",
    "leadstatus ",
    "donotcall ",
    "= ",
    "<",
    "!",
    "1",
    "+1.5",
    "é",
    "\u{feff}",
    "\u{202e}",
    "and ",
    "or ",
    "desc ",
    "id ",
    "\0",
    "\\",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_pieces(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..14), at in 0_usize..120) {
        let text = pieces.concat();
        holds(&text, &[], at);
        let hole = text.len() / 3..text.len() / 2;
        holds(&text, &[hole], at);
    }

    #[test]
    fn any_characters(text in "\\PC{0,40}", at in 0_usize..60) {
        holds(&text, &[], at);
    }
}

#[test]
fn every_position_of_a_text() {
    let text = "\u{feff}select id, -- é\n lastname from Contacts where not (leadsource in ('é', \"x\") and? a = {b}) or\
                count like 'a''b%' order by id desc limit 5, 10; select count(*) from Leads /* é";
    for position in 0..text.len() + 2 {
        holds(text, &[], position);
        holds(&text[..text.floor_char_boundary(position)], &[], position);
    }
}
