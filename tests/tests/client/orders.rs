//! Every module of the demonstration data in the order of every field that it can be ordered by, on both interfaces.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use vtql_client::{Client, PageSize, Record};
use vtql_sandbox::{Profile, Sandbox};
use vtql_schema::types::{Domain, FieldType};
use vtql_schema::{Field, Module, has_line_items};

#[tokio::test]
async fn every_order_of_every_module_is_right_in_the_cloud() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let client = Client::new(sandbox.url(), sandbox.user(), sandbox.access_key()).unwrap();
    every_order(&client, false).await;
}

#[tokio::test]
async fn every_order_of_every_module_is_right_on_an_open_source_server() {
    let sandbox = Sandbox::builder().profile(Profile::V8_4).start().await.unwrap();
    let client = Client::new(sandbox.webservice_url(), sandbox.user(), sandbox.access_key()).unwrap();
    every_order(&client, true).await;
}

async fn every_order(client: &Client, with_all_fields: bool) {
    let mut orders = 0;
    for ty in client.list_types().await.unwrap().iter().filter(|ty| ty.is_entity) {
        let module = client.describe(&ty.name).await.unwrap();
        let all = client.query(format!("select * from {}", ty.name)).unwrap().all().await.unwrap();
        if all.len() < 20 {
            continue;
        }
        for field in module.fields().iter().filter(|field| field.name != "id") {
            // A field that cannot be asked for is refused.
            let plain = format!("select {} from {} limit 1", field.name, ty.name);
            match client.query(&plain) {
                Ok(plain) if plain.all().await.is_ok() => {}
                _ => continue,
            }
            for direction in ["", " desc"] {
                order(client, &module, field, direction, &all).await;
                orders += 1;
            }
            if !with_all_fields || !has_line_items(&ty.name) {
                continue;
            }
            // All fields: the discount of an invoice is then shown as that of one of its line items.
            let text = format!("select * from {} order by {} desc", ty.name, field.name);
            let rows =
                client.query(&text).unwrap().all().await.unwrap_or_else(|error| panic!("{text}: {error}"));
            let ids =
                |rows: &[Record]| rows.iter().map(|row| row.id().unwrap().record).collect::<BTreeSet<u64>>();
            assert_eq!((rows.len(), ids(&rows)), (all.len(), ids(&all)), "{text}");
        }
    }
    assert!(orders > 500, "{orders}");
}

/// The server answers no rows where it cannot sort by a field, which is no success.
#[tokio::test]
async fn an_order_in_which_no_row_comes_is_an_error() {
    for profile in [Profile::Cloud, Profile::V8_4] {
        let sandbox = Sandbox::builder().profile(profile).start().await.unwrap();
        let url = if profile == Profile::Cloud { sandbox.url() } else { sandbox.webservice_url() };
        let client = Client::new(url, sandbox.user(), sandbox.access_key()).unwrap();
        for order in ["tax1", "tax1 desc", "productname, tax1 desc"] {
            let query = client.query(format!("select * from Products order by {order}")).unwrap();
            let error = query.all().await.unwrap_err().to_string();
            assert!(error.contains("cannot sort by one of these fields"), "{profile} {order}: {error}");
        }
        for text in [
            "select * from Products where productname = 'none' order by tax1",
            "select * from Products where productname = 'none' order by productname desc",
            "select * from Products order by productname limit 10000, 10",
        ] {
            assert!(client.query(text).unwrap().all().await.unwrap().is_empty(), "{profile} {text}");
        }
    }
}

async fn order(client: &Client, module: &Module, field: &Field, direction: &str, all: &[Record]) {
    let text = format!("select id, {0} from {1} order by {0}{direction}", field.name, module.name);
    let query = client.query(&text).unwrap().page_size(PageSize::new(17).unwrap());
    let rows = query.all().await.unwrap_or_else(|error| panic!("{text}: {error}"));
    let ids = |rows: &[Record]| rows.iter().map(|row| row.id().unwrap().record).collect::<BTreeSet<u64>>();
    assert_eq!(rows.len(), all.len(), "{text}");
    assert_eq!(ids(&rows), ids(all), "{text}");
    let is_item = query.explain().unwrap().note.is_some();
    for pair in rows.windows(2).filter(|_| !is_item) {
        let value = |row: &Record| row.get(key(module, field)).map(str::to_owned);
        let (one, other) = (value(&pair[0]), value(&pair[1]));
        let Some(order) = compare(field, one.as_deref(), other.as_deref()) else { continue };
        let order = if direction.is_empty() { order } else { order.reverse() };
        assert!(order.is_le(), "{text}: {one:?} before {other:?}");
    }
}

/// The key that rows have a field under.
fn key<'a>(_: &Module, field: &'a Field) -> &'a str {
    match field.name.as_str() {
        "hdnDiscountPercent" => "discount_percent",
        "hdnDiscountAmount" => "discount_amount",
        name => name,
    }
}

