use crate::build::Builder;
use crate::column::ColumnKind;
use crate::columns::Columns;
use crate::misfit::{MisfitLog, Misfits};
use arrow_array::RecordBatch;
use arrow_schema::{ArrowError, SchemaRef};
use std::collections::BTreeSet;
use vtql_client::Record;

/// Makes record batches of records, column by column.
#[derive(Debug)]
pub struct BatchBuilder {
    columns: Columns,
    schema: SchemaRef,
    builders: Vec<Builder>,
    raw: Builder,
    rows: usize,
    bytes: usize,
    misfits: MisfitLog,
    unknown: BTreeSet<String>,
    missing: BTreeSet<String>,
}

impl BatchBuilder {
    /// A builder of batches with these columns.
    pub fn new(columns: Columns) -> Self {
        BatchBuilder {
            schema: columns.schema(),
            builders: columns.fields().iter().map(|column| Builder::new(column.kind)).collect(),
            raw: Builder::new(ColumnKind::Text),
            columns,
            rows: 0,
            bytes: 0,
            misfits: MisfitLog::default(),
            unknown: BTreeSet::new(),
            missing: BTreeSet::new(),
        }
    }

    /// The columns.
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// Adds records. Those of one page are read column by column.
    pub fn append(&mut self, records: &[Record]) {
        for page in records.chunk_by(Record::is_of_same_answer) {
            let Some(first) = page.first() else { continue };
            let places = self.places(first);
            let mut raw = vec![None; page.len()];
            for (index, place) in places.into_iter().enumerate() {
                self.column(index, place, page, &mut raw);
            }
            for text in raw {
                let text =
                    text.map(|fields: serde_json::Map<_, _>| serde_json::Value::Object(fields).to_string());
                self.raw.append(text.as_deref());
            }
            self.rows += page.len();
        }
    }

    /// Adds a row of texts as they were written from an earlier batch, in the order of the columns, `_raw` as the last
    /// where there is one. A boolean is `0` or `1`; the values of a multipicklist are parted by ` |##| `.
    pub fn append_texts<'a>(&mut self, mut cells: impl Iterator<Item = Option<&'a str>>) {
        for builder in &mut self.builders {
            let cell = cells.next().flatten();
            self.bytes += cell.map_or(0, str::len);
            builder.append(cell);
        }
        self.raw.append(cells.next().flatten());
        self.rows += 1;
    }

    fn column(
        &mut self,
        index: usize,
        place: Option<usize>,
        page: &[Record],
        raw: &mut [Option<serde_json::Map<String, serde_json::Value>>],
    ) {
        let Some(builder) = self.builders.get_mut(index) else { return };
        let Some(place) = place else {
            page.iter().for_each(|_| {
                builder.append(None);
            });
            return;
        };
        for (record, raw) in page.iter().zip(raw) {
            let cell = record.at(place);
            self.bytes += cell.map_or(0, str::len);
            if builder.append(cell) {
                continue;
            }
            let (Some(column), Some(text)) = (self.columns.fields().get(index), cell) else { continue };
            self.misfits.add(record, &column.name, text);
            if self.columns.misfits() == Misfits::Raw {
                raw.get_or_insert_default().insert(column.name.clone(), text.into());
            }
        }
    }

    /// Where the columns stand in the answer of a record. What is more, or less, in the answer is written down.
    fn places(&mut self, record: &Record) -> Vec<Option<usize>> {
        let known: Vec<(usize, &str)> = record.columns().collect();
        let find = |name: &str| known.iter().find(|(_, known)| *known == name).map(|(place, _)| *place);
        let fields = self.columns.fields();
        let places: Vec<Option<usize>> =
            fields.iter().map(|column| find(&column.name).or_else(|| find(column.other_key()?))).collect();
        for (column, place) in fields.iter().zip(&places) {
            if place.is_none() && !self.missing.contains(&column.name) {
                self.missing.insert(column.name.clone());
            }
        }
        if known.len() > places.iter().flatten().count() {
            for (place, name) in known {
                if !places.contains(&Some(place)) && !self.unknown.contains(name) {
                    self.unknown.insert(name.to_owned());
                }
            }
        }
        places
    }

    /// The rows that were added since the last batch.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The bytes of their texts.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// A batch of the rows that were added.
    ///
    /// # Errors
    ///
    /// None that a caller can cause: the columns are those of the schema.
    pub fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        (self.rows, self.bytes) = (0, 0);
        let mut arrays: Vec<_> = self.builders.iter_mut().map(Builder::finish).collect();
        let raw = self.raw.finish();
        if self.columns.misfits() == Misfits::Raw {
            arrays.push(raw);
        }
        RecordBatch::try_new(self.schema.clone(), arrays)
    }

    /// The values so far that did not fit.
    pub fn misfits(&self) -> &MisfitLog {
        &self.misfits
    }

    /// Fields of answers that are no column: the module has more than its description said.
    pub fn unknown_fields(&self) -> impl Iterator<Item = &str> {
        self.unknown.iter().map(String::as_str)
    }

    /// Columns that an answer did not have: their cells are null.
    pub fn missing_fields(&self) -> impl Iterator<Item = &str> {
        self.missing.iter().map(String::as_str)
    }
}
