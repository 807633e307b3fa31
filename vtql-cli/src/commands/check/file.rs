//! One file: read, checked, fixed.

use super::CheckArgs;
use super::baseline;
use super::cache::Cache;
use crate::analysis::{Checked, Checker};
use crate::failure::Failure;
use crate::input::{STDIN, Source, bytes, is_query_file, name};
use crate::output::findings::Report;
use crate::plain::Data;
use crate::write::write_atomically;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use vtql_hosts::{Embedding, Language, NotRead, Skipped, mentions_select};
use vtql_parser::diagnostic::{Safety, line_column};

/// The largest file that is read, in bytes.
const MAX_FILE: u64 = 100_000_000;

/// What became of a file.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) report: Option<Report>,
    pub(super) checked: Checked,
    /// How many findings were fixed.
    pub(super) cured: usize,
    /// The text before and after fixes, if they are to be shown.
    pub(super) change: Option<(String, String)>,
    pub(super) file: PathBuf,
    /// Whether its language is not known.
    pub(super) is_unknown: bool,
    /// What was left alone, in words, by line and column.
    pub(super) skips: Vec<String>,
}

impl Outcome {
    /// That of a file that was not checked, perhaps for a reason that is told.
    fn without(mut self, not_read: impl IntoIterator<Item = NotRead>) -> Self {
        self.checked.not_read.extend(not_read);
        self.report = Some(Report::empty(name(Some(&self.file))));
        self
    }
}

/// Whether a file of a folder is in a language that is read.
pub(super) fn is_known(path: &Path) -> bool {
    is_query_file(path) || Language::of(path).is_some()
}

/// Whether a file is looked at: programs are not where the settings say so.
pub(super) fn is_wanted(path: &Path, checker: &Checker) -> bool {
    let is_off = || {
        let setup = checker.setups.of(Some(path));
        setup.is_ok_and(|setup| setup.check.embedding == Some(Embedding::Off))
    };
    is_query_file(path) || Language::of(path).is_none() || !is_off()
}

pub(super) fn check(
    args: &CheckArgs,
    checker: &Checker,
    cache: Option<&Cache>,
    file: &Path,
) -> Result<Outcome, Failure> {
    let mut outcome = Outcome { file: file.to_owned(), ..Outcome::default() };
    let mut source = if file == Path::new(STDIN) {
        Source::stdin()?
    } else if is_query_file(file) {
        match Source::utf8_file(file)? {
            Some(source) => source,
            None => return Ok(outcome.without([NotRead::Encoding])),
        }
    } else if Language::of(file).is_none() {
        // It is there, or it is a mistake.
        fs::metadata(file).map_err(|error| Failure::read(file, &error))?;
        outcome.is_unknown = true;
        return Ok(outcome);
    } else {
        match host_file(file)? {
            Host::Text(source) => source,
            Host::Other(not_read) => return Ok(outcome.without(not_read)),
        }
    };
    let mut text = std::mem::take(&mut source.text);
    let known_as = source.path.as_deref().or(args.stdin_filename.as_deref());
    if let Some(named) = &args.stdin_filename
        && source.path.is_none()
        && !is_query_file(named)
        && Language::of(named).is_none()
    {
        named.clone_into(&mut outcome.file);
        outcome.is_unknown = true;
        return Ok(outcome);
    }
    let setup = checker.setups.of(known_as)?;
    if args.fix || args.diff {
        let safety = if args.unsafe_fixes { Safety::Unsafe } else { Safety::Safe };
        let (fixed, cured) = setup.files().fixed(known_as, &text, safety);
        outcome.cured = cured;
        if args.diff {
            outcome.change = Some((text, fixed.clone()));
        } else {
            match &source.path {
                None => Data::stdout().write_all(source.with_text(&fixed).as_bytes())?,
                Some(_) if fixed == text => {}
                Some(path) => write_atomically(path, &source.with_text(&fixed))?,
            }
        }
        text = fixed;
    }
    outcome.checked = match cache {
        Some(cache) => {
            let key = cache.key(known_as, &text, &setup);
            match cache.find(key) {
                Some(checked) => checked,
                None => {
                    let checked = setup.file(known_as, &text);
                    cache.add(key, &checked);
                    checked
                }
            }
        }
        None => setup.file(known_as, &text),
    };
    if args.explain_skips {
        outcome.skips = skips(&outcome.checked.skipped, &name(known_as), &text);
    }
    let findings = std::mem::take(&mut outcome.checked.findings);
    // Only findings are shown with the text that they are about.
    let text = if findings.is_empty() { String::new() } else { text };
    outcome.report = Some(Report { name: name(known_as), text, start: source.start(), findings });
    Ok(outcome)
}

/// What was left alone of a file, each in a line.
fn skips(skipped: &[Skipped], file: &str, text: &str) -> Vec<String> {
    let in_words = |skipped: &Skipped| {
        let (line, column) = line_column(text, skipped.range.start);
        let excerpt = text.get(skipped.range.clone()).unwrap_or_default();
        let excerpt: String =
            excerpt.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(60).collect();
        format!("{file}:{line}:{column}: left alone: {}: {excerpt}", skipped.reason.in_words())
    };
    skipped.iter().map(in_words).collect()
}

enum Host {
    Text(Source),
    /// Nothing is in it for us, or it cannot be read.
    Other(Option<NotRead>),
}

/// Reads the source of a program. One that does not mention `select` is not looked at further.
fn host_file(path: &Path) -> Result<Host, Failure> {
    let Some(bytes) = bytes(path, MAX_FILE).map_err(|error| Failure::read(path, &error))? else {
        return Ok(Host::Other(Some(NotRead::TooLarge)));
    };
    let is_utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    if is_utf16 || bytes.iter().take(64).filter(|byte| **byte == 0).count() > 8 {
        return Ok(Host::Other(Some(NotRead::Encoding)));
    }
    if !mentions_select(&bytes) {
        return Ok(Host::Other(None));
    }
    Ok(match String::from_utf8(bytes) {
        Ok(text) if baseline::is_one(&text) => Host::Other(None),
        Ok(text) => Host::Text(Source::of_text(path, text)),
        Err(_) => Host::Other(Some(NotRead::Encoding)),
    })
}
