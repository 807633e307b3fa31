//! Records, relations, lookups and changes as rows of types of one's own.

use serde_json::json;
use std::collections::HashSet;
use std::time::Duration;
use vtql_client::{
    Change, Client, ErrorKind, Lookup, Record, RecordId, SyncCheckpoint, SyncScope, jiff::civil::Date, vtql,
};
use vtql_sandbox::{Faults, Sandbox};

#[derive(Record, Clone, Debug, PartialEq)]
#[vtql(module = "Contacts")]
struct Contact {
    id: RecordId,
    lastname: String,
    email: Option<String>,
    birthday: Option<Date>,
    account_id: Option<RecordId>,
}

#[derive(Record, Debug)]
#[vtql(module = "Invoice")]
struct Invoice {
    subject: String,
    #[vtql(field = "hdnDiscountPercent")]
    discount: Option<vtql_client::rust_decimal::Decimal>,
}

async fn client(contacts: usize) -> (Sandbox, Client, RecordId) {
    let sandbox = Sandbox::builder().rows("Contacts", contacts).start().await.unwrap();
    let client = Client::new(sandbox.url(), sandbox.user(), sandbox.access_key()).unwrap();
    let me = client.me().await.unwrap().id;
    (sandbox, client, me)
}

#[tokio::test]
async fn single_records_are_rows_and_those_of_another_module_are_refused() {
    let (_sandbox, client, me) = client(3).await;
    let account = json!({ "accountname": "Acme", "assigned_user_id": me });
    let account = client.create("Accounts", &account).await.unwrap().id().unwrap();
    let contact = json!({
        "lastname": "O'Brien \\ 😀", "birthday": "2000-02-29", "account_id": account, "assigned_user_id": me,
        "mobile": "+49 30 7654321",
    });
    let id = client.create("Contacts", &contact).await.unwrap().id().unwrap();
    let wanted = Contact {
        id,
        lastname: "O'Brien \\ 😀".to_owned(),
        email: None,
        birthday: Some("2000-02-29".parse().unwrap()),
        account_id: Some(account),
    };
    assert_eq!(client.retrieve_as::<Contact>(id).await.unwrap(), wanted);
    assert_eq!(
        client.related_as::<Contact>(account, "Contacts").await.unwrap(),
        std::slice::from_ref(&wanted)
    );
    let lookup = Lookup::phone("+49 30 7654321");
    assert_eq!(client.lookup_as::<Contact>(&lookup).await.unwrap(), std::slice::from_ref(&wanted));
    let error = client.lookup_as::<Contact>(&lookup.within("Leads")).await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Config, Some("lookup")));

    let error = client.retrieve_as::<Contact>(account).await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Decode, Some("retrieve")));
    assert!(error.to_string().contains("no record of module `Contacts`"), "{error}");

    let name = "O'B%";
    let query = vtql!("select id, lastname from Contacts where lastname like {name} or lastname = 'nobody'");
    let related = query.related(&client, account, "Contacts").await.unwrap();
    assert_eq!(
        related.iter().map(|row| (row.id, &*row.lastname)).collect::<Vec<_>>(),
        [(id, "O'Brien \\ 😀")]
    );
    let nobody: [&str; 0] = [];
    let none =
        vtql!("select id from Contacts where lastname in {nobody}").related(&client, account, "Contacts");
    assert!(none.await.unwrap().is_empty());
}

#[tokio::test]
async fn a_field_with_another_key_in_answers_is_found() {
    let sandbox = Sandbox::builder().rows("Invoice", 2).start().await.unwrap();
    let client = Client::new(sandbox.url(), sandbox.user(), sandbox.access_key()).unwrap();
    for record in client.query("select id, subject from Invoice").unwrap().all().await.unwrap() {
        let invoice: Invoice = client.retrieve_as(record.id().unwrap()).await.unwrap();
        assert_eq!(Some(&*invoice.subject), record.get("subject"));
        let _ = invoice.discount;
    }
}

