use std::fmt;
use vtql_parser::Diagnostic;

/// A cell that does not hold what its field's type promises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError(Box<Mismatch>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Mismatch {
    module: String,
    field: String,
    id: Option<String>,
    value: Option<String>,
    expected: String,
}

impl DecodeError {
    /// The cell of `field` in the record `id` of `module` holds `value`, not `expected` ("a date").
    pub fn new(module: &str, field: &str, id: Option<&str>, value: Option<&str>, expected: &str) -> Self {
        DecodeError(Box::new(Mismatch {
            module: module.to_owned(),
            field: field.to_owned(),
            id: id.map(str::to_owned),
            value: value.map(str::to_owned),
            expected: expected.to_owned(),
        }))
    }

    /// The module of the record.
    pub fn module(&self) -> &str {
        &self.0.module
    }

    /// The field of the cell.
    pub fn field(&self) -> &str {
        &self.0.field
    }

    /// The id of the record, when the answer has one.
    pub fn record_id(&self) -> Option<&str> {
        self.0.id.as_deref()
    }

    /// What the cell holds; `None` for null.
    pub fn value(&self) -> Option<&str> {
        self.0.value.as_deref()
    }

    /// What it should hold, in words: "a date (YYYY-MM-DD)".
    pub fn expected(&self) -> &str {
        &self.0.expected
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Mismatch { module, field, id, value, expected } = &*self.0;
        write!(f, "`{field}` of ")?;
        match id {
            Some(id) => write!(f, "record {id} of module `{module}`")?,
            None => write!(f, "a row of module `{module}`")?,
        }
        match value.as_deref() {
            None | Some("") => write!(f, " is unset, and the row type expects {expected}"),
            Some(value) => write!(f, " is {value:?}, not {expected}"),
        }
    }
}

impl std::error::Error for DecodeError {}

/// A query that cannot be sent: a value that VTQL has no way to write, or a condition without a form
/// on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    diagnostics: Vec<Diagnostic>,
}

impl QueryError {
    /// An error from its findings.
    pub fn new(diagnostics: impl Into<Vec<Diagnostic>>) -> Self {
        QueryError { diagnostics: diagnostics.into() }
    }

    /// Everything that was found, in order of the query's text.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, diagnostic) in self.diagnostics.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{diagnostic}")?;
        }
        Ok(())
    }
}

impl std::error::Error for QueryError {}
