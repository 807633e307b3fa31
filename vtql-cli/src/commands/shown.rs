//! Rows that are all there, on their way out.

use crate::failure::Failure;
use crate::output::pager;
use crate::output::rows::RowFormat;
use crate::plain::Data;
use clap::Args;
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::Write;
use vtql_client::Record;

/// How the rows of a command look.
#[derive(Debug, Args)]
pub(super) struct Shown {
    /// How rows are written
    #[arg(long, short, value_enum)]
    format: Option<RowFormat>,
    /// Show long output without a pager (VTQL_PAGER, PAGER, less)
    #[arg(long)]
    no_pager: bool,
}

impl Shown {
    /// Writes rows as was asked for, else in the usual format of the command.
    pub(super) fn write(&self, rows: &[Record], usual: RowFormat) -> Result<(), Failure> {
        write(rows, self.format.unwrap_or(usual), !self.no_pager)
    }

    /// Whether it is for programs.
    pub(super) fn is_data(&self) -> bool {
        self.format.is_some_and(|format| !format.is_for_people())
    }
}

/// Writes rows to standard output.
pub(super) fn write(rows: &[Record], format: RowFormat, paged: bool) -> Result<(), Failure> {
    let mut text = Vec::new();
    let mut columns: Vec<String> = Vec::new();
    if format.has_header() && rows.len() > 1 {
        // Those of several modules have different fields.
        let mut known = BTreeSet::new();
        let fields = rows.iter().flat_map(Record::iter).map(|(field, _)| field);
        columns = fields.filter(|field| known.insert(*field)).map(str::to_owned).collect();
    }
    let mut writer = format.writer(columns, pager::width());
    for row in rows {
        writer.row(row, &mut text)?;
    }
    writer.finish(&mut text)?;
    if format.is_for_people() {
        pager::show(&text, paged)?;
    } else {
        let mut out = Data::stdout();
        out.write_all(&text)?;
        out.flush()?;
    }
    Ok(())
}

/// A row of these cells.
pub(super) fn row<const N: usize>(cells: [(&str, Value); N]) -> Option<Record> {
    let object: serde_json::Map<String, Value> =
        cells.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Record::from_json(Value::Object(object).to_string())
}
