//! The cursors against a model of the server: rows that it joins and collapses, a cap, and others
//! that write meanwhile.

use super::cursor::Cursor;
use super::plan::{Plan, Window};
use crate::error::ErrorKind;
use crate::record::{Shape, Table};
use vtql_parser::ast::{Compare, CompareOp, Condition, Direction, Predicate, Query, Value};
use vtql_parser::{Dialect, parse_query};

/// A record: its number, what `order by k` sorts by, and how many rows it has in the server's join.
#[derive(Clone, Copy)]
struct Row {
    id: u64,
    key: u64,
    joined: usize,
}

struct Server {
    rows: Vec<Row>,
    cap: usize,
    requests: usize,
}

fn server(count: u64) -> Server {
    let rows = (1..=count).map(|id| Row { id, key: id * 7 % 13, joined: 1 }).collect();
    Server { rows, cap: 100, requests: 0 }
}

impl Server {
    fn answer(&mut self, query: &Query) -> Table {
        self.requests += 1;
        let mut rows: Vec<Row> = self.rows.iter().copied().filter(|row| passes(query, row.id)).collect();
        let order = query.order_by.as_ref().unwrap();
        let names: Vec<&str> = order.fields.iter().map(vtql_parser::ast::Name::as_str).collect();
        match (&names[..], order.direction) {
            (["id"], Some(Direction::Desc)) => rows.sort_by_key(|row| std::cmp::Reverse(row.id)),
            (["id"], _) => rows.sort_by_key(|row| row.id),
            (["a", "d"], Some(Direction::Desc)) => {
                let salt = self.requests as u64;
                let tie = |id: u64| (id * 31 + salt * 17) % 101;
                rows.sort_by_key(|row| (row.id / 100, std::cmp::Reverse(row.id % 100 / 20), tie(row.id)));
            }
            (["k", "id"], _) => rows.sort_by_key(|row| (row.key, row.id)),
            // Equal rows in another sequence on every page, as a database may.
            (["k"], Some(Direction::Desc)) => {
                let salt = self.requests as u64;
                rows.sort_by_key(|row| (std::cmp::Reverse(row.key), (row.id * 31 + salt * 17) % 101, row.id));
            }
            other => panic!("an order that was not asked for: {other:?}"),
        }
        let limit = query.limit.as_ref().unwrap();
        let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
        let joined = rows.iter().flat_map(|row| std::iter::repeat_n(row.id, row.joined));
        let count = number(&limit.count).min(self.cap);
        let mut page: Vec<u64> = joined.skip(limit.offset.as_ref().map_or(0, number)).take(count).collect();
        page.dedup();
        let json: Vec<String> = page.iter().map(|id| format!(r#"{{"id":"12x{id}"}}"#)).collect();
        let answer = format!(r#"{{"success":true,"result":[{}]}}"#, json.join(","));
        Table::from_answer(answer.into_bytes(), Shape::Rows).unwrap()
    }
}

fn passes(query: &Query, id: u64) -> bool {
    let bound = |condition: &Condition| match condition {
        Condition::Predicate(Predicate::Compare(Compare { field, op, value, .. })) if *field == "id" => {
            let than = value.literal().unwrap().record_id().unwrap().record;
            match op {
                CompareOp::Gt => id > than,
                CompareOp::Lt => id < than,
                other => panic!("{other:?}"),
            }
        }
        other => panic!("a condition that was not asked for: {other:?}"),
    };
    query.filter.as_ref().is_none_or(bound)
}

fn cursor(text: &str) -> Cursor {
    let query = parse_query(text, Dialect::Surface).unwrap();
    let window = Window::of(&query).unwrap();
    Cursor::new(&query, Plan::of(&query, window), window, 100).unwrap()
}

/// Runs a cursor to its end; `meanwhile` writes between the pages.
fn run(text: &str, server: &mut Server, mut meanwhile: impl FnMut(&mut Server)) -> Vec<u64> {
    let mut cursor = cursor(text);
    let mut ids = Vec::new();
    while let Some(query) = cursor.next_page().unwrap() {
        let page = server.answer(&query);
        let kept = cursor.accept(&page).unwrap();
        ids.extend(kept.into_iter().map(|row| page.id(row).unwrap().record));
        assert_eq!(cursor.progress().rows, ids.len() as u64);
        assert!(server.requests < 2000, "no end in sight");
        meanwhile(server);
    }
    ids
}

fn sorted(mut ids: Vec<u64>) -> Vec<u64> {
    ids.sort_unstable();
    ids
}

const EVERY_PLAN: [&str; 6] = [
    "select id from Contacts",
    "select id from Contacts order by id desc",
    "select id from Contacts order by k",
    "select id from Contacts order by k desc",
    "select id from Contacts limit 0, 100000",
    "select id from Contacts order by a, d desc",
];

#[test]
fn every_plan_returns_every_row_once() {
    for text in EVERY_PLAN {
        for count in [0, 1, 99, 100, 101, 200, 2500] {
            let ids = run(text, &mut server(count), |_| {});
            assert_eq!(sorted(ids), (1..=count).collect::<Vec<_>>(), "{text}, {count} rows");
        }
    }
}

#[test]
fn keyset_needs_one_request_a_page_and_one_to_see_the_end() {
    let mut server = server(2500);
    run("select id from Contacts", &mut server, |_| {});
    assert_eq!(server.requests, 26);
}

#[test]
fn rows_come_in_the_order_that_was_asked_for() {
    let ids = run("select id from Contacts order by id desc", &mut server(250), |_| {});
    assert!(ids.is_sorted_by(|a, b| a > b));
    let ids = run("select id from Contacts order by k", &mut server(250), |_| {});
    assert!(ids.is_sorted_by_key(|id| (id * 7 % 13, *id)));
    let ids = run("select id from Contacts order by k desc", &mut server(250), |_| {});
    assert!(ids.is_sorted_by_key(|id| std::cmp::Reverse((id * 7 % 13, *id))));
}

#[test]
fn a_limit_is_met_exactly_and_asks_for_no_more() {
    for limit in [1u64, 99, 100, 101, 250, 2500, 9999] {
        for order in ["", " order by k", " order by k desc"] {
            let mut server = server(2500);
            let ids = run(&format!("select id from Contacts{order} limit {limit}"), &mut server, |_| {});
            assert_eq!(ids.len() as u64, limit.min(2500), "{order} limit {limit}");
        }
    }
    let mut server = server(2500);
    run("select id from Contacts limit 250", &mut server, |_| {});
    assert_eq!(server.requests, 3);
}

#[test]
fn an_offset_skips_exactly_that_many_rows() {
    let ids = run("select id from Contacts order by id limit 120, 250", &mut server(2500), |_| {});
    assert_eq!(ids, (121..=370).collect::<Vec<_>>());
    let all = run("select id from Contacts order by k desc", &mut server(2500), |_| {});
    let some = run("select id from Contacts order by k desc limit 120, 250", &mut server(2500), |_| {});
    assert_eq!(some, all[120..370]);
}

#[test]
fn a_short_page_is_not_the_end() {
    for text in EVERY_PLAN {
        let mut server = server(700);
        for row in &mut server.rows {
            row.joined = if row.id == 350 { 130 } else { (row.id % 5) as usize + 1 };
        }
        assert_eq!(sorted(run(text, &mut server, |_| {})), (1..=700).collect::<Vec<_>>(), "{text}");
    }
}

#[test]
fn a_lower_cap_than_the_page_size_loses_nothing() {
    for text in EVERY_PLAN {
        let mut server = Server { cap: 40, ..server(333) };
        let ids = run(text, &mut server, |_| {});
        assert_eq!(ids.len(), 333, "{text}");
    }
}

#[test]
fn rows_that_are_there_all_the_time_come_once_while_others_are_written() {
    let total = |text: &&str| !text.contains("a, d desc");
    for text in EVERY_PLAN.into_iter().filter(total) {
        let mut server = server(1500);
        let mut step = 0u64;
        let ids = run(text, &mut server, |server| {
            step += 1;
            // New rows at the front of every order; rows with ids that 3 divides vanish.
            server.rows.extend((0..3).map(|n| Row { id: 10_000 + step * 10 + n, key: 0, joined: 1 }));
            for _ in 0..7 {
                if let Some(gone) = server.rows.iter().position(|row| row.id % 3 == 0 && row.id <= 1500) {
                    server.rows.remove(gone);
                }
            }
            server.rows.retain(|row| step < 40 || row.id < 10_000);
        });
        let mut once = ids.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), ids.len(), "{text}: a row came twice");
        let kept: Vec<u64> = (1..=1500).filter(|id| id % 3 != 0).collect();
        assert!(kept.iter().all(|id| once.binary_search(id).is_ok()), "{text}: a row was missed");
    }
}

#[test]
fn rows_that_vanish_in_bulk_do_not_hide_others() {
    let mut server = server(1200);
    let mut step = 0;
    let ids = run("select id from Contacts order by k", &mut server, |server| {
        step += 1;
        if step == 6 {
            // 400 rows in front of the position are gone at once.
            server.rows.retain(|row| row.id % 2 == 1 || row.key > 6);
        }
    });
    for id in (1..=1200).filter(|id| id % 2 == 1) {
        assert!(ids.contains(&id), "{id} was missed");
    }
}

#[test]
fn a_server_that_ignores_the_bound_is_an_error_and_not_an_endless_loop() {
    let mut cursor = cursor("select id from Contacts");
    let page = server(3).answer(&cursor.next_page().unwrap().unwrap());
    cursor.accept(&page).unwrap();
    assert_eq!(cursor.accept(&page).unwrap_err().kind(), ErrorKind::UnexpectedAnswer);
}

#[test]
fn the_latest_few_take_one_request() {
    let mut server = server(2500);
    let ids = run("select id from Contacts order by k desc limit 10", &mut server, |_| {});
    assert_eq!((ids.len(), server.requests), (10, 1));
}

#[test]
fn the_plan_follows_from_the_query() {
    let plan = |text: &str| {
        let query = parse_query(text, Dialect::Surface).unwrap();
        Plan::of(&query, Window::of(&query).unwrap())
    };
    assert_eq!(plan("select * from Contacts"), Plan::Keyset);
    assert_eq!(plan("select * from Contacts order by id desc limit 500"), Plan::Keyset);
    assert_eq!(plan("select * from Contacts order by lastname"), Plan::Offset);
    assert_eq!(plan("select * from Contacts order by lastname desc"), Plan::Reverse);
    assert_eq!(plan("select * from Contacts order by firstname, lastname desc"), Plan::Offset);
    assert_eq!(plan("select * from Contacts limit 10, 5"), Plan::Offset);
    assert_eq!(plan("select count(*) from Contacts"), Plan::Count);
    assert_eq!(plan("select * from Contacts limit 0"), Plan::Nothing);
}

#[test]
fn what_is_ordered_by_is_selected_too_or_the_server_answers_nothing() {
    let cursor = cursor("select lastname from Contacts order by mailingcity");
    let page = cursor.next_page().unwrap().unwrap();
    assert_eq!(
        page.to_string(),
        "select lastname, mailingcity from Contacts order by mailingcity, id limit 100;"
    );
    assert_eq!(cursor.added_fields(), ["mailingcity"]);
}
