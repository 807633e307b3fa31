//! Sandboxes with the records that a test is about.

use vtql_client::{ErrorKind, RecordId, sandbox};

#[tokio::test]
async fn a_sandbox_has_the_given_records_and_no_others() {
    let (city, day) = ("L'Aquila", "2000-02-29");
    let client = sandbox! {
        Contacts: [
            { lastname: "Rossi", mailingcity: city, birthday: day, account_id: RecordId::new(11, 5) },
            { id: "12x7", lastname: "Çelik", donotcall: true },
            { lastname: "O'Brien", assigned_user_id: "19x2", },
        ],
        Accounts: [{ id: "11x5", accountname: "Acme" }],
        Users: [{ id: "19x2", user_name: "clerk", last_name: "C" }],
    }
    .await
    .unwrap();
    let all = client.query("select * from Contacts order by lastname").unwrap().all().await.unwrap();
    let seen: Vec<_> =
        all.iter().map(|contact| (contact.get("lastname"), contact.get("assigned_user_id"))).collect();
    let me = client.me().await.unwrap().id.to_string();
    assert_eq!(
        seen,
        [(Some("Çelik"), Some(&*me)), (Some("O'Brien"), Some("19x2")), (Some("Rossi"), Some(&*me))]
    );
    let rossi = &all[2];
    assert_eq!((rossi.get("birthday"), rossi.get("account_id")), (Some("2000-02-29"), Some("11x5")));
    assert_eq!((rossi.get("mailingcity"), all[0].get("donotcall")), (Some(city), Some("1")));
    assert!(rossi.get("createdtime").is_some_and(|time| time.starts_with("20")));
    assert_eq!(client.query("select id from Leads").unwrap().count().await.unwrap(), 0);
    let related = client.retrieve_related(RecordId::new(11, 5), "Contacts", "Contacts").await.unwrap();
    assert_eq!(related.len(), 1);
}

#[tokio::test]
async fn what_was_asked_compares_with_texts() {
    let client = sandbox! { Contacts: [{ id: "12x7", lastname: "Rossi" }] }.await.unwrap();
    assert!(client.requests().is_empty());
    client.describe("Contacts").await.unwrap();
    client.retrieve(RecordId::new(12, 8)).await.unwrap_err();
    assert_eq!(client.requests(), ["describe Contacts", "retrieve 12x8"]);
    assert_eq!(client.requests().of("describe"), ["describe Contacts"]);
    assert_eq!(client.requests().failed(), ["retrieve 12x8"]);
    assert_ne!(client.requests(), ["describe Contacts"]);
    assert_eq!(format!("{:?}", client.requests()), r#"["describe Contacts", "retrieve 12x8"]"#);
}

#[tokio::test]
async fn wrong_fixtures_are_told() {
    for (made, part) in [
        (sandbox! { Contcts: [{ lastname: "x" }] }.await, "no module `Contcts`"),
        (
            sandbox! { Contacts: [{ lastname: "x" }, { LastName: "x" }] }.await,
            "record 2 of `Contacts`: `Contacts` has no field `LastName`; did you mean `lastname`?",
        ),
        (
            sandbox! { Contacts: [{ id: "12x1" }, { id: "12x1" }] }.await,
            "record 2 of `Contacts`: the id `12x1` comes",
        ),
        (sandbox! { Contacts: [{ id: 7 }] }.await, "an `id` is a text"),
    ] {
        let error = made.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains(part), "{error}");
    }
}
