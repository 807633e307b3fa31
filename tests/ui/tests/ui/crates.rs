//! Crates of their own: other names for the dependency, other editions, strict lints, other snapshots.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

const LIBRARY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../vtql-client");
const LOCK_FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.lock");
const SNAPSHOT: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../vtql-schema/fixtures/vtiger-8.4.snapshot.json");

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
        let manifest = format!(
            "[package]\nname = \"user\"\nedition = \"{edition}\"\n{more_manifest}\n[workspace]\n[dependencies]\n\
             crm = {{ package = \"vtql-client\", path = {LIBRARY:?}, default-features = false }}\n"
        );
        let package = Package { folder };
        package.write("Cargo.toml", &manifest);
        package.write("src/main.rs", program);
        fs::copy(LOCK_FILE, package.path("Cargo.lock")).unwrap();
        package
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        fs::create_dir_all(self.path(file).parent().unwrap()).unwrap();
        fs::write(self.path(file), text).unwrap();
    }

    pub(crate) fn with_snapshot(self) -> Self {
        fs::copy(SNAPSHOT, self.path("vtql.snapshot.json")).unwrap();
        self
    }

    /// `cargo check`, with what the compiler said.
    pub(crate) fn check(&self, variable: Option<&str>) -> (bool, String) {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["check", "--offline", "--quiet", "--color=never"]).current_dir(self.folder.path());
        cargo.env("CARGO_TARGET_DIR", target());
        cargo
            .env_remove("RUSTFLAGS")
            .env_remove("VTQL_SNAPSHOT")
            .envs(variable.map(|value| ("VTQL_SNAPSHOT", value)));
        let Output { status, stderr, .. } = cargo.output().unwrap();
        (status.success(), String::from_utf8_lossy(&stderr).into_owned())
    }
}

const STRICT: &str = r#"
//! Every macro, under every lint that a library is likely to deny.
#![deny(warnings, missing_docs, missing_debug_implementations, unreachable_pub, rust_2018_idioms)]
#![forbid(unsafe_code)]
#![no_implicit_prelude]

::crm::vtql_query! {
    /// Some contacts.
    pub fn contacts<'a>(name: &'a str) -> #[derive(::std::cmp::PartialEq)] Contact =
        "select id, lastname, account_id from Contacts where lastname = {name}";
    pub fn number() = select count(*) from Contacts;
}

::crm::vtql_picklist! {
    pub enum Source = Contacts.leadsource;
}

::crm::schema! {
    pub mod leads = Leads;
}

/// A contact of ours.
#[derive(::std::fmt::Debug, ::crm::Record)]
#[vtql(module = "Contacts", crate = ::crm)]
pub struct Mine {
    /// Its id.
    pub id: ::crm::RecordId,
    /// Where it came from.
    pub leadsource: ::std::option::Option<Source>,
}

fn main() {
    let (name, cities) = ("S%", ["Rome"]);
    let query = ::crm::vtql!("select id, lastname from Contacts where lastname like {name} and mailingcity in {cities}");
    ::std::assert!(query.wire().is_ok());
    let query = ::crm::vtql!(select * from Contacts where createdtime > {"2024-01-01"} limit {5});
    ::std::assert!(query.wire().is_ok());
    ::std::assert!(::crm::vtql!(select count(*) from Contacts).wire().is_ok());
    let since = ::std::option::Option::Some("2024-01-01");
    ::std::assert!(::crm::vtql!(select id from Contacts where? createdtime > {since}).wire().is_ok());
    ::std::assert!(::crm::vtql_file!("all.vtql").wire().is_ok());
    ::std::assert!(::crm::vtql_as!(Mine, select id, leadsource from Contacts).wire().is_ok());
    ::std::assert!(leads::query().select(leads::id).filter(leads::city.eq("Rome")).build().wire().is_ok());
}
"#;

#[test]
fn a_strict_crate_of_an_older_edition_that_renames_the_client_compiles() {
    for edition in ["2018", "2021", "2024"] {
        let package = Package::new(edition, "", STRICT).with_snapshot();
        package.write("all.vtql", "select id from Contacts;");
        let (ok, said) = package.check(None);
        assert!(ok, "edition {edition}: {said}");
    }
}

