//! JUnit XML: a test case a file, which fails by its errors and warnings.

use super::lines::Lines;
use super::{Report, message};
use std::io::{self, Write};
use vtql_parser::{Diagnostic, Severity};

pub(super) fn write(out: &mut dyn Write, reports: &[Report]) -> io::Result<()> {
    let failures = reports.iter().filter(|report| failing(report).next().is_some()).count();
    let tests = reports.len();
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites>")?;
    writeln!(
        out,
        "  <testsuite name=\"vtql check\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\">"
    )?;
    for report in reports {
        let name = escaped(&report.name);
        let lines = Lines::of(&report.text);
        let mut findings = failing(report).peekable();
        if findings.peek().is_none() {
            writeln!(out, "    <testcase classname=\"vtql\" name=\"{name}\"/>")?;
            continue;
        }
        writeln!(out, "    <testcase classname=\"vtql\" name=\"{name}\">")?;
        for finding in findings {
            let place = lines.place(finding.span.start);
            let text = format!("{}:{}:{}: {}", report.name, place.line, place.column, message(finding));
            writeln!(
                out,
                "      <failure type=\"{}\" message=\"{}\">{}</failure>",
                finding.code,
                escaped(&finding.message),
                escaped(&text)
            )?;
        }
        writeln!(out, "    </testcase>")?;
    }
    writeln!(out, "  </testsuite>\n</testsuites>")
}

fn failing(report: &Report) -> impl Iterator<Item = &Diagnostic> {
    report.findings.iter().filter(|finding| finding.severity > Severity::Note)
}

/// Text in XML 1.0, which has no way to write most control characters.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(char),
            char if char.is_control() || matches!(char, '\u{fffe}' | '\u{ffff}') => {
                out.push(char::REPLACEMENT_CHARACTER);
            }
            char => out.push(char),
        }
    }
    out
}
