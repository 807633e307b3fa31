//! Tasks of this workspace that write files under version control.
//!
//! `cargo run -p xtask -- grammar` writes the parser anew from `vtql-parser/src/vtql.pest`; with `--check` it only
//! says whether that is needed.

#![expect(clippy::print_stderr, reason = "this is a program for the terminal")]

mod grammar;

use grammar::Files;
use std::process::ExitCode;

const USAGE: &str = "usage: cargo run -p xtask -- grammar [--check]";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        ["grammar"] => Files::of_workspace().write(),
        ["grammar", "--check"] => Files::of_workspace().is_fresh().and_then(|fresh| {
            let stale =
                || "the parser is not that of the grammar: run `cargo run -p xtask -- grammar`".to_owned();
            fresh.then_some(()).ok_or_else(stale)
        }),
        _ => Err(USAGE.to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
