//! The rules against queries whose fate on a server is known.

use proptest::prelude::*;
use serde_json::Value;
use std::path::{Path, PathBuf};
use vtql_parser::ast::{Condition, Query};
use vtql_parser::diagnostic::Safety;
use vtql_parser::{Diagnostic, Dialect, parse};
use vtql_schema::rules::Levels;
use vtql_schema::{Snapshot, check, check_text, fix};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

fn lines(name: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(data(name)).expect("the fixture is there");
    text.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
}

fn standard() -> Snapshot {
    Snapshot::load(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/describe"))
        .expect("the answers can be read")
}

fn text<'a>(line: &'a Value, key: &str) -> &'a str {
    line[key].as_str().unwrap_or_default()
}

/// The codes of `V0xx` to `V2xx` that a text gets on the wire, with the snapshot's help.
fn serious(text: &str, snapshot: &Snapshot) -> Vec<&'static str> {
    let parsed = parse(text, Dialect::Wire);
    let rules = parsed.statements.iter().flat_map(|it| check(it, text, Dialect::Wire, Some(snapshot)));
    let all: Vec<Diagnostic> = parsed.diagnostics.iter().cloned().chain(rules).collect();
    all.iter().map(|it| it.code.as_str()).filter(|code| *code < "V300").collect()
}

