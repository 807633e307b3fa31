//! Fields that come, go, or change their type.

use super::module::Module;
use crate::error::Result;
use crate::table::Table;

impl Module<'_> {
    /// Asks again what the module has, and brings the table to it. Answers whether anything is new. Nothing is ever
    /// removed from the table: a field that is gone keeps its values.
    pub(super) async fn describe_again(&mut self) -> Result<bool> {
        let table = Table::describe(self.client(), &self.name, None, self.columns.misfits()).await?;
        let columns = table.columns()?;
        let gone: Vec<&str> = {
            let has = |name: &str| columns.fields().iter().any(|column| column.name == name);
            self.columns
                .fields()
                .iter()
                .map(|column| column.name.as_str())
                .filter(|name| !has(name))
                .collect()
        };
        let gone: Vec<String> =
            gone.into_iter().map(|name| format!("lost `{name}`, which keeps its values")).collect();
        let is_new = columns != self.columns;
        self.state.table = table;
        if !is_new {
            return Ok(false);
        }
        let wanted = columns.clone();
        let mut done = self
            .keeper
            .run(move |store| {
                let done = store.prepare(&wanted)?;
                store.complete(&wanted)?;
                Ok(done)
            })
            .await?;
        // Values that the rows had all the time are not known yet.
        self.state.reread_now |= !done.is_empty();
        done.extend(gone);
        self.columns = columns;
        self.state.more_keys.clear();
        self.state.fewer_keys.clear();
        self.state.schema_changes.extend(done.iter().cloned());
        self.synced.schema_changes.extend(done);
        self.write(None, Vec::new()).await?;
        Ok(true)
    }
}
