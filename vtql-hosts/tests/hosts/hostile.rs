//! Files that are out to hurt: each ends soon, and what was not read is said.

use super::options;
use std::time::{Duration, Instant};
use vtql_hosts::{Language, NotRead, scan};

const SELECT: &str = "\"select id, lastname from Contacts where lastname = 'x';\" ";

/// Files of full size are for optimized builds.
const SCALE: usize = if cfg!(debug_assertions) { 20 } else { 1 };

fn files() -> Vec<(&'static str, String)> {
    vec![
        ("open brackets", format!("{SELECT}{}", "[".repeat(100_000 / SCALE))),
        ("open parentheses", format!("{SELECT}{}", "(".repeat(100_000 / SCALE))),
        ("open braces", format!("{SELECT}{}", "{".repeat(100_000 / SCALE))),
        (
            "balanced brackets",
            format!("{SELECT}{}{}", "[".repeat(100_000 / SCALE), "]".repeat(100_000 / SCALE)),
        ),
        ("generics", format!("{SELECT}{}", "a<".repeat(100_000 / SCALE))),
        ("links", format!("{SELECT}\n{}", "[a](".repeat(100_000 / SCALE))),
        ("a long line", format!("{SELECT}{}", "x = \"y\"; ".repeat(600_000 / SCALE))),
        ("a long string", format!("\"{}\" {SELECT}", "select ".repeat(700_000 / SCALE))),
        ("sums", format!("{SELECT}{}", "\"select a\" + ".repeat(60_000 / SCALE))),
        ("nested sequences", format!("a: {SELECT}\n{}", "- ".repeat(50_000 / SCALE))),
        ("nested keys", {
            let mut text = format!("q: {SELECT}\n");
            for depth in 0..1_000 / SCALE {
                text.push_str(&" ".repeat(depth));
                text.push_str("a:\n");
            }
            text
        }),
        ("open tags", format!("{SELECT}{}", "<a ".repeat(100_000 / SCALE))),
        ("tags", format!("{SELECT}{}", "<div>".repeat(100_000 / SCALE))),
        ("here-documents", format!("{SELECT}\n{}", "cat <<A\n".repeat(20_000 / SCALE))),
        ("interpolation", format!("{SELECT}{}", "`${".repeat(50_000 / SCALE))),
        ("doubling", {
            let mut text = String::from("a = \"select id, lastname from Contacts \"\n");
            text.push_str(&"a = a + a\n".repeat(20_000 / SCALE));
            text
        }),
        ("replacements", format!("x = {}{}\n", SELECT.trim(), ".replace(\"s\", \"ss\")".repeat(400))),
        ("nested requests", {
            let (depth, queries) = (60_000 / SCALE, 40_000 / SCALE);
            let open = "{\"operation\":\"query\",\"type\":\"n8n-nodes-base.mySql\",\"x\":".repeat(depth);
            format!("{open}[{}\"\"]{}", format!("{},", SELECT.trim()).repeat(queries), "}".repeat(depth))
        }),
        ("quotations", format!("{}{SELECT}", "> ".repeat(50_000 / SCALE))),
        ("backticks", format!("{SELECT}\n{}", "` `` ".repeat(50_000 / SCALE))),
        ("quotes before a parameter", {
            let open = "([\\\"".repeat(20_000 / SCALE);
            format!(
                "{SELECT}\nx = `{open}{}query={SELECT}{}`",
                "\\".repeat(50_000 / SCALE),
                "\\".repeat(20_000)
            )
        }),
    ]
}

/// In an unoptimized build, on a machine that others use, all takes longer.
fn patience() -> Duration {
    Duration::from_secs(if cfg!(debug_assertions) { 30 } else { 2 })
}

#[test]
fn no_file_takes_long_in_any_language() {
    for language in Language::all() {
        for (name, source) in files() {
            let source = if language == Language::Php { format!("<?php {source}") } else { source };
            let start = Instant::now();
            let found = scan(&source, language, &options());
            let took = start.elapsed();
            assert!(took < patience(), "{name} in {} took {took:?}", language.name());
            assert!(
                found.strings > 0
                    || !found.not_read.is_empty()
                    || language == Language::Html
                    || language == Language::Markdown,
                "{name} in {} is said to be read",
                language.name()
            );
        }
    }
}

#[test]
fn shapes_that_the_grammars_cannot_be_trusted_with_are_not_read() {
    let generics = format!("{SELECT}{}", "a<".repeat(100_000));
    for language in [Language::Java, Language::CSharp] {
        assert_eq!(scan(&generics, language, &options()).not_read, [NotRead::Shape]);
    }
    for (language, shape) in [
        (Language::ObjectiveC, "a: &a [*a,*a]\n"),
        (Language::ObjectiveC, ";& \n"),
        (Language::Scala, "`"),
        (Language::Bash, "|a"),
        (Language::Bash, "a |\n"),
        (Language::Bash, "\\\n| a"),
    ] {
        let start = Instant::now();
        let source = format!("{SELECT}\n{}", shape.repeat(60_000));
        assert_eq!(scan(&source, language, &options()).not_read, [NotRead::Shape], "{shape}");
        assert!(start.elapsed() < patience(), "{shape}");
    }
    let large = format!("x = {SELECT}{}", "x = \"y\"; ".repeat(600_000));
    assert_eq!(scan(&large, Language::Python, &options()).not_read, [NotRead::TooLarge]);
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
        "query=",
        "%20",
        "\u{10ffff}",
        "&#39;",
        "<script>",
        "- ",
        "|",
        "= ",
        "q ",
        "if (",
        "+= ",
        ".append(",
        "\"\"\"",
        "@\"",
        "\\(",
        "where ",
        "%s",
        "{{",
        "}}",
    ];
    let mut seed = 7_u64;
    for round in 0..400 {
        let mut source =
            String::from(if round % 2 == 0 { "<?php " } else { "\"select id from Contacts where city = " });
        for _ in 0..round % 23 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            source.push_str(parts[(seed >> 33) as usize % parts.len()]);
        }
        for language in Language::all() {
            if std::env::var_os("TRACE").is_some() {
                eprintln!("{} {source:?}", language.name());
            }
            let all = options().embedding(vtql_hosts::Embedding::All);
            let found = scan(&source, language, &all);
            for finding in super::judge().file(&source, language, &found) {
                assert!(source.get(finding.span.range()).is_some(), "{source}");
            }
            for query in &found.queries {
                let host = query.host_range(0..query.text().len());
                assert!(source.get(host).is_some(), "{source}");
                for hole in query.holes() {
                    assert!(query.text().get(hole.range.clone()).is_some());
                }
            }
            super::fixes::fixed(&source, language);
        }
    }
}
