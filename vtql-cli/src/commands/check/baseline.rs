//! Findings that are known already: a project with old queries starts with these, and hears of new ones
//! only.

use crate::failure::Failure;
use crate::output::findings::Report;
use crate::write::write_atomically;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use vtql_parser::Diagnostic;

/// A kind of finding: lines move, so that a finding is known by the text of its line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Known {
    file: String,
    code: String,
    line: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    #[serde(flatten)]
    known: Known,
    count: usize,
}

/// Whether the text of a file is a baseline: the queries in it are of other files, and known to be wrong.
pub(super) fn is_one(text: &str) -> bool {
    let start = &text[..text.floor_char_boundary(200)];
    let may_be = start.trim_start().starts_with('[') && start.contains("\"file\"");
    may_be && serde_json::from_str::<Vec<Entry>>(text).is_ok_and(|entries| !entries.is_empty())
}

/// Writes all findings to a file, and says how many there are.
pub(super) fn write(path: &Path, reports: &[Report]) -> Result<usize, Failure> {
    let mut counts: BTreeMap<Known, usize> = BTreeMap::new();
    for report in reports {
        let file = from_folder_of(path, &report.name);
        for finding in &report.findings {
            let known = Known {
                file: file.clone(),
                code: finding.code.to_string(),
                line: line_of(report, finding).to_owned(),
            };
            *counts.entry(known).or_default() += 1;
        }
    }
    let total = counts.values().sum();
    let entries: Vec<Entry> = counts.into_iter().map(|(known, count)| Entry { known, count }).collect();
    let text = serde_json::to_string_pretty(&entries)
        .map_err(|error| Failure::new("WRITE", format!("{}: {error}", path.display())))?;
    write_atomically(path, &(text + "\n"))?;
    Ok(total)
}

/// Takes the findings out that a file lists, and says how many these are.
pub(super) fn apply(path: &Path, reports: &mut [Report]) -> Result<usize, Failure> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::read(path, &error).help("write it with `--write-baseline`"))?;
    let entries: Vec<Entry> = serde_json::from_str(&text)
        .map_err(|error| Failure::new("READ", format!("{} is no baseline: {error}", path.display())))?;
    let mut left: BTreeMap<Known, usize> = entries.into_iter().map(|it| (it.known, it.count)).collect();
    let mut taken = 0;
    for report in reports {
        let findings = std::mem::take(&mut report.findings);
        let file = from_folder_of(path, &report.name);
        for finding in findings {
            let known = Known {
                file: file.clone(),
                code: finding.code.to_string(),
                line: line_of(report, &finding).to_owned(),
            };
            match left.get_mut(&known).filter(|count| **count > 0) {
                Some(count) => {
                    *count -= 1;
                    taken += 1;
                }
                None => report.findings.push(finding),
            }
        }
    }
    Ok(taken)
}

/// The path of a file from the folder of the baseline, however it was named and wherever that was: `src/a.php`.
fn from_folder_of(baseline: &Path, name: &str) -> String {
    let whole = |path: &Path| -> Option<PathBuf> {
        let path = path.canonicalize().or_else(|_| std::path::absolute(path)).ok()?;
        Some(path.components().collect())
    };
    let folder = baseline.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let (Some(folder), Some(file)) = (whole(folder), whole(Path::new(name)).filter(|file| file.exists()))
    else {
        return name.to_owned();
    };
    let shared = folder.components().zip(file.components()).take_while(|(one, other)| one == other).count();
    let up = folder.components().skip(shared).map(|_| "..".into());
    let down = file.components().skip(shared).map(|part| part.as_os_str().to_string_lossy());
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// The line that a finding begins in, without the blanks around it.
fn line_of<'a>(report: &'a Report, finding: &Diagnostic) -> &'a str {
    let at = (finding.span.start as usize).min(report.text.len());
    let start = report.text[..at].rfind('\n').map_or(0, |at| at + 1);
    let end = report.text[at..].find('\n').map_or(report.text.len(), |length| at + length);
    report.text.get(start..end).unwrap_or_default().trim()
}
