//! What is wrong with an element, told before it is sent. The server takes unknown fields and values
//! outside a picklist without a word (observed).

use crate::error::{Error, ErrorKind, Result};
use serde::Serialize;
use serde_json::{Map, Value};
use vtql_schema::{Field, Module, suggest};

/// Checks an element that a record of `module` is to be created of: that each field exists, that none
/// that is mandatory is missing, and that picklists have the values.
///
/// # Errors
///
/// [`ErrorKind::Element`] with all that is wrong.
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
///     "the element does not fit `Contacts`: there is no field `lastnme`, did you mean `lastname`?; \
///      `lastname` is mandatory and has no value"
/// );
/// ```
pub fn check_element<E: Serialize + ?Sized>(module: &Module, element: &E) -> Result<()> {
    let element = super::records::object(element)?;
    let mut wrong: Vec<String> =
        element.iter().filter_map(|(name, value)| member(module, name, value)).collect();
    wrong.extend(
        module
            .fields()
            .iter()
            .filter(|field| is_missing(field, &element))
            .map(|field| format!("`{}` is mandatory and has no value", field.name)),
    );
    if wrong.is_empty() {
        return Ok(());
    }
    let message = format!("the element does not fit `{}`: {}", module.name, wrong.join("; "));
    Err(Error::new(ErrorKind::Element, message))
}

fn member(module: &Module, name: &str, value: &Value) -> Option<String> {
    // The lines of an inventory record are no field of it.
    if name == "id" || name == "LineItems" {
        return None;
    }
    let Some(field) = module.field(name) else {
        let near = suggest::closest(name, module.fields().iter().map(|field| field.name.as_str()));
        let cure = near.map(|near| format!(", did you mean `{near}`?")).unwrap_or_default();
        return Some(format!("there is no field `{name}`{cure}"));
    };
    let text = value.as_str().filter(|text| !text.is_empty())?;
    if !field.ty.is_picklist() || field.picklist.is_empty() {
        return None;
    }
    // A field with several values has them in one text.
    let outside = text.split(" |##| ").find(|value| !field.offers(value))?;
    Some(format!("`{name}` does not offer {outside:?}"))
}

/// Whether the server would refuse the record for want of this field. It fills in what it can itself:
/// a default, and the numbers and times that nobody writes.
fn is_missing(field: &Field, element: &Map<String, Value>) -> bool {
    let given = match element.get(&field.name) {
        None | Some(Value::Null) => false,
        Some(Value::String(text)) => !text.is_empty(),
        Some(_) => true,
    };
    field.mandatory && field.editable && field.default.is_empty() && !given
}
