//! Wheels, by maturin: each folder below `packaging/python` is one.

use super::build::Build;
use super::command::{of, run};
use super::tools;

/// maturin says which manylinux the binary needs, and refuses one that is not true.
pub(super) fn wheels(build: &Build) -> Result<(), String> {
    let programs = tools::maturin(build)?;
    let recipes = build.root.join("packaging/python");
    let folders = std::fs::read_dir(&recipes).map_err(of(&recipes))?;
    let mut folders: Vec<_> = folders.filter_map(|folder| Some(folder.ok()?.path())).collect();
    folders.retain(|folder| folder.join("pyproject.toml").is_file());
    folders.sort();
    for folder in folders {
        if build.is_debug && !folder.ends_with("vtql") {
            // Alone it has other features than in the workspace, so that all it needs would be compiled once more.
            eprintln!("left out of a build of packages that are tried: {}", folder.display());
            continue;
        }
        let mut maturin = build.command(programs.join("maturin"));
        maturin.args(["build", "--locked", "--profile", build.profile(), "--out"]).arg(&build.stage);
        run(maturin.current_dir(folder))?;
    }
    Ok(())
}
