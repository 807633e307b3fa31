//! Several findings as one error.

use crate::diagnostic::Diagnostic;
use std::fmt;
use std::ops::Deref;

/// Everything that is wrong with a text or a tree: at least one [`Diagnostic`], in order of the text.
/// Warnings may stand among the errors.
///
/// It is what `?` passes on. As a slice and as an iterator it gives the findings.
///
/// ```
/// use vtql_parser::{Dialect, parse_query};
///
/// fn module(text: &str) -> Result<String, Box<dyn std::error::Error>> {
///     Ok(parse_query(text, Dialect::Surface)?.module.to_string())
/// }
///
/// assert_eq!(module("select id from Contacts")?, "Contacts");
/// let error = module("select id frm Contacts").unwrap_err();
/// assert_eq!(error.to_string(), "error[V001]: expected `from`, found `frm`; did you mean `from`?");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Vec<Diagnostic>"))]
pub struct Errors(Vec<Diagnostic>);

impl Errors {
    /// The findings as an error; `None` when there are none.
    pub fn new(findings: Vec<Diagnostic>) -> Option<Self> {
        (!findings.is_empty()).then_some(Errors(findings))
    }

    /// `value`, unless there are findings.
    pub(crate) fn unless<T>(value: T, findings: Vec<Diagnostic>) -> Result<T, Self> {
        Errors::new(findings).map_or(Ok(value), Err)
    }

    /// The findings.
    pub fn into_vec(self) -> Vec<Diagnostic> {
        self.0
    }
}

impl From<Diagnostic> for Errors {
    fn from(finding: Diagnostic) -> Self {
        Errors(vec![finding])
    }
}

impl From<Errors> for Vec<Diagnostic> {
    fn from(errors: Errors) -> Self {
        errors.0
    }
}

/// There is no error without a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoFindings;

impl fmt::Display for NoFindings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an error needs at least one finding")
    }
}

impl std::error::Error for NoFindings {}

impl TryFrom<Vec<Diagnostic>> for Errors {
    type Error = NoFindings;
    fn try_from(findings: Vec<Diagnostic>) -> Result<Self, NoFindings> {
        Errors::new(findings).ok_or(NoFindings)
    }
}

impl Deref for Errors {
    type Target = [Diagnostic];
    fn deref(&self) -> &[Diagnostic] {
        &self.0
    }
}

impl IntoIterator for Errors {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Errors {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// One finding a line.
impl fmt::Display for Errors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, finding) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            finding.fmt(f)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Errors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.0).finish()
    }
}

impl std::error::Error for Errors {}
