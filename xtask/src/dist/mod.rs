//! Builds what is given to people: wheels, npm and Composer packages, a Debian package, an archive, checksums and a
//! bill of materials.
//!
//! Everything is made below `target/dist` and moved to its place at the end, so that a build that fails leaves
//! nothing there. The same commit gives the same bytes: times are those of the commit, and no path of the machine
//! is in the binary.

mod archive;
mod bill;
mod build;
mod command;
mod deb;
mod npm;
mod place;
mod python;
mod sums;
mod tools;

use build::Build;
use std::path::Path;

/// A step: its name, and what it does.
type Step = (&'static str, fn(&Build) -> Result<(), String>);

/// In this order: the packages need the binary, and the checksums all of them.
const STEPS: &[Step] = &[
    ("binary", build::binary),
    ("wheels", python::wheels),
    ("npm", npm::packages),
    ("composer", archive::composer),
    ("archive", archive::binary),
    ("deb", deb::package),
    ("sbom", bill::write),
    ("checksums", sums::write),
];

/// Builds everything into `out`; with the binary of development where it is the packages that are tried.
pub(crate) fn run(root: &Path, out: &Path, is_debug: bool) -> Result<(), String> {
    let build = Build::new(root, is_debug)?;
    for (name, step) in STEPS {
        eprintln!("== {name}");
        step(&build).map_err(|wrong| format!("the step `{name}` failed: {wrong}"))?;
    }
    place::place(&build.stage, out).map_err(|wrong| format!("the step `place` failed: {wrong}"))?;
    eprintln!("== done: {}", out.display());
    Ok(())
}