/// How two values sort; `None` where that is the collation's to say.
fn compare(field: &Field, one: Option<&str>, other: Option<&str>) -> Option<Ordering> {
    match field.domain() {
        Domain::Reference | Domain::Owner | Domain::Id => {
            // NULL, 0 and an empty text may all be shown alike.
            let record = |value: Option<&str>| {
                value
                    .and_then(|id| id.split_once('x'))
                    .map_or(0, |(_, record)| record.parse::<u64>().unwrap())
            };
            Some(record(one).cmp(&record(other)))
        }
        Domain::Integer | Domain::Decimal => {
            let number = |value: &str| value.parse::<f64>().ok();
            match (one, other) {
                (Some(one), Some(other)) => number(one)?.partial_cmp(&number(other)?),
                (one, other) => Some(one.is_some().cmp(&other.is_some())),
            }
        }
        _ if field.ty == FieldType::Boolean => Some(one.cmp(&other)),
        _ => match (one, other) {
            (Some(one), Some(other)) if one.is_ascii() && other.is_ascii() => {
                let folded = |text: &str| text.trim_end_matches(' ').to_ascii_uppercase();
                Some(folded(one).cmp(&folded(other)))
            }
            (Some(_), Some(_)) => None,
            (one, other) => Some(one.is_some().cmp(&other.is_some())),
        },
    }
}

/// The figures that a user of a large instance would measure.
#[tokio::test]
async fn an_order_takes_hardly_more_requests_than_pages() {
    let sandbox = Sandbox::builder().rows("Contacts", 3_000).start().await.unwrap();
    let client = Client::new(sandbox.url(), sandbox.user(), sandbox.access_key()).unwrap();
    // Descending, the ties at the end of each page may take requests of their own.
    for (text, most) in [
        ("select id from Contacts order by lastname", 33 + 20),
        ("select id from Contacts order by lastname desc", 90 + 20),
    ] {
        let before = sandbox.requests();
        assert_eq!(client.query(text).unwrap().all().await.unwrap().len(), 3_000);
        let requests = sandbox.requests() - before;
        assert!(requests <= most, "{text}: {requests} requests");
    }
}

/// The last pages of a small answer look like the first: they cost no request more for it.
#[tokio::test]
async fn a_descending_order_of_few_rows_costs_few_requests() {
    let sandbox = Sandbox::builder().profile(Profile::V8_4).start().await.unwrap();
    let client = Client::new(sandbox.webservice_url(), sandbox.user(), sandbox.access_key()).unwrap();
    let ids = client.query("select id from Contacts limit 3").unwrap().all().await.unwrap();
    let ids: Vec<String> = ids.iter().map(|row| format!("'{}'", row.id().unwrap())).collect();
    for condition in [format!("id = {}", ids[0]), format!("id in ({})", ids.join(", "))] {
        for order in ["lastname", "donotcall", "leadsource", "createdtime", "account_id"] {
            let text = format!("select {order} from Contacts where {condition} order by {order} desc");
            sandbox.clear_log();
            let rows = client.query(&text).unwrap().all().await.unwrap();
            assert_eq!(rows.len(), condition.matches('x').count());
            let queries = sandbox.log().into_iter().filter(|it| it.operation == "query").count();
            assert!(queries <= 8, "{text}: {queries}");
        }
    }
}

/// A progress of another query would lose rows without a word.
#[tokio::test]
async fn a_progress_is_that_of_one_query() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let client = Client::new(sandbox.url(), sandbox.user(), sandbox.access_key()).unwrap();
    let after = async |text: &str| {
        let mut pages = client.query(text).unwrap().page_size(PageSize::new(20).unwrap()).pages();
        pages.next().await.unwrap().unwrap();
        pages.progress()
    };
    let by_value = after("select id from Contacts order by lastname desc").await;
    let by_id = after("select id from Contacts").await;
    let endless: vtql_client::Progress = "18446744073709551615 12x1".parse().unwrap();
    for (text, progress, is_right) in [
        ("select id from Contacts order by lastname desc", &by_value, true),
        ("select lastname, id from Contacts order by lastname desc", &by_value, true),
        ("select id from Leads order by lastname desc", &by_value, false),
        ("select id from Contacts where city = 'Rome' order by lastname desc", &by_value, false),
        ("select id from Contacts order by firstname desc", &by_value, false),
        ("select id from Contacts", &by_id, true),
        ("select id from Leads", &by_id, false),
        ("select id from Contacts", &endless, true),
    ] {
        let resumed = client.query(text).unwrap().resume_after(progress.clone());
        let outcome = match resumed {
            Ok(fetch) => fetch.all().await,
            Err(error) => Err(error),
        };
        assert_eq!(
            outcome.is_ok(),
            is_right,
            "{text} after {progress}: {:?}",
            outcome.map(|rows| rows.len())
        );
    }
}
