//! Files that are the old or the new, never a part of one.

use crate::error::{Error, Result};
use crate::format::partial;
use crate::replace::replace;
use std::fs;
use std::path::Path;

/// Replaces a file in one step.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let beside = partial(path);
    fs::write(&beside, bytes).map_err(Error::io(&beside))?;
    replace(&beside, path)
}
