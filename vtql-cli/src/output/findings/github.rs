//! Workflow commands of GitHub Actions, which show findings beside the lines that they are about.

use super::{Report, each, message};
use std::io::{self, Write};
use vtql_parser::Severity;

pub(super) fn write(out: &mut dyn Write, reports: &[Report]) -> io::Result<()> {
    for (report, lines, finding) in each(reports) {
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let (start, end) = (lines.place(finding.span.start), lines.place(finding.span.end));
        write!(out, "::{command} file={},line={},", property(&report.name), start.line)?;
        // A column counts only when both ends are on one line.
        if start.line == end.line {
            write!(out, "col={},endColumn={}", start.column, end.column)?;
        } else {
            write!(out, "endLine={}", end.line)?;
        }
        writeln!(out, ",title={}::{}", finding.code, data(&message(finding)))?;
    }
    Ok(())
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
