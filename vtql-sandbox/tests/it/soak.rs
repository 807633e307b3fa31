//! A long run: no error, and neither memory nor file handles grow.
//!
//! `SOAK_SECONDS=3600 cargo test --release -p vtql-sandbox --test it soak -- --ignored --nocapture` runs
//! for an hour; without the variable, for a minute.

use crate::support::Http;
use serde_json::json;
use std::time::{Duration, Instant};
use vtql_sandbox::Sandbox;

/// How many clients ask at once.
const CLIENTS: usize = 4;
/// What may be taken in addition: the log of requests fills, and allocators keep some.
const SLACK_KIB: u64 = 48 * 1024;
const SLACK_HANDLES: usize = 16;

/// What the process holds, where the system tells: memory in KiB, and open files.
fn held() -> Option<(u64, usize)> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let memory = line.trim().split(' ').next()?.parse().ok()?;
    Some((memory, std::fs::read_dir("/proc/self/fd").ok()?.count()))
}

/// A day in the life of a client: every kind of request, each of which must succeed.
async fn round(http: &Http, round: usize) {
    let name = format!("Soak {round}");
    let element = json!({ "lastname": name, "assigned_user_id": "19x1" }).to_string();
    let created = http.post("create", &[("elementType", "Contacts"), ("element", &element)]).await.result();
    let id = created["id"].as_str().unwrap().to_owned();
    let found =
        http.query(&format!("select * from Contacts where lastname = '{name}' order by id desc;")).await;
    assert!(!found.rows().is_empty());
    let page = format!("select id, lastname from Contacts where id > '12x{}' order by id;", round % 2_000);
    assert!(!http.query(&page).await.rows().is_empty());
    http.query("select count(*) from Contacts where lastname like '%a%' or mailingcity > 'b';")
        .await
        .result();
    let revised = json!({ "id": id, "firstname": "É" }).to_string();
    http.post("revise", &[("element", &revised)]).await.result();
    http.post("tags_add", &[("id", &id), ("tags", "[\"soak\"]")]).await.result();
    http.get("retrieve", &[("id", &id)]).await.result();
    http.get("describe", &[("elementType", "Contacts")]).await.result();
    http.get("lookup", &[("type", "email"), ("value", "nobody@example.com"), ("searchIn", "Contacts")])
        .await
        .result();
    assert_eq!(http.query("select nosuch from Contacts;").await.code(), "ACCESS_DENIED");
    http.post("delete", &[("id", &id)]).await.result();
}

async fn soak(until: impl Fn(usize) -> bool + Copy + Send + 'static) -> usize {
    let sandbox = Sandbox::builder().rows("Contacts", 2_500).start().await.unwrap();
    let run = |first: usize, until: Box<dyn Fn(usize) -> bool + Send>| {
        let http = Http::new(&sandbox);
        tokio::spawn(async move {
            let mut done = 0;
            while until(done) {
                round(&http, first + done * CLIENTS).await;
                done += 1;
            }
            done
        })
    };
    // Connections, caches and threads are there after the first rounds.
    run(0, Box::new(|done| done < 20)).await.unwrap();
    let before = held();
    let clients: Vec<_> = (0..CLIENTS).map(|first| run(first, Box::new(until))).collect();
    let mut rounds = 0;
    for client in clients {
        rounds += client.await.unwrap();
    }
    if let (Some(before), Some(after)) = (before, held()) {
        println!("{rounds} rounds: from {before:?} to {after:?} (KiB, handles)");
        assert!(after.0 <= before.0 + SLACK_KIB, "memory grew from {} to {} KiB", before.0, after.0);
        assert!(after.1 <= before.1 + SLACK_HANDLES, "handles grew from {} to {}", before.1, after.1);
    }
    rounds
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "measures the memory of its process for a minute, so it runs alone: a step of .ci/run"]
async fn a_long_run_neither_fails_nor_grows() {
    let seconds = std::env::var("SOAK_SECONDS").ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(60);
    let end = Instant::now() + Duration::from_secs(seconds);
    assert!(soak(move |_| Instant::now() < end).await > 0);
}

#[tokio::test]
async fn several_sandboxes_in_one_process_do_not_meet() {
    let mut sandboxes = Vec::new();
    for seed in 0..4 {
        sandboxes.push(Sandbox::builder().rows("Contacts", 30).seed(seed).start().await.unwrap());
    }
    for (number, sandbox) in sandboxes.iter().enumerate() {
        for _ in 0..number {
            round(&Http::new(sandbox), number).await;
        }
        let element = json!({ "lastname": format!("Only {number}"), "assigned_user_id": "19x1" }).to_string();
        let create = [("elementType", "Contacts"), ("element", element.as_str())];
        Http::new(sandbox).post("create", &create).await.result();
    }
    for (number, sandbox) in sandboxes.iter().enumerate() {
        let found =
            Http::new(sandbox).query("select lastname from Contacts where lastname like 'Only%';").await;
        assert_eq!(found.rows().len(), 1);
        assert_eq!(found.rows()[0].get("lastname"), Some(format!("Only {number}").as_str()));
        assert_eq!(sandbox.requests(), number as u64 * 11 + 2);
    }
    let address = sandboxes[0].address();
    drop(sandboxes);
    for _ in 0..200 {
        if tokio::net::TcpStream::connect(address).await.is_err() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("a dropped sandbox still listens");
}
