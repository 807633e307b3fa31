use crate::subjects::Subject;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, fs};

/// A generated package with a target folder of its own.
pub(crate) struct Package {
    folder: PathBuf,
}

impl Package {
    /// Writes all of the package but its `src/lib.rs`, and fetches what it depends on.
    pub(crate) fn new(subject: &Subject) -> Result<Self, String> {
        let target =
            env::var_os("CARGO_TARGET_DIR").map_or_else(|| repository().join("target"), PathBuf::from);
        let package = Package { folder: target.join("compile-bench").join(subject.name) };
        let dependencies = subject.dependencies;
        let manifest = format!(
            "[package]\nname = \"subject\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}\n\n\
             [profile.dev]\ndebug = false\n\n[workspace]\n"
        );
        package.put("Cargo.toml", &manifest.replace("REPOSITORY", &repository().display().to_string()))?;
        for (path, text) in (subject.files)() {
            package.put(&path, &text)?;
        }
        package.write("")?;
        package.cargo(&["fetch"], true)?;
        Ok(package)
    }

    /// Writes `src/lib.rs`.
    pub(crate) fn write(&self, source: &str) -> Result<(), String> {
        self.put("src/lib.rs", source)
    }

    fn put(&self, path: &str, text: &str) -> Result<(), String> {
        let path = self.folder.join(path);
        let folder = path.parent().unwrap_or(&self.folder);
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&path, text))
            .map_err(|error| format!("{}: {error}", path.display()))
    }

    /// Makes cargo take the crate for changed.
    pub(crate) fn touch(&self) -> Result<(), String> {
        let source = self.folder.join("src/lib.rs");
        let text = fs::read_to_string(&source).map_err(|error| error.to_string())?;
        self.write(&text)
    }

    /// The time that `cargo check` takes.
    pub(crate) fn check(&self, incremental: bool) -> Result<Duration, String> {
        self.cargo(&["check", "--quiet", "--offline"], incremental)
    }

    /// The time that `cargo check` takes with nothing built.
    pub(crate) fn cold(&self) -> Result<Duration, String> {
        self.write("")?;
        let target = self.folder.join("target");
        if target.exists() {
            fs::remove_dir_all(target).map_err(|error| error.to_string())?;
        }
        self.check(true)
    }

    /// How many crates it depends on, with those that run while it is built.
    pub(crate) fn dependencies(&self) -> Result<usize, String> {
        let arguments =
            ["tree", "--offline", "--edges", "normal,build", "--prefix", "none", "--format", "{p}"];
        let output = self.command(&arguments).output().map_err(|error| error.to_string())?;
        let text = String::from_utf8_lossy(&output.stdout);
        let mut crates: Vec<&str> = text.lines().filter_map(|line| line.split(" (").next()).collect();
        crates.sort_unstable();
        crates.dedup();
        Ok(crates.len().saturating_sub(1))
    }

    fn cargo(&self, arguments: &[&str], incremental: bool) -> Result<Duration, String> {
        let mut command = self.command(arguments);
        command.env("CARGO_INCREMENTAL", if incremental { "1" } else { "0" });
        let start = Instant::now();
        let output = command.output().map_err(|error| error.to_string())?;
        let time = start.elapsed();
        if output.status.success() {
            Ok(time)
        } else {
            Err(format!("{}: {}", self.folder.display(), String::from_utf8_lossy(&output.stderr)))
        }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("cargo");
        command
            .args(arguments)
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .env("SQLX_OFFLINE", "true")
            .env_remove("VTQL_SNAPSHOT");
        command
    }
}

fn repository() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here)
}
