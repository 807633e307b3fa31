//! The rows of a statement, written in a format.

use crate::format::Format;
use std::io::{self, Write};
use vtql_command::failure::Failure;
use vtql_command::terminal::Terminal;
use vtql_sql::{Error, Session};

/// Why rows stopped.
pub(crate) enum Stopped {
    Statement(Error),
    Output(Failure),
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Stopped::Statement(error)
    }
}

impl From<io::Error> for Stopped {
    fn from(error: io::Error) -> Self {
        Stopped::Output(error.into())
    }
}

impl From<Failure> for Stopped {
    fn from(failure: Failure) -> Self {
        Stopped::Output(failure)
    }
}

/// Runs a statement and writes its rows; answers how many.
pub(crate) async fn write(
    session: &Session,
    text: &str,
    most: Option<u64>,
    format: Format,
    out: &mut (dyn Write + Send),
) -> Result<u64, Stopped> {
    let mut rows = session.run(text, most).await?;
    let mut writer = format.writer(&rows.schema(), out)?;
    let mut count = 0;
    while let Some(batch) = rows.next().await? {
        count += batch.num_rows() as u64;
        writer.write(&batch)?;
    }
    writer.finish()?;
    Ok(count)
}

/// Says which values did not fit the type of their column.
pub(crate) fn tell_misfits(session: &Session, terminal: &Terminal) {
    for (module, log) in session.take_misfits() {
        let Some(first) = log.first().first() else { continue };
        terminal.note(format!(
            "warning: {} values of {module} do not fit the types of their fields, and are NULL here: {} of {} is `{}`",
            log.total(),
            first.field,
            first.record,
            first.text
        ));
    }
}
