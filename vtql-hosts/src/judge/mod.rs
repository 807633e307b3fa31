//! What is wrong with the queries of a file, whatever its program fills in.

mod notes;
mod stand_in;

use crate::Language;
use crate::query::Query;
use crate::scan::Found;
use stand_in::{StandIn, Unknown};
use vtql_parser::diagnostic::{Edit, Fix};
use vtql_parser::{Diagnostic, Dialect, Span, codes};
use vtql_schema::diff::broken_queries;
use vtql_schema::rules::Levels;
use vtql_schema::{Checked, Checker, Snapshot};

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
        Judge { dialect: None, snapshot: None, levels, semicolon: Semicolon::default() }
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

    /// The findings about the queries of a file, in order of the file. Spans and fixes are the file's.
    pub fn file(&self, file: &str, language: Language, found: &Found) -> Vec<Diagnostic> {
        let ended = self.ends_in_semicolons(found);
        let mut findings: Vec<Diagnostic> = Vec::new();
        for query in &found.queries {
            for finding in self.query(query, language, ended) {
                let finding = query.in_host(finding, file);
                let known = |it: &Diagnostic| it.code == finding.code && it.span == finding.span;
                if !findings.iter().rev().take(200).any(known) {
                    findings.push(finding);
                }
            }
        }
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
    fn query(&self, query: &Query, language: Language, others_end: bool) -> Vec<Diagnostic> {
        let dialect = query.dialect_or(self.dialect);
        let mut stand_in = stand_in::stand_in(query);
        let is_demanded = match self.semicolon {
            Semicolon::Sent => true,
            Semicolon::Added => false,
            Semicolon::Auto => query.is_sent || query.is_settled || others_end,
        };
        if dialect == Dialect::Wire && !query.is_ended() && (!is_demanded || stand_in.unknown.tail) {
            end(&mut stand_in);
        }
        let snapshot = self.snapshot.filter(|_| !stand_in.unknown.module);
        let checked = Checker::new(dialect).snapshot(snapshot).levels(self.levels).text(&stand_in.text);
        let mut findings = holding(&stand_in, &checked);
        if query.is_alternative && findings.iter().any(|it| is_syntax(it) && it.is_error()) {
            return Vec::new();
        }
        findings.extend(notes::notes(query, &stand_in, &checked, dialect, language, snapshot, self.levels));
        findings.into_iter().map(|finding| in_query(finding, &stand_in, query)).collect()
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
        let dialect = query.dialect_or(dialect);
        let mut stand_in = stand_in::stand_in(query);
        if dialect == Dialect::Wire && !query.is_ended() {
            end(&mut stand_in);
        }
        if stand_in.unknown.module {
            continue;
        }
        // Parameters stand in for values: only the surface dialect has them, and it has all of the other.
        for it in broken_queries(&stand_in.text, Dialect::Surface, old, new) {
            let in_file = |finding: Diagnostic| query.in_host(in_query(finding, &stand_in, query), file);
            let host = stand_in.map.host(it.span.range());
            let span = query.host_span(Span::new(host.start, host.end));
            let reasons = it.reasons.into_iter().map(in_file).collect();
            all.push(Broken { module: it.module, span, reasons });
        }
    }
    all
}

impl Query {
    /// Whether it ends with a semicolon.
    fn is_ended(&self) -> bool {
        self.text.trim_end().ends_with(';')
    }

    /// Whether it ends with something that is filled in.
    fn holes_end(&self) -> bool {
        self.holes.last().is_some_and(|hole| hole.range.end == self.text.trim_end().len())
    }
}

/// Adds the semicolon that what sends the text adds.
fn end(stand_in: &mut StandIn) {
    let at = stand_in.text.trim_end().len();
    stand_in.text.truncate(at);
    stand_in.text.push(';');
}

fn is_syntax(finding: &Diagnostic) -> bool {
    finding.code.as_str().starts_with("V0")
}

/// Rules that say nothing where a clause is not known.
const OF_LIST: &[&str] = &["V206", "V311", "V104"];
const OF_ORDER: &[&str] = &["V206", "V306", "V314", "V318"];
const OF_TAIL: &[&str] = &["V303", "V306", "V308", "V309", "V310", "V312"];
const OF_CONDITION: &[&str] = &["V302", "V307"];

/// The findings that hold whatever is filled in.
fn holding(stand_in: &StandIn, checked: &Checked) -> Vec<Diagnostic> {
    let touches = |span: Span| {
        stand_in.spans.iter().any(|hole| {
            span.start < hole.end && hole.start < span.end
                || span.is_empty() && hole.start <= span.start && span.start <= hole.end
        })
    };
    let Unknown { list, order, tail, condition, .. } = stand_in.unknown;
    let clauses = [(list, OF_LIST), (order, OF_ORDER), (tail, OF_TAIL), (condition, OF_CONDITION)];
    let first_gap = stand_in.gaps.first().copied().unwrap_or(usize::MAX);
    let mut found: Vec<Diagnostic> = checked.diagnostics.clone();
    found.retain(|finding| {
        let code = finding.code.as_str();
        !touches(finding.span) && !clauses.iter().any(|(unknown, codes)| *unknown && codes.contains(&code))
    });
    // What is left out may make the grammar of all that follows another one.
    let unsure = |it: &Diagnostic| is_syntax(it) && it.is_error() && it.span.end as usize >= first_gap;
    let grammar_depends = checked
        .diagnostics
        .iter()
        .any(|it| is_syntax(it) && it.is_error() && touches(it.span) && it.code != codes::NOT_ON_THE_WIRE);
    found.retain(|it| !(unsure(it) || grammar_depends && is_syntax(it)));
    found
}

/// A finding about the text that was checked as one about the query's own text.
fn in_query(mut finding: Diagnostic, stand_in: &StandIn, query: &Query) -> Diagnostic {
    let known = stand_in.map.host(0..stand_in.text.len()).end;
    let span = |span: Span| {
        let host = stand_in.map.host(span.range());
        Span::new(host.start.min(known), host.end.min(query.text.len()))
    };
    let edit = |edit: &Edit| {
        let verbatim = stand_in.map.touched(edit.span.range()).all(|segment| segment.is_verbatim);
        (verbatim && !edit.text.contains("hole_field"))
            .then(|| Edit { span: span(edit.span), text: edit.text.clone() })
    };
    let fix = |fix: &Fix| {
        let edits: Option<Vec<Edit>> = fix.edits.iter().map(edit).collect();
        Some(Fix { title: fix.title.clone(), safety: fix.safety, edits: edits? })
    };
    finding.fixes = finding.fixes.iter().filter_map(fix).collect();
    for label in &mut finding.related {
        label.span = span(label.span);
    }
    finding.span = span(finding.span);
    finding
}