#[test]
fn every_accepted_query_whose_sql_fails_is_flagged() {
    let snapshot = Snapshot::load(data("oracle-describe")).unwrap();
    let failing: Vec<Value> =
        lines("accepted.jsonl").into_iter().filter(|line| line["db_ok"] == false).collect();
    assert!(failing.len() > 800);
    let missed: Vec<&str> = failing
        .iter()
        .map(|line| text(line, "q"))
        .filter(|query| serious(query, &snapshot).is_empty())
        .collect();
    assert!(missed.is_empty(), "{} are missed:\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn few_queries_that_run_are_flagged() {
    let snapshot = Snapshot::load(data("oracle-describe")).unwrap();
    let running: Vec<Value> =
        lines("accepted.jsonl").into_iter().filter(|line| line["db_ok"] == true).collect();
    assert!(running.len() > 1_000);
    let flagged: Vec<String> = running
        .iter()
        .map(|line| (serious(text(line, "q"), &snapshot), text(line, "q")))
        .filter(|(codes, _)| !codes.is_empty())
        .map(|(codes, query)| format!("{codes:?} {query}"))
        .collect();
    assert!(
        flagged.len() * 20 <= running.len(),
        "{} of {} are flagged:\n{}",
        flagged.len(),
        running.len(),
        flagged.join("\n")
    );
}

/// Every field that describe lists was selected and ordered by on a server.
#[test]
fn what_a_server_did_with_every_field_is_foretold() {
    let snapshot = standard();
    let sweep: Value =
        serde_json::from_str(&std::fs::read_to_string(data("field-sweep.json")).unwrap()).unwrap();
    let mut wrong = Vec::new();
    let mut tried = 0;
    for (module, fields) in sweep.as_object().unwrap() {
        for (field, seen) in fields.as_object().unwrap() {
            for (how, query) in [
                ("select", format!("select {field} from {module} limit 1;")),
                ("where", format!("select id from {module} where {field} = '12x34' limit 1;")),
                ("order", format!("select id from {module} order by {field} limit 1;")),
                ("order_selected", format!("select {field} from {module} order by {field} limit 1;")),
            ] {
                let codes = serious(&query, &snapshot);
                // Whether a record id is a right value, and whether the manual promises an answer, is
                // not what was tried.
                let flagged =
                    codes.iter().any(|code| !["V105", "V108", "V109", "V110", "V210"].contains(code));
                if flagged != (seen[how] != "ok") {
                    wrong.push(format!("{query} {codes:?}, and the server: {}", seen[how]));
                }
                tried += 1;
            }
        }
    }
    assert!(tried > 3_600);
    assert!(wrong.is_empty(), "{} are foretold wrongly:\n{}", wrong.len(), wrong.join("\n"));
}

/// Queries that a server answered with an empty list, though its SQL had failed, are all found.
#[test]
fn experiments_with_empty_answers_are_flagged_unless_there_is_nothing_to_find() {
    let snapshot = standard();
    let unflagged: Vec<String> = lines("query-experiments.jsonl")
        .iter()
        .filter(|line| line["answer"] == "empty" && serious(text(line, "query"), &snapshot).is_empty())
        .map(|line| format!("{}: {:.100}", text(line, "name"), text(line, "query")))
        .collect();
    insta::assert_snapshot!(unflagged.join("\n"), @r#"
    a-limit-3000_100: select id from Contacts limit 3000,100;
    b-count-and-col: select count(*), lastname from Contacts;
    b-count-limit: select count(*) from Contacts limit 1;
    b-count-upper: SELECT COUNT(*) FROM Contacts;
    b-count: select count(*) from Contacts;
    b-types-emails: select * from Emails limit 1;
    b-types-pricebooks: select * from PriceBooks limit 1;
    d-like-number: select id,lastname from Contacts where lastname like 5 limit 100;
    e-amp-entity: select id,lastname from Contacts where lastname = 'A&amp;B' limit 100;
    e-four-backslashes: select id,lastname from Contacts where lastname = 'Back\\\\slash' limit 100;
    e-kw-from-first: select id,lastname from Contacts where firstname = 'x from Accounts' and lastname='Ng' limit 100;
    e-kw-in: select id,lastname from Contacts where lastname = 'in' limit 100;
    e-kw-like: select id,lastname from Contacts where lastname = 'like' limit 100;
    e-kw-or: select id,lastname from Contacts where lastname = 'or' limit 100;
    e-literal-999-quotes: select id,lastname from Contacts where lastname = ''''''''''''''''''''''''''''''''''''''''''''''''''
    e-literal-longest-ok-u-umlaut: select id from Contacts where lastname = 'üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü
    e-long-literal-4KB-GET: select id from Contacts where lastname = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
    e-long-literal-7KB-GET: select id from Contacts where lastname = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
    e-one-backslash: select id,lastname from Contacts where lastname = 'Back\slash' limit 100;
    g-perm-sales-count-leads: select count(*) from Leads;
    "#);
}

#[test]
fn experiments_with_refused_queries_are_flagged() {
    let snapshot = standard();
    let unflagged: Vec<String> = lines("query-experiments.jsonl")
        .iter()
        .filter(|line| line["answer"] == "error" && serious(text(line, "query"), &snapshot).is_empty())
        .map(|line| format!("{}: {:.100}", text(line, "name"), text(line, "query")))
        .collect();
    insta::assert_snapshot!(unflagged.join("\n"), @"");
}

#[test]
fn experiments_with_rows_are_flagged_only_where_the_rows_are_not_those_meant() {
    let snapshot = standard();
    let flagged: Vec<String> = lines("query-experiments.jsonl")
        .iter()
        .filter(|line| line["answer"] == "rows")
        .map(|line| (serious(text(line, "query"), &snapshot), text(line, "query")))
        .filter(|(codes, _)| !codes.is_empty())
        .map(|(codes, query)| format!("{codes:?} {query}"))
        .collect();
    insta::assert_snapshot!(flagged.join("\n"), @r#"
    ["V105"] select count(*) from Currency;
    ["V105"] select * from CompanyDetails;
    ["V105"] select * from Currency;
    ["V105"] select * from DocumentFolders;
    ["V105"] select * from Groups;
    ["V205"] select id,lastname from Contacts where lastname = 'x\' and firstname = ' or 1=1) limit 3 -- ';
    ["V202"] select id,lastname from Contacts where lastname in (null,'Ng') limit 100;
    ["V209"] select id,lastname from Contacts where lastname in 'Smith' limit 100;
    ["V105"] select CoUnT(*) from Currency;
    ["V105"] select count ( * ) from Currency;
    ["V105"] select sequence from DocumentFolders order by sequence;
    ["V108"] select id,lastname,account_id,assigned_user_id from Contacts where id = '99x333' limit 3;
    ["V108"] select id,lastname,account_id,assigned_user_id from Contacts where id = '11x333' limit 3;
    ["V108"] select id,lastname,account_id,assigned_user_id from Contacts where account_id = '12x13' limit 3;
    "#);
}

/// The condition as text, in small letters: a safe fix may write a name in its right case and quote a
/// value that was refused before.
fn condition(query: &Query) -> Option<String> {
    let text = |filter: &Condition| {
        let mut alone = query.clone();
        alone.filter = Some(filter.clone());
        (alone.order_by, alone.limit) = (None, None);
        let text = alone.to_string().to_ascii_lowercase();
        text.split_once(" where ").map(|(_, condition)| condition.replace('\'', ""))
    };
    query.filter.as_ref().and_then(text)
}

#[test]
fn safe_fixes_come_to_an_end_and_leave_conditions_alone() {
    let snapshot = Snapshot::load(data("oracle-describe")).unwrap();
    let findings = |text: &str| check_text(text, Dialect::Wire, Some(&snapshot), &Levels::default());
    let mut mended = 0;
    for line in lines("accepted.jsonl") {
        let query = text(&line, "q");
        let fixed = fix::all(query, Safety::Safe, |text| findings(text).diagnostics);
        if fixed.cured == 0 {
            continue;
        }
        mended += 1;
        let (before, after) = (findings(query), findings(&fixed.text));
        assert_eq!(fix::apply(&fixed.text, &after.diagnostics, Safety::Safe).cured, 0, "{query}");
        if let ([before], [after]) = (&before.statements[..], &after.statements[..]) {
            assert_eq!(condition(before), condition(after), "{query}\n{}", fixed.text);
        }
    }
    assert!(mended > 300, "{mended}");
}

fn token() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
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
        "is",
        "empty",
        "count",
        "*",
        "(",
        ")",
        ",",
        ";",
        "=",
        "<",
        ">=",
        "!=",
        "id",
        "lastname",
        "LASTNAME",
        "account_id",
        "assigned_user_id",
        "birthday",
        "cf_851",
        "cf_validfrom",
        "Contacts",
        "contacts",
        "Users",
        "null",
        "0",
        "-1",
        "12x5",
        "99x1",
        "'a\\'",
        "'\u{fc}%'",
        "'2026-02-30'",
        "''",
        "{p}",
        "1e999",
        "\n",
        "-- vtql: allow(V3xx)\n",
        "-- vtql: allow(V9, \u{fc})",
        "/* x */",
        "0x",
        "99999999999999999999",
    ]);
    prop_oneof![9 => fixed.prop_map(str::to_owned), 1 => "\\PC{0,6}"]
}

proptest! {
    #[test]
    fn no_text_makes_the_rules_panic_or_point_outside_of_it(
        tokens in prop::collection::vec(token(), 0..24),
        query in prop::collection::vec(token(), 0..12),
    ) {
        let snapshot = Snapshot::load(data("oracle-describe")).unwrap();
        let soup = tokens.join(" ");
        let tail = query.join(" ");
        for text in [soup, format!("select id, cf_validfrom from Contacts where {tail};"), format!("select {tail} from Contacts")] {
            for dialect in [Dialect::Wire, Dialect::Surface] {
                let found = check_text(&text, dialect, Some(&snapshot), &Levels::default()).diagnostics;
                for finding in &found {
                    prop_assert!(text.get(finding.span.range()).is_some(), "{finding} in {text}");
                }
                fix::apply(&text, &found, Safety::Unsafe);
            }
        }
    }
}
