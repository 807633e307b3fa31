//! What is around a crate: the environment of its compiler, and the folders that it is in.

use std::path::PathBuf;
use std::sync::LazyLock;
use vtql_schema::project::SNAPSHOT_VARIABLE as VARIABLE;

/// What the compiler's environment says about the crate that is compiled.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// The value of [`VARIABLE`].
    pub(crate) variable: Option<String>,
    /// The folder of the crate's `Cargo.toml`.
    pub(crate) manifest_dir: PathBuf,
    /// Whether an editor expands the macro: nothing is compiled, and its user asks what the words mean.
    pub(crate) in_editor: bool,
    /// Whether a compiler does, which compiles one crate and ends.
    pub(crate) in_compiler: bool,
}

/// The name of the program that expands the macro.
static PROGRAM: LazyLock<String> = LazyLock::new(|| {
    let program = std::env::current_exe().unwrap_or_default();
    program.file_stem().unwrap_or_default().to_string_lossy().into_owned()
});

/// rust-analyzer has a program of its own for macros, whose name starts so.
const EDITOR: &str = "rust-analyzer";

/// Programs that compile one crate.
const COMPILERS: &[&str] = &["rustc", "clippy-driver", "rustdoc"];

impl Surroundings {
    /// What the environment of this process says.
    pub fn from_env() -> Self {
        let manifest_dir = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(PathBuf::new, PathBuf::from);
        let variable = std::env::var(VARIABLE).ok().filter(|value| !value.is_empty());
        Surroundings {
            variable,
            manifest_dir,
            in_editor: PROGRAM.starts_with(EDITOR),
            in_compiler: COMPILERS.contains(&PROGRAM.as_str()),
        }
    }
}
