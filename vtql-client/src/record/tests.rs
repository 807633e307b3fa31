//! The scanner against `serde_json`, which reads the same texts with more work.

use super::scan::Expected;
use super::{Record, Table};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::sync::Arc;

fn rows(answer: &str) -> Option<Vec<Value>> {
    let table = Arc::new(Table::from_answer(answer.as_bytes().to_vec(), Expected::Rows).ok()?);
    Some((0..table.len()).map(|row| Record::new(Arc::clone(&table), row).to_json()).collect())
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        6 => ".{0,12}".prop_map(Value::from),
        2 => Just(Value::Null),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::from),
        1 => prop::collection::vec("[a-z\"\\\\]{0,4}", 0..3).prop_map(Value::from),
    ]
}

fn row() -> impl Strategy<Value = Map<String, Value>> {
    let key = prop_oneof![4 => "[a-f]", 1 => ".{0,3}", 1 => r#"[\\n"]{1,2}"#];
    prop::collection::btree_map(key, value(), 0..6).prop_map(|map| map.into_iter().collect())
}

proptest! {
    #[test]
    fn rows_are_what_the_text_says(sent in prop::collection::vec(row(), 0..6), pretty: bool) {
        let answer = json!({ "success": true, "result": sent });
        let text = if pretty { serde_json::to_string_pretty(&answer) } else { serde_json::to_string(&answer) };
        let expected: Vec<Value> = sent.into_iter().map(Value::Object).collect();
        prop_assert_eq!(rows(&text.unwrap()), Some(expected));
    }

    #[test]
    fn no_text_is_too_strange(text in ".{0,80}") {
        let _ = rows(&text);
        let _ = Table::from_object(text);
    }

    #[test]
    fn an_answer_that_was_cut_is_never_taken(sent in prop::collection::vec(row(), 0..4), cut: prop::sample::Index) {
        let text = json!({ "success": true, "result": sent }).to_string();
        let end = text.floor_char_boundary(cut.index(text.len()));
        prop_assert_eq!(rows(&text[..end]), None);
    }
}

#[test]
fn members_of_the_frame_may_stand_in_any_order_and_in_any_number() {
    let text = r#" { "result" : [ {"a":"1"} ] , "x":[{"y":1}], "success" : true } "#;
    assert_eq!(rows(text), Some(vec![json!({ "a": "1" })]));
}

#[test]
fn what_is_no_success_with_rows_is_refused() {
    for text in [
        "",
        "[]",
        r#"{"success":true}"#,
        r#"{"result":[]}"#,
        r#"{"success":false,"result":[]}"#,
        r#"{"success":true,"result":{}}"#,
        r#"{"success":true,"result":[1]}"#,
        r#"{"success":true,"result":[{}],}"#,
        r#"{"success":true,"result":[{}]} trailing"#,
        r#"{"success":true,"result":[{"a":"\q"}]}"#,
        r#"{"success":true,"result":[{"a":nul}]}"#,
        r#"x{"success":true,"result":[]}"#,
    ] {
        assert_eq!(rows(text), None, "{text}");
    }
}

#[test]
fn a_key_that_only_some_rows_have_is_missing_in_the_others() {
    let text = r#"{"success":true,"result":[{"a":"1"},{"b":"2","a":"3"},{"a":"4"}]}"#;
    assert_eq!(rows(text), Some(vec![json!({"a":"1"}), json!({"a":"3","b":"2"}), json!({"a":"4"})]));
}

#[test]
fn of_a_key_that_comes_twice_the_last_one_counts() {
    assert_eq!(rows(r#"{"success":true,"result":[{"a":"1","a":"2"}]}"#), Some(vec![json!({"a":"2"})]));
}

#[test]
fn a_record_serializes_in_the_order_of_the_server() {
    let text = r#"{"z":"ü","a":null,"m":[1,2]}"#;
    let record = Record::from_json(text).unwrap();
    assert_eq!(serde_json::to_string(&record).unwrap(), text);
    assert_eq!(format!("{record:?}"), r#"{"z": Some("ü"), "a": None, "m": Some("[1,2]")}"#);
}
