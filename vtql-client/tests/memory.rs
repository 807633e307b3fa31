//! What a server can make the client keep, counted by the allocator: some times the length of its text, whatever
//! the text.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;
use vtql_client::{Record, decode};

#[global_allocator]
static COUNTED: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The bytes that were asked for while rows were read, those that were given back among them, and what came
/// of it.
fn read(answer: String) -> (usize, usize, Option<Vec<Record>>) {
    let length = answer.len();
    let region = Region::new(COUNTED);
    let rows = decode::records(answer).ok();
    (region.change().bytes_allocated, length, rows)
}

fn answer(rows: impl IntoIterator<Item = String>) -> String {
    format!(r#"{{"success":true,"result":[{}]}}"#, rows.into_iter().collect::<Vec<_>>().join(","))
}

/// One test, since all that run in this process are counted together.
#[test]
fn what_is_kept_is_bounded_by_the_text() {
    let hostile = [
        ("20,000 rows of a key each", answer((0..20_000).map(|n| format!(r#"{{"k{n}":1}}"#)))),
        (
            "a row of 60,000 keys",
            answer([format!(
                "{{{}}}",
                (0..60_000).map(|n| format!(r#""k{n}":1"#)).collect::<Vec<_>>().join(",")
            )]),
        ),
        (
            "a wide row and 50,000 of its last key",
            answer(
                std::iter::once(format!(
                    "{{{}}}",
                    (0..4_000).map(|n| format!(r#""k{n}":1"#)).collect::<Vec<_>>().join(",")
                ))
                .chain((0..50_000).map(|_| r#"{"k3999":1}"#.to_owned())),
            ),
        ),
        (
            "rows of 4,000 keys, back to front",
            answer((0..40).map(|_| {
                format!(
                    "{{{}}}",
                    (0..4_000).rev().map(|n| format!(r#""k{n}":1"#)).collect::<Vec<_>>().join(",")
                )
            })),
        ),
        ("300,000 rows of nothing", answer((0..300_000).map(|_| "{}".to_owned()))),
        (
            "a value of 100,000 lists",
            answer([format!(r#"{{"a":{}1{}}}"#, "[".repeat(100_000), "]".repeat(100_000))]),
        ),
        (
            "texts of escapes alone",
            answer((0..2_000).map(|_| format!(r#"{{"a":"{}"}}"#, r"\u0041".repeat(100)))),
        ),
        ("long keys", answer((0..3_000).map(|n| format!(r#"{{"{}{n}":1}}"#, "k".repeat(1_000))))),
    ];
    for (what, text) in hostile {
        let started = std::time::Instant::now();
        let (allocated, length, _) = read(text);
        // A vector that grows is counted at each of its lengths.
        assert!(allocated <= 40 * length + (2 << 20), "{what}: {allocated} bytes for {length}");
        assert!(started.elapsed().as_secs() < 20, "{what}: {:?}", started.elapsed());
    }

    // What real servers send stays readable: other keys in other rows, wide modules, line items.
    let mixed = answer((0..100).map(|n| {
        let keys = (0..60).map(|key| format!(r#""field_{}_{key}":"value""#, n % 3));
        format!("{{{}}}", keys.collect::<Vec<_>>().join(","))
    }));
    assert_eq!(read(mixed).2.unwrap().len(), 100);
    let wide = (0..3_000).map(|key| format!(r#""cf_{key}":"""#)).collect::<Vec<_>>().join(",");
    let (_, _, rows) = read(answer((0..100).map(|_| format!("{{{wide}}}"))));
    assert_eq!(rows.unwrap()[99].iter().count(), 3_000);
    let deep = format!(r#"{{"LineItems":{}1{}}}"#, "[".repeat(100), "]".repeat(100));
    let rows = read(answer([deep])).2.unwrap();
    assert!(rows[0].json("LineItems").unwrap().is_array(), "what is taken can be read");
}
