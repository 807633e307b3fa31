//! No value ever becomes text of a query: every type of field of every demo module, every way in, every operator,
//! end to end on both interfaces. A value that means to be more is refused before a query is sent, or arrives as
//! the value that it is.
//!
//! A test run tries one case in 151; `VTQL_ATTACKS=1` tries each, `VTQL_ATTACKS=10` one in ten.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod operators;
mod server;
mod typed;
mod values;
mod ways;

use operators::{Meeting, OPERATORS, Operator};
use server::{Outcome, Server};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use values::{ATTACKS, is_sql_for_an_id, read};
use vtql_sandbox::{Profile, default_snapshot};
use vtql_schema::Snapshot;
use ways::{WAYS, Way};

/// One field of each type of each module that has records.
async fn fields(server: &Server, snapshot: &Snapshot) -> Vec<(String, String, bool)> {
    let mut fields = Vec::new();
    for module in snapshot.modules() {
        if server
            .finds(&format!("select id from {} limit 1;", module.name))
            .await
            .is_none_or(|rows| rows.is_empty())
        {
            continue;
        }
        let mut by_type = BTreeMap::new();
        for field in module.fields() {
            let kind = (field.ty.name().to_owned(), field.domain().is_record_id());
            by_type.entry(kind).or_insert_with(Vec::new).push(&field.name);
        }
        for ((_, holds_ids), names) in by_type {
            for name in names {
                // The first that a query may name.
                let any = format!("select id from {} where {name} != '7' limit 1;", module.name);
                if holds_ids || server.finds(&any).await.is_some() {
                    fields.push((module.name.clone(), name.clone(), holds_ids));
                    break;
                }
            }
        }
    }
    fields
}

/// What stands outside of the strings of the first text that a case sends.
type Skeletons = HashMap<(Way, Operator, bool, bool), String>;

struct Attack<'a> {
    way: Way,
    operator: Operator,
    holds_ids: bool,
    it: Meeting<'a>,
}

impl Attack<'_> {
    async fn go(&self, server: &Server, snapshot: &Snapshot, skeletons: &mut Skeletons) -> bool {
        let Attack { way, operator, holds_ids, it } = *self;
        server.sandbox.clear_log();
        let outcome = way.go(server, snapshot, operator, it).await;
        let sent = server.sent();
        let case = format!("{way:?} {operator:?} {it:?}: {outcome:?}, sent {sent:?}");
        if let Outcome::Refused(codes) = &outcome {
            assert!(sent.is_empty() && !codes.is_empty(), "{case}");
            return false;
        }
        assert!(!holds_ids || !is_sql_for_an_id(it.value), "{case}");
        // What is outside of strings is the same as for a value that means nothing else.
        let named = |text: &str| {
            let text = text.replace(&format!("from {} where", it.module), "from M where");
            read(&text).0.replace(&format!("{} ", it.field), "F ")
        };
        for text in &sent {
            let strings = read(text).1;
            assert!(strings.iter().any(|string| string == operator.sent(it.value)), "{case}");
        }
        let skeleton = named(sent.first().unwrap_or_else(|| panic!("{case}")));
        let key = (way, operator, holds_ids, it.field == "id");
        if let Entry::Vacant(place) = skeletons.entry(key) {
            let harmless = Meeting { value: if holds_ids { "12x7" } else { "v" }, ..it };
            server.sandbox.clear_log();
            way.go(server, snapshot, operator, harmless).await;
            if let Some(text) = server.sent().first() {
                place.insert(named(text));
            }
        }
        if let Some(expected) = skeletons.get(&key) {
            assert_eq!(&skeleton, expected, "{case}");
        }
        let meant = server.finds(&operator.wire(it)).await.map_or(Outcome::Error, Outcome::Rows);
        assert_eq!(outcome, meant, "{case}");
        true
    }
}

async fn attack(profile: Profile) {
    let server = Server::start(profile).await;
    let snapshot = default_snapshot();
    let fields = fields(&server, &snapshot).await;
    let one_in = std::env::var("VTQL_ATTACKS").ok().and_then(|it| it.parse().ok()).unwrap_or(151);
    let (mut skeletons, mut arrived, mut refused) = (Skeletons::new(), 0, 0);
    let mut number = 0_usize;
    for (module, field, holds_ids) in &fields {
        for operator in OPERATORS {
            for value in ATTACKS {
                for way in WAYS {
                    number += 1;
                    // Among fields of record ids each operator and way is tried with more values.
                    let one_in: usize = if *holds_ids { one_in / 3 + 1 } else { one_in };
                    if !number.is_multiple_of(one_in) {
                        continue;
                    }
                    let other = if *holds_ids { "12x1" } else { "0" };
                    let it = Meeting { module, field, value, other };
                    let case = Attack { way: *way, operator: *operator, holds_ids: *holds_ids, it };
                    if case.go(&server, &snapshot, &mut skeletons).await {
                        arrived += 1;
                    } else {
                        refused += 1;
                    }
                }
            }
        }
    }
    assert!(fields.len() > 150 && arrived > 200 && refused > 200, "{} {arrived} {refused}", fields.len());
}

#[tokio::test]
async fn no_value_becomes_text_in_the_cloud() {
    attack(Profile::Cloud).await;
}

#[tokio::test]
async fn no_value_becomes_text_on_an_open_source_server() {
    attack(Profile::V8_4).await;
}

/// Literals and strings are taken apart as the tests above rely on it.
#[test]
fn a_text_is_read_as_the_server_reads_it() {
    for value in ATTACKS {
        let text = format!("select id from M where f = {} and g = 'b';", values::literal(value));
        let strings = [(*value).to_owned(), "b".to_owned()];
        assert_eq!(read(&text), ("select id from M where f = ? and g = ?;".to_owned(), strings.to_vec()));
    }
    assert!(is_sql_for_an_id("11x0 or 1") && is_sql_for_an_id("11xuser_name"));
    assert!(!is_sql_for_an_id("11x0") && !is_sql_for_an_id("' or 1"));
}
