//! How many rows tables will have, as far as that is known: it is told, and an end that comes before is doubted once.

use super::Export;
use super::beside::patiently;
use crate::error::Result;
use crate::manifest::{self, Manifest};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use vtql_parser::ast::Select;

#[derive(Clone, Debug, Default)]
pub(super) struct Totals(Arc<Mutex<BTreeMap<String, Total>>>);

#[derive(Clone, Copy, Debug, Default)]
struct Total {
    rows: u64,
    /// What the server counted, where it was asked to.
    counted: Option<u64>,
}

impl Totals {
    fn get(&self, module: &str) -> Option<Total> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(module).copied()
    }

    pub(super) fn of(&self, module: &str) -> Option<u64> {
        self.get(module).map(|total| total.rows)
    }

    /// What the server counted before the table was read.
    pub(super) fn counted(&self, module: &str) -> Option<u64> {
        self.get(module)?.counted
    }

    pub(super) fn set(&self, module: &str, rows: u64) {
        let mut totals = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        totals.entry(module.to_owned()).or_default().rows = rows;
    }

    fn set_counted(&self, module: &str, rows: u64) {
        let mut totals = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        totals.insert(module.to_owned(), Total { rows, counted: Some(rows) });
    }
}

impl Export {
    /// Finds the totals of the tables, and tells of each table before it is read. Without requests they are what an
    /// earlier export in the same place came to; with those that the user asked for, what the server counts, where
    /// it does.
    pub(super) async fn find_totals(&self, names: &[String], query: Option<&str>) -> Result<()> {
        let earlier = self.earlier();
        for name in names {
            let rows = if self.counts { self.counted(name, query).await? } else { None };
            let earlier = || {
                let table = earlier.as_ref()?.modules.get(name)?;
                (table.query.as_deref() == query).then_some(table.rows)
            };
            if let Some(rows) = rows {
                self.totals.set_counted(name, rows);
            } else if let Some(rows) = earlier() {
                self.totals.set(name, rows);
            }
            self.tell(name, 0, 0, false);
        }
        Ok(())
    }

    /// The manifest of an earlier export to the same folder from the same server.
    fn earlier(&self) -> Option<Manifest> {
        let text = std::fs::read(self.out.join(manifest::FILE)).ok()?;
        let manifest: Manifest = serde_json::from_slice(&text).ok()?;
        (manifest.endpoint == self.client.endpoint()).then_some(manifest)
    }

    /// What the server counts; nothing where it does not, refuses to, or takes too long for it.
    async fn counted(&self, name: &str, query: Option<&str>) -> Result<Option<u64>> {
        let every = format!("select id from {name}");
        let text = query.unwrap_or(&every);
        let parsed = crate::table::parse(text)?;
        if parsed.limit.is_some() || matches!(parsed.select, Select::Count(_)) {
            // A limit bounds what the server would count, and a count is one row.
            return Ok(None);
        }
        match patiently!(self.client.query(text)?.quick_count().await) {
            Ok(rows) => Ok(rows),
            // Only a total is lost: a server that does not answer at all fails when its rows are read.
            Err(crate::Error::Client(error))
                if error.kind() == vtql_client::ErrorKind::Server || error.is_transient() =>
            {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}
