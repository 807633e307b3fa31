use crate::vtql::{Ran, Workplace, command, json_lines};
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

/// Levels, dialect and embedding are those of the nearest settings, as in the language server; flags go before them.
#[test]
fn each_file_has_the_settings_of_its_project() {
    let work = Workplace::new().with_snapshot();
    let query = "select id from Contacts where lastnme = 'x' limit 5;";
    work.write("vtql.toml", "[levels]\nV102 = \"warn\"\n");
    for (folder, settings) in [
        ("plain", ""),
        ("strict", "[levels]\nV102 = \"deny\"\n"),
        ("quiet", "[levels]\nV102 = \"allow\"\n"),
        ("off", "[check]\nembedded = \"off\"\n"),
    ] {
        work.write(&format!("{folder}/a.py"), &format!("q = client.doQuery(\"{query}\")\n"));
        if !settings.is_empty() {
            work.write(&format!("{folder}/vtql.toml"), settings);
        }
    }
    let told = |args: &[&str]| -> Vec<String> {
        let of_field = findings(&work, args).into_iter().filter(|it| it["code"] == "V102");
        of_field.map(|it| format!("{} {}", it["file"], it["severity"]).replace('"', "")).collect()
    };
    assert_eq!(told(&[]), ["plain/a.py warning", "strict/a.py error"]);
    assert_eq!(
        told(&["--deny", "V102", "--embedded", "known"]),
        ["off/a.py error", "plain/a.py error", "quiet/a.py error", "strict/a.py error"]
    );
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
    std::fs::write(work.path().join("old.vtql"), b"select nosuch from Contacts where city = '\xe9';")
        .unwrap();
    let ran = work.run(&["check"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.err.contains("old.php is not in UTF-8"), "{}", ran.err);
    assert!(ran.err.contains("old.vtql is not in UTF-8"), "{}", ran.err);
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
    assert!(codes(&[]).contains(&"V006".to_owned()), "the server has no `not`");
    assert!(codes(&["--dialect", "surface"]).is_empty());
    work.write("vtql.toml", "[check]\ndialect = \"surface\"\n");
    assert!(codes(&[]).is_empty());
    assert!(!codes(&["--dialect", "wire"]).is_empty());
}

#[test]
fn a_name_for_standard_input_tells_its_language() {
    let work = Workplace::new().with_snapshot();
    let input = "<?php $q = 'select id, lastnme from Contacts limit 5;';";
    let args = ["check", "-", "--stdin-filename", "src/a.php", "--format", "github", "--quiet"];
    let ran = work.run_with(&args, input);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.out.starts_with("::error file=src/a.php,line=1,col=24,"), "{}", ran.out);
    let ran = work.run_with(&["check", "-", "--stdin-name", "a.php", "--fix", "--unsafe-fixes"], input);
    assert_eq!(ran.out, input.replace("lastnme", "lastname"));
}

