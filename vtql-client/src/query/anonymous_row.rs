use super::fields::{Part, show_as_map, show_as_struct};
use super::reading::{Places, ReadRow};
use super::{Cells, DecodeError, Reader};
use crate::record::Record;
use crate::value::Value;
use serde_core::{Serialize, Serializer};
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::Arc;

/// A row of a query that `vtql!` checked: it lends the fields of a struct without a name.
///
/// ```
/// use vtql_client::{Record, vtql};
///
/// let query = vtql!("select id, lastname, email from Contacts limit 1");
/// # let record = Record::from_json(r#"{"id":"12x7","lastname":"Rossi","email":"rossi@example.com"}"#).unwrap();
/// let row = query.decode(record)?;
/// assert_eq!(row.lastname, "Rossi");
/// assert_eq!(row.email.as_deref(), Some("rossi@example.com"));
///
/// let fields = row.into_fields();
/// let (name, email): (String, Option<String>) = (fields.lastname, fields.email);
/// # Ok::<(), vtql_client::query::DecodeError>(())
/// ```
///
/// It is cloned, shown and serialized from the [`Record`] that it was made of, and so keeps the text of its page,
/// and decodes it once more. That spares the compiler three implementations for each query of a program. A row
/// with a name, as [`vtql_query!`](crate::vtql_query) gives it, is a plain struct: prefer one where many rows are
/// kept, cloned or serialized.
pub type AnonymousRow<R> = LentRow<R, into_fields>;

/// Stands in the type of a row, so that the compiler's words about a field that is moved out of one name the method
/// that is there for it.
#[expect(non_camel_case_types, reason = "it is read as the name of the method")]
#[derive(Debug)]
pub enum into_fields {}

/// What an [`AnonymousRow`] is.
pub struct LentRow<R, M> {
    fields: R,
    record: Record,
    places: Places,
    structure: Arc<dyn Structure<R>>,
    moved_by: PhantomData<M>,
}

impl<R, M> LentRow<R, M> {
    /// The fields by themselves, to move them out.
    pub fn into_fields(self) -> R {
        self.fields
    }

    /// The values of the fields, in order of the columns.
    fn values(&self) -> Vec<Box<dyn Value>> {
        self.structure.values(&self.cells())
    }

    fn cells(&self) -> Cells<'_> {
        Cells::answered("", self.record.view(), self.structure.columns(), &self.places)
    }
}

impl<R, M> Deref for LentRow<R, M> {
    type Target = R;

    fn deref(&self) -> &R {
        &self.fields
    }
}

impl<R, M> Clone for LentRow<R, M> {
    fn clone(&self) -> Self {
        LentRow {
            moved_by: PhantomData,
            fields: self.structure.again(&self.cells()),
            record: self.record.clone(),
            places: Arc::clone(&self.places),
            structure: Arc::clone(&self.structure),
        }
    }
}

/// As a derive would show the struct.
impl<R, M> fmt::Debug for LentRow<R, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show_as_struct::<R>(self.structure.columns(), self.values().iter().map(|value| &**value), f)
    }
}

/// As a derive would write the struct.
impl<R, M> Serialize for LentRow<R, M> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        show_as_map(self.structure.columns(), self.values().iter().map(|value| &**value), serializer)
    }
}

/// The fields of a struct without a name.
trait Structure<R>: Send + Sync + UnwindSafe + RefUnwindSafe {
    fn columns(&self) -> &[&'static str];

    fn read(&self, cells: &Cells<'_>) -> Result<R, DecodeError>;

    /// The fields once more, of cells from which they were read before.
    fn again(&self, cells: &Cells<'_>) -> R;

    /// Their values, of cells from which they were read before.
    fn values(&self, cells: &Cells<'_>) -> Vec<Box<dyn Value>>;
}

/// A struct that is made of the values `G`.
struct Made<G, R> {
    columns: Vec<&'static str>,
    make: fn(G) -> R,
}

impl<G: Part, R> Structure<R> for Made<G, R> {
    fn columns(&self) -> &[&'static str] {
        &self.columns
    }

    fn read(&self, cells: &Cells<'_>) -> Result<R, DecodeError> {
        let mut reader = Reader::new(cells);
        let values = G::next(&mut reader);
        reader.finish((self.make)(values))
    }

    fn again(&self, cells: &Cells<'_>) -> R {
        (self.make)(G::next(&mut Reader::new(cells)))
    }

    fn values(&self, cells: &Cells<'_>) -> Vec<Box<dyn Value>> {
        let mut values = Vec::with_capacity(self.columns.len());
        G::next(&mut Reader::new(cells)).push_to(&mut values);
        values
    }
}

/// Reads rows of a structure.
struct OfStructure<R>(Arc<dyn Structure<R>>);

impl<R> ReadRow<AnonymousRow<R>> for OfStructure<R> {
    fn columns(&self) -> &[&'static str] {
        self.0.columns()
    }

    fn read(&self, record: Record, places: &Places, module: &str) -> Result<AnonymousRow<R>, DecodeError> {
        let fields = self.0.read(&Cells::answered(module, record.view(), self.columns(), places))?;
        Ok(LentRow {
            moved_by: PhantomData,
            fields,
            record,
            places: Arc::clone(places),
            structure: Arc::clone(&self.0),
        })
    }
}

/// Reads rows that `make` makes of the values of `columns`, a name a line.
pub(crate) fn reading<R: 'static, G: Part + 'static>(
    columns: &'static str,
    make: fn(G) -> R,
) -> Arc<dyn ReadRow<AnonymousRow<R>>> {
    let columns = if columns.is_empty() { Vec::new() } else { columns.split('\n').collect() };
    Arc::new(OfStructure(Arc::new(Made { columns, make })))
}
