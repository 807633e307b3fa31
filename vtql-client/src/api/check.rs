//! What is wrong with an element, told before it is sent. The server takes unknown fields and values
//! outside a picklist without a word (observed).

use crate::error::{Error, ErrorKind, Result};
use serde::Serialize;
use vtql_parser::{Diagnostic, Dialect, Severity};
use vtql_schema::element::{Element, Writing};
use vtql_schema::{Checker, Module, Snapshot};

/// Checks an element that a record of `module` is to be created of, as
/// [`vtql_create!`](crate::vtql_create) does while compiling: that each field exists and may be written, that none
/// that is mandatory is missing, and that values have the types of their fields.
///
/// # Errors
///
/// [`ErrorKind::Element`] with all that is wrong, which [`Error::diagnostics`] has one by one.
///
/// ```
/// use serde_json::json;
/// use vtql_client::check_element;
/// use vtql_schema::{Field, Module, types::FieldType};
///
/// let mut lastname = Field::new("lastname", FieldType::String);
/// lastname.mandatory = true;
/// let module = Module::new("Contacts", [lastname]);
/// let error = check_element(&module, &json!({ "lastnme": "Smith" })).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "the element does not fit `Contacts`: module `Contacts` has no field `lastnme` [V102], did you mean `lastname`?; \
///      `lastname` is mandatory, and the record has no value for it [V115], write `lastname: …`"
/// );
/// ```
pub fn check_element<E: Serialize + ?Sized>(module: &Module, element: &E) -> Result<()> {
    let values = super::records::object(element)?;
    let element = Element::from_json(Writing::Create, &*module.name, &values);
    let snapshot = Snapshot::from_modules([module.clone()]);
    let mut found = Checker::new(Dialect::Surface).snapshot(&snapshot).element(&element);
    found.retain(|it| it.severity != Severity::Note);
    if found.is_empty() { Ok(()) } else { Err(Error::element(&module.name, found)) }
}

impl Error {
    /// The element was refused before it was sent.
    fn element(module: &str, found: Vec<Diagnostic>) -> Self {
        let told: Vec<String> = found
            .iter()
            .map(|it| {
                let fact = format!("{} [{}]", it.message, it.code);
                [&[fact], &*it.help].concat().join(", ")
            })
            .collect();
        let message = format!("the element does not fit `{module}`: {}", told.join("; "));
        Error::new(ErrorKind::Element, message).with_diagnostics(found)
    }
}
