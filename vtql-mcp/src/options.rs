//! What a server is started with.

use crate::policy::Policy;
use std::path::PathBuf;

/// What a server may show, do and spend.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Which modules and fields can be seen, and whose values are masked.
    pub policy: Policy,
    /// How long answers get.
    pub bounds: Bounds,
    /// How many requests to the CRM all calls together may take; no end without it.
    pub requests: Option<u64>,
    /// The file that a line is added to for each call.
    pub audit: Option<PathBuf>,
    /// Whether records can be created, changed and deleted, each after a preview.
    pub writes: bool,
}

/// How long an answer gets, whatever is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// The most rows.
    pub rows: usize,
    /// The most tokens, by [`estimate`](crate::estimate).
    pub tokens: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Bounds { rows: 500, tokens: 6_000 }
    }
}
