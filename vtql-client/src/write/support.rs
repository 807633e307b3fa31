//! What the expansions of the macros call. Not for use by hand: it changes with them.

use super::given::Given;
use super::{Write, Writing};
use crate::query::fields::Part;
use crate::query::reading::{Reading, Typed};
use crate::query::{AnonymousRow, ModuleRow, QueryError, anonymous_row};
use serde_json::{Map, Value};
use std::marker::PhantomData;
use std::sync::Arc;
use vtql_parser::{Diagnostic, Span, codes};

/// A write that was checked. `known` is a JSON object with the values that the program does not compute; `names` are
/// the fields of those that it does, one a line, each with the steps to it between tabs. What the server
/// answers is read as the values of `columns`, a name a line.
pub fn write<R: 'static, G: Part + 'static>(
    what: (Writing, &'static str),
    known: &str,
    names: &str,
    given: &[Given],
    columns: &'static str,
    make: fn(G) -> R,
) -> Write<AnonymousRow<R>> {
    written(what, known, names, given, anonymous_row::reading(columns, make))
}

/// A write that was checked, like [`write`], whose answer has a type that knows its fields.
pub fn write_as<R: ModuleRow>(
    what: (Writing, &'static str),
    known: &str,
    names: &str,
    given: &[Given],
    _answer: PhantomData<R>,
) -> Write<R> {
    written(what, known, names, given, Arc::new(Typed))
}

fn written<R>(
    (writing, module): (Writing, &'static str),
    known: &str,
    names: &str,
    given: &[Given],
    reading: Reading<R>,
) -> Write<R> {
    Write { writing, module, element: element(known, names, given), reading }
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
