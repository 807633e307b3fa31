//! Whatever the text, there is an answer, its places are inside the text, and nothing overflows.

use super::cases;
use proptest::prelude::*;
use vtql_parser::lower::lower;
use vtql_parser::{Dialect, MAX_DIAGNOSTICS, parse, print};

/// Words and marks that make up queries, in any order.
fn soup() -> impl Strategy<Value = String> {
    let words = vec![
        "select",
        "from",
        "where",
        "order",
        "by",
        "orderby",
        "limit",
        "and",
        "or",
        "not",
        "in",
        "like",
        "between",
        "includes",
        "is",
        "empty",
        "asc",
        "desc",
        "count",
        "*",
        "(",
        ")",
        ",",
        ";",
        "=",
        "<",
        ">",
        "!=",
        "<>",
        "<=",
        "'",
        "''",
        "'a'",
        "\"",
        "\"b\"",
        "{",
        "}",
        "{x}",
        "--",
        "\n",
        "/*",
        "*/",
        ".",
        "-5",
        "+5",
        "1.5",
        "12x34",
        "id",
        "Contacts",
        "null",
        "join",
        "group",
        "top",
        "offset",
        "`",
        "é",
        "\u{feff}",
        "\0",
        "\\",
        "frm",
        "ordre",
        "select id from Contacts",
        "where a = 1",
    ];
    let word = proptest::sample::select(words);
    proptest::collection::vec((word, any::<bool>()), 0..30).prop_map(|words| {
        words.into_iter().flat_map(|(word, space)| [word, if space { " " } else { "" }]).collect()
    })
}

fn check(text: &str) {
    for dialect in [Dialect::Wire, Dialect::Surface] {
        let parsed = parse(text, dialect);
        for diagnostic in &parsed.diagnostics {
            let mut spans = vec![diagnostic.span];
            spans.extend(diagnostic.related.iter().map(|label| label.span));
            spans.extend(diagnostic.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span));
            for span in spans {
                assert!(text.get(span.range()).is_some(), "{diagnostic:?} in {text:?}");
            }
            assert!(!diagnostic.help.is_empty(), "no cure: {diagnostic} in {text:?}");
        }
        assert!(parsed.diagnostics.len() <= MAX_DIAGNOSTICS);
        if parsed.is_ok() {
            let once = print::format(text, dialect, &print::Style::default()).expect("no errors");
            assert_eq!(parse(&once, dialect).statements, parsed.statements, "{text:?}");
            for query in &parsed.statements {
                let _ = lower(query);
            }
        } else {
            assert!(print::format(text, dialect, &print::Style::default()).is_err());
        }
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn any_mixture_of_words_has_an_answer(text in soup()) {
        check(&text);
    }

    #[test]
    fn any_text_has_an_answer(text in any::<String>()) {
        check(&text);
    }
}

#[test]
fn deep_long_and_endless_texts_have_an_answer() {
    let query = |condition: String| format!("select id from M where {condition}");
    for (name, text, accepted) in [
        ("400 nested parentheses", query(format!("{}a = 1{}", "(".repeat(400), ")".repeat(400))), true),
        (
            "1,000 nested parentheses",
            query(format!("{}a = 1{}", "(".repeat(1_000), ")".repeat(1_000))),
            false,
        ),
        ("1,000,000 open parentheses", query("(".repeat(1_000_000)), false),
        ("1,000,000 negations", query(format!("{} a = 1", "not ".repeat(1_000_000))), false),
        ("a chain of 5,000", query(vec!["a = 1"; 5_000].join(" and ")), true),
        ("a list of 10,000", query(format!("a in ({})", vec!["'x'"; 10_000].join(", "))), true),
        ("a string of 10 MB", query(format!("a = '{}'", "x".repeat(10_000_000))), true),
        ("10 MB of a string that never ends", query(format!("a = '{}", "x".repeat(10_000_000))), false),
        ("10 MB of nothing", " ".repeat(10_000_000), true),
        ("10 MB of semicolons", ";".repeat(10_000_000), false),
        ("10 MB of a stray word", format!("select id from M {}", "order ".repeat(1_666_666)), false),
    ] {
        assert_eq!(parse(&text, Dialect::Surface).is_ok(), accepted, "{name}");
        let wire = parse(&text, Dialect::Wire);
        assert!(wire.diagnostics.len() <= MAX_DIAGNOSTICS, "{name}");
    }
}

#[test]
fn alternating_nesting_is_walked_without_overflow() {
    let mut condition = "a = 1".to_owned();
    for depth in 0..490 {
        condition = format!("({condition}) {} b = {depth}", if depth % 2 == 0 { "or" } else { "and" });
    }
    let text = format!("select id from M where not ({condition})");
    let parsed = parse(&text, Dialect::Surface);
    assert!(parsed.is_ok(), "{:?}", parsed.diagnostics.first());
    let query = &parsed.statements[0];
    assert_eq!(parse(&query.to_string(), Dialect::Surface).statements[0], *query);
    let pretty = print::format(&text, Dialect::Surface, &print::Style::default()).expect("no errors");
    assert_eq!(parse(&pretty, Dialect::Surface).statements[0], *query);
    let _ = lower(query);
}

#[test]
fn five_mistakes_have_five_messages() {
    let text = "selct id, 'lastname' form Contacts where city == 'Rome' and phone is null order lastname limit ten 5;";
    let diagnostics = parse(text, Dialect::Surface).diagnostics;
    let places: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.span.slice(text)).collect();
    for wrong in ["selct", "'lastname'", "form", "==", "is null"] {
        assert!(places.contains(&wrong), "{wrong} is not among {places:?}");
    }
    assert!(diagnostics.len() >= 7, "{diagnostics:#?}");
    assert!(diagnostics.iter().all(|diagnostic| !diagnostic.help.is_empty()));
}
