//! All files: found, checked side by side, reported.

use super::cache::Cache;
use super::file::{self, Outcome};
use super::{CheckArgs, baseline, summary};
use crate::analysis::Checker;
use crate::failure::{Failure, Outcome as End};
use crate::input::{STDIN, Selection, files, in_parallel, name};
use crate::output::count;
use crate::output::findings::{FindingFormat, Report};
use crate::plain::Data;
use crate::terminal::Terminal;
use similar::TextDiff;
use std::collections::HashSet;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use vtql_parser::Severity;

/// The files that are to be checked, and those of languages that are not known.
pub(super) struct Files {
    known: Vec<PathBuf>,
    unknown: summary::Unknown,
}

/// Finds them.
pub(super) fn find(args: &CheckArgs, selection: &Selection) -> Result<Files, Failure> {
    let here = [PathBuf::from(".")];
    let paths = if args.paths.is_empty() { &here } else { args.paths.as_slice() };
    let mut unknown = summary::Unknown::default();
    let known = files(paths, selection, |path| {
        // The findings of before are no queries.
        let is_baseline = args.baseline.as_deref().is_some_and(|it| path.ends_with(it));
        let known = file::is_known(path) && !is_baseline;
        if !known && !is_baseline {
            unknown.add(path);
        }
        known
    })?;
    Ok(Files { known, unknown })
}

pub(super) fn check_files(
    args: &CheckArgs,
    checker: &Checker,
    files: Files,
    cache: Option<&Path>,
    terminal: &Terminal,
) -> Result<End, Failure> {
    let Files { known: mut files, unknown } = files;
    // What was named is checked all the same.
    let named: HashSet<&Path> = args.paths.iter().map(PathBuf::as_path).collect();
    files.retain(|path| file::is_wanted(path, checker) || named.contains(path.as_path()));
    let cache = cache.map(Cache::open);
    let outcomes = in_parallel(&files, |file| file::check(args, checker, cache.as_ref(), file));
    let mut outcomes: Vec<Outcome> = outcomes.into_iter().collect::<Result<_, _>>()?;
    cache.map(Cache::close).transpose()?;
    let mut reports: Vec<Report> = outcomes.iter_mut().filter_map(|it| it.report.take()).collect();
    if let Some(path) = &args.baseline {
        if args.write_baseline {
            let kept = baseline::write(path, &reports)?;
            let findings = count(kept, "finding is", "findings are");
            terminal.note(format!("{findings} in {} now", path.display()));
            return Ok(End::Clean);
        }
        let known = baseline::apply(path, &mut reports)?;
        let findings = count(known, "finding", "findings");
        terminal.note(format!("{findings} of {} left out", path.display()));
    }
    let found = |report: &Report| report.count(Severity::Error) + report.count(Severity::Warning);
    let left: usize = reports.iter().map(found).sum();
    if args.diff {
        let differ = differences(&outcomes)?;
        if left > 0 {
            let findings = count(left, "finding is", "findings are");
            terminal.note(format!("{findings} not fixed by this: `vtql check` shows what is left"));
        }
        return Ok(End::findings(differ || left > 0));
    }
    let fixed_stdin = args.fix && files.iter().any(|file| file == Path::new(STDIN));
    let mut out: BufWriter<Box<dyn Write>> =
        BufWriter::new(if fixed_stdin { Box::new(io::stderr()) } else { out(args.format) });
    let color = if fixed_stdin { terminal.colors_stderr() } else { terminal.colors_stdout() };
    args.format.write(&mut out, &reports, color)?;
    if args.statistics {
        summary::statistics(&mut out, &reports)?;
    }
    out.flush()?;
    summary::notes(args, checker, &outcomes, &reports, &unknown, terminal);
    Ok(End::findings(left > 0))
}

/// What people read is made harmless where it is drawn, and may have colours.
fn out(format: FindingFormat) -> Box<dyn Write> {
    match format {
        FindingFormat::Human => Box::new(io::stdout()),
        _ => Box::new(Data::stdout()),
    }
}

/// Writes what fixes would change, as a patch; answers whether there is anything.
fn differences(outcomes: &[Outcome]) -> Result<bool, Failure> {
    let mut out = BufWriter::new(Data::stdout());
    let mut differ = false;
    for outcome in outcomes {
        let Some((old, new)) = outcome.change.as_ref().filter(|(old, new)| old != new) else { continue };
        differ = true;
        let name = name(Some(&outcome.file));
        let diff = TextDiff::from_lines(old.as_str(), new.as_str());
        write!(out, "{}", diff.unified_diff().header(&format!("a/{name}"), &format!("b/{name}")))?;
    }
    out.flush()?;
    Ok(differ)
}
