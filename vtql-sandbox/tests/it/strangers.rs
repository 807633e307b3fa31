//! Requests that no client of ours sends.

use crate::support::{Http, form_in_parts, plain_http};
use serde_json::{Value, json};
use vtql_sandbox::{Profile, Sandbox};

async fn small() -> (Sandbox, Http) {
    let sandbox = Sandbox::builder().rows("Contacts", 10).start().await.unwrap();
    let http = Http::new(&sandbox);
    (sandbox, http)
}

async fn first_id(http: &Http, module: &str) -> String {
    let rows = http.query(&format!("select id from {module} limit 1;")).await.rows();
    rows[0].get("id").unwrap().to_owned()
}

#[tokio::test]
async fn an_id_is_digits_an_x_and_digits() {
    let (_sandbox, http) = small().await;
    let contact = first_id(&http, "Contacts").await;
    for (id, code) in [
        (format!("+{contact}"), "ACCESS_DENIED"),
        (format!(" {contact}"), "ACCESS_DENIED"),
        (format!("{contact} "), "INVALID_ID_ATTRIBUTE"),
        (format!("{contact}y1"), "INVALID_ID_ATTRIBUTE"),
        (contact.replace('x', "x+"), "INVALID_ID_ATTRIBUTE"),
        (contact.replace('x', "x-"), "INVALID_ID_ATTRIBUTE"),
        (contact.replace('x', "X"), "INVALID_ID_ATTRIBUTE"),
        ("\u{ff11}2x1".to_owned(), "ACCESS_DENIED"),
        ("12x99999999999999999999".to_owned(), "INVALID_ID_ATTRIBUTE"),
    ] {
        assert_eq!(http.get("retrieve", &[("id", &id)]).await.code(), code, "{id}");
        assert_eq!(http.post("delete", &[("id", &id)]).await.code(), code, "{id}");
    }
    for (field, value) in [
        ("account_id", json!("11x-5")),
        ("account_id", json!("+11x5")),
        ("account_id", json!("11x5y")),
        ("assigned_user_id", json!("19x-1")),
        ("assigned_user_id", json!("19x+1")),
        ("assigned_user_id", json!("19x")),
        ("assigned_user_id", json!({ "id": "19x1" })),
    ] {
        let mut element = json!({ "lastname": "x", "assigned_user_id": "19x1" });
        element[field] = value;
        let element = element.to_string();
        let answer = http.post("create", &[("elementType", "Contacts"), ("element", &element)]).await;
        assert_eq!(answer.code(), "INVALID_ID_ATTRIBUTE", "{element}");
    }
    assert_eq!(http.get("retrieve", &[("id", &contact)]).await.status, 200);
}

