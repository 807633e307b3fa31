//! What became of a text that may hold a query, kept for when the file is read again.

use super::address::Part;
use super::evidence::FileEvidence;
use crate::found::Reason;
use crate::map::Map;
use crate::output::{Candidate, Origin, number};
use crate::query::Query;
use crate::text::{NO_LITERAL, Text, Unit};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// The queries in a text, or why it was left alone; `None` when it does not begin as a query.
pub(crate) type Verdict = Option<Result<Accepted, Reason>>;

/// A text that is a query, with and without the parts that are there in some runs of the program only.
#[derive(Clone, Debug)]
pub(crate) struct Accepted {
    part: Arc<Whole>,
    moved: Moved,
    pub(crate) queries: Vec<Query>,
}

/// The part of a text that is a query.
#[derive(Debug)]
struct Whole {
    text: Text,
    extent: Option<Range<usize>>,
    is_parameter: bool,
    /// Whether some of its holes were found last: none of another text are the same.
    has_own_holes: bool,
}

impl Accepted {
    pub(crate) fn new(part: Part, has_own_holes: bool, queries: Vec<Query>) -> Self {
        let Part { text, is_parameter, .. } = part;
        let extent = text.extent();
        let part = Arc::new(Whole { text, extent, is_parameter, has_own_holes });
        Accepted { part, moved: Moved::default(), queries }
    }

    /// Whether it stands in an address or in a form.
    pub(crate) fn is_parameter(&self) -> bool {
        self.part.is_parameter
    }

    /// The bytes of the file from its first to its last.
    pub(crate) fn extent(&self) -> Option<Range<usize>> {
        let extent = self.part.extent.as_ref()?;
        Some(self.moved.place(extent.start)..self.moved.place(extent.end))
    }

    /// Whether both are the same characters of the file.
    pub(crate) fn is_same(&self, other: &Accepted) -> bool {
        self.extent() == other.extent()
            && self.part.text.units.len() == other.part.text.units.len()
            && !(self.part.has_own_holes || other.part.has_own_holes)
            && self.units().eq(other.units())
    }

    fn units(&self) -> impl Iterator<Item = Unit> {
        self.part.text.units.iter().map(|unit| self.moved.unit(*unit))
    }

    fn moved(&self, by: Moved) -> Self {
        let queries = self.queries.iter().map(|query| query.moved(&|map| by.map(map), &|it| by.literal(it)));
        Accepted { part: Arc::clone(&self.part), moved: self.moved.and(by), queries: queries.collect() }
    }
}

/// From the places of one reading to those of another: how far bytes, literals and names are moved. Numbers wrap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Moved {
    bytes: u32,
    literals: u32,
    names: u32,
}

impl Moved {
    fn between(from: &Origin, to: &Origin) -> Self {
        let by = |from: usize, to: usize| number(to).wrapping_sub(number(from));
        Moved {
            bytes: by(from.start, to.start),
            literals: by(from.literals, to.literals),
            names: by(from.names, to.names),
        }
    }

    fn and(self, other: Moved) -> Self {
        Moved {
            bytes: self.bytes.wrapping_add(other.bytes),
            literals: self.literals.wrapping_add(other.literals),
            names: self.names.wrapping_add(other.names),
        }
    }

    fn place(self, at: usize) -> usize {
        number(at).wrapping_add(self.bytes) as usize
    }

    fn literal(self, literal: u32) -> u32 {
        if literal == NO_LITERAL { literal } else { literal.wrapping_add(self.literals) }
    }

    fn unit(self, unit: Unit) -> Unit {
        Unit {
            start: unit.start.wrapping_add(self.bytes),
            end: unit.end.wrapping_add(self.bytes),
            source: if unit.is_hole() {
                unit.source.wrapping_add(self.names)
            } else {
                self.literal(unit.source)
            },
            ..unit
        }
    }

    fn map(self, map: &Map) -> Map {
        map.moved(|at| self.place(at), |literal| self.literal(literal))
    }
}

/// What became of the texts of a file.
#[derive(Debug, Default)]
pub(crate) struct Verdicts {
    kept: HashMap<u64, Kept>,
    /// How often the file was read.
    round: u64,
}

#[derive(Debug)]
struct Kept {
    round: u64,
    file: FileEvidence,
    origin: Origin,
    verdict: Verdict,
}

impl Verdicts {
    /// What is known of a text in a file that says this, else what `judge` says of it.
    pub(crate) fn of(
        &mut self,
        candidate: &Candidate,
        file: FileEvidence,
        judge: impl FnOnce() -> Verdict,
    ) -> Verdict {
        let Some(origin) = candidate.origin else { return judge() };
        if let Some(kept) = self.kept.get_mut(&origin.id).filter(|it| it.file == file) {
            kept.round = self.round;
            let by = Moved::between(&kept.origin, &origin);
            return match &kept.verdict {
                Some(Ok(accepted)) => Some(Ok(accepted.moved(by))),
                Some(Err(reason)) => Some(Err(*reason)),
                None => None,
            };
        }
        let verdict = judge();
        self.kept.insert(origin.id, Kept { round: self.round, file, origin, verdict: verdict.clone() });
        verdict
    }

    /// The file was read: what is not in it any more is forgotten.
    pub(crate) fn end(&mut self) {
        self.kept.retain(|_, kept| kept.round == self.round);
        self.round += 1;
    }
}
