//! Users with fewer rights.

use crate::support::Http;
use serde_json::{Value, json};
use vtql_sandbox::{Rights, Sandbox};

/// A sandbox with an administrator and a clerk, and a client of each.
async fn two() -> (Sandbox, Http, Http) {
    let rights = Rights::all()
        .without_module("PurchaseOrder")
        .without_field("Accounts", "annual_revenue")
        .read_only("Products")
        .own_records_only("Leads");
    let builder =
        Sandbox::builder().rows("Contacts", 20).rows("Leads", 60).other_user("user2", "clerk's key", rights);
    let sandbox = builder.start().await.unwrap();
    let admin = Http::new(&sandbox);
    let clerk = Http::new(&sandbox).with_user("user2").with_key("clerk's key");
    (sandbox, admin, clerk)
}

async fn first_id(http: &Http, module: &str) -> String {
    http.query(&format!("select id from {module} limit 1;")).await.rows()[0].get("id").unwrap().to_owned()
}

#[tokio::test]
async fn a_hidden_module_is_denied_everywhere() {
    let (_sandbox, admin, clerk) = two().await;
    let order = first_id(&admin, "PurchaseOrder").await;
    assert_eq!(clerk.get("describe", &[("elementType", "PurchaseOrder")]).await.code(), "ACCESS_DENIED");
    assert_eq!(clerk.query("select id from PurchaseOrder;").await.code(), "ACCESS_DENIED");
    assert_eq!(clerk.get("retrieve", &[("id", &order)]).await.code(), "ACCESS_DENIED");
    let create = [("elementType", "PurchaseOrder"), ("element", "{}")];
    assert_eq!(clerk.post("create", &create).await.code(), "ACCESS_DENIED");
    let types = clerk.get("listtypes", &[]).await.result();
    assert!(!types["types"].as_array().unwrap().contains(&json!("PurchaseOrder")));
    assert_eq!(clerk.get("me", &[]).await.result()["user_name"], "user2");
}

#[tokio::test]
async fn a_hidden_field_is_in_no_answer_and_no_query() {
    let (_sandbox, admin, clerk) = two().await;
    let account = first_id(&admin, "Accounts").await;
    let retrieved = clerk.get("retrieve", &[("id", &account)]).await.result();
    assert!(retrieved.get("annual_revenue").is_none() && retrieved.get("accountname").is_some());
    assert!(clerk.query("select * from Accounts limit 1;").await.result()[0].get("annual_revenue").is_none());
    for query in ["select annual_revenue from Accounts;", "select id from Accounts where annual_revenue > 0;"]
    {
        assert_eq!(clerk.query(query).await.code(), "ACCESS_DENIED");
        assert!(!admin.query(query).await.rows().is_empty());
    }
    let described = clerk.get("describe", &[("elementType", "Accounts")]).await.result();
    assert!(described["fields"].as_array().unwrap().iter().all(|field| field["name"] != "annual_revenue"));
    let before = admin.get("retrieve", &[("id", &account)]).await.result();
    let element = json!({ "id": account, "annual_revenue": "1", "phone": "1" }).to_string();
    clerk.post("revise", &[("element", &element)]).await.result();
    let after = admin.get("retrieve", &[("id", &account)]).await.result();
    assert_eq!(after["annual_revenue"], before["annual_revenue"]);
    assert_eq!(after["phone"], "1");
}

#[tokio::test]
async fn a_module_can_be_read_only() {
    let (_sandbox, _admin, clerk) = two().await;
    let product = first_id(&clerk, "Products").await;
    let new = json!({ "productname": "x", "assigned_user_id": "19x1" }).to_string();
    let changed = json!({ "id": product, "productname": "x" }).to_string();
    let create = clerk.post("create", &[("elementType", "Products"), ("element", &new)]).await;
    assert_eq!(create.message(), "Permission to write is denied");
    for answer in [
        clerk.post("revise", &[("element", &changed)]).await,
        clerk.post("delete", &[("id", &product)]).await,
    ] {
        assert_eq!(answer.message(), "Permission to read given object is denied");
    }
    assert_eq!(clerk.get("describe", &[("elementType", "Products")]).await.result()["createable"], false);
}

#[tokio::test]
async fn records_of_others_are_not_seen() {
    let (_sandbox, admin, clerk) = two().await;
    let query = "select id, assigned_user_id from Leads limit 100;";
    let all = admin.query(query).await.rows();
    let seen = clerk.query(query).await.rows();
    let mine = |row: &&crate::ordered::Row| {
        let owner = row.get("assigned_user_id").unwrap();
        owner == "19x2" || owner.starts_with("20x")
    };
    assert_eq!(seen, all.iter().filter(mine).cloned().collect::<Vec<_>>());
    assert!(!seen.is_empty() && seen.len() < all.len());
    let count = clerk.query("select count(*) from Leads;").await.result();
    assert_eq!(count[0]["count"], Value::from(seen.len().to_string()));
    let other = all.iter().find(|row| !mine(row)).unwrap().get("id").unwrap();
    assert_eq!(clerk.get("retrieve", &[("id", other)]).await.code(), "ACCESS_DENIED");
    let escaping = format!("select id from Leads where id = '{other}' or id > '10x0';");
    assert_eq!(clerk.query(&escaping).await.rows().len(), seen.len());
}

