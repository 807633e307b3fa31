//! What the compiler says of the examples beside the rules, held against what the library says.

use crate::crates::Package;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use vtql_parser::{Dialect, Severity};
use vtql_schema::rules::{Level, Levels, Reach, Rule, all};
use vtql_schema::{Snapshot, check_text};

/// The code and the text of a finding.
type Said = BTreeSet<(String, String)>;

fn schema(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vtql-schema").join(path)
}

/// The instance that the fixtures are about.
fn instance() -> Snapshot {
    let mut snapshot = Snapshot::load(schema("fixtures/describe")).unwrap();
    for module in Snapshot::load(schema("fixtures/rules")).unwrap().modules() {
        snapshot.insert(module.clone());
    }
    snapshot
}

/// The queries of a rule's fixture in which it finds something, in the surface dialect.
fn flagged(rule: &Rule) -> Vec<String> {
    let path = schema("src/rules").join(rule.name().replace('-', "_")).with_extension("fixture");
    let mut lines = Vec::new();
    let mut flagged = false;
    for line in fs::read_to_string(path).unwrap().lines() {
        if line.starts_with("-- ") {
            flagged = matches!(line, "-- flagged" | "-- flagged surface");
        } else if flagged && !line.starts_with("  ") {
            lines.push(line.to_owned());
        }
    }
    lines
}

/// What the compiler says of a program with these queries, of what is ours.
fn compiled(queries: &[String], snapshot: &Snapshot) -> Said {
    let mut program = String::new();
    for (number, query) in queries.iter().enumerate() {
        writeln!(program, "pub fn q{number}() {{ let _ = crm::vtql!(r#\"{query}\"#); }}").unwrap();
    }
    let package = Package::new("2024", "", &(program + "fn main() {}"));
    package.write("vtql.snapshot.json", &snapshot.to_json());
    let (_, said) = package.check(None);
    let finding = |line: &str| {
        let of_warning = || line.strip_prefix("warning: use of deprecated constant `")?.split_once("`: ");
        let text = line.strip_prefix("error: ").or_else(|| Some(of_warning()?.1))?;
        let (message, code) = text.strip_suffix(']')?.rsplit_once(" [")?;
        Some((code.to_owned(), message.to_owned()))
    };
    said.lines().filter_map(finding).collect()
}

#[test]
fn the_compiler_says_of_every_rule_what_the_library_says() {
    let snapshot = instance();
    let rules = || all().iter().filter(|rule| rule.reach() == Reach::Everywhere);
    // The compiler is silent about warnings where there are errors.
    for severity in [Severity::Error, Severity::Warning] {
        let (mut queries, mut expected) = (Vec::new(), Said::new());
        for query in rules().flat_map(|rule| flagged(rule)) {
            let found = check_text(&query, Dialect::Surface, Some(&snapshot), &Levels::default()).diagnostics;
            if found.iter().map(|finding| finding.severity).max() == Some(severity) {
                let shown = found.into_iter().filter(|finding| finding.severity == severity);
                expected.extend(shown.map(|finding| (finding.code.to_string(), finding.message)));
                queries.push(query);
            }
        }
        let said = compiled(&queries, &snapshot);
        let differing: Vec<_> = said.symmetric_difference(&expected).collect();
        assert!(differing.is_empty(), "{differing:#?}");
        let level = if severity == Severity::Error { Level::Deny } else { Level::Warn };
        for rule in rules().filter(|rule| rule.default_level() == level) {
            assert!(
                said.iter().any(|(code, _)| code == rule.code().as_str()),
                "the macro knows nothing of {rule:?}"
            );
        }
    }
}
