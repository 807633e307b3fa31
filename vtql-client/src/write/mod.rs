//! Writes that are checked while compiling. Nothing here touches the network but [`Write::send`].
//!
//! [`vtql_create!`](crate::vtql_create), [`vtql_update!`](crate::vtql_update) and
//! [`vtql_revise!`](crate::vtql_revise) make a [`Write`]; so do structs that derive
//! [`Record`](derive@crate::Record) and say in which ways they are written.

mod field;
mod given;
mod items;
mod record;
#[doc(hidden)]
pub mod support;
mod written;

#[doc(hidden)]
pub use field::named;
pub use field::{
    BooleanField, ChoicesField, DateField, DateTimeField, DecimalField, IdField, IntegerField, SwitchField,
    TextField, TimeField,
};
pub use given::Given;
pub use items::ItemsField;
pub use record::{Creates, LineItem, Revises, Updates, WriteRecord};
pub use vtql_schema::element::Writing;
pub use written::Written;

use crate::query::reading::{Reading, Typed};
use crate::query::{ModuleRow, QueryError};
use serde_json::{Map, Value};
use std::fmt;
use std::sync::Arc;
use vtql_parser::{Diagnostic, Span, codes};

/// A record that is about to be written, and the type `R` of what the server answers: the record as it is
/// stored then.
///
/// ```no_run
/// # #[cfg(feature = "http")]
/// # async fn run(client: vtql_client::Client) -> Result<(), vtql_client::Error> {
/// use vtql_client::{RecordId, vtql_create, vtql_revise};
///
/// let me = client.me().await?.id;
/// let name = "O'Brien";
/// let created = vtql_create!(Contacts { lastname: name, leadsource: "Partner", assigned_user_id: me } -> { contact_no })
///     .send(&client)
///     .await?;
/// println!("{} is {}", created.contact_no, created.id);
///
/// let city: Option<&str> = None;
/// vtql_revise!(Contacts { id: created.id, phone: "+49 30 1234", mailingcity?: city, birthday: None })
///     .send(&client)
///     .await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a write does nothing until it is sent"]
pub struct Write<R> {
    writing: Writing,
    module: &'static str,
    element: Result<Map<String, Value>, QueryError>,
    reading: Reading<R>,
}

impl<R> Write<R> {
    /// How the record is written.
    pub fn writing(&self) -> Writing {
        self.writing
    }

    /// The name of the module.
    pub fn module(&self) -> &str {
        self.module
    }

    /// What is sent: names of fields with their values, all of them text, as the API has them.
    ///
    /// # Errors
    ///
    /// A value that is known only when the program runs does not fit its field.
    pub fn element(&self) -> Result<&Map<String, Value>, QueryError> {
        self.element.as_ref().map_err(QueryError::clone)
    }

    /// The same write, answered by a record of the type `A`, which may have other fields than are written.
    ///
    /// ```
    /// use vtql_client::{Record, RecordId, vtql_create};
    ///
    /// #[derive(Record)]
    /// #[vtql(module = "Leads")]
    /// struct Lead {
    ///     id: RecordId,
    ///     lead_no: String,
    /// }
    ///
    /// let me = RecordId::new(19, 1);
    /// let write = vtql_create!(Leads { lastname: "Rossi", assigned_user_id: me }).answered_by::<Lead>();
    /// assert!(write.element().is_ok());
    /// ```
    pub fn answered_by<A: ModuleRow>(self) -> Write<A> {
        let Write { writing, module, element, .. } = self;
        let element =
            element.and_then(
                |element| {
                    if A::MODULE == module { Ok(element) } else { Err(misfit(module, A::MODULE)) }
                },
            );
        Write { writing, module, element, reading: Arc::new(Typed) }
    }

    #[cfg(feature = "http")]
    pub(crate) fn reading(&self) -> Reading<R> {
        Arc::clone(&self.reading)
    }
}

fn misfit(written: &str, answered: &str) -> QueryError {
    failed(format!("a record of `{written}` is written, and the type of the answer is one of `{answered}`"))
}

fn failed(message: impl Into<String>) -> QueryError {
    QueryError::new(vec![Diagnostic::error(codes::UNBOUND_PARAMETER, Span::NONE, message)])
}

impl<R> Clone for Write<R> {
    fn clone(&self) -> Self {
        Write { element: self.element.clone(), reading: Arc::clone(&self.reading), ..*self }
    }
}

/// The names of the fields: a value may be a password.
impl<R> fmt::Debug for Write<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Write { writing, module, element, .. } = self;
        match element {
            Ok(element) => {
                let fields: Vec<&str> = element.keys().map(String::as_str).collect();
                write!(f, "{writing:?}({module} {{ {} }})", fields.join(", "))
            }
            Err(error) => write!(f, "{writing:?}({module}: {error})"),
        }
    }
}
