use crate::vtql::Workplace;
use serde_json::Value;

const TEXT: &str = "select id, lastnme from Contacts where lastname like 'ü%' orderby lastname limit 5;\n";

fn workplace() -> Workplace {
    let work = Workplace::new().with_snapshot();
    work.write("q/a b,ü.vtql", TEXT).write("q/clean.vtql", "select id from Contacts limit 5;\n");
    work
}

fn output(format: &str) -> String {
    let ran = workplace().run(&["check", "q", "--format", format]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    ran.out
}

#[test]
fn json_has_lines_columns_and_offsets() {
    let rows: Vec<Value> = serde_json::from_str(&output("json")).unwrap();
    let row = rows.iter().find(|row| row["code"] == "V102").unwrap();
    assert_eq!(row["file"], "q/a b,ü.vtql");
    assert_eq!(row["start"], serde_json::json!({ "line": 1, "column": 12, "offset": 11 }));
    assert_eq!(row["fixes"][0]["safety"], "unsafe");
    let lines: Vec<Value> = crate::vtql::json_lines(&output("jsonl"));
    assert_eq!(lines, rows);
}

#[test]
fn sarif_names_rules_places_and_fixes() {
    let log: Value = serde_json::from_str(&output("sarif")).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules: Vec<&str> = run["tool"]["driver"]["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["id"].as_str().unwrap())
        .collect();
    let results = run["results"].as_array().unwrap();
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(result["ruleId"], rules[index]);
    }
    let result = results.iter().find(|it| it["ruleId"] == "V102").unwrap();
    assert_eq!(result["level"], "error");
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "q/a%20b%2C%C3%BC.vtql");
    assert_eq!(
        place["region"],
        serde_json::json!({ "startLine": 1, "startColumn": 12, "endLine": 1, "endColumn": 19 })
    );
    let change = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(change["insertedContent"]["text"], "lastname");
}

#[test]
fn github_gets_annotations() {
    let out = output("github");
    let line = out.lines().find(|line| line.contains("V102")).unwrap();
    assert_eq!(
        line,
        "::error file=q/a b%2Cü.vtql,line=1,col=12,endColumn=19,title=V102::\
         module `Contacts` has no field `lastnme`%0Adid you mean `lastname`?"
    );
}

#[test]
fn junit_has_a_test_case_a_file() {
    let out = output("junit");
    assert!(out.contains("<testsuite name=\"vtql check\" tests=\"2\" failures=\"1\""), "{out}");
    assert!(out.contains("<testcase classname=\"vtql\" name=\"q/clean.vtql\"/>"), "{out}");
    assert!(
        out.contains("<failure type=\"V102\" message=\"module `Contacts` has no field `lastnme`\">"),
        "{out}"
    );
}

#[test]
fn without_findings_each_format_is_empty_and_well_formed() {
    let work = workplace();
    let out = |format| {
        let ran = work.run(&["check", "q/clean.vtql", "--format", format]);
        assert_eq!(ran.code, Some(0));
        ran.out
    };
    assert_eq!(out("json"), "[]\n");
    assert_eq!(out("jsonl") + &out("github") + &out("human"), "");
    assert_eq!(
        serde_json::from_str::<Value>(&out("sarif")).unwrap()["runs"][0]["results"],
        serde_json::json!([])
    );
    assert!(out("junit").contains("failures=\"0\""));
}
