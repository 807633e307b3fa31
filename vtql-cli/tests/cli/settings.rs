use crate::vtql::{Served, Workplace, finish};

const QUERY: &[&str] = &["query", "select id from Contacts", "-f", "jsonl"];

#[test]
fn the_connection_comes_from_the_settings_file_above_and_the_key_from_its_file() {
    let served = Served::start(&["--rows", "Contacts=2"]);
    let work = Workplace::new();
    let (url, user) = (&served.url, &served.user);
    work.write("secret/key", &format!("{}\n", served.access_key)).write(
        "vtql.toml",
        &format!("[connection]\nurl = \"{url}\"\nuser = \"{user}\"\naccess_key_file = \"secret/key\"\n"),
    );
    work.write("deep/er/x", "");
    let mut command = work.command(QUERY);
    command.current_dir(work.path().join("deep/er"));
    let ran = finish(&mut command, "");
    assert_eq!((ran.code, ran.out.lines().count()), (Some(0), 2), "{ran:?}");
}

#[test]
fn the_key_comes_from_standard_input_when_asked() {
    let served = Served::start(&["--rows", "Contacts=2"]);
    let work = Workplace::new();
    let mut command = work.command(QUERY);
    command.args(["--access-key-stdin", "--url", &served.url, "--user", &served.user]);
    let ran = finish(&mut command, &format!("{}\n", served.access_key));
    assert_eq!((ran.code, ran.out.lines().count()), (Some(0), 2), "{ran:?}");
}

#[test]
fn what_is_missing_is_named_with_the_ways_to_give_it() {
    let ran = Workplace::new().run(QUERY);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.starts_with("error[CONFIG]: the address of the instance is not known"), "{}", ran.err);
    for way in ["--url", "VTIGER_URL", "vtql.toml", "vtql sandbox"] {
        assert!(ran.err.contains(way), "{way}: {}", ran.err);
    }
}

#[test]
fn a_settings_file_that_is_wrong_is_refused_by_line_without_its_contents() {
    let work = Workplace::new();
    for text in [
        "[connection]\naccess_key = \"s3cret\"\n",
        "[connection]\naccess_kee = \"s3cret\"\n",
        "[connection]\nurl = s3cret\n",
    ] {
        let ran = work.write("vtql.toml", text).run(QUERY);
        assert_eq!(ran.code, Some(2));
        assert!(ran.err.starts_with("error[CONFIG]"), "{}", ran.err);
        assert!(!ran.err.contains("s3cret"), "{}", ran.err);
    }
    let ran = work.write("vtql.toml", "\n\nsnapshoot = \"x\"\n").run(&["check"]);
    assert!(
        ran.err.contains("vtql.toml:3: there is no setting `snapshoot`; did you mean `snapshot`?"),
        "{}",
        ran.err
    );
}

#[test]
fn every_command_teaches_by_example() {
    let work = Workplace::new();
    for command in
        [&["parse"][..], &["check"], &["fmt"], &["explain"], &["snapshot", "pull"], &["query"], &["sandbox"]]
    {
        let ran = work.run(&[command, &["--help"]].concat());
        assert_eq!(ran.code, Some(0));
        assert!(
            ran.out.contains(&format!("Examples:\n  vtql {}", command.join(" ")))
                || ran.out.contains("Examples:\n  echo"),
            "{}",
            ran.out
        );
    }
}
