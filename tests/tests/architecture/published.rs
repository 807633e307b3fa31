//! What crates.io and docs.rs show of a crate.

use super::workspace;
use std::collections::BTreeMap;
use std::fs;

/// The manifests of the crates that are published, by the folder.
fn published() -> BTreeMap<String, String> {
    let manifest = fs::read_to_string(workspace("Cargo.toml")).unwrap();
    let members = manifest.split_once("members = [").unwrap().1.split_once(']').unwrap().0;
    let folders =
        members.split(',').map(|member| member.trim().trim_matches('"')).filter(|it| !it.is_empty());
    let manifest = |folder: &str| fs::read_to_string(workspace(folder).join("Cargo.toml")).unwrap();
    let all = folders.map(|folder| (folder.to_owned(), manifest(folder)));
    all.filter(|(_, manifest)| !manifest.contains("publish = false")).collect()
}

#[test]
fn every_published_crate_can_be_read_about_where_it_is_published() {
    let published = published();
    assert!(published.len() > 10);
    let mut keywords = BTreeMap::new();
    for (folder, manifest) in &published {
        for file in ["README.md", "LICENSE-MIT", "LICENSE-APACHE"] {
            let text = fs::read_to_string(workspace(folder).join(file)).unwrap_or_default();
            assert!(text.len() > 200, "{folder} has no {file}");
        }
        let line = |key: &str| manifest.lines().find(|line| line.starts_with(key)).map(str::to_owned);
        let own = line("keywords = ").unwrap_or_else(|| panic!("{folder} has no keywords of its own"));
        let words: Vec<&str> = own.split('"').skip(1).step_by(2).collect();
        let fits =
            |word: &&str| word.len() <= 20 && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        assert!(words.len() <= 5 && words.iter().all(fits), "{folder}: {words:?}");
        if let Some(other) = keywords.insert(own, folder) {
            panic!("{folder} has the keywords of {other}");
        }
        assert!(line("categories = ").is_some() && line("description = ").is_some(), "{folder}");
        assert!(manifest.contains("[lints"), "{folder} has no lints");
        let is_grammar = folder.starts_with("editors/");
        assert!(
            is_grammar || manifest.contains("[package.metadata.docs.rs]\nall-features = true"),
            "{folder}"
        );
    }
}
