//! Modules, fields, records and quotas, on both interfaces.

use crate::vtql::{Ran, Served, Workplace, finish, json_lines};

/// Runs commands on the REST interface and on the one with sessions.
fn on_both(test: impl Fn(&dyn Fn(&[&str]) -> Ran)) {
    for profile in ["cloud", "8.4"] {
        let served = Served::start(&["--profile", profile, "--rows", "Contacts=5"]);
        let work = Workplace::new();
        test(&|args| served.run(&work, args));
    }
}

fn json(ran: &Ran) -> serde_json::Value {
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {}", ran.out))
}

#[test]
fn modules_are_listed() {
    on_both(|run| {
        let ran = run(&["modules"]);
        assert!(ran.out.contains("Contacts") && ran.err.contains("modules"), "{}{}", ran.out, ran.err);
        let modules = json(&run(&["modules", "-f", "json"]));
        let find =
            |name: &str| modules.as_array().unwrap().iter().find(|it| it["name"] == name).unwrap().clone();
        assert_eq!(find("Contacts")["kind"], "records");
        assert_eq!(find("Currency")["kind"], "settings");
        let with = json(&run(&["modules", "--with-field", "grid", "-f", "json"]));
        assert!(with.as_array().unwrap().len() < modules.as_array().unwrap().len());
    });
}

#[test]
fn a_module_is_described_with_what_can_be_ordered_by() {
    on_both(|run| {
        let fields = json(&run(&["describe", "Contacts", "-f", "json"]));
        let field =
            |name: &str| fields.as_array().unwrap().iter().find(|it| it["field"] == name).unwrap().clone();
        assert_eq!(field("lastname")["set"], "always");
        assert_eq!(field("lastname")["order"], "yes");
        // Its table is not joined (V206).
        assert_eq!(field("mailingcity")["order"], "if selected");
        assert!(field("leadsource")["values"].as_str().unwrap().contains("Cold Call"));
        assert!(field("account_id")["type"].as_str().unwrap().contains("reference to Accounts"));
        let one = run(&["describe", "Contacts", "--field", "lastname", "-f", "vertical"]);
        assert!(one.out.contains("lastname") && !one.out.contains("firstname"), "{}", one.out);
        let ran = run(&["describe", "Contacts", "--field", "nosuch"]);
        assert!(ran.code == Some(2) && ran.err.contains("no field `nosuch`"), "{}", ran.err);
    });
}

#[test]
fn a_record_is_made_shown_changed_and_deleted() {
    on_both(|run| {
        let owner = json(&run(&["query", "select id from Users limit 1", "-f", "json"]))[0]["id"].clone();
        let owner = format!("assigned_user_id={}", owner.as_str().unwrap());
        let created =
            run(&["record", "create", "Contacts", "lastname==x=", "phone=+493012345", &owner, "-f", "json"]);
        let id = json(&created)[0]["id"].as_str().unwrap().to_owned();
        let got = json(&run(&["record", "get", &id, "-f", "json"]));
        assert_eq!((&got[0]["lastname"], &got[0]["phone"]), (&"=x=".into(), &"+493012345".into()));
        let changed = run(&["record", "update", &id, "phone=007", "-f", "json"]);
        assert_eq!(json(&changed)[0]["phone"], "007");
        let got = json(&run(&["record", "get", &id, "-f", "json"]));
        assert_eq!((&got[0]["lastname"], &got[0]["phone"]), (&"=x=".into(), &"007".into()), "the rest stays");
        assert!(run(&["record", "get", &id]).out.contains("phone"));
        let ran = run(&["record", "delete", &id]);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), "1 record deleted\n"));
        let ran = run(&["record", "get", &id]);
        assert_eq!(ran.code, Some(2), "{}", ran.out);
        assert!(ran.err.starts_with("error["), "{}", ran.err);
    });
}

#[test]
fn what_the_server_would_take_without_a_word_is_told_and_not_sent() {
    on_both(|run| {
        let count = || run(&["query", "select count(*) from Contacts", "-f", "csv"]).out;
        let before = count();
        let ran = run(&["record", "create", "Contacts", "lastnme=x"]);
        assert!(
            ran.err.contains("did you mean `lastname`?") && ran.err.contains("is mandatory"),
            "{}",
            ran.err
        );
        let id = json_lines(&run(&["query", "select id from Contacts limit 1", "-f", "jsonl"]).out)[0]["id"]
            .clone();
        let ran = run(&["record", "update", id.as_str().unwrap(), "id=4x1", "lastname=x"]);
        assert!(ran.code == Some(2) && ran.err.contains("4x1"), "{}", ran.err);
        let ran = run(&["record", "update", id.as_str().unwrap(), "lastnme=x"]);
        assert!(ran.code == Some(2) && ran.err.contains("did you mean `lastname`?"), "{}", ran.err);
        for args in
            [&["record", "create", "Contacts", "a=1", "a=2"][..], &["record", "create", "Contacts", "a"]]
        {
            assert_eq!(run(args).code, Some(2));
        }
        assert_eq!(count(), before);
    });
}

/// Whose an id is that is written to an owner, the modules of the snapshot tell.
#[test]
fn an_owner_that_is_no_user_is_told_and_not_sent_where_there_is_a_snapshot() {
    let (served, work) = (Served::start(&[]), Workplace::new().with_snapshot());
    let create = |owner: &str, more: &[&str]| {
        let owner = format!("assigned_user_id={owner}");
        served.run(&work, &[&["record", "create", "Contacts", "lastname=x", &owner][..], more].concat())
    };
    let ran = create("11x1", &[]);
    assert!(
        ran.code == Some(2) && ran.err.contains("[V108]") && ran.err.contains("--no-check"),
        "{}",
        ran.err
    );
    assert_eq!(create("19x1", &[]).code, Some(0));
    assert!(!create("11x1", &["--no-check"]).err.contains("V108"));
}

#[test]
fn a_record_can_be_read_from_json() {
    let (served, work) = (Served::start(&[]), Workplace::new());
    let owner = served.run(&work, &["query", "select id from Users limit 1", "-f", "jsonl"]);
    let owner = json_lines(&owner.out)[0]["id"].clone();
    let element = serde_json::json!({ "lastname": "O'Brien", "assigned_user_id": owner });
    let args = ["record", "create", "Contacts", "--json", "-", "-f", "json"];
    let ran = finish(&mut served.command(&work, &args), &element.to_string());
    assert_eq!(json(&ran)[0]["lastname"], "O'Brien");
    let ran = finish(&mut served.command(&work, &args), "[1]");
    assert!(ran.code == Some(2) && ran.err.contains("one JSON object"), "{}", ran.err);
}

#[test]
fn quotas_are_told_where_the_server_tells_them() {
    let (served, work) = (Served::start(&["--rate-limit", "50"]), Workplace::new());
    let quota = json(&served.run(&work, &["quota", "-f", "json"]));
    assert_eq!((&quota[0]["minute_limit"], &quota[0]["minute_remaining"]), (&50.into(), &49.into()));
    let served = Served::start(&["--profile", "8.4"]);
    let ran = served.run(&work, &["quota"]);
    assert!(ran.code == Some(0) && ran.err.contains("tells no quota"), "{}", ran.err);
}

#[test]
fn requests_are_told_on_demand_without_the_key_or_the_query() {
    on_both(|run| {
        let ran = run(&["query", "select id from Contacts where lastname = 'secret'", "-v", "-f", "jsonl"]);
        assert!(ran.err.contains("query Contacts: 200, ") && ran.err.contains(" bytes"), "{}", ran.err);
        assert!(!ran.err.contains("secret"), "{}", ran.err);
    });
}
