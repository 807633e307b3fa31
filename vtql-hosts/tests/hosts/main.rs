//! The queries in sources as people write them, their places, their fixes, and files that are out to hurt.

#![allow(missing_docs)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod again;
mod cases;
mod fixes;
mod forms;
mod hostile;
mod notes;
mod places;

use std::sync::LazyLock;
use vtql_hosts::{Found, Judge, Language, Options, scan};
use vtql_parser::Diagnostic;
use vtql_schema::Snapshot;
use vtql_schema::rules::Levels;

static SNAPSHOT: LazyLock<Snapshot> = LazyLock::new(|| vtql_schema::standard::snapshot().unwrap());
static LEVELS: LazyLock<Levels> = LazyLock::new(Levels::default);

fn options() -> Options<'static> {
    Options::default().snapshot(Some(&SNAPSHOT))
}

fn judge() -> Judge<'static> {
    Judge::new(&LEVELS).snapshot(Some(&SNAPSHOT))
}

fn check(source: &str, language: Language) -> (Found, Vec<Diagnostic>) {
    let found = scan(source, language, &options());
    let findings = judge().file(source, language, &found);
    (found, findings)
}
