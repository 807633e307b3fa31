//! Where the snapshot is.

use super::manifest;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::SystemTime;

/// The name of a snapshot that nothing else points to.
pub(crate) const DEFAULT_NAME: &str = "vtql.snapshot.json";

/// The environment variable that names the snapshot.
pub(crate) const VARIABLE: &str = "VTQL_SNAPSHOT";

/// What the compiler's environment says about the crate that is compiled.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// The value of [`VARIABLE`].
    pub(crate) variable: Option<String>,
    /// The folder of the crate's `Cargo.toml`.
    pub(crate) manifest_dir: PathBuf,
    /// Whether an editor expands the macro: nothing is compiled, and its user asks what the words mean.
    pub(crate) in_editor: bool,
}

/// rust-analyzer has a program of its own for macros, of this name.
static IN_EDITOR: LazyLock<bool> = LazyLock::new(|| {
    let program = std::env::current_exe().unwrap_or_default();
    program.file_name().is_some_and(|name| name.to_string_lossy().starts_with("rust-analyzer"))
});

impl Surroundings {
    /// What the environment of this process says.
    pub fn from_env() -> Self {
        let manifest_dir = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(PathBuf::new, PathBuf::from);
        let variable = std::env::var(VARIABLE).ok().filter(|value| !value.is_empty());
        Surroundings { variable, manifest_dir, in_editor: *IN_EDITOR }
    }
}

/// A snapshot that was found, or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Located {
    pub(crate) path: PathBuf,
    /// Files whose change can move the snapshot.
    pub(crate) decided_by: Vec<PathBuf>,
}

/// Looks at the variable, then at the crate's manifest, then for [`DEFAULT_NAME`] in the crate's folder
/// and the folders around it. The error says where it looked and what to do.
pub(crate) fn locate(around: &Surroundings) -> Result<Located, String> {
    if let Some(value) = &around.variable {
        return match in_or_above(&around.manifest_dir, Path::new(value)) {
            Some(path) => Ok(Located { path, decided_by: Vec::new() }),
            None => Err(missing(&format!("{VARIABLE} names `{value}`, which does not exist"))),
        };
    }
    let manifest = around.manifest_dir.join("Cargo.toml");
    let decided_by = if manifest.is_file() { vec![manifest.clone()] } else { Vec::new() };
    if let Some(value) = named_in(&manifest) {
        let path = around.manifest_dir.join(&value);
        if path.exists() {
            return Ok(Located { path, decided_by });
        }
        let fact = format!("`package.metadata.vtql.snapshot` in {} names `{value}`", manifest.display());
        return Err(missing(&format!("{fact}, which does not exist")));
    }
    match in_or_above(&around.manifest_dir, Path::new(DEFAULT_NAME)) {
        Some(path) => Ok(Located { path, decided_by }),
        None => Err(missing(&format!(
            "no `{DEFAULT_NAME}` in {} or a folder around it",
            around.manifest_dir.display()
        ))),
    }
}

/// What a manifest says of the snapshot. The answer counts as long as the manifest looks the same: every
/// query of a crate asks.
fn named_in(path: &Path) -> Option<String> {
    static KNOWN: LazyLock<Mutex<HashMap<PathBuf, Answer>>> = LazyLock::new(Mutex::default);
    let metadata = fs::metadata(path).ok()?;
    let look: Look = (metadata.modified().ok(), metadata.len());
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, named)) = known.get(path).filter(|(seen, _)| *seen == look) {
        return named.clone();
    }
    let named = manifest::snapshot_path(&fs::read_to_string(path).ok()?);
    known.insert(path.to_owned(), (look, named.clone()));
    named
}

/// What a file looks like from outside.
type Look = (Option<SystemTime>, u64);
/// What a manifest that looked so said.
type Answer = (Look, Option<String>);

fn in_or_above(folder: &Path, path: &Path) -> Option<PathBuf> {
    folder.ancestors().map(|folder| folder.join(path)).find(|path| path.exists())
}

fn missing(fact: &str) -> String {
    format!(
        "there is no snapshot to check the query against: {fact}\n\
         = help: make one with `vtql snapshot pull`, which asks a CRM what modules and fields it has, and \
         keep it under version control\n\
         = help: name it in the variable {VARIABLE} or as `snapshot = \"…\"` under \
         `[package.metadata.vtql]` in Cargo.toml, or put it beside Cargo.toml as `{DEFAULT_NAME}`"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A workspace with a member `m`, and files in it.
    fn workspace(files: &[(&str, &str)]) -> (tempfile::TempDir, Surroundings) {
        let root = tempfile::tempdir().unwrap();
        let manifest_dir = root.path().join("m");
        fs::create_dir(&manifest_dir).unwrap();
        fs::write(manifest_dir.join("Cargo.toml"), "[package]\nname = \"m\"\n").unwrap();
        for (path, text) in files {
            fs::write(root.path().join(path), text).unwrap();
        }
        (root, Surroundings { variable: None, manifest_dir, in_editor: false })
    }

    #[test]
    fn the_variable_wins_and_is_relative_to_the_crate_or_a_folder_around_it() {
        let (root, mut around) = workspace(&[("s.json", ""), ("vtql.snapshot.json", "")]);
        around.variable = Some("s.json".to_owned());
        let located = locate(&around).unwrap();
        assert_eq!(located, Located { path: root.path().join("s.json"), decided_by: vec![] });
    }

    #[test]
    fn the_manifest_comes_before_the_default_name() {
        let manifest = "[package.metadata.vtql]\nsnapshot = \"../crm.json\"";
        let files = [("m/Cargo.toml", manifest), ("crm.json", ""), ("m/vtql.snapshot.json", "")];
        let (root, around) = workspace(&files);
        let located = locate(&around).unwrap();
        assert_eq!(located.path, root.path().join("m/../crm.json"));
        assert_eq!(located.decided_by, [root.path().join("m/Cargo.toml")]);
    }

    #[test]
    fn the_default_name_is_looked_for_upwards() {
        let (root, around) = workspace(&[("vtql.snapshot.json", "")]);
        assert_eq!(locate(&around).unwrap().path, root.path().join("vtql.snapshot.json"));
    }

    #[test]
    fn a_missing_snapshot_is_an_error_that_says_how_to_make_one() {
        let (_root, mut around) = workspace(&[]);
        let error = locate(&around).unwrap_err();
        assert!(error.contains("vtql snapshot pull") && error.contains("vtql.snapshot.json"), "{error}");
        around.variable = Some("nowhere.json".to_owned());
        assert!(locate(&around).unwrap_err().contains("VTQL_SNAPSHOT names `nowhere.json`"));
    }

    #[test]
    fn a_manifest_that_names_a_missing_file_is_an_error_even_beside_the_default_name() {
        let manifest = "[package.metadata.vtql]\nsnapshot = \"gone.json\"";
        let (_root, around) = workspace(&[("m/Cargo.toml", manifest), ("m/vtql.snapshot.json", "")]);
        assert!(locate(&around).unwrap_err().contains("names `gone.json`"));
    }
}
