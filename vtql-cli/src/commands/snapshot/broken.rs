//! The queries of a file that a change breaks.

use crate::input::Source;
use serde::Serialize;
use vtql_hosts::{Language, Options, scan};
use vtql_parser::{Diagnostic, Dialect, Span};
use vtql_schema::Snapshot;
use vtql_schema::diff::broken_queries;

/// A statement that was right before, and is not any more.
#[derive(Serialize)]
pub(super) struct BrokenQuery {
    file: String,
    /// In bytes of the file, as all spans here.
    span: Span,
    module: String,
    pub(super) reasons: Vec<Diagnostic>,
}

impl BrokenQuery {
    /// The same, `by` bytes further on.
    pub(super) fn shift(mut self, by: usize) -> Self {
        self.span = self.span.shift(by);
        self.reasons = self.reasons.into_iter().map(|reason| reason.shift(by)).collect();
        self
    }
}

/// The statements of a file that a change breaks, or those in its strings. Without a `dialect` it is
/// that of the file.
pub(super) fn broken(
    source: &Source,
    dialect: Option<Dialect>,
    old: &Snapshot,
    new: &Snapshot,
) -> Vec<BrokenQuery> {
    let Some(language) = source.path.as_deref().and_then(Language::of) else {
        let broken = broken_queries(&source.text, dialect.unwrap_or_default(), old, new);
        let of_file = broken.into_iter().map(|it| BrokenQuery {
            file: source.name(),
            span: it.span,
            module: it.module,
            reasons: it.reasons,
        });
        return of_file.collect();
    };
    let options = Options::default().snapshot(Some(old)).path(source.path.as_deref());
    let found = scan(&source.text, language, &options);
    let broken = vtql_hosts::broken(&source.text, &found, dialect, old, new);
    let of_file = broken.into_iter().map(|it| BrokenQuery {
        file: source.name(),
        span: it.span,
        module: it.module,
        reasons: it.reasons,
    });
    of_file.collect()
}
