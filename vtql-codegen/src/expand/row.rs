//! The type of a query's rows.

use super::code::Code;
use super::{ident, types};
use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use std::borrow::Cow;
use std::ops::Range;
use std::ptr;
use vtql_parser::ast::{Query, Spanned};
use vtql_schema::{Field, Module};

/// How many values of a picklist the documentation of a field lists.
const LISTED_VALUES: usize = 20;

/// How many fields of a row are read and shown at once: as many as the tuples of the client crate have.
const GROUP: usize = 12;

/// The name of a type or a field in Rust: an identifier, which is raw where it has to be.
pub(crate) struct Name<'s> {
    text: Cow<'s, str>,
    /// Where it stands in the program, if it does.
    place: Option<Span>,
}

impl<'s> Name<'s> {
    /// The name for one of VTQL.
    pub(crate) fn new(name: &'s str, place: Option<Span>) -> Self {
        Name { text: ident::text_for(name), place }
    }

    /// Writes it where it is defined; with its place, that is what an editor finds for the word in the program.
    fn define(&self, with_place: bool, code: &mut Code<'_>) {
        match self.place.filter(|_| with_place) {
            Some(span) => code.tokens(TokenTree::from(ident::at(&self.text, span))),
            None => code.text(&self.text),
        };
    }
}

/// A selected field.
pub(crate) struct Column<'s> {
    field: &'s Field,
    name: Name<'s>,
}

impl Column<'_> {
    /// The name of the field.
    pub(crate) fn name(&self) -> &str {
        &self.field.name
    }
}

/// The columns of a query: what it selects, each once, or all fields of the module.
pub(crate) fn columns<'s>(
    query: &Query,
    module: &'s Module,
    place_of: impl Fn(vtql_parser::Span) -> Option<Span>,
) -> Vec<Column<'s>> {
    if query.select.names().is_empty() {
        let place = place_of(query.select.span());
        return columns_of(module.fields().iter().map(|field| (field, place)));
    }
    let named = query.select.names().iter();
    columns_of(named.filter_map(|name| Some((module.field(name)?, place_of(name.span)))))
}

/// The columns for fields, each once, with their places.
pub(crate) fn columns_of<'s>(fields: impl Iterator<Item = (&'s Field, Option<Span>)>) -> Vec<Column<'s>> {
    let mut columns: Vec<Column<'s>> = Vec::new();
    for (field, place) in fields {
        if columns.iter().any(|column| ptr::eq(column.field, field)) {
            continue;
        }
        let mut name = Name::new(&field.name, place);
        while columns.iter().any(|column| column.name.text == name.text) {
            name.text.to_mut().push('_');
        }
        columns.push(Column { field, name });
    }
    columns
}

/// The struct `name` with a field for each column. `for_readers`, names are documented and stand where the
/// program has them.
fn structure(
    code: &mut Code<'_>,
    name: &Name<'_>,
    module: &Module,
    columns: &[Column<'_>],
    for_readers: bool,
) {
    if for_readers {
        let about = format!("A row of the module `{}` ({}).", module.name, module.label);
        code.text("#[doc =").literal(&about).text("]");
    }
    code.text("#[allow(non_snake_case, non_camel_case_types)] pub struct ");
    name.define(for_readers, code);
    code.group(Delimiter::Brace, |code| {
        for Column { field, name } in columns {
            if for_readers {
                code.text("#[doc =").literal(&documentation(field)).text("]");
            }
            code.text("pub ");
            name.define(for_readers, code);
            code.text(": ").text_of_client(&types::of_field(field, module)).text(",");
        }
    });
}

/// The row type `name`, which is more than [`a structure`](structure): its implementations are written by a
/// `macro_rules!` macro of the client crate, which costs a compiler a fraction of what derives cost.
pub(crate) fn definition(
    name: &Ident,
    attributes: TokenStream,
    module: &Module,
    columns: &[Column<'_>],
    krate: &TokenStream,
) -> TokenStream {
    let mut code = Code::new(krate);
    let name = Name { text: Cow::Owned(name.to_string()), place: Some(name.span()) };
    code.tokens(attributes);
    structure(&mut code, &name, module, columns, true);
    code.text_of_client("$crate::__row!").group(Delimiter::Parenthesis, |code| {
        code.text(&name.text).text("[");
        for column in columns {
            code.literal(&column.field.name);
        }
        code.text("]");
        let numbered: Vec<(usize, &Column<'_>)> = columns.iter().enumerate().collect();
        for group in numbered.chunks(GROUP) {
            code.text("(");
            for (number, column) in group {
                code.text(&format!("{} __v{number} ", column.name.text));
            }
            code.text(")");
        }
    });
    code.text(";");
    code.finish()
}

/// A structure and a function that makes it of the values of its columns. It has no name in the program, so
/// that an editor is its only reader.
pub(crate) fn made(
    code: &mut Code<'_>,
    name: &Name<'_>,
    module: &Module,
    columns: &[Column<'_>],
    for_readers: bool,
) {
    structure(code, name, module, columns, for_readers);
    code.text(&format!("|{}| {} {{", pattern(0..columns.len()), name.text));
    for (number, column) in columns.iter().enumerate() {
        code.text(&format!("{}: __v{number},", column.name.text));
    }
    code.text("}");
}

/// The pattern of so many values, those behind the longest tuple in one of their own at its end.
fn pattern(numbers: Range<usize>) -> String {
    let (here, rest) = if numbers.len() > GROUP {
        let end = numbers.start + GROUP - 1;
        (numbers.start..end, Some(end..numbers.end))
    } else {
        (numbers, None)
    };
    let values = here.map(|number| format!("__v{number},"));
    format!("({}{})", values.collect::<String>(), rest.map(pattern).unwrap_or_default())
}

/// What hovering over a module says.
pub(crate) fn documentation_of_module(module: &Module) -> String {
    format!("The module `{}` ({}).", module.name, module.label)
}

/// What hovering over a field says.
pub(crate) fn documentation(field: &Field) -> String {
    let mut text = format!("{}: {}", field.label, field.ty);
    if field.mandatory {
        text.push_str(", mandatory");
    }
    if !field.refers_to.is_empty() {
        text.push_str(" to ");
        text.push_str(&field.refers_to.join(", "));
    }
    text.push('.');
    if !field.picklist.is_empty() {
        let listed: Vec<String> = field
            .picklist
            .iter()
            .take(LISTED_VALUES)
            .map(|value| format!("`{}`", value.value.replace('`', "'")))
            .collect();
        let more = if field.picklist.len() > LISTED_VALUES { ", …" } else { "." };
        text.push_str("\n\nValues: ");
        text.push_str(&listed.join(", "));
        text.push_str(more);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use vtql_parser::{Dialect, parse_query};
    use vtql_schema::types::FieldType;

    #[test]
    fn no_two_fields_of_a_row_have_one_name() {
        let fields = ["self", "self_", "type", "_5th", "5th"].map(|name| Field::new(name, FieldType::String));
        let module = Module::new("M", fields);
        let names = |text: &str| -> Vec<String> {
            let query = parse_query(text, Dialect::Surface).unwrap();
            columns(&query, &module, |_| None).iter().map(|column| column.name.text.to_string()).collect()
        };
        assert_eq!(names("select * from M"), ["self_", "self__", "r#type", "_5th", "_5th_"]);
        assert_eq!(names("select self_, self, self_ from M"), ["self_", "self__"]);
    }
}
