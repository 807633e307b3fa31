//! No value that a field of record ids is compared with becomes SQL.

use super::cases;
use super::trees::text;
use proptest::prelude::*;
use std::convert::Infallible;
use std::ops::ControlFlow;
use vtql_parser::ast::{CompareOp, Condition, Name, Query, RecordId, Select};
use vtql_parser::ids::{check, in_question};
use vtql_parser::lower::lower;
use vtql_parser::visit::VisitMut;
use vtql_parser::{Dialect, encode, parse_query};

/// What the server writes into its SQL for a value of a field that holds ids; an error where it says
/// `INVALID_ID_ATTRIBUTE`. `lexeme` is the literal with its quotes.
///
/// Written from the description of `vtws_getIdComponents` and of what is done with its result: quotes are
/// trimmed, a text needs `digits x digits` somewhere (not before 8.4), it is cut at every `x`, and the
/// second piece is written without quotes.
fn sql(lexeme: &str, checks: bool) -> Result<String, ()> {
    let text = lexeme.trim_matches('\'').trim_matches('"');
    let pieces: Vec<&str> = text.split('x').collect();
    let has_id = pieces.windows(2).any(|pair| {
        pair[0].ends_with(|c: char| c.is_ascii_digit()) && pair[1].starts_with(|c: char| c.is_ascii_digit())
    });
    if checks && !has_id {
        return Err(());
    }
    Ok((*pieces.get(1).unwrap_or(&"")).to_owned())
}

/// Values that were meant to become SQL, and what is near to an id.
fn attack() -> impl Strategy<Value = String> {
    let tail = proptest::sample::select(vec![
        "",
        " ",
        " or 1=1",
        " or 1=1 -- ",
        " or 1=1)#",
        "') or 1=1 --",
        "\" or \"1\"=\"1",
        " union select 1",
        "e5",
        ".5",
        "%",
        "_",
        "x34",
        "x",
        "x34 or 1",
        "\\",
        "\\'",
        "\0",
        "\n",
        "\u{2019} or 1=1",
        "\u{ff07}",
        "\u{a0}",
        "0b1",
        " and sleep(5)",
        "||1",
        "/**/or/**/1",
        "日本",
        "(select id from vtiger_users)",
        "١",
    ]);
    let head = proptest::sample::select(vec![
        "11x0",
        "12x34",
        "x",
        "12x",
        "x34",
        "a12x34",
        "12X34",
        " 12x34",
        "'12x34",
        "\"12x34",
        "١٢x٣٤",
        "-1x5",
        "+1x5",
        "1 x 5",
        "1\tx5",
        "99999999999999999999x1",
        "",
    ]);
    prop_oneof![
        4 => (head, tail).prop_map(|(head, tail)| format!("{head}{tail}")),
        1 => text(),
        1 => "[0-9x]{0,6}",
        1 => "[0-9xa ='or]{0,12}",
    ]
}

fn condition(op: usize, value: &str) -> Condition {
    use CompareOp::{Eq, Ge, Gt, Le, Lt, Ne};
    let built = match op {
        0 => Condition::like("f", value),
        1 => Condition::one_of("f", ["12x1", value, "12x2"]),
        2 => Condition::between("f", "12x1", value),
        3 => Condition::eq("g", 1).map(|other| other.or(Condition::eq("f", value).expect("a word").not())),
        4 => Condition::includes("f", value),
        other => Condition::compare("f", [Eq, Ne, Lt, Le, Gt, Ge][other - 5], value),
    };
    built.expect("a word")
}

/// `f` is `id`.
struct Rename;

impl VisitMut for Rename {
    type Break = Infallible;

    fn visit_field_mut(&mut self, field: &mut Name) -> ControlFlow<Infallible> {
        if *field == "f" {
            *field = Name::new("id").expect("a word");
        }
        ControlFlow::Continue(())
    }
}

fn asking(filter: Condition) -> Query {
    Query::new(Select::all(), Name::new("Contacts").expect("a word")).filter(filter)
}

