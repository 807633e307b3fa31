use super::{Embedded, Embedding, Filter, Language, queries};
use vtql_parser::{Diagnostic, Dialect, Span};
use vtql_schema::types::FieldType;
use vtql_schema::{Field, Module, Snapshot};

fn snapshot() -> Snapshot {
    let fields = ["id", "lastname", "city"].map(|name| Field::new(name, FieldType::String));
    Snapshot::from_modules([Module::new("Contacts", fields.clone()), Module::new("Users", fields)])
}

fn found(source: &str, language: Language, embedding: Embedding) -> Vec<Embedded> {
    let snapshot = snapshot();
    queries(source, language, Filter { embedding, snapshot: Some(&snapshot) })
}

fn texts(source: &str, language: Language) -> Vec<String> {
    found(source, language, Embedding::Known).into_iter().map(|query| query.text).collect()
}

/// What the host file has where the query has `wanted`.
fn host_text<'a>(source: &'a str, query: &Embedded, wanted: &str) -> &'a str {
    let at = query.text.find(wanted).unwrap();
    let span = Span::new(at, at + wanted.len());
    let finding = Diagnostic::warning(vtql_parser::Code::new("V999"), span, "here");
    query.in_host(finding, source).span.slice(source)
}

#[test]
fn strings_of_every_language_are_found_and_comments_are_not() {
    let cases = [
        (
            Language::Rust,
            r##"fn f<'a>() { let c = '"'; /* "select id from Contacts" /* */ */ let q = r#"select id from Contacts"#; }"##,
        ),
        (
            Language::Php,
            "<p>it's</p><?php # \"select id from Contacts\"\n$q = 'select id from Contacts'; ?>\"select id from Users\"",
        ),
        (Language::Python, "# don't\nq = \"select id from Contacts\"\n"),
        (Language::JavaScript, "const r = /['\"]/; // don't\nq = `select id from Contacts`;"),
        (Language::Java, "char c = '\"'; String q = \"select id from Contacts\";"),
        (Language::Go, "c := '\"'\nq := `select id from Contacts`"),
        (Language::Ruby, "# don't\nq = %q(select id from Contacts)"),
        (Language::Markdown, "select id from Contacts\n\n```python\nq = 'select id from Contacts'\n```\n"),
    ];
    for (language, source) in cases {
        assert_eq!(texts(source, language), ["select id from Contacts"], "{language:?}");
    }
}

#[test]
fn joined_strings_are_one_query_and_values_are_parameters() {
    let cases = [
        (
            Language::Php,
            r#"<?php q("select id from Contacts where lastname = '" . f($a, ";") . "' and city = '$city';")"#,
        ),
        (
            Language::Php,
            "<?php $q = <<<SQL\nselect id from Contacts where lastname = {$o->name['x']} and city = '{$c}x';\nSQL;",
        ),
        (
            Language::Python,
            "q = (f\"select id from Contacts \"  # why\n f\"where lastname = '{n!r:>{w}}' \" 'and city = %s;')",
        ),
        (
            Language::Python,
            "q = 'select id from Contacts where lastname = %(n)s and city = \\'{}\\';'.format(c)",
        ),
        (
            Language::JavaScript,
            "q = `select id from Contacts where lastname = '${f({a: '}'})}'` +\n  \" and city = \" + c + ';'",
        ),
        (
            Language::Java,
            "q = \"select id from Contacts where lastname = '\" + n.get(\"x\") + \"' \"\n + \"and city = ?;\";",
        ),
        (
            Language::Go,
            "q := fmt.Sprintf(\"select id from Contacts where lastname = '%1$s' and city = %2$q;\", n, c)",
        ),
        (
            Language::Ruby,
            "q = \"select id from Contacts where lastname = '#{n[\"x\"]}' \" \\\n  \"and city = :city;\"",
        ),
        (
            Language::Php,
            "<?php $q = 'select id from Contacts';\n$q .= ' where lastname = ' . $n; // why\n$q .= ' and city = ' . $c . ';';",
        ),
        (
            Language::JavaScript,
            "let q = 'select id from Contacts ';\nq += `where lastname = ${n} `\nq += `and city = ${c};`",
        ),
        (
            Language::JavaScript,
            "q = ['select id', // why\n 'from Contacts where lastname =', n, `and city = ${c};`].join(' ')",
        ),
        (
            Language::Rust,
            "const Q: &str = concat!(\"select id from Contacts \", \"where lastname = {n} and city = {c};\");",
        ),
        (
            Language::Ruby,
            "q = <<~VTQL\n  select id from Contacts where lastname = '#{n}' and city = '#{c}';\n  VTQL\n",
        ),
    ];
    for (language, source) in cases {
        let texts = texts(source, language);
        let words: Vec<&str> =
            texts.first().map(|text| text.split_whitespace().collect()).unwrap_or_default();
        let text = words.join(" ");
        assert_eq!(
            text, "select id from Contacts where lastname = {p} and city = {p};",
            "{language:?} {source}"
        );
    }
}

