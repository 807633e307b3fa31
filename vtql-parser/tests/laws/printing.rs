//! A printed tree reads as the same tree, and printing settles at once.

use super::cases;
use super::trees::{query, query_with_options};
use proptest::prelude::*;
use vtql_parser::print::{self, Case, Style};
use vtql_parser::{Dialect, parse, parse_query};

fn styles() -> [Style; 3] {
    let mut narrow = Style::default();
    (narrow.width, narrow.indent) = (24, 4);
    let mut upper = Style::default();
    upper.keywords = Case::Upper;
    [Style::default(), narrow, upper]
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn what_is_printed_reads_as_the_same_tree(query in prop_oneof![query().boxed(), query_with_options().boxed()]) {
        let compact = query.to_string();
        prop_assert_eq!(parse_query(&compact, Dialect::Surface), Ok(query.clone()), "{}", compact);
        for style in styles() {
            let pretty = print::pretty(&query, &style);
            prop_assert_eq!(parse_query(&pretty, Dialect::Surface), Ok(query.clone()), "{}", pretty);
            let formatted = print::format(&pretty, Dialect::Surface, &style);
            prop_assert_eq!(formatted, Ok(pretty + "\n"));
        }
    }

    #[test]
    fn comments_survive_wherever_they_stand(
        query in query(),
        places in proptest::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 1..6),
    ) {
        let text = with_comments(&query.to_string(), &places);
        let parsed = parse(&text, Dialect::Surface);
        prop_assert!(parsed.is_ok(), "{:?}\n{}", parsed.diagnostics, text);
        for style in styles() {
            let once = print::format(&text, Dialect::Surface, &style).expect("no errors");
            let read = parse(&once, Dialect::Surface);
            prop_assert_eq!(&read.statements, &parsed.statements, "{}\n{}", text, once);
            let comments = |source: &str, parsed: &vtql_parser::Parsed| {
                let mut texts: Vec<String> =
                    parsed.comments.iter().map(|comment| comment.slice(source).trim_end().to_owned()).collect();
                texts.sort();
                texts
            };
            prop_assert_eq!(comments(&text, &parsed), comments(&once, &read), "{}\n{}", text, once);
            let twice = print::format(&once, Dialect::Surface, &style).expect("no errors");
            prop_assert_eq!(&once, &twice, "from\n{}", text);
        }
    }
}

/// Comments at spaces that stand outside strings.
fn with_comments(text: &str, places: &[(prop::sample::Index, bool)]) -> String {
    let mut in_string = false;
    let mut spaces: Vec<usize> = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '\'' => in_string = !in_string,
            ' ' if !in_string => spaces.push(at),
            _ => {}
        }
    }
    spaces.push(text.len());
    let mut chosen: Vec<(usize, bool)> =
        places.iter().map(|(index, line)| (spaces[index.index(spaces.len())], *line)).collect();
    chosen.sort_unstable();
    chosen.dedup_by_key(|(at, _)| *at);
    let mut out = text.to_owned();
    for (number, (at, line)) in chosen.into_iter().enumerate().rev() {
        let comment = if line { format!(" -- line {number}\n") } else { format!(" /* block {number} */ ") };
        out.insert_str(at, &comment);
    }
    out
}

#[test]
fn a_text_with_errors_is_not_touched() {
    let errors = print::format("select id frm Contacts", Dialect::Surface, &Style::default());
    assert!(errors.is_err());
}

#[test]
fn statements_are_separated_and_comments_stay_with_theirs() {
    let text = "-- head\nselect id from A;select id from B -- b\n;\n\n-- tail\n";
    let laid_out = print::format(text, Dialect::Surface, &Style::default()).expect("no errors");
    assert_eq!(laid_out, "-- head\nselect id\nfrom A;\n\nselect id\nfrom B; -- b\n-- tail\n");
}
