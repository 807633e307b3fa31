//! What is wrong with the queries of a file, whatever its program fills in.

mod known;
mod notes;
mod quoting;

pub(crate) use known::Known;

use known::Asked;

use crate::Language;
use crate::found::Found;
use crate::profile::Profile;
use crate::query::{Hole, Query};
use std::ops::Range;
use vtql_parser::{Diagnostic, Dialect, Severity, Span};
use vtql_schema::diff::broken_templates;
use vtql_schema::rules::{Level, Levels, find};
use vtql_schema::{Checker, Snapshot};

/// Whether a query that goes to the server as it is needs the semicolon at its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Semicolon {
    /// The text is sent as it is.
    Sent,
    /// What sends it adds the semicolon.
    Added,
    /// It is added, unless the address that the query stands in, or the other queries of the file, show
    /// otherwise.
    #[default]
    Auto,
}

impl Semicolon {
    /// What settings and arguments call each.
    pub const WORDS: &[(&str, Semicolon)] =
        &[("sent", Semicolon::Sent), ("added", Semicolon::Added), ("auto", Semicolon::Auto)];
}

/// What queries are checked against.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Judge<'a> {
    /// The dialect of texts whose program does not say which it is.
    pub dialect: Option<Dialect>,
    /// The modules of the instance; names are not checked without it.
    pub snapshot: Option<&'a Snapshot>,
    /// What becomes of the findings of each rule.
    pub levels: &'a Levels,
    /// Whether the semicolon is added.
    pub semicolon: Semicolon,
    /// The server that texts are sent to; without it, the one that a file speaks of.
    pub profile: Option<Profile>,
}

/// What the file of a query says of it.
#[derive(Clone, Copy)]
struct Program<'a> {
    file: &'a str,
    language: Language,
    /// Whether its other queries end with a semicolon.
    others_end: bool,
    profile: Profile,
}

impl<'a> Judge<'a> {
    /// Checks against these levels, without a snapshot.
    ///
    /// ```
    /// use vtql_hosts::{Judge, Language, Options, scan};
    /// use vtql_schema::{rules::Levels, standard};
    ///
    /// let file = r#"$q = "select id, lastnme from Contacts where $where order by $field";"#;
    /// let file = format!("<?php {file}");
    /// let snapshot = standard::snapshot()?;
    /// let found = scan(&file, Language::Php, &Options::default().snapshot(Some(&snapshot)));
    /// let levels = Levels::default();
    /// let judge = Judge::new(&levels).snapshot(Some(&snapshot));
    /// let errors = judge.file(&file, Language::Php, &found);
    /// let errors: Vec<_> = errors.iter().filter(|it| it.is_error()).collect();
    /// assert_eq!(errors.len(), 1);
    /// assert_eq!(errors[0].span.slice(&file), "lastnme");
    /// # Ok::<(), vtql_schema::ReadError>(())
    /// ```
    pub fn new(levels: &'a Levels) -> Self {
        Judge { dialect: None, snapshot: None, levels, semicolon: Semicolon::default(), profile: None }
    }

    /// With the modules of an instance.
    pub fn snapshot(mut self, snapshot: Option<&'a Snapshot>) -> Self {
        self.snapshot = snapshot;
        self
    }

    /// With a dialect for texts whose program does not say which it is.
    pub fn dialect(mut self, dialect: Option<Dialect>) -> Self {
        self.dialect = dialect;
        self
    }

    /// With what is known of the semicolon.
    pub fn semicolon(mut self, semicolon: Semicolon) -> Self {
        self.semicolon = semicolon;
        self
    }

    /// With the server that texts are sent to.
    pub fn profile(mut self, profile: Option<Profile>) -> Self {
        self.profile = profile;
        self
    }

    /// The findings about the queries of a file, in order of the file. Spans and fixes are the file's.
    pub fn file(&self, file: &str, language: Language, found: &Found) -> Vec<Diagnostic> {
        self.file_again(file, language, found, &mut Known::default())
    }

    /// The same, where what is known of a query is not found out anew.
    pub(crate) fn file_again(
        &self,
        file: &str,
        language: Language,
        found: &Found,
        known: &mut Known,
    ) -> Vec<Diagnostic> {
        let others_end = self.ends_in_semicolons(found) && !adds_semicolon(file);
        let program = Program { file, language, others_end, profile: self.profile.unwrap_or(found.profile) };
        let mut findings: Vec<Diagnostic> = Vec::new();
        for query in &found.queries {
            for finding in self.query(query, program, known) {
                let finding = query.in_host(finding, file);
                let again = |it: &Diagnostic| it.code == finding.code && it.span == finding.span;
                if !findings.iter().rev().take(200).any(again) {
                    findings.push(finding);
                }
            }
        }
        known.end();
        findings.sort_by_key(|finding| (finding.span, finding.code));
        findings
    }

    /// Whether the other queries of a file write the semicolon, so that one without it stands out.
    fn ends_in_semicolons(&self, found: &Found) -> bool {
        let whole = |query: &&Query| !query.open_end && !query.is_alternative && !query.holes_end();
        let wire =
            found.queries.iter().filter(whole).filter(|it| it.dialect_or(self.dialect) == Dialect::Wire);
        let (with, without): (Vec<&Query>, Vec<&Query>) = wire.partition(|query| query.is_ended());
        with.len() >= 3 && without.len() == 1
    }

