//! What is wrong with a text, where, and what to do about it. A value: the feature `render` and
//! other front ends decide how it looks.

use crate::code::Code;
use crate::span::Span;
use std::fmt;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// The query runs, and probably not as meant.
    Warning,
    /// The query is refused.
    Error,
}

impl Severity {
    /// `error`, `warning`, `note`.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// One finding.
///
/// ```
/// use vtql_parser::{Dialect, parse};
///
/// let text = "select id frm Contacts";
/// let found = &parse(text, Dialect::Surface).diagnostics[0];
/// assert_eq!(found.code.as_str(), "V001");
/// assert_eq!(found.span.slice(text), "frm");
/// assert_eq!(found.to_string(), "error[V001]: expected `from`, found `frm`; did you mean `from`?");
/// assert_eq!(found.fixes[0].edits[0].text, "from");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Diagnostic {
    /// Its kind.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// The fact, in one sentence without a full stop.
    pub message: String,
    /// The place that it is about.
    pub span: Span,
    /// What to say at that place; the message alone when `None`.
    pub label: Option<String>,
    /// Further places, each with what it has to do with the matter.
    pub related: Vec<Label>,
    /// What to do about it, most likely first.
    pub help: Vec<String>,
    /// Edits that do it, each complete in itself.
    pub fixes: Vec<Fix>,
}

/// A place and what it has to do with a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What it has to do with the finding.
    pub text: String,
}

/// A change that a tool can apply.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Fix {
    /// What it does, in the imperative.
    pub title: String,
    /// Whether it may be applied unseen.
    pub safety: Safety,
    /// The edits, in order of the text, not overlapping.
    pub edits: Vec<Edit>,
}

/// Whether a fix may be applied unseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum Safety {
    /// The text could be read before, and is read as the same tree.
    Safe,
    /// Another tree than before, or one where there was none: what was probably meant.
    Unsafe,
}

/// Replaces a part of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Edit {
    /// What is replaced; an empty span inserts.
    pub span: Span,
    /// What takes its place.
    pub text: String,
}

impl Diagnostic {
    /// An error.
    pub fn error(code: Code, span: Span, message: impl Into<String>) -> Self {
        Diagnostic::new(code, Severity::Error, span, message)
    }

    /// A warning.
    pub fn warning(code: Code, span: Span, message: impl Into<String>) -> Self {
        Diagnostic::new(code, Severity::Warning, span, message)
    }

    /// A finding of any severity.
    pub fn new(code: Code, severity: Severity, span: Span, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            severity,
            message: message.into(),
            span,
            label: None,
            related: Vec::new(),
            help: Vec::new(),
            fixes: Vec::new(),
        }
    }

    /// Says something at the primary place.
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.label = Some(text.into());
        self
    }

    /// Points to a further place.
    pub fn related(mut self, span: Span, text: impl Into<String>) -> Self {
        self.related.push(Label { span, text: text.into() });
        self
    }

    /// Says what to do about it.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// Adds a fix of one edit.
    pub fn fix(
        mut self,
        safety: Safety,
        title: impl Into<String>,
        span: Span,
        text: impl Into<String>,
    ) -> Self {
        let edits = vec![Edit { span, text: text.into() }];
        self.fixes.push(Fix { title: title.into(), safety, edits });
        self
    }

    /// The same finding in a text that the parsed one is embedded in, `by` bytes from its start.
    pub fn shift(mut self, by: usize) -> Self {
        self.span = self.span.shift(by);
        for label in &mut self.related {
            label.span = label.span.shift(by);
        }
        for edit in self.fixes.iter_mut().flat_map(|fix| &mut fix.edits) {
            edit.span = edit.span.shift(by);
        }
        self
    }

    /// Whether the query is refused for it.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// The message in one line: `error[V101]: unknown field …`.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]: {}", self.severity.as_str(), self.code, self.message)?;
        for help in &self.help {
            write!(f, "; {help}")?;
        }
        Ok(())
    }
}

/// A word to put in the place of a span, with spaces where it would run into the words beside it.
///
/// ```
/// use vtql_parser::{Span, diagnostic::spaced};
///
/// assert_eq!(spaced("limit'5',2", Span::new(5, 8), "5"), " 5");
/// assert_eq!(spaced("limit '5'", Span::new(6, 9), "5"), "5");
/// ```
pub fn spaced(source: &str, span: Span, word: &str) -> String {
    let is_word = |char: &char| char.is_ascii_alphanumeric() || *char == '_';
    let before = source.get(..span.start as usize).and_then(|text| text.chars().next_back());
    let after = source.get(span.end as usize..).and_then(|text| text.chars().next());
    let space = |beside: Option<char>| if beside.as_ref().is_some_and(is_word) { " " } else { "" };
    format!("{}{word}{}", space(before), space(after))
}

/// Line and column of a byte offset, both from 1; the column counts characters.
///
/// ```
/// use vtql_parser::diagnostic::line_column;
///
/// assert_eq!(line_column("select id\nfrom é x", 18), (2, 8));
/// ```
pub fn line_column(source: &str, offset: usize) -> (usize, usize) {
    let before = source.get(..offset).unwrap_or(source);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}
