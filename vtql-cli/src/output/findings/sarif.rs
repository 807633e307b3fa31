//! SARIF 2.1.0 (OASIS standard), which code scanning services read.

use super::lines::Lines;
use super::{Report, each, message};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{self, Write};
use vtql_parser::diagnostic::{Edit, Fix};
use vtql_parser::{Code, Diagnostic, Severity, Span};
use vtql_schema::rules;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub(super) fn write(out: &mut dyn Write, reports: &[Report]) -> io::Result<()> {
    let codes: BTreeSet<Code> = each(reports).map(|(_, _, finding)| finding.code).collect();
    let used: BTreeMap<Code, usize> =
        codes.into_iter().enumerate().map(|(index, code)| (code, index)).collect();
    let results: Vec<Value> =
        each(reports).map(|(report, lines, finding)| result(report, &lines, finding, &used)).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "vtql",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": used.keys().map(|code| rule(*code)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    out.write_all(b"\n")
}

fn rule(code: Code) -> Value {
    let page = rules::explain(code.as_str()).unwrap_or_default();
    let found = rules::find(code.as_str());
    let other = rules::codes().find(|info| info.code == code);
    let title = found.map(rules::Rule::title).or(other.map(|info| info.title)).unwrap_or_default();
    let mut rule = json!({
        "id": code.as_str(),
        "shortDescription": { "text": title },
        "help": { "text": page, "markdown": page },
    });
    if let Some(found) = found {
        rule["name"] = json!(found.name());
    }
    rule
}

fn result(report: &Report, lines: &Lines, finding: &Diagnostic, rules: &BTreeMap<Code, usize>) -> Value {
    let mut result = json!({
        "ruleId": finding.code.as_str(),
        "ruleIndex": rules.get(&finding.code),
        "level": level(finding.severity),
        "message": { "text": message(finding) },
        "locations": [location(report, lines, finding.span)],
    });
    if !finding.related.is_empty() {
        let related = finding.related.iter().map(|label| {
            let mut location = location(report, lines, label.span);
            location["message"] = json!({ "text": label.text });
            location
        });
        result["relatedLocations"] = related.collect();
    }
    if !finding.fixes.is_empty() {
        result["fixes"] = finding.fixes.iter().map(|it| fix(report, lines, it)).collect();
    }
    result
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn location(report: &Report, lines: &Lines, span: Span) -> Value {
    json!({ "physicalLocation": {
        "artifactLocation": { "uri": uri(&report.name) },
        "region": region(lines, span),
    }})
}

fn region(lines: &Lines, span: Span) -> Value {
    let (start, end) = (lines.place(span.start), lines.place(span.end));
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

fn fix(report: &Report, lines: &Lines, fix: &Fix) -> Value {
    let replacement = |edit: &Edit| json!({ "deletedRegion": region(lines, edit.span), "insertedContent": { "text": edit.text } });
    json!({
        "description": { "text": fix.title },
        "artifactChanges": [{
            "artifactLocation": { "uri": uri(&report.name) },
            "replacements": fix.edits.iter().map(replacement).collect::<Vec<_>>(),
        }],
    })
}

/// A path as a relative reference of RFC 3986.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}
