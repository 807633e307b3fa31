//! Crates of their own: other names for the dependency, other editions, strict lints, other snapshots.

use crate::package::{Package, workspace};
use std::collections::BTreeSet;
use std::fs;
use std::process::Output;

/// The snapshot of a standard instance, in the workspace.
const SNAPSHOT: &str = "vtql-schema/fixtures/vtiger-8.4.snapshot.json";

impl Package {
    pub(crate) fn with_snapshot(self) -> Self {
        fs::copy(workspace(SNAPSHOT), self.path("vtql.snapshot.json")).unwrap();
        self
    }

    /// `cargo check`, with what the compiler said.
    pub(crate) fn check(&self, variable: Option<&str>) -> (bool, String) {
        let mut cargo = self.cargo(&["check", "--offline", "--quiet", "--color=never"]);
        let Output { status, stderr, .. } =
            cargo.envs(variable.map(|value| ("VTQL_SNAPSHOT", value))).output().unwrap();
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
#[vtql(module = "Contacts", crate = ::crm, revise)]
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
    const SENT: &::std::primitive::str = ::crm::vtql_wire!("select id from Contacts limit 10;");
    ::std::assert!(!SENT.is_empty());
    ::std::assert!(::crm::vtql_as!(Mine, select id, leadsource from Contacts).wire().is_ok());
    ::std::assert!(::crm::vtql_related!(select id from Contacts where mailingcity in {cities}).query().wire().is_ok());
    let owner = ::crm::RecordId::new(19, 1);
    ::std::assert!(::crm::vtql_create!(Contacts { lastname: name, leadsource: Source::Partner, assigned_user_id: owner }).element().is_ok());
    let write = ::crm::vtql_revise!(Contacts { id: "12x5", birthday?: since, cf_879: cities, phone: None } -> Mine);
    ::std::assert!(write.element().is_ok());
    ::std::assert!(::crm::vtql_update!(Contacts { id: "12x5", lastname: "x", assigned_user_id: owner }).element().is_ok());
    let mine = Mine { id: owner, leadsource: ::std::option::Option::None };
    ::std::assert!(::crm::Write::revise(&mine).element().is_ok());
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
    let snapshot = fs::read_to_string(workspace(SNAPSHOT)).unwrap();
    package.write("vtql.snapshot.json", &snapshot.replace("\"email\"", "\"mail\""));
    let (ok, said) = package.check(None);
    assert!(!ok && said.contains("no field `email`"), "{said}");
    package.write("vtql.snapshot.json", &snapshot);
    let (ok, said) = package.check(None);
    assert!(ok, "{said}");
}

#[test]
fn an_edited_query_file_is_checked_again_without_cleaning() {
    let program = "fn main() { let city = \"Rome\"; let _ = crm::vtql_file!(\"queries/one.vtql\"); }";
    let package = Package::new("2024", "", program).with_snapshot();
    let said = |query: &str| {
        package.write("queries/one.vtql", query);
        package.check(None)
    };
    assert_eq!(said("select id from Contacts where mailingcity = {city}"), (true, String::new()));
    let (ok, wrong) = said("select id from Contacts where mailngcity = {city}");
    assert!(!ok && wrong.contains("queries/one.vtql:1:31"), "{wrong}");
    assert_eq!(said("select id from Contacts where othercity = {city}"), (true, String::new()));
}

#[test]
fn files_with_a_byte_order_mark_are_read() {
    let program = "fn main() { let _ = crm::vtql_file!(\"one.vtql\"); let _ = crm::vtql!(select id from Contacts where lastname like \"%a\"); }";
    let package = Package::new("2024", "", program).with_snapshot();
    let marked = |name: &str, text: &str| package.write(name, &format!("\u{feff}{text}"));
    marked("one.vtql", "select id, email from Contacts;");
    marked("vtql.toml", "levels.V301 = 'allow'\n");
    marked("vtql.snapshot.json", &fs::read_to_string(workspace(SNAPSHOT)).unwrap());
    assert_eq!(package.check(None), (true, String::new()));
    marked("one.vtql", "select id, emial from Contacts;");
    let (ok, wrong) = package.check(None);
    assert!(!ok && wrong.contains("one.vtql:1:12"), "{wrong}");
}

#[test]
fn names_around_a_query_do_not_get_in_its_way() {
    let program = "
        #![deny(warnings)]
        #![allow(non_camel_case_types, non_upper_case_globals, dead_code)]
        struct Contacts;
        struct firstname;
        struct PhantomData;
        struct Vec;
        struct Result;
        enum lastname {}
        type String = ();
        trait Clone {}
        trait Debug {}
        const id: u8 = 0;
        const V101: u8 = 1;
        static email: u8 = 0;
        fn query() {}
        macro_rules! by {
            ($field:ident, $value:expr) => { crm::vtql!(select id, $field from Contacts where $field = {$value}) };
        }
        macro_rules! text {
            ($text:literal) => { crm::vtql!($text) };
        }
        fn main() {
            let value = \"x\";
            let query = crm::vtql!(
                select id, firstname, lastname, email, cf_879 from Contacts where lastname = {value} and id = {\"12x1\"}
            );
            assert!(query.wire().is_ok() && by!(lastname, value).wire().is_ok());
            assert!(text!(\"select id, email from Contacts where email = {5.to_string()}\").wire().is_ok());
        }";
    for edition in ["2021", "2024"] {
        let (ok, said) = Package::new(edition, "", program).with_snapshot().check(None);
        assert!(ok, "edition {edition}: {said}");
    }
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
    let mut cargo =
        package.cargo(&["tree", "--offline", "--edges=normal,build", "--prefix=none", "--format={lib}"]);
    let Output { stdout, stderr, .. } = cargo.output().unwrap();
    let tree = String::from_utf8_lossy(&stdout);
    let crates: BTreeSet<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    let crates: Vec<&str> = crates.into_iter().filter(|name| !name.is_empty()).collect();
    assert!(crates.contains(&"vtql_client"), "{}", String::from_utf8_lossy(&stderr));
    assert!(crates.len() <= 24, "{} crates: {crates:?}", crates.len());
}

#[test]
fn the_levels_of_the_settings_file_hold_and_an_edit_of_them_counts_without_cleaning() {
    let program = "fn main() { let _ = crm::vtql!(\"select id from Contacts where lastname like '%a'\"); }";
    let package = Package::new("2024", "", program).with_snapshot();
    let said = |settings: &str| {
        package.write("vtql.toml", settings);
        package.check(None)
    };
    assert_eq!(said("[levels]\nV301 = \"note\"\n"), (true, String::new()));
    let (ok, warned) = said("[levels]\nV301 = \"warn\"\n");
    assert!(ok && warned.contains("warning: use of deprecated constant `main::V301`"), "{warned}");
    let (ok, denied) = said("[levels]\nV3 = \"deny\"\n");
    assert!(!ok && denied.contains("error: a pattern that begins with a wildcard"), "{denied}");
    let (ok, wrong) = said("[levels]\nV999 = \"deny\"\n");
    assert!(!ok && wrong.contains("vtql.toml:2: there is no rule `V999`"), "{wrong}");
}

#[test]
fn what_the_snapshot_says_of_rights_and_lengths_holds_for_writes() {
    let program = "
        #![deny(warnings)]
        fn main() {
            let _ = crm::vtql_create!(Notes { title: \"too long for it\" });
            let _ = crm::vtql_revise!(Notes { id: \"3x1\", title: \"short\" });
        }";
    let package = Package::new("2024", "", program);
    let field = |name: &str, ty: &str, length: u8| {
        format!(
            r#"{{"name": "{name}", "label": "L", "mandatory": false, "nullable": true, "editable": true,
                "length": {length}, "type": {{"name": "{ty}"}}}}"#
        )
    };
    let module = |createable: bool| {
        let (id, title) = (field("id", "autogenerated", 0), field("title", "string", 8));
        format!(
            r#"{{"name": "Notes", "label": "Notes", "isEntity": true, "createable": {createable}, "updateable": true,
                "idPrefix": "3", "fields": [{id}, {title}]}}"#
        )
    };
    package.write("vtql.snapshot.json", &module(true));
    let (ok, said) = package.check(None);
    assert!(!ok && said.contains("`title` holds 8 characters, and the value has 15 [V111]"), "{said}");
    package.write("vtql.snapshot.json", &module(false));
    let (ok, said) = package.check(None);
    assert!(!ok && said.contains("records of `Notes` cannot be created [V116]"), "{said}");
    package.write("vtql.toml", "levels.V111 = 'deny'\nlevels.V116 = 'allow'\n");
    let (ok, said) = package.check(None);
    assert!(!ok && said.contains("error: `title` holds 8 characters") && !said.contains("V116"), "{said}");
}

#[test]
fn what_is_allowed_compiles_even_where_it_names_what_is_not_there() {
    let program = "
        fn main() {
            let _ = crm::vtql!(\"select id, nosuch from Contacts order by other\");
            let _ = crm::vtql!(\"select id from Nowhere\");
            let _ = crm::vtql_wire!(\"select nosuch from Nowhere where a = b;\");
        }";
    let package = Package::new("2024", "", program).with_snapshot();
    package.write("vtql.toml", "levels.all = 'allow'\n");
    assert_eq!(package.check(None), (true, String::new()));
}
