//! What a file was found to hold, on its way to being judged.

use crate::Language;
use crate::escapes::{Escapes, Writing};
use crate::map::Map;
use crate::mark::Mark;
use crate::text::Text;
use std::collections::HashMap;
use vtql_parser::Dialect;

/// What surrounds a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Context {
    pub(crate) mark: Option<Mark>,
    /// The functions that it is handed to, and the names that it is kept under.
    pub(crate) names: Vec<String>,
    /// Whether it stands beside `operation=query`, in the way of the file.
    pub(crate) is_operation: bool,
}

/// At most so many names are kept for a text.
const MAX_NAMES: usize = 8;

impl Context {
    pub(crate) fn named(name: &str) -> Self {
        let mut context = Context::default();
        context.add_name(name);
        context
    }

    pub(crate) fn add_name(&mut self, name: &str) {
        if self.names.len() < MAX_NAMES && !name.is_empty() && name.len() <= 100 {
            self.names.push(name.to_owned());
        }
    }

    pub(crate) fn merge(&mut self, other: &Context) {
        self.mark = self.mark.or(other.mark);
        self.is_operation |= other.is_operation;
        other.names.iter().for_each(|name| self.add_name(name));
    }
}

/// A string expression that mentions `select`.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    pub(crate) text: Text,
    pub(crate) context: Context,
    /// The dialect that is usual where it stands.
    pub(crate) dialect: Dialect,
    /// Where what it depends on begins; `None` where that is not known.
    pub(crate) origin: Option<Origin>,
}

/// What a text stands in, which is kept from one reading of a file to the next: all that is known of the text is known
/// again, each place as far from here as it was.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin {
    /// No other text has the same.
    pub(crate) id: u64,
    pub(crate) start: usize,
    /// How many literals and names there are before it.
    pub(crate) literals: usize,
    pub(crate) names: usize,
}

/// A text inside of a file that is in a language of its own.
#[derive(Clone, Debug)]
pub(crate) struct Nested {
    pub(crate) text: Text,
    pub(crate) language: Language,
    /// How many texts it stands in.
    pub(crate) depth: usize,
    /// Whether what it holds stands beside `operation=query`.
    pub(crate) is_operation: bool,
    /// Whether it is not sure to be in that language.
    pub(crate) is_guess: bool,
}

/// Texts in texts are read so deep: a JSON body in a script in a workflow.
const MAX_DEPTH: usize = 3;

/// How much of a file was found before some part of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    candidates: usize,
    nested: usize,
}

/// At most so many characters are kept of a file: constants that are joined to many texts could fill the
/// memory.
const MAX_KEPT: usize = 2_000_000;

/// Everything that is found in one file.
#[derive(Debug, Default)]
pub(crate) struct Output {
    pub(crate) candidates: Vec<Candidate>,
    /// How many strings were seen.
    pub(crate) strings: usize,
    /// How each literal is written.
    pub(crate) literals: Vec<Writing>,
    /// What is filled in, as the file writes it.
    pub(crate) names: Vec<String>,
    /// Texts in languages of their own that are still to be read.
    pub(crate) nested: Vec<Nested>,
    /// How many texts in texts the reader is in.
    pub(crate) depth: usize,
    /// How many characters are kept.
    units: usize,
    /// Parts that were not read, and why.
    pub(crate) not_read: Vec<NotRead>,
}

/// Why a file, or a part of one, was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NotRead {
    /// It is larger than what is read of its language.
    TooLarge,
    /// Reading it took too long.
    TooSlow,
    /// It has a shape for which the grammar would take seconds and gigabytes.
    Shape,
    /// It is not in UTF-8.
    Encoding,
    /// Its language's own parser gave up on it.
    Syntax,
}

impl NotRead {
    /// What to tell people: `is too large`.
    pub fn reason(self) -> &'static str {
        match self {
            NotRead::TooLarge => "is too large to be read",
            NotRead::TooSlow => "takes too long to read",
            NotRead::Shape => "is nested in a way that takes too long to read",
            NotRead::Encoding => "is not in UTF-8",
            NotRead::Syntax => "cannot be read to its end",
        }
    }
}

impl Output {
    /// A number for a literal that is written so.
    pub(crate) fn literal(&mut self, escapes: &'static Escapes) -> u32 {
        self.strings += 1;
        self.add_literal(Writing::of(escapes))
    }

    /// A number for one of which no more is known than the characters that cannot be written as they are.
    pub(crate) fn plain_literal(&mut self, special: &'static str) -> u32 {
        self.strings += 1;
        self.add_literal(Writing::plain(special))
    }

