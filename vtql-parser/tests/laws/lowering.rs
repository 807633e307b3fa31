//! A lowered condition holds at exactly the rows where the surface condition holds.

use super::cases;
use super::database::{Cell, Row, holds};
use super::trees::{CHOICE_FIELDS, NUMBER_FIELDS, TEXT_FIELDS, choice, condition, query, text};
use proptest::prelude::*;
use vtql_parser::ast::{Condition, LiteralKind, Name, Predicate, Query, Select, Value};
use vtql_parser::lower::{Options, lower, lower_with};
use vtql_parser::{Dialect, codes, parse_query};

fn row() -> impl Strategy<Value = Row> {
    let text_cell = prop_oneof![1 => Just(Cell::Null), 4 => text().prop_map(Cell::Text)];
    let number_cell = prop_oneof![
        1 => Just(Cell::Null),
        4 => (-20_i32..20).prop_map(|number| Cell::Number(f64::from(number) / 2.0)),
    ];
    let choices = proptest::collection::vec(choice(), 0..4);
    let choice_cell = prop_oneof![
        1 => Just(Cell::Null),
        6 => choices.prop_map(|choices| Cell::Text(choices.join(" |##| "))),
    ];
    let choices = proptest::collection::vec(choice_cell, CHOICE_FIELDS.len());
    let texts = proptest::collection::vec(text_cell, TEXT_FIELDS.len());
    let numbers = proptest::collection::vec(number_cell, NUMBER_FIELDS.len());
    (texts, numbers, choices).prop_map(|(texts, numbers, choices)| {
        let (texts, numbers) = (TEXT_FIELDS.into_iter().zip(texts), NUMBER_FIELDS.into_iter().zip(numbers));
        texts.chain(numbers).chain(CHOICE_FIELDS.into_iter().zip(choices)).collect()
    })
}

fn asking(filter: Condition) -> Query {
    Query::new(Select::all(), Name::new("Contacts").expect("a word")).filter(filter)
}

/// Whether the condition has the one form that the wire can carry.
fn is_flat(filter: &Condition) -> bool {
    let predicate = |condition: &Condition| match condition {
        Condition::Predicate(Predicate::Compare(it)) => wire(&it.value),
        Condition::Predicate(Predicate::Like(it)) => !it.negated && wire(&it.pattern),
        Condition::Predicate(predicate @ Predicate::In(it)) => {
            !it.negated && predicate.values().into_iter().all(wire)
        }
        _ => false,
    };
    let conjunction = |condition: &Condition| match condition {
        Condition::And(terms) => terms.iter().all(predicate),
        other => predicate(other),
    };
    match filter {
        Condition::Or(terms) => terms.iter().all(conjunction),
        other => conjunction(other),
    }
}

fn wire(value: &Value) -> bool {
    value.literal().is_some_and(|literal| literal.kind() == LiteralKind::WireString)
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_lowered_condition_holds_where_the_surface_condition_does(
        filter in condition(),
        rows in proptest::collection::vec(row(), 12),
    ) {
        match lower_with(&asking(filter.clone()), &Options::default()) {
            Ok(lowered) => {
                let flat = lowered.filter.as_ref().expect("a condition stays");
                prop_assert!(is_flat(flat), "not flat: {flat}");
                for row in rows {
                    let (surface, wire) = (holds(&filter, &row), holds(flat, &row));
                    prop_assert_eq!(
                        surface == Some(true), wire == Some(true),
                        "surface {:?}, wire {:?} at {:?}\n{}\n{}", surface, wire, row, &filter, flat
                    );
                }
            }
            Err(errors) => {
                let excused = [codes::TOO_MANY_TERMS, codes::UNSENDABLE_LITERAL];
                prop_assert!(errors.iter().all(|error| excused.contains(&error.code)), "{errors:?}");
            }
        }
    }

    #[test]
    fn a_lowered_query_is_a_wire_query_and_lowers_to_itself(query in query()) {
        if let Ok(wire) = lower(&query) {
            let text = wire.to_string();
            let read = parse_query(&text, Dialect::Wire);
            prop_assert_eq!(read.as_ref(), Ok(&*wire), "{}", text);
            let again = lower(&read.expect("it was read")).map(|wire| wire.to_string());
            prop_assert_eq!(again, Ok(text));
        }
    }
}

#[test]
fn growth_is_bounded_and_the_count_is_named() {
    let text = format!("select id from M where {}", ["(a = 1 or b = 2)"; 9].join(" and "));
    let errors = lower(&parse_query(&text, Dialect::Surface).expect("valid")).expect_err("it grows");
    assert_eq!(errors[0].code, codes::TOO_MANY_TERMS);
    assert!(errors[0].message.contains("512"), "{}", errors[0].message);
    assert!(!errors[0].help.is_empty());
}