#[tokio::test]
async fn what_is_not_seen_is_not_seen_through_another_operation() {
    let rights = Rights::all().without_module("Documents").own_records_only("Contacts").read_only("HelpDesk");
    let builder = Sandbox::builder().rows("Contacts", 40).other_user("user2", "clerk's key", rights);
    let sandbox = builder.start().await.unwrap();
    let (admin, clerk) =
        (Http::new(&sandbox), Http::new(&sandbox).with_user("user2").with_key("clerk's key"));
    let new = json!({ "lastname": "Hidden", "phone": "+1 555 0100", "assigned_user_id": "19x1" }).to_string();
    admin.post("create", &[("elementType", "Contacts"), ("element", &new)]).await.result();
    let by_phone = [("type", "phone"), ("value", "+1 555 0100")];
    assert_eq!(admin.get("lookup", &by_phone).await.result().as_array().unwrap().len(), 1);
    assert_eq!(clerk.get("lookup", &by_phone).await.result(), json!([]));

    let document = json!({ "notes_title": "d", "assigned_user_id": "19x1" }).to_string();
    let texts = [("elementType", "Documents"), ("element", document.as_str())];
    let document = admin.upload("create", &texts, ("a.txt", "text/plain", b"a")).await.result();
    let file = [("id", document["imageattachmentids"].as_str().unwrap())];
    assert_eq!(admin.get("files_retrieve", &file).await.status, 200);
    assert_eq!(clerk.get("files_retrieve", &file).await.code(), "ACCESS_DENIED");

    let ticket = first_id(&admin, "HelpDesk").await;
    assert_eq!(clerk.post("reopen", &[("id", &ticket)]).await.code(), "ACCESS_DENIED");
    let changes = |scope| [("modifiedTime", "1"), ("elementType", "Contacts"), ("syncType", scope)];
    assert_eq!(clerk.get("sync", &changes("application")).await.code(), "ACCESS_DENIED");
    let own = clerk.get("sync", &changes("user")).await.result();
    let of_clerk = admin.query("select id from Contacts where assigned_user_id = '19x2';").await.rows();
    let ids: Vec<_> = of_clerk.iter().map(|row| row.get("id").unwrap()).collect();
    let own = own["updated"].as_array().unwrap();
    assert!(own.len() == ids.len() && own.iter().all(|id| ids.contains(&id.as_str().unwrap())));
}

#[tokio::test]
async fn records_can_be_kept_from_being_deleted() {
    let rights = Rights::all().undeletable("Contacts");
    let builder = Sandbox::builder().rows("Contacts", 5).other_user("user2", "clerk's key", rights);
    let sandbox = builder.start().await.unwrap();
    let clerk = Http::new(&sandbox).with_user("user2").with_key("clerk's key");
    let contact = first_id(&clerk, "Contacts").await;
    assert_eq!(clerk.post("delete", &[("id", &contact)]).await.code(), "ACCESS_DENIED");
    let revised = json!({ "id": contact, "firstname": "R" }).to_string();
    assert_eq!(clerk.post("revise", &[("element", &revised)]).await.result()["firstname"], "R");
    let described = clerk.get("describe", &[("elementType", "Contacts")]).await.result();
    assert_eq!((&described["deleteable"], &described["updateable"]), (&json!(false), &json!(true)));
}

#[tokio::test]
async fn a_user_who_is_not_active_is_not_let_in() {
    let dir = tempfile::tempdir().unwrap();
    let users = "{\"id\":\"19x1\",\"user_name\":\"admin\",\"status\":\"Active\"}\n\
                 {\"id\":\"19x2\",\"user_name\":\"gone\",\"status\":\"Inactive\"}\n";
    std::fs::write(dir.path().join("Users.jsonl"), users).unwrap();
    let builder = Sandbox::builder().load_dir(dir.path()).other_user("gone", "key", Rights::all());
    let sandbox = builder.start().await.unwrap();
    assert_eq!(Http::new(&sandbox).get("me", &[]).await.status, 200);
    assert_eq!(Http::new(&sandbox).with_user("gone").with_key("key").get("me", &[]).await.status, 401);
}

#[tokio::test]
async fn rights_to_a_module_that_is_not_there_are_an_error() {
    let rights = Rights::all().without_module("Nope");
    let error =
        Sandbox::builder().rows("Contacts", 1).other_user("x", "y", rights).start().await.unwrap_err();
    assert_eq!(error.to_string(), "the snapshot has no module `Nope`");
}

#[tokio::test]
async fn a_user_who_is_made_is_no_administrator_unless_the_rights_say_so() {
    let builder = Sandbox::builder().rows("Contacts", 3).other_user(
        "clerk",
        "key",
        Rights::all().read_only("Contacts"),
    );
    let sandbox = builder.other_user("boss", "key", Rights::all().administrator()).start().await.unwrap();
    let http = |user| Http::new(&sandbox).with_user(user).with_key("key");
    for (user, is_admin) in [("clerk", "off"), ("boss", "on")] {
        let rows =
            http(user).query(&format!("select is_admin from Users where user_name = '{user}';")).await.rows();
        assert_eq!(rows[0].get("is_admin"), Some(is_admin), "{user}");
        let all = [("modifiedTime", "1"), ("elementType", "Contacts"), ("syncType", "application")];
        assert_eq!(http(user).get("sync", &all).await.status == 200, is_admin == "on", "{user}");
        let element = r#"{"lastname":"x","assigned_user_id":"19x1"}"#;
        let created = http(user).post("create", &[("elementType", "Contacts"), ("element", element)]).await;
        assert_eq!(created.status == 200, is_admin == "on", "{user}");
    }
}
