//! What is wrong with a query, as agents are told.

use serde::Serialize;
use vtql_parser::diagnostic::line_column;
use vtql_parser::{Diagnostic, Severity, Span};

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Finding {
    pub(crate) code: String,
    pub(crate) severity: &'static str,
    /// `line:column` of the text, where there is a place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) at: Option<String>,
    /// What stands there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) text: Option<String>,
    pub(crate) message: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) help: Vec<String>,
}

/// What stands at a place is shown up to here.
const LONGEST: usize = 80;

impl Finding {
    pub(crate) fn new(diagnostic: &Diagnostic, source: &str) -> Self {
        let finding = Finding::at(diagnostic.code.as_str(), &diagnostic.message, diagnostic.span, source);
        Finding { severity: diagnostic.severity.as_str(), help: diagnostic.help.clone(), ..finding }
    }

    /// An error at a place.
    pub(crate) fn at(code: &str, message: &str, span: Span, source: &str) -> Self {
        let has_place = span != Span::NONE;
        let (line, column) = line_column(source, span.range().start);
        let text: String = span.slice(source).chars().take(LONGEST).collect();
        Finding {
            code: code.to_owned(),
            severity: Severity::Error.as_str(),
            at: has_place.then(|| format!("{line}:{column}")),
            text: (has_place && !text.is_empty()).then_some(text),
            message: message.to_owned(),
            help: Vec::new(),
        }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    pub(crate) fn is_error(&self) -> bool {
        self.severity == Severity::Error.as_str()
    }
}
