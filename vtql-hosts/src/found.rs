//! What a file was found to hold.

use crate::output::NotRead;
use crate::profile::Profile;
use crate::query::Query;
use std::ops::Range;

/// What a file was found to hold.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Found {
    /// The queries, in order of the file.
    pub queries: Vec<Query>,
    /// Texts that begin as queries do and were left alone, in order of the file.
    pub skipped: Vec<Skipped>,
    /// How many strings were seen; none in a file that does not mention `select`.
    pub strings: usize,
    /// Why the file, or a part of it, was not read.
    pub not_read: Vec<NotRead>,
    /// The server that the file speaks of by name.
    pub profile: Profile,
}

/// A text that was left alone.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Skipped {
    /// Where it stands in the file, in bytes.
    pub range: Range<usize>,
    /// Why.
    pub reason: Reason,
}

/// Why a text that begins as a query does is left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// A comment says so: `vtql: ignore`.
    Ignored,
    /// Only marked texts were asked for.
    NotMarked,
    /// It has no `from`.
    NoFrom,
    /// It leaves something out: `…`.
    Sketch,
    /// It is a sentence.
    Prose,
    /// It is the SQL of another database.
    OtherDatabase,
    /// It asks no module that is known.
    UnknownModule,
    /// It asks a module, and names no field of it.
    NoFieldFits,
    /// It asks a module, and nothing else speaks for Vtiger.
    NothingSpeaksForIt,
}

impl Reason {
    /// What to tell people: `is written for another database`.
    pub fn in_words(self) -> &'static str {
        match self {
            Reason::Ignored => "a comment says to ignore it",
            Reason::NotMarked => "it is not marked as VTQL",
            Reason::NoFrom => "it has no `from`",
            Reason::Sketch => "it leaves something out (`…`)",
            Reason::Prose => "it is a sentence",
            Reason::OtherDatabase => "it is written for another database",
            Reason::UnknownModule => "it asks no module that is known",
            Reason::NoFieldFits => "it names no field of the module",
            Reason::NothingSpeaksForIt => "nothing says that it is for Vtiger",
        }
    }
}
