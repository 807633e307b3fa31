//! Records and rows as types of other languages: what `vtql codegen --lang` writes.
//!
//! They describe what the API answers: a JSON object of texts, some of which may be null. `record.rs` says what a
//! member of such an object can hold; each language has a file that writes it down.

mod json_schema;
mod php;
mod python;
mod record;
mod typescript;

pub(crate) use record::Record;

use std::fmt;
use std::str::FromStr;

/// A language that types are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// Interfaces.
    TypeScript,
    /// `TypedDict`s.
    Python,
    /// Classes that are made of decoded JSON.
    Php,
    /// Definitions of a JSON Schema (2020-12).
    JsonSchema,
}

impl Language {
    /// All of them.
    pub const ALL: [Language; 4] =
        [Language::TypeScript, Language::Python, Language::Php, Language::JsonSchema];

    /// Its name on a command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Language::TypeScript => "typescript",
            Language::Python => "python",
            Language::Php => "php",
            Language::JsonSchema => "json-schema",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Language {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Language::ALL.into_iter().find(|language| language.as_str() == text);
        found.ok_or_else(|| format!("`{text}` is no language that types are written in"))
    }
}

/// The types of records in a language. `made_by` is a sentence about where they come from.
pub(crate) fn write(language: Language, records: &[Record], made_by: &str) -> String {
    match language {
        Language::TypeScript => typescript::write(records, made_by),
        Language::Python => python::write(records, made_by),
        Language::Php => php::write(records, made_by),
        Language::JsonSchema => json_schema::write(records, made_by),
    }
}

#[cfg(test)]
mod tests;
