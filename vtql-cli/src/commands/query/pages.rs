//! The pages of a query, one after another, until they end or something ends them.

use crate::connection;
use crate::ended::{Ended, EndsWhenBlocked, interrupted};
use crate::failure::Failure;
use crate::output::count;
use crate::terminal::Terminal;
use vtql_client::{Fetch, Progress, Record};
use vtql_parser::Diagnostic;

/// What kept a query from its end.
pub(super) enum Stopped {
    /// It is so wrong that it was not sent.
    Refused(Vec<Diagnostic>),
    /// Its rows could not be written.
    Unwritten(Failure),
    /// A request failed, or somebody ended it. So many rows had come, and the progress is what it takes to go on.
    Failed { failure: Failure, rows: usize, progress: Progress },
}

/// Hands each page on as it comes, and says how many rows there were.
pub(super) async fn walk(
    fetch: &Fetch<Record>,
    terminal: &Terminal,
    mut take: impl FnMut(&[Record]) -> Result<(), Failure>,
) -> Result<usize, Stopped> {
    let shown = terminal.progress();
    let mut pages = fetch.pages();
    let mut rows = 0;
    let mut ended = Ended::new().map_err(Stopped::Unwritten)?;
    let _watch = EndsWhenBlocked::new().map_err(Stopped::Unwritten)?;
    loop {
        let failure = tokio::select! {
            page = pages.next() => match page {
                None => return Ok(rows),
                Some(Ok(page)) => {
                    rows += page.len();
                    shown.show(|| count(rows, "row", "rows"));
                    take(&page).map_err(Stopped::Unwritten)?;
                    continue;
                }
                Some(Err(error)) if rows == 0 && !error.diagnostics().is_empty() => {
                    return Err(Stopped::Refused(error.diagnostics().to_vec()));
                }
                Some(Err(error)) => connection::failure(&error),
            },
            () = ended.told() => interrupted(),
        };
        return Err(Stopped::Failed { failure, rows, progress: pages.progress() });
    }
}
