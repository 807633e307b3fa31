use super::lines::Place;
use super::{Report, each};
use serde::Serialize;
use std::io::{self, Write};
use vtql_parser::diagnostic::{Fix, Label};
use vtql_parser::{Code, Severity};

/// A finding in a file. Spans in `related` and `fixes` are bytes of the file.
#[derive(Serialize)]
struct Row<'a> {
    file: &'a str,
    code: Code,
    severity: Severity,
    message: &'a str,
    start: Place,
    end: Place,
    label: Option<&'a str>,
    related: Vec<Label>,
    help: &'a [String],
    fixes: Vec<Fix>,
}

fn rows(reports: &[Report]) -> impl Iterator<Item = Row<'_>> {
    each(reports).map(|(report, lines, finding)| {
        let place = |at| {
            let place = lines.place(at);
            Place { offset: report.start + place.offset, ..place }
        };
        let in_file = finding.clone().shift(report.start);
        Row {
            file: &report.name,
            code: finding.code,
            severity: finding.severity,
            message: &finding.message,
            start: place(finding.span.start),
            end: place(finding.span.end),
            label: finding.label.as_deref(),
            related: in_file.related,
            help: &finding.help,
            fixes: in_file.fixes,
        }
    })
}

/// One list.
pub(super) fn list(out: &mut dyn Write, reports: &[Report]) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &rows(reports).collect::<Vec<_>>())?;
    out.write_all(b"\n")
}

/// An object a line.
pub(super) fn lines(out: &mut dyn Write, reports: &[Report]) -> io::Result<()> {
    for row in rows(reports) {
        serde_json::to_writer(&mut *out, &row)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
