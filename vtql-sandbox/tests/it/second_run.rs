//! What was observed on a second server of version 8.4, and is in no recording.

use crate::support::{Answer, Http};
use serde_json::{Value, json};
use vtql_sandbox::{Profile, Sandbox};

async fn server() -> (Sandbox, Http) {
    let builder = Sandbox::builder().rows("Contacts", 20).rows("Accounts", 5).profile(Profile::V8_4);
    let sandbox = builder.start().await.unwrap();
    let http = Http::new(&sandbox);
    (sandbox, http)
}

async fn create(http: &Http, module: &str, element: Value) -> Answer {
    http.post("create", &[("elementType", module), ("element", &element.to_string())]).await
}

async fn id_of_new(http: &Http, module: &str, element: Value) -> String {
    create(http, module, element).await.result()["id"].as_str().unwrap().to_owned()
}

async fn value(http: &Http, module: &str, field: &str, id: &str) -> Option<Option<String>> {
    let rows = http.query(&format!("select {field} from {module} where id = '{id}';")).await.rows();
    rows.first().map(|row| row.get(field).map(str::to_owned))
}

#[tokio::test]
async fn deleting_an_account_empties_the_fields_that_refer_to_it() {
    let (_sandbox, http) = server().await;
    let account =
        id_of_new(&http, "Accounts", json!({ "accountname": "A", "assigned_user_id": "19x1" })).await;
    let other = id_of_new(&http, "Accounts", json!({ "accountname": "B", "assigned_user_id": "19x1" })).await;
    let contact = |of: &str| json!({ "lastname": "C", "account_id": of, "assigned_user_id": "19x1" });
    let linked = id_of_new(&http, "Contacts", contact(&account)).await;
    let kept = id_of_new(&http, "Contacts", contact(&other)).await;
    let ticket = json!({ "ticket_title": "T", "ticketstatus": "Open", "ticketpriorities": "Normal",
        "parent_id": account, "assigned_user_id": "19x1" });
    let ticket = id_of_new(&http, "HelpDesk", ticket).await;
    let deal = json!({ "potentialname": "P", "related_to": account, "closingdate": "2026-12-01",
        "sales_stage": "Prospecting", "assigned_user_id": "19x1" });
    let deal = id_of_new(&http, "Potentials", deal).await;
    http.post("delete", &[("id", &account)]).await.result();
    assert_eq!(value(&http, "Contacts", "account_id", &linked).await, Some(None));
    assert_eq!(value(&http, "HelpDesk", "parent_id", &ticket).await, Some(None));
    assert_eq!(value(&http, "Potentials", "id", &deal).await, None);
    assert_eq!(value(&http, "Contacts", "account_id", &kept).await, Some(Some(other)));
    let unset = format!("select id from Contacts where account_id = '11x0' and id = '{linked}';");
    assert_eq!(http.query(&unset).await.rows().len(), 1);
}

#[tokio::test]
async fn ids_end_before_a_second_x() {
    let (_sandbox, http) = server().await;
    let account =
        id_of_new(&http, "Accounts", json!({ "accountname": "A", "assigned_user_id": "19x1" })).await;
    let contact =
        json!({ "lastname": "C", "account_id": format!("{account}x1"), "assigned_user_id": "19x1" });
    let contact = create(&http, "Contacts", contact).await.result();
    assert_eq!(contact["account_id"], account.as_str());
    let contact = contact["id"].as_str().unwrap();
    let longer = format!("{contact}x1");
    assert_eq!(http.get("retrieve", &[("id", &longer)]).await.result()["id"], contact);
    http.post("delete", &[("id", &longer)]).await.result();
    assert_eq!(http.get("retrieve", &[("id", contact)]).await.code(), "ACCESS_DENIED");
}

#[tokio::test]
async fn wrong_requests_get_the_observed_codes() {
    let (_sandbox, http) = server().await;
    let contact = json!({ "lastname": "C", "account_id": "5", "assigned_user_id": "19x1" });
    assert_eq!(create(&http, "Contacts", contact).await.code(), "REFERENCE_INVALID");
    for element in ["null", "", "\"text\""] {
        let answer = http.post("create", &[("elementType", "Contacts"), ("element", element)]).await;
        assert_eq!((answer.status, answer.body.as_str()), (500, ""), "{element:?}");
    }
    for operation in ["create", "update"] {
        let answer = http.post(operation, &[("elementType", "Contacts"), ("element", "{bad")]).await;
        assert_eq!(answer.code(), "INTERNAL_SERVER_ERROR", "{operation}");
    }
    let contact =
        create(&http, "Contacts", json!({ "lastname": "C", "assigned_user_id": "19x1" })).await.result();
    let contact = contact["id"].as_str().unwrap();
    for element in [json!({}), json!({ "leadId": "4059" }), json!({ "leadId": contact })] {
        let answer = http.post("convertlead", &[("element", &element.to_string())]).await;
        assert_eq!(answer.code(), "ACCESS_DENIED", "{element}");
    }
}

/// Flags that are numbers compare as such; those that are texts, as texts.
#[tokio::test]
async fn flags_compare_by_what_their_columns_hold() {
    let (_sandbox, http) = server().await;
    let count = async |query: &str| http.query(query).await.rows().len();
    let services = count("select id from Services;").await;
    let unset = count("select id from Services where discontinued = 0;").await;
    assert!(0 < unset && unset < services);
    assert_eq!(count("select id from Services where discontinued = 'false';").await, unset);
    assert_eq!(count("select id from Contacts where donotcall = 'false';").await, 0);
    assert_eq!(count("select id from Users where is_admin = 1;").await, 0);
    assert_eq!(count("select id from Users where is_admin = 'on';").await, 1);
}
