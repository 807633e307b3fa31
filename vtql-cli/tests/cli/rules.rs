//! What is said of the examples beside the rules: by the library, by the binary and by the compiler, of the
//! same texts and with the same settings.

use crate::package::{Package, workspace};
use crate::vtql::{Workplace, finish, json_lines};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use vtql_parser::{Dialect, Severity};
use vtql_schema::rules::{Levels, Reach, Rule, all};
use vtql_schema::settings::Settings;
use vtql_schema::{Checker, Snapshot};

/// The instance that the fixtures are about.
fn instance() -> Snapshot {
    let mut snapshot = Snapshot::load(workspace("vtql-schema/fixtures/describe")).unwrap();
    for module in Snapshot::load(workspace("vtql-schema/fixtures/rules")).unwrap().modules() {
        snapshot.insert(module.clone());
    }
    snapshot
}

/// A query beside a rule.
#[derive(Clone)]
struct Example {
    rule: &'static Rule,
    dialect: Dialect,
    query: String,
    /// Whether the rule finds something in it.
    flagged: bool,
}

/// Whether a rule finds something in the text of queries. Rules about programs have their examples where programs are
/// read, in `vtql-hosts`, and those about what is written to records in `tests/ui`.
fn is_about_queries(rule: &Rule) -> bool {
    !matches!(rule.reach(), Reach::Program | Reach::Writes)
}

/// The queries of all fixtures, in each dialect that the fixture is about.
fn examples() -> Vec<Example> {
    let mut examples = Vec::new();
    for rule in all().iter().filter(|rule| is_about_queries(rule)) {
        let path = workspace("vtql-schema/src/rules").join(rule.name().replace('-', "_"));
        let (mut flagged, mut dialects) = (false, Vec::new());
        for line in fs::read_to_string(path.with_extension("fixture")).unwrap().lines() {
            if let Some(heading) = line.strip_prefix("-- ") {
                flagged = heading.starts_with("flagged");
                dialects = vec![Dialect::Wire, Dialect::Surface];
                dialects.retain(|dialect| match heading.split_once(' ') {
                    Some((_, only)) => name(*dialect) == only,
                    None => true,
                });
            } else if !line.starts_with("  ") {
                let example =
                    |dialect: &Dialect| Example { rule, dialect: *dialect, query: line.to_owned(), flagged };
                examples.extend(dialects.iter().map(example));
            }
        }
    }
    examples
}

fn name(dialect: Dialect) -> &'static str {
    if dialect == Dialect::Wire { "wire" } else { "surface" }
}

/// A finding in a program: line, column, code, severity, text, and the help that comes with it.
type Said = (usize, usize, String, Severity, String, Vec<String>);

/// A program with the examples, one a line.
fn program(examples: &[Example]) -> String {
    let mut program = String::from("#![allow(dead_code)] const LIST: &str = \"\"; fn main() {}\n");
    for Example { query, dialect, .. } in examples {
        let call = if *dialect == Dialect::Wire { "vtql_wire" } else { "vtql" };
        writeln!(program, "const _: fn() = || {{ let _ = crm::{call}!(r#\"{query}\"#); }};").unwrap();
    }
    program
}

fn library(examples: &[Example], program: &str, snapshot: &Snapshot, levels: &Levels) -> BTreeSet<Said> {
    let mut said = BTreeSet::new();
    for (number, (example, line)) in examples.iter().zip(program.lines().skip(1)).enumerate() {
        let column = line.find("r#\"").unwrap() + 4;
        for it in
            Checker::new(example.dialect).snapshot(snapshot).levels(levels).text(&example.query).diagnostics
        {
            let before = example.query[..it.span.start as usize].chars().count();
            let code = it.code.to_string();
            said.insert((number + 2, column + before, code, it.severity, it.message, it.help));
        }
    }
    said
}

fn binary(package: &Package) -> BTreeSet<Said> {
    let mut command = crate::vtql::command(&package.path(""), &["check", "--format", "jsonl", "src/main.rs"]);
    let ran = finish(&mut command, "");
    let number = |it: &Value| usize::try_from(it.as_u64().unwrap()).unwrap();
    let text = |it: &Value| it.as_str().unwrap().to_owned();
    let said = json_lines(&ran.out).into_iter().map(|it| {
        let [line, column] = ["line", "column"].map(|key| number(&it["start"][key]));
        let help = it["help"].as_array().unwrap().iter().map(text).collect();
        let severity = [Severity::Note, Severity::Warning, Severity::Error]
            .into_iter()
            .find(|severity| severity.as_str() == it["severity"])
            .unwrap();
        (line, column, text(&it["code"]), severity, text(&it["message"]), help)
    });
    said.collect()
}

