use flate2::read::GzDecoder;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use vtql_sandbox::{Profile, Sandbox, Ties};
use vtql_schema::Snapshot;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn unpacked(path: &Path) -> String {
    let mut text = String::new();
    GzDecoder::new(File::open(path).unwrap()).read_to_string(&mut text).unwrap();
    text
}

/// The lines of a packed JSON lines file.
pub(crate) fn lines(name: &str) -> Vec<String> {
    unpacked(&fixtures().join(name)).lines().map(str::to_owned).collect()
}

/// The records of the first real instance, a JSON lines file a module.
pub(crate) fn records() -> TempDir {
    records_of("records")
}

fn records_of(folder: &str) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(fixtures().join(folder)).unwrap() {
        let path = entry.unwrap().path();
        let mut unpacked = File::create(dir.path().join(path.file_stem().unwrap())).unwrap();
        io::copy(&mut GzDecoder::new(File::open(&path).unwrap()), &mut unpacked).unwrap();
    }
    dir
}

/// A sandbox with all of them, and the folder they came from.
pub(crate) async fn instance(profile: Profile) -> (Sandbox, TempDir) {
    let dir = records();
    let sandbox =
        Sandbox::builder().load_dir(dir.path()).profile(profile).ties(Ties::ById).start().await.unwrap();
    (sandbox, dir)
}

/// A sandbox with the modules and the records of the second real instance, which has custom fields of
/// every type, and the folder they came from.
pub(crate) async fn second_instance() -> (Sandbox, TempDir) {
    let dir = records_of("second/records");
    let path = dir.path().join("vtql.snapshot.json");
    fs::write(&path, unpacked(&fixtures().join("second/vtql.snapshot.json.gz"))).unwrap();
    let snapshot = Snapshot::load(path).unwrap();
    let builder =
        Sandbox::builder().snapshot(snapshot).load_dir(dir.path()).profile(Profile::V8_4).ties(Ties::ById);
    (builder.start().await.unwrap(), dir)
}

/// A request that a real server answered.
#[derive(serde::Deserialize)]
pub(crate) struct Recorded {
    pub(crate) name: String,
    pub(crate) method: String,
    pub(crate) params: BTreeMap<String, String>,
    pub(crate) request_body: Option<String>,
    pub(crate) request_headers: Option<BTreeMap<String, String>>,
    /// The files of a form in parts, by the name of the part.
    #[serde(default)]
    pub(crate) files: BTreeMap<String, RecordedFile>,
    pub(crate) status: u16,
    pub(crate) content_type: String,
    pub(crate) body: String,
}

/// What is recorded of a file: not its contents.
#[derive(serde::Deserialize)]
pub(crate) struct RecordedFile {
    pub(crate) filename: String,
    pub(crate) content_type: String,
    pub(crate) size: usize,
}

/// Every recorded request, in the order in which they were sent.
pub(crate) fn operations() -> Vec<Recorded> {
    lines("operations.jsonl.gz").iter().map(|line| serde_json::from_str(line).unwrap()).collect()
}
