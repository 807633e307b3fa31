//! A line for each call: what was asked for and what came of it, and no values.

use crate::instance::Trouble;
use serde::Serialize;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// What a call was about.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Entry {
    /// The tool, or the resource that was read.
    pub(crate) tool: String,
    /// The module, if there is such a one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) module: Option<String>,
    /// The fields that were read, compared or written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) fields: Vec<String>,
    /// The record that was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) record: Option<String>,
    /// Codes of findings, or of why it failed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) codes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) rows: Option<u64>,
}

#[derive(Serialize)]
struct Line<'a> {
    time: String,
    #[serde(flatten)]
    entry: &'a Entry,
    /// `sending` before a write, else what came of it: `done`, `refused`.
    outcome: &'a str,
    requests: u64,
}

/// The log, if there is one.
#[derive(Debug, Default)]
pub(crate) struct Audit(Option<Mutex<File>>);

impl Audit {
    pub(crate) fn open(path: Option<&Path>) -> Result<Self, Trouble> {
        let Some(path) = path else { return Ok(Audit(None)) };
        let mut options = OpenOptions::new();
        options.create(true).append(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path);
        let file = file.map_err(|error| {
            Trouble::new("AUDIT", format!("the audit log {} cannot be opened: {error}", path.display()))
        })?;
        Ok(Audit(Some(Mutex::new(file))))
    }

    /// Adds a line. Where this fails, the call has to fail.
    pub(crate) fn write(&self, entry: &Entry, outcome: &str, requests: u64) -> Result<(), Trouble> {
        let Some(file) = &self.0 else { return Ok(()) };
        let line = Line { time: jiff::Timestamp::now().to_string(), entry, outcome, requests };
        let wrong =
            |error: String| Trouble::new("AUDIT", format!("the audit log cannot be written: {error}"));
        let mut text = serde_json::to_string(&line).map_err(|error| wrong(error.to_string()))?;
        text.push('\n');
        let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(text.as_bytes()).map_err(|error| wrong(error.to_string()))
    }
}
