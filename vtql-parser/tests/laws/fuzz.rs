//! The entry points of the fuzz targets, on mutations of their seeds: the same mutations every time, on
//! the stable toolchain. `VTQL_CASES` sets how many of each seed.

#[path = "../../../fuzz/entries.rs"]
mod entries;

use super::random::Random;
use std::fs;
use std::path::Path;

const PIECES: [&str; 32] = [
    "'",
    "''",
    "\"",
    "(",
    ")",
    ",",
    ";",
    "*",
    "=",
    "<",
    ">",
    "!",
    "-",
    "/",
    "{",
    "}",
    ".",
    "\\",
    "\n",
    " ",
    "not ",
    " and ",
    " or ",
    " in ",
    "select ",
    " from ",
    " where ",
    " order by ",
    " limit ",
    "é",
    "--",
    "/*",
];

/// The text with a few pieces cut out, put in, doubled or moved.
fn mutated(text: &str, random: &mut Random) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for _ in 0..=random.below(4) {
        let at = random.below(chars.len() + 1);
        let end = (at + random.below(8)).min(chars.len());
        match random.below(4) {
            0 => drop(chars.drain(at..end)),
            1 => drop(chars.splice(at..at, PIECES[random.below(PIECES.len())].chars())),
            2 => {
                let copy: Vec<char> = chars[at..end].to_vec();
                chars.splice(at..at, copy);
            }
            _ => {
                let moved: Vec<char> = chars.drain(at..end).collect();
                let to = random.below(chars.len() + 1);
                chars.splice(to..to, moved);
            }
        }
    }
    chars.into_iter().collect()
}

fn run(target: &str, entry: fn(&str)) {
    let cases = std::env::var("VTQL_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(2_000);
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus").join(target);
    let mut files: Vec<_> = fs::read_dir(seeds).expect("there are seeds").filter_map(Result::ok).collect();
    files.sort_by_key(fs::DirEntry::path);
    assert!(!files.is_empty());
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for file in files {
        let seed = fs::read_to_string(file.path()).expect("a seed is text");
        entry(&seed);
        for _ in 0..cases {
            let text = mutated(&seed, &mut random);
            let outcome = std::panic::catch_unwind(|| entry(&text));
            assert!(outcome.is_ok(), "{target} fails on {text:?}");
        }
    }
}

#[test]
fn parsing_answers_to_every_mutation() {
    run("parse", entries::parse_any);
}

#[test]
fn printing_keeps_every_mutation_that_is_a_query() {
    run("round_trip", entries::round_trip);
}

#[test]
fn lowering_settles_on_every_mutation() {
    run("lower", entries::lower_any);
}

#[test]
fn literals_hold_every_mutation() {
    run("literal", entries::literal);
}

#[test]
fn a_mistaken_statement_spares_the_next() {
    run("recovery", entries::recovery);
}