    /// The findings about one query, in bytes of its text.
    fn query(&self, query: &Query, program: Program<'_>, known: &mut Known) -> Vec<Diagnostic> {
        let Program { file, language, others_end, profile } = program;
        let dialect = query.dialect_or(self.dialect);
        let is_demanded = match self.semicolon {
            Semicolon::Sent => true,
            Semicolon::Added => false,
            Semicolon::Auto => query.is_sent || query.is_settled || others_end,
        };
        let text = query.sent(dialect, is_demanded);
        let asked = Asked { text: text.clone(), holes: query.ranges(), open_end: query.open_end, dialect };
        let checked = known.of(asked, |Asked { text, holes, open_end, dialect }| {
            let checker = Checker::new(*dialect).snapshot(self.snapshot).levels(self.levels);
            checker.template(text, holes, *open_end)
        });
        let is_syntax_error = |it: &Diagnostic| it.is_error() && it.code.as_str().starts_with("V0");
        if query.is_alternative && checked.diagnostics.iter().any(is_syntax_error) {
            return Vec::new();
        }
        let mut findings = checked.diagnostics.clone();
        findings
            .iter_mut()
            .filter(|it| self.is_paging(query, it))
            .for_each(|it| it.severity = Severity::Note);
        if dialect == Dialect::Wire {
            profile.keep(&text, &mut findings);
            let put_together =
                notes::Program { query, file, language, snapshot: self.snapshot, levels: self.levels };
            findings.extend(put_together.notes(&checked.statements));
        }
        findings.into_iter().map(|finding| within(finding, query.text.len())).collect()
    }
}

impl Judge<'_> {
    /// Whether a finding is about an offset that is filled in and no order: what pages so works until
    /// records change meanwhile, as with the other rules about paging.
    fn is_paging(&self, query: &Query, finding: &Diagnostic) -> bool {
        let is_filled_in = |hole: &Hole| finding.span == Span::new(hole.range.start, hole.range.end);
        let is_denied = find("V306").is_some_and(|rule| self.levels.of(rule) == Level::Deny);
        finding.code.as_str() == "V306" && !is_denied && query.holes().iter().any(is_filled_in)
    }
}

/// A query that was right before a change of the instance, and is not any more.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Broken {
    /// The module that it asks.
    pub module: String,
    /// Where it stands in the file.
    pub span: Span,
    /// Why, in the file.
    pub reasons: Vec<Diagnostic>,
}

/// The queries of a file that a change of the instance breaks.
pub fn broken(
    file: &str,
    found: &Found,
    dialect: Option<Dialect>,
    old: &Snapshot,
    new: &Snapshot,
) -> Vec<Broken> {
    let mut all = Vec::new();
    for query in found.queries.iter().filter(|query| !query.is_alternative) {
        let text = query.sent(query.dialect_or(dialect), false);
        // Whatever of the wire is wrong was so before: the surface dialect has all that is right in it.
        for it in broken_templates(&text, Dialect::Surface, &query.ranges(), query.open_end, old, new) {
            let in_file = |reason: Diagnostic| query.in_host(within(reason, query.text.len()), file);
            let reasons = it.reasons.into_iter().map(in_file).collect();
            all.push(Broken {
                module: it.module,
                span: query.host_span(clipped(it.span, query.text.len())),
                reasons,
            });
        }
    }
    all
}

impl Query {
    /// Whether it ends with a semicolon.
    fn is_ended(&self) -> bool {
        self.text.trim_end().ends_with(';')
    }

    /// Where its holes are.
    fn ranges(&self) -> Vec<Range<usize>> {
        self.holes.iter().map(|hole| hole.range.clone()).collect()
    }

    /// The text as it is sent: with the semicolon, unless it is demanded of the text itself.
    fn sent(&self, dialect: Dialect, is_demanded: bool) -> String {
        let is_added = !is_demanded || self.holes_end();
        if dialect == Dialect::Wire && is_added && !self.is_ended() && !self.open_end {
            format!("{};", self.text.trim_end())
        } else {
            self.text.clone()
        }
    }

    /// Whether it ends with something that is filled in.
    fn holes_end(&self) -> bool {
        self.holes.last().is_some_and(|hole| hole.range.end == self.text.trim_end().len())
    }
}

/// Whether a program adds a semicolon to the end of something.
fn adds_semicolon(file: &str) -> bool {
    let is_added = |(at, _): (usize, &str)| {
        let before = file[..at].trim_end();
        ["+=", ".=", "+", ".", "<<"].iter().any(|operator| before.ends_with(operator))
    };
    ["\";\"", "';'", "`;`"].iter().any(|literal| file.match_indices(literal).any(is_added))
}

/// A finding about the text with its semicolon as one about the text.
fn within(mut finding: Diagnostic, length: usize) -> Diagnostic {
    finding.fixes.retain(|fix| fix.edits.iter().all(|edit| edit.span.end as usize <= length));
    finding.related.iter_mut().for_each(|label| label.span = clipped(label.span, length));
    finding.span = clipped(finding.span, length);
    finding
}

fn clipped(span: Span, length: usize) -> Span {
    Span::new((span.start as usize).min(length), (span.end as usize).min(length))
}
