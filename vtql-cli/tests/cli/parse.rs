use crate::vtql::{Workplace, json_lines};
use serde_json::json;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

#[test]
fn a_text_prints_as_the_server_gets_it() {
    let text = "select id from Leads where not (city = 'Rome' or city like {it}); select * from Faq";
    let ran = Workplace::new().run_with(&["parse"], text);
    assert_eq!(ran.code, Some(1), "`not like` has no wire form: {ran:?}");
    assert!(ran.err.contains("error[V017]"), "{}", ran.err);
    assert_eq!(ran.out, "select * from Faq;\n");
}

#[test]
fn the_tree_of_a_file_prints_as_json() {
    let work = Workplace::new();
    let ran = work.write("q.vtql", "select id from Leads").run(&["parse", "--ast", "q.vtql"]);
    assert_eq!(ran.code, Some(0));
    let tree: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(tree["module"], json!({ "text": "Leads", "span": { "start": 15, "end": 20 } }));
}

#[test]
fn each_json_line_gets_one_answer_whatever_it_holds() {
    let lines = [
        r#"{"n":[[{"q":1}]],"q":"select id from Leads where city='Rome' and (a=1 or b=2)"}"#,
        "no JSON",
        r#"{"n":1}"#,
        r#"{"q":7}"#,
        r#"["select id from Leads"]"#,
        "",
        r#"{"q":"select id from A; select id from B"}"#,
        r#"{"q":""}"#,
        "{\"q\":\"select lastname from Contacts where lastname = 'שלום'\"}\r",
        r#"{"q":"select \ud800 from Leads"}"#,
        r#"{"q":"select id from Leads where a = {b}"}"#,
    ];
    let ran = Workplace::new().run_with(&["parse", "--jsonl"], &lines.join("\n"));
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let answers = json_lines(&ran.out);
    let refusal = |answer: &serde_json::Value| match answer["ok"].as_bool() {
        Some(true) => "ok".to_owned(),
        _ => answer["diagnostics"][0]["code"].as_str().unwrap_or_default().to_owned(),
    };
    let codes: Vec<String> = answers.iter().map(refusal).collect();
    assert_eq!(codes, ["ok", "L001", "L002", "L002", "L001", "L001", "V008", "V009", "ok", "L001", "ok"]);
    assert_eq!(
        answers[0]["wire"],
        "select id from Leads where city = 'Rome' and a = '1' or city = 'Rome' and b = '2';"
    );
    assert_eq!(answers[0]["ast"]["module"]["text"], "Leads");
    assert_eq!(answers[0]["diagnostics"][0]["code"], "V302", "what the rules say of an accepted query");
    assert_eq!(answers[10]["wire"], "select id from Leads where a = {b};");
    assert!(answers[1].get("ast").is_none() && answers[1].get("wire").is_none());
}

#[test]
fn bytes_that_are_no_text_cost_one_line() {
    let work = Workplace::new();
    let input = b"{\"q\":\"select \xff from Leads\"}\n{\"q\":\"select id from Leads\"}\n";
    std::fs::write(work.path().join("q.jsonl"), input).unwrap();
    let answers = json_lines(&work.run(&["parse", "--jsonl", "q.jsonl"]).out);
    assert_eq!(answers[0]["diagnostics"][0]["code"], "L001");
    assert_eq!(answers[1]["ok"], true);
}

#[test]
fn the_wire_dialect_prints_the_text_compactly_and_refuses_what_the_server_does() {
    let lines = r#"{"q":"SELECT id\nFROM Leads  WHERE city in 'a','b' ;"}
{"q":"select id from Leads where (city = 'a');"}"#;
    let ran = Workplace::new().run_with(&["parse", "--jsonl", "--dialect", "wire"], lines);
    let answers = json_lines(&ran.out);
    assert_eq!(answers[0]["wire"], "select id from Leads where city in ('a', 'b');");
    let finding = &answers[1]["diagnostics"][0];
    assert_eq!(finding["code"], "V006");
    assert_eq!(finding["span"]["start"], 27);
    for key in ["severity", "message", "label", "related", "help", "fixes"] {
        assert!(finding.get(key).is_some(), "{key} is there");
    }
}

#[test]
fn a_program_that_writes_one_line_and_waits_gets_its_answer() {
    let work = Workplace::new();
    let mut command = work.command(&["parse", "--jsonl"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    for module in ["Leads", "Contacts"] {
        // The start of a next line must not keep the answer back.
        write!(input, "{{\"q\":\"select id from {module}\"}}\n   ").unwrap();
        let mut answer = String::new();
        output.read_line(&mut answer).unwrap();
        assert!(answer.contains(module), "{answer}");
    }
    drop(input);
    child.wait().unwrap();
}

#[test]
fn one_process_serves_ten_thousand_lines_in_order() {
    let mut lines = String::new();
    for number in 0..12_000 {
        match number % 3 {
            0 => writeln!(lines, "{{\"q\":\"select id from Leads where a = {number};\"}}"),
            1 => writeln!(lines, "{{\"q\":\"select from where {number}"),
            _ => writeln!(lines, "{{\"q\":\"((((( '{number}\"}}"),
        }
        .unwrap();
    }
    let ran = Workplace::new().run_with(&["parse", "--jsonl", "--dialect", "wire"], &lines);
    let answers = json_lines(&ran.out);
    assert_eq!(answers.len(), 12_000);
    for (number, answer) in answers.iter().enumerate() {
        assert_eq!(answer["ok"], number % 3 == 0, "line {number}");
        if number % 3 == 0 {
            assert_eq!(answer["wire"], format!("select id from Leads where a = {number};"));
        }
    }
}

#[test]
fn lines_may_be_templates() {
    let lines = [
        r#"{"q":"select id from Contacts where a = ?","holes":[[34,35]]}"#,
        r#"{"q":"select id,  from Contacts ","holes":[[11,11]],"open":true}"#,
        r#"{"q":"select id from","open":true}"#,
        r#"{"q":"select id from Contacts where a == ?","holes":[[35,36]]}"#,
        r#"{"q":"select id from Contacts","holes":[[20,99]]}"#,
        r#"{"q":"select id from Contacts","holes":[[9,7]]}"#,
        r#"{"q":"select 'é' from Contacts","holes":[[9,10]]}"#,
        r#"{"q":"select id from Contacts where b == 1 and a = ?","holes":[[45,46]]}"#,
    ];
    let work = Workplace::new();
    for command in ["parse", "check"] {
        let ran = work.run_with(&[command, "--jsonl"], &lines.join("\n"));
        let answers = json_lines(&ran.out);
        let codes = |at: usize| {
            let found = answers[at]["diagnostics"].as_array().unwrap().iter();
            found
                .filter(|it| it["severity"] == "error")
                .map(|it| it["code"].as_str().unwrap().to_owned())
                .collect()
        };
        let expected: [&[&str]; 8] = [&[], &[], &[], &["V015"], &["L004"], &["L004"], &["L004"], &["V015"]];
        for (at, expected) in expected.into_iter().enumerate() {
            let found: Vec<String> = codes(at);
            assert_eq!(found, expected, "{command}: {}", lines[at]);
            assert_eq!(answers[at]["ok"], expected.is_empty(), "{command}: {}", lines[at]);
        }
        if command == "parse" {
            let hole = &answers[0]["ast"]["filter"]["predicate"]["compare"]["value"]["gap"];
            assert_eq!((&hole["kind"], &hole["text"]), (&json!("hole"), &json!("?")));
            assert_eq!(answers[1]["ast"]["select"]["fields"][1]["gap"]["kind"], "hole");
        }
    }
}
