//! Making cargo rebuild a crate when its snapshot changes.

use proc_macro2::TokenStream;
use quote::quote;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, PoisonError};
use vtql_schema::project::{Located, SNAPSHOT_VARIABLE as VARIABLE};

/// The files that this compiler process was already told about.
static TOLD: LazyLock<Mutex<HashSet<PathBuf>>> = LazyLock::new(Mutex::default);

/// Items that make the compiler note that the crate depends on the snapshot, on the manifest that may
/// move it and on the variable.
pub(crate) fn watch_snapshot(located: &Located, files: &[PathBuf]) -> TokenStream {
    let items = watch_files(files.iter().chain(&located.decided_by).map(PathBuf::as_path));
    if items.is_empty() {
        return items;
    }
    quote! {
        #items
        const _: ::core::option::Option<&'static str> = ::core::option_env!(#VARIABLE);
    }
}

/// Items that make the compiler note that the crate depends on these files; nothing of them is left in
/// the binary.
///
/// A compiler process compiles one crate and expands every macro of it, so the first expansion tells
/// for all: a file is included once a crate, not once a query.
pub(crate) fn watch_files<'p>(files: impl IntoIterator<Item = &'p Path>) -> TokenStream {
    let mut told = TOLD.lock().unwrap_or_else(PoisonError::into_inner);
    let new = files.into_iter().filter(|file| told.insert(file.to_path_buf()));
    new.map(|file| {
        let path = file.to_string_lossy();
        quote!(
            const _: &[u8] = ::core::include_bytes!(#path);
        )
    })
    .collect()
}
