//! Values of every kind through the parameters of checked queries, to the sandbox and back.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use futures::stream::{StreamExt, TryStreamExt, iter};
use serde_json::json;
use std::fmt::Write as _;
use vtql_client::{Client, RecordId, like_literal, schema, vtql};
use vtql_sandbox::Sandbox;

/// How many texts go through; `VTQL_FUZZ_TEXTS` sets another number.
const TEXTS: usize = 1_000;

schema! {
    mod contacts = Contacts { id, lastname, createdtime }
}

/// Characters that mean something to one of the languages on the way, and some of every script.
const ALPHABET: &[char] = &[
    '\'',
    '"',
    '\\',
    '%',
    '_',
    '`',
    ';',
    '-',
    '#',
    '/',
    '*',
    '(',
    ')',
    '{',
    '}',
    '?',
    '&',
    '+',
    '=',
    '<',
    '>',
    ' ',
    '\t',
    '\n',
    '\r',
    '\u{1}',
    '\u{1b}',
    'a',
    'Z',
    '0',
    'ß',
    'İ',
    'é',
    'e',
    '\u{301}',
    'Ω',
    'я',
    'א',
    'ع',
    'ह',
    '語',
    '가',
    '\u{200d}',
    '\u{feff}',
    '\u{fffd}',
    '\u{e000}',
    '🙂',
    '𝔘',
    '\u{10ffff}',
];

/// Texts that begin with numbers of their own, the same ones each time.
fn texts(count: usize) -> Vec<String> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |bound: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % bound as u64).unwrap()
    };
    (0..count)
        .map(|number| {
            let mut text = format!("{number:05}");
            for _ in 0..random(30) {
                text.push(ALPHABET[random(ALPHABET.len())]);
            }
            text
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn any_text_finds_exactly_the_record_that_holds_it() {
    let count = std::env::var("VTQL_FUZZ_TEXTS").ok().and_then(|text| text.parse().ok()).unwrap_or(TEXTS);
    let texts = texts(count);
    let folder = tempfile::tempdir().unwrap();
    let mut records = String::new();
    for (number, text) in texts.iter().enumerate() {
        let record =
            json!({ "id": format!("12x{}", number + 1), "lastname": text, "assigned_user_id": "19x1" });
        writeln!(records, "{record}").unwrap();
    }
    std::fs::write(folder.path().join("Contacts.jsonl"), records).unwrap();
    let sandbox = Sandbox::builder().load_dir(folder.path()).start().await.unwrap();
    let client = Client::new(sandbox.url(), sandbox.user(), sandbox.access_key()).unwrap();
    let searches = texts.iter().enumerate().map(|(number, text)| find(&client, number, text));
    iter(searches).buffer_unordered(4).try_for_each(|()| async { Ok(()) }).await.unwrap();
}

async fn find(client: &Client, number: usize, text: &str) -> vtql_client::Result<()> {
    let id = RecordId::new(12, number as u64 + 1);
    let row = vtql!(select id, lastname from Contacts where lastname = {text}).one(client).await?;
    assert_eq!((row.id, row.lastname.as_str()), (id, text));
    let row = vtql!(select id from Contacts where lastname like {like_literal(text)}).one(client).await?;
    assert_eq!(row.id, id, "like {text:?}");
    let list = ["never there", text];
    let row = vtql!(select id from Contacts where lastname in {list}).one(client).await?;
    assert_eq!(row.id, id, "in {text:?}");
    Ok(())
}

#[tokio::test]
async fn a_query_built_in_code_reads_typed_rows() {
    let sandbox = Sandbox::builder().rows("Contacts", 230).start().await.unwrap();
    let client = Client::new(sandbox.url(), sandbox.user(), sandbox.access_key()).unwrap();
    let query = contacts::query()
        .select((contacts::id, contacts::lastname, contacts::createdtime))
        .filter(contacts::lastname.like("%"))
        .order_by(contacts::lastname)
        .build();
    let rows = query.all(&client).await.unwrap();
    assert_eq!(rows.len(), 230);
    let created = rows.iter().map(|row| row.values().2).min().unwrap();
    assert!(created.year() > 2000);
}

/// Every field of these modules, read as the type that the snapshot gives it.
macro_rules! every_row_fits {
    ($($module:ident)+) => {
        #[tokio::test]
        async fn every_row_of_a_module_fits_the_types_of_its_snapshot() {
            let sandbox = Sandbox::builder().rows("Contacts", 120).start().await.unwrap();
            let client = Client::new(sandbox.url(), sandbox.user(), sandbox.access_key()).unwrap();
            $(
                let rows = vtql!(select * from $module).all(&client).await;
                assert!(!rows.unwrap().is_empty(), stringify!($module));
            )+
        }
    };
}

every_row_fits! {
    Accounts Assets Calendar Campaigns Contacts Documents Events Faq HelpDesk Invoice Leads Potentials PriceBooks
    Products Project ProjectMilestone ProjectTask PurchaseOrder Quotes SalesOrder ServiceContracts Services Users
    Vendors
}

#[tokio::test]
async fn an_empty_list_asks_nothing() {
    let sandbox = Sandbox::builder().rows("Contacts", 5).start().await.unwrap();
    let client = Client::new(sandbox.url(), sandbox.user(), sandbox.access_key()).unwrap();
    let before = sandbox.requests();
    let none: Vec<RecordId> = Vec::new();
    assert!(vtql!(select id from Contacts where id in {&none}).all(&client).await.unwrap().is_empty());
    assert_eq!(vtql!(select count(*) from Contacts where id in {none}).count(&client).await.unwrap(), 0);
    assert_eq!(sandbox.requests(), before);
}