/// What the compiler says, of what is ours.
fn compiler(package: &Package) -> BTreeSet<Said> {
    let arguments = ["check", "--offline", "--quiet", "--message-format=json"];
    let output = package.cargo(&arguments).output().unwrap();
    let lines = json_lines(&String::from_utf8(output.stdout).unwrap());
    let texts = lines.iter().filter_map(|it| it["message"]["message"].as_str());
    let said: BTreeSet<Said> = texts.filter_map(finding).collect();
    assert!(!said.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    said
}

/// `text [V102]`, the place, and the help, as the macros write them.
fn finding(message: &str) -> Option<Said> {
    let warned = message.strip_prefix("use of deprecated constant `").and_then(|it| it.split_once("`: "));
    let (severity, message) =
        warned.map_or((Severity::Error, message), |(_, message)| (Severity::Warning, message));
    let (title, drawn) = message.split_once('\n')?;
    let (text, code) = title.strip_suffix(']')?.rsplit_once(" [")?;
    let place = drawn.lines().next()?.trim_start().strip_prefix("--> src/main.rs:")?;
    let (line, column) = place.split_once(':')?;
    let help = drawn.lines().filter_map(|line| Some(line.trim_start().strip_prefix("= help: ")?.to_owned()));
    let (line, column) = (line.parse().ok()?, column.parse().ok()?);
    Some((line, column, code.to_owned(), severity, text.to_owned(), help.collect()))
}

/// Checks the examples in one program, and tells the severest findings: the compiler is silent about
/// warnings where there are errors, and about notes everywhere.
fn say_the_same(examples: &[Example], settings: &str, snapshot: &Snapshot) -> BTreeSet<Said> {
    let program = program(examples);
    let package = Package::new("2024", "", &program);
    package.write("vtql.snapshot.json", &snapshot.to_json());
    package.write("vtql.toml", settings);
    let levels = Settings::read(settings).unwrap().levels().unwrap();
    let library = library(examples, &program, snapshot, &levels);
    let differing: Vec<_> = library.symmetric_difference(&binary(&package)).cloned().collect();
    assert!(differing.is_empty(), "library and command line: {differing:#?}");
    let severest = library.iter().map(|it| it.3).max().unwrap();
    let shown: BTreeSet<Said> = library.into_iter().filter(|it| it.3 == severest).collect();
    let differing: Vec<_> = shown.symmetric_difference(&compiler(&package)).cloned().collect();
    assert!(differing.is_empty(), "library and compiler: {differing:#?}");
    shown
}

fn every_rule_finds_its_examples(examples: &[Example], said: &BTreeSet<Said>) {
    for rule in all().iter().filter(|rule| is_about_queries(rule)) {
        let own = || examples.iter().enumerate().filter(|(_, it)| std::ptr::eq(it.rule, *rule));
        assert!(own().any(|(_, it)| it.flagged), "{rule:?} has no example");
        for (number, example) in own() {
            let found = said.iter().any(|it| it.0 == number + 2 && it.2 == rule.code().as_str());
            assert_eq!(found, example.flagged, "{rule:?} in {}", example.query);
        }
    }
}

#[test]
fn the_library_the_command_line_and_the_compiler_find_the_same_by_every_rule() {
    let (snapshot, examples) = (instance(), examples());
    let said = say_the_same(&examples, "[levels]\nall = \"deny\"\n", &snapshot);
    every_rule_finds_its_examples(&examples, &said);
}

#[test]
fn they_warn_of_the_same() {
    let (snapshot, mut examples) = (instance(), examples());
    // A syntax error is none of a rule's, and hides what the compiler would warn of.
    let settings = "[levels]\nall = \"warn\"\n";
    let levels = Settings::read(settings).unwrap().levels().unwrap();
    examples
        .retain(|it| Checker::new(it.dialect).snapshot(&snapshot).levels(&levels).text(&it.query).is_ok());
    let said = say_the_same(&examples, settings, &snapshot);
    every_rule_finds_its_examples(&examples, &said);
}

#[test]
fn they_are_as_severe_unless_asked_otherwise() {
    let (snapshot, examples) = (instance(), examples());
    let levels = Levels::default();
    for severity in [Severity::Error, Severity::Warning] {
        let mut examples = examples.clone();
        let severest = |it: &Example| {
            let found =
                Checker::new(it.dialect).snapshot(&snapshot).levels(&levels).text(&it.query).diagnostics;
            found.iter().map(|finding| finding.severity).max()
        };
        examples.retain(|it| severest(it) == Some(severity));
        let said = say_the_same(&examples, "", &snapshot);
        assert!(said.iter().all(|it| it.3 == severity));
    }
}

#[test]
fn the_command_line_answers_json_lines_with_what_the_library_says() {
    let (snapshot, examples) = (instance(), examples());
    let work = Workplace::new();
    work.write("vtql.snapshot.json", &snapshot.to_json());
    let mut levels = Levels::default();
    levels.set("keyword-case", vtql_schema::rules::Level::Warn).unwrap();
    for dialect in [Dialect::Wire, Dialect::Surface] {
        let queries: Vec<&str> =
            examples.iter().filter(|it| it.dialect == dialect).map(|it| it.query.as_str()).collect();
        let lines: Vec<String> = queries.iter().map(|query| json!({ "q": query }).to_string()).collect();
        let ran = work.run_with(
            &["check", "--jsonl", "--dialect", name(dialect), "--warn", "keyword-case"],
            &lines.join("\n"),
        );
        assert_eq!(ran.code, Some(0), "{ran:?}");
        for (query, answer) in queries.iter().zip(json_lines(&ran.out)) {
            let found = Checker::new(dialect).snapshot(&snapshot).levels(&levels).text(query).diagnostics;
            assert_eq!(answer["diagnostics"], serde_json::to_value(&found).unwrap(), "{query}");
        }
    }
}