#[test]
fn every_character_knows_its_bytes() {
    let source = "<?php\r\n$é = \"select id\r\n  from Contacts where lastname = 'Z\\u{fc}rich \\$ 日本' and nosuch = '\".$x.\"'\";";
    let query = &found(source, Language::Php, Embedding::Known)[0];
    assert!(query.text.contains("'Zürich $ 日本'"), "{}", query.text);
    for (wanted, host) in [
        ("id", "id"),
        ("Contacts", "Contacts"),
        ("'Zürich $ 日本'", "'Z\\u{fc}rich \\$ 日本'"),
        ("nosuch", "nosuch"),
        ("{p}", "'\".$x.\"'"),
    ] {
        assert_eq!(host_text(source, query, wanted), host, "{wanted}");
    }
}

#[test]
fn the_sql_of_other_databases_is_left_alone() {
    for sql in [
        "select id from contacts",
        "select id from orders",
        "select u.id from Users u join orders o on o.user = u.id",
        "select id from Users as u",
        "select id from crm.Contacts",
        "select id from Users, Contacts",
        "selection of fields from Contacts",
        "Select the newest rows from Contacts and show them",
        "please select one from Contacts",
    ] {
        let source = format!("q = \"{sql}\"");
        assert!(texts(&source, Language::Python).is_empty(), "{sql}");
    }
}

#[test]
fn a_query_with_a_mistake_in_its_list_is_still_a_query() {
    for query in
        ["select id lastname from Contacts", "select nosuch from Contacts", "select count(*) from Contacts"]
    {
        assert_eq!(texts(&format!("q = '{query}'"), Language::Python), [query]);
    }
}

#[test]
fn marks_and_settings_decide() {
    let source = "q = 'select id from nosuch'\nr = 'select id from Contacts'\n\
        # vtql\ns = 'select id from other'\nt = 'select id from third'\n\
        # vtql: ignore\nu = 'select id from Contacts'\nv = vtql('select id from fourth')\n\
        w = '-- vtql\\nselect id from fifth'\n";
    let modules = |embedding| -> Vec<String> {
        let found = found(source, Language::Python, embedding);
        found.iter().map(|query| query.text.rsplit(' ').next().unwrap().to_owned()).collect()
    };
    assert_eq!(modules(Embedding::Off), Vec::<String>::new());
    assert_eq!(modules(Embedding::Marked), ["other", "fourth", "fifth"]);
    assert_eq!(modules(Embedding::Known), ["Contacts", "other", "fourth", "fifth"]);
    assert_eq!(modules(Embedding::All), ["nosuch", "Contacts", "other", "third", "fourth", "fifth"]);
}