#[test]
fn what_was_read_and_what_was_not_is_said() {
    let work = repository();
    work.write("a.lua", "q = 'select id, lastname from Contacts'\n").write("prog.exe", "var x = 1;");
    work.write("log.txt", "select")
        .write("Odd.java", &format!("class A {{ String q = \"select\"; {} }}", "a<".repeat(5_000)));
    let ran = work.run(&["check", "--allow", "all"]);
    assert!(ran.err.contains("2 files of languages that are not known: .exe, .lua"), "{}", ran.err);
    assert!(
        ran.err.contains("Odd.java is nested in a way that takes too long to read, and was not checked"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("1 left alone (--explain-skips says why)"), "{}", ran.err);
    let ran = work.run(&["check", "--explain-skips", "other.py"]);
    assert!(ran.err.contains("other.py:1:11: left alone: it is written for another database"), "{}", ran.err);
    let ran = work.run(&["check", "prog.exe", "a.lua"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""), "{ran:?}");
    assert!(ran.err.contains("note: prog.exe was not checked: its language is not known"), "{}", ran.err);
}

#[test]
fn without_a_snapshot_the_summary_says_what_was_not_checked() {
    let work = Workplace::new();
    work.write("a.py", "q = 'select id, lastname from Contacts where lastname is null;'\\nr = 'select lastnme from Contacts;'  # vtiger\n");
    let ran = work.run(&["check"]);
    assert!(ran.out.contains("V015") && !ran.out.contains("V102"), "{}", ran.out);
    assert!(
        ran.err.contains("2 queries in 2 strings checked; names and types were not: there is no snapshot"),
        "{}",
        ran.err
    );
}

#[test]
fn the_packages_of_others_are_left_out_unless_they_are_asked_for() {
    let work = Workplace::new().with_snapshot();
    let query = "q('select id, lastnme from Contacts;');";
    work.write("src/a.js", query).write("node_modules/b/b.js", query).write("web/c.min.js", query);
    work.write("old/d.js", query)
        .write(".hidden/e.js", query)
        .write(".github/workflows/f.yml", &format!("q: {}\n", &query[3..query.len() - 3]));
    let files = |args: &[&str]| {
        let mut files: Vec<String> = findings(&work, args)
            .iter()
            .filter(|it| it["code"] == "V102")
            .map(|it| it["file"].as_str().unwrap().to_owned())
            .collect();
        files.sort();
        files
    };
    assert_eq!(files(&[]), [".github/workflows/f.yml", "old/d.js", "src/a.js"]);
    assert_eq!(files(&["--exclude", "old/,.github/"]), ["src/a.js"]);
    assert_eq!(
        files(&["--exclude", "old/,.github/", "--include", "node_modules/"]),
        ["node_modules/b/b.js", "src/a.js"]
    );
    assert_eq!(files(&["web/c.min.js"]), ["web/c.min.js"], "a file that is named is read");
    work.write("vtql.toml", "[check]\nexclude = \"old/, src/\"\n");
    assert_eq!(files(&[]), [".github/workflows/f.yml"]);
}

#[test]
fn fixes_can_be_shown_as_a_patch() {
    let work = repository();
    let before = work.read("web/c.php");
    let ran = work.run(&["check", "--diff", "--unsafe-fixes", "web/c.php"]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.out.contains("--- a/web/c.php") && ran.out.contains("+$q = 'SELECT id, lastname FROM"),
        "{}",
        ran.out
    );
    assert_eq!(work.read("web/c.php"), before);
    // What has no fix is found all the same.
    work.write("e.py", "q = 'select id, lastnme from Contacts limit 5'\n");
    let ran = work.run(&["check", "--diff", "e.py"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""));
    assert!(ran.err.contains("1 finding is not fixed by this"), "{}", ran.err);
}

#[test]
fn old_findings_can_be_kept_in_a_file() {
    let work = repository();
    let lines = |ran: &Ran| ran.out.lines().map(str::to_owned).collect::<Vec<_>>();
    let first = lines(&work.run(&["check", "--format", "github"]));
    let ran = work.run(&["check", "--baseline", "old.json", "--write-baseline"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let again = lines(&work.run(&["check", "--format", "github"]));
    assert_eq!(first, again, "the queries of the baseline are not read as those of another program");
    let ran = work.run(&["check", "--baseline", "old.json"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""), "{ran:?}");
    // However the file is named, and from wherever.
    let whole = work.path().join("tools/d.py");
    for name in ["./tools/d.py", "tools/../tools/d.py", whole.to_str().unwrap()] {
        let ran = work.run(&["check", name, "--baseline", "old.json"]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""), "{name}: {ran:?}");
    }
    let below = command(&work.path().join("tools"), &["check", "d.py", "--baseline", "../old.json"]).output();
    assert_eq!(below.unwrap().status.code(), Some(0));
    let moved = format!("\n\n{}", work.read("tools/d.py"));
    work.write("tools/d.py", &format!("{moved}r = 'select id, firstnme from Contacts;'\n"));
    let ran = work.run(&["check", "--baseline", "old.json"]);
    assert!(ran.out.contains("firstnme") && !ran.out.contains("lastnme"), "{}", ran.out);
}

#[test]
fn findings_are_counted_by_rule() {
    let ran = repository().run(&["check", "--statistics", "--format", "github", "--quiet"]);
    assert!(ran.out.lines().any(|line| line.trim_start().starts_with("11  V102  ")), "{}", ran.out);
}

#[test]
fn the_semicolon_can_be_demanded() {
    let work = Workplace::new().with_snapshot();
    work.write("a.py", "q = 'select id, lastname from Contacts limit 5'\n")
        .write("b.vtql", "select id from Contacts limit 5");
    let codes = |args: &[&str]| -> Vec<String> {
        findings(&work, args)
            .iter()
            .map(|it| format!("{} {}", it["file"].as_str().unwrap(), it["code"].as_str().unwrap()))
            .collect()
    };
    assert!(codes(&[]).is_empty());
    assert_eq!(codes(&["--semicolon", "sent"]), ["a.py V005"]);
    assert_eq!(codes(&["--dialect", "wire"]), ["b.vtql V005"]);
    assert!(codes(&["--dialect", "wire", "--semicolon", "added"]).is_empty());
    work.write("vtql.toml", "[check]\nsemicolon = \"sent\"\n");
    assert_eq!(codes(&[]), ["a.py V005"]);
}

#[test]
fn the_manifest_of_a_crate_names_the_snapshot() {
    let work = Workplace::new();
    let snapshot = Workplace::new().with_snapshot().read("vtql.snapshot.json");
    work.write("crm/own.json", &snapshot).write(
        "Cargo.toml",
        "[package]\nname = \"x\"\n\n[package.metadata.vtql]\nsnapshot = \"crm/own.json\"\n",
    );
    work.write("src/a.rs", "fn f() { vtql!(select lastnme from Contacts); }\n");
    assert!(findings(&work, &[]).iter().any(|it| it["code"] == "V102"));
}

#[test]
fn each_file_is_checked_against_the_snapshot_of_its_project() {
    let work = Workplace::new();
    let with = |field: &str| {
        format!(
            r#"{{"name": "Leads", "label": "Leads", "fields": [{{"name": "id", "label": "id", "type": {{"name": "autogenerated"}}}}, {{"name": "{field}", "label": "x", "type": {{"name": "string"}}}}]}}"#
        )
    };
    let manifest = |name: &str| {
        format!("[package]\nname = \"{name}\"\n[package.metadata.vtql]\nsnapshot = \"crm.json\"\n")
    };
    for name in ["one", "two"] {
        work.write(&format!("{name}/Cargo.toml"), &manifest(name))
            .write(&format!("{name}/crm.json"), &with(name))
            .write(&format!("{name}/src/q.vtql"), "select id, one from Leads limit 5;");
    }
    let ran = work.run(&["check", "--format", "jsonl"]);
    let found: Vec<&str> = ran.out.lines().filter(|line| line.contains("V102")).collect();
    assert_eq!(found.len(), 1, "{ran:?}");
    assert!(found[0].contains("two/src/q.vtql"), "{ran:?}");
    let named = work.run(&["check", "--snapshot", "two/crm.json", "--format", "jsonl"]);
    assert_eq!(named.out.lines().filter(|line| line.contains("V102")).count(), 2, "{named:?}");
    work.write("two/Cargo.toml", &manifest("two").replace("crm.json", "gone.json"));
    let ran = work.run(&["check"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("error[SNAPSHOT]") && ran.err.contains("gone.json"), "{}", ran.err);
}

#[test]
fn a_fork_is_told_by_its_dialect() {
    let work = Workplace::new();
    work.write(
        "a.php",
        "<?php vtws_query(\"select lastname, Accounts.accountname from Contacts where city is null;\", $u);",
    );
    let codes = |args: &[&str]| {
        let ran = work.run(&[&["check", "a.php", "--format", "jsonl"], args].concat());
        ran.out.lines().filter(|line| line.contains("V015")).count()
    };
    assert_eq!((codes(&[]), codes(&["--dialect", "berlicrm"])), (2, 2));
    assert_eq!(codes(&["--dialect", "corebos"]), 0);
    work.write("vtql.toml", "[check]\ndialect = \"corebos\"\n");
    assert_eq!(codes(&[]), 0);
}

#[test]
fn a_cache_knows_files_by_their_contents_the_settings_and_the_snapshot() {
    let work = Workplace::new();
    work.write("a.py", "q = \"select id, lastname from Leads where city = 'a' limit 5;\"\n")
        .write("b.py", "q = \"select id, lastnme from Leads where city = 'a' limit 5;\"\n")
        .write("vtql.toml", "[check]\ncache = \"vtql.cache\"\n");
    let summary = |ran: &crate::vtql::Ran| ran.err.lines().last().unwrap_or_default().to_owned();
    let first = work.run(&["check"]);
    let kept = std::fs::read_to_string(work.path().join("vtql.cache")).unwrap();
    assert_eq!(kept.lines().count(), 2, "without a snapshot nothing is found: {first:?}");
    let again = work.run(&["check"]);
    assert_eq!((summary(&again), again.out), (summary(&first), first.out));
    // What it says is believed: so it is asked.
    std::fs::write(work.path().join("vtql.cache"), kept.replace(" 1 1 0", " 7 1 0")).unwrap();
    assert!(summary(&work.run(&["check"])).contains("in 14 strings"));
    let leads = r#"{"name": "Leads", "label": "Leads", "fields": [{"name": "id", "label": "id", "type": {"name": "autogenerated"}}, {"name": "lastname", "label": "x", "type": {"name": "string"}}, {"name": "city", "label": "x", "type": {"name": "string"}}]}"#;
    work.write("vtql.snapshot.json", leads);
    let ran = work.run(&["check"]);
    assert!(ran.out.contains("lastnme") && summary(&ran).contains("in 2 strings"), "{ran:?}");
    let ran = work.write("a.py", "q = \"select id, lastnme from Leads limit 5;\"\n").run(&["check"]);
    assert_eq!(ran.out.matches("V102").count(), 2, "{ran:?}");
    let ran = work.write("vtql.cache", "no cache\n\u{0}").run(&["check", "--deny", "V220"]);
    assert_eq!(ran.out.matches("V102").count(), 2, "{ran:?}");
}
