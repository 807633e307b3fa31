//! A crate of its own that uses the client, compiled by cargo.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// A file of the workspace.
pub(crate) fn workspace(file: &str) -> PathBuf {
    let mut folders = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    folders.find(|folder| folder.join("Cargo.lock").is_file()).unwrap().join(file)
}

/// The folder that all crates are compiled in, so that what they depend on is compiled once.
pub(crate) fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("crates")
}

/// A crate in a folder of its own, which knows the client as `crm`.
pub(crate) struct Package {
    folder: TempDir,
}

impl Package {
    pub(crate) fn new(edition: &str, more_manifest: &str, program: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        // To cargo, packages of one name are one and the same, in whatever folder they stand.
        let test = std::thread::current().name().unwrap_or_default().replace("::", "-");
        let name = format!("user-{test}");
        let client = workspace("vtql-client");
        let client = client.to_string_lossy();
        let manifest = format!(
            "[package]\nname = \"{name}\"\nedition = \"{edition}\"\n{more_manifest}\n[workspace]\n[dependencies]\n\
             crm = {{ package = \"vtql-client\", path = {client:?}, default-features = false }}\n"
        );
        let package = Package { folder };
        package.write("Cargo.toml", &manifest);
        package.write("src/main.rs", program);
        fs::copy(workspace("Cargo.lock"), package.path("Cargo.lock")).unwrap();
        package
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        fs::create_dir_all(self.path(file).parent().unwrap()).unwrap();
        fs::write(self.path(file), text).unwrap();
    }

    /// A command of cargo, in an environment without settings.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(arguments).current_dir(self.folder.path());
        cargo.env("CARGO_TARGET_DIR", target());
        cargo.env_remove("RUSTFLAGS").env_remove("VTQL_SNAPSHOT");
        cargo
    }
}
