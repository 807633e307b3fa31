use super::{Level, Levels, all, find};
use crate::Checker;
use crate::snapshot::Snapshot;
use vtql_parser::ast::{Condition, Direction, Name, Query, Select};
use vtql_parser::{Diagnostic, Dialect};

fn standard() -> Snapshot {
    Snapshot::load(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/describe")).unwrap()
}

fn query(module: &str, fields: &[&str]) -> Query {
    Query::new(Select::fields(fields.iter().copied()).unwrap(), Name::new(module).unwrap()).limit(10)
}

fn findings(query: &Query) -> Vec<String> {
    let snapshot = standard();
    let findings = Checker::new(Dialect::Wire).snapshot(&snapshot).query(query);
    findings.iter().map(Diagnostic::to_string).collect()
}

#[test]
fn a_right_query_has_no_findings() {
    let query = query("Contacts", &["id", "lastname"])
        .filter(Condition::eq("firstname", "Ada").unwrap())
        .order_by("lastname", Direction::Asc)
        .unwrap();
    assert_eq!(findings(&query), Vec::<String>::new());
}

#[test]
fn every_wrong_name_of_a_query_is_found() {
    let query = query("contacts", &["id", "lastnme", "Email"])
        .filter(Condition::eq("emial", "x").unwrap())
        .order_by("nosuch", Direction::Asc)
        .unwrap();
    insta::assert_snapshot!(findings(&query).join("\n"), @r#"
    error[V102]: module `Contacts` has no field `lastnme`; did you mean `lastname`?
    error[V102]: module `Contacts` has no field `emial`; did you mean `email`?
    error[V102]: module `Contacts` has no field `nosuch`; the server does not check the names in `order by`: its answer would be empty
    error[V103]: the module `contacts` is called `Contacts`; did you mean `Contacts`?
    error[V103]: the field `Email` of module `Contacts` is called `email`; did you mean `email`?
    "#);
}

#[test]
fn a_module_is_found_by_its_label() {
    insta::assert_snapshot!(findings(&query("Organizations", &["id"])).join("\n"), @r#"error[V101]: there is no module `Organizations`; the module labelled "Organizations" is called `Accounts`"#);
    insta::assert_snapshot!(findings(&query("Contcts", &["nosuch"])).join("\n"), @"error[V101]: there is no module `Contcts`; did you mean `Contacts`?");
    insta::assert_snapshot!(findings(&query("Contacts", &["PrimaryEmail"])).join("\n"), @r#"error[V102]: module `Contacts` has no field `PrimaryEmail`; the field labelled "Primary Email" is called `email`"#);
}

#[test]
fn modules_that_cannot_be_queried_are_distinguished_from_those_that_the_manual_excludes() {
    insta::assert_snapshot!(findings(&query("ProductTaxes", &["taxid"])).join("\n"), @"error[V104]: module `ProductTaxes` cannot be queried: it has no field `id`; retrieve the records that its values belong to instead");
    insta::assert_snapshot!(findings(&query("Currency", &["id"])).join("\n"), @"note[V105]: module `Currency` is not an entity: by the manual it cannot be queried, though some servers answer");
}

#[test]
fn rules_are_in_order_of_their_codes_and_found_by_code_and_name() {
    for pair in all().windows(2) {
        assert!(pair[0].code() < pair[1].code(), "{:?} stands before {:?}", pair[0], pair[1]);
    }
    for rule in all() {
        assert!(std::ptr::eq(find(rule.name()).unwrap(), *rule));
        assert!(std::ptr::eq(find(&rule.code().as_str().to_lowercase()).unwrap(), *rule));
    }
    assert!(find("V999").is_none());
}

#[test]
fn every_rule_says_what_it_does_why_and_how_to_fix_it() {
    for rule in all() {
        assert!(!rule.title().is_empty() && !rule.title().ends_with('.'), "{rule:?} has a title");
        for section in ["## What it does", "## Why", "## Example", "## Fix"] {
            assert!(rule.documentation().contains(section), "{rule:?} has {section}");
        }
    }
}

#[test]
fn the_reference_page_is_fresh() {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/rules.md");
    if std::env::var_os("VTQL_BLESS").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, super::reference()).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == super::reference(), "{} is stale: run the tests once with VTQL_BLESS=1", file.display());
}

/// The example in the documentation of a rule is a query that the rule finds something in.
#[test]
fn the_example_of_every_rule_is_flagged_by_it() {
    let mut levels = Levels::default();
    levels.set("all", Level::Warn).unwrap();
    let snapshot = super::fixtures::instance();
    let mut tried = 0;
    for rule in all() {
        let documentation = rule.documentation();
        let Some((_, example)) = documentation.split_once("```vtql\n") else { continue };
        let (example, _) = example.split_once("```").unwrap();
        let codes = |dialect| -> Vec<_> {
            let checked = Checker::new(dialect).snapshot(&snapshot).levels(&levels).text(example);
            checked.diagnostics.iter().map(|it| it.code).collect()
        };
        let found = codes(if example.starts_with("--") { Dialect::Surface } else { Dialect::Wire });
        assert!(found.contains(&rule.code()), "{rule:?}: {found:?} in {example}");
        tried += 1;
    }
    assert!(tried > 30);
}

#[test]
fn the_length_of_a_query_is_that_of_what_is_sent() {
    let sent = |text: &str, dialect| {
        let checked = crate::Checker::new(dialect).text(text);
        let found = checked.diagnostics.into_iter().find(|it| it.code.as_str() == "V304");
        found.map(|it| it.message.split(' ').find_map(|word| word.parse::<usize>().ok()).unwrap())
    };
    let long = "é".repeat(9_000);
    let pairs: Vec<String> = (0..8).map(|i| format!("(a{i} = 1 or a{i} = 2)")).collect();
    for (text, length) in [
        (format!("select id from M /* {long} */ limit 5;"), None),
        (format!("-- {long}\nselect id from M limit 5;"), None),
        (format!("select id from M{}limit 5;", " ".repeat(9_000)), None),
        (format!("select id from M where a = '{}' limit 5;", "é".repeat(1_400)), Some(8_446)),
        (format!("select id from M where a = '{}' limit 5;", "x".repeat(7_900)), None),
        (format!("select id from M where a = '{}' limit 5;", "x".repeat(8_000)), Some(8_046)),
        (format!("select id from M where a = '{}' limit 5;", "\\".repeat(1_400)), Some(8_446)),
        (format!("select id from M where {} limit 5;", pairs.join(" and ")), Some(38_686)),
        (format!("select id from M where {} limit 5;", pairs[..4].join(" and ")), None),
        (format!("select id from M where not ({}) limit 5;", pairs.join(" and ")), None),
    ] {
        assert_eq!(sent(&text, Dialect::Surface), length, "{}", text.chars().take(80).collect::<String>());
    }
    let wire = format!("select id from M where a = '{}' limit 5;", "x".repeat(8_000));
    assert_eq!(sent(&wire, Dialect::Wire), Some(8_046));
    assert_eq!(
        sent(&wire.replace(" limit", &format!("{}limit", " ".repeat(100))), Dialect::Wire),
        Some(8_145)
    );
}

/// Conditions that were added in code stand at no place of the text: no fix may touch it for them.
#[test]
fn what_was_added_in_code_has_no_fix() {
    let mut levels = Levels::default();
    levels.set("all", Level::Warn).unwrap();
    let snapshot = standard();
    let text = "select id, lastname, validfrom from Contacts where lastname = 'Ng' and firstname = 'Jo' order by lastname desc limit 5;";
    for added in [
        Condition::eq("LastName", "x").unwrap(),
        Condition::eq("lastname", 0).unwrap(),
        Condition::eq("nosuch", "{name}").unwrap(),
        Condition::like("lastname", r"%a\b").unwrap(),
        Condition::eq("account_id", "5").unwrap(),
        Condition::eq("leadsource", "nosuch").unwrap(),
        Condition::eq("birthday", "yesterday").unwrap(),
        Condition::eq("lastname", "x").unwrap().or(Condition::eq("firstname", "y").unwrap()),
        Condition::one_of("id", ["1", "2"]).unwrap(),
        Condition::eq("Email", "x").unwrap().and(Condition::eq("phone", "{x}").unwrap()),
        Condition::eq("LastName", "x").unwrap().not(),
    ] {
        for dialect in [Dialect::Wire, Dialect::Surface] {
            let checker = crate::Checker::new(dialect).snapshot(&snapshot).levels(&levels);
            let parsed = vtql_parser::parse_query(text, dialect).unwrap();
            let before = checker.query_in(&parsed, text);
            for query in [parsed.clone().filter(added.clone()), {
                let mut query = parsed.clone();
                query.filter = query.filter.map(|filter| filter.or(added.clone()));
                query
            }] {
                let found = checker.query_in(&query, text);
                for fix in found.iter().flat_map(|it| &it.fixes) {
                    let own = before.iter().flat_map(|it| &it.fixes).any(|it| it == fix);
                    let groups = fix.title == "add parentheses" && fix.edits[0].span.start > 0;
                    assert!(own || groups, "{added}: {fix:?}");
                }
            }
        }
    }
}
