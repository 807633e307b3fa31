//! Files by their addresses.

use gen_lsp_types::Uri;
use std::path::{Path, PathBuf};

/// The file of an address; `None` for documents that are no files, such as `untitled:1`.
pub(crate) fn path(uri: &Uri) -> Option<PathBuf> {
    (uri.scheme() == "file").then(|| uri.to_file_path().ok())?
}

/// The address of a file; `None` for a path that is not absolute.
pub(crate) fn of(path: &Path) -> Option<Uri> {
    Uri::from_file_path(path).ok()
}
