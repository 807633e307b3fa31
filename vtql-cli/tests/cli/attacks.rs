//! No value of `--param` becomes text of the query: it is refused before a query is sent, or it arrives as it is.
//! The library's ways in have a test of their own in `tests/tests/attacks`.

use crate::hostile::Target;
use crate::vtql::{Served, Workplace};
use serde_json::Value;
use std::collections::BTreeSet;

const ATTACKS: &[&str] = &[
    "11x0 or 1=1",
    "11xuser_name",
    "(select id from vtiger_users)x1 or 1",
    "11x0;drop table vtiger_users",
    "' or '1'='1",
    "\\' or 1=1 -- ",
    "\u{2019} or 1=1",
    "1e5 or 1",
    "0x31",
    "%' or '%'='",
    "a' WHERE id > '12x0",
    "{p}",
    "true",
];

/// A field of each type.
const FIELDS: &[(&str, &str)] = &[
    ("Contacts", "id"),
    ("Contacts", "account_id"),
    ("Contacts", "assigned_user_id"),
    ("Contacts", "lastname"),
    ("Contacts", "birthday"),
    ("Contacts", "createdtime"),
    ("Contacts", "donotcall"),
    ("Contacts", "cf_879"),
    ("Accounts", "employees"),
    ("Accounts", "annual_revenue"),
    ("Events", "time_start"),
    ("Users", "is_admin"),
];

/// A condition with the parameter `p`, and what it is for the server, whose literal is `L`.
const CONDITIONS: &[(&str, &str)] = &[
    ("F = {p}", "F = L"),
    ("F != {p}", "F != L"),
    ("F >= {p}", "F >= L"),
    ("F like {p}", "F like L"),
    ("F in {p}", "F in (L)"),
    ("not F in {p}", "F != L"),
    ("F between '0' and {p}", "F >= '0' and F <= L"),
];

fn ids<'a>(rows: impl IntoIterator<Item = &'a Value>) -> BTreeSet<String> {
    rows.into_iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

fn attack(profile: &str, first: usize) {
    let served = Served::start(&["--rows", "Contacts=40,Accounts=40,Events=40", "--profile", profile]);
    let (target, work) = (Target::of(&served), Workplace::new());
    let (mut refused, mut arrived) = (0, 0);
    for (place, (module, field)) in FIELDS.iter().enumerate() {
        for (number, value) in ATTACKS.iter().enumerate().skip((first + place) % 3).step_by(3) {
            let (condition, wire) = CONDITIONS[(first + place + number) % CONDITIONS.len()];
            let query = format!("select id from {module} where {}", condition.replace('F', field));
            target.forget();
            let ran = served.run(&work, &["query", &query, "-p", &format!("p={value}"), "--format", "jsonl"]);
            let case = format!("{query}, {value}: {ran:?}");
            if ran.code == Some(1) {
                assert!(ran.out.is_empty() && ran.err.contains("error[V"), "{case}");
                assert!(!target.operations().iter().any(|it| it.starts_with("query")), "{case}");
                refused += 1;
                continue;
            }
            let literal = format!("'{}'", value.replace('\\', "\\\\").replace('\'', "''"));
            let wire = wire.replace('F', field).replace('L', &literal);
            let meant = target.rows(&format!("select id from {module} where {wire} order by id limit 100;"));
            let came: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
            let came = (ran.code == Some(0)).then(|| ids(&came));
            assert_eq!(came, meant.as_ref().map(ids), "{case}");
            arrived += usize::from(came.is_some());
        }
    }
    assert!(refused > 2 && arrived > 20, "{refused} refused, {arrived} arrived");
}

#[test]
fn no_value_of_a_parameter_becomes_text_in_the_cloud() {
    attack("cloud", 0);
}

#[test]
fn no_value_of_a_parameter_becomes_text_on_an_open_source_server() {
    attack("8.4", 1);
}
