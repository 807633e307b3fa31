//! What the expansions of the macros call. Not for use by hand: it changes with them.

use super::given::Given;
use super::written::{self, Written};
use super::{Write, Writing};
use crate::query::fields::Part;
use crate::query::{AnonymousRow, QueryError, anonymous_row};
use serde_json::{Map, Value};
use vtql_parser::{Diagnostic, Span, codes};

macro_rules! writes {
    ($($name:ident $writing:ident $what:literal;)+) => {$(
        #[doc = $what]
        /// that was checked. `known` is a JSON object with the values that the program does not compute, or
        /// nothing; `names` are the fields of those that it does, one a line, each with the steps to it between tabs.
        pub fn $name(module: &'static str, known: &str, names: &str, given: &[Given]) -> Write<Written> {
            let element = element(known, names, given);
            Write { writing: Writing::$writing, module, element, reading: written::reading() }
        }
    )+};
}

writes! {
    create Create "A new record";
    update Update "An update";
    revise Revise "A change";
}

/// The same write, of which the answer is read as the values of `columns`, a name a line.
pub fn answered<R: 'static, G: Part + 'static>(
    write: Write<Written>,
    columns: &'static str,
    make: fn(G) -> R,
) -> Write<AnonymousRow<R>> {
    let Write { writing, module, element, .. } = write;
    Write { writing, module, element, reading: anonymous_row::reading(columns, make) }
}

fn element(known: &str, names: &str, given: &[Given]) -> Result<Map<String, Value>, QueryError> {
    let mut element: Map<String, Value> = serde_json::from_str(known).unwrap_or_default();
    let mut wrong = Vec::new();
    for (path, given) in names.split('\n').zip(given) {
        match given.to_json() {
            Ok(Some(value)) => insert(&mut element, path, value),
            Ok(None) => {}
            Err(why) => {
                let message = format!("`{}` cannot be written: {why}", path.replace('\t', "."));
                wrong.push(Diagnostic::error(codes::UNBOUND_PARAMETER, Span::NONE, message));
            }
        }
    }
    if wrong.is_empty() { Ok(element) } else { Err(QueryError::new(wrong)) }
}

/// Puts a value where the steps of `path` lead: to a field, or to the list of line items, one of them and
/// its field.
fn insert(element: &mut Map<String, Value>, path: &str, value: Value) {
    let Some((list, rest)) = path.split_once('\t') else {
        element.insert(path.to_owned(), value);
        return;
    };
    let place = rest.split_once('\t').and_then(|(item, field)| Some((item.parse::<usize>().ok()?, field)));
    let Some((item, field)) = place else { return };
    let item = element.get_mut(list).and_then(|list| list.get_mut(item)).and_then(Value::as_object_mut);
    if let Some(item) = item {
        item.insert(field.to_owned(), value);
    }
}
