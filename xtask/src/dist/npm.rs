//! npm packages: the launcher, and the binary of this platform, which is an optional dependency of the launcher.

use super::build::Build;
use super::command::{copy, folder, read, run, write};
use serde_json::{Value, json};
use std::path::Path;

/// What node calls a platform.
fn platform(target: &str) -> Result<(&'static str, &'static str), String> {
    let cpu = match target.split('-').next() {
        Some("x86_64") => "x64",
        Some("aarch64") => "arm64",
        _ => return Err(format!("there is no npm package for {target}")),
    };
    let system = [("linux", "linux"), ("apple-darwin", "darwin"), ("windows", "win32")];
    let system = system.iter().find(|(part, _)| target.contains(part));
    let (_, system) = system.ok_or_else(|| format!("there is no npm package for {target}"))?;
    Ok((system, cpu))
}

pub(super) fn packages(build: &Build) -> Result<(), String> {
    let (system, cpu) = platform(&build.target)?;
    let name = format!("@vtql/{system}-{cpu}");

    let binary = build.work.join("npm/platform");
    copy(&build.vtql(), &binary.join("bin").join(build.program()))?;
    let mut package = json!({
        "name": name,
        "version": build.version,
        "description": format!("The vtql command for {system} on {cpu}; install vtql instead"),
        "license": "MIT OR Apache-2.0",
        "repository": { "type": "git", "url": "git+https://github.com/vtql/vtql.git" },
        "os": [system],
        "cpu": [cpu],
        "files": ["bin"]
    });
    if build.target.ends_with("linux-gnu") {
        package["libc"] = json!(["glibc"]);
    }
    pack(build, &binary, &package)?;

    let recipe = build.root.join("packaging/npm/launcher");
    let launcher = build.work.join("npm/launcher");
    for file in ["bin/vtql.js", "README.md"] {
        copy(&recipe.join(file), &launcher.join(file))?;
    }
    let package = read(&recipe.join("package.json"))?;
    let mut package: Value =
        serde_json::from_str(&package).map_err(|error| format!("package.json: {error}"))?;
    package["version"] = json!(build.version);
    package["optionalDependencies"] = json!({ name: build.version });
    pack(build, &launcher, &package)
}

/// npm gives all files of a package one time, so the same files make the same package.
fn pack(build: &Build, package: &Path, manifest: &Value) -> Result<(), String> {
    let text = serde_json::to_string_pretty(manifest).map_err(|error| error.to_string())?;
    write(&package.join("package.json"), &format!("{text}\n"))?;
    let out = build.stage.join("npm");
    folder(&out)?;
    let mut npm = build.command("npm");
    npm.current_dir(package).args(["pack", "--silent", "--ignore-scripts", "--pack-destination"]);
    run(npm.arg(&out))
}
