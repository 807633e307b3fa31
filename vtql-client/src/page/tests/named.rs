//! The smallest cases on which simpler ways of paging fail.

use super::cases::{Case, check};
use super::model::{Row, Server, Ways};
use fastrand::Rng;
use std::collections::{BTreeMap, BTreeSet};
use vtql_parser::{Dialect, parse_query};

/// A record: its id, `t`, `u`, and the number of its line items.
type Record = (u64, Option<&'static str>, Option<&'static str>, usize);

/// Runs a query over records at each of some caps, with and without an end after any row.
fn holds(text: &str, records: &[Record], caps: &[usize]) {
    for seed in 0..20 {
        for (page_size, crash) in [(1, 0.0), (2, 0.5), (8, 0.0), (8, 0.5)] {
            let row = |&(id, t, u, items): &Record| {
                let mut values: BTreeMap<&'static str, Option<String>> = BTreeMap::new();
                for field in ["n", "d", "w", "z", "r", "x", "tax"] {
                    values.insert(field, None);
                }
                values.insert("t", t.map(str::to_owned));
                values.insert("u", u.map(str::to_owned));
                (id, Row { values, items: vec!["1".to_owned(); items] })
            };
            let query = parse_query(text, Dialect::Surface).unwrap();
            let module = if text.contains("Invoice") { "Invoice" } else { "Contacts" };
            let ways = Ways {
                caps: caps.to_vec(),
                empty_for_null: false,
                rounded: false,
                counts: false,
                writes: 0.0,
                aims: 0.0,
                repeats: 0.0,
            };
            let server = Server {
                module,
                rows: records.iter().map(row).collect(),
                versions: records.iter().map(row).collect(),
                ways,
                volatile: BTreeSet::new(),
                last_page: Vec::new(),
                last_answer: None,
                requests: 0,
                texts: Vec::new(),
                make_row: None,
                rng: Rng::with_seed(seed),
            };
            let mut case = Case { server, text: text.to_owned(), query, page_size, crash };
            if let Err(wrong) = check(&mut case) {
                panic!("{}", wrong.0);
            }
        }
    }
}

#[test]
fn rows_that_tie_come_in_another_sequence_on_every_page() {
    holds(
        "select id from Contacts order by t, u desc",
        &[(1, Some("a"), Some("b"), 1), (2, Some("a"), Some("b"), 1)],
        &[1],
    );
    holds(
        "select id from Contacts order by t desc",
        &[(1, Some("a"), None, 1), (2, Some("a"), None, 1)],
        &[1],
    );
    holds("select id from Contacts order by t", &[(1, Some("a"), None, 1), (2, Some("a"), None, 1)], &[1]);
}

#[test]
fn an_offset_counts_joined_rows_where_line_items_are_selected() {
    holds(
        "select * from Invoice order by t limit 1, 2",
        &[(1, Some("a"), None, 2), (2, Some("b"), None, 1), (3, Some("c"), None, 3)],
        &[1, 4],
    );
    holds(
        "select id from Invoice where quantity > 0 limit 2, 1",
        &[(1, None, None, 3), (2, None, None, 2), (3, None, None, 1)],
        &[2],
    );
}

#[test]
fn a_page_of_one_record_is_not_the_end() {
    holds("select * from Invoice order by t desc", &[(1, Some("a"), None, 4), (2, Some("b"), None, 4)], &[1]);
    holds("select * from Invoice", &[(1, Some("a"), None, 4), (2, Some("b"), None, 1)], &[3, 1]);
}

#[test]
fn a_cap_may_fall_between_pages() {
    let records: Vec<Record> = (1..=9).map(|id| (id, Some("a"), Some("b"), 1)).collect();
    holds("select id from Contacts order by t, u desc", &records, &[5, 1]);
}

#[test]
fn nulls_come_first_in_the_middle_and_last() {
    let records = [
        (1, Some("a"), Some("x"), 1),
        (2, None, Some("x"), 1),
        (3, Some("a"), None, 1),
        (4, None, None, 1),
        (5, Some("b"), None, 1),
    ];
    for order in ["t", "t desc", "t, u", "t, u desc", "u, t", "u, t desc", "t, id desc", "u, id"] {
        holds(&format!("select id from Contacts order by {order}"), &records, &[1, 2]);
    }
    holds(
        "select id from Contacts order by t desc",
        &[(1, None, None, 1), (2, None, None, 1), (3, None, None, 1)],
        &[1],
    );
}

#[test]
fn an_alternative_of_the_condition_is_multiplied_out() {
    let records = [(1, Some("a"), Some("b"), 1), (2, Some("b"), Some("a"), 1), (3, Some("c"), Some("c"), 1)];
    for order in ["u", "u desc", "t, u desc"] {
        let text = format!("select id from Contacts where u > 'a' or u >= 'b' or t = 'b' order by {order}");
        holds(&text, &records, &[1]);
    }
}

#[test]
fn what_the_server_takes_for_equal_ties() {
    let texts = ["A", "a", "á", "a ", "", " ", "b", "ß", "s"];
    let records: Vec<Record> = (1..).zip(texts).map(|(id, text)| (id, Some(text), None, 1)).collect();
    for order in ["t", "t desc", "u, t desc"] {
        holds(&format!("select id from Contacts order by {order}"), &records, &[1, 3]);
    }
}

#[test]
fn a_text_that_is_too_long_for_a_bound_is_passed_by_id() {
    let long = "x".repeat(300).leak();
    let records = [
        (1, Some("a"), None, 1),
        (2, Some(&*long), None, 1),
        (3, Some(&*long), None, 1),
        (4, Some("z"), None, 1),
    ];
    for order in ["t", "t desc", "u, t desc"] {
        holds(&format!("select id from Contacts order by {order}"), &records, &[1, 2]);
    }
}

#[test]
fn a_field_that_comes_again_decides_nothing() {
    let records = [(1, Some("a"), Some("x"), 1), (2, Some("b"), Some("y"), 1), (3, Some("c"), None, 1)];
    for order in ["t, t desc", "t, u, t desc", "u, t, u desc"] {
        holds(&format!("select id from Contacts order by {order}"), &records, &[1, 2]);
    }
}
