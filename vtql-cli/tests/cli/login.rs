//! Profiles: what is kept, where, and what never shows.

use crate::vtql::{Ran, Served, Workplace, finish};

fn login(served: &Served, work: &Workplace, args: &[&str]) -> Ran {
    let mut command = work.command(&["login", "--user", &served.user, "--access-key-stdin"]);
    if !args.contains(&"--url") {
        command.args(["--url", &served.url]);
    }
    command.args(args);
    // The keyring of whoever runs the tests is none of their concern.
    if !cfg!(target_os = "linux") && !args.contains(&"--no-keyring") {
        command.arg("--no-keyring");
    }
    finish(&mut command, &served.access_key)
}

/// Every file below a folder, with its text.
fn files(folder: &std::path::Path) -> Vec<(std::path::PathBuf, String)> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            all.push((path.clone(), std::fs::read_to_string(&path).unwrap()));
        }
    }
    all
}

#[test]
fn a_profile_is_kept_and_used_without_anything_else_being_set() {
    let (served, work) = (Served::start(&["--rows", "Leads=3"]), Workplace::new());
    let ran = login(&served, &work, &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(
        ran.err.contains("profile `default` is kept") && ran.err.contains("is not encrypted"),
        "{}",
        ran.err
    );
    #[cfg(target_os = "linux")]
    assert!(ran.err.contains("no keyring answers here"), "{}", ran.err);
    let ran = work.run(&["query", "select id from Leads", "-f", "jsonl"]);
    assert_eq!((ran.code, ran.out.lines().count()), (Some(0), 3), "{}", ran.err);
    let listed = work.run(&["login", "--list"]);
    assert!(listed.out.contains(&served.url) && listed.out.contains("file"), "{}", listed.out);
    let ran = work.run(&["login", "--forget", "--profile", "default"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let ran = work.run(&["query", "select id from Leads"]);
    assert!(ran.err.starts_with("error[CONFIG]: the address of the instance is not known"), "{}", ran.err);
    assert!(files(work.path()).iter().all(|(_, text)| !text.contains(&served.access_key)));
}

#[test]
fn the_key_is_in_a_file_for_its_owner_and_nowhere_else() {
    let (served, work) = (Served::start(&[]), Workplace::new());
    let ran = login(&served, &work, &["--profile", "test"]);
    let key = &served.access_key;
    assert!(!format!("{ran:?}").contains(key));
    let holding: Vec<_> = files(work.path()).into_iter().filter(|(_, text)| text.contains(key)).collect();
    assert_eq!(holding.len(), 1, "{holding:?}");
    let path = &holding[0].0;
    assert!(path.ends_with("settings/vtql/keys/test") && ran.err.contains(&path.display().to_string()));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(path), mode(path.parent().unwrap())), (0o600, 0o700));
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644)).unwrap();
        let ran = work.run(&["modules", "--profile", "test"]);
        assert_eq!(ran.code, Some(2));
        assert!(ran.err.contains("others on this machine can read"), "{}", ran.err);
    }
    for ran in [work.run(&["login", "--list"]), work.run(&["modules", "--profile", "test", "-v"])] {
        assert!(!format!("{ran:?}").contains(key), "{ran:?}");
    }
}

