//! Where the snapshot of a crate is.

use super::surroundings::Surroundings;
use std::path::Path;
use vtql_schema::project::{Located, Project, ProjectError, SNAPSHOT_NAME, SNAPSHOT_VARIABLE};
use vtql_schema::settings::FILE_NAME;

/// The project that a crate belongs to, and its snapshot. The error says where it was looked for and what to do.
pub(crate) fn locate(around: &Surroundings) -> Result<(Project, Located), String> {
    let project = Project::around(&around.manifest_dir).map_err(|error| unreadable(&error))?;
    match project.snapshot(around.variable.as_deref().map(Path::new)) {
        Ok(Some(located)) => Ok((project, located)),
        Ok(None) => Err(missing(&format!(
            "no `{SNAPSHOT_NAME}` in {} or a folder around it",
            around.manifest_dir.display()
        ))),
        Err(error) if error.is_no_snapshot() => Err(missing(&error.to_string())),
        Err(error) => Err(unreadable(&error)),
    }
}

pub(super) fn unreadable(error: &ProjectError) -> String {
    format!("the settings cannot be read: {error}")
}

fn missing(fact: &str) -> String {
    format!(
        "there is no snapshot to check the query against: {fact}\n\
         = help: make one with `vtql snapshot pull`, which asks a CRM what modules and fields it has, and \
         keep it under version control\n\
         = help: name it in the variable {SNAPSHOT_VARIABLE}, or as `snapshot = \"…\"` in {FILE_NAME} or under \
         `[package.metadata.vtql]` in Cargo.toml, or put it beside Cargo.toml as `{SNAPSHOT_NAME}`"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_missing_snapshot_is_an_error_that_says_how_to_make_one() {
        let root = tempfile::tempdir().unwrap();
        let manifest_dir = root.path().to_owned();
        fs::write(manifest_dir.join("Cargo.toml"), "[package]\nname = \"m\"\n").unwrap();
        let mut around = Surroundings { variable: None, manifest_dir, in_editor: false, in_compiler: false };
        let error = locate(&around).unwrap_err();
        assert!(error.contains("vtql snapshot pull") && error.contains("vtql.snapshot.json"), "{error}");
        around.variable = Some("nowhere.json".to_owned());
        let error = locate(&around).unwrap_err();
        assert!(error.contains("VTQL_SNAPSHOT names `nowhere.json`") && error.contains("snapshot pull"));
        around.variable = None;
        fs::write(root.path().join("vtql.toml"), "snapshot = 5").unwrap();
        let wrong = locate(&around).unwrap_err();
        assert!(wrong.starts_with("the settings cannot be read: "), "{wrong}");
        assert!(wrong.contains("vtql.toml:1: `snapshot` is not text"), "{wrong}");
    }
}
