//! Runs the fixtures beside the rules.
//!
//! A fixture holds queries, one a line, under headings that say whether the rule finds something in them,
//! and in which dialect: without one, in both, with the same words and the same fixes. Under a heading that ends in
//! `written` stand elements, as `create Contacts {"lastname": "Smith"}`. Under a query stands what the rule says (`|`) and what its fixes make of it (`>`):
//! run the tests once with `VTQL_BLESS=1` to write these lines, and read them before you keep them.

use super::{Level, Levels, Reach, Rule, all};
use crate::element::{Element, Writing};
use crate::snapshot::Snapshot;
use crate::{Checker, fix};
use std::path::{Path, PathBuf};
use vtql_parser::diagnostic::Safety;
use vtql_parser::{Diagnostic, Dialect, Span};

/// The standard instance, with what only others have.
pub(super) fn instance() -> Snapshot {
    let load = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
        Snapshot::load(path).expect("the describe answers can be read")
    };
    let mut snapshot = load("describe");
    for module in load("rules").modules() {
        snapshot.insert(module.clone());
    }
    snapshot
}

fn findings(rule: &Rule, text: &str, dialect: Dialect, snapshot: &Snapshot) -> Vec<Diagnostic> {
    let mut levels = Levels::default();
    if rule.default_level() == Level::Allow {
        levels.set(rule.name(), Level::Warn).expect("the rule exists");
    }
    let mut found = Checker::new(dialect).snapshot(snapshot).levels(&levels).text(text).diagnostics;
    found.retain(|finding| finding.code == rule.code());
    found
}

/// The text after all fixes of the rule, if there are any.
fn fixed(rule: &Rule, text: &str, dialect: Dialect, snapshot: &Snapshot) -> Option<String> {
    let mut now = text.to_owned();
    for _ in 0..5 {
        let fixed = fix::apply(&now, &findings(rule, &now, dialect, snapshot), Safety::Unsafe);
        if fixed.applied == 0 {
            break;
        }
        now = fixed.text;
    }
    (now != text).then_some(now)
}

fn shortened(line: &str) -> String {
    if line.chars().count() <= 300 {
        return line.to_owned();
    }
    format!("{}…", line.chars().take(300).collect::<String>())
}

/// What the rule says of an element.
fn answer_of_element(rule: &Rule, line: &str, snapshot: &Snapshot) -> String {
    let (writing, rest) = line.split_once(' ').expect("a way to write");
    let writing = match writing {
        "create" => Writing::Create,
        "update" => Writing::Update,
        _ => Writing::Revise,
    };
    let (module, values) = rest.split_once(' ').expect("a module and an element");
    let mut element = Element::new(writing, module, Span::NONE);
    // An object has no name twice: what would stand there twice is in a second one.
    for values in serde_json::Deserializer::from_str(values).into_iter::<serde_json::Value>() {
        let values = values.expect("JSON");
        let more = Element::from_json(writing, module, values.as_object().expect("an object"));
        element.members.extend(more.members);
    }
    let found = Checker::new(Dialect::Surface).snapshot(snapshot).element(&element);
    let own = found.iter().filter(|finding| finding.code == rule.code());
    own.fold(String::new(), |text, finding| text + "  | " + &shortened(&finding.to_string()) + "\n")
}

const BOTH: &[Dialect] = &[Dialect::Wire, Dialect::Surface];

/// What the rule says of a query, and what its fixes make of it.
fn answer(rule: &Rule, line: &str, dialect: Dialect, snapshot: &Snapshot, wrong: &mut Vec<String>) -> String {
    let mut text = String::new();
    for finding in findings(rule, line, dialect, snapshot) {
        let at = shortened(finding.span.slice(line));
        text.extend(["  | ", &at, " | ", &shortened(&finding.to_string()), "\n"]);
    }
    if let Some(fixed) = fixed(rule, line, dialect, snapshot) {
        let again = |it| findings(rule, it, dialect, snapshot).iter().any(|it| !it.fixes.is_empty());
        if fixed.lines().any(again) {
            wrong.push(format!("{rule:?} still finds something after its own fix: {fixed}"));
        }
        text.extend(["  > ", &shortened(&fixed), "\n"]);
    }
    text
}

/// The fixture as it should read, and what contradicts its headings.
fn run(rule: &Rule, fixture: &str, snapshot: &Snapshot) -> (String, Vec<String>) {
    let (mut text, mut wrong) = (String::new(), Vec::new());
    let (mut dialects, mut flagged, mut written) = (BOTH, true, false);
    for line in fixture.lines().filter(|line| !line.starts_with("  ")) {
        text.push_str(line);
        text.push('\n');
        if let Some(heading) = line.strip_prefix("-- ") {
            flagged = heading.starts_with("flagged");
            written = heading.ends_with(" written");
            dialects = match heading.split_once(' ') {
                Some((_, "wire")) => &BOTH[..1],
                Some((_, "surface")) => &BOTH[1..],
                _ => BOTH,
            };
            continue;
        }
        if written {
            let answer = answer_of_element(rule, line, snapshot);
            if answer.is_empty() == flagged {
                wrong.push(format!("{rule:?} says of {line}\n{answer}"));
            }
            text.push_str(&answer);
            continue;
        }
        let answers: Vec<String> =
            dialects.iter().map(|dialect| answer(rule, line, *dialect, snapshot, &mut wrong)).collect();
        if answers.iter().any(|answer| answer.is_empty() == flagged || *answer != answers[0]) {
            wrong.push(format!("{rule:?} says of {line}\n{}", answers.join("and\n")));
        }
        text.push_str(&answers[0]);
    }
    (text, wrong)
}

#[test]
fn every_rule_finds_says_and_fixes_what_its_fixture_shows() {
    let snapshot = instance();
    let mut problems = Vec::new();
    // What programs put together has its fixtures where it is found: in `vtql-hosts`.
    for rule in all().iter().filter(|rule| rule.reach() != Reach::Program) {
        let path = fixture_file(rule);
        let fixture = std::fs::read_to_string(&path).unwrap_or_default();
        let (text, wrong) = run(rule, &fixture, &snapshot);
        problems.extend(wrong);
        if !text.contains("-- flagged") || !text.contains("-- accepted") {
            problems.push(format!("{} has no fixture of both kinds", path.display()));
        }
        let everywhere = text.contains("-- flagged\n") || text.contains("-- flagged surface\n");
        if text.contains("-- flagged written\n") != rule.is_about_writes() {
            problems.push(format!("{} does not show whether {rule:?} is about writes", path.display()));
        }
        if everywhere != (rule.reach() == Reach::Everywhere) {
            problems
                .push(format!("{} does not show that {rule:?} reaches as far as it says", path.display()));
        }
        if text != fixture {
            if std::env::var_os("VTQL_BLESS").is_some() {
                std::fs::write(&path, &text).unwrap();
            } else {
                problems.push(format!("{} reads differently now:\n{text}", path.display()));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

fn fixture_file(rule: &Rule) -> PathBuf {
    let name = rule.name().replace('-', "_");
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules").join(name).with_extension("fixture")
}
