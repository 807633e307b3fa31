//! The rows of a query, on their way out.

use super::resume;
use crate::connection;
use crate::ended::{Ended, interrupted};
use crate::failure::Failure;
use crate::output::rows::RowFormat;
use crate::output::{count, pager};
use crate::plain::Data;
use crate::terminal::Terminal;
use crate::write::temporary_in;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use vtql_client::{Client, Fetch, Progress, Record};
use vtql_parser::Diagnostic;
use vtql_parser::ast::{Query, Select};
use vtql_schema::{LINE_ITEM_FIELDS, Snapshot, has_line_items};

/// Where rows go, and how they look there.
#[derive(Debug)]
pub(in crate::commands) struct Printing<'a> {
    pub(in crate::commands) format: RowFormat,
    /// Whether long output for people goes through a pager.
    pub(in crate::commands) paged: bool,
    /// A file, instead of standard output.
    pub(in crate::commands) file: Option<&'a File>,
    /// Where fields are known from.
    pub(in crate::commands) snapshot: Option<&'a Snapshot>,
}

impl Printing<'_> {
    fn out(&self) -> Box<dyn Write + '_> {
        match self.file {
            Some(file) => Box::new(BufWriter::new(file)),
            None => Box::new(BufWriter::new(Data::stdout())),
        }
    }

    fn width(&self) -> Option<usize> {
        if self.file.is_some() { None } else { pager::width() }
    }

    /// Writes rows page by page, and says how many there were; or what is so wrong with the query that it was
    /// not sent. What people read is shown when all of it is there.
    pub(in crate::commands) async fn print(
        &self,
        client: &Client,
        query: &Query,
        fetch: &Fetch<Record>,
        terminal: &Terminal,
    ) -> Result<Result<usize, Vec<Diagnostic>>, Failure> {
        let mut rows = Vec::new();
        let buffered = self.format.is_for_people() && self.file.is_none();
        let outcome = {
            let mut out: Box<dyn Write + '_> = if buffered { Box::new(&mut rows) } else { self.out() };
            self.write(client, query, fetch, terminal, &mut *out).await
        };
        if buffered {
            pager::show(&rows, self.paged && outcome.is_ok())?;
        }
        outcome
    }

    /// A failure under way, with what it takes to go on. What was meant for a file is gone with it.
    fn stopped(&self, failure: Failure, progress: &Progress) -> Failure {
        if self.file.is_none() { resume::with_progress(failure, progress) } else { failure }
    }

    async fn write(
        &self,
        client: &Client,
        query: &Query,
        fetch: &Fetch<Record>,
        terminal: &Terminal,
        out: &mut dyn Write,
    ) -> Result<Result<usize, Vec<Diagnostic>>, Failure> {
        let progress = terminal.progress();
        let columns =
            if self.format.has_header() { columns(query, self.snapshot, client).await? } else { Vec::new() };
        let mut writer = self.format.writer(columns, self.width());
        let mut pages = fetch.pages();
        let mut rows = 0;
        let mut ended = Ended::new()?;
        loop {
            let failure = tokio::select! {
                page = pages.next() => match page {
                    None => break,
                    Some(Ok(page)) => {
                        for row in &page {
                            writer.row(row, out)?;
                        }
                        rows += page.len();
                        progress.show(|| count(rows, "row", "rows"));
                        out.flush()?;
                        continue;
                    }
                    Some(Err(error)) if rows == 0 && !error.diagnostics().is_empty() => {
                        return Ok(Err(error.diagnostics().to_vec()));
                    }
                    Some(Err(error)) => connection::failure(&error),
                },
                () = ended.told() => interrupted(),
            };
            // What did come is not kept back.
            if rows > 0 && self.format == RowFormat::Table {
                writer.finish(out)?;
            }
            out.flush()?;
            return Err(self.stopped(failure, &pages.progress()));
        }
        writer.finish(out)?;
        out.flush()?;
        Ok(Ok(rows))
    }
}

/// The columns that the answer of a query has: those that it names, and `id`, which the server adds; for `*` the
/// fields of the module, of the snapshot or as the server describes them, and those of its line items.
pub(in crate::commands) async fn columns(
    query: &Query,
    snapshot: Option<&Snapshot>,
    client: &Client,
) -> Result<Vec<String>, Failure> {
    let names: Vec<String> = match &query.select {
        Select::Fields(names) => {
            names.iter().map(|name| name.as_str().to_owned()).chain(["id".to_owned()]).collect()
        }
        Select::Count(_) => vec!["count".to_owned()],
        _ => {
            let name = query.module.as_str();
            let described;
            let module = match snapshot.and_then(|snapshot| snapshot.module(name)) {
                Some(module) => module,
                None => {
                    described = client.describe(name).await.map_err(|error| connection::failure(&error))?;
                    &described
                }
            };
            let items = if has_line_items(name) { LINE_ITEM_FIELDS } else { &[] };
            let fields = module.fields().iter().map(|field| field.name.clone());
            fields.chain(items.iter().map(|&name| name.to_owned())).collect()
        }
    };
    let mut known = BTreeSet::new();
    Ok(names.into_iter().filter(|name| known.insert(name.clone())).collect())
}

/// A file that appears when all of its rows are there.
pub(in crate::commands) async fn rows_to_file(
    path: &Path,
    write: impl AsyncFnOnce(&File) -> Result<bool, Failure>,
) -> Result<(), Failure> {
    let failed = |error: &io::Error| Failure::write(path, error);
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let file = temporary_in(folder).map_err(|error| failed(&error))?;
    if write(file.as_file()).await? {
        file.as_file().sync_all().map_err(|error| failed(&error))?;
        file.persist(path).map_err(|error| failed(&error.error))?;
    }
    Ok(())
}
