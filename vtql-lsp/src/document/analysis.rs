//! What is in a document, and what is wrong with it: found out apart, as completion needs the first alone.

use super::{Document, Kind, Region};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use vtql_hosts::Found;
use vtql_parser::{Code, Diagnostic, Span};

/// The queries of a document.
#[derive(Debug, Default)]
pub(super) struct Contents {
    pub(super) regions: Vec<Region>,
    /// The same in the source of a program, as the library found them.
    found: Found,
    /// Whether they could not be looked for.
    has_failed: bool,
}

/// The document could not be looked at: the code that `vtql check --jsonl` has for it.
const DEFECT: Code = Code::new("L003");

/// The queries of a document. A panic is a mistake of ours: it costs this text, not the others.
pub(super) fn contents(document: &Document) -> Contents {
    let failed = |_| Contents { has_failed: true, ..Contents::default() };
    catch_unwind(AssertUnwindSafe(|| read(document))).unwrap_or_else(failed)
}

fn read(document: &Document) -> Contents {
    let checker = document.project.checker();
    match document.kind {
        Kind::Other => Contents::default(),
        Kind::Queries => {
            let dialect = checker.judge.dialect.unwrap_or_default();
            let regions = vec![Region::whole(Arc::clone(&document.text), dialect)];
            Contents { regions, ..Contents::default() }
        }
        Kind::Host(language) => {
            let found = {
                let mut memory = document.memory();
                checker.found_again(&mut memory, document.path(), &document.text, language, None)
            };
            let regions = found.queries.iter().map(|it| Region::of_host(it.clone(), checker.judge.dialect));
            Contents { regions: regions.collect(), found, has_failed: false }
        }
    }
}

/// Everything that is wrong with a document. A panic is told where the text begins.
pub(super) fn findings(document: &Document) -> Vec<Diagnostic> {
    let judge = || {
        let checker = document.project.checker();
        match document.kind {
            Kind::Other => Vec::new(),
            Kind::Queries => checker.text(&document.text).diagnostics,
            Kind::Host(language) => {
                let found = &document.contents().found;
                checker.judged_again(&mut document.memory(), &document.text, language, found)
            }
        }
    };
    let judged = catch_unwind(AssertUnwindSafe(judge)).ok().filter(|_| !document.contents().has_failed);
    judged.unwrap_or_else(|| {
        let place = Span::new(0, document.text.lines().next().map_or(0, str::len));
        let finding = Diagnostic::error(DEFECT, place, "vtql failed on this document");
        vec![finding.help("that is a mistake in vtql: please report it with the text")]
    })
}
