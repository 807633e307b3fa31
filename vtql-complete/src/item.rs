/// Something that can be written at a position.
///
/// ```
/// use vtql_complete::Completer;
/// use vtql_parser::Dialect;
///
/// let items = Completer::new(Dialect::Surface).at("select id from Leads ", 21).items;
/// let labels: Vec<&str> = items.iter().map(|item| item.label.as_str()).collect();
/// assert_eq!(labels, ["where", "order by", "limit"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Item {
    /// What people see: a keyword, a name, a value without its quotes.
    pub label: String,
    /// What takes the place of the [span](crate::Completion::span).
    pub insert: String,
    /// What it is.
    pub kind: ItemKind,
    /// More about it on one line: the label and the type of a field, the label of a module or a value, what an
    /// operator does. It may be empty.
    pub detail: String,
}

/// What an [`Item`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ItemKind {
    /// A word of the language, `*` and `count(*)`.
    Keyword,
    /// What compares a field with a value: `=`, `like`, `in` and so on.
    Operator,
    /// A module of the instance.
    Module,
    /// A field of a module.
    Field,
    /// A value that a picklist offers.
    PicklistValue,
    /// A value of a boolean field.
    Boolean,
    /// A day, by the day that it is today.
    Date,
    /// The beginning of the ids of a module's records.
    IdPrefix,
    /// A parameter, which gets its value later.
    Parameter,
}

impl Item {
    pub(crate) fn new(kind: ItemKind, label: impl Into<String>, detail: impl Into<String>) -> Self {
        let label = label.into();
        Item { insert: label.clone(), label, kind, detail: detail.into() }
    }
}
