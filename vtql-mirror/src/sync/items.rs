//! Line items have no time of change: they are read again when one of the records that have them was changed.

use super::module::{Module, now, second};
use crate::error::Result;
use crate::state::{LONGEST_OFFSET, ModuleState, OVERLAP, Parents};
use std::collections::BTreeSet;
use std::time::Instant;
use vtql_schema::LINE_ITEM_MODULE;

impl Module<'_> {
    /// Looks at the records that have line items, once they are up to date: at those of modules that are in `fresh`.
    /// It is to be done before the items are read.
    pub(super) async fn look_at_parents(&mut self, fresh: &BTreeSet<String>) -> Result<()> {
        if self.name != LINE_ITEM_MODULE || self.has_stamps() {
            return Ok(());
        }
        let described = self.state.table.module()?;
        let parents = described.field("parent_id").map(|field| field.refers_to.clone()).unwrap_or_default();
        if parents.is_empty() || !parents.iter().all(|name| fresh.contains(name)) {
            return Ok(());
        }
        let marks = self.keeper.run(move |store| {
            let states = store.states()?;
            let mut marks = Vec::new();
            for name in parents {
                let columns = match states.get(&name) {
                    Some(text) => ModuleState::parse(&name, text)?.table.columns()?,
                    None => return Ok(None),
                };
                if !columns.names().any(|name| name == "modifiedtime") {
                    return Ok(None);
                }
                marks.push(store.mark(&name)?);
            }
            Ok(Some(marks))
        });
        let Some(marks) = marks.await? else { return Ok(()) };
        let newest = marks.iter().filter_map(|(_, newest)| second(newest.as_deref()?)).max();
        let mark = marks.into_iter().map(|(mark, _)| mark).collect::<Vec<_>>().join("; ");
        let known = self.state.parents.as_ref().filter(|known| known.mark == mark);
        let since = known.map_or_else(now, |known| known.since);
        // A record's items are written after its stamp. In whatever zone that is, it is this old.
        let is_old = |newest: i64| {
            self.server_second_at(Instant::now()).is_some_and(|now| newest < now - LONGEST_OFFSET - OVERLAP)
        };
        let is_settled = now() - since >= OVERLAP || newest.is_none_or(is_old);
        self.parents = Some(Parents { mark, since, is_settled });
        Ok(())
    }

    /// Whether no record that has line items was changed since these were read.
    pub(super) fn has_quiet_parents(&self) -> bool {
        let read = self.state.parents.as_ref().filter(|read| read.is_settled);
        read.zip(self.parents.as_ref()).is_some_and(|(read, now)| read.mark == now.mark)
    }

    /// The line items were read: they are as the records that have them are.
    pub(super) async fn keep_parents(&mut self) -> Result<()> {
        if self.has_quiet_parents() || self.state.parents == self.parents {
            return Ok(());
        }
        self.state.parents = self.parents.take();
        self.write(None, Vec::new()).await?;
        Ok(())
    }
}
