//! Findings, one file a format.

mod github;
pub(crate) mod human;
mod json;
mod junit;
mod lines;
mod sarif;

use lines::Lines;
use std::io::{self, Write};
use vtql_parser::{Diagnostic, Severity};

/// The formats of findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum FindingFormat {
    /// With the lines that they are about
    #[default]
    Human,
    /// One JSON list
    Json,
    /// A JSON object a line
    Jsonl,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// JUnit XML, a test case a file
    Junit,
}

/// A text that was checked.
#[derive(Debug)]
pub(crate) struct Report {
    /// The name of the file, with `/` between folders.
    pub(crate) name: String,
    pub(crate) text: String,
    /// How many bytes of the file stand before the text.
    pub(crate) start: usize,
    pub(crate) findings: Vec<Diagnostic>,
}

impl Report {
    /// A file in which there is nothing to find.
    pub(crate) fn empty(name: String) -> Self {
        Report { name, text: String::new(), start: 0, findings: Vec::new() }
    }

    /// How many findings are of a severity.
    pub(crate) fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }
}

impl FindingFormat {
    /// Writes all findings.
    pub(crate) fn write(self, out: &mut dyn Write, reports: &[Report], color: bool) -> io::Result<()> {
        match self {
            FindingFormat::Human => reports.iter().try_for_each(|report| {
                human::report(&mut *out, &report.name, &report.text, &report.findings, color)
            }),
            FindingFormat::Json => json::list(out, reports),
            FindingFormat::Jsonl => json::lines(out, reports),
            FindingFormat::Sarif => sarif::write(out, reports),
            FindingFormat::Github => github::write(out, reports),
            FindingFormat::Junit => junit::write(out, reports),
        }
    }
}

/// The message of a finding and its help, a line each.
fn message(finding: &Diagnostic) -> String {
    std::iter::once(finding.message.as_str())
        .chain(finding.help.iter().map(String::as_str))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Each finding with its text and where it stands.
fn each(reports: &[Report]) -> impl Iterator<Item = (&Report, Lines, &Diagnostic)> {
    reports.iter().flat_map(|report| {
        let lines = Lines::of(&report.text);
        report.findings.iter().map(move |finding| (report, lines.clone(), finding))
    })
}
