//! Trees as JSON.

use super::cases;
use super::corpus::texts;
use super::trees::query_with_options;
use proptest::prelude::*;
use vtql_parser::ast::{Condition, Query};
use vtql_parser::{Dialect, Errors, parse, parse_query};

fn there_and_back(query: &Query) -> Query {
    let json = serde_json::to_string(query).expect("trees are JSON");
    let read: Query = serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}: {json}"));
    assert_eq!(format!("{read:?}"), format!("{query:?}"), "spans come along");
    read
}

#[test]
fn every_tree_of_a_text_comes_back() {
    for text in texts().iter().step_by(super::every(4)) {
        for dialect in [Dialect::Wire, Dialect::Surface] {
            let parsed = parse(text, dialect);
            for query in &parsed.statements {
                assert_eq!(there_and_back(query), *query, "{text}");
            }
            for finding in &parsed.diagnostics {
                let json = serde_json::to_string(finding).expect("findings are JSON");
                assert_eq!(
                    serde_json::from_str::<vtql_parser::Diagnostic>(&json).expect("and back"),
                    *finding
                );
            }
        }
    }
    let errors = parse_query("select id frm x", Dialect::Wire).expect_err("wrong");
    let json = serde_json::to_string(&errors).expect("errors are JSON");
    assert_eq!(serde_json::from_str::<Errors>(&json).expect("and back"), errors);
    assert!(serde_json::from_str::<Errors>("[]").is_err());
}

#[test]
fn what_does_not_print_as_itself_is_refused() {
    let query = "select id from M where a = 1 and b = 2 order by c limit 5";
    let json = |from: &str, to: &str| {
        let query: Query = query.parse().expect("right");
        let json = serde_json::to_string(&query).expect("trees are JSON");
        assert!(json.contains(from), "{from} in {json}");
        json.replacen(from, to, 1)
    };
    for (from, to) in [
        ("\"text\":\"id\"", "\"text\":\"from\""),
        ("\"text\":\"M\"", "\"text\":\"where\""),
        ("\"text\":\"a\"", "\"text\":\"order\""),
        ("\"text\":\"c\"", "\"text\":\"desc\""),
        ("\"text\":\"id\"", "\"text\":\"i d\""),
        ("\"kind\":\"integer\",\"text\":\"1\"", "\"kind\":\"word\",\"text\":\"and\""),
        ("\"kind\":\"integer\",\"text\":\"1\"", "\"kind\":\"word\",\"text\":\"1\""),
        ("\"kind\":\"integer\",\"text\":\"5\"", "\"kind\":\"word\",\"text\":\"where\""),
    ] {
        assert!(serde_json::from_str::<Query>(&json(from, to)).is_err(), "{to}");
    }
    let nested = json("{\"and\":[", "{\"and\":[{\"and\":[").replacen("],\"order_by\"", "]}],\"order_by\"", 1);
    assert!(serde_json::from_str::<Query>(&nested).is_err());
    let condition: Condition = "a = 1 or b = 2".parse().expect("right");
    let json = serde_json::to_string(&condition).expect("JSON").replace("\"or\"", "\"and\"");
    assert!(serde_json::from_str::<Condition>(&json).is_ok(), "the same terms, joined otherwise");
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn every_tree_of_the_constructors_comes_back(query in query_with_options()) {
        prop_assert_eq!(there_and_back(&query), query);
    }
}

#[test]
fn trees_of_templates_come_back() {
    let texts = texts();
    let mut random = super::random::Random(0x5E2DE);
    for _ in 0..2_000 {
        let text = random.pick(&texts);
        let start = random.below(text.len() + 1);
        let hole = start..start + random.below(12);
        for query in &vtql_parser::parse_template(text, Dialect::Surface, &[hole], false).statements {
            assert_eq!(there_and_back(query), *query, "{text}");
        }
    }
}
