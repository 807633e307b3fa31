use super::{Project, ProjectError};
use std::fs;
use std::path::{Path, PathBuf};

/// A workspace with a member `m`, and files in it.
fn workspace(files: &[(&str, &str)]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir_all(root.path().join("m/src")).unwrap();
    fs::write(root.path().join("m/Cargo.toml"), "[package]\nname = \"m\"\n").unwrap();
    for (path, text) in files {
        fs::write(root.path().join(path), text).unwrap();
    }
    root
}

fn locate(root: &tempfile::TempDir, named: Option<&str>) -> Result<Option<PathBuf>, ProjectError> {
    let project = Project::around(&root.path().join("m/src"))?;
    Ok(project.snapshot(named.map(Path::new))?.map(|located| located.path))
}

#[test]
fn what_is_named_wins_and_is_relative_to_the_folder_or_one_around_it() {
    let root = workspace(&[("s.json", ""), ("vtql.snapshot.json", "")]);
    assert_eq!(locate(&root, Some("s.json")), Ok(Some(root.path().join("s.json"))));
    let gone = locate(&root, Some("gone.json")).unwrap_err();
    assert!(gone.is_no_snapshot() && gone.to_string().contains("VTQL_SNAPSHOT names `gone.json`"));
}

#[test]
fn the_manifest_comes_before_the_settings_and_these_before_the_usual_name() {
    let manifest = "[package.metadata.vtql]\nsnapshot = \"../crm.json\"";
    let root = workspace(&[
        ("m/Cargo.toml", manifest),
        ("crm.json", ""),
        ("vtql.toml", "snapshot = \"s.json\""),
        ("m/vtql.snapshot.json", ""),
    ]);
    assert_eq!(locate(&root, None), Ok(Some(root.path().join("m/../crm.json"))));
    fs::write(root.path().join("m/Cargo.toml"), "[package]").unwrap();
    assert!(locate(&root, None).unwrap_err().to_string().contains("`snapshot` in vtql.toml names"));
    fs::write(root.path().join("s.json"), "").unwrap();
    let located = Project::around(&root.path().join("m")).unwrap().snapshot(None).unwrap().unwrap();
    assert_eq!(located.path, root.path().join("s.json"));
    assert_eq!(located.decided_by, [root.path().join("vtql.toml"), root.path().join("m/Cargo.toml")]);
    fs::remove_file(root.path().join("vtql.toml")).unwrap();
    assert_eq!(locate(&root, None), Ok(Some(root.path().join("m/vtql.snapshot.json"))));
}

#[test]
fn a_manifest_that_names_a_missing_file_is_an_error_even_beside_the_usual_name() {
    let manifest = "[package.metadata.vtql]\nsnapshot = \"gone.json\"";
    let root = workspace(&[("m/Cargo.toml", manifest), ("m/vtql.snapshot.json", "")]);
    assert!(locate(&root, None).unwrap_err().to_string().contains("gone.json`, which does not exist"));
}

#[test]
fn settings_that_cannot_be_read_are_told_with_their_line() {
    let root = workspace(&[("vtql.toml", "\nsnapshot = 5")]);
    let wrong = locate(&root, None).unwrap_err();
    assert!(wrong.to_string().ends_with("vtql.toml:2: `snapshot` is not text, which stands in quotes"));
    assert!(!wrong.is_no_snapshot() && !wrong.is_read());
}

#[test]
fn settings_are_read_again_when_their_file_looks_different() {
    let root = workspace(&[("vtql.toml", "snapshot = \"s.json\""), ("s.json", ""), ("other.json", "")]);
    assert_eq!(locate(&root, None), Ok(Some(root.path().join("s.json"))));
    fs::write(root.path().join("vtql.toml"), "snapshot = \"other.json\"").unwrap();
    assert_eq!(locate(&root, None), Ok(Some(root.path().join("other.json"))));
}

#[test]
fn without_a_snapshot_there_is_none() {
    assert_eq!(locate(&workspace(&[]), None), Ok(None));
}
