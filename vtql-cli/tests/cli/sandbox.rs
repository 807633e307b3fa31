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
    work.write("faults.json", "{\"html_prefix\": true}").write("wrong.json", "{\"latncy_ms\": 1}");
    let path = |name: &str| work.path().join(name).display().to_string();
    let served = Served::start(&["--rows", "Contacts=1", "--faults", &path("faults.json")]);
    let ran = served.run(&work, &["query", "select id from Contacts"]);
    assert_eq!(ran.code, Some(2), "a page in front of the JSON: {ran:?}");
    let ran = work.run(&["sandbox", "--faults", "wrong.json"]);
    assert!(ran.err.starts_with("error[SANDBOX]: wrong.json: "), "{}", ran.err);
}
