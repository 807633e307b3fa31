//! The Debian package, by cargo-deb; what is in it stands in `vtql-cli/Cargo.toml`.

use super::build::Build;
use super::command::run;
use super::tools;

pub(super) fn package(build: &Build) -> Result<(), String> {
    if !build.target.contains("linux") {
        return Ok(());
    }
    let cargo_deb = tools::cargo_deb(build)?;
    let mut deb = build.command(cargo_deb);
    deb.args(["--package", "vtql-cli", "--no-build", "--no-strip", "--profile", build.profile()]);
    if build.is_debug {
        // A large binary, for those who try the recipe: not worth minutes of compressing.
        deb.arg("--fast");
    }
    run(deb.arg("--output").arg(&build.stage))
}