#[tokio::test]
async fn many_records_come_in_the_order_of_their_ids_some_at_a_time_each_with_its_own_outcome() {
    let (sandbox, client, _) = client(60).await;
    let all = client.query("select id from Contacts").unwrap().all().await.unwrap();
    let mut ids: Vec<RecordId> = all.iter().filter_map(Record::id).rev().collect();
    ids.insert(7, RecordId::new(ids[0].module, 999_999));
    sandbox.set_faults(Faults::none().jitter(Duration::from_millis(3)).error_rate(0.05).seed(2));
    sandbox.clear_log();
    let mut contacts = client.retrieve_many_as::<Contact>(ids.clone());
    for (place, id) in ids.iter().enumerate() {
        match contacts.next().await.unwrap() {
            Ok(contact) => assert_eq!(contact.id, *id),
            Err(error) => assert_eq!((place, error.kind()), (7, ErrorKind::Server), "{error}"),
        }
    }
    assert!(contacts.next().await.is_none());
    assert!((2..=8).contains(&sandbox.peak_concurrency()), "{}", sandbox.peak_concurrency());
    let mut records = client.retrieve_many(ids[..3].to_vec());
    assert_eq!(records.next().await.unwrap().unwrap().id(), Some(ids[0]));
}

/// A copy of a module, kept by its changes.
#[derive(Default)]
struct Copy {
    present: HashSet<RecordId>,
    updates: usize,
    deletions: Vec<RecordId>,
}

impl Copy {
    fn take(&mut self, change: Change<Contact>) {
        match change {
            Change::Updated(contact) => {
                self.updates += 1;
                self.present.insert(contact.id);
            }
            Change::Deleted(id) => {
                self.deletions.push(id);
                self.present.remove(&id);
            }
        }
    }
}

#[tokio::test]
async fn changes_are_followed_from_any_checkpoint_and_each_deletion_comes_once() {
    let (_sandbox, client, me) = client(450).await;
    let ids = async || -> HashSet<RecordId> {
        let all = client.query("select id from Contacts").unwrap().all().await.unwrap();
        all.iter().filter_map(Record::id).collect()
    };
    let mut copy = Copy::default();
    let mut changes = client.changes_as::<Contact>(SyncCheckpoint::default(), SyncScope::Application);
    while let Some(change) = changes.next().await {
        copy.take(change.unwrap());
    }
    assert_eq!((copy.updates, &copy.present), (450, &ids().await));
    let checkpoint = changes.checkpoint().clone();

    // In the very second that was the last.
    let gone: Vec<RecordId> = copy.present.iter().copied().take(230).collect();
    for result in
        futures::StreamExt::collect::<Vec<_>>(client.delete_all(futures::stream::iter(gone.clone()))).await
    {
        result.unwrap();
    }
    let element = json!({ "lastname": "New", "assigned_user_id": me });
    let new = client.create("Contacts", &element).await.unwrap().id().unwrap();

    // One that ends after every few changes, and goes on from the text of its checkpoint.
    for every in [1, 3, 1_000] {
        let mut again = Copy { present: copy.present.clone(), ..Copy::default() };
        let mut kept = serde_json::to_string(&checkpoint).unwrap();
        for run in 0.. {
            let from: SyncCheckpoint = serde_json::from_str(&kept).unwrap();
            let mut changes = client.changes_as::<Contact>(from, SyncScope::Application);
            let (mut taken, mut ended) = (0, false);
            // What was taken of a page that was not at its end comes again, but for deletions.
            while taken < every + run {
                let Some(change) = changes.next().await else {
                    ended = true;
                    break;
                };
                again.take(change.unwrap());
                taken += 1;
            }
            kept = serde_json::to_string(changes.checkpoint()).unwrap();
            if ended {
                break;
            }
        }
        assert_eq!(again.present, ids().await, "{every}");
        assert!(again.present.contains(&new));
        let mut told = again.deletions.clone();
        told.sort_unstable();
        told.dedup();
        assert_eq!((told.len(), again.deletions.len()), (230, 230), "{every}");
    }
}

#[test]
fn a_checkpoint_is_its_text_and_nothing_else_is_one() {
    for text in ["1", "1561718898", "1561718898 12x5 12x900"] {
        assert_eq!(text.parse::<SyncCheckpoint>().unwrap().to_string(), text);
    }
    for text in ["", "0", "-4", "x", "12x5", "1 12", "1 12x"] {
        let error = text.parse::<SyncCheckpoint>().unwrap_err();
        assert!(error.to_string().contains("is no checkpoint"), "{error}");
        assert!(serde_json::from_value::<SyncCheckpoint>(json!(text)).is_err());
    }
}
