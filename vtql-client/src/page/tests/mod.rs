//! The cursors against a model of the server.

mod cases;
mod model;
mod named;
mod outcome;
mod tampered;

use cases::{Case, Writers, Wrong, check};
use fastrand::Rng;
use std::collections::BTreeMap;

/// How many random cases are run: `VTQL_CASES`, or as many as a test in passing takes.
fn cases() -> u64 {
    std::env::var("VTQL_CASES").map_or(20_000, |cases| cases.parse().unwrap())
}

/// The case of a seed that is to be run alone: `VTQL_CASE=SEED:NUMBER`.
fn one() -> Option<(u64, u64)> {
    let one = std::env::var("VTQL_CASE").ok()?;
    let (seed, number) = one.split_once(':').unwrap();
    Some((seed.parse().unwrap(), number.parse().unwrap()))
}

/// Runs random cases on all processors; the shortest that goes wrong is told.
fn run(writers: Writers, seed: u64) {
    let threads = std::thread::available_parallelism().map_or(2, |threads| threads.get() as u64);
    let count = cases() / 2 / threads;
    let alone = one();
    let wrong = std::thread::scope(|scope| {
        let one = move |thread: u64| {
            let mut rng = Rng::with_seed(seed + thread);
            let mut wrong = Vec::new();
            for number in 0..count {
                let mut case = Case::random(&mut rng, writers);
                if alone.is_some_and(|one| one != (seed + thread, number)) {
                    continue;
                }
                if let Err(Wrong(what)) = check(&mut case) {
                    wrong.push(format!("case {number} of seed {}: {what}", seed + thread));
                }
            }
            wrong
        };
        let all: Vec<_> = (0..threads).map(|thread| scope.spawn(move || one(thread))).collect();
        all.into_iter().flat_map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
    });
    // The shortest of each kind, by the first words.
    let mut kinds: BTreeMap<String, &String> = BTreeMap::new();
    for what in &wrong {
        let (_, what_is_wrong) = what.split_once(": ").unwrap();
        let kind = what_is_wrong.chars().take(90).filter(|c| !c.is_ascii_digit()).collect();
        let known = kinds.entry(kind).or_insert(what);
        *known = if what.len() < known.len() { what } else { known };
    }
    let kinds: Vec<&str> = kinds.into_values().map(String::as_str).collect();
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), count * threads, kinds.join("\n\n"));
}

#[test]
fn every_query_returns_what_its_definition_says() {
    run(Writers::No, 1);
}

#[test]
fn records_that_do_not_change_come_once_while_others_are_written() {
    run(Writers::Yes, 1_000);
}
