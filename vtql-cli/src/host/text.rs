//! A query as its host file writes it, character by character, and the way back.

use vtql_parser::diagnostic::{Edit, Fix};
use vtql_parser::{Diagnostic, Dialect, Group, Span, codes};

/// Stands for a part that only the running program knows.
pub(super) const HOLE: char = '\u{1a}';

/// One character of a text, and the bytes of the host file that it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) char: char,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The value of a string expression of the host language.
#[derive(Clone, Debug, Default)]
pub(super) struct HostText {
    /// Whether an apostrophe would end it: in `'…'`, and among tokens of Rust.
    pub(super) ends_at_apostrophe: bool,
    pub(super) units: Vec<Unit>,
}

impl HostText {
    /// Adds a character that the bytes `start..end` stand for.
    pub(super) fn push(&mut self, char: char, start: usize, end: usize) {
        self.units.push(Unit { char, start, end });
    }

    /// Adds `text`, which stands at `start` as it is.
    pub(super) fn push_verbatim(&mut self, text: &str, start: usize) {
        for (at, char) in text.char_indices() {
            self.push(char, start + at, start + at + char.len_utf8());
        }
    }

    /// The text, holes included.
    pub(super) fn to_text(&self) -> String {
        self.units.iter().map(|unit| unit.char).collect()
    }
}

/// A query in a host file.
#[derive(Clone, Debug)]
pub(crate) struct Embedded {
    /// The query; a parameter stands where the program puts a value.
    pub(crate) text: String,
    dialect: Dialect,
    /// Whether the program says which dialect it is.
    is_settled: bool,
    /// Where the parameters are that stand for parts of the program.
    holes: Vec<Span>,
    ends_at_apostrophe: bool,
    /// In order of the text: where each character begins in `text`, and what it stands for.
    places: Vec<(usize, Unit)>,
}

impl Embedded {
    pub(super) fn new(text: &HostText, holes: &[std::ops::Range<usize>], dialect: Dialect) -> Self {
        let mut at = 0;
        let mut places = Vec::with_capacity(text.units.len());
        for unit in &text.units {
            places.push((at, *unit));
            at += unit.char.len_utf8();
        }
        let offset = |index: usize| places.get(index).map_or(at, |(at, _)| *at);
        let holes = holes.iter().map(|hole| Span::new(offset(hole.start), offset(hole.end))).collect();
        let is_settled = false;
        Embedded {
            text: text.to_text(),
            dialect,
            is_settled,
            holes,
            ends_at_apostrophe: text.ends_at_apostrophe,
            places,
        }
    }

    /// The query, whose dialect is known from what the program does with it.
    pub(super) fn settled(mut self, dialect: Dialect) -> Self {
        (self.dialect, self.is_settled) = (dialect, true);
        self
    }

    /// The dialect that the program writes it in: what it says, else what is `asked` for, else what is usual in its language.
    pub(crate) fn dialect_or(&self, asked: Option<Dialect>) -> Dialect {
        asked.filter(|_| !self.is_settled).unwrap_or(self.dialect)
    }

    /// The findings that hold whatever the program fills in. When the grammar itself depends on it,
    /// nothing can be said.
    pub(crate) fn without_holes(&self, mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
        findings.retain(|it| it.code != codes::NOT_ON_THE_WIRE || !self.holes.contains(&it.span));
        let touches =
            |span: Span| self.holes.iter().any(|hole| span.start < hole.end && hole.start < span.end);
        let unsure = |it: &Diagnostic| it.is_error() && it.code.group() == Group::Syntax && touches(it.span);
        if findings.iter().any(unsure) { Vec::new() } else { findings }
    }

    /// The finding in the host file. Its fixes come along where the host file writes the text as it is.
    pub(crate) fn in_host(&self, mut finding: Diagnostic, host: &str) -> Diagnostic {
        finding.span = self.host_span(finding.span);
        for label in &mut finding.related {
            label.span = self.host_span(label.span);
        }
        finding.fixes = finding.fixes.iter().filter_map(|fix| self.host_fix(fix, host)).collect();
        finding
    }

    /// The part of the host file that a part of the query stands for.
    pub(crate) fn host_span(&self, span: Span) -> Span {
        let (start, end) = (span.start as usize, span.end as usize);
        let end_place = self.before(end.max(start)).map(|unit| unit.end);
        let start_place = if span.is_empty() { end_place } else { self.at(start).map(|unit| unit.start) };
        let first = self.places.first().map_or(0, |(_, unit)| unit.start);
        let start = start_place.or(end_place).unwrap_or(first);
        Span::new(start, end_place.unwrap_or(first).max(start))
    }

    fn host_fix(&self, fix: &Fix, host: &str) -> Option<Fix> {
        let edits = fix.edits.iter().map(|edit| self.host_edit(edit, host));
        Some(Fix { title: fix.title.clone(), safety: fix.safety, edits: edits.collect::<Option<_>>()? })
    }

    /// The edit, when what it replaces stands in one piece in the host file and what it writes needs no
    /// escape in any kind of string.
    fn host_edit(&self, edit: &Edit, host: &str) -> Option<Edit> {
        let range = edit.span.range();
        let touched = self.places.iter().filter(|(at, unit)| {
            let end = at + unit.char.len_utf8();
            if range.is_empty() {
                *at == range.start || end == range.start
            } else {
                *at < range.end && range.start < end
            }
        });
        let units: Vec<Unit> = touched.map(|(_, unit)| *unit).collect();
        let verbatim = |unit: &Unit| {
            host.get(unit.start..unit.end).is_some_and(|text| text.chars().eq([unit.char]))
                && unit.char != HOLE
        };
        let whole = units.windows(2).all(|pair| pair[0].end == pair[1].start);
        // The macros of ours put nothing into a text.
        let filled_in = |char: char| "`$#{}%".contains(char) && !self.is_settled;
        let special = |char: char| {
            matches!(char, '"' | '\\') || filled_in(char) || (char == '\'' && self.ends_at_apostrophe)
        };
        let plain = |char: char| !char.is_control() && !special(char);
        let fits = !units.is_empty() && whole && units.iter().all(verbatim) && edit.text.chars().all(plain);
        fits.then(|| Edit { span: self.host_span(edit.span), text: edit.text.clone() })
    }

    /// The character that the byte `at` of the text belongs to.
    fn at(&self, at: usize) -> Option<&Unit> {
        let index = self.places.partition_point(|(start, _)| *start <= at).checked_sub(1)?;
        self.places.get(index).filter(|(start, unit)| at < start + unit.char.len_utf8()).map(|(_, unit)| unit)
    }

    /// The last character that begins before the byte `at` of the text.
    fn before(&self, at: usize) -> Option<&Unit> {
        let index = self.places.partition_point(|(start, _)| *start < at).checked_sub(1)?;
        self.places.get(index).map(|(_, unit)| unit)
    }
}
