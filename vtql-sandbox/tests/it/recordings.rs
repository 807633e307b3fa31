use flate2::read::GzDecoder;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use vtql_sandbox::{Profile, Sandbox};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// The lines of a packed JSON lines file.
pub(crate) fn lines(name: &str) -> Vec<String> {
    let mut text = String::new();
    GzDecoder::new(File::open(fixtures().join(name)).unwrap()).read_to_string(&mut text).unwrap();
    text.lines().map(str::to_owned).collect()
}

/// A sandbox with all records of a real instance, and the folder they came from.
pub(crate) async fn instance(profile: Profile) -> (Sandbox, TempDir) {
    let dir = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(fixtures().join("records")).unwrap() {
        let path = entry.unwrap().path();
        let mut unpacked = File::create(dir.path().join(path.file_stem().unwrap())).unwrap();
        io::copy(&mut GzDecoder::new(File::open(&path).unwrap()), &mut unpacked).unwrap();
    }
    let sandbox = Sandbox::builder().load_dir(dir.path()).profile(profile).start().await.unwrap();
    (sandbox, dir)
}
