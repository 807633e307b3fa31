use super::locate::{locate, unreadable};
use super::{Surroundings, load, tracking};
use proc_macro2::TokenStream;
use std::sync::{Arc, OnceLock};
use vtql_schema::Snapshot;
use vtql_schema::rules::Levels;

/// What the queries of a crate are checked by.
#[derive(Debug)]
pub(crate) struct Basis {
    pub(crate) snapshot: Arc<Snapshot>,
    /// What becomes of findings, or why that cannot be read.
    pub(crate) levels: Result<Levels, String>,
}

impl Basis {
    /// The basis for a crate, and the items that make the compiler watch its files.
    ///
    /// A compiler process compiles one crate, so what its first query found holds for all, and the
    /// compiler is told once.
    pub(crate) fn of(around: &Surroundings) -> Result<(Arc<Self>, TokenStream), String> {
        static OF_COMPILER: OnceLock<Arc<Basis>> = OnceLock::new();
        if around.in_compiler
            && let Some(known) = OF_COMPILER.get()
        {
            return Ok((Arc::clone(known), TokenStream::new()));
        }
        let (project, located) = locate(around)?;
        let loaded = load(&located.path)?;
        let levels = project.levels().map_err(|error| unreadable(&error));
        let basis = Arc::new(Basis { snapshot: loaded.snapshot, levels });
        if around.in_editor {
            return Ok((basis, TokenStream::new()));
        }
        let watch = tracking::watch_snapshot(&located, &loaded.files);
        Ok((if around.in_compiler { Arc::clone(OF_COMPILER.get_or_init(|| basis)) } else { basis }, watch))
    }
}
