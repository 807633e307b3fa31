//! Rows that the order of a query does not tell apart come in no useful order, which a seed decides.

use crate::ordered::Row;
use crate::support::Http;
use std::collections::BTreeSet;
use vtql_sandbox::{Sandbox, Ties};

const CONTACTS: usize = 460;

async fn sandbox(ties: Ties) -> (Sandbox, Http) {
    let builder = Sandbox::builder().rows("Contacts", CONTACTS).rows("Invoice", 40).ties(ties);
    let sandbox = builder.start().await.unwrap();
    let http = Http::new(&sandbox);
    (sandbox, http)
}

fn ids(rows: &[Row]) -> Vec<String> {
    rows.iter().filter_map(|row| row.get("id")).map(str::to_owned).collect()
}

/// The ids of all pages of a query by offset, and how long the pages are.
async fn pages(http: &Http, query: &str) -> (Vec<String>, Vec<usize>) {
    let (mut all, mut lengths) = (Vec::new(), Vec::new());
    loop {
        let page = http.query(&format!("{query} limit {}, 100;", lengths.len() * 100)).await.rows();
        lengths.push(page.len());
        if page.is_empty() {
            return (all, lengths);
        }
        all.extend(ids(&page));
    }
}

fn distinct(ids: &[String]) -> usize {
    ids.iter().collect::<BTreeSet<_>>().len()
}

#[tokio::test]
async fn pages_by_offset_lose_rows_unless_the_order_is_total() {
    let (_sandbox, http) = sandbox(Ties::default()).await;
    for (query, is_total) in [
        ("select id from Contacts", false),
        ("select id from Contacts where lastname != 'nobody'", false),
        ("select id, leadsource from Contacts order by leadsource", false),
        ("select id, leadsource, donotcall from Contacts order by leadsource, donotcall desc", false),
        ("select id from Contacts order by id", true),
        ("select id, leadsource from Contacts order by leadsource, id desc", true),
        ("select id, leadsource from Contacts order by id, leadsource", true),
    ] {
        let (all, lengths) = pages(&http, query).await;
        assert_eq!(lengths, [100, 100, 100, 100, 60, 0], "{query}");
        assert_eq!(distinct(&all) == CONTACTS, is_total, "{query}: {} rows", distinct(&all));
    }
}

#[tokio::test]
async fn the_seed_decides_and_the_order_of_the_query_holds() {
    let [(_first, first), (_again, again), (_other, other), (_by_id, by_id)] = [
        sandbox(Ties::Mixed { seed: 1 }).await,
        sandbox(Ties::Mixed { seed: 1 }).await,
        sandbox(Ties::Mixed { seed: 2 }).await,
        sandbox(Ties::ById).await,
    ];
    for (query, field) in [
        ("select * from Contacts;", None),
        ("select leadsource from Contacts order by leadsource;", Some("leadsource")),
        ("select birthday, leadsource from Contacts order by birthday, leadsource desc;", Some("birthday")),
        ("select id, quantity, subject from Invoice;", None),
        ("select id, quantity, invoicestatus from Invoice order by invoicestatus;", Some("invoicestatus")),
    ] {
        let rows = first.query(query).await.rows();
        assert_eq!(rows, again.query(query).await.rows(), "{query}");
        assert_ne!(ids(&rows), ids(&other.query(query).await.rows()), "{query}");
        let ordered = by_id.query(query).await.rows();
        assert_ne!(ids(&rows), ids(&ordered), "{query}");
        if let Some(field) = field {
            let values = |rows: &[Row]| -> Vec<_> {
                rows.iter().map(|row| row.get(field).map(str::to_owned)).collect()
            };
            assert_eq!(values(&rows)[..20], values(&ordered)[..20], "{query}");
        }
    }
}

#[tokio::test]
async fn a_page_without_an_order_has_the_rows_that_are_left() {
    let (_sandbox, http) = sandbox(Ties::default()).await;
    for (offset, count) in
        [(0, 7), (30, 100), (49, 1), (51, 3), (359, 100), (400, 60), (400, 100), (459, 9), (460, 5), (900, 5)]
    {
        let rows = http.query(&format!("select id from Contacts limit {offset}, {count};")).await.rows();
        assert_eq!(rows.len(), count.min(CONTACTS.saturating_sub(offset)), "limit {offset}, {count}");
        assert_eq!(distinct(&ids(&rows)), rows.len());
    }
}
