//! What a program is about to write: values for the fields of a record.

mod json;

use vtql_parser::Span;

/// How a record is written, by the operations of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Writing {
    /// A new record.
    Create,
    /// Another record in the place of one that there is: its mandatory fields have to be given again.
    Update,
    /// Some fields of a record that there is.
    Revise,
}

/// Values for the fields of a record, as a program gives them to the API.
///
/// Spans are those of the text that it was read from, or [`Span::NONE`].
///
/// ```
/// use vtql_parser::Dialect;
/// use vtql_schema::element::{Element, Writing};
/// use vtql_schema::{Checker, Field, Module, Snapshot, types::FieldType};
///
/// let mut lastname = Field::new("lastname", FieldType::String);
/// lastname.mandatory = true;
/// let snapshot = Snapshot::from_modules([Module::new("Contacts", [lastname])]);
/// let values = serde_json::json!({ "lastnme": "Smith" });
/// let element = Element::from_json(Writing::Create, "Contacts", values.as_object().unwrap());
/// let found = Checker::new(Dialect::Surface).snapshot(&snapshot).element(&element);
/// assert_eq!(found[0].to_string(), "error[V102]: module `Contacts` has no field `lastnme`; did you mean `lastname`?");
/// assert_eq!(found[1].to_string(), "error[V115]: `lastname` is mandatory, and the record has no value for it; write `lastname: …`");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Element {
    /// How it is written.
    pub writing: Writing,
    /// The module.
    pub module: String,
    /// Where the module is named.
    pub span: Span,
    /// The values.
    pub members: Vec<Member>,
}

/// A field and what is written to it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Member {
    /// The name of the field.
    pub name: String,
    /// Where it is named.
    pub span: Span,
    /// Its value.
    pub content: Content,
    /// Where the value stands.
    pub place: Span,
}

/// What is written to a field.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Content {
    /// Nothing: the field is cleared.
    Nothing,
    /// Text, or any other value as text.
    Text(String),
    /// A number, with its sign.
    Number(String),
    /// Yes or no.
    Boolean(bool),
    /// Some choices of a list, each with its place.
    Choices(Vec<(String, Span)>),
    /// The line items of an inventory record, each with its place.
    Items(Vec<(Vec<Member>, Span)>),
    /// What is known when the program runs.
    Expression(Presence),
}

/// Whether there is a value, of what is known when the program runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Presence {
    /// There is.
    Always,
    /// Perhaps; else the field is left out.
    OrLeftOut,
    /// Perhaps; else the field is cleared.
    OrCleared,
}

impl Element {
    /// An element without values.
    pub fn new(writing: Writing, module: impl Into<String>, span: Span) -> Self {
        Element { writing, module: module.into(), span, members: Vec::new() }
    }
}

impl Member {
    /// A field named at `span`, and its value at `place`.
    pub fn new(name: impl Into<String>, span: Span, content: Content, place: Span) -> Self {
        Member { name: name.into(), span, content, place }
    }

    /// Whether a record has a value of it, whatever the program comes to.
    pub(crate) fn is_given(&self) -> bool {
        match &self.content {
            Content::Nothing => false,
            Content::Text(text) => !text.is_empty(),
            Content::Choices(choices) => !choices.is_empty(),
            Content::Items(items) => !items.is_empty(),
            Content::Expression(presence) => *presence == Presence::Always,
            Content::Number(_) | Content::Boolean(_) => true,
        }
    }
}
