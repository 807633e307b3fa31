//! No two modules of a crate import each other in a circle. In each folder of a crate its files and folders are
//! held against one another; a folder is one room, whatever file of it imports something.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod circle;
mod modules;
mod paths;
mod published;

use circle::circle;
use modules::Crate;
use std::path::{Path, PathBuf};

/// Every circle among the modules of a crate, in words.
fn circles(source: &Path) -> Vec<String> {
    let modules = Crate::read(source);
    modules.folders().iter().filter_map(|folder| circle(&modules.arrows_within(folder))).collect()
}

/// A file of the workspace.
fn workspace(path: &str) -> PathBuf {
    PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("..").join(path)
}

/// The source of a crate of the workspace.
fn source(name: &str) -> PathBuf {
    workspace(name).join("src")
}

/// The sources of a crate: that of its library or program, and those of further programs with files of their own.
fn roots(source: PathBuf) -> Vec<PathBuf> {
    let programs = std::fs::read_dir(source.join("bin")).into_iter().flatten();
    let programs: Vec<PathBuf> =
        programs.map(|entry| entry.unwrap().path()).filter(|it| it.is_dir()).collect();
    [source].into_iter().chain(programs).collect()
}

fn assert_none(name: &str) {
    let circles: Vec<String> = roots(source(name)).iter().flat_map(|root| circles(root)).collect();
    assert!(circles.is_empty(), "modules of {name} import each other:\n{}", circles.join("\n"));
}

macro_rules! crates {
    ($($(#[$attribute:meta])* $test:ident: $name:literal,)+) => {$(
        #[test]
        $(#[$attribute])*
        fn $test() {
            assert_none($name);
        }
    )+};
}

crates! {
    codegen: "vtql-codegen",
    macros: "vtql-macros",
    client: "vtql-client",
    hosts: "vtql-hosts",
    arrow: "vtql-arrow",
    mirror: "vtql-mirror",
    command: "vtql-command",
    sql: "vtql-sql",
    cli: "vtql-cli",
    console: "vtql-console",
    complete: "vtql-complete",
    lsp: "vtql-lsp",
    mcp: "vtql-mcp",
    parser: "vtql-parser",
    schema: "vtql-schema",
    sandbox: "vtql-sandbox",
}

/// A crate of these files.
fn planted(files: &[(&str, &str)]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    circles(folder.path())
}

#[test]
fn a_planted_circle_is_found_with_its_path() {
    let files = [
        ("lib.rs", "mod a; mod b; mod c; pub use c::Thing;"),
        ("a.rs", "use crate::b::{self, B};"),
        ("b/mod.rs", "mod inner;"),
        ("b/inner.rs", "fn f(_: crate::Thing) {}"),
        ("c.rs", "fn g() { vec![super::a::X]; }"),
    ];
    let found = planted(&files);
    assert_eq!(found, ["a -> b (a.rs) -> c (b/inner.rs) -> a (c.rs)"]);
    let mended = files.map(|(name, text)| (name, if name == "c.rs" { "pub struct Thing;" } else { text }));
    assert_eq!(planted(&mended), Vec::<String>::new());
}

#[test]
fn the_programs_of_a_crate_are_looked_at_as_well() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("bin/program");
    std::fs::create_dir_all(&program).unwrap();
    std::fs::write(program.join("main.rs"), "mod a; mod b; fn main() {}").unwrap();
    std::fs::write(program.join("a.rs"), "use crate::b;").unwrap();
    std::fs::write(program.join("b.rs"), "use crate::a;").unwrap();
    let found: Vec<String> = roots(folder.path().to_owned()).iter().flat_map(|root| circles(root)).collect();
    assert_eq!(found, ["a -> b (a.rs) -> a (b.rs)"]);
}

#[test]
fn a_circle_among_the_files_of_a_folder_is_found_through_what_the_folder_exports() {
    let found = planted(&[
        ("main.rs", "mod room; fn main() {}"),
        ("room/mod.rs", "mod left; mod right; pub(crate) use right::Right;"),
        ("room/left.rs", "use super::Right; pub struct Left;"),
        ("room/right.rs", "pub struct Right(super::left::Left);"),
    ]);
    assert_eq!(found, ["room::left -> room::right (room/left.rs) -> room::left (room/right.rs)"]);
}

#[test]
fn what_only_tests_comments_and_texts_name_is_no_import() {
    let found = planted(&[
        ("lib.rs", "mod a; mod b;"),
        (
            "a.rs",
            "/// [`crate::b::B`]\nfn f() { let _ = \"crate::b::B\"; } // crate::b\n#[cfg(test)] mod tests { use crate::b::B; }",
        ),
        ("b.rs", "use crate::a; #[cfg(test)] use crate::a::X; fn f() { self::g() } fn g() {}"),
        ("a/tests.rs", "use crate::b::B;"),
    ]);
    assert_eq!(found, Vec::<String>::new());
}

/// Arrows that point the other way in the picture of ARCHITECTURE.md would show here as missing.
#[test]
fn the_arrows_that_are_looked_for_are_there() {
    let client = Crate::read(&source("vtql-client"));
    let arrows = client.arrows_within(&[]);
    for (from, to) in [("client", "transport"), ("page", "client"), ("api", "client"), ("transport", "error")]
    {
        assert!(arrows.keys().any(|(a, b)| a == from && b == to), "{from} -> {to}");
    }
    assert!(!arrows.keys().any(|(from, to)| from == "transport" && to == "client"));
}