#[test]
fn a_missing_snapshot_is_explained() {
    let package = Package::new("2024", "", "fn main() { let _ = crm::vtql!(select id from Contacts); }");
    let (ok, said) = package.check(None);
    assert!(!ok);
    for words in [
        "vtql snapshot pull",
        "vtql.snapshot.json",
        "[package.metadata.vtql]",
        "VTQL_SNAPSHOT",
        "src/main.rs:1:32",
    ] {
        assert!(said.contains(words), "nothing says `{words}` in\n{said}");
    }
}

#[test]
fn a_broken_snapshot_is_named() {
    let package = Package::new("2024", "", "fn main() { let _ = crm::vtql!(select id from Contacts); }");
    package.write("vtql.snapshot.json", "{\"format\": 5");
    let (ok, said) = package.check(None);
    assert!(!ok);
    assert!(said.contains("vtql.snapshot.json: is not JSON"), "{said}");
}

#[test]
fn the_variable_and_the_manifest_name_the_snapshot() {
    let program = "fn main() { let _ = crm::vtql!(select groupname from Groups); }";
    let metadata = "[package.metadata.vtql]\nsnapshot = \"crm/modules.json\"";
    let package = Package::new("2024", metadata, program);
    let groups = r#"{"name": "Groups", "label": "Groups", "isEntity": true, "fields": [
        {"name": "id", "label": "Id", "mandatory": false, "nullable": false, "type": {"name": "autogenerated"}},
        {"name": "groupname", "label": "Name", "mandatory": true, "nullable": false, "type": {"name": "string"}}]}"#;
    package.write("crm/modules.json", groups);
    let (ok, said) = package.check(None);
    assert!(ok, "{said}");
    package.write("other.json", &groups.replace("groupname", "name"));
    let (ok, said) = package.check(Some("other.json"));
    assert!(!ok && said.contains("`groupname`"), "{said}");
}

#[test]
fn an_edited_snapshot_is_checked_against_without_cleaning() {
    let program = "fn main() { let _ = crm::vtql!(select id, email from Contacts); }\n\
                   pub fn other() -> crm::CountQuery { crm::vtql!(select count(*) from Contacts) }";
    let package = Package::new("2024", "", program).with_snapshot();
    let (ok, said) = package.check(None);
    assert!(ok, "{said}");
    let snapshot = fs::read_to_string(SNAPSHOT).unwrap();
    package.write("vtql.snapshot.json", &snapshot.replace("\"email\"", "\"mail\""));
    let (ok, said) = package.check(None);
    assert!(!ok && said.contains("no field `email`"), "{said}");
    package.write("vtql.snapshot.json", &snapshot);
    let (ok, said) = package.check(None);
    assert!(ok, "{said}");
}

#[test]
fn fields_that_rust_cannot_name_so_get_other_names() {
    let field = |name| {
        format!(
            r#"{{"name": "{name}", "label": "L", "mandatory": true, "nullable": false, "type": {{"name": "string"}}}}"#
        )
    };
    let fields = ["id", "type", "self", "crate_", "5th", "a-b", "x²", "match"].map(field).join(",");
    let program = "
        crm::schema! { pub mod odd = Odd; }
        crm::vtql_query! { pub fn odds() -> Row = select type, self, match, 5th from Odd; }
        pub fn all(row: Row) -> [String; 4] { [row.r#type, row.self_, row.r#match, row._5th] }
        fn main() {
            let query = crm::vtql!(select * from Odd);
            assert!(query.wire().is_ok());
            let _ = (odd::r#type, odd::self_, odd::_a_b, odds(), all as fn(Row) -> [String; 4]);
        }";
    let package = Package::new("2024", "", program);
    let odd = format!(r#"{{"name": "Odd", "label": "Odd", "isEntity": true, "fields": [{fields}]}}"#);
    package.write("vtql.snapshot.json", &odd);
    let (ok, said) = package.check(None);
    assert!(ok, "{said}");
}

#[test]
fn a_user_of_the_macros_alone_compiles_few_crates() {
    let package = Package::new("2024", "", "fn main() {}");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["tree", "--offline", "--edges=normal,build", "--prefix=none", "--format={lib}"]);
    let Output { stdout, stderr, .. } = cargo.current_dir(package.folder.path()).output().unwrap();
    let tree = String::from_utf8_lossy(&stdout);
    let crates: BTreeSet<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    let crates: Vec<&str> = crates.into_iter().filter(|name| !name.is_empty()).collect();
    assert!(crates.contains(&"vtql_client"), "{}", String::from_utf8_lossy(&stderr));
    assert!(crates.len() <= 20, "{} crates: {crates:?}", crates.len());
}
