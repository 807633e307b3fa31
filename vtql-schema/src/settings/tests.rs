use super::Settings;
use super::toml::{Value, read};
use crate::rules::{Level, find};
use proptest::prelude::*;

type Values = Vec<(Vec<String>, Value)>;

/// What the TOML library reads; a list of tables is one value, however it is written.
fn expected(document: &str) -> Option<Values> {
    fn flatten(table: &::toml::Table, path: &[String], into: &mut Values) {
        for (key, value) in table {
            let path = [path, std::slice::from_ref(key)].concat();
            let value = match value {
                ::toml::Value::Table(table) => {
                    flatten(table, &path, into);
                    continue;
                }
                ::toml::Value::String(text) => Value::Text(text.clone()),
                ::toml::Value::Integer(number) => Value::Number(*number),
                ::toml::Value::Boolean(it) => Value::Boolean(*it),
                _ => Value::Other,
            };
            into.push((path, value));
        }
    }
    let mut values = Values::new();
    flatten(&document.parse().ok()?, &[], &mut values);
    Some(values)
}

fn is_read_as_by_the_library(document: &str) -> Result<(), TestCaseError> {
    let Some(mut expected) = expected(document) else {
        let _ = read(document);
        return Ok(());
    };
    let found = read(document).map_err(|error| TestCaseError::fail(format!("{error}: {document}")))?;
    let mut found: Values = found.into_iter().map(|entry| (entry.path, entry.value)).collect();
    // The elements of lists are of no interest, and lists without values leave no trace.
    found.retain(|(path, _)| !path.iter().any(|part| part.ends_with(']')));
    expected.retain(|(path, value)| *value != Value::Other || found.iter().any(|(it, _)| it == path));
    expected.sort_by(|one, other| one.0.cmp(&other.0));
    found.sort_by(|one, other| one.0.cmp(&other.0));
    prop_assert_eq!(found, expected, "{}", document);
    Ok(())
}

/// Keys, values and headers in every notation.
fn line() -> impl Strategy<Value = String> {
    let key = "[a-c]|[a-c]\\.[a-c]|\"[a-c ]\"|'[a-c]' \\. [a-c]";
    let value = prop_oneof![
        "-?[0-9]{1,3}|0|1_000|0x1F|1\\.5|1e3|inf|2024-01-02|2024-01-02 03:04:05|true|false",
        "\"([a-zé#\\[\\] ]|\\\\n|\\\\\"|\\\\\\\\|\\\\u00e9){0,8}\"",
        "'[a-z#\\\\]{0,8}'",
        "\"\"\"\n?[a-z\"\n]{0,8} \\\\\n   [a-z]?\"{0,2}\"\"\"",
        "'''\r?\n?[a-z'\n\\\\]{0,8}z'''",
    ];
    let nested = prop_oneof![
        value.clone(),
        prop::collection::vec(value.clone(), 0..3).prop_map(|it| format!("[ {} ]", it.join(" , "))),
        prop::collection::vec(value.clone(), 1..3).prop_map(|it| format!("[\n{}, # end\n]", it.join(",\n"))),
        value.clone().prop_map(|it| format!("{{ a = {it}, b.c = {it} }}")),
        value.clone().prop_map(|it| format!("[{{ a = {it} }}, {{}}]")),
        Just("{}".to_owned()),
    ];
    prop_oneof![
        6 => (key, nested, "( # .*)?").prop_map(|(key, value, end)| format!("{key} = {value}{}", end.replace('\r', ""))),
        1 => "\\[[a-d]\\]|\\[ [a-d] \\. [a-d] \\]",
        1 => "\\[\\[[d-f]\\]\\]|\\[\\[[d-f]\\.[d-f]\\]\\]",
        1 => "#.*| *",
    ]
}

proptest! {
    #[test]
    fn a_document_is_read_as_the_library_reads_it(
        lines in prop::collection::vec(line(), 0..8),
        end in "\r?\n",
    ) {
        is_read_as_by_the_library(&lines.join(&end))?;
    }

    #[test]
    fn a_soup_of_marks_is_read_as_the_library_reads_it(soup in "([ab=\\.,#\n\"'\\[\\]{}\\\\ 1ntu]|\r\n|a = 1\n){0,24}") {
        is_read_as_by_the_library(&soup)?;
    }

    #[test]
    fn every_text_has_an_answer(text in any::<String>()) {
        is_read_as_by_the_library(&text)?;
    }
}

