//! Fields that come, go, or change their type.

use super::module::Module;
use crate::error::Result;
use crate::format::Format;
use crate::table::Table;
use vtql_arrow::Columns;

impl Module<'_> {
    /// Asks again what the module has, and brings the table to it. Answers whether anything is new. Nothing is ever
    /// removed from the table: a field that is gone keeps its values, until it is back and all rows are read again.
    pub(super) async fn describe_again(&mut self) -> Result<bool> {
        let table = Table::describe(
            self.client(),
            &self.name,
            self.state.table.query.as_deref(),
            self.columns.misfits(),
        )
        .await?;
        let columns = table.columns()?;
        let told = &self.state.table.gone;
        let gone: Vec<String> = only_in(&self.columns, &columns)
            .filter(|name| !told.iter().any(|it| it == name))
            .map(str::to_owned)
            .collect();
        let came: Vec<String> = only_in(&columns, &self.columns).map(|name| format!("`{name}`")).collect();
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
        // The column of a field that was there before has the values of that time.
        let back: Vec<String> = came
            .iter()
            .filter(|name| !done.iter().any(|it| it.contains(*name)))
            .map(|name| format!("{name} is back: all rows are read again"))
            .collect();
        done.extend(back);
        // Values that the rows had all the time are not known yet.
        self.state.reread_now |= !done.is_empty();
        // Databases that compare names without their case have the same column under the new name.
        let renamed = |name: &str| done.iter().any(|it| it.starts_with(&format!("renamed `{name}` ")));
        let gone: Vec<String> =
            gone.iter().filter(|name| !renamed(name)).map(|name| self.lost(name)).collect();
        done.extend(gone);
        self.columns = columns;
        self.state.more_keys.clear();
        let columns = &self.columns;
        self.state.fewer_keys.retain(|name| columns.names().any(|it| it == name));
        for change in done {
            self.tell(change);
        }
        self.write(None, Vec::new()).await?;
        Ok(true)
    }

    /// What is said of a field that is gone.
    pub(super) fn lost(&self, name: &str) -> String {
        // The file of a table has the fields that the module has.
        let kept =
            if self.sync.format == Format::Parquet { "is no column any more" } else { "keeps its values" };
        format!("lost `{name}`, which {kept}")
    }
}

/// The names of the fields that only the first of the two has.
fn only_in<'a>(these: &'a Columns, others: &'a Columns) -> impl Iterator<Item = &'a str> {
    let has = |name: &str| others.fields().iter().any(|column| column.name == name);
    these.fields().iter().map(|column| column.name.as_str()).filter(move |name| !has(name))
}