#[tokio::test]
async fn an_element_is_a_json_object() {
    let (_sandbox, http) = small().await;
    let twice = Value::from(json!({ "lastname": "x", "assigned_user_id": "19x1" }).to_string()).to_string();
    for element in ["", "null", "1", "\"x\"", "{bad", "[1]", &twice] {
        let create = [("elementType", "Contacts"), ("element", element)];
        assert_eq!(http.post("create", &create).await.code(), "INTERNAL_SERVER_ERROR", "{element}");
        let is_json = serde_json::from_str::<Value>(element).is_ok();
        let of_update = if is_json { "INVALID_ID_ATTRIBUTE" } else { "INTERNAL_SERVER_ERROR" };
        for (operation, code) in [("update", of_update), ("revise", "INVALID_ID_ATTRIBUTE")] {
            let answer = http.post(operation, &[("element", element)]).await;
            assert_eq!(answer.code(), code, "{operation} {element}");
        }
    }
    for element in ["[]", "{}"] {
        let create = [("elementType", "Contacts"), ("element", element)];
        assert_eq!(http.post("create", &create).await.code(), "MANDATORY_FIELDS_MISSING", "{element}");
    }
    for (value, stored) in [
        (json!(7), "7"),
        (json!(true), "1"),
        (json!(false), "0"),
        (json!(["a", "b"]), "a"),
        (json!("\u{0}'\"\\<>&\u{1F600}"), "\u{0}'\"\\<>&\u{1F600}"),
    ] {
        let element = json!({ "lastname": "x", "firstname": value, "assigned_user_id": "19x1" }).to_string();
        let create = [("elementType", "Contacts"), ("element", element.as_str())];
        assert_eq!(http.post("create", &create).await.result()["firstname"], stored);
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_as_such() {
    let (sandbox, http) = small().await;
    let large = "x".repeat(17 << 20);
    let create = [("elementType", "Contacts"), ("element", large.as_str())];
    assert_eq!(http.post("create", &create).await.status, 413);
    let client = plain_http();
    let answer = client.post(sandbox.webservice_url()).form(&create).send().await.unwrap();
    assert_eq!(answer.status(), 413);
    let texts = [("elementType", "Documents"), ("element", "{}")];
    let upload = |length: &str| {
        let request = client.post(format!("{}/create", sandbox.url())).header("Content-Length", length);
        request.basic_auth(sandbox.user(), Some(sandbox.access_key()))
    };
    let (content_type, _) = form_in_parts(&texts, "filename", ("a.bin", "text/plain", b""));
    let more = upload("200000000").header("Content-Type", content_type);
    assert_eq!(more.body(reqwest::Body::from("--the")).send().await.unwrap().status(), 413);
    assert_eq!(http.get("me", &[]).await.status, 200);
}

#[tokio::test]
async fn an_activity_is_a_task_or_an_event_by_its_type() {
    let (_sandbox, http) = small().await;
    let activity = |more: Value| {
        let mut element = json!({
            "subject": "A", "assigned_user_id": "19x1", "date_start": "2026-08-01", "time_start": "10:00:00",
            "due_date": "2026-08-01", "time_end": "11:00:00", "taskstatus": "Planned", "eventstatus": "Planned",
            "duration_hours": "1",
        });
        element.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        element.to_string()
    };
    let create = async |module: &str, element: String| {
        let created = http.post("create", &[("elementType", module), ("element", &element)]).await.result();
        created["id"].as_str().unwrap().split_once('x').unwrap().1.to_owned()
    };
    let is_in = async |module: &str, number: &str| {
        let query = format!("select id from {module} where id = '1x{number}';");
        !http.query(&query).await.rows().is_empty()
    };
    for (module, ty, is_task) in
        [("Calendar", "Task", true), ("Calendar", "Call", false), ("Events", "Meeting", false)]
    {
        let number = create(module, activity(json!({ "activitytype": ty }))).await;
        assert_eq!((is_in("Calendar", &number).await, is_in("Events", &number).await), (is_task, !is_task));
    }
    let untold = create("Calendar", activity(json!({}))).await;
    assert!(is_in("Events", &untold).await);
}

#[tokio::test]
async fn edition_8_4_keeps_what_it_then_fails_to_answer() {
    let sandbox = Sandbox::builder().rows("Contacts", 5).profile(Profile::V8_4).start().await.unwrap();
    let http = Http::new(&sandbox);
    let create = async |owner: &str, lastname: &str| {
        let element = json!({ "lastname": lastname, "assigned_user_id": owner }).to_string();
        http.post("create", &[("elementType", "Contacts"), ("element", &element)]).await
    };
    let by_nobody = create("19x999", "Nobody's").await;
    assert_eq!((by_nobody.status, by_nobody.body.starts_with("Sorry!")), (200, true));
    let group = first_id(&http, "Groups").await;
    assert_eq!(create(&group, "Group's").await.status, 500);
    for lastname in ["Nobody''s", "Group''s"] {
        let query = format!("select assigned_user_id from Contacts where lastname = '{lastname}';");
        assert_eq!(http.query(&query).await.rows().len(), 1, "{lastname}");
    }
    let emoji = create("19x1", "E \u{1F600} F").await.result();
    assert_eq!(emoji["lastname"], "E ???? F");
}