proptest! {
    #![proptest_config(cases())]

    /// What `check` lets through is a number for the server, whichever field and operator.
    #[test]
    fn a_value_that_is_let_through_is_a_number(value in attack(), op in 0_usize..11) {
        let query = asking(condition(op, &value));
        if !check(&query, |field| *field == "f").is_empty() {
            return Ok(());
        }
        let wire = lower(&query).expect("an id can be sent");
        let seen = encode::wire_literal(&value).expect("sendable");
        prop_assert!(wire.to_string().contains(&seen), "{}", wire);
        let number = sql(&seen, true);
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let is_pattern = |text: &str| op == 0 && text.bytes().all(|b| b.is_ascii_digit() || b"%_".contains(&b));
        prop_assert!(number.as_deref().is_ok_and(|it| is_number(it) || is_pattern(it)), "{:?}", number);
    }

    /// What is not looked at, because the field is not in question, cannot be more than a name, even for
    /// a server that takes any text for an id.
    #[test]
    fn a_value_that_is_not_in_question_is_no_sql(value in attack(), op in 0_usize..11) {
        let query = asking(condition(op, &value));
        let Ok(lexeme) = encode::wire_literal(&value) else { return Ok(()) };
        if !in_question(&query).is_empty() || value.parse::<RecordId>().is_ok() {
            return Ok(());
        }
        prop_assert_eq!(sql(&lexeme, true), Err(()), "{}", value);
        let piece = sql(&lexeme, false).expect("anything goes");
        prop_assert!(!piece.contains(|c: char| c.is_numeric() || "(<>=|&!*/%^~`\"#;".contains(c)), "{}", piece);
        prop_assert!(!["or", "and", "union"].iter().any(|word| piece.split_whitespace().any(|it| it == *word)), "{}", piece);
    }

    /// Of `id` it is known without a description.
    #[test]
    fn lowering_lets_ids_alone_be_compared_with_id(value in attack(), op in 0_usize..11) {
        let mut query = asking(condition(op, &value));
        let ControlFlow::Continue(()) = Rename.visit_query_mut(&mut query);
        let ids = check(&query, |field| *field == "id");
        match lower(&query) {
            Ok(_) => prop_assert!(ids.is_empty(), "{:?}", ids),
            Err(errors) => prop_assert!(ids.iter().all(|found| errors.contains(found)), "{:?} {:?}", ids, errors),
        }
    }
}

#[test]
fn what_the_server_would_take_apart_is_told_from_what_it_cannot() {
    let asked = |value: &str| !in_question(&asking(Condition::eq("f", value).expect("a word"))).is_empty();
    for value in [
        "11x0 or 1=1",
        "12x34x56",
        "a12x34",
        "12x34 ",
        " 12x34",
        "'12x34'",
        "12x3%",
        "Fax 12",
        "11xuser_name",
        "11xa",
        "0x1F",
        "Max and Moritz",
        "x(1)",
    ] {
        assert!(asked(value), "{value}");
    }
    for value in [
        "11x0",
        "12x345",
        "Alex",
        "Max Mustermann",
        "Xerox Corp.",
        "Rome 12",
        "",
        "12X34",
        "55.10",
        "2026-11-29",
    ] {
        assert!(!asked(value), "{value}");
    }
}

#[test]
fn an_error_points_at_the_value() {
    let text = "select id from M where a = 1 and not (id in ('12x1', '12x2 or 1=1'))";
    let errors = lower(&parse_query(text, Dialect::Surface).expect("valid")).expect_err("no id");
    assert_eq!(errors.len(), 1);
    assert_eq!(errors[0].span.slice(text), "'12x2 or 1=1'");
    for (text, at) in
        [("id is empty", "id is empty"), ("id = ''", "''"), ("id = 5", "5"), ("id like '%'", "'%'")]
    {
        let text = format!("select id from M where {text}");
        let errors = lower(&parse_query(&text, Dialect::Surface).expect("valid")).expect_err("no id");
        assert_eq!((errors.len(), errors[0].span.slice(&text)), (1, at));
    }
}
