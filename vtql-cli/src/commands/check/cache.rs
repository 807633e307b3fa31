//! Files in which nothing was found: they are not read by their grammars again before they, the settings or
//! the snapshot change.

use crate::analysis::Checked;
use crate::failure::Failure;
use crate::setup::Setup;
use crate::write::write_atomically;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use vtql_hosts::CheckSettings;
use vtql_schema::Snapshot;

/// What is known of a file by its contents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Known {
    strings: usize,
    queries: usize,
    left_alone: usize,
}

/// The contents of a file with all that its findings depend on, hashed twice: 128 bits.
pub(super) type Key = (u64, u64);

/// At most so many files are kept; those of this run first.
const MAX_ENTRIES: usize = 100_000;

#[derive(Debug)]
pub(super) struct Cache {
    file: PathBuf,
    before: BTreeMap<Key, Known>,
    now: Mutex<BTreeMap<Key, Known>>,
    setups: Mutex<Vec<(usize, u64)>>,
}

impl Cache {
    /// What a file of an earlier run says; nothing when there is none, or none that can be read.
    pub(super) fn open(file: &Path) -> Self {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        Cache {
            file: file.to_owned(),
            before: text.lines().filter_map(entry).collect(),
            now: Mutex::default(),
            setups: Mutex::default(),
        }
    }

    pub(super) fn key(&self, path: Option<&Path>, text: &str, setup: &Setup) -> Key {
        let setup = self.setup(setup);
        let hash = |seed: u8| {
            let mut hasher = DefaultHasher::new();
            seed.hash(&mut hasher);
            env!("CARGO_PKG_VERSION").hash(&mut hasher);
            // The path can speak of a server, and its end is the language.
            path.hash(&mut hasher);
            setup.hash(&mut hasher);
            text.hash(&mut hasher);
            hasher.finish()
        };
        (hash(0), hash(1))
    }

    /// A setup is hashed once: each lives as long as the run.
    fn setup(&self, setup: &Setup) -> u64 {
        let address = std::ptr::from_ref(setup).addr();
        let mut known = self.setups.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, hash)) = known.iter().find(|(it, _)| *it == address) {
            return *hash;
        }
        let mut hasher = DefaultHasher::new();
        let CheckSettings { dialect, profile, embedding, semicolon, levels, .. } = &setup.check;
        format!("{dialect:?} {profile:?} {embedding:?} {semicolon:?} {levels:?}").hash(&mut hasher);
        setup.snapshot.as_deref().map(Snapshot::to_json).hash(&mut hasher);
        let hash = hasher.finish();
        known.push((address, hash));
        hash
    }

    /// What is known of a file in which nothing was found.
    pub(super) fn find(&self, key: Key) -> Option<Checked> {
        let known = *self.before.get(&key)?;
        self.keep(key, known);
        let Known { strings, queries, left_alone } = known;
        Some(Checked { strings, queries, left_alone, ..Checked::default() })
    }

    /// Keeps that nothing was found in a file; what was found is looked at anew each time.
    pub(super) fn add(&self, key: Key, checked: &Checked) {
        if checked.findings.is_empty() && checked.not_read.is_empty() {
            let Checked { strings, queries, left_alone, .. } = *checked;
            self.keep(key, Known { strings, queries, left_alone });
        }
    }

    fn keep(&self, key: Key, known: Known) {
        self.now.lock().unwrap_or_else(PoisonError::into_inner).insert(key, known);
    }

    /// Writes it for the next run.
    pub(super) fn close(self) -> Result<(), Failure> {
        let mut entries = self.now.into_inner().unwrap_or_else(PoisonError::into_inner);
        if entries.keys().all(|key| self.before.contains_key(key)) {
            return Ok(());
        }
        for (key, known) in self.before {
            if entries.len() >= MAX_ENTRIES {
                break;
            }
            entries.entry(key).or_insert(known);
        }
        let mut text = String::new();
        for ((one, two), known) in entries {
            let Known { strings, queries, left_alone } = known;
            let _ = writeln!(text, "{one:016x}{two:016x} {strings} {queries} {left_alone}");
        }
        write_atomically(&self.file, &text)
    }
}

fn entry(line: &str) -> Option<(Key, Known)> {
    let mut parts = line.split(' ');
    let key = parts.next().filter(|key| key.len() == 32)?;
    let half = |range: std::ops::Range<usize>| u64::from_str_radix(key.get(range)?, 16).ok();
    let mut number = || parts.next()?.parse().ok();
    let known = Known { strings: number()?, queries: number()?, left_alone: number()? };
    Some(((half(0..16)?, half(16..32)?), known))
}
