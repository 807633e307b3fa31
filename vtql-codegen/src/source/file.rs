//! A query in a file of its own.

use super::literal::text_of;
use proc_macro2::{Literal, Span};
use std::fs;
use std::path::{Path, PathBuf};

/// A file that holds a query.
#[derive(Debug)]
pub(crate) struct QueryFile {
    /// The path as it is written in the program.
    name: String,
    path: PathBuf,
    span: Span,
}

impl QueryFile {
    /// The file that a literal names, relative to the folder of the crate's manifest, and its text.
    pub(crate) fn new(literal: &Literal, manifest_dir: &Path) -> Result<(Self, String), String> {
        let Ok(name) = text_of(&literal.to_string()) else {
            return Err("the path of a query's file is a string literal".to_owned());
        };
        let path = manifest_dir.join(&name);
        let text = fs::read_to_string(&path).map_err(|error| {
            format!("{name} cannot be read: {error}\n= help: paths start at the folder of Cargo.toml")
        })?;
        // What some editors write in front of a text in UTF-8.
        let text = text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_owned);
        Ok((QueryFile { name, path, span: literal.span() }, text))
    }

    /// A file that no program names.
    #[cfg(feature = "files")]
    pub(crate) fn named(name: &str) -> Self {
        QueryFile { name: name.to_owned(), path: PathBuf::from(name), span: Span::call_site() }
    }

    /// The path as it is written in the program.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The path that the compiler can open.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Where the compiler underlines: the literal that names the file.
    pub(crate) fn span(&self) -> Span {
        self.span
    }
}
