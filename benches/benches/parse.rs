//! Parsing and printing side by side with `sqlparser`'s MySQL dialect, to a full tree with spans.
//!
//! `cargo bench -p vtql-benches --bench parse [CORPUS]` takes a file of one query a line; without one it
//! makes queries of its own. The figures to look at are the ratios: both sides run in turn, many times,
//! and each ratio is the median over the rounds.

#![expect(clippy::cast_precision_loss, reason = "figures for a table")]
#![expect(clippy::format_push_string, reason = "a corpus is made once")]

use sqlparser::dialect::MySqlDialect;
use sqlparser::parser::Parser;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;
use std::hint::black_box;
use std::time::{Duration, Instant};
use vtql_parser::{Dialect, parse_query, print};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const ROUNDS: usize = 15;

#[expect(clippy::print_stdout, reason = "the table is what this program is for")]
fn main() {
    let path = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let corpus = match &path {
        Some(path) => std::fs::read_to_string(path).expect("the corpus is readable"),
        None => made_up(),
    };
    let queries: Vec<&str> =
        corpus.lines().filter(|query| Parser::parse_sql(&MySqlDialect {}, query).is_ok()).collect();
    let bytes: usize = queries.iter().map(|query| query.len()).sum();
    println!("{} queries that both parsers take, {:.2} MB", queries.len(), mega(bytes));

    let ours: Vec<_> =
        queries.iter().map(|query| parse_query(query, Dialect::Wire).expect("valid")).collect();
    let theirs: Vec<_> =
        queries.iter().map(|query| Parser::parse_sql(&MySqlDialect {}, query).expect("valid")).collect();

    println!("\n{:<36} {:>9} {:>12} {:>14} {:>8}", "", "MB/s", "queries/s", "allocations/q", "ratio");
    let parse = compare(
        || queries.iter().for_each(|query| drop(black_box(Parser::parse_sql(&MySqlDialect {}, query)))),
        || queries.iter().for_each(|query| drop(black_box(parse_query(query, Dialect::Wire)))),
    );
    report(["sqlparser, parse", "vtql, parse"], &parse, bytes, queries.len());
    let printing = compare(
        || theirs.iter().for_each(|tree| drop(black_box(tree[0].to_string()))),
        || ours.iter().for_each(|tree| drop(black_box(print::compact(tree)))),
    );
    report(["sqlparser, Display", "vtql, print::compact"], &printing, bytes, queries.len());

    println!("\nLinear in the length: nanoseconds a byte, by size of the text");
    println!("{:<36} {:>9} {:>9} {:>9} {:>9}", "", "10 kB", "100 kB", "1 MB", "10 MB");
    for (name, text) in CURVES {
        let cells: Vec<String> = [10_000, 100_000, 1_000_000, 10_000_000]
            .iter()
            .map(|size| {
                let text = text(*size);
                let start = Instant::now();
                black_box(vtql_parser::parse(&text, Dialect::Surface));
                format!("{:>9.2}", start.elapsed().as_secs_f64() * 1e9 / text.len() as f64)
            })
            .collect();
        println!("{name:<36} {}", cells.join(" "));
    }
}

struct Measured {
    peer: (Duration, usize),
    ours: (Duration, usize),
    ratio: f64,
}

fn compare(peer: impl Fn(), ours: impl Fn()) -> Measured {
    let allocations = |run: &dyn Fn()| {
        let region = Region::new(ALLOCATOR);
        run();
        let change = region.change();
        change.allocations + change.reallocations
    };
    let timed = |run: &dyn Fn()| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    let (peer_allocations, our_allocations) = (allocations(&peer), allocations(&ours));
    let rounds: Vec<(Duration, Duration)> = (0..ROUNDS).map(|_| (timed(&peer), timed(&ours))).collect();
    let median = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let seconds = |side: fn(&(Duration, Duration)) -> Duration| {
        Duration::from_secs_f64(median(rounds.iter().map(|round| side(round).as_secs_f64()).collect()))
    };
    Measured {
        peer: (seconds(|round| round.0), peer_allocations),
        ours: (seconds(|round| round.1), our_allocations),
        ratio: median(rounds.iter().map(|(peer, ours)| peer.as_secs_f64() / ours.as_secs_f64()).collect()),
    }
}

#[expect(clippy::print_stdout, reason = "the table is what this program is for")]
fn report(names: [&str; 2], measured: &Measured, bytes: usize, queries: usize) {
    for (name, (time, allocations), ratio) in
        [(names[0], measured.peer, 1.0), (names[1], measured.ours, measured.ratio)]
    {
        let seconds = time.as_secs_f64();
        println!(
            "{name:<36} {:>9.1} {:>12.0} {:>14.1} {ratio:>8.1}",
            mega(bytes) / seconds,
            queries as f64 / seconds,
            allocations as f64 / queries as f64,
        );
    }
}

fn mega(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

type Curve = (&'static str, fn(usize) -> String);

/// Texts that a parser may be slow or recursive on.
const CURVES: &[Curve] = &[
    ("a chain of comparisons", |size| {
        format!("select id from M where {} a = 1", "a = 1 and ".repeat(size / 10))
    }),
    ("a list of values", |size| format!("select id from M where a in ({} 'x')", "'x',".repeat(size / 4))),
    ("one long string", |size| format!("select id from M where a = '{}'", "x".repeat(size))),
    ("a string that never ends", |size| format!("select id from M where a = '{}", "x''".repeat(size / 3))),
    ("open parentheses", |size| format!("select id from M where {}a = 1", "(".repeat(size))),
    ("`not not not …`", |size| format!("select id from M where {} a = 1", "not ".repeat(size / 4))),
    ("comments", |size| format!("select id {} from M", "/* x */".repeat(size / 7))),
    ("semicolons", |size| ";".repeat(size)),
    ("stray `order`s", |size| format!("select id from M {}", "order ".repeat(size / 6))),
    ("words that are no query", |size| "word ".repeat(size / 5)),
    ("marks that are no tokens", |size| "%".repeat(size)),
    ("statements", |size| "select id from M where a = 1;\n".repeat(size / 30)),
];

fn made_up() -> String {
    let mut corpus = String::new();
    for index in 0..20_000 {
        let number = index * 7919 % 10_000;
        corpus.push_str(&match index % 5 {
            0 => format!("SELECT * FROM Accounts WHERE modifiedtime = '2020-10-{:02}' LIMIT 50, 20;\n", number % 28 + 1),
            1 => format!(
                "SELECT probability, campaignid, closingdate, createdtime FROM Potentials WHERE closingdate = \
                 '2005-11-12' AND amount > '{number}' ORDER BY potentialname, createdtime DESC;\n"
            ),
            2 => format!(
                "select website, annualrevenue, lastname from Leads where firstname != 'Closed{number}' and city = \
                 'Rossi' and email != 'O''Brien' or city like 'Nagy%' order by createdtime desc limit 10, 99;\n"
            ),
            3 => format!("select id, lastname from Contacts where mailingcity in ('Rome', 'Paris', 'x{number}') limit 5;\n"),
            _ => format!("select count(*) from Contacts where assigned_user_id = '19x{number}';\n"),
        });
    }
    corpus
}
