//! The REST operations, their shapes and their errors.

use crate::support::Http;
use serde_json::{Value, json};
use std::collections::HashSet;
use vtql_sandbox::{Profile, Sandbox, default_snapshot};
use vtql_schema::{Snapshot, describe};

async fn small() -> (Sandbox, Http) {
    let builder = Sandbox::builder().rows("Contacts", 230).rows("Leads", 10).rows("Accounts", 20).seed(1);
    let sandbox = builder.start().await.unwrap();
    let http = Http::new(&sandbox);
    (sandbox, http)
}

fn ids(result: &Value) -> Vec<String> {
    result.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn me_is_the_user_who_asks() {
    let (sandbox, http) = small().await;
    let me = http.get("me", &[]).await.result();
    assert_eq!(me["user_name"], sandbox.user());
    assert_eq!(me["id"], "19x1");
    assert_eq!(me["last_name"], "Administrator");
    assert_eq!(me["email1"], "admin@example.com");
    assert_eq!(sandbox.requests(), 1);
}

#[tokio::test]
async fn a_wrong_key_is_refused_before_anything_else() {
    let (sandbox, http) = small().await;
    for operation in ["me", "query", "no_such_operation"] {
        let answer = Http::new(&sandbox).with_key("wrong").get(operation, &[]).await;
        assert_eq!((answer.status, answer.code().as_str()), (401, "INVALID_USER_CREDENTIALS"));
        assert!(!answer.body.contains(sandbox.access_key()));
    }
    assert!(!format!("{sandbox:?} {:?}", Sandbox::builder().access_key("hush")).contains("hush"));
    assert_eq!(http.get("me", &[]).await.status, 200);
}

#[tokio::test]
async fn an_error_stands_in_the_reason_phrase_and_in_the_body() {
    let (_sandbox, http) = small().await;
    for (query, code, reason) in [
        ("select id from contacts;", "ACCESS_DENIED", "for name : contacts"),
        (
            "select lastnme from Contacts;",
            "ACCESS_DENIED",
            "Permission to access '.lastnme.' attribute denied.",
        ),
        (
            "select id from Contacts where lastnme = 'x';",
            "ACCESS_DENIED",
            "Permission to access lastnme attribute",
        ),
        ("select id from Contacts", "QUERY_SYNTAX_ERROR", "Syntax Error on line 1"),
        ("select id from Contacts where id = 'abc';", "INVALID_ID_ATTRIBUTE", "Id specified is incorrect"),
    ] {
        let answer = http.query(query).await;
        assert_eq!((answer.status, answer.code().as_str()), (400, code), "{query}");
        let phrase = answer.reason.unwrap();
        assert!(phrase.starts_with(code) && phrase.contains(reason), "{phrase}");
    }
}

#[tokio::test]
async fn profile_8_4_answers_errors_as_successes_of_http() {
    let sandbox = Sandbox::builder().rows("Contacts", 1).profile(Profile::V8_4).start().await.unwrap();
    let answer = Http::new(&sandbox).query("select nosuch from Contacts;").await;
    assert_eq!((answer.status, answer.code().as_str(), answer.reason), (200, "ACCESS_DENIED", None));
}

#[tokio::test]
async fn unknown_operations_and_wrong_methods_are_refused() {
    let (_sandbox, http) = small().await;
    let answer = http.get("frobnicate", &[]).await;
    assert_eq!((answer.status, answer.code().as_str()), (400, "UNKNOWN_OPERATION"));
    assert_eq!(http.get("create", &[]).await.code(), "UNKNOWN_OPERATION");
}

#[tokio::test]
async fn the_modules_that_it_describes_are_those_of_its_snapshot() {
    let (_sandbox, http) = small().await;
    let types = http.get("listtypes", &[("fieldTypeList", "null")]).await.result();
    assert_eq!(types["information"]["Accounts"]["singular"], "Organization");
    let mut pulled = Vec::new();
    for name in types["types"].as_array().unwrap() {
        let answer = http.get("describe", &[("elementType", name.as_str().unwrap())]).await;
        pulled.push(describe::from_json(&answer.body).unwrap());
    }
    assert_eq!(Snapshot::from_modules(pulled), default_snapshot());
    let emails = http.get("listtypes", &[("fieldTypeList", "[\"email\"]")]).await.result();
    assert!(emails["types"].as_array().unwrap().len() < types["types"].as_array().unwrap().len());
}

#[tokio::test]
async fn at_most_100_rows_come_in_every_form() {
    let (_sandbox, http) = small().await;
    for (tail, rows) in [
        ("", 100),
        (" limit 150", 100),
        (" limit 0,500", 100),
        (" limit 7", 7),
        (" limit 200, 100", 30),
        (" limit 230, 100", 0),
        (" limit 0", 0),
        (" limit abc", 100),
        (" limit '5'", 0),
    ] {
        let answer = http.query(&format!("select id from Contacts{tail};")).await;
        assert_eq!(answer.rows().len(), rows, "{tail}");
    }
}

#[tokio::test]
async fn count_counts_in_the_cloud_and_not_on_8_4() {
    let (_sandbox, http) = small().await;
    assert_eq!(http.query("select count(*) from Contacts;").await.result(), json!([{ "count": "230" }]));
    let one = http.query("select count(*), nosuch from Contacts where id > '12x0' limit 1;").await.result();
    assert_eq!(one, json!([{ "count": "230" }]));
    assert_eq!(http.query("select count(*) from Contacts limit 1, 5;").await.result(), json!([]));
    let old = Sandbox::builder().rows("Contacts", 5).profile(Profile::V8_4).start().await.unwrap();
    let http = Http::new(&old);
    assert_eq!(http.query("select count(*) from Contacts;").await.result(), json!([]));
    assert_eq!(http.query("select count(*) from Currency;").await.result(), json!([{ "count": "2" }]));
}

#[tokio::test]
async fn keyset_and_offset_pages_hold_every_record_once() {
    let (_sandbox, http) = small().await;
    let mut keyset: Vec<String> = Vec::new();
    loop {
        let last = keyset.last().map_or("12x0", String::as_str);
        let query = format!("select id from Contacts where id > '{last}' order by id limit 100;");
        let page = ids(&http.query(&query).await.result());
        if page.is_empty() {
            break;
        }
        keyset.extend(page);
    }
    let mut offset = Vec::new();
    for start in [0, 100, 200, 300] {
        offset.extend(ids(&http
            .query(&format!("select id from Contacts order by id limit {start}, 100;"))
            .await
            .result()));
    }
    assert_eq!(keyset.len(), 230);
    assert_eq!(keyset.iter().collect::<HashSet<_>>().len(), 230);
    assert_eq!(keyset, offset);
}

#[tokio::test]
async fn what_the_database_refuses_answers_no_rows_or_an_error_when_strict() {
    let strict = Sandbox::builder().rows("Contacts", 5).strict(true).start().await.unwrap();
    let (_sandbox, http) = small().await;
    for (query, rule) in [
        ("select id from Contacts where lastname = Smith;", "[V201]"),
        ("select id from Contacts where id = 5;", "[V"),
        ("select id from Contacts order by nosuch;", "[V"),
        ("select firstname from Contacts order by mailingcity;", "[V206]"),
        ("select id from Contacts where lastname = 'a\\';", "[V205]"),
        ("select id from Contacts limit -1;", "[V208]"),
    ] {
        assert_eq!(http.query(query).await.result(), json!([]), "{query}");
        let answer = Http::new(&strict).query(query).await;
        assert_eq!(answer.code(), "DATABASE_QUERY_ERROR", "{query}");
        assert!(answer.message().contains(rule), "{}", answer.message());
    }
    let selected = http.query("select mailingcity from Contacts order by mailingcity;").await;
    assert_eq!(selected.rows().len(), 100);
}

#[tokio::test]
async fn a_record_lives_from_create_to_delete() {
    let (_sandbox, http) = small().await;
    let element = json!({
        "lastname": "O'Brien \\ \u{1F600}", "assigned_user_id": "19x1", "donotcall": true, "birthday": "1980-02-29",
        "cf_855": 2.5, "nosuch": "ignored", "createdtime": "2001-01-01 00:00:00",
    });
    let created =
        http.post("create", &[("elementType", "Contacts"), ("element", &element.to_string())]).await.result();
    let id = created["id"].as_str().unwrap();
    assert_eq!(created["lastname"], "O'Brien \\ \u{1F600}");
    assert_eq!(created["label"].as_str().unwrap(), "O&#039;Brien \\ \u{1F600}");
    assert_eq!((created["donotcall"].as_str(), created["cf_855"].as_str()), (Some("1"), Some("2.50")));
    assert_eq!((&created["account_id"], created["support_end_date"].as_str()), (&Value::Null, Some("")));
    assert_eq!(created["contact_no"], "CON231");
    assert!(created["createdtime"].as_str().unwrap() > "2026");
    assert_eq!(http.get("retrieve", &[("id", id)]).await.result(), created);
    let found =
        http.query(&format!("select birthday, support_end_date from Contacts where id = '{id}';")).await;
    assert_eq!(found.result(), json!([{ "birthday": "1980-02-29", "support_end_date": null, "id": id }]));

    let revised = json!({ "id": id, "firstname": "É" }).to_string();
    assert_eq!(http.post("revise", &[("element", &revised)]).await.result()["firstname"], "É");
    assert_eq!(http.post("update", &[("element", &revised)]).await.code(), "MANDATORY_FIELDS_MISSING");
    let emptied = json!({ "id": id, "lastname": "" }).to_string();
    assert_eq!(http.post("revise", &[("element", &emptied)]).await.code(), "MANDATORY_FIELDS_MISSING");
    let updated = json!({ "id": id, "lastname": "New", "assigned_user_id": "19x1" }).to_string();
    let updated = http.post("update", &[("element", &updated)]).await.result();
    assert_eq!((updated["lastname"].as_str(), updated["firstname"].as_str()), (Some("New"), Some("É")));

    assert_eq!(http.post("delete", &[("id", id)]).await.result(), json!({ "status": "successful" }));
    assert_eq!(http.post("delete", &[("id", id)]).await.code(), "ACCESS_DENIED");
    assert_eq!(http.query(&format!("select id from Contacts where id = '{id}';")).await.result(), json!([]));
}

#[tokio::test]
async fn writes_that_are_wrong_are_refused_with_the_observed_codes() {
    let (_sandbox, http) = small().await;
    let account = ids(&http.query("select id from Accounts limit 1;").await.result()).remove(0);
    let contact = ids(&http.query("select id from Contacts limit 1;").await.result()).remove(0);
    for (module, element, code) in [
        ("NoSuch", json!({}), "ACCESS_DENIED"),
        ("Contacts", json!({ "assigned_user_id": "19x1" }), "MANDATORY_FIELDS_MISSING"),
        ("Contacts", json!({ "lastname": "x" }), "MANDATORY_FIELDS_MISSING"),
        (
            "Contacts",
            json!({ "lastname": "x", "assigned_user_id": "19x1", "account_id": "abc" }),
            "INVALID_ID_ATTRIBUTE",
        ),
        (
            "Contacts",
            json!({ "lastname": "x", "assigned_user_id": "19x1", "account_id": contact }),
            "REFERENCE_INVALID",
        ),
        ("Contacts", json!({ "lastname": "x", "assigned_user_id": "19x99999" }), "ACCESS_DENIED"),
    ] {
        let answer = http.post("create", &[("elementType", module), ("element", &element.to_string())]).await;
        assert_eq!(answer.code(), code, "{element}");
    }
    let name = http.query(&format!("select accountname from Accounts where id = '{account}';")).await.rows();
    let double = json!({ "accountname": name[0].get("accountname"), "assigned_user_id": "19x1" }).to_string();
    let answer = http.post("create", &[("elementType", "Accounts"), ("element", &double)]).await;
    assert_eq!(answer.code(), "0");
    let wrong_module = contact.replace("12x", "11x");
    for (id, code) in [
        ("abc", "ACCESS_DENIED"),
        ("99x1", "ACCESS_DENIED"),
        ("12x99999999", "ACCESS_DENIED"),
        (wrong_module.as_str(), "INVALID_ID_ATTRIBUTE"),
    ] {
        assert_eq!(http.get("retrieve", &[("id", id)]).await.code(), code, "{id}");
    }
}
