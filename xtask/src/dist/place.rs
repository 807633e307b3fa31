//! From the stage to the place that was named.

use super::command::{folder, of};
use std::path::Path;

/// Moves everything that was made to `out`, and takes away what an earlier build left there. A file appears whole, and
/// the checksums last.
pub(super) fn place(stage: &Path, out: &Path) -> Result<(), String> {
    folder(out)?;
    for entry in std::fs::read_dir(out).map_err(of(out))? {
        let path = entry.map_err(of(out))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match name.as_str() {
            "npm" | "composer" => std::fs::remove_dir_all(&path).map_err(of(&path))?,
            _ if path.is_file() && (name == "SHA256SUMS" || name.starts_with("vtql")) => {
                std::fs::remove_file(&path).map_err(of(&path))?;
            }
            _ => {}
        }
    }
    files(stage, out)?;
    let sums = "SHA256SUMS";
    one(&stage.join(sums), &out.join(sums))
}

fn files(from: &Path, to: &Path) -> Result<(), String> {
    folder(to)?;
    for entry in std::fs::read_dir(from).map_err(of(from))? {
        let path = entry.map_err(of(from))?.path();
        let name = path.file_name().unwrap_or_default().to_owned();
        if path.is_dir() {
            files(&path, &to.join(name))?;
        } else if name != "SHA256SUMS" {
            one(&path, &to.join(name))?;
        }
    }
    Ok(())
}

/// The stage may be on another disk.
fn one(from: &Path, to: &Path) -> Result<(), String> {
    let part = to.with_extension("part");
    let moved = std::fs::copy(from, &part).and_then(|_| std::fs::rename(&part, to));
    if moved.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    moved.map_err(of(to))
}

#[cfg(test)]
mod tests {
    use super::place;
    use std::collections::BTreeSet;
    use std::path::Path;

    fn write(root: &Path, files: &[&str]) {
        for file in files {
            let path = root.join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, file).unwrap();
        }
    }

    fn names(root: &Path) -> BTreeSet<String> {
        let walk = |folder: &Path| -> Vec<_> {
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
        };
        let mut left = walk(root);
        let mut names = BTreeSet::new();
        while let Some(path) = left.pop() {
            if path.is_dir() {
                left.extend(walk(&path));
            } else {
                names.insert(path.strip_prefix(root).unwrap().to_string_lossy().into_owned());
            }
        }
        names
    }

    #[test]
    fn a_build_takes_the_place_of_the_one_before_and_of_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let (stage, out) = (folder.path().join("stage"), folder.path().join("out"));
        let new = ["SHA256SUMS", "vtql-2.whl", "npm/vtql-2.tgz", "vtql_2.deb"];
        write(&stage, &new);
        write(&out, &["SHA256SUMS", "vtql-1.whl", "npm/vtql-1.tgz", "composer/vtql-1.zip", "notes.txt"]);
        place(&stage, &out).unwrap();
        let expected = new.iter().chain(&["notes.txt"]).map(|name| (*name).to_owned()).collect();
        assert_eq!(names(&out), expected);
        assert_eq!(std::fs::read_to_string(out.join("SHA256SUMS")).unwrap(), "SHA256SUMS");
    }
}
