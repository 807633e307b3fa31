//! Fixes change the query and nothing else, and only where the file is read as before.

use super::forms::FORMS;
use super::{judge, options};
use vtql_hosts::{Language, fix, syntax_errors};
use vtql_parser::diagnostic::Safety;

pub(super) fn fixed(source: &str, language: Language) -> String {
    fix(source, language, &options(), &judge(), Safety::Unsafe).text
}

#[test]
fn a_fix_changes_the_query_and_nothing_else() {
    let queries = [
        "select id, lastnme from Contacts where mailingcity = 'Rome' limit 5;",
        "select id, firstname from Contacts where mailingcity = 'a' and lastnme like 'S%' limit 5;",
    ];
    for form in FORMS {
        for query in queries {
            let source = form.source(query);
            let expected = if form.fixes { source.replace("lastnme", "lastname") } else { source.clone() };
            let after = fixed(&source, form.language);
            if form.fixes {
                assert_eq!(after, expected, "{}", form.language.name());
            } else {
                assert!(after == source || after == source.replace("lastnme", "lastname"), "{after}");
            }
            assert_eq!(fixed(&after, form.language), after, "once is enough: {}", form.language.name());
            assert!(syntax_errors(&after, form.language) <= syntax_errors(&source, form.language), "{after}");
        }
    }
}

#[test]
fn a_fix_that_the_literal_would_read_otherwise_is_not_applied() {
    let query = "select id from Contacts where lastname = 0 limit 5;";
    for (source, language, applied) in [
        (format!("q = \"{query}\"\n"), Language::Python, true),
        (format!("q = '{query}'\n"), Language::Python, false),
        (format!("<?php $q = '{query}';\n"), Language::Php, false),
        (format!("<?php $q = \"{query}\";\n"), Language::Php, true),
        (format!("const q = '{query}';\n"), Language::JavaScript, false),
        (format!("const q = `{query}`;\n"), Language::JavaScript, true),
        (format!("q: '{query}'\n"), Language::Yaml, false),
        (format!("{{\"q\": \"{query}\"}}\n"), Language::Json, true),
    ] {
        let after = fixed(&source, language);
        let expected = if applied { source.replace("= 0 ", "= '0' ") } else { source.clone() };
        assert_eq!(after, expected, "{}", language.name());
    }
}

#[test]
fn what_a_program_does_otherwise_stays() {
    for (source, language) in [
        (
            "class A { String q = new StringBuilder(\"select id from Contacts \").append(\"where lastname = 'x';\").toString(); }",
            Language::Java,
        ),
        ("q = 'select id, lastname from Contacts where modifiedtime < now();'\n", Language::Python),
        ("q = f\"select id, lastname from Contacts where {field} = 0 limit 5;\"\n", Language::Python),
        (
            "const q = \"select id, lastname from Contacts where lastname = \" + x + \" limit 5;\";",
            Language::JavaScript,
        ),
    ] {
        assert_eq!(fixed(source, language), source);
    }
}
