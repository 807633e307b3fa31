//! Lists every query in the files of a folder: `cargo run -p vtql-hosts --example queries -- src/`

#![allow(clippy::print_stdout, reason = "it prints a list")]

use std::path::{Path, PathBuf};
use vtql_hosts::{Language, Options, scan};

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    let mut open: Vec<PathBuf> = vec![folder.into()];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(
                std::fs::read_dir(&path)?
                    .map(|entry| Ok(entry?.path()))
                    .collect::<std::io::Result<Vec<_>>>()?,
            );
        } else if let Some(language) = Language::of(&path) {
            list(&path, language)?;
        }
    }
    Ok(())
}

fn list(path: &Path, language: Language) -> std::io::Result<()> {
    let Ok(source) = String::from_utf8(std::fs::read(path)?) else { return Ok(()) };
    let found = scan(&source, language, &Options::default().path(Some(path)));
    for query in &found.queries {
        let start = query.host_range(0..1).start;
        let line = source[..start].matches('\n').count() + 1;
        println!("{}:{line}: {}{}", path.display(), query.text(), if query.open_end() { " …" } else { "" });
    }
    for skipped in &found.skipped {
        let line = source[..skipped.range.start].matches('\n').count() + 1;
        println!("{}:{line}: left alone: {}", path.display(), skipped.reason.in_words());
    }
    for why in &found.not_read {
        println!("{} {}", path.display(), why.reason());
    }
    Ok(())
}
