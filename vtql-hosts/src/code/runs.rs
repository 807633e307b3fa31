//! What a walk made of a run of statements, kept for when it comes to the same run again.
//!
//! What it makes of one depends on its text, on the branches around it, and on the variables that are known before it.
//! So a run is kept only if it asked for no variable from before it, together with the names that it asked for in
//! vain: where one of these has a value, the run is read anew.

use super::scope::{Binding, Held};
use super::value::{Item, Value};
use crate::escapes::Writing;
use crate::mark::Mark;
use crate::output::{Context, Origin};
use crate::text::{NO_LITERAL, Optional, Text};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A run ends behind so many bytes, or earlier where the length of a statement says so: then a change moves the
/// ends of few runs.
const MAX_RUN: usize = 2048;
const MIN_RUN: usize = 512;
/// Less is not worth it.
pub(super) const WORTH: usize = 128;
/// A longer statement is no part of a run: runs are made of what is in it.
pub(super) const MAX_STATEMENT: usize = 4096;

/// Whether a run of so many bytes ends behind a statement of this length.
pub(super) fn ends(run: usize, statement: usize) -> bool {
    run >= MAX_RUN || run >= MIN_RUN && statement.is_multiple_of(8)
}

/// The runs of a file, by their texts.
#[derive(Debug, Default)]
pub(crate) struct Runs {
    kept: HashMap<Box<str>, Kept>,
    /// How often the file was read.
    round: u64,
}

#[derive(Debug)]
struct Kept {
    round: u64,
    runs: Vec<Arc<Run>>,
}

impl Runs {
    /// The file is read once more.
    pub(super) fn begin(&mut self) {
        self.round += 1;
    }

    /// What was not read this time is not there any more.
    pub(super) fn end(&mut self) {
        let round = self.round;
        self.kept.retain(|_, kept| kept.round == round);
    }

    /// What is known of a run.
    pub(super) fn find(&mut self, text: &str, shape: &Shape) -> Option<Arc<Run>> {
        let kept = self.kept.get_mut(text)?;
        kept.round = self.round;
        kept.runs.iter().find(|run| run.shape == *shape).cloned()
    }

    pub(super) fn keep(&mut self, text: &str, run: Run) {
        let round = self.round;
        let kept = self.kept.entry(text.into()).or_insert_with(|| Kept { round, runs: Vec::new() });
        kept.round = round;
        kept.runs.push(Arc::new(run));
    }
}

/// What a run is besides its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    /// The kinds of its nodes.
    pub(super) kinds: Vec<u16>,
    /// How many branches are open.
    pub(super) depth: usize,
}

/// Where something begins: its bytes, and what is counted over the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Base {
    pub(super) start: usize,
    pub(super) literals: usize,
    pub(super) names: usize,
    pub(super) branches: u32,
    pub(super) strings: usize,
}

/// What happened in a run, in order.
#[derive(Clone, Debug)]
pub(super) enum Event {
    /// A variable has no longer the value from before the run, if it had one.
    Forgets(String),
    /// A text that may be a query is done. No other has the same number.
    Finishes(u64, Text, Context),
}

/// A number for a text that is done.
pub(super) fn number() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// A run and what came of it, with places as they were then.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) shape: Shape,
    pub(super) base: Base,
    pub(super) events: Vec<Event>,
    /// The variables that have a value behind it.
    pub(super) bindings: Vec<Binding>,
    /// How often a variable got one.
    pub(super) sets: usize,
    /// Names that have no value before it.
    pub(super) free: Vec<String>,
    pub(super) literals: Vec<Writing>,
    pub(super) names: Vec<String>,
    pub(super) strings: usize,
    pub(super) branches: u32,
    /// The last comment in it that says something about the next string.
    pub(super) comment: Option<(usize, Mark)>,
}

/// A run that is being read.
#[derive(Debug)]
pub(super) struct Recording {
    pub(super) range: Range<usize>,
    /// How many nodes are open around it.
    pub(super) frames: usize,
    pub(super) shape: Shape,
    pub(super) base: Base,
    pub(super) events: Vec<Event>,
    pub(super) comment: Option<(usize, Mark)>,
}

impl Base {
    /// Where a text stands that is done behind it.
    pub(super) fn origin(self, id: u64) -> Origin {
        Origin { id, start: self.start, literals: self.literals, names: self.names }
    }
}

/// From the places of one reading to those of another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shift {
    pub(super) from: Base,
    pub(super) to: Base,
}

/// Branches beyond are told by their places, counted from the end.
const BY_PLACE: u32 = u32::MAX / 2;

impl Shift {
    pub(super) fn place(self, at: usize) -> usize {
        at.wrapping_sub(self.from.start).wrapping_add(self.to.start)
    }

    pub(super) fn text(self, text: &Text) -> Text {
        let bytes = crate::output::number(self.to.start).wrapping_sub(crate::output::number(self.from.start));
        let by = |to: usize, from: usize| crate::output::number(to).wrapping_sub(crate::output::number(from));
        let (literals, names) =
            (by(self.to.literals, self.from.literals), by(self.to.names, self.from.names));
        let mut text = text.clone();
        for unit in &mut text.units {
            unit.start = unit.start.wrapping_add(bytes);
            unit.end = unit.end.wrapping_add(bytes);
            if unit.is_hole() || unit.source != NO_LITERAL {
                unit.source = unit.source.wrapping_add(if unit.is_hole() { names } else { literals });
            }
        }
        for Optional { branch, .. } in &mut text.optional {
            *branch = if *branch > BY_PLACE {
                branch.wrapping_sub(bytes)
            } else {
                branch.wrapping_add(self.to.branches).wrapping_sub(self.from.branches)
            };
        }
        text
    }

    pub(super) fn held(self, held: &Held) -> Held {
        match held {
            Held::Text(text) => Held::Text(self.text(text)),
            Held::List(items) => Held::List(items.iter().map(|item| self.item(item)).collect()),
            Held::Unknown => Held::Unknown,
        }
    }

    /// Items are nested a few levels deep at most.
    fn item(self, item: &Item) -> Item {
        let value = match &item.value {
            Value::Other => Value::Other,
            Value::Name(name) => Value::Name(name.clone()),
            Value::Text(text) => Value::Text(self.text(text)),
            Value::List(items) => Value::List(items.iter().map(|item| self.item(item)).collect()),
            Value::Member(inner) => Value::Member(Box::new(self.item(inner))),
            Value::Choice(texts) => Value::Choice(texts.iter().map(|text| self.text(text)).collect()),
        };
        Item { value, range: self.range(&item.range), key: item.key.clone() }
    }

    /// What has no place of its own stands at 0.
    fn range(self, range: &Range<usize>) -> Range<usize> {
        if *range == (0..0) { 0..0 } else { self.place(range.start)..self.place(range.end) }
    }
}
