//! Laws of the language, on generated trees and texts.
//!
//! `VTQL_CASES` sets the number of cases a law is tried with (2,000 without it).

mod binding;
mod corpus;
mod database;
mod details;
mod edited;
mod fuzz;
mod grammar;
mod ids;
mod lines;
mod literals;
mod lowering;
mod printing;
mod random;
mod recovery;
mod robustness;
#[cfg(feature = "serde")]
mod serde;
mod trees;
mod words;

/// How often a law is tried. Failures are shrunk and shown, not written to files.
fn cases() -> proptest::test_runner::Config {
    let cases = std::env::var("VTQL_CASES").ok().and_then(|cases| cases.parse().ok());
    proptest::test_runner::Config {
        cases: cases.unwrap_or(2_000),
        failure_persistence: None,
        ..proptest::test_runner::Config::default()
    }
}

/// One of how many texts of the corpus is tried: all of them with many cases.
fn every(usual: usize) -> usize {
    if cases().cases > 20_000 { 1 } else { usual }
}
