use crate::door::Door;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use vtql_mcp::Options;

#[tokio::test]
async fn a_wrong_query_is_not_sent_and_comes_back_corrected() {
    let table = [
        ("select id, lastnme from Contacts", "V102", "1:12", Some("select id, lastname from Contacts")),
        ("select id frm Contacts", "V001", "1:11", Some("select id from Contacts")),
        ("select id from Contact", "V101", "1:16", Some("select id from Contacts")),
        ("select id from Contacts where birthday = 'x'", "V1", "1:42", None),
        ("select id from Contacts; select id from Leads", "ONE_QUERY", "", None),
        ("delete from Contacts", "V0", "1:1", None),
        ("select id from Contacts where id = '12x1 or 1 = 1'", "V1", "1:36", None),
    ];
    for has_snapshot in [false, true] {
        let mut door = Door::on(vtql_sandbox::Sandbox::builder(), Options::default(), has_snapshot).await;
        for (query, code, at, fixed) in table {
            for tool in ["vtql_check", "vtql_query"] {
                let answer = door.call(tool, json!({ "query": query })).await;
                let json = answer.json();
                let finding = &json["findings"][0];
                assert!(answer.is_error, "{query}: {json}");
                assert!(finding["code"].as_str().unwrap().starts_with(code), "{query}: {json}");
                assert_eq!(finding["at"].as_str().unwrap_or_default(), at, "{query}: {json}");
                if let Some(fixed) = fixed {
                    assert_eq!(json["fixed"], fixed);
                }
            }
        }
        assert!(door.queries().is_empty(), "{:?}", door.queries());
        if has_snapshot {
            assert_eq!(door.sandbox.requests(), 0);
        }
        door.close().await;
    }
}

#[tokio::test]
async fn values_are_parameters() {
    let mut door = Door::open(Options::default()).await;
    let name = "O'Brien' or id > '0";
    let query = "select id from Contacts where lastname = {name} and id in {ids} and? firstname = {first}";
    let params = json!({ "name": name, "ids": ["12x1", "12x2"] });
    let check = door.call("vtql_check", json!({ "query": query, "params": params })).await.json();
    assert!(
        check["requests"][0].as_str().unwrap().contains("lastname = 'O''Brien'' or id > ''0'"),
        "{check}"
    );
    let answer = door.call("vtql_query", json!({ "query": query, "params": params })).await.json();
    assert_eq!(answer["more"], false, "{answer}");
    let empty =
        door.call("vtql_query", json!({ "query": query, "params": { "name": "x", "ids": [] } })).await;
    assert!(empty.text.contains("nothing was sent"), "{}", empty.text);
    let wrong = [
        json!({ "name": "x" }),
        json!({ "name": null, "ids": ["12x1"] }),
        json!({ "name": { "a": 1 }, "ids": ["12x1"] }),
        json!({ "name": "x", "ids": ["12x1"], "other": 1 }),
    ];
    for params in wrong {
        let answer = door.call("vtql_query", json!({ "query": query, "params": params })).await;
        assert!(answer.is_error && !answer.codes().is_empty(), "{params}: {}", answer.text);
    }
    assert_eq!(door.queries().len(), 1);
    door.close().await;
}

/// All rows of a query, answer by answer.
async fn all(door: &mut Door, query: &str, rows: usize) -> Vec<Vec<Value>> {
    let mut all = Vec::new();
    let mut after = None;
    loop {
        let answer = door.call("vtql_query", json!({ "query": query, "rows": rows, "after": after })).await;
        assert!(!answer.is_error, "{}", answer.text);
        let json = answer.json();
        let page = json["rows"].as_array().unwrap();
        assert!(page.len() <= rows && !page.is_empty());
        all.extend(page.iter().map(|row| row.as_array().unwrap().clone()));
        if json["more"] == false {
            assert!(json.get("after").is_none() && json.get("cut").is_none());
            return all;
        }
        assert!(json["cut"].as_str().unwrap().contains("there are more"), "{json}");
        after = json["after"].as_str().map(str::to_owned);
        assert!(after.is_some());
    }
}

#[tokio::test]
async fn answers_go_on_where_they_were_cut_and_each_row_comes_once() {
    let mut door = Door::open(Options::default()).await;
    let table = [
        ("select id, lastname from Contacts", 170, 2500),
        ("select id, lastname from Contacts order by lastname", 333, 2500),
        ("select lastname, id from Contacts where lastname > 'M' order by lastname desc limit 321", 50, 321),
        ("select count(*) from Contacts", 7, 1),
    ];
    for (query, rows, expected) in table {
        let answer = all(&mut door, query, rows).await;
        assert_eq!(answer.len(), expected, "{query}");
        let different: BTreeSet<String> =
            answer.iter().map(|row| Value::from(row.clone()).to_string()).collect();
        assert_eq!(different.len(), expected, "{query}");
    }
    let count = all(&mut door, "select count(*) from Contacts", 7).await;
    assert_eq!(count, [[json!("2500")]]);

    let first =
        door.call("vtql_query", json!({ "query": "select id from Contacts", "rows": 3 })).await.json();
    let after = first["after"].clone();
    for (query, after) in [
        ("select id from Leads", after),
        ("select id from Contacts", json!("3 12x9")),
        ("select id from Contacts", json!("")),
        ("select id from Contacts", json!("00000000 3 12x9")),
    ] {
        let wrong = door.call("vtql_query", json!({ "query": query, "after": after })).await;
        assert!(wrong.is_error && wrong.codes() == ["ARGUMENT"], "{}", wrong.text);
    }
    door.close().await;
}

#[tokio::test]
async fn the_server_s_errors_are_told() {
    let faults = vtql_sandbox::Faults::none().error_rate(1.0);
    let builder = vtql_sandbox::Sandbox::builder().faults(faults);
    let mut door = Door::on(builder, Options { requests: Some(3), ..Options::default() }, true).await;
    let answer = door.call("vtql_query", json!({ "query": "select id from Contacts limit 1" })).await;
    assert!(answer.is_error && !answer.codes().is_empty(), "{}", answer.text);
    door.close().await;
}
