//! Rows with a value that does not fit its type: each an error of its own, which the caller steps over.

use crate::server::{Reply, Server};
use vtql_client::{Error, ErrorKind, RecordId, vtql};

/// 250 tasks; every seventh has an owner without a prefix, every eleventh begins on no date.
fn tasks(from: u64, page: usize) -> Reply {
    let row = |n: u64| {
        let owner = if n.is_multiple_of(7) { "999".to_owned() } else { format!("19x{n}") };
        let begins = if n.is_multiple_of(11) { "soon" } else { "2026-11-29" };
        format!(r#"{{"id":"9x{n}","assigned_user_id":"{owner}","date_start":"{begins}"}}"#)
    };
    let rows: Vec<_> = (from + 1..=250).take(page).map(row).collect();
    Reply::result(&format!("[{}]", rows.join(",")))
}

async fn server() -> Server {
    Server::start(|request, _| {
        let text = request.param("query").unwrap();
        let after = text.split_once("id > '9x").map(|(_, rest)| rest.split_once('\'').unwrap().0);
        tasks(after.map_or(0, |it| it.parse().unwrap()), 100)
    })
    .await
}

fn fits(n: u64) -> bool {
    !n.is_multiple_of(7) && !n.is_multiple_of(11)
}

fn field(error: &Error) -> String {
    assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
    error.to_string().split('`').nth(1).unwrap().to_owned()
}

#[tokio::test]
async fn a_stream_goes_on_after_each_of_them() {
    let server = server().await;
    let query = vtql!(select id, assigned_user_id, date_start from Calendar);
    let mut rows = query.stream(&server.client());
    for n in 1..=250 {
        match rows.next().await.unwrap() {
            Ok(task) => {
                assert!(fits(n) && task.id.record == n, "{n}: {task:?}");
            }
            Err(error) => {
                assert!(!fits(n), "{n}: {error}");
                assert!(error.to_string().contains(&format!("9x{n} of module `Calendar`")), "{error}");
                assert_eq!(field(&error) == "assigned_user_id", n.is_multiple_of(7), "{error}");
                assert_eq!(error.stopped_after().unwrap().rows, n - 1, "the rows before it");
            }
        }
        let progress = rows.progress();
        assert_eq!((progress.rows, progress.last), (n, Some(RecordId::new(9, n))));
    }
    assert!(rows.next().await.is_none());
}

#[tokio::test]
async fn pages_go_on_after_each_of_them() {
    let server = server().await;
    let query = vtql!(select id, assigned_user_id, date_start from Calendar);
    let mut pages = query.pages(&server.client());
    let mut seen = 0;
    while let Some(page) = pages.next().await {
        match page {
            Ok(rows) => {
                assert!(!rows.is_empty());
                for task in rows {
                    seen += 1;
                    assert!(fits(seen) && task.id.record == seen, "{seen}: {task:?}");
                }
            }
            Err(error) => {
                seen += 1;
                assert!(!fits(seen), "{seen}: {error}");
                assert_eq!(error.stopped_after().unwrap().rows, seen - 1);
            }
        }
        assert_eq!(pages.progress().rows, seen);
    }
    assert_eq!(seen, 250);
    assert!(query.all(&server.client()).await.is_err(), "who wants all is told of the first");
}
