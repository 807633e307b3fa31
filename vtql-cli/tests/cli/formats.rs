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

/// Everything that a SARIF log of ours can hold: places beside, fixes, several files, host files, line
/// breaks of both kinds, text beyond ASCII; and nothing at all.
#[test]
fn sarif_is_valid_by_the_schema_of_the_standard() {
    let schema: Value = serde_json::from_str(include_str!("../data/sarif-schema-2.1.0.json")).unwrap();
    let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
    let id = schema["$id"].as_str().unwrap().to_owned();
    compiler.add_resource(&id, schema).unwrap();
    let schema = compiler.compile(&id, &mut schemas).unwrap();
    let work = workplace();
    work.write("empty.vtql", "")
        .write("broken.vtql", "select from;\r\n\r\nselect id from Contcts whre a = 'b\nü")
        .write("host.php", "<?php\r\n$q = 'select id, lastnme from Contacts where lastname = 0;';\r\n")
        .write("twice.vtql", "select id from Leads where city in ('a', 'b') and (city = 'c';\n");
    for args in [&["."][..], &["q/clean.vtql"], &["empty.vtql"], &[".", "--deny", "all"]] {
        let ran = work.run(&[&["check", "--format", "sarif"], args].concat());
        let mut log: Value = serde_json::from_str(&ran.out).unwrap();
        let valid = schemas.validate(&log, schema);
        assert!(valid.is_ok(), "{args:?}: {:#}", valid.unwrap_err());
        log["runs"][0]["results"] = serde_json::json!([{ "level": "fatal" }]);
        assert!(schemas.validate(&log, schema).is_err(), "the schema is used");
    }
}

#[test]
fn github_gets_annotations() {
    insta::assert_snapshot!(output("github"), @r#"
    ::error file=q/a b%2Cü.vtql,line=1,col=12,endColumn=19,title=V102::module `Contacts` has no field `lastnme`%0Adid you mean `lastname`?
    ::warning file=q/a b%2Cü.vtql,line=1,col=59,endColumn=66,title=V313::`order by` is two words%0Awrite `order by`
    "#);
}

#[test]
fn junit_has_a_test_case_a_file() {
    insta::assert_snapshot!(output("junit"), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites>
      <testsuite name="vtql check" tests="2" failures="1" errors="0" skipped="0">
        <testcase classname="vtql" name="q/a b,ü.vtql">
          <failure type="V102" message="module `Contacts` has no field `lastnme`">q/a b,ü.vtql:1:12: module `Contacts` has no field `lastnme`
    did you mean `lastname`?</failure>
          <failure type="V313" message="`order by` is two words">q/a b,ü.vtql:1:59: `order by` is two words
    write `order by`</failure>
        </testcase>
        <testcase classname="vtql" name="q/clean.vtql"/>
      </testsuite>
    </testsuites>
    "#);
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
