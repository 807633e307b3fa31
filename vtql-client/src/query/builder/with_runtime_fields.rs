use super::column::Module;
use super::runtime_field::RuntimeField;
use super::select::QueryBuilder;
use crate::query::cells::other_key;
use crate::query::{Cells, DecodeError, Row};
use crate::value::Decode;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

impl<M: Module, R: Row, O> QueryBuilder<M, R, O> {
    /// Selects fields that are chosen when the program runs as well, those that are not selected already. A row
    /// is what it was, and has their values beside it.
    ///
    /// ```
    /// use vtql_client::query::builder::RuntimeField;
    /// use vtql_client::schema;
    /// use vtql_schema::Snapshot;
    ///
    /// schema! { mod contacts = Contacts { id, lastname } }
    ///
    /// # let path = "../vtql-schema/fixtures/vtiger-8.4.snapshot.json";
    /// let snapshot = Snapshot::load(path)?;
    /// let also = RuntimeField::all(&snapshot, ["birthday", "mailingcity"])?;
    /// let query = contacts::query().select((contacts::id, contacts::lastname)).and_select(&also).build();
    /// assert_eq!(query.wire()?, "select id, lastname, birthday, mailingcity from Contacts;");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// With a row of that query, `let (id, lastname) = row.values();` are typed as ever,
    /// `row.get(&also[1])` is the text of the city, and `row.read::<Option<Date>>(&also[0])?` the date.
    pub fn and_select<'c>(
        self,
        fields: impl IntoIterator<Item = &'c RuntimeField<M>>,
    ) -> QueryBuilder<M, WithRuntimeFields<M, R>, O>
    where
        M: 'c,
    {
        self.select_more(fields.into_iter().map(RuntimeField::name))
    }
}

/// A row of type `R`, with the values of fields that were chosen when the program ran.
pub struct WithRuntimeFields<M, R> {
    row: R,
    id: Option<Box<str>>,
    cells: Vec<(Box<str>, Option<Box<str>>)>,
    module: PhantomData<fn() -> M>,
}

impl<M: Module, R> WithRuntimeFields<M, R> {
    /// The value of a chosen field as the server sent it; `None` for null, and for a field that the query does not
    /// select.
    pub fn get(&self, field: &RuntimeField<M>) -> Option<&str> {
        let cell = |key: &str| self.cells.iter().find(|(name, _)| **name == *key);
        let (_, text) = cell(field.name()).or_else(|| cell(other_key(field.name())?))?;
        text.as_deref()
    }

    /// The value of a chosen field as a `T`: an `Option` for what may be unset.
    ///
    /// # Errors
    ///
    /// The field holds something else.
    pub fn read<T: Decode>(&self, field: &RuntimeField<M>) -> Result<T, DecodeError> {
        let text = self.get(field);
        T::decode(text)
            .ok_or_else(|| DecodeError::new(M::NAME, field.name(), self.id.as_deref(), text, T::EXPECTED))
    }

    /// The row alone.
    pub fn into_row(self) -> R {
        self.row
    }
}

impl<M, R> Deref for WithRuntimeFields<M, R> {
    type Target = R;

    fn deref(&self) -> &R {
        &self.row
    }
}

impl<M, R: Row> Row for WithRuntimeFields<M, R> {
    const COLUMNS: &'static [&'static str] = R::COLUMNS;

    fn decode(cells: &Cells<'_>) -> Result<Self, DecodeError> {
        let row = R::decode(cells)?;
        let owned = |(name, text): (&str, Option<&str>)| (name.into(), text.map(Into::into));
        let (id, cells) = (cells.id().map(Into::into), cells.all().into_iter().map(owned).collect());
        Ok(WithRuntimeFields { row, id, cells, module: PhantomData })
    }
}

impl<M, R: Clone> Clone for WithRuntimeFields<M, R> {
    fn clone(&self) -> Self {
        let WithRuntimeFields { row, id, cells, module } = self;
        WithRuntimeFields { row: row.clone(), id: id.clone(), cells: cells.clone(), module: *module }
    }
}

impl<M, R: fmt::Debug> fmt::Debug for WithRuntimeFields<M, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WithRuntimeFields")
            .field("row", &self.row)
            .field("cells", &self.cells)
            .finish_non_exhaustive()
    }
}