#[test]
fn a_choice_that_is_not_bound_yet_is_counted_as_what_it_becomes() {
    let text = format!("select id from M where {}", ["a includes {x}"; 5].join(" and "));
    let errors = lower(&parse_query(&text, Dialect::Surface).expect("valid")).expect_err("it grows");
    assert_eq!(errors[0].code, codes::TOO_MANY_TERMS);
    assert!(errors[0].message.contains("1024"), "{}", errors[0].message);
}

#[test]
fn a_choice_that_cannot_be_sent_is_refused_once() {
    for choice in ["a\0b".to_owned(), "x".repeat(8_180)] {
        let condition = Condition::includes("a", choice).expect("a word");
        let errors = lower(&asking(condition)).expect_err("it cannot be sent");
        assert_eq!(errors.iter().map(|it| it.code).collect::<Vec<_>>(), [codes::UNSENDABLE_LITERAL]);
    }
}

#[test]
fn what_is_written_flat_is_never_too_large() {
    let text = format!("select id from M where {}", vec!["a = 1"; 5_000].join(" or "));
    assert!(lower(&parse_query(&text, Dialect::Surface).expect("valid")).is_ok());
}

#[test]
fn what_is_said_twice_is_sent_once() {
    for (surface, wire) in [
        ("a = 1 or a = 1", "a = '1'"),
        ("a = 1 and a = 1", "a = '1'"),
        ("a = 1 or (a = 1 and b = 2)", "a = '1'"),
        ("(a = 1 or b = 2) and (a = 1 or b = 3)", "a = '1' or b = '2' and b = '3'"),
        ("(a = 1 and not (a = 1)) or b = 2", "b = '2'"),
        ("not (a in (1, 2))", "a != '1' and a != '2'"),
        ("not (a not in (1, 2))", "a in ('1', '2')"),
        ("a not between 1 and 2", "a < '1' or a > '2'"),
        ("a is empty or b is not empty", "a = ' ' or b != ' '"),
        ("a in ('', 'x')", "a in (' ', 'x')"),
        ("a = \"it's\"", "a = 'it''s'"),
        (
            "a includes 'Red'",
            "a = 'Red' or a like 'Red |##| %' or a like '% |##| Red' or a like '% |##| Red |##| %'",
        ),
        (
            "a includes 'x' and (a includes 'x' or b = 1)",
            "a = 'x' or a like 'x |##| %' or a like '% |##| x' or a like '% |##| x |##| %'",
        ),
        (
            r"a includes '5%_\'",
            r"a = '5%_\\' or a like '5\\%\\_\\\\ |##| %' or a like '% |##| 5\\%\\_\\\\' or a like '% |##| 5\\%\\_\\\\ |##| %'",
        ),
        (r"a like '50\%'", r"a like '50\\%'"),
        ("a = 12x34", "a = '12x34'"),
    ] {
        let query = parse_query(&format!("select id from M where {surface}"), Dialect::Surface);
        let lowered = lower(&query.expect("valid")).expect("it has a wire form");
        assert_eq!(lowered.to_string(), format!("select id from M where {wire};"), "{surface}");
    }
}

#[test]
fn what_has_no_wire_form_is_refused_with_a_proposal() {
    for (surface, code) in [
        ("not (a like 'x%')", codes::NOT_EXPRESSIBLE),
        ("a not like 'x%'", codes::NOT_EXPRESSIBLE),
        ("a not includes 'x'", codes::NOT_EXPRESSIBLE),
        ("not (a includes 'x')", codes::NOT_EXPRESSIBLE),
        ("not (b = 1 and not (a not includes 'x'))", codes::NOT_EXPRESSIBLE),
        ("a includes ''", codes::UNSENDABLE_LITERAL),
        ("a includes '  '", codes::UNSENDABLE_LITERAL),
        ("a includes 'x |##| y'", codes::UNSENDABLE_LITERAL),
        ("a includes Red", codes::BARE_WORD),
        ("a = null", codes::BARE_WORD),
        ("a = true", codes::BARE_WORD),
        ("a like ''", codes::UNSENDABLE_LITERAL),
    ] {
        let query = parse_query(&format!("select id from M where {surface}"), Dialect::Surface);
        let errors = lower(&query.expect("valid")).expect_err(surface);
        assert_eq!(errors[0].code, code, "{surface}");
        assert!(!errors[0].help.is_empty(), "{surface}");
    }
}
