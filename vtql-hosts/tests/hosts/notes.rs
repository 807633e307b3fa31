//! Rules about what programs put together: what they find and what they let be.

use super::check;
use vtql_hosts::Language;
use vtql_schema::rules::{Reach, all};

/// The code of a rule; a source in which it finds something and one in which it does not.
const EXAMPLES: &[(&str, Language, &str, &str)] = &[
    (
        "V220",
        Language::Php,
        "<?php $c->doQuery(\"select id, lastname from Contacts where lastname = '$name';\");",
        "<?php $c->doQuery(\"select id, lastname from Contacts where lastname = 'a' limit $offset, 100;\");",
    ),
    (
        "V220",
        Language::JavaScript,
        "q('select id, lastname from Contacts where lastname = \\'' + name + '\\';');",
        "q('select id, lastname from Contacts where lastname = \\'name\\';');",
    ),
    (
        "V221",
        Language::Python,
        "client.query(f\"select id, lastname from Contacts where lastname = {name};\")",
        "client.query(f\"select id, lastname from Contacts where lastname = {quoted_name};\")",
    ),
    (
        "V221",
        Language::Python,
        "client.query(\"select id, lastname from Contacts where firstname = \" + first + \";\")",
        "client.query(\"select id, subject from Invoice where hdnGrandTotal = \" + total + \";\")",
    ),
    (
        "V222",
        Language::TypeScript,
        "q(`select id, lastname from Contacts where lastname = \"${name}\";`);",
        "q(`select id, lastname from Contacts where lastname = '${name}';`);",
    ),
    (
        "V330",
        Language::Php,
        "<?php q(\"select id, lastname from Leads order by createdtime limit $offset, 100;\");",
        "<?php q(\"select id, lastname from Leads order by createdtime, id limit $offset, 100;\");",
    ),
    (
        "V331",
        Language::Python,
        "q = f\"select id, lastname from Leads where modifiedtime > '{last_sync}' order by modifiedtime limit 100;\"",
        "q = f\"select id, lastname from Leads where modifiedtime > '{last_sync}' and id > '{last}' order by id limit 100;\"",
    ),
];

#[test]
fn every_rule_about_programs_finds_what_it_says_and_nothing_else() {
    for rule in all().iter().filter(|rule| rule.reach() == Reach::Program) {
        let code = rule.code();
        assert!(EXAMPLES.iter().any(|it| it.0 == code.as_str()), "{code} has an example");
    }
    for (code, language, flagged, accepted) in EXAMPLES {
        let found = |source: &str| {
            let (_, findings) = check(source, *language);
            findings.iter().filter(|it| it.code.as_str() == *code).count()
        };
        assert_eq!(found(flagged), 1, "{code} {flagged}");
        assert_eq!(found(accepted), 0, "{code} {accepted}");
    }
}

#[test]
fn values_of_the_macros_never_become_text() {
    let source = "fn f() { vtql!(select id from Leads where lastname = {name}); }";
    let (_, findings) = check(source, Language::Rust);
    assert!(findings.iter().all(|it| it.code.as_str() != "V220"), "{findings:?}");
}

#[test]
fn the_cure_is_written_in_the_language_of_the_file() {
    for (language, source, cure) in [
        (
            Language::Php,
            "<?php q(\"select id, lastname from Leads where lastname = '$n';\");",
            "str_replace(",
        ),
        (Language::Ruby, "q(\"select id, lastname from Leads where lastname = '#{n}';\")", ".gsub("),
        (
            Language::Go,
            "package p\nfunc f() { q(\"select id, lastname from Leads where lastname = '\" + n + \"';\") }",
            "strings.NewReplacer(",
        ),
    ] {
        let (_, findings) = check(source, language);
        let note = findings.iter().find(|it| it.code.as_str() == "V220").unwrap();
        assert!(note.help.iter().any(|help| help.contains(cure)), "{note:?}");
    }
}

#[test]
fn the_semicolon_is_demanded_where_nothing_adds_it() {
    let missing = |source: &str| {
        let (_, findings) = check(source, Language::JavaScript);
        findings.iter().any(|it| it.code.as_str() == "V005")
    };
    assert!(!missing("client.doQuery('select id, lastname from Contacts');"));
    assert!(missing("get(h + '/webservice.php?operation=query&query=select id, lastname from Contacts');"));
    let others = "q('select id, lastname from Contacts;'); q('select id, company from Leads;'); q('select id, subject from Quotes;');";
    assert!(missing(&format!("{others} q('select id, lastname from Contacts where firstname = \\'a\\'');")));
}

/// In the macros of ours braces are parameters, tokens mean what they mean in Rust, and no other
/// placeholders are known.
#[test]
fn macros_know_parameters_and_nothing_else_to_fill_in() {
    for (value, text) in [
        (r#"("select id from Leads where city = '{city}'")"#, "'{city}'"),
        (r#"("select id from Leads where city like '%s'")"#, "'%s'"),
        ("(r#\"select id from Leads where city = \"{city}\"\"#)", "\"{city}\""),
        (r#"(select id from Leads where city = "{city}")"#, "\"{city}\""),
        ("(select id from Leads where city = {city})", "{city}"),
        (r#"(select id from Leads where city = r"a\n")"#, r#""a\n""#),
        (r##"(select id from Leads where city = r#"a"b"#)"##, "'a\"b'"),
        (r#"(select id from Leads where city = "it's \"x\" \u{e9}")"#, "'it''s \"x\" é'"),
        (r"(select id from Leads where city = '\n')", "\"\n\""),
        (r"(select id from Leads where city = '\\')", r#""\""#),
        (r"(select id from Leads where city = '\'')", "\"'\""),
        (r"(select id from Leads where city = 1_000)", "1000"),
    ] {
        let source = format!("fn f() {{ vtql!{value}; }}");
        let (found, _) = check(&source, Language::Rust);
        let words = found.queries[0].text();
        let value = words.rsplit_once("= ").or_else(|| words.rsplit_once("like ")).unwrap().1;
        assert_eq!(value, text, "{source}");
    }
}
