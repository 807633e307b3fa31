//! Programs that must not compile, each with one class of mistake, and what the compiler says.
//!
//! `fail/x.rs` is the program, `fail/x.stderr` the compiler's words, which `TRYBUILD=overwrite cargo test
//! -p vtql-ui-tests` writes anew. A line `//@ says: …` at the top of a program names what its words must
//! contain whoever rewrites them: the module, the field, the place, the suggestion.

use std::fs;
use std::path::{Path, PathBuf};

const PREFIX: &str = "//@ says: ";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fail")
}

#[test]
fn programs_with_a_mistake_do_not_compile_and_the_compiler_says_why() {
    place_snapshot();
    trybuild::TestCases::new().compile_fail("fail/*.rs");
}

#[test]
fn what_the_compiler_says_names_the_place_and_the_cure() {
    let mut programs = 0;
    for entry in fs::read_dir(folder()).unwrap() {
        let program = entry.unwrap().path();
        if program.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        programs += 1;
        let text = fs::read_to_string(&program).unwrap();
        let said = fs::read_to_string(program.with_extension("stderr")).unwrap_or_default();
        let expected: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix(PREFIX)).collect();
        assert!(!expected.is_empty(), "{} says what it expects", program.display());
        for words in expected {
            assert!(said.contains(words), "{}: nothing says `{words}` in\n{said}", program.display());
        }
    }
    assert!(programs > 0);
}

/// trybuild compiles the programs in a package of its own, whose manifest it writes: the snapshot is put
/// beside that.
fn place_snapshot() {
    let Some(target) = Path::new(env!("CARGO_TARGET_TMPDIR")).parent() else { return };
    let package = target.join("tests/trybuild/vtql-ui-tests");
    let from =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vtql-schema/fixtures/vtiger-8.4.snapshot.json");
    let to = package.join("vtql.snapshot.json");
    let text = fs::read(from).unwrap();
    if fs::read(&to).ok().as_ref() != Some(&text) {
        fs::create_dir_all(&package).unwrap();
        fs::write(to, text).unwrap();
    }
}