/// What stands behind the path of an address may be a secret, and is used for nothing.
#[test]
fn the_query_of_an_address_is_not_kept() {
    let (served, work) = (Served::start(&["--rows", "Leads=3"]), Workplace::new());
    let url = format!("{}?accessKey=zzz#zzz", served.url);
    let ran = login(&served, &work, &["--no-keyring", "--url", &url]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(!ran.err.contains("zzz") && !work.read("settings/vtql/profiles.toml").contains("zzz"));
    let listed = work.run(&["login", "--list"]);
    assert!(listed.out.contains(&served.url) && !listed.out.contains("zzz"), "{}", listed.out);
    // The same address is the profile's, with and without a query.
    for url in [&served.url, &url] {
        work.write("vtql.toml", &format!("[connection]\nurl = \"{url}\"\nuser = \"{}\"\n", served.user));
        let ran = work.run(&["modules"]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
    }
}

/// Many at the same time are kept each, and forgotten each.
#[test]
fn logins_at_the_same_time_lose_no_profile() {
    const MANY: usize = 8;
    let (served, work) = (Served::start(&[]), Workplace::new());
    let names: Vec<String> = (0..MANY).map(|number| format!("par{number}")).collect();
    let keys = || std::fs::read_dir(work.path().join("settings/vtql/keys")).unwrap().count();
    std::thread::scope(|scope| {
        for name in &names {
            scope.spawn(|| {
                let ran = login(&served, &work, &["--no-keyring", "--profile", name]);
                assert_eq!(ran.code, Some(0), "{}", ran.err);
            });
        }
    });
    let listed = work.run(&["login", "--list"]).out;
    assert!(names.iter().all(|name| listed.contains(name)), "{listed}");
    assert_eq!(keys(), MANY);
    std::thread::scope(|scope| {
        for name in &names {
            scope.spawn(|| {
                let ran = work.run(&["login", "--forget", "--profile", name]);
                assert_eq!(ran.code, Some(0), "{}", ran.err);
            });
        }
    });
    let listed = work.run(&["login", "--list"]).out;
    assert!(!listed.contains("par") && keys() == 0, "{listed}");
}

#[test]
fn a_wrong_key_is_not_kept() {
    let (served, work) = (Served::start(&[]), Workplace::new());
    let mut command = work.command(&["login", "--url", &served.url, "--user", "admin", "--access-key-stdin"]);
    let ran = finish(&mut command, "another-key");
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.starts_with("error[AUTH]") && !ran.err.contains("another-key"), "{}", ran.err);
    assert!(!work.path().join("settings/vtql/profiles.toml").exists());
}

#[test]
fn a_key_goes_to_no_address_but_its_own() {
    let (served, other) = (Served::start(&[]), Served::start(&["--log"]));
    let work = Workplace::new();
    assert_eq!(login(&served, &work, &[]).code, Some(0));
    // Another address in the settings, without a key: the usual profile is not asked for one.
    work.write("vtql.toml", &format!("[connection]\nurl = \"{}\"\nuser = \"admin\"\n", other.url));
    let ran = work.run(&["modules"]);
    assert!(ran.err.starts_with("error[CONFIG]: the access key is not known"), "{}", ran.err);
    // The same address and user: the key of the profile is theirs.
    work.write("vtql.toml", &format!("[connection]\nurl = \"{}\"\nuser = \"{}\"\n", served.url, served.user));
    assert_eq!(work.run(&["modules"]).code, Some(0));
    // A profile that is named goes before everything else.
    let mut command = work.command(&["modules", "--profile", "default"]);
    let ran = finish(command.env("VTIGER_URL", &other.url).env("VTIGER_ACCESS_KEY", "x"), "");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
}

#[test]
fn what_cannot_be_is_told() {
    let work = Workplace::new();
    let ran = work.run(&["modules", "--profile", "nosuch"]);
    assert!(ran.err.contains("there is no profile `nosuch`"), "{}", ran.err);
    let ran = work.run(&["login", "--profile", "../keys"]);
    assert!(ran.err.contains("a profile is called by letters"), "{}", ran.err);
    let ran = work.run(&["login"]);
    assert!(ran.err.contains("--url is needed: there is no terminal to ask"), "{}", ran.err);
    work.write("settings/vtql/profiles.toml", "default = 3");
    assert!(work.run(&["modules"]).err.starts_with("error[CONFIG]"));
}

/// What is asked at a terminal is answered there, and the key does not show.
#[test]
#[cfg(unix)]
fn prompts_are_answered_in_a_terminal() {
    use crate::terminal::in_terminal;
    let (served, work) = (Served::start(&["--rows", "Leads=3"]), Workplace::new());
    let login = || {
        let mut terminal = in_terminal(&work.command(&["login", "--no-keyring"]), &work, (120, 40));
        terminal.exp_string("Address: ").unwrap();
        terminal.send_line(&served.url).unwrap();
        terminal.exp_string("User: ").unwrap();
        terminal.send_line(&served.user).unwrap();
        terminal.exp_string("Access key (My Preferences in the CRM): ").unwrap();
        // It is asked for once the terminal does not echo.
        std::thread::sleep(std::time::Duration::from_millis(300));
        terminal
    };
    let mut terminal = login();
    terminal.send_control('c').unwrap();
    terminal.exp_eof().unwrap();
    assert!(files(work.path()).is_empty(), "a login that is broken off keeps nothing");

    let mut terminal = login();
    terminal.send_line("another-key").unwrap();
    let said = terminal.exp_eof().unwrap();
    assert!(said.contains("error[AUTH]") && !said.contains("another-key"), "{said}");
    assert!(files(work.path()).is_empty());

    let mut terminal = login();
    terminal.send_line(&served.access_key).unwrap();
    let said = terminal.exp_eof().unwrap();
    assert!(said.contains("profile `default` is kept") && !said.contains(&served.access_key), "{said}");
    let ran = work.run(&["query", "select id from Leads", "-f", "jsonl"]);
    assert_eq!((ran.code, ran.out.lines().count()), (Some(0), 3), "{}", ran.err);

    // What the settings say is offered, and taken by an empty line.
    work.write("vtql.toml", &format!("[connection]\nurl = \"{}\"\nuser = \"{}\"\n", served.url, served.user));
    let mut terminal =
        in_terminal(&work.command(&["login", "--no-keyring", "--profile", "two"]), &work, (120, 40));
    terminal.exp_string(&format!("Address [{}]: ", served.url)).unwrap();
    terminal.send_line("").unwrap();
    terminal.exp_string(&format!("User [{}]: ", served.user)).unwrap();
    terminal.send_line("").unwrap();
    terminal.exp_string("in the CRM): ").unwrap();
    std::thread::sleep(std::time::Duration::from_millis(300));
    terminal.send_line(&served.access_key).unwrap();
    let said = terminal.exp_eof().unwrap();
    assert!(said.contains("profile `two` is kept"), "{said}");
}
