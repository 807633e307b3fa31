//! The operations beyond single records and queries.

use crate::support::{Answer, Http};
use serde_json::{Value, json};
use vtql_sandbox::Sandbox;

async fn small() -> (Sandbox, Http) {
    let sandbox = Sandbox::builder().rows("Contacts", 230).rows("Accounts", 3).seed(3).start().await.unwrap();
    let http = Http::new(&sandbox);
    (sandbox, http)
}

async fn create(http: &Http, module: &str, element: Value) -> Value {
    http.post("create", &[("elementType", module), ("element", &element.to_string())]).await.result()
}

async fn id_of_new(http: &Http, module: &str, element: Value) -> String {
    create(http, module, element).await["id"].as_str().unwrap().to_owned()
}

fn ids(answer: &Answer) -> Vec<String> {
    answer.rows().iter().map(|row| row.get("id").unwrap().to_owned()).collect()
}

#[tokio::test]
async fn records_are_related_by_reference_and_by_being_put_together() {
    let (_sandbox, http) = small().await;
    let account =
        id_of_new(&http, "Accounts", json!({ "accountname": "Rel", "assigned_user_id": "19x1" })).await;
    let mut contacts = Vec::new();
    for name in ["One", "Two"] {
        let contact = json!({ "lastname": name, "account_id": account, "assigned_user_id": "19x1" });
        contacts.push(id_of_new(&http, "Contacts", contact).await);
    }
    let related = |label: &'static str, ty: &'static str| {
        let (http, account) = (&http, &account);
        async move {
            let parameters = [("id", account.as_str()), ("relatedLabel", label), ("relatedType", ty)];
            http.get("retrieve_related", &parameters).await
        }
    };
    assert_eq!(ids(&related("Contacts", "Contacts").await), contacts);
    assert_eq!(related("Nope", "Contacts").await.code(), "UNKOWN_ENTITY");

    let document =
        id_of_new(&http, "Documents", json!({ "notes_title": "D", "assigned_user_id": "19x1" })).await;
    let pair = [("sourceRecordId", account.as_str()), ("relatedRecordId", document.as_str())];
    for _ in 0..2 {
        assert_eq!(http.post("add_related", &pair).await.result(), json!({ "message": "successful" }));
    }
    assert_eq!(ids(&related("Documents", "Documents").await), [document.as_str()]);
    assert_eq!(http.post("delete_related", &pair).await.result(), json!({ "status": "successful" }));
    assert_eq!(ids(&related("Documents", "Documents").await), [""; 0]);

    let pair = [("sourceRecordId", account.as_str()), ("relatedRecordId", contacts[0].as_str())];
    assert_eq!(http.post("delete_related", &pair).await.result(), json!({ "status": "successful" }));
    assert_eq!(ids(&related("Contacts", "Contacts").await), contacts[1..]);
}

#[tokio::test]
async fn query_related_rewrites_the_text_as_the_server_does() {
    let (_sandbox, http) = small().await;
    let account =
        id_of_new(&http, "Accounts", json!({ "accountname": "Rel", "assigned_user_id": "19x1" })).await;
    for name in ["One", "Two"] {
        let contact = json!({ "lastname": name, "account_id": account, "assigned_user_id": "19x1" });
        create(&http, "Contacts", contact).await;
    }
    let query = |text: &'static str| {
        let (http, account) = (&http, &account);
        async move {
            let parameters = [("id", account.as_str()), ("relatedLabel", "Contacts"), ("query", text)];
            http.get("query_related", &parameters).await
        }
    };
    assert_eq!(query("select lastname from Contacts").await.rows().len(), 2);
    assert_eq!(query("select lastname from Contacts WHERE lastname = 'Two'").await.rows().len(), 1);
    let ordered =
        query("select lastname from Contacts WHERE id > '12x0' order by lastname desc limit 1").await;
    assert_eq!(ordered.rows()[0].get("lastname"), Some("Two"));
    assert!(query("select id from Contacts WHERE lastname = 'Two' or id > '12x0'").await.rows().len() > 2);
    assert_eq!(query("select id from Contacts WHERE lastname = 'a;b'").await.rows().len(), 0);
    for other in
        ["select id from Contacts;", "select id from Contacts WHERE id > '12x0';", "select id from Leads"]
    {
        assert_eq!(query(other).await.code(), "UNKOWN_ENTITY", "{other}");
    }
}

