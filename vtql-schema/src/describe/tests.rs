use super::from_json;
use crate::types::{Domain, FieldType};

#[test]
fn what_php_writes_for_flags_lists_and_lengths_is_understood() {
    let module = from_json(
        r#"{"name":"M","label":null,"isEntity":"0","idPrefix":41,"labelFields":["a","b"],"createable":"",
            "fields":{"0":{"name":"a","type":{"name":"grid"},"mandatory":"1","nullable":"","editable":1,
                "length":"100","default":null},
              "10":{"name":"c","type":[],"length":""},
              "2":{"name":"b","type":{"name":"picklist","picklistValues":[],"defaultValue":false}}}}"#,
    )
    .unwrap();
    assert_eq!((module.label.as_str(), module.is_entity, module.id_prefix), ("M", false, Some(41)));
    assert_eq!(module.label_fields, ["a", "b"]);
    assert!(!module.createable && module.updateable);
    let names: Vec<_> = module.fields().iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["a", "b", "c"]);
    let a = module.field("a").unwrap();
    assert!(a.mandatory && !a.nullable && a.editable);
    assert_eq!((a.length, a.default.as_str()), (Some(100), ""));
    assert_eq!(module.field("c").unwrap().ty, FieldType::Other(String::new()));
}

#[test]
fn an_unknown_type_is_kept_and_compares_as_text() {
    let module = from_json(r#"{"name":"M","fields":[{"name":"a","type":{"name":"hologram"}}]}"#).unwrap();
    let field = module.field("a").unwrap();
    assert_eq!(field.ty.name(), "hologram");
    assert_eq!(field.domain(), Domain::Text);
}

#[test]
fn what_is_wrong_is_named_with_its_key() {
    let messages: Vec<_> = [
        r#"{"success":true,"result":{"name":"M","fields":[{"name":"a","type":{"name":"x"}},{"label":"b"}]}}"#,
        r#"{"name":"M","fields":[{"name":"a","type":"string"}]}"#,
        r#"{"name":"M","fields":[{"name":"a","type":{"name":"x"},"mandatory":"perhaps"}]}"#,
        r#"{"name":"M","fields":7}"#,
        r#"{"success":false,"error":{"code":"ACCESS_DENIED","message":"Permission denied"}}"#,
        r#"{"modules":[]}"#,
        "[1]",
        r#"{"name":"#,
    ]
    .into_iter()
    .map(|text| from_json(text).unwrap_err().to_string())
    .collect();
    insta::assert_snapshot!(messages.join("\n"), @r#"
    `result.fields[1].name`: is missing
    `fields[0].type`: expected an object, found the string "string"
    `fields[0].mandatory`: expected a boolean, `"1"` or `""`, found the string "perhaps"
    `fields`: expected a list, found the number 7
    is the answer of a server that refused: ACCESS_DENIED: Permission denied
    is neither a snapshot (`"format": "vtql-snapshot"`) nor a describe answer (an object with `name` and `fields`, or one under `result`)
    is neither a snapshot (`"format": "vtql-snapshot"`) nor a describe answer (an object with `name` and `fields`, or one under `result`)
    is not JSON: EOF while parsing a value at line 1 column 8
    "#);
}

#[test]
fn a_module_survives_the_way_through_describe() {
    for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/describe")).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let module = from_json(&text).unwrap();
        assert_eq!(from_json(&module.to_describe_json().to_string()).unwrap(), module);
    }
}

#[test]
fn a_rebuilt_answer_says_what_the_server_said() {
    let mut compared = 0;
    for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/describe")).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let original: serde_json::Value = serde_json::from_str(&text).unwrap();
        let rebuilt = from_json(&text).unwrap().to_describe_json();
        let fields = original["result"]["fields"].as_array().unwrap();
        for (before, after) in fields.iter().zip(rebuilt["fields"].as_array().unwrap()) {
            for key in ["name", "label", "type"] {
                assert_eq!(before[key], after[key], "{} of {}", key, before["name"]);
            }
            compared += 1;
        }
        for key in ["name", "label", "idPrefix", "isEntity", "labelFields", "createable"] {
            assert_eq!(original["result"][key], rebuilt[key]);
        }
    }
    assert_eq!(compared, 934);
}
