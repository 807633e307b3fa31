//! What names the version by hand names that of the workspace.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[test]
fn the_version_is_one() {
    let root = std::path::PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap());
    let version = env!("CARGO_PKG_VERSION");
    let places = [
        ("../pyproject.toml", format!("version = \"{version}\"")),
        ("../pyproject.toml", format!("dependencies = [\"vtql=={version}\"]")),
        ("../CITATION.cff", format!("version: {version}")),
    ];
    for (file, line) in places {
        let text = std::fs::read_to_string(root.join(file)).unwrap();
        assert!(text.lines().any(|it| it == line), "{file} lacks `{line}`");
    }
}
