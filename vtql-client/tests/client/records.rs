use crate::server::{Reply, Server};
use serde_json::json;
use vtql_client::{LeadConversion, Lookup, RecordId, SyncScope};

#[tokio::test]
async fn each_operation_has_the_verb_and_the_parameters_of_the_manual() {
    let server = Server::start(|request, _| match request.operation() {
        "delete" => Reply::result(r#"{"status":"successful"}"#),
        _ => Reply::result(r#"{"lastname":"O'Brien \\ \"x\" &amp; ü","id":"12x2","account_id":null,"LineItems":[{"qty":"1"}]}"#),
    })
    .await;
    let client = server.client();
    let id = RecordId::new(12, 2);

    let created = client.create("Contacts", &json!({ "lastname": "O'Brien" })).await.unwrap();
    assert_eq!(created.id(), Some(id));
    assert_eq!(created.get("lastname"), Some(r#"O'Brien \ "x" &amp; ü"#));
    assert_eq!(
        (created.get("account_id"), created.contains("account_id"), created.contains("x")),
        (None, true, false)
    );
    assert_eq!(created.json("LineItems"), Some(json!([{ "qty": "1" }])));
    let names: Vec<&str> = created.iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["lastname", "id", "account_id", "LineItems"]);
    client.retrieve(id).await.unwrap();
    client.update(id, &json!({ "lastname": "A" })).await.unwrap();
    client.revise(id, &json!({ "lastname": "B" })).await.unwrap();
    client.delete(id).await.unwrap();

    let sent: Vec<String> = server
        .requests()
        .iter()
        .map(|it| {
            let params: Vec<String> =
                it.params.iter().map(|(name, value)| format!("{name}={value}")).collect();
            format!("{} {} {}", it.method, it.path, params.join(" "))
        })
        .collect();
    let base = "/restapi/v1/vtiger/default";
    assert_eq!(
        sent,
        [
            format!(r#"POST {base}/create elementType=Contacts element={{"lastname":"O'Brien"}}"#),
            format!("GET {base}/retrieve id=12x2"),
            format!(r#"POST {base}/update element={{"id":"12x2","lastname":"A"}}"#),
            format!(r#"POST {base}/revise element={{"id":"12x2","lastname":"B"}}"#),
            format!("POST {base}/delete id=12x2"),
        ]
    );
}

#[tokio::test]
async fn an_element_that_is_no_object_is_refused_before_it_is_sent() {
    let server = Server::always(|| Reply::result("{}")).await;
    let error = server.client().create("Contacts", &json!(["x"])).await.unwrap_err();
    assert_eq!(error.label(), "ENCODE");
    assert!(server.requests().is_empty());
}

#[test]
fn a_record_id_is_json_as_the_server_writes_it() {
    let id = RecordId::new(12, 345);
    assert_eq!(json!({ "account_id": id }), json!({ "account_id": "12x345" }));
    assert_eq!(serde_json::from_str::<RecordId>(r#""12x345""#).unwrap(), id);
    assert!(serde_json::from_str::<RecordId>(r#""12x345 or 1""#).is_err());
}

#[tokio::test]
async fn modules_are_listed_with_what_is_known_of_them() {
    let server = Server::start(|request, n| {
        if n == 1 {
            assert_eq!(request.param("fieldTypeList"), Some(r#"["email"]"#));
            return Reply::result(r#"{"types":[],"information":[]}"#);
        }
        Reply::result(
            r#"{"types":["Contacts","Currency"],"information":{
                "Contacts":{"isEntity":true,"label":"People","singular":"Person"},
                "Currency":{"isEntity":"0","label":"Currency","singular":"Currency"}}}"#,
        )
    })
    .await;
    let client = server.client();
    let types = client.list_types().await.unwrap();
    assert_eq!(
        types.iter().map(|it| (&*it.name, &*it.label, it.is_entity)).collect::<Vec<_>>(),
        [("Contacts", "People", true), ("Currency", "Currency", false),]
    );
    assert!(client.types_with_fields(&["email"]).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_description_comes_as_a_module_and_as_it_was_sent() {
    let text = r#"{"name":"Faq", "label":"FAQ","idPrefix":"3","fields":[{"name":"question","label":"Q","type":{"name":"text"}}]}"#;
    let server = Server::always(move || Reply::result(text)).await;
    let client = server.client();
    assert_eq!(client.describe_json("Faq").await.unwrap(), text);
    let module = client.describe("Faq").await.unwrap();
    assert_eq!((module.id_prefix, module.field("question").is_some()), (Some(3), true));
    assert_eq!(server.requests()[0].param("elementType"), Some("Faq"));
}

#[tokio::test]
async fn the_other_operations_send_what_the_manual_says() {
    let server = Server::start(|request, _| {
        Reply::result(match request.operation() {
            "sync" if request.param("modifiedTime") == Some("100") => {
                r#"{"updated":[{"id":"12x1","lastname":"a"}],"deleted":["12x9"],"more":true,"lastModifiedTime":150}"#
            }
            "sync" => r#"{"updated":["12x2"],"deleted":[],"more":false,"lastModifiedTime":"200"}"#,
            "tags_retrieve" => r#"{"tags":["vip","new"]}"#,
            "lookup" | "retrieve_related" => r#"[{"id":"12x1"}]"#,
            "decrypt" => r#""4111 1111""#,
            "get_account_hierarchy" => {
                r#"[{"id":"11x1","name":"Top","label":"Parent Org","level":"0","current":false},
                    {"id":"11x2","name":"We","label":"Org","level":1,"current":true}]"#
            }
            "files_retrieve" => r#"{"fileid":"7","filename":"a.txt","filetype":"text/plain","filezie":"7","filecontents":"aMOpbGxvCg=="}"#,
            "convertlead" => r#"{"Accounts":"11x4054","Contacts":"12x4055"}"#,
            _ => r#"{"message":"successful"}"#,
        })
    })
    .await;
    let client = server.client();
    let (a, b) = (RecordId::new(11, 1), RecordId::new(12, 2));

    let changes = client.sync_all("Contacts", 100, SyncScope::UserAndGroup).await.unwrap();
    let ids: Vec<_> = changes.updated.iter().map(|it| it.get("id").unwrap()).collect();
    assert_eq!(
        (ids, changes.deleted, changes.last_modified),
        (vec!["12x1", "12x2"], vec![RecordId::new(12, 9)], Some(199))
    );
    client.add_tags(b, &["vip"]).await.unwrap();
    assert_eq!(client.tags(b).await.unwrap(), ["vip", "new"]);
    client.delete_tags(b, &["vip"]).await.unwrap();
    client.delete_tags_everywhere(b, &["vip"]).await.unwrap();
    assert_eq!(client.retrieve_related(a, "Contacts", "Contacts").await.unwrap().len(), 1);
    client.add_related(a, b, "Contacts").await.unwrap();
    client.delete_related(a, b).await.unwrap();
    client.reopen(b).await.unwrap();
    let secret = client.decrypt(b, "card").await.unwrap();
    assert!(!format!("{secret:?}").contains("4111"));
    let lookup = Lookup::phone("555").within("Leads").within_fields("Contacts", &["mobile"]);
    assert_eq!(client.lookup(&lookup).await.unwrap().len(), 1);
    let hierarchy = client.account_hierarchy(a).await.unwrap();
    assert_eq!(
        hierarchy.iter().map(|it| (it.level, it.current)).collect::<Vec<_>>(),
        [(Some(0), false), (Some(1), true)]
    );
    let file = client.retrieve_file(RecordId::new(15, 7)).await.unwrap();
    assert_eq!((&*file.name, &*file.contents), ("a.txt", "h\u{e9}llo\n".as_bytes()));
    let conversion = LeadConversion::new(RecordId::new(10, 5)).assigned_to(RecordId::new(19, 1));
    let conversion = conversion.contact(&json!({ "lastname": "L" })).unwrap();
    let converted = client.convert_lead(&conversion).await.unwrap();
    assert_eq!((converted.contact, converted.potential), (Some(RecordId::new(12, 4055)), None));

    let sent: Vec<String> = server
        .requests()
        .iter()
        .map(|it| {
            let params: Vec<String> =
                it.params.iter().map(|(name, value)| format!("{name}={value}")).collect();
            format!("{} {} {}", it.method, it.operation(), params.join(" "))
        })
        .collect();
    insta::assert_snapshot!(sent.join("\n"));
}

#[tokio::test]
async fn each_change_and_each_deletion_comes_once_however_many_pages_tell_of_it() {
    // A server tells all deletions on every page (observed), and a record again that changed meanwhile.
    let server = Server::start(|request, _| {
        let from: u64 = request.param("modifiedTime").unwrap().parse().unwrap();
        let (page, more) = (from / 100, from < 500);
        let updated = format!(r#"[{{"id":"12x{page}","n":"{page}"}},{{"id":"12x99","n":"{page}"}}]"#);
        let next = from + 100;
        Reply::result(&format!(
            r#"{{"updated":{updated},"deleted":["12x7","12x8","12x{}"],"more":{more},"lastModifiedTime":{next}}}"#,
            40 + page
        ))
    })
    .await;
    let changes = server.client().sync_all("Contacts", 100, SyncScope::Application).await.unwrap();
    let updated: Vec<_> =
        changes.updated.iter().map(|it| (it.get("id").unwrap(), it.get("n").unwrap())).collect();
    assert_eq!(
        updated,
        [("12x1", "1"), ("12x99", "5"), ("12x2", "2"), ("12x3", "3"), ("12x4", "4"), ("12x5", "5")]
    );
    let deleted: Vec<_> = changes.deleted.iter().map(|id| id.record).collect();
    assert_eq!(deleted, [7, 8, 41, 42, 43, 44, 45]);
    assert_eq!((changes.more, changes.last_modified), (false, Some(599)));
}
