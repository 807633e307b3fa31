use crate::vtql::{Served, Workplace};
use vtql_schema::standard::SNAPSHOT_JSON;

fn served() -> Served {
    Served::start(&["--rows", "Contacts=1"])
}

#[test]
fn a_pulled_snapshot_is_the_one_that_the_sandbox_was_started_with() {
    let work = Workplace::new();
    let ran = served().run(&work, &["snapshot", "pull"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(work.read("vtql.snapshot.json") == SNAPSHOT_JSON, "byte for byte");
    let snapshot = work.path().join("vtql.snapshot.json").display().to_string();
    let again = Served::start(&["--rows", "Contacts=1", "--snapshot", &snapshot]);
    let ran = again.run(&work, &["snapshot", "pull", "--out", "-"]);
    assert!(ran.out == SNAPSHOT_JSON, "and again");
}

#[test]
fn chosen_modules_are_pulled_and_the_others_stay() {
    let work = Workplace::new().with_snapshot();
    let stale = SNAPSHOT_JSON.replace("\"label\": \"Last Name\"", "\"label\": \"Surname\"");
    work.write("vtql.snapshot.json", &stale);
    let served = served();
    let pull = |modules: &str| served.run(&work, &["snapshot", "pull", "--module", modules]);
    assert_eq!(pull("Faq,Groups").code, Some(0));
    assert!(work.read("vtql.snapshot.json") == stale, "these were right");
    assert_eq!(pull("Contacts,Leads,Users").code, Some(0));
    assert!(work.read("vtql.snapshot.json") == SNAPSHOT_JSON, "and these are now");
    let ran = pull("Contact");
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("did you mean `Contacts`?"), "{}", ran.err);
}

#[test]
fn check_tells_whether_the_file_is_right() {
    let work = Workplace::new().with_snapshot();
    let served = served();
    assert_eq!(served.run(&work, &["snapshot", "pull", "--check"]).code, Some(0));
    let stale = SNAPSHOT_JSON.replace("\"lastname\": { \"type\"", "\"surname\": { \"type\"");
    work.write("vtql.snapshot.json", &stale);
    let ran = served.run(&work, &["snapshot", "pull", "--check"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.contains("+        \"lastname\""), "{}", ran.out);
    assert!(work.read("vtql.snapshot.json") == stale, "nothing is written");
}