/// Nested lists and tables of every kind, a few and very many, are read or refused with their line.
#[test]
fn what_is_nested_deeply_is_refused() {
    for (open, close) in
        [("[", "]"), ("{a=", "}"), ("[{a=", "}]"), ("{a=[", "]}"), ("[1,", "]"), ("[ # c\n", "]")]
    {
        for (depth, is_read) in [(1, true), (20, true), (200, false), (200_000, false)] {
            for close in [close, ""] {
                let text = format!("\na = {}1{}\n", open.repeat(depth), close.repeat(depth));
                let read = Settings::read(&text);
                assert_eq!(read.is_ok(), is_read && !close.is_empty(), "{depth} times {open}: {read:?}");
                assert!(read.is_ok() || read.unwrap_err().line() >= 2);
            }
        }
    }
    let keys = format!("{} = 1", vec!["a"; 20_000].join("."));
    assert!(Settings::read(&keys).is_ok());
    let tables: Vec<String> = (0..20_000).map(|i| format!("[[t]]\na{i} = {i}\n")).collect();
    assert_eq!(Settings::read(&tables.concat()).map(|it| it.entries.len()), Ok(20_000));
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_settings() {
    let settings = Settings::read("\u{feff}snapshot = 'crm.json'\n").unwrap();
    assert_eq!(settings.text("snapshot"), Ok(Some("crm.json")));
}

#[test]
fn settings_are_found_by_their_keys() {
    let settings = Settings::read("a.b = 'x'\n[c]\n\"d e\" = 5\nf = true\n[[g]]\na.b = 'y'\n").unwrap();
    assert_eq!(settings.text("a.b"), Ok(Some("x")));
    assert_eq!(settings.number("c.d e"), Ok(Some(5)));
    assert_eq!(settings.text("a"), Ok(None));
    assert!(settings.has("c.f") && !settings.has("c.g"));
    assert_eq!(settings.choice("a.b", &[("x", 1), ("y", 2)]), Ok(Some(1)));
}

#[test]
fn what_is_wrong_is_told_with_its_line_and_without_its_value() {
    let said = |text: &str| {
        let settings = Settings::read(text)?;
        settings.only(&["url", "width", "keywords", "levels.*"])?;
        settings.text("url")?;
        settings.number("width")?;
        settings.choice("keywords", &[("lower", ()), ("upper", ())])?;
        settings.levels().map(drop)
    };
    let texts = [
        "url = s3cret",
        "url = \"s3cret",
        "url = \"s3\\cret\"",
        "url = 's3cret' s3cret",
        "\nurl = 5",
        "\n\nulr = 's3cret'",
        "url = 's3cret'\nurl = 's3cret'",
        "width = -5",
        "keywords = 's3cret'",
        "[levels]\nV301 = 's3cret'",
        "[levels]\nV301 = 'deny'\n\nV999 = 'deny'",
        "[levels.V301]\na = 'deny'",
        "[[levels]]\nV301 = 'deny'",
        "[levels",
        "= 5",
    ];
    let told: Vec<String> = texts.map(|text| said(text).unwrap_err().to_string()).into();
    assert!(!told.iter().any(|told| told.contains("s3")), "{told:#?}");
    insta::assert_snapshot!(told.join("\n"), @r#"
    line 1: string values must be quoted, expected literal string
    line 1: invalid basic string, expected `"`
    line 1: missing escaped value, expected `b`, `e`, `f`, `n`, `r`, `\`, `"`, `x`, `u`, `U`
    line 1: unexpected key or value, expected a line break, `#`
    line 2: `url` is not text, which stands in quotes
    line 3: there is no setting `ulr`; did you mean `url`?
    line 2: `url` is set twice
    line 1: `width` is not a number, 0 or more
    line 1: `keywords` is one of `lower`, `upper`
    line 2: `levels.V301` is one of `allow`, `note`, `warn`, `deny`
    line 4: there is no rule `V999`; syntax errors (`V0xx`) have no level
    line 2: there is no setting `levels.V301.a`
    line 2: there is no setting `levels[0].V301`
    line 1: unclosed table, expected `]`
    line 1: unquoted keys cannot be empty, expected letters, numbers, `-`, `_`
    "#);
}

#[test]
fn wider_selectors_of_levels_count_first() {
    let levels =
        Settings::read("[levels]\nV301 = 'deny'\nV3xx = 'allow'\nall = 'warn'\n").unwrap().levels().unwrap();
    let level = |code| levels.of(find(code).unwrap());
    assert_eq!([level("V301"), level("V302"), level("V102")], [Level::Deny, Level::Allow, Level::Warn]);
}
