//! Queries inside the sources of programs.
//!
//! A file of a host language is read just closely enough to tell strings from comments and code.
//! Strings joined by the language's operator, in a list or by one statement after another are one text; what is put into them only when the program
//! runs becomes a parameter of the query. Every character knows the bytes that it came from, so findings
//! point into the host file.

mod code;
mod cursor;
mod holes;
mod joins;
mod literal;
mod markdown;
mod recognize;
mod syntax;
mod text;
mod vtql_macro;

pub(crate) use syntax::Language;
pub(crate) use text::Embedded;

use vtql_schema::Snapshot;

/// Which texts that look like queries are taken for VTQL, and not for the SQL of another database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Embedding {
    /// None: host files are not read
    Off,
    /// Those that are marked: vtql!, a comment `vtql` before the string, a fence ```vtql
    Marked,
    /// Those that are marked, and those that ask a module of the snapshot
    #[default]
    Known,
    /// Every `select … from …`
    All,
}

/// How queries are distinguished from other texts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Filter<'a> {
    pub(crate) embedding: Embedding,
    pub(crate) snapshot: Option<&'a Snapshot>,
}

/// The queries in a host file.
pub(crate) fn queries(source: &str, language: Language, filter: Filter<'_>) -> Vec<Embedded> {
    let may_have_one = filter.embedding != Embedding::Off && recognize::mentions_select(source);
    match language {
        _ if !may_have_one => Vec::new(),
        Language::Markdown => markdown::queries(source, filter),
        _ => {
            let mut queries = code::queries(source, 0..source.len(), language, filter);
            if language == Language::Rust {
                queries.extend(markdown::queries_in_docs(source));
            }
            queries
        }
    }
}

#[cfg(test)]
mod tests;
