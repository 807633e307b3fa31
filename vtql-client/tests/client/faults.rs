//! Every plan on a server of which one request in twenty fails, in every way that servers fail.

use crate::contacts::contacts;
use crate::server::{Reply, Request, Server};
use std::ops::RangeInclusive;
use std::time::Duration;
use vtql_client::{Client, Progress, RetryPolicy};

/// How many contacts there are: `VTQL_ROWS`, or enough to meet every fault many times.
fn rows() -> u64 {
    std::env::var("VTQL_ROWS").map_or(100_000, |rows| rows.parse().unwrap())
}

/// The ways to fail. The next attempt of a request that failed may fail, too.
const FAULTS: [fn(Reply) -> Reply; 14] = [
    |_| Reply::raw(""),
    |_| Reply::raw("").reset(),
    |good| Reply::raw(&good.bytes[..good.bytes.len() - 9]),
    |good| Reply::raw(&good.bytes[..good.bytes.len() / 2]).reset(),
    |good| good.slow(Duration::from_millis(3)),
    |good| Reply::raw(&good.bytes[..good.bytes.len() - 9]).slow(Duration::from_millis(400)),
    |_| Reply::with("500 Internal Server Error", "text/html", ""),
    |_| Reply::with("503 Service Unavailable", "text/html", "<html>busy</html>"),
    |_| Reply::raw("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n"),
    |_| {
        Reply::raw(
            "HTTP/1.1 429 Too Many Requests\r\nX-FloodControl-MinuteLimit: 60\r\n\
             X-FloodControl-Remaining: 0\r\nX-FloodControl-Reset: 1\r\nContent-Length: 0\r\n\r\n",
        )
    },
    |_| Reply::with("429 TOO_MANY_REQUESTS:slow down", "text/json", ""),
    |_| Reply::with("502 INTERNAL_SERVER_ERROR:no backend", "text/json", ""),
    |_| Reply::with("200 OK", "text/html", "<b>Warning</b>: x\n{\"success\":true,\"result\":[]}"),
    |_| Reply::json(r#"{"success":true,"result":[{"id":"12x1""#),
];

fn unreliable(request: &Request, n: usize) -> Reply {
    let good = contacts(request, rows());
    if n % 20 == 3 { FAULTS[n / 20 % FAULTS.len()](good) } else { good }
}

fn patient(server: &Server) -> Client {
    let retry =
        RetryPolicy::default().attempts(10).waits(Duration::from_micros(50), Duration::from_micros(200));
    let client = Client::builder().url(&server.url).user("admin").access_key(crate::server::KEY);
    client.retry(retry).timeout(Duration::from_millis(300)).build().unwrap()
}

async fn ids(text: &str, workers: usize) -> Vec<u64> {
    let server = Server::start(unreliable).await;
    let query = patient(&server).query(text).unwrap().parallel(workers);
    let ids = query.all().await.unwrap().iter().map(|row| row.id().unwrap().record).collect();
    assert!(server.requests().len() as u64 > rows() / 100);
    ids
}

fn all() -> RangeInclusive<u64> {
    1..=rows()
}

#[tokio::test]
async fn keyset_returns_every_row_once() {
    assert!(ids("select id from Contacts", 1).await.into_iter().eq(all()));
}

#[tokio::test]
async fn keyset_from_the_end_returns_every_row_once() {
    assert!(ids("select id from Contacts order by id desc", 1).await.into_iter().eq(all().rev()));
}

#[tokio::test]
async fn parallel_keyset_returns_every_row_once() {
    assert!(ids("select id from Contacts", 6).await.into_iter().eq(all()));
}

#[tokio::test]
async fn by_value_returns_every_row_once_in_order() {
    assert!(ids("select id from Contacts order by lastname", 1).await.into_iter().eq(all()));
}

#[tokio::test]
async fn by_value_from_the_end_returns_every_row_once_in_order() {
    assert!(ids("select id from Contacts order by lastname desc", 1).await.into_iter().eq(all().rev()));
}

/// The rows up to a page that fails for good, and those after it when it has been seen to.
async fn interrupted(text: &str, workers: usize) -> (Vec<u64>, Vec<u64>) {
    const ROWS: u64 = 2_000;
    let broken = Server::start(|request, n| match n {
        0..20 => contacts(request, ROWS),
        _ => Reply::with("500 Internal Server Error", "text/html", ""),
    })
    .await;
    let query = |server: &Server| patient(server).query(text).unwrap().parallel(workers);
    let mut rows = query(&broken).stream();
    let (mut before, mut stopped): (Vec<u64>, Option<Progress>) = (Vec::new(), None);
    while let Some(row) = rows.next().await {
        match row {
            Ok(row) => before.push(row.id().unwrap().record),
            Err(error) => {
                let progress = error.stopped_after().unwrap();
                assert_eq!(progress.to_string().parse(), Ok(rows.progress()));
                assert_eq!(progress.rows, before.len() as u64, "{error}");
                assert!(
                    error.to_string().contains(&format!("stopped after row {}", before.len())),
                    "{error}"
                );
                stopped = Some(progress);
            }
        }
    }
    let stopped = stopped.unwrap();
    assert!(!before.is_empty());
    assert_eq!(stopped.last.map(|id| id.record), before.last().copied());
    let mended = Server::start(|request, _| contacts(request, ROWS)).await;
    let rest = query(&mended).resume_after(stopped).unwrap().all().await.unwrap();
    (before, rest.iter().map(|row| row.id().unwrap().record).collect())
}

#[tokio::test]
async fn a_query_that_failed_for_good_goes_on_where_it_stopped() {
    for (text, workers) in [
        ("select id from Contacts", 1),
        ("select id from Contacts order by id desc", 1),
        ("select id from Contacts", 6),
        ("select id from Contacts order by lastname", 1),
        ("select id from Contacts order by lastname desc", 1),
        ("select id from Contacts limit 3, 1997", 1),
    ] {
        let (mut found, after) = interrupted(text, workers).await;
        found.extend(after);
        if text.ends_with("desc") {
            found.reverse();
        }
        let first = if text.contains("limit 3") { 4 } else { 1 };
        assert!(found.into_iter().eq(first..=2_000), "{text}, {workers} workers");
    }
}