#[tokio::test]
async fn related_types_are_those_of_the_module() {
    let (_sandbox, http) = small().await;
    let types = http.get("relatedtypes", &[("elementType", "Campaigns")]).await.result();
    assert_eq!(types["types"], json!(["Contacts", "Leads", "Potentials", "Calendar", "Accounts"]));
    assert_eq!(types["information"]["Calendar"]["label"], "Activities");
    let of_accounts = http.get("relatedtypes", &[("elementType", "Accounts")]).await.result();
    let relations = of_accounts["information"].as_object().unwrap().values();
    let labels: Vec<_> = relations
        .filter(|relation| relation["name"] == "Calendar")
        .map(|relation| &relation["label"])
        .collect();
    assert_eq!(labels, ["Activities", "Activity History"]);
    assert_eq!(http.get("relatedtypes", &[("elementType", "Users")]).await.result()["types"], json!([]));
    assert_eq!(http.get("relatedtypes", &[("elementType", "Nope")]).await.code(), "ACCESS_DENIED");
}

#[tokio::test]
async fn tags_come_and_go() {
    let (_sandbox, http) = small().await;
    let contacts = ids(&http.query("select id from Contacts limit 2;").await);
    for id in &contacts {
        let added = http.post("tags_add", &[("id", id), ("tags", r#"["vip", "it's ok"]"#)]).await;
        assert_eq!(added.result(), json!({ "message": "tags added" }));
    }
    let tags = |id: String| {
        let http = &http;
        async move { http.get("tags_retrieve", &[("id", &id)]).await.result() }
    };
    assert_eq!(tags(contacts[0].clone()).await, json!({ "tags": ["it's ok", "vip"] }));
    let one = [("id", contacts[0].as_str()), ("tags", r#"["vip"]"#)];
    assert_eq!(http.post("tags_delete", &one).await.result(), json!({ "message": "tags deleted" }));
    assert_eq!(tags(contacts[0].clone()).await, json!({ "tags": ["it's ok"] }));
    let all = [("id", contacts[0].as_str()), ("tags", r#"["it's ok"]"#), ("delete_all", "true")];
    http.post("tag_delete", &all).await.result();
    assert_eq!(tags(contacts[1].clone()).await, json!({ "tags": ["vip"] }));
    assert_eq!(
        http.post("tags_add", &[("id", &contacts[0]), ("tags", "vip")]).await.code(),
        "MANDATORY_FIELDS_MISSING"
    );
}

#[tokio::test]
async fn lookup_finds_exact_numbers_and_addresses() {
    let (_sandbox, http) = small().await;
    let contact = json!({ "lastname": "Look", "mobile": "555-0001", "email": "Up@example.com", "assigned_user_id": "19x1" });
    let id = id_of_new(&http, "Contacts", contact).await;
    for search in [r#"{"Contacts":["mobile","phone"]}"#, r#"{"Contacts":[]}"#, r#"{"Contacts"}"#, ""] {
        let answer =
            http.get("lookup", &[("type", "phone"), ("value", "555-0001"), ("searchIn", search)]).await;
        assert_eq!(ids(&answer), [id.as_str()], "{search}");
    }
    let by_mail = http.get("lookup", &[("type", "email"), ("value", "up@EXAMPLE.com")]).await;
    assert_eq!(ids(&by_mail), [id.as_str()]);
    let elsewhere = [("type", "phone"), ("value", "555-0001"), ("searchIn", r#"{"Contacts":["fax"]}"#)];
    assert_eq!(http.get("lookup", &elsewhere).await.rows().len(), 0);
    let nowhere = [("type", "phone"), ("value", "1"), ("searchIn", r#"{"Contacts":["nope"]}"#)];
    assert_eq!(http.get("lookup", &nowhere).await.code(), "ACCESS_DENIED");
}

#[tokio::test]
async fn the_hierarchy_of_an_account_goes_from_the_top() {
    let (_sandbox, http) = small().await;
    let mut parent = String::new();
    let mut made = Vec::new();
    for name in ["Top", "Middle", "Low"] {
        let account = json!({ "accountname": name, "account_id": parent, "assigned_user_id": "19x1" });
        parent = id_of_new(&http, "Accounts", account).await;
        made.push(parent.clone());
    }
    let hierarchy = http.get("get_account_hierarchy", &[("id", &made[1])]).await.result();
    let levels: Vec<_> = hierarchy
        .as_array()
        .unwrap()
        .iter()
        .map(|member| {
            (
                member["id"].as_str().unwrap(),
                member["level"].as_u64().unwrap(),
                member["current"].as_bool().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        levels,
        [(made[0].as_str(), 0, false), (made[1].as_str(), 1, true), (made[2].as_str(), 2, false)]
    );
    let ring = json!({ "id": made[0], "account_id": made[2] }).to_string();
    http.post("revise", &[("element", &ring)]).await.result();
    assert_eq!(
        http.get("get_account_hierarchy", &[("id", &made[1])]).await.result().as_array().unwrap().len(),
        3
    );
}

#[tokio::test]
async fn a_lead_is_converted_once_and_is_in_no_query_then() {
    let (_sandbox, http) = small().await;
    let lead = json!({ "lastname": "Lead", "firstname": "A", "company": "Conv & Co", "email": "l@example.com", "assigned_user_id": "19x1" });
    let lead = id_of_new(&http, "Leads", lead).await;
    let convert = |entities: Value| {
        let (http, lead) = (&http, &lead);
        async move {
            let element = json!({ "leadId": lead, "assignedTo": "19x1", "entities": entities }).to_string();
            http.post("convertlead", &[("element", &element)]).await
        }
    };
    assert_eq!(convert(json!({ "Contacts": { "create": false } })).await.body, r#"{"success":true}"#);
    let without_date = convert(json!({ "Potentials": { "create": true, "name": "Potentials" } })).await;
    assert_eq!(without_date.code(), "UNKNOWN_OPERATION");
    assert!(without_date.message().contains("closingdate does not have a value : Potentials"));
    let made = convert(json!({
        "Accounts": { "create": true, "name": "Accounts" },
        "Contacts": { "create": true, "name": "Contacts", "lastname": "Other" },
        "Potentials": { "create": true, "name": "Potentials", "closingdate": "2027-01-01" },
    }))
    .await
    .result();
    let contact = http.get("retrieve", &[("id", made["Contacts"].as_str().unwrap())]).await.result();
    assert_eq!((contact["lastname"].as_str(), contact["firstname"].as_str()), (Some("Other"), Some("A")));
    assert_eq!(contact["account_id"], made["Accounts"]);
    let potential = http.get("retrieve", &[("id", made["Potentials"].as_str().unwrap())]).await.result();
    assert_eq!(
        (potential["potentialname"].as_str(), &potential["related_to"]),
        (Some("Conv & Co"), &made["Accounts"])
    );
    assert_eq!(convert(json!({ "Contacts": { "create": true } })).await.code(), "LEAD_ALREADY_CONVERTED");
    assert_eq!(http.query(&format!("select id from Leads where id = '{lead}';")).await.result(), json!([]));
    assert_eq!(http.get("retrieve", &[("id", &lead)]).await.result()["lastname"], "Lead");
}

#[tokio::test]
async fn sync_tells_every_change_once_and_what_was_deleted() {
    let (_sandbox, http) = small().await;
    let mut seen = Vec::new();
    let mut since = "1".to_owned();
    loop {
        let parameters =
            [("modifiedTime", since.as_str()), ("elementType", "Contacts"), ("syncType", "application")];
        let page = http.get("sync", &parameters).await.result();
        let ids = page["updated"].as_array().unwrap();
        assert!(ids.len() <= 200 && (ids.len() > 150 || page["more"] == false));
        seen.extend(ids.iter().map(|id| id.as_str().unwrap().to_owned()));
        since = page["lastModifiedTime"].to_string();
        if page["more"] == false {
            break;
        }
    }
    assert_eq!(seen.len(), 230);
    assert_eq!(seen.iter().collect::<std::collections::HashSet<_>>().len(), 230);
    http.post("delete", &[("id", &seen[0])]).await.result();
    let parameters = [("modifiedTime", since.as_str()), ("elementType", "Contacts")];
    let page = http.get("sync", &parameters).await.result();
    assert_eq!((&page["updated"], &page["deleted"]), (&json!([]), &json!([seen[0]])));
    for id in &seen[1..] {
        http.post("delete", &[("id", id)]).await.result();
    }
    let (mut since, mut deleted) = ("1".to_owned(), Vec::new());
    loop {
        let page =
            http.get("sync", &[("modifiedTime", since.as_str()), ("elementType", "Contacts")]).await.result();
        deleted.extend(page["deleted"].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()));
        since = page["lastModifiedTime"].to_string();
        if page["more"] == false {
            break;
        }
    }
    deleted.sort();
    seen.sort();
    assert_eq!(deleted, seen);
    for no_time in ["x", "0", "-1", "", "99999999999999999999"] {
        let answer = http.get("sync", &[("modifiedTime", no_time), ("elementType", "Contacts")]).await;
        assert_eq!((answer.status, answer.body.as_str()), (500, ""), "{no_time}");
    }
    assert_eq!(
        http.get("sync", &[("modifiedTime", "1"), ("elementType", "Currency")]).await.code(),
        "ACCESS_DENIED"
    );
}

#[tokio::test]
async fn tickets_are_reopened_and_values_are_in_the_clear() {
    let (_sandbox, http) = small().await;
    let ticket = json!({ "ticket_title": "T", "ticketstatus": "Closed", "ticketpriorities": "Low", "assigned_user_id": "19x1" });
    let ticket = id_of_new(&http, "HelpDesk", ticket).await;
    assert_eq!(
        http.post("reopen", &[("id", &ticket)]).await.result()["message"],
        "Record reopened successfully."
    );
    let status = http.get("decrypt", &[("id", &ticket), ("fieldname", "ticketstatus")]).await.result();
    assert_eq!(status, "Open");
    let contact = ids(&http.query("select id from Contacts limit 1;").await).remove(0);
    assert_eq!(http.post("reopen", &[("id", &contact)]).await.code(), "ACCESS_DENIED");
    assert_eq!(http.get("files_retrieve", &[("id", &contact)]).await.code(), "RECORD_NOT_FOUND");
}

#[tokio::test]
async fn a_file_comes_back_as_it_was_sent() {
    let (_sandbox, http) = small().await;
    let element = json!({ "notes_title": "With a file", "assigned_user_id": "19x1" }).to_string();
    let texts = [("elementType", "Documents"), ("element", element.as_str())];
    let document =
        http.upload("create", &texts, ("we ird.php", "text/plain", b"h\xc3\xa9llo\0\n")).await.result();
    assert_eq!((&document["filename"], &document["filesize"]), (&json!("we_ird.phpfile.txt"), &json!("8")));
    let file = http
        .get("files_retrieve", &[("id", document["imageattachmentids"].as_str().unwrap())])
        .await
        .result();
    assert_eq!(
        (&file["filename"], &file["filetype"], &file["filesize"]),
        (&json!("we_ird.phpfile.txt"), &json!("text/plain"), &json!(8))
    );
    assert_eq!(file["filecontents"], "aMOpbGxvAAo=");
}

#[tokio::test]
async fn an_inventory_record_comes_with_its_line_items() {
    let (_sandbox, http) = small().await;
    let item = http.query("select parent_id, productid from LineItem limit 1;").await.rows().remove(0);
    let parent = http.get("retrieve", &[("id", item.get("parent_id").unwrap())]).await.result();
    let items = parent["LineItems"].as_array().unwrap();
    let found = items.iter().find(|found| found["id"].as_str() == item.get("id")).unwrap();
    assert_eq!(found["productid"].as_str(), item.get("productid"));
    assert!(!found["product_name"].as_str().unwrap().is_empty());
}
