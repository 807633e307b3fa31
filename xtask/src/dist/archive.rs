//! Archives: those that Composer installs, and the bare binary.

use super::build::Build;
use super::command::{copy, folder, of, read, run, write};
use serde_json::{Value, json};
use std::path::Path;

/// `vtql/vtql`, and the binary of this platform as `vtql/linux-x64`. In an archive, a package has to name its
/// version itself.
pub(super) fn composer(build: &Build) -> Result<(), String> {
    let recipe = build.root.join("packaging/composer");
    let work = build.work.join("composer");
    let library = work.join("vtql");
    let sources = recipe.join("src");
    for file in std::fs::read_dir(&sources).map_err(of(&sources))? {
        let name = file.map_err(of(&sources))?.file_name();
        copy(&sources.join(&name), &library.join("src").join(&name))?;
    }
    copy(&recipe.join("README.md"), &library.join("README.md"))?;
    let manifest = read(&recipe.join("composer.json"))?;
    let manifest: Value =
        serde_json::from_str(&manifest).map_err(|error| format!("composer.json: {error}"))?;
    package(build, &library, manifest, &format!("vtql-vtql-{}", build.version))?;

    if build.target == "x86_64-unknown-linux-gnu" {
        let binary = work.join("linux-x64");
        copy(&build.vtql(), &binary.join("vtql"))?;
        let manifest = json!({
            "name": "vtql/linux-x64",
            "description": "The vtql command for Linux on x64",
            "type": "library",
            "license": ["MIT", "Apache-2.0"],
            "bin": ["vtql"]
        });
        package(build, &binary, manifest, &format!("vtql-linux-x64-{}", build.version))?;
    }
    Ok(())
}

fn package(build: &Build, files: &Path, mut manifest: Value, name: &str) -> Result<(), String> {
    manifest["version"] = json!(build.version);
    let text = serde_json::to_string_pretty(&manifest).map_err(|error| error.to_string())?;
    write(&files.join("composer.json"), &format!("{text}\n"))?;
    archive(build, files, &build.stage.join("composer").join(format!("{name}.zip")))
}

/// The binary as cargo binstall and people fetch it.
pub(super) fn binary(build: &Build) -> Result<(), String> {
    let files = build.work.join("archive");
    copy(&build.vtql(), &files.join(build.program()))?;
    for license in ["LICENSE-MIT", "LICENSE-APACHE"] {
        copy(&build.root.join(license), &files.join(license))?;
    }
    archive(build, &files, &build.stage.join(format!("vtql-{}-{}.tar.gz", build.version, build.target)))
}

/// Packs all files of a folder, with the time of the commit.
fn archive(build: &Build, files: &Path, out: &Path) -> Result<(), String> {
    folder(out.parent().unwrap_or(Path::new(".")))?;
    run(build.command("python3").arg("packaging/archive.py").arg(out).arg(files))
}
