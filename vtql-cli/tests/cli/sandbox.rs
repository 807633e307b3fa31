use crate::hostile::Target;
use crate::vtql::{Served, Workplace, json_lines};

#[test]
fn it_has_the_snapshot_the_records_and_the_key_that_it_was_given() {
    let work = Workplace::new().with_snapshot();
    work.write("records/Contacts.jsonl", "{\"id\":\"12x9\",\"lastname\":\"Curie\"}\n");
    let folder = work.path().display();
    let (snapshot, load) = (format!("{folder}/vtql.snapshot.json"), format!("{folder}/records"));
    let served =
        Served::start(&["--snapshot", &snapshot, "--load", &load, "--access-key", "K7", "--user", "marie"]);
    assert_eq!((served.access_key.as_str(), served.user.as_str()), ("K7", "marie"));
    let ran = served.run(&work, &["query", "select lastname from Contacts", "-f", "jsonl"]);
    assert_eq!(json_lines(&ran.out)[0]["lastname"], "Curie", "{ran:?}");
    assert_eq!(json_lines(&ran.out).len(), 1);
}

#[test]
fn the_same_seed_gives_the_same_data() {
    let work = Workplace::new();
    let rows = |seed: &str| {
        let served = Served::start(&["--rows", "Contacts=20", "--seed", seed]);
        served.run(&work, &["query", "select lastname, email from Contacts", "-f", "csv"]).out
    };
    assert_eq!(rows("5"), rows("5"));
    assert_ne!(rows("5"), rows("6"));
}

#[cfg(unix)]
#[test]
fn it_ends_well_when_told_to() {
    assert_eq!(Served::start(&["--rows", "Contacts=1"]).terminate(), Some(0));
}

#[test]
fn what_it_cannot_serve_is_said_with_a_code() {
    let work = Workplace::new();
    for (args, code) in [
        (&["sandbox", "--snapshot", "none.json"][..], "error[SNAPSHOT]"),
        (&["sandbox", "--rows", "Nosuch=5"], "error[SANDBOX]"),
        (&["sandbox", "--rows", "Contacts"], "error: invalid value"),
    ] {
        let ran = work.run(args);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.starts_with(code), "{}", ran.err);
    }
}

#[test]
fn faults_come_from_a_file() {
    let work = Workplace::new();
    work.write("faults.json", "{\"error_rate\": 1}").write("wrong.json", "{\"latncy_ms\": 1}");
    let path = |name: &str| work.path().join(name).display().to_string();
    let served = Served::start(&["--rows", "Contacts=1", "--faults", &path("faults.json")]);
    assert!(Target::of(&served).query("select id from Contacts;").is_some_and(|status| status >= 500));
    let ran = work.run(&["sandbox", "--faults", "wrong.json"]);
    assert!(ran.err.starts_with("error[SANDBOX]: wrong.json: "), "{}", ran.err);
}

#[test]
fn the_url_is_that_of_the_edition_and_both_endpoints_are_served() {
    for (args, end, other) in [
        (&["--rows", "Contacts=1"][..], "/restapi/v1/vtiger/default", "/webservice.php"),
        (&["--rows", "Contacts=1", "--profile", "8.4"], "/webservice.php", "/restapi/v1/vtiger/default"),
    ] {
        let mut served = Served::start(args);
        assert!(served.url.starts_with("http://127.0.0.1:") && served.url.ends_with(end), "{}", served.url);
        let work = Workplace::new();
        for _ in 0..2 {
            let ran = served.run(&work, &["query", "select id from Contacts", "-f", "jsonl"]);
            assert_eq!((ran.code, json_lines(&ran.out).len()), (Some(0), 1), "{}: {ran:?}", served.url);
            served.url = served.url.replace(end, other);
        }
    }
}

#[test]
fn the_access_key_comes_from_a_file_or_the_environment() {
    let work = Workplace::new();
    work.write("key", "from the file\n");
    let file = work.path().join("key").display().to_string();
    let served = Served::start(&["--rows", "Contacts=1", "--access-key-file", &file]);
    assert_eq!(served.access_key, "from the file");
    let key = ("VTQL_SANDBOX_ACCESS_KEY", "from the environment");
    assert_eq!(Served::start_with(&["--rows", "Contacts=1"], &[key]).access_key, key.1);
    let real = ("VTIGER_ACCESS_KEY", "of a real instance");
    assert_ne!(Served::start_with(&["--rows", "Contacts=1"], &[real]).access_key, real.1);
    let ran = work.run(&["sandbox", "--access-key", "a", "--access-key-file", &file]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
}

#[cfg(unix)]
#[test]
fn requests_are_told_as_lines_that_hold_nothing_but_text() {
    let work = Workplace::new();
    work.write("records/Contacts.jsonl", "{\"lastname\":\"Curie\",\"lastnam\":\"x\"}\n");
    let load = work.path().join("records").display().to_string();
    let served = Served::start_told(&["--load", &load, "--log"]);
    let query = "select id from Contacts where lastname = '\u{1b}[31mred'";
    assert_eq!(served.run(&work, &["query", query]).code, Some(0));
    let told = served.signal("-INT").told();
    assert!(
        told.contains("Contacts.jsonl:1: `Contacts` has no field `lastnam`, which is left out"),
        "{told}"
    );
    let line = told.lines().find(|line| line.contains("  query  ")).unwrap();
    assert!(
        line.starts_with("200 ") && line.contains("  admin  query  select id from Contacts where lastname"),
        "{line}"
    );
    assert!(!told.contains('\u{1b}') && line.contains("\\u{1b}[31mred"), "{told}");
}

#[test]
fn numbers_that_mean_nothing_are_refused() {
    let work = Workplace::new();
    work.write("faults.json", "{\"error_rate\": 2}");
    for args in [
        &["--error-rate", "2"][..],
        &["--truncate", "-1"],
        &["--page-cap", "0"],
        &["--faults", "faults.json"],
    ] {
        let ran = work.run(&[&["sandbox"], args].concat());
        assert_eq!(ran.code, Some(2), "{args:?}: {ran:?}");
    }
}

#[test]
fn a_file_is_served_by_one_sandbox() {
    let work = Workplace::new();
    let file = work.path().join("kept.sqlite").display().to_string();
    let _served = Served::start(&["--rows", "Contacts=1", "--file", &file]);
    let ran = work.run(&["sandbox", "--file", &file]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.starts_with("error[SANDBOX]: another sandbox serves "), "{}", ran.err);
}
