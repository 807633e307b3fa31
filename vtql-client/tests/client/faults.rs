//! Every plan on a server that fails now and then, in every way that servers fail.

use crate::server::{Reply, Request, Server};
use std::time::Duration;
use vtql_client::{Client, PageSize, RetryPolicy};

const ROWS: u64 = 3000;

/// Contacts 1 to 3000, for all that the plans ask.
fn contacts(request: &Request) -> Reply {
    let text = request.param("query").unwrap().trim_end_matches(';');
    let bound = |op: &str| {
        let (_, rest) = text.split_once(&format!("id {op} '12x"))?;
        rest.split_once('\'')?.0.parse::<u64>().ok()
    };
    let after = bound(">").unwrap_or(0);
    let until = bound("<=").unwrap_or(ROWS).min(ROWS);
    let (order, limit) = text.rsplit_once(" limit ").unwrap();
    let (offset, limit) = match limit.split_once(", ") {
        Some((offset, limit)) => (offset.parse().unwrap(), limit.parse().unwrap()),
        None => (0, limit.parse().unwrap()),
    };
    let mut ids: Vec<u64> = (after + 1..=until).collect();
    if order.ends_with("desc") {
        ids.reverse();
    }
    let rows: Vec<String> =
        ids.iter().skip(offset).take(limit).map(|id| format!(r#"{{"id":"12x{id}"}}"#)).collect();
    Reply::result(&format!("[{}]", rows.join(",")))
}

/// One request in seven fails; the next attempt of the same may fail, too.
fn unreliable(request: &Request, n: usize) -> Reply {
    let good = contacts(request);
    if n % 7 != 3 {
        return good;
    }
    let whole = String::from_utf8(good.0).unwrap();
    match n / 7 % 8 {
        0 => Reply::raw(""),
        1 => Reply::raw(&whole[..whole.len() - 9]),
        2 => Reply::with("500 Internal Server Error", "text/html", ""),
        3 => Reply::with("503 Service Unavailable", "text/html", "<html>busy</html>"),
        4 => Reply::raw("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n"),
        5 => Reply::with("429 TOO_MANY_REQUESTS:slow down", "text/json", ""),
        6 => Reply::with("200 OK", "text/html", "<b>Warning</b>: x\n{\"success\":true,\"result\":[]}"),
        _ => Reply::json(r#"{"success":true,"result":[{"id":"12x1""#),
    }
}

async fn client() -> (Server, Client) {
    let server = Server::start(unreliable).await;
    let patient =
        RetryPolicy::default().attempts(10).waits(Duration::from_micros(50), Duration::from_micros(200));
    let client = server.client_with(patient);
    (server, client)
}

async fn ids(text: &str, workers: usize) -> Vec<u64> {
    let (_server, client) = client().await;
    let query = client.query(text).unwrap().page_size(PageSize::new(25).unwrap()).parallel(workers);
    query.all().await.unwrap().iter().map(|row| row.id().unwrap().record).collect()
}

#[tokio::test]
async fn keyset_returns_every_row_once() {
    assert_eq!(ids("select id from Contacts", 1).await, (1..=ROWS).collect::<Vec<_>>());
}

#[tokio::test]
async fn parallel_keyset_returns_every_row_once() {
    let mut found = ids("select id from Contacts", 6).await;
    found.sort_unstable();
    assert_eq!(found, (1..=ROWS).collect::<Vec<_>>());
}

#[tokio::test]
async fn offset_returns_every_row_once_in_order() {
    assert_eq!(ids("select id from Contacts order by lastname", 1).await, (1..=ROWS).collect::<Vec<_>>());
}

#[tokio::test]
async fn reverse_returns_every_row_once_in_order() {
    assert_eq!(
        ids("select id from Contacts order by lastname desc", 1).await,
        (1..=ROWS).rev().collect::<Vec<_>>()
    );
}
