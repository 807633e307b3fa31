use super::given::Given;
use super::{Write, Writing, failed};
use crate::query::ModuleRow;
use crate::query::reading::Typed;
use serde_json::{Map, Value};
use std::sync::Arc;

/// A record that can be written: what `#[derive(Record)]` makes of a struct with one of the options `create`,
/// `update` and `revise`.
///
/// ```
/// use vtql_client::write::Write;
/// use vtql_client::{Record, RecordId};
///
/// #[derive(Record)]
/// #[vtql(module = "Contacts", create, revise)]
/// struct Contact {
///     id: RecordId,
///     lastname: String,
///     /// Without a value it is left alone.
///     email: Option<String>,
///     /// Without a value it is cleared.
///     #[vtql(or_clear)]
///     mailingcity: Option<String>,
///     assigned_user_id: RecordId,
///     #[vtql(read_only)]
///     createdtime: vtql_client::jiff::civil::DateTime,
/// }
///
/// # let contact = Contact {
/// #     id: RecordId::new(12, 5), lastname: "Rossi".into(), email: None, mailingcity: None,
/// #     assigned_user_id: RecordId::new(19, 1), createdtime: Default::default(),
/// # };
/// let write = Write::revise(&contact);
/// assert_eq!(
///     serde_json::to_string(write.element()?).unwrap(),
///     r#"{"assigned_user_id":"19x1","id":"12x5","lastname":"Rossi","mailingcity":""}"#
/// );
/// # Ok::<(), vtql_client::query::QueryError>(())
/// ```
pub trait WriteRecord: ModuleRow {
    /// The fields that are written, each with its value; the id among them if `with_id`.
    fn given(&self, with_id: bool) -> Vec<(&'static str, Given)>;
}

macro_rules! ways {
    ($($(#[$doc:meta])* $trait:ident $option:literal;)+) => {$(
        $(#[$doc])*
        #[diagnostic::on_unimplemented(
            message = "`{Self}` was not checked for being written in this way",
            label = "not checked for it",
            note = $option
        )]
        pub trait $trait: WriteRecord {}
    )+};
}

ways! {
    /// A record of which new ones can be made: `#[vtql(module = "…", create)]`.
    Creates "ask for it where the struct is defined: `#[derive(Record)] #[vtql(module = \"…\", create)]`";
    /// A record that can be updated: `#[vtql(module = "…", update)]`.
    Updates "ask for it where the struct is defined: `#[derive(Record)] #[vtql(module = \"…\", update)]`";
    /// A record that can be revised: `#[vtql(module = "…", revise)]`.
    Revises "ask for it where the struct is defined: `#[derive(Record)] #[vtql(module = \"…\", revise)]`";
}

/// A record that can be a line item of another: `#[vtql(module = "LineItem", create)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no line item",
    label = "not a line item",
    note = "derive it for the module of line items: `#[derive(Record)] #[vtql(module = \"LineItem\", create)]`"
)]
pub trait LineItem: Creates {}

impl<R: WriteRecord> Write<R> {
    /// A new record with the values of a struct.
    pub fn create(record: &R) -> Self
    where
        R: Creates,
    {
        Write::of(Writing::Create, record)
    }

    /// All of a record that there is, with the values of a struct.
    pub fn update(record: &R) -> Self
    where
        R: Updates,
    {
        Write::of(Writing::Update, record)
    }

    /// Fields of a record that there is, with the values of a struct.
    pub fn revise(record: &R) -> Self
    where
        R: Revises,
    {
        Write::of(Writing::Revise, record)
    }

    fn of(writing: Writing, record: &R) -> Self {
        let element = object(record, writing != Writing::Create).map_err(failed);
        Write { writing, module: R::MODULE, element, reading: Arc::new(Typed) }
    }
}

/// A record as an object, with its id or without.
pub(super) fn object<T: WriteRecord>(record: &T, with_id: bool) -> Result<Map<String, Value>, String> {
    let mut object = Map::new();
    for (name, given) in record.given(with_id) {
        let value = given.to_json().map_err(|why| format!("`{name}` cannot be written: {why}"))?;
        if let Some(value) = value {
            object.insert(name.to_owned(), value);
        }
    }
    Ok(object)
}
