//! Every link between the documents of the repository leads somewhere, and the site has every page.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).parent().unwrap().to_owned()
}

/// The documents: those of the root, of the site, of packages and editors.
fn documents() -> Vec<PathBuf> {
    let root = root();
    let folders = [
        ".",
        "docs",
        ".github",
        "packaging",
        "packaging/composer",
        "packaging/npm/launcher",
        "packaging/python/vtql",
        "editors",
        "editors/vscode",
        "editors/zed",
        "editors/neovim",
        "editors/helix",
        "editors/emacs",
    ];
    let mut documents = Vec::new();
    for folder in folders.map(|folder| root.join(folder)) {
        let Ok(files) = std::fs::read_dir(folder) else { continue };
        let files = files.map(|file| file.unwrap().path());
        documents.extend(files.filter(|path| path.extension().is_some_and(|end| end == "md")));
    }
    assert!(documents.len() > 20, "{documents:?}");
    documents
}

/// The text without what is code.
fn prose(text: &str) -> String {
    let mut is_code = false;
    let mut prose = String::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        } else if !is_code {
            let outside = line.split('`').step_by(2);
            prose.push_str(&outside.collect::<Vec<_>>().join("code"));
        }
        prose.push('\n');
    }
    prose
}

/// What `](…)` and `[…]: …` name.
fn targets(text: &str) -> Vec<String> {
    let text = prose(text);
    let inline = text.split("](").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0.to_owned()));
    let defined = text.lines().filter_map(|line| {
        let (name, target) = line.strip_prefix('[')?.split_once("]: ")?;
        (!name.contains(']')).then(|| target.trim().to_owned())
    });
    inline.chain(defined).collect()
}

/// The anchors of a document, as they are made of its headings.
fn anchors(path: &Path) -> BTreeSet<String> {
    let text = std::fs::read_to_string(path).unwrap();
    let mut is_code = false;
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut anchors = BTreeSet::new();
    for line in text.lines() {
        is_code ^= line.trim_start().starts_with("```");
        let Some(heading) = line.strip_prefix('#').filter(|_| !is_code) else { continue };
        let heading = heading.trim_start_matches('#').trim().to_lowercase();
        let kept = heading.chars().filter(|sign| sign.is_alphanumeric() || " -_".contains(*sign));
        let slug: String = kept.collect::<String>().replace(' ', "-");
        let count = seen.entry(slug.clone()).or_default();
        anchors.insert(if *count == 0 { slug.clone() } else { format!("{slug}-{count}") });
        *count += 1;
    }
    anchors
}

/// What is wrong with a link of a document.
fn dead(document: &Path, target: &str) -> Option<String> {
    if target.contains("://") || target.starts_with("mailto:") {
        return None;
    }
    let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
    let path = if file.is_empty() { document.to_owned() } else { document.parent().unwrap().join(file) };
    let is_page = document.parent().is_some_and(|folder| folder.ends_with("docs"));
    let wrong = if is_page && target.starts_with("..") {
        "the site has its own pages alone: give the address in the repository"
    } else if !path.exists() {
        "there is no such file"
    } else if !anchor.is_empty()
        && path.extension().is_some_and(|end| end == "md")
        && !anchors(&path).contains(anchor)
    {
        "there is no such heading"
    } else {
        return None;
    };
    Some(format!("{}: {target}: {wrong}", document.display()))
}

#[test]
fn every_link_inside_leads_somewhere() {
    let mut links = 0;
    let mut wrong = Vec::new();
    for document in documents() {
        for target in targets(&std::fs::read_to_string(&document).unwrap()) {
            links += 1;
            wrong.extend(dead(&document, &target));
        }
    }
    assert!(links > 60, "{links}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_link_that_leads_nowhere_is_seen() {
    let page = root().join("docs/index.md");
    for target in ["nothing.md", "language.md#nothing", "#nothing", "../README.md"] {
        assert!(dead(&page, target).is_some(), "{target}");
    }
    for target in ["language.md", "language.md#the-language", "https://example.com/x#y"] {
        assert_eq!(dead(&page, target), None);
    }
    assert_eq!(targets("[a](b.md) `[c](d.md)`\n```\n[e](f.md)\n```\n[g]: h.md\n"), ["b.md", "h.md"]);
}

#[test]
fn the_site_has_every_page() {
    let docs = root().join("docs");
    let listed = targets(&std::fs::read_to_string(docs.join("SUMMARY.md")).unwrap());
    let listed: BTreeSet<String> = listed.into_iter().collect();
    let pages =
        std::fs::read_dir(&docs).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let pages: BTreeSet<String> =
        pages.filter(|name| is_page(Path::new(name)) && name != "SUMMARY.md").collect();
    assert_eq!(listed, pages);
}

fn is_page(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "md")
}
