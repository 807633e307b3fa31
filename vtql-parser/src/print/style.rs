use crate::parse::Dialect;

/// How a query is laid out.
///
/// ```
/// use vtql_parser::print::{Case, Style, pretty};
/// use vtql_parser::{Dialect, parse_query};
///
/// let mut style = Style::default();
/// style.keywords = Case::Upper;
/// let query = parse_query("select id from Leads limit 5", Dialect::Surface)?;
/// assert_eq!(pretty(&query, &style), "SELECT id\nFROM Leads\nLIMIT 5;");
/// # Ok::<(), vtql_parser::Errors>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Style {
    /// Lines are wrapped beyond this many characters, where they can be.
    pub width: usize,
    /// How many spaces a step of indentation has.
    pub indent: usize,
    /// How keywords are written.
    pub keywords: Case,
    /// For which readers: a surface text gets parentheses where `and` and `or` are mixed, the wire has none.
    pub dialect: Dialect,
}

impl Default for Style {
    fn default() -> Self {
        Style { width: 100, indent: 2, keywords: Case::Lower, dialect: Dialect::Surface }
    }
}

/// Upper or lower case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Case {
    /// `select`
    #[default]
    Lower,
    /// `SELECT`
    Upper,
}
