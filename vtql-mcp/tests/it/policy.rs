use crate::door::Door;
use serde_json::json;
use vtql_mcp::{Options, Policy};

fn options(allow: &[&str], mask: &[&str]) -> Options {
    let patterns = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect::<Vec<_>>();
    Options { policy: Policy::new(patterns(allow), patterns(mask)), ..Options::default() }
}

#[tokio::test]
async fn what_is_not_allowed_is_neither_shown_nor_asked() {
    for has_snapshot in [false, true] {
        let options = options(&["Contacts.lastname", "Contacts.email", "Accounts"], &["*.email", "*.phone"]);
        let mut door = Door::on(vtql_sandbox::Sandbox::builder(), options, has_snapshot).await;
        let modules = door.call("vtql_schema", json!({})).await.text;
        assert_eq!(
            modules.split(['\n', ' ']).filter(|it| !it.starts_with('"')).collect::<Vec<_>>(),
            ["Accounts", "Contacts"]
        );
        let fields = door.call("vtql_schema", json!({ "module": "Contacts" })).await.text;
        assert!(
            fields.contains("3 fields") && fields.contains("email~") && !fields.contains("firstname"),
            "{fields}"
        );
        let refused = [
            ("select id from Leads", "NOT_ALLOWED"),
            ("select count(*) from Leads", "NOT_ALLOWED"),
            ("select firstname from Contacts", "NOT_ALLOWED"),
            ("select FIRSTNAME from Contacts", "NOT_ALLOWED"),
            ("select firstnme from Contacts", "V102"),
            ("select id from Contacts where firstname like 'A%'", "NOT_ALLOWED"),
            ("select id from Contacts where not (lastname = 'x' or firstname = 'A')", "NOT_ALLOWED"),
            ("select id from Contacts order by firstname", "NOT_ALLOWED"),
            ("select id from Contacts where email like 'a%'", "MASKED"),
            ("select email from Contacts where email in ('a', 'b')", "MASKED"),
            ("select count(*) from Contacts where email is empty", "MASKED"),
            ("select id from Contacts order by lastname, email", "MASKED"),
            ("select id from Accounts where phone between '1' and '2'", "MASKED"),
        ];
        for (query, code) in refused {
            let answer = door.call("vtql_query", json!({ "query": query })).await;
            assert!(
                answer.is_error && answer.codes().iter().any(|it| it == code),
                "{query}: {}",
                answer.text
            );
        }
        assert!(door.queries().is_empty(), "{:?}", door.queries());
        for uri in ["vtql://schema/Leads", "vtql://schema"] {
            let answer = door.ask("resources/read", json!({ "uri": uri })).await.to_string();
            assert!(!answer.contains("\"Leads") && !answer.contains("leadsource"), "{answer}");
        }
        assert!(door.call("vtql_schema", json!({ "module": "Leads" })).await.is_error);
        assert!(
            door.call("vtql_schema", json!({ "module": "Contacts", "fields": ["firstname"] })).await.is_error
        );

        // A star is what can be seen, and what is masked shows nothing.
        for query in
            ["select * from Contacts", "select email from Contacts", "select lastname, email from Contacts"]
        {
            let answer = door.call("vtql_query", json!({ "query": query, "rows": 20 })).await;
            let json = answer.json();
            assert!(!answer.text.contains('@'), "{}", answer.text);
            let columns: Vec<&str> =
                json["columns"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
            assert!(columns.iter().all(|name| ["id", "lastname", "email"].contains(name)), "{columns:?}");
            let email = columns.iter().position(|name| *name == "email").unwrap();
            assert!(json["rows"].as_array().unwrap().iter().all(|row| row[email] == "***"), "{json}");
        }
        assert!(door.queries().iter().all(|query| !query.contains("firstname") && !query.contains('*')));
        door.close().await;
    }
}

#[tokio::test]
async fn the_log_tells_of_every_call_and_of_no_value() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("audit.jsonl");
    let mut door = Door::open(Options { audit: Some(path.clone()), ..Options::default() }).await;
    let query = "select id, lastname from Contacts where lastname = 'Secretname' and mailingcity = {city}";
    let calls = [
        ("vtql_schema", json!({ "module": "Contacts" })),
        ("vtql_check", json!({ "query": query, "params": { "city": "Secretcity" } })),
        ("vtql_query", json!({ "query": query, "params": { "city": "Secretcity" } })),
        ("vtql_query", json!({ "query": "select Secretfield from Contacts" })),
        ("vtql_query", json!({ "query": "select id from Secretmodule" })),
        ("vtql_schema", json!({ "module": "Secretmodule" })),
        ("vtql_query", json!({ "Secretargument": 1 })),
    ];
    for (tool, arguments) in &calls {
        door.call(tool, arguments.clone()).await;
    }
    door.ask("resources/read", json!({ "uri": "vtql://schema/Secretmodule" })).await;
    door.close().await;
    let log = std::fs::read_to_string(&path).unwrap();
    assert!(!log.contains("Secret"), "{log}");
    let lines: Vec<serde_json::Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), calls.len() + 1);
    assert_eq!(lines[2]["tool"], "vtql_query");
    assert_eq!(lines[2]["module"], "Contacts");
    assert_eq!(lines[2]["fields"], json!(["id", "lastname", "mailingcity"]));
    assert_eq!((&lines[2]["outcome"], &lines[3]["outcome"]), (&json!("done"), &json!("refused")));
    assert_eq!(lines[3]["codes"], json!(["V102"]));
    assert_eq!(lines[0]["requests"], 2);
}
