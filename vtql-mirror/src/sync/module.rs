//! One module of a mirror: its state, its columns, and how rows come to its table.

use super::Sync;
use super::summary::Synced;
use crate::error::Result;
use crate::state::{LONGEST_OVERLAP, ModuleState, Parents};
use crate::store::{Applied, Change, Keeper};
use arrow_array::RecordBatch;
use std::time::{Instant, SystemTime};
use vtql_arrow::{BatchBuilder, Columns, Text};
use vtql_client::{Client, Record};
use vtql_parser::ast::{Name, Query, Select};

pub(crate) struct Module<'a> {
    pub(crate) name: String,
    pub(super) sync: &'a Sync,
    pub(crate) keeper: Keeper,
    pub(crate) state: ModuleState,
    pub(crate) columns: Columns,
    pub(crate) synced: Synced,
    /// Whether the description was asked for a moment ago: what the first answer has beyond it, it will always have.
    pub(crate) is_just_described: bool,
    /// About how many rows the first reading is to come to, if that is known.
    pub(crate) expected_rows: Option<u64>,
    /// For line items: what the records that have them are.
    pub(super) parents: Option<Parents>,
}

/// The seconds since 1970 by this machine's clock.
pub(crate) fn now() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

impl<'a> Module<'a> {
    pub(crate) fn new(sync: &'a Sync, keeper: Keeper, state: ModuleState) -> Result<Self> {
        let columns = state.table.columns()?;
        let name = state.table.module.clone();
        Ok(Module {
            name,
            sync,
            keeper,
            state,
            columns,
            synced: Synced::default(),
            is_just_described: false,
            expected_rows: None,
            parents: None,
        })
    }

    pub(super) fn client(&self) -> &Client {
        &self.sync.client
    }

    /// The time of the server at a moment of this process.
    pub(super) fn server_second_at(&self, moment: Instant) -> Option<i64> {
        self.sync.watch.server_second_at(moment)
    }

    /// Whether changes have a time by which they can be asked for.
    pub(super) fn has_stamps(&self) -> bool {
        self.columns.fields().iter().any(|column| column.name == "modifiedtime")
    }

    /// What is asked for of each record: everything, so that new fields show; but named where the server would
    /// have a row for each line item.
    pub(super) fn select(&self) -> Result<String> {
        if !self.state.table.leaves_fields_out()? {
            return Ok("*".to_owned());
        }
        let query = self.state.table.wanted()?;
        Ok(match &query.select {
            Select::Fields(fields) => fields.iter().map(Name::as_str).collect::<Vec<_>>().join(", "),
            _ => "*".to_owned(),
        })
    }

    /// A query of the module's records.
    pub(super) fn query(&self, condition: &str) -> Result<Query> {
        let text = format!("select {} from {}{condition}", self.select()?, self.name);
        crate::table::parse(&text)
    }

    /// Sets rows and removes others, together with the state. Columns follow what the rows have.
    pub(crate) async fn apply(
        &mut self,
        records: &[Record],
        deleted: Vec<String>,
        measures: bool,
    ) -> Result<()> {
        let mut batch = None;
        if !records.is_empty() {
            let mut builder = self.build(records);
            let may_have_changed = !std::mem::take(&mut self.is_just_described);
            if may_have_changed && self.differs(&builder) && self.describe_again().await? {
                builder = self.build(records);
            }
            self.state.more_keys.extend(builder.unknown_fields().map(str::to_owned));
            // What the answers never had is no news: describe has names that no query can hold.
            let is_news = self.state.first.is_none() || self.synced.updated > 0;
            let missing: Vec<String> = builder.missing_fields().map(str::to_owned).collect();
            for name in missing {
                if self.state.fewer_keys.insert(name.clone()) && is_news {
                    self.tell(format!(
                        "`{name}` is described, and not in the answers any more: it is null in them"
                    ));
                }
            }
            self.synced.misfits += builder.misfits().total();
            batch = Some(builder.finish()?);
            self.take_stamps(records);
        }
        let applied = self.write(batch, deleted).await?;
        self.synced.updated += applied.changed.len() as u64;
        self.synced.deleted += applied.deleted;
        if measures {
            self.measure_lateness(records, &applied.changed);
        }
        Ok(())
    }

    /// Writes rows, deletions and the state in one transaction.
    pub(crate) async fn write(&self, rows: Option<RecordBatch>, deleted: Vec<String>) -> Result<Applied> {
        let change = Change {
            columns: self.columns.clone(),
            rows,
            deleted,
            state: self.state.text(),
            is_news: self.state.first.is_none(),
        };
        self.keeper.run(move |store| store.apply(&change)).await
    }

    /// Says what became of the columns.
    pub(super) fn tell(&mut self, change: String) {
        self.state.schema_changes.push(change.clone());
        self.synced.schema_changes.push(change);
    }

    fn build(&self, records: &[Record]) -> BatchBuilder {
        let mut builder = BatchBuilder::new(self.columns.clone());
        builder.append(records);
        builder
    }

    /// Whether rows have other fields than describe said.
    fn differs(&self, builder: &BatchBuilder) -> bool {
        let items = |name: &str| vtql_schema::LINE_ITEM_FIELDS.contains(&name);
        builder.unknown_fields().any(|name| !self.state.more_keys.contains(name) && !items(name))
            || builder
                .missing_fields()
                .any(|name| !self.state.fewer_keys.contains(name) && Name::is_word(name))
    }

    fn take_stamps(&mut self, records: &[Record]) {
        let Some(now) = self.server_second_at(Instant::now()) else { return };
        let stamps = records.iter().filter_map(stamp).filter(|stamp| *stamp <= now + 2);
        if let Some(stamp) = stamps.max() {
            self.state.saw(stamp, now);
        }
    }

    /// A row that differs and is stamped before what was read until then was under way when it was read: others may
    /// be so as long, and twice as long.
    fn measure_lateness(&mut self, records: &[Record], changed: &[usize]) {
        let Some(until) = self.state.stamped_until else { return };
        let changed = changed.iter().filter_map(|row| stamp(records.get(*row)?));
        let latest = changed.map(|stamp| until - stamp).max().unwrap_or_default();
        self.state.overlap = self.state.overlap.max((2 * latest).min(LONGEST_OVERLAP));
    }
}

/// The second in which a record was changed, by the clock of the server's texts.
pub(super) fn stamp(record: &Record) -> Option<i64> {
    second(record.get("modifiedtime")?)
}

/// The second of a text of a day and a time.
pub(super) fn second(text: &str) -> Option<i64> {
    Some(Text(text).datetime()?.div_euclid(1_000_000))
}

/// A second as the server writes it.
pub(crate) fn stamp_text(second: i64) -> String {
    jiff::Timestamp::from_second(second)
        .map(|it| it.strftime("%Y-%m-%d %H:%M:%S").to_string())
        .unwrap_or_default()
}
