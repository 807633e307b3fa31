//! All rows, once.

use super::module::{Module, stamp};
use crate::error::Result;
use crate::walk::Walk;
use std::time::Instant;
use vtql_client::Progress;

impl Module<'_> {
    /// Reads all rows, page by page. Each is in the mirror before the next is asked for. `asks_newest`: whether it
    /// is worth a request to know the newest stamp at the start, from which changes are read later.
    pub(crate) async fn read_first(&mut self, asks_newest: bool) -> Result<()> {
        let Some(mut first) = self.state.first.clone() else { return Ok(()) };
        let start = Instant::now();
        if asks_newest && first.newest.is_none() && self.has_stamps() {
            let text =
                format!("select id, modifiedtime from {} order by modifiedtime desc limit 1", self.name);
            // Where it cannot be known, more is read again later.
            let newest = self.client().query(&text)?.first().await.ok().flatten();
            first.newest = newest.as_ref().and_then(stamp);
        }
        let from: Progress = first.progress.parse().unwrap_or_default();
        let mut walk =
            Walk::new(self.client().clone(), self.state.table.clone(), from).expecting(self.expected_rows);
        while let Some(page) = walk.next().await? {
            if first.began.is_none() {
                first.began = self.server_second_at(start);
            }
            if !walk.lost.is_empty() {
                self.state.table = walk.table.clone();
                for name in walk.lost.drain(..) {
                    self.tell(self.lost(&name));
                }
            }
            first.progress.clone_from(&page.progress);
            self.state.first = Some(first.clone());
            self.apply(&page.records, Vec::new(), false).await?;
            // The rows may have shown that the module has other fields now.
            if walk.table != self.state.table {
                walk.table = self.state.table.clone();
            }
            if let Some(report) = &self.sync.report {
                let rows = page.progress.parse::<Progress>().unwrap_or_default().rows;
                report(&self.name, rows, page.records.len() as u64);
            }
        }
        let began = first.began.or_else(|| self.server_second_at(start));
        self.state.first = None;
        // A stamp in the future says nothing about the present.
        let newest = first.newest.filter(|newest| began.is_none_or(|began| *newest <= began + 2));
        self.state.read(began, newest.or(self.state.newest.filter(|_| began.is_none())));
        self.state.told_until = began;
        self.apply(&[], Vec::new(), false).await?;
        let columns = self.columns.clone();
        self.keeper.run(move |store| store.complete(&columns)).await
    }
}
