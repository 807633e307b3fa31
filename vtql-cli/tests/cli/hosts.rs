use crate::vtql::{Workplace, json_lines};
use serde_json::Value;

/// One misspelt field, `lastnme`, in a query of each language; CR LF and text beyond ASCII before it.
fn repository() -> Workplace {
    let work = Workplace::new().with_snapshot();
    work.write("src/a.rs", "// ü\nfn f() { let q = vtql!(select id, lastnme from Contacts); }\n");
    work.write(
        "src/b.rs",
        "let é = 1; let q = client.query(\"select id,\\n\\\n   lastnme from Contacts\");\n",
    );
    work.write(
        "web/c.php",
        "<p>日本</p>\r\n<?php\r\n$q = 'SELECT id, lastnme FROM Contacts WHERE id = ' . $id . ';';\r\n",
    );
    work.write("tools/d.py", "q = (f\"select id, \"\n     f\"lastnme from Contacts where city = '{ü}';\")\n");
    work.write("app/e.ts", "const q: string = `select id,\n  lastnme from Contacts where id = '${id}';`;\n");
    work.write("F.java", "String ü = \"\"\"\n  select id, lastnme\n  from Contacts limit 5;\"\"\";\n");
    work.write("g.go", "q := `select id, lastnme from Contacts limit 5;`\n");
    work.write("h.rb", "q = <<~VTQL\n  select id, lastnme from Contacts limit 5;\nVTQL\n");
    work.write("README.md", "# ü\r\n\r\n```vtql\r\nselect id, lastnme from Contacts;\r\n```\r\n");
    work.write("q/i.vtql", "-- ü\r\nselect id, lastnme\r\nfrom Contacts;\r\n");
    work.write("other.py", "db.query('SELECT lastnme FROM users u JOIN Contacts c WHERE u.id = ?')\n");
    work
}

fn findings(work: &Workplace, args: &[&str]) -> Vec<Value> {
    json_lines(&work.run(&[&["check", "--format", "jsonl"], args].concat()).out)
}

#[test]
fn queries_in_ten_kinds_of_files_are_checked_with_exact_positions() {
    let work = repository();
    let findings = findings(&work, &[]);
    let of_field: Vec<&Value> = findings.iter().filter(|it| it["code"] == "V102").collect();
    let places: Vec<String> = of_field
        .iter()
        .filter(|it| it["message"].as_str().unwrap().contains("lastnme"))
        .map(|it| {
            let file = it["file"].as_str().unwrap();
            let offset = |end: &str| usize::try_from(it[end]["offset"].as_u64().unwrap()).unwrap();
            assert_eq!(work.read(file).get(offset("start")..offset("end")), Some("lastnme"), "{file}");
            format!("{file}:{}:{}", it["start"]["line"], it["start"]["column"])
        })
        .collect();
    assert_eq!(
        places,
        [
            "F.java:2:14",
            "README.md:4:12",
            "app/e.ts:2:3",
            "g.go:1:18",
            "h.rb:2:14",
            "q/i.vtql:2:12",
            "src/a.rs:2:35",
            "src/b.rs:2:4",
            "tools/d.py:2:8",
            "web/c.php:3:18",
        ]
    );
    assert!(findings.iter().all(|it| it["file"] != "other.py"), "the SQL of another database");
}

/// Sources of every language that try to mislead a reader, each with fields `wrong1`, `wrong2` and so on
/// inside of queries; as they are, and as an editor of another system would save them.
#[test]
fn no_kind_of_string_hides_a_field_or_moves_its_place() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/hosts");
    let work = Workplace::new().with_snapshot();
    let mut expected = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let (name, text) =
            (path.file_name().unwrap().to_str().unwrap(), std::fs::read_to_string(&path).unwrap());
        let with_crlf = text.replace('\n', "\r\n");
        work.write(&format!("lf/{name}"), &text)
            .write(&format!("crlf/{name}"), &format!("\u{feff}{with_crlf}"));
        for (folder, text) in [("lf", &text), ("crlf", &with_crlf)] {
            for (at, _) in text.match_indices("wrong") {
                let digits = text[at + 5..].bytes().take_while(u8::is_ascii_digit).count();
                let (before, wrong) = (&text[..at], &text[at..at + 5 + digits]);
                let line = before.matches('\n').count() + 1;
                let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
                let offset = at + if folder == "crlf" { "\u{feff}".len() } else { 0 };
                expected.push(format!("{folder}/{name}:{line}:{column}:{offset}: {wrong}"));
            }
        }
    }
    let mut found: Vec<String> = findings(&work, &[])
        .iter()
        .filter_map(|it| {
            let message = it["message"].as_str().unwrap();
            let (_, wrong) = message.strip_suffix('`')?.split_once("no field `")?;
            let (file, start) = (it["file"].as_str().unwrap(), &it["start"]);
            Some(format!("{file}:{}:{}:{}: {wrong}", start["line"], start["column"], start["offset"]))
        })
        .collect();
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
    assert!(expected.len() > 100, "{}", expected.len());
}

#[test]
fn the_findings_in_a_host_file_are_shown_in_its_lines() {
    let ran = repository().run(&["check", "web/c.php"]);
    assert!(ran.out.contains("web/c.php:3:18"), "{}", ran.out);
    assert!(
        ran.out.contains("$q = 'SELECT id, lastnme FROM Contacts WHERE id = ' . $id . ';';"),
        "{}",
        ran.out
    );
}

