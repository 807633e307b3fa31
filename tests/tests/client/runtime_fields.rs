//! Fields that are chosen when the program runs, beside typed ones.

use serde_json::json;
use vtql_client::jiff::civil::{Date, date};
use vtql_client::query::builder::RuntimeField;
use vtql_client::{Client, RecordId, schema};
use vtql_sandbox::Sandbox;
use vtql_schema::Snapshot;

schema! {
    mod contacts = Contacts { id, lastname, email }
    mod invoices = Invoice { id, subject }
}

fn snapshot() -> Snapshot {
    Snapshot::load(concat!(env!("CARGO_MANIFEST_DIR"), "/../vtql-schema/fixtures/vtiger-8.4.snapshot.json"))
        .unwrap()
}

#[tokio::test]
async fn a_typed_row_has_the_values_of_fields_that_were_chosen_at_run_time() {
    let sandbox = Sandbox::builder().rows("Contacts", 3).start().await.unwrap();
    let client = Client::new(sandbox.url(), sandbox.user(), sandbox.access_key()).unwrap();
    let owner = client.me().await.unwrap().id;
    let contact = json!({ "lastname": "Çelik", "birthday": "2000-02-29", "assigned_user_id": owner });
    client.create("Contacts", &contact).await.unwrap();

    let also = RuntimeField::all(&snapshot(), ["birthday", "lastname", "mailingcity", "phone"]).unwrap();
    let [birthday, lastname, city, phone] = also.as_slice() else { panic!("four were chosen") };
    let query = contacts::query()
        .select((contacts::id, contacts::lastname))
        .and_select([birthday, lastname, city])
        .apply_if(Some("Çelik"), |query, name| query.filter(contacts::lastname.eq(name)))
        .order_by(birthday.clone())
        .build();
    assert_eq!(
        query.wire().unwrap(),
        "select id, lastname, birthday, mailingcity from Contacts where lastname = 'Çelik' order by birthday;"
    );
    let row = query.one(&client).await.unwrap();
    let (id, name): &(RecordId, String) = row.values();
    assert_eq!((name.as_str(), row.get(lastname)), ("Çelik", Some("Çelik")));
    assert_eq!(row.get(birthday), Some("2000-02-29"));
    assert_eq!(row.read::<Option<Date>>(birthday).unwrap(), Some(date(2000, 2, 29)));
    assert_eq!(row.read::<Option<i64>>(city).unwrap(), None);
    assert_eq!(row.get(phone), None, "it is not selected");
    let error = row.read::<i64>(birthday).unwrap_err().to_string();
    assert_eq!(
        error,
        format!("`birthday` of record {id} of module `Contacts` is \"2000-02-29\", not a whole number")
    );
}

#[tokio::test]
async fn a_chosen_field_is_found_under_the_key_that_the_server_gives_it() {
    let sandbox = Sandbox::builder().rows("Invoice", 2).start().await.unwrap();
    let client = Client::new(sandbox.url(), sandbox.user(), sandbox.access_key()).unwrap();
    let discount = RuntimeField::new(&snapshot(), "hdnDiscountPercent").unwrap();
    let query = invoices::query().select(invoices::id).and_select([&discount]).build();
    let plain = client.query("select hdnDiscountPercent from Invoice").unwrap().all().await.unwrap();
    let rows = query.all(&client).await.unwrap();
    assert_eq!(rows.len(), 2);
    for (row, plain) in rows.iter().zip(&plain) {
        assert!(plain.contains("discount_percent"), "{plain:?}");
        assert_eq!(row.get(&discount), plain.get("discount_percent"));
    }
}

#[test]
fn everything_that_is_wrong_with_chosen_fields_is_said_at_once_with_codes() {
    let error = RuntimeField::<contacts::Contacts>::all(&snapshot(), ["email", "emial", "phone", "fone"])
        .unwrap_err();
    let codes: Vec<String> = error.diagnostics().iter().map(|found| found.code.to_string()).collect();
    assert_eq!(codes, ["V102", "V102"]);
    assert!(error.to_string().contains("module `Contacts` has no field `emial`"), "{error}");
}
