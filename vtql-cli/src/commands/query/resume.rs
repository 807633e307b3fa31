//! How far a query came: said when it stops, and read when it goes on.

use crate::failure::Failure;
use std::path::Path;
use vtql_client::Progress;

/// The longest progress that is shown, in bytes: as much as a command line takes.
const LONGEST: usize = 100_000;

/// The progress that was given: itself, or the file that it is in, as `@FILE`.
pub(super) fn progress(given: Option<&str>) -> Result<Progress, Failure> {
    let Some(given) = given else { return Ok(Progress::default()) };
    let text = match given.strip_prefix('@') {
        Some(file) => {
            std::fs::read_to_string(file).map_err(|error| Failure::read(Path::new(file), &error))?
        }
        None => given.to_owned(),
    };
    text.parse().map_err(|error| {
        Failure::new("USAGE", format!("--resume-after: {error}"))
            .help("give what the query that stopped said, all of it and in single quotes")
    })
}

/// Says how to go on.
pub(super) fn with_progress(failure: Failure, progress: &Progress) -> Failure {
    if progress.rows == 0 {
        return failure;
    }
    let text = progress.to_string();
    if text.len() > LONGEST {
        return failure.help(
            "the place where it stopped is too long to be written down; that of `order by id` is short",
        );
    }
    let quoted = text.replace('\'', r"'\''");
    failure.help(format!("{} rows came; go on behind them with --resume-after '{quoted}'", progress.rows))
}
