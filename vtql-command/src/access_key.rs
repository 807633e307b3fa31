//! The access key: where it may come from. It is never shown.

use crate::failure::Failure;
use secrecy::SecretString;
use std::io::{self, BufRead};
use std::path::Path;
use std::sync::OnceLock;

/// The variable that holds it.
pub const VARIABLE: &str = "VTIGER_ACCESS_KEY";

/// The first line of standard input. It is read once, also by a command that connects again and again.
pub fn from_stdin() -> Result<SecretString, Failure> {
    static GIVEN: OnceLock<SecretString> = OnceLock::new();
    if let Some(key) = GIVEN.get() {
        return Ok(key.clone());
    }
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line).map_err(|error| {
        Failure::new("READ", format!("cannot read the access key from standard input: {error}"))
    })?;
    let key = trimmed(&line).ok_or_else(|| {
        Failure::new("CONFIG", "there is no access key on the first line of standard input")
    })?;
    Ok(GIVEN.get_or_init(|| key).clone())
}

/// The contents of a file, without white space around them.
pub fn from_file(path: &Path) -> Result<SecretString, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| Failure::read(path, &error))?;
    trimmed(&text).ok_or_else(|| {
        Failure::new("CONFIG", format!("{} is empty: it should hold the access key", path.display()))
    })
}

/// The variable of the environment, when it is set.
pub fn from_environment() -> Option<SecretString> {
    trimmed(&std::env::var(VARIABLE).ok()?)
}

fn trimmed(text: &str) -> Option<SecretString> {
    let key = text.trim_start_matches('\u{feff}').trim();
    (!key.is_empty()).then(|| SecretString::from(key))
}
