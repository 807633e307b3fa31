//! The rows of a query, on their way out.

use super::pages::{self, Stopped};
use super::resume;
use crate::connection;
use crate::failure::Failure;
use crate::output::pager;
use crate::output::rows::RowFormat;
use crate::plain::Data;
use crate::terminal::Terminal;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufWriter, Write};
use vtql_client::{Client, Fetch, Progress, Record};
use vtql_parser::Diagnostic;
use vtql_parser::ast::{Query, Select};
use vtql_schema::{LINE_ITEM_FIELDS, Module, Snapshot, has_line_items};

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
        let columns =
            if self.format.has_header() { columns(query, self.snapshot, client).await? } else { Vec::new() };
        let mut writer = self.format.writer(columns, self.width());
        let walked = pages::walk(fetch, terminal, |page| {
            for row in page {
                writer.row(row, out)?;
            }
            Ok(out.flush()?)
        });
        match walked.await {
            Ok(rows) => {
                writer.finish(out)?;
                out.flush()?;
                note_left_out(&writer.left_out(), terminal);
                Ok(Ok(rows))
            }
            Err(Stopped::Refused(findings)) => Ok(Err(findings)),
            Err(Stopped::Unwritten(failure)) => Err(failure),
            Err(Stopped::Failed { failure, rows, progress }) => {
                // What did come is not kept back.
                if rows > 0 && self.format == RowFormat::Table {
                    writer.finish(out)?;
                }
                out.flush()?;
                Err(self.stopped(failure, &progress))
            }
        }
    }
}

/// Says which fields of the rows have no column.
pub(super) fn note_left_out(fields: &[&str], terminal: &Terminal) {
    if !fields.is_empty() {
        let fields = fields.join(", ");
        terminal.note(format!("warning: left out, since no column is known for them: {fields}"));
    }
}

/// The columns that the answer of a query has: those that it names, and `id`, which the server adds; for `*` the
/// fields of the module, of the snapshot or as the server describes them, and those of its line items.
async fn columns(
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
            let module = module(query, snapshot, client).await?;
            let items = if has_line_items(&module.name) { LINE_ITEM_FIELDS } else { &[] };
            let fields = module.fields().iter().map(|field| field.name.clone());
            fields.chain(items.iter().map(|&name| name.to_owned())).collect()
        }
    };
    let mut known = BTreeSet::new();
    Ok(names.into_iter().filter(|name| known.insert(name.clone())).collect())
}

/// The module of a query, of the snapshot or as the server describes it.
pub(super) async fn module<'s>(
    query: &Query,
    snapshot: Option<&'s Snapshot>,
    client: &Client,
) -> Result<Cow<'s, Module>, Failure> {
    let name = query.module.as_str();
    match snapshot.and_then(|snapshot| snapshot.module(name)) {
        Some(module) => Ok(Cow::Borrowed(module)),
        None => client.describe(name).await.map(Cow::Owned).map_err(|error| connection::failure(&error)),
    }
}