    fn add_literal(&mut self, writing: Writing) -> u32 {
        self.literals.push(writing);
        number(self.literals.len() - 1)
    }

    /// A number for what is filled in. Only its first line is kept.
    pub(crate) fn name(&mut self, name: &str) -> u32 {
        let line = name.trim().lines().next().unwrap_or_default();
        let end = line.char_indices().nth(60).map_or(line.len(), |(at, _)| at);
        self.names.push(line[..end].to_owned());
        number(self.names.len() - 1)
    }

    pub(crate) fn writing(&self, literal: u32) -> Writing {
        self.literals.get(literal as usize).cloned().unwrap_or_default()
    }

    pub(crate) fn name_of(&self, hole: u32) -> &str {
        self.names.get(hole as usize).map_or("", String::as_str)
    }

    /// Whether a text may hold a query.
    pub(crate) fn may_hold(text: &Text, context: &Context) -> bool {
        matches!(context.mark, Some(Mark::Vtql | Mark::Settled(_))) || text.mentions_select()
    }

    /// Keeps a text if it may hold a query.
    pub(crate) fn finish(&mut self, text: Text, context: Context, dialect: Dialect) {
        self.finish_from(text, context, dialect, None);
    }

    /// The same for one that stands in something that is kept.
    pub(crate) fn finish_from(
        &mut self,
        text: Text,
        context: Context,
        dialect: Dialect,
        origin: Option<Origin>,
    ) {
        let again = |candidate: &Candidate| candidate.text.units == text.units;
        if !Output::may_hold(&text, &context) {
            return;
        }
        if let Some(known) = self.candidates.iter_mut().rev().take(4).find(|it| again(it)) {
            known.context.merge(&context);
            known.origin = None;
            return;
        }
        self.units += text.units.len();
        if self.units > MAX_KEPT {
            if self.not_read.is_empty() {
                self.not_read.push(NotRead::TooLarge);
            }
            return;
        }
        self.candidates.push(Candidate { text, context, dialect, origin });
    }

    /// Keeps a text in a language of its own, to be read later.
    pub(crate) fn nest(&mut self, text: Text, language: Language, is_guess: bool) {
        if self.depth < MAX_DEPTH && text.mentions_select() {
            let depth = self.depth + 1;
            self.nested.push(Nested { text, language, depth, is_operation: false, is_guess });
        }
    }

    /// How much was found so far.
    pub(crate) fn place(&self) -> Place {
        Place { candidates: self.candidates.len(), nested: self.nested.len() }
    }

    /// Adds a name to what surrounds all that was found between two places.
    pub(crate) fn add_name(&mut self, from: Place, to: Place, name: &str) {
        for candidate in self.candidates.iter_mut().take(to.candidates).skip(from.candidates) {
            candidate.context.add_name(name);
        }
    }

    /// Notes that all that was found between two places stands beside `operation=query`.
    pub(crate) fn mark_operation(&mut self, from: Place, to: Place) {
        for candidate in self.candidates.iter_mut().take(to.candidates).skip(from.candidates) {
            candidate.context.is_operation = true;
        }
        for nested in self.nested.iter_mut().take(to.nested).skip(from.nested) {
            nested.is_operation = true;
        }
    }

    /// Brings what was found behind a place out of a text inside of the file.
    pub(crate) fn lift(&mut self, from: Place, map: &Map) {
        let mut joined: HashMap<(u32, u32), u32> = HashMap::new();
        let mut candidates = self.candidates.split_off(from.candidates);
        let mut nested = self.nested.split_off(from.nested);
        let texts =
            candidates.iter_mut().map(|it| &mut it.text).chain(nested.iter_mut().map(|it| &mut it.text));
        for unit in texts.flat_map(|text| &mut text.units) {
            let inner = unit.start as usize..unit.end as usize;
            let outside = map.touched(inner.clone()).next().map_or(0, |segment| segment.source);
            let host = map.host(inner);
            (unit.start, unit.end) = (number(host.start), number(host.end));
            if !unit.is_hole() {
                unit.source = *joined.entry((unit.source, outside)).or_insert_with(|| {
                    let (inner, outer) = (self.writing(unit.source), self.writing(outside));
                    self.add_literal(inner.inside(&outer))
                });
            }
        }
        self.candidates.append(&mut candidates);
        self.nested.append(&mut nested);
    }
}

pub(crate) fn number(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
