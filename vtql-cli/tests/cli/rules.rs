//! What the binary says of the examples beside the rules, held against what the library says.

use crate::vtql::{Workplace, json_lines};
use serde_json::json;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use vtql_parser::Dialect;
use vtql_schema::rules::{Level, Levels, Reach, all, find};
use vtql_schema::{Snapshot, check_text};

fn schema(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../vtql-schema").join(path)
}

/// The instance that the fixtures are about.
fn instance() -> Snapshot {
    let mut snapshot = Snapshot::load(schema("fixtures/describe")).unwrap();
    for module in Snapshot::load(schema("fixtures/rules")).unwrap().modules() {
        snapshot.insert(module.clone());
    }
    snapshot
}

/// The queries of all fixtures.
fn queries() -> Vec<String> {
    let mut queries = Vec::new();
    for rule in all().iter().filter(|rule| rule.reach() != Reach::Changes) {
        let name = rule.name().replace('-', "_");
        let fixture = fs::read_to_string(schema("src/rules").join(name).with_extension("fixture")).unwrap();
        let lines = fixture.lines().filter(|line| !line.starts_with("-- ") && !line.starts_with("  "));
        queries.extend(lines.map(str::to_owned));
    }
    queries
}

#[test]
fn the_command_line_says_of_every_rule_what_the_library_says() {
    let snapshot = instance();
    let work = Workplace::new();
    work.write("vtql.snapshot.json", &snapshot.to_json());
    // What is off unless asked for is asked for.
    let off: Vec<&str> =
        all().iter().filter(|rule| rule.default_level() == Level::Allow).map(|rule| rule.name()).collect();
    let mut levels = Levels::default();
    off.iter().for_each(|name| levels.set(name, Level::Warn).unwrap());
    let queries = queries();
    let lines: Vec<String> = queries.iter().map(|query| json!({ "q": query }).to_string()).collect();
    let lines = lines.join("\n");
    let mut fired = BTreeSet::new();
    for (name, dialect) in [("wire", Dialect::Wire), ("surface", Dialect::Surface)] {
        let warn = off.join(",");
        let ran = work.run_with(&["check", "--jsonl", "--dialect", name, "--warn", &warn], &lines);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        for (query, answer) in queries.iter().zip(json_lines(&ran.out)) {
            let found = check_text(query, dialect, Some(&snapshot), &levels).diagnostics;
            let said: Vec<_> = found
                .iter()
                .map(|it| json!([it.code.as_str(), it.severity.as_str(), it.message, it.help]))
                .collect();
            let answered: Vec<_> = answer["diagnostics"]
                .as_array()
                .unwrap()
                .iter()
                .map(|it| json!([it["code"], it["severity"], it["message"], it["help"]]))
                .collect();
            assert_eq!(answered, said, "{query}");
            fired.extend(found.iter().map(|it| it.code));
        }
    }
    let silent: Vec<&str> =
        all().iter().filter(|rule| !fired.contains(&rule.code())).map(|rule| rule.name()).collect();
    assert_eq!(silent, ["retyped-field"], "`snapshot diff` alone can find it, and the tests of it do");
    assert!(find("retyped-field").is_some_and(|rule| rule.reach() == Reach::Changes));
}