#[test]
fn the_macros_are_read_in_both_forms() {
    let source = "
        let a = vtql!(select id, lastnme from Contacts where city = {c.get(\"}\")?} // why\n limit {n + {1}});
        let b = vtql! { r#\"select id from nosuch where city = {c}\"# };
        vtql_query! { pub fn f(c: &str) -> Row = \"select id from other\"; }
        let d = vtql_as!(crate::Row, select id from asked);
        const E: &str = vtql_wire!(\"select id from sent;\");
        let c = format!(\"select id from unknown\");";
    let found = found(source, Language::Rust, Embedding::Known);
    let texts: Vec<&str> = found.iter().map(|query| query.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "select id, lastnme from Contacts where city = {p}  \n limit {p}",
            "select id from nosuch where city = {c}",
            "select id from other",
            "select id from asked",
            "select id from sent;"
        ]
    );
    let (last, others) = found.split_last().unwrap();
    assert!(others.iter().all(|query| query.dialect_or(Some(Dialect::Wire)) == Dialect::Surface));
    assert_eq!(last.dialect_or(Some(Dialect::Surface)), Dialect::Wire);
    assert_eq!(host_text(source, &found[0], "lastnme"), "lastnme");
}

#[test]
fn a_query_that_is_put_together_from_unknown_parts_is_left_alone() {
    for source in [
        "q = f'select id from {m}'",
        "q = f'select id from Contacts {where}'",
        "q = f'select id from Contacts where {field} = 1'",
        "q = 'select id from Contacts ' + where + ';'",
        "q = f'select id from Contacts order by {f}'",
        "q = 'select id from Contacts'\nif n:\n    q += where(n)\nq += ';'",
    ] {
        assert!(texts(source, Language::Python).is_empty(), "{source}");
    }
    let twice = texts("q = 'select id from Contacts'\nrun(q)\nq = 'x'\nq += 'y'", Language::Python);
    assert_eq!(twice, ["select id from Contacts"]);
    let columns = texts("q = f'select {columns} from Contacts'", Language::Python);
    assert_eq!(columns, ["select id from Contacts"]);
}

#[test]
fn no_source_makes_it_fail() {
    let parts = [
        "'",
        "\"",
        "`",
        "\\",
        "${",
        "#{",
        "{",
        "}",
        "<<<A\n",
        "<<~A\n",
        "select id from Contacts",
        "$",
        "%q(",
        "/*",
        "//",
        "é",
        "\n",
        "+",
        ".",
        "vtql!(",
        ")",
        "r#\"",
        "?",
        "```php\n",
        "%",
        "''",
        ":",
    ];
    let languages = [
        Language::Rust,
        Language::Php,
        Language::Python,
        Language::JavaScript,
        Language::Java,
        Language::Go,
        Language::Ruby,
        Language::Markdown,
    ];
    let mut seed = 7_u64;
    for round in 0..4_000 {
        let mut source =
            String::from(if round % 2 == 0 { "<?php " } else { "\"select id from Contacts where city = " });
        for _ in 0..round % 17 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            source.push_str(parts[(seed >> 33) as usize % parts.len()]);
        }
        for language in languages {
            for query in found(&source, language, Embedding::All) {
                let end = Diagnostic::warning(
                    vtql_parser::Code::new("V999"),
                    Span::new(0, query.text.len()),
                    "all",
                );
                let span = query.in_host(end, &source).span;
                assert!(source.get(span.range()).is_some(), "{source}");
            }
        }
    }
}

/// In the macros of ours braces are parameters, and no other placeholders are known.
#[test]
fn macros_know_parameters_and_nothing_else_to_fill_in() {
    for (source, text) in [
        (
            r#"vtql!("select id from Contacts where city = '{city}'")"#,
            "select id from Contacts where city = '{city}'",
        ),
        (
            r#"vtql!("select id from Contacts where city = {city}")"#,
            "select id from Contacts where city = {city}",
        ),
        (
            r#"vtql!("select id from Contacts where city like '%s'")"#,
            "select id from Contacts where city like '%s'",
        ),
        (
            r#"vtql!("select id from Contacts where? city = {city}")"#,
            "select id from Contacts where? city = {city}",
        ),
        (
            r##"vtql!(r#"select id from Contacts where city = "{city}""#)"##,
            "select id from Contacts where city = \"{city}\"",
        ),
        (
            r#"vtql!(select id from Contacts where city = "{city}")"#,
            "select id from Contacts where city = \"{city}\"",
        ),
        (r#"vtql!(select id from Contacts where city = {city})"#, "select id from Contacts where city = {p}"),
        (
            r#"vtql!(select id from Contacts where city = r"a\n")"#,
            r#"select id from Contacts where city = "a\n""#,
        ),
        (
            r##"vtql!(select id from Contacts where city = r#"a"b"#)"##,
            "select id from Contacts where city = 'a\"b'",
        ),
        (
            r#"vtql!(select id from Contacts where city = "it's \"x\" \u{e9}")"#,
            "select id from Contacts where city = 'it''s \"x\" é'",
        ),
        (r"vtql!(select id from Contacts where city = '\n')", "select id from Contacts where city = \"\n\""),
        (r"vtql!(select id from Contacts where city = '\\')", r#"select id from Contacts where city = "\""#),
        (
            r"vtql!(select id from Contacts where city > 1_000 limit 5)",
            "select id from Contacts where city > 1000 limit 5",
        ),
        (r"vtql!(select id from Contacts where city = '\'')", "select id from Contacts where city = \"'\""),
        (
            r#"vtql_wire!("select id from Contacts where city = '{city}';")"#,
            "select id from Contacts where city = '{city}';",
        ),
        (
            r#"vtql_wire!("select id from Contacts where city = {city};")"#,
            "select id from Contacts where city = {city};",
        ),
    ] {
        assert_eq!(texts(source, Language::Rust), [text], "{source}");
    }
    for (source, text) in [
        ("q = \"select id from Contacts where city = '{city}';\".format(city=c)", "{p}"),
        ("q = \"select id from Contacts where city like '%{city}%';\".format(city=c)", "{p}"),
        ("q = 'select id from Contacts where city = {city};'.format(city=c)", "{p}"),
    ] {
        assert!(texts(source, Language::Python)[0].contains(text), "{source}");
    }
}
