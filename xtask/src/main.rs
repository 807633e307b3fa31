//! Tasks of this workspace.
//!
//! `cargo run -p xtask -- grammar` writes the parser anew from `vtql-parser/src/vtql.pest`; with `--check` it only
//! says whether that is needed.
//!
//! `cargo run -p xtask -- dist --out DIR` builds the packages that people install: see `packaging/README.md`.

#![expect(clippy::print_stderr, reason = "this is a program for the terminal")]

mod dist;
mod grammar;

use grammar::Files;
use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "usage: cargo run -p xtask -- grammar [--check] | dist [--debug] --out DIR";

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."));
    let absolute = |path: &str| std::env::current_dir().unwrap_or_default().join(path);
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        ["grammar"] => Files::of_workspace().write(),
        ["grammar", "--check"] => Files::of_workspace().is_fresh().and_then(|fresh| {
            let stale =
                || "the parser is not that of the grammar: run `cargo run -p xtask -- grammar`".to_owned();
            fresh.then_some(()).ok_or_else(stale)
        }),
        ["dist", "--out", out] => dist::run(root, &absolute(out), false),
        ["dist", "--debug", "--out", out] => dist::run(root, &absolute(out), true),
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
