//! Where the snapshot is.

use super::project::{Project, settings_in};
use super::surroundings::{Surroundings, VARIABLE, in_or_above};
use std::path::{Path, PathBuf};
use vtql_schema::settings::FILE_NAME;

/// The name of a snapshot that nothing else points to.
pub(crate) const DEFAULT_NAME: &str = "vtql.snapshot.json";

/// A snapshot that was found, or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Located {
    pub(crate) path: PathBuf,
    /// Files whose change can move the snapshot.
    pub(crate) decided_by: Vec<PathBuf>,
}

/// Looks at the variable, then at the crate's manifest, then at the settings of the project, then for
/// [`DEFAULT_NAME`] in the crate's folder and the folders around it. The error says where it looked and
/// what to do.
pub(crate) fn locate(around: &Surroundings) -> Result<Located, String> {
    let project = Project::around(around)?;
    let mut decided_by: Vec<PathBuf> = project.file.iter().cloned().collect();
    if let Some(value) = &around.variable {
        return match in_or_above(&around.manifest_dir, Path::new(value)) {
            Some(path) => Ok(Located { path, decided_by }),
            None => Err(missing(&format!("{VARIABLE} names `{value}`, which does not exist"))),
        };
    }
    let manifest = around.manifest_dir.join("Cargo.toml");
    let named = named_in(&manifest);
    if manifest.is_file() {
        decided_by.push(manifest.clone());
    }
    let named = match named {
        Some(value) => {
            let by = format!("`package.metadata.vtql.snapshot` in {} names `{value}`", manifest.display());
            Some((around.manifest_dir.join(value), by))
        }
        None => project.snapshot()?.map(|path| {
            let by = format!("`snapshot` in {FILE_NAME} names `{}`", path.display());
            (path, by)
        }),
    };
    match named {
        Some((path, _)) if path.exists() => return Ok(Located { path, decided_by }),
        Some((_, by)) => return Err(missing(&format!("{by}, which does not exist"))),
        None => {}
    }
    match in_or_above(&around.manifest_dir, Path::new(DEFAULT_NAME)) {
        Some(path) => Ok(Located { path, decided_by }),
        None => Err(missing(&format!(
            "no `{DEFAULT_NAME}` in {} or a folder around it",
            around.manifest_dir.display()
        ))),
    }
}

/// What a manifest says of the snapshot. Cargo has read it before: what we cannot read says nothing.
fn named_in(manifest: &Path) -> Option<String> {
    let settings = settings_in(manifest).ok()?;
    settings.text("package.metadata.vtql.snapshot").ok()?.map(str::to_owned)
}

fn missing(fact: &str) -> String {
    format!(
        "there is no snapshot to check the query against: {fact}\n\
         = help: make one with `vtql snapshot pull`, which asks a CRM what modules and fields it has, and \
         keep it under version control\n\
         = help: name it in the variable {VARIABLE}, or as `snapshot = \"…\"` in {FILE_NAME} or under \
         `[package.metadata.vtql]` in Cargo.toml, or put it beside Cargo.toml as `{DEFAULT_NAME}`"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// A workspace with a member `m`, and files in it.
    fn workspace(files: &[(&str, &str)]) -> (tempfile::TempDir, Surroundings) {
        let root = tempfile::tempdir().unwrap();
        let manifest_dir = root.path().join("m");
        fs::create_dir(&manifest_dir).unwrap();
        fs::write(manifest_dir.join("Cargo.toml"), "[package]\nname = \"m\"\n").unwrap();
        for (path, text) in files {
            fs::write(root.path().join(path), text).unwrap();
        }
        (root, Surroundings { variable: None, manifest_dir, in_editor: false, in_compiler: false })
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
    fn the_settings_of_the_project_come_before_the_default_name() {
        let files =
            [("vtql.toml", "snapshot = \"crm/s.json\""), ("m/vtql.snapshot.json", ""), ("s.json", "")];
        let (root, around) = workspace(&files);
        assert!(locate(&around).unwrap_err().contains("`snapshot` in vtql.toml names"));
        fs::create_dir(root.path().join("crm")).unwrap();
        fs::write(root.path().join("crm/s.json"), "").unwrap();
        let located = locate(&around).unwrap();
        assert_eq!(located.path, root.path().join("crm/s.json"));
        assert_eq!(located.decided_by, [root.path().join("vtql.toml"), root.path().join("m/Cargo.toml")]);
        fs::write(root.path().join("vtql.toml"), "snapshot = 5").unwrap();
        let wrong = locate(&around).unwrap_err();
        assert!(wrong.contains("vtql.toml: line 1: `snapshot` is not text"), "{wrong}");
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
