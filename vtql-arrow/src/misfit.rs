use vtql_client::Record;

/// What becomes of a value that does not fit the type of its column. Its cell is null, and:
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Misfits {
    /// Its text is kept in the column `_raw`, a JSON object of fields and texts.
    #[default]
    Raw,
    /// It is reported: [`BatchBuilder::misfits`](crate::BatchBuilder::misfits).
    Null,
}

/// A value that did not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Misfit {
    /// The record; empty when the row has no id.
    pub record: String,
    /// The field.
    pub field: String,
    /// Its text.
    pub text: String,
}

/// The values that did not fit: their number, and the first of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MisfitLog {
    total: u64,
    first: Vec<Misfit>,
}

/// How many are kept: memory does not grow with the rows.
const KEPT: usize = 1_000;
/// How many bytes of a text are kept.
const KEPT_TEXT: usize = 200;

impl MisfitLog {
    /// How many there were.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The first thousand of them, each with the start of its text.
    pub fn first(&self) -> &[Misfit] {
        &self.first
    }

    pub(crate) fn add(&mut self, record: &Record, field: &str, text: &str) {
        self.total += 1;
        if self.first.len() < KEPT {
            let record = record.get("id").unwrap_or_default().to_owned();
            let end = text.floor_char_boundary(KEPT_TEXT);
            self.first.push(Misfit { record, field: field.to_owned(), text: text[..end].to_owned() });
        }
    }
}
