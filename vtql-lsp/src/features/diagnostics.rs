//! Findings as the editor shows them.

use super::View;
use gen_lsp_types::{
    Code, CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
    Location, Message, Uri,
};
use vtql_parser::{Diagnostic as Finding, Group, Severity};

/// Where the pages of the rules are.
const PAGES: &str = "https://github.com/vtql/vtql/blob/main/docs/rules.md";

/// Rules about something that has no effect.
const UNNECESSARY: &[&str] = &["columns-beside-count"];
/// Rules about something that is written in an old way.
const DEPRECATED: &[&str] = &["one-word-orderby"];

/// Everything that is wrong with a document: the findings that `vtql check` reports, in the same order.
pub(crate) fn diagnostics(view: View<'_>) -> Vec<Diagnostic> {
    view.document.findings().iter().map(|finding| diagnostic(view, finding)).collect()
}

/// A finding.
pub(crate) fn diagnostic(view: View<'_>, finding: &Finding) -> Diagnostic {
    let related = finding.related.iter().map(|label| DiagnosticRelatedInformation {
        location: Location { uri: view.document.uri.clone(), range: view.range(label.span) },
        message: label.text.clone(),
    });
    let related: Vec<_> = related.collect();
    Diagnostic {
        range: view.range(finding.span),
        severity: Some(match finding.severity {
            Severity::Error => DiagnosticSeverity::Error,
            Severity::Warning => DiagnosticSeverity::Warning,
            Severity::Note => DiagnosticSeverity::Information,
        }),
        code: Some(Code::String(finding.code.to_string())),
        code_description: page(finding).map(|href| CodeDescription { href }),
        source: Some("vtql".to_owned()),
        message: Message::String(message(finding)),
        tags: tag(finding).map(|tag| vec![tag]),
        related_information: (!related.is_empty()).then_some(related),
        data: None,
    }
}

/// What is wrong, and what to do about it.
fn message(finding: &Finding) -> String {
    let mut message = finding.message.clone();
    for help in &finding.help {
        message.push('\n');
        message.push_str(help);
    }
    message
}

fn page(finding: &Finding) -> Option<Uri> {
    let is_of_line = finding.code.group() == Group::Input;
    let page = format!("{PAGES}#{}", finding.code.as_str().to_ascii_lowercase());
    if is_of_line { None } else { Uri::parse(&page).ok() }
}

fn tag(finding: &Finding) -> Option<DiagnosticTag> {
    let name = vtql_schema::rules::find(finding.code.as_str())?.name();
    if UNNECESSARY.contains(&name) {
        return Some(DiagnosticTag::Unnecessary);
    }
    DEPRECATED.contains(&name).then_some(DiagnosticTag::Deprecated)
}
