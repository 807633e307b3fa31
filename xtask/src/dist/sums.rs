//! Checksums of all files, as `sha256sum --check` reads them.

use super::build::Build;
use super::command::{of, write as write_file};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::path::Path;

pub(super) fn write(build: &Build) -> Result<(), String> {
    let mut text = String::new();
    for file in files(&build.stage, Path::new(""))? {
        let path = build.stage.join(&file);
        let bytes = std::fs::read(&path).map_err(of(&path))?;
        Sha256::digest(&bytes).iter().for_each(|byte| {
            let _ = write!(text, "{byte:02x}");
        });
        let _ = writeln!(text, "  {file}");
    }
    write_file(&build.stage.join("SHA256SUMS"), &text)
}

/// All files below a folder, in order, with `/` between the names.
fn files(root: &Path, below: &Path) -> Result<Vec<String>, String> {
    let folder = root.join(below);
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&folder).map_err(of(&folder))? {
        let entry = entry.map_err(of(&folder))?;
        let name = below.join(entry.file_name());
        if entry.path().is_dir() {
            files.extend(self::files(root, &name)?);
        } else {
            files.push(name.to_string_lossy().replace('\\', "/"));
        }
    }
    files.sort();
    Ok(files)
}