#[test]
fn which_strings_are_read_can_be_set() {
    let work = repository();
    let files = |args: &[&str]| {
        let mut files: Vec<String> =
            findings(&work, args).iter().map(|it| it["file"].as_str().unwrap().to_owned()).collect();
        files.dedup();
        files
    };
    assert_eq!(files(&["--embedded", "off"]), ["q/i.vtql"]);
    assert_eq!(files(&["--embedded", "marked"]), ["README.md", "q/i.vtql", "src/a.rs"]);
    assert!(files(&["--embedded", "all"]).contains(&"other.py".to_owned()));
    work.write("vtql.toml", "[check]\nembedded = \"off\"\n");
    assert_eq!(files(&[]), ["q/i.vtql"]);
}

#[test]
fn fixes_are_applied_in_host_files_and_nothing_else_changes() {
    let work = repository();
    let before = work.read("web/c.php");
    let ran = work.run(&["check", "--fix", "--unsafe-fixes", "--quiet"]);
    assert!(!ran.out.contains("lastnme"), "{}", ran.out);
    assert_eq!(work.read("web/c.php"), before.replace("lastnme", "lastname"));
    assert!(work.read("F.java").contains("select id, lastname\n"));
    assert!(work.read("other.py").contains("lastnme"));
    let after = work.run(&["check", "--fix", "--unsafe-fixes"]);
    assert!(after.err.contains("0 fixed"), "once is enough: {}", after.err);
}

#[test]
fn safe_fixes_leave_guesses_alone_and_mend_the_rest() {
    let work = Workplace::new().with_snapshot();
    work.write("a.vtql", "select id, lastnme from Contacts orderby lastname limit 5;");
    let ran = work.run(&["check", "--fix", "a.vtql"]);
    assert_eq!(ran.code, Some(1), "the guess is left to people");
    assert!(ran.err.contains("1 fixed"), "{}", ran.err);
    let text = work.read("a.vtql");
    assert!(text.contains("lastnme") && text.contains("order by"), "{text}");
    let ran = work.run_with(&["check", "--fix", "-"], "select id, lastname from Contacts orderby lastname;");
    assert!(ran.out.contains(" order by lastname"), "{ran:?}");
}

#[test]
fn a_source_in_another_encoding_is_left_out_with_a_note() {
    let work = Workplace::new().with_snapshot();
    work.write("a.vtql", "select id from Faq;");
    std::fs::write(work.path().join("old.php"), b"<?php $x = '\xe9'; q('select nosuch from Contacts;');")
        .unwrap();
    let ran = work.run(&["check"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.err.contains("old.php is not in UTF-8"), "{}", ran.err);
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_text_and_stays() {
    let work = Workplace::new().with_snapshot();
    work.write("a.vtql", "\u{feff}select lastnme from Contacts;");
    let ran = work.run(&["check", "--fix", "--unsafe-fixes", "a.vtql"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(work.read("a.vtql"), "\u{feff}select lastname from Contacts;");
    work.run(&["fmt", "a.vtql"]);
    assert_eq!(work.read("a.vtql"), "\u{feff}select lastname\nfrom Contacts;\n");
}

#[test]
fn a_fix_is_left_out_where_the_host_would_read_it_otherwise() {
    let work = Workplace::new().with_snapshot();
    let query = "select id from Contacts where lastname = 0;";
    work.write("open.py", &format!("q = \"{query}\"\n")).write("closed.py", &format!("q = '{query}'\n"));
    work.run(&["check", "--fix", "--unsafe-fixes"]);
    assert_eq!(work.read("open.py"), format!("q = \"{}\"\n", query.replace("0;", "'0';")));
    assert_eq!(work.read("closed.py"), format!("q = '{query}'\n"), "the quotes would end the string");
}

#[test]
fn the_dialect_of_programs_can_be_set() {
    let work = Workplace::new().with_snapshot();
    work.write("a.py", "q = 'select id from Contacts where not (mailingcity = \"Rome\") limit 500'\n");
    let codes = |args: &[&str]| -> Vec<String> {
        findings(&work, args).iter().map(|it| it["code"].as_str().unwrap().to_owned()).collect()
    };
    assert!(codes(&[]).contains(&"V005".to_owned()), "the server wants a semicolon");
    assert!(codes(&["--dialect", "surface"]).is_empty());
    work.write("vtql.toml", "[check]\ndialect = \"surface\"\n");
    assert!(codes(&[]).is_empty());
    assert!(!codes(&["--dialect", "wire"]).is_empty());
}

#[test]
fn a_name_for_standard_input_tells_its_language() {
    let work = Workplace::new().with_snapshot();
    let input = "<?php $q = 'select id, lastnme from Contacts limit 5;';";
    let args = ["check", "-", "--stdin-name", "src/a.php", "--format", "github", "--quiet"];
    let ran = work.run_with(&args, input);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.out.starts_with("::error file=src/a.php,line=1,col=24,"), "{}", ran.out);
    let ran = work.run_with(&["check", "-", "--stdin-name", "a.php", "--fix", "--unsafe-fixes"], input);
    assert_eq!(ran.out, input.replace("lastnme", "lastname"));
}
