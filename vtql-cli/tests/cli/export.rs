use crate::vtql::{Ran, Served, Workplace, finish};
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;
use std::time::Duration;
use tokio::runtime::Runtime;
use vtql_sandbox::{Faults, Sandbox};

/// A sandbox in this process, so that its requests can be counted.
struct Counted {
    _runtime: Runtime,
    sandbox: Sandbox,
}

impl Counted {
    fn start(contacts: usize, latency: Duration) -> Self {
        Counted::with(contacts, 0, latency)
    }

    fn with(contacts: usize, documents: usize, latency: Duration) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let faults = Faults::none().latency(latency);
        let builder = Sandbox::builder().rows("Contacts", contacts).rows("Leads", 120);
        let builder = builder.rows("Documents", documents).rows("HelpDesk", 60).faults(faults);
        let sandbox = runtime.block_on(builder.start()).unwrap();
        Counted { _runtime: runtime, sandbox }
    }

    fn command(&self, work: &Workplace, args: &[&str]) -> std::process::Command {
        let mut command = work.command(args);
        command.env("VTIGER_URL", self.sandbox.url()).env("VTIGER_USER", self.sandbox.user());
        command.env("VTIGER_ACCESS_KEY", self.sandbox.access_key());
        command
    }

    fn run(&self, work: &Workplace, args: &[&str]) -> Ran {
        finish(&mut self.command(work, args), "")
    }
}

const KILLS: u64 = 20;
const CONTACTS: usize = 2_600;

/// The file of an export that was killed at random moments is that of one that was left alone, and each kill has
/// cost a page at most.
#[test]
fn a_killed_export_goes_on_and_asks_again_for_one_page_a_kill() {
    let served = Counted::start(CONTACTS, Duration::from_millis(8));
    let work = Workplace::new();
    for format in ["csv", "parquet", "sqlite"] {
        let (alone, killed) = (format!("alone.{format}"), format!("killed.{format}"));
        let args =
            |out: &str| ["export", "Contacts", "--format", format, "--out", out].map(str::to_owned).to_vec();
        let run = |args: &[String]| served.run(&work, &args.iter().map(String::as_str).collect::<Vec<_>>());
        let ran = run(&args(&alone));
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        served.sandbox.clear_log();
        let mut resumed = args(&killed);
        resumed.push("--resume".to_owned());
        let mut kills = 0;
        for round in 0..KILLS {
            let args: Vec<&str> = resumed.iter().map(String::as_str).collect();
            let mut command = served.command(&work, &args);
            let mut child =
                command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            std::thread::sleep(Duration::from_millis(20 + round * 37 % 130));
            kills += u64::from(child.try_wait().unwrap().is_none());
            child.kill().unwrap();
            child.wait().unwrap();
        }
        let ran = run(&resumed);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let pages = CONTACTS.div_ceil(100) as u64;
        let asked = served.sandbox.requests();
        assert!(asked <= pages + 2 + kills, "{format}: {asked} requests, {kills} kills");
        if format == "sqlite" {
            let rows = |name: &str| {
                let connection = rusqlite::Connection::open(work.path().join(name)).unwrap();
                let text = "SELECT group_concat(id || lastname || email || birthday) FROM Contacts";
                connection.query_row(text, [], |row| row.get::<_, String>(0)).unwrap()
            };
            assert_eq!(rows(&alone), rows(&killed));
        } else {
            let file =
                |folder: &str| std::fs::read(work.path().join(folder).join(format!("Contacts.{format}")));
            assert!(file(&alone).unwrap() == file(&killed).unwrap(), "{format}: the files differ");
        }
    }
}

#[test]
fn an_export_tells_its_counts_and_files() {
    let (served, work) = (Served::start(&["--rows", "Contacts=120,Leads=7"]), Workplace::new());
    let ran =
        served.run(&work, &["export", "Contacts", "Leads", "--format", "jsonl", "--out", "crm", "--json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let told: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        (&told["modules"]["Contacts"]["rows"], &told["modules"]["Leads"]["rows"]),
        (&120.into(), &7.into())
    );
    assert_eq!(told["modules"]["Leads"]["files"][0]["path"], "Leads.jsonl");
    assert_eq!(work.read("crm/Contacts.jsonl").lines().count(), 120);
    let manifest: serde_json::Value = serde_json::from_str(&work.read("crm/manifest.json")).unwrap();
    let of_told = &told["modules"]["Leads"]["files"][0]["sha256"];
    assert_eq!(&manifest["modules"]["Leads"]["files"][0]["sha256"], of_told);
    // What is complete is not asked for again.
    let ran =
        served.run(&work, &["export", "Contacts", "Leads", "-f", "jsonl", "-o", "crm", "--resume", "--json"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    let again: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(again["requests"], told["requests"]);
    // Another export is, to the same folder.
    let ran = served.run(&work, &["export", "--all", "-f", "jsonl", "-o", "crm", "--resume", "--json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let all: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert!(all["modules"].as_object().unwrap().len() > 2, "{}", ran.out);
}

/// The size of a page is that of every format's requests.
#[test]
fn an_export_asks_for_pages_of_the_size_that_it_was_told() {
    let (served, work) = (Counted::start(250, Duration::ZERO), Workplace::new());
    for format in ["csv", "jsonl", "parquet", "sqlite"] {
        served.sandbox.clear_log();
        let out = format!("out.{format}");
        let args = ["export", "Contacts", "--format", format, "--out", &out, "--page-size", "30"];
        let ran = served.run(&work, &args);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let log = served.sandbox.log().into_iter();
        let queries: Vec<String> = log.filter(|it| it.operation == "query").map(|it| it.subject).collect();
        assert!(queries.len() >= 9, "{format}: {queries:?}");
        assert!(queries.iter().all(|query| query.ends_with(" limit 30;")), "{format}: {queries:?}");
    }
}

/// The key on standard input is that of every run, and it is there to be read only once.
#[test]
fn a_watching_sync_keeps_the_key_that_it_was_given() {
    let (served, work) = (Counted::start(30, Duration::ZERO), Workplace::new());
    let args =
        ["sync", "Contacts", "--mirror", "crm.sqlite", "--json", "--watch", "1s", "--access-key-stdin"];
    let mut command = served.command(&work, &args);
    command.env_remove("VTIGER_ACCESS_KEY").stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    writeln!(child.stdin.take().unwrap(), "{}", served.sandbox.access_key()).unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let told: Vec<serde_json::Value> =
        lines.take(2).map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect();
    child.kill().unwrap();
    child.wait().unwrap();
    let updated: Vec<&serde_json::Value> =
        told.iter().map(|it| &it["modules"]["Contacts"]["updated"]).collect();
    assert_eq!(updated, [&30.into(), &serde_json::Value::from(0)]);
}

#[test]
fn what_cannot_be_exported_is_said() {
    let (served, work) = (Served::start(&["--rows", "Contacts=1"]), Workplace::new());
    for (args, code, says) in [
        (&["export", "Contacts", "--out", "somewhere"][..], "error[USAGE]", "--format"),
        (&["export", "Nosuch", "-f", "csv", "-o", "x"], "error[ACCESS_DENIED]", ""),
        (&["export", "Contacts", "-f", "jsonl", "-o", "x", "--csv-guard"], "error[USAGE]", "--csv-guard"),
        (&["export", "Contacts", "-o", "x.sqlite", "--csv-bom"], "error[USAGE]", "--csv-bom"),
        (&["export", "Contacts", "-o", "x.sqlite", "--compress", "gzip"], "error[USAGE]", "--compress"),
        (
            &["sync", "--mirror", "x", "--format", "csv"],
            "error",
            "[possible values: sqlite, postgres, parquet]",
        ),
        (&["export", "Contacts", "-o", "postgres://u:secret@h/d"], "error[REFUSED]", "PGPASSWORD"),
        (&["export", "Contacts", "-o", "postgres://u@127.0.0.1:1/d"], "error[DATABASE]", ""),
        (
            &["export", "--query", "select id frm Contacts", "-f", "csv", "-o", "x"],
            "error[REFUSED]",
            "`from`",
        ),
    ] {
        let ran = served.run(&work, args);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{args:?}: {}", ran.err);
        assert!(ran.err.starts_with(code) && ran.err.contains(says), "{args:?}: {}", ran.err);
        assert!(!ran.err.contains("secret"), "{}", ran.err);
    }
}

/// The examples of the helps are run as they stand, but for those that need another server.
#[test]
fn the_examples_of_the_helps_work() {
    let (served, work) = (Served::start(&["--rows", "Contacts=5,Accounts=3,Leads=2"]), Workplace::new());
    for command in ["export", "sync"] {
        let help = work.run(&[command, "--help"]).out;
        let (_, examples) = help.split_once("Examples:\n").unwrap();
        let lines: Vec<&str> = examples.lines().take_while(|line| line.starts_with("  vtql")).collect();
        assert!(lines.len() >= 4, "{help}");
        for line in lines.into_iter().filter(|line| !line.contains("--watch")) {
            let line = line.trim().trim_start_matches("vtql ");
            let mut args = Vec::new();
            for (index, part) in line.split('"').enumerate() {
                let text = part.split("    ").next().unwrap();
                if index % 2 == 1 {
                    args.push(part);
                } else {
                    args.extend(text.split_whitespace());
                }
                if text.len() < part.len() {
                    break;
                }
            }
            let ran = served.run(&work, &args);
            assert_eq!(ran.code, Some(0), "{line}: {}", ran.err);
        }
    }
}

#[test]
fn a_sync_tells_what_it_did() {
    let (served, work) = (Served::start(&["--rows", "Contacts=120,Leads=7"]), Workplace::new());
    let sync = |args: &[&str]| {
        let ran = served.run(&work, &[&["sync", "--json", "--mirror"], args].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        assert_eq!(ran.out.lines().count(), 1);
        serde_json::from_str::<serde_json::Value>(&ran.out).unwrap()
    };
    for mirror in ["crm.sqlite", "crm"] {
        let told = sync(&[mirror, "Contacts", "Leads"]);
        assert_eq!(told["modules"]["Contacts"]["updated"], 120, "{told}");
        let told = sync(&[mirror]);
        assert_eq!(
            (&told["modules"]["Leads"]["updated"], &told["modules"]["Leads"]["deleted"]),
            (&0.into(), &0.into())
        );
        assert!(told["requests"].as_u64().unwrap() <= 5, "{told}");
    }
    assert!(work.path().join("crm/Contacts.parquet").is_file());
}

/// A module that is refused keeps no other from being brought up to date, and the one object is printed.
#[test]
fn a_sync_tells_of_modules_that_are_refused() {
    let (served, work) = (Served::start(&["--rows", "Contacts=12,Leads=7"]), Workplace::new());
    for (mirror, updated) in [("crm.sqlite", (12, 7)), ("crm.sqlite", (0, 0)), ("crm", (12, 7))] {
        let ran = served.run(&work, &["sync", "--json", "--mirror", mirror, "Contacts", "Nosuch", "Leads"]);
        assert_eq!((ran.code, ran.out.lines().count()), (Some(2), 1), "{}", ran.err);
        let told: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        let counts = |module: &str| told["modules"][module]["updated"].as_u64();
        assert_eq!((counts("Contacts"), counts("Leads")), (Some(updated.0), Some(updated.1)), "{told}");
        assert_eq!(told["failed"]["Nosuch"]["code"], "ACCESS_DENIED", "{told}");
        assert!(told["failed"]["Nosuch"]["message"].as_str().unwrap().contains("ermission"), "{told}");
        assert!(ran.err.starts_with("error[ACCESS_DENIED]: Nosuch: "), "{}", ran.err);
        assert!(!ran.err.contains(&served.access_key) && !ran.out.contains(&served.access_key));
    }
    assert!(work.path().join("crm/Contacts.parquet").is_file());
    let ran = served.run(&work, &["sync", "--mirror", "crm.sqlite", "Nosuch"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{}", ran.err);
}

/// Relations and files of an export that was killed at random moments are those of one that was left alone, and no
/// request is asked twice but for those that were under way.
#[test]
fn a_killed_export_of_relations_and_files_goes_on() {
    let (served, work) = (Counted::with(60, 120, Duration::from_millis(6)), Workplace::new());
    for format in ["csv", "sqlite"] {
        let (alone, killed) = (format!("alone.{format}"), format!("killed.{format}"));
        let args = |out: &str| {
            let args = ["export", "Contacts", "Documents", "--format", format, "--out", out, "--files"];
            let more = ["--relation", "Campaigns", "--relation", "HelpDesk", "--jobs", "2"];
            [&args[..], &more].concat().into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        let run = |args: &[String]| served.run(&work, &args.iter().map(String::as_str).collect::<Vec<_>>());
        served.sandbox.clear_log();
        let ran = run(&args(&alone));
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let undisturbed = served.sandbox.requests();
        served.sandbox.clear_log();
        let mut resumed = args(&killed);
        resumed.push("--resume".to_owned());
        let mut kills = 0;
        for round in 0..KILLS {
            let args: Vec<&str> = resumed.iter().map(String::as_str).collect();
            let mut command = served.command(&work, &args);
            let mut child =
                command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            std::thread::sleep(Duration::from_millis(60 + round * 97 % 230));
            kills += u64::from(child.try_wait().unwrap().is_none());
            child.kill().unwrap();
            child.wait().unwrap();
        }
        let ran = run(&resumed);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        // What was under way, the lists of both modules, and the page behind the last: of each kill.
        let asked = served.sandbox.requests();
        assert!(
            asked <= undisturbed + kills * (4 + 2 + 2),
            "{format}: {asked}, {undisturbed}, {kills} kills"
        );
        let table = |out: &str, name: &str| {
            if format == "csv" {
                return work.read(&format!("{out}/{name}.csv"));
            }
            let connection = rusqlite::Connection::open(work.path().join(out)).unwrap();
            let list = match name {
                "_files" => "module || record_id || file_id || name || bytes || sha256 || path",
                _ => "module || record_id || related_module || related_id || label",
            };
            let text = format!("SELECT group_concat({list}, ' ' ORDER BY rowid) FROM {name}");
            connection.query_row(&text, [], |row| row.get::<_, String>(0)).unwrap()
        };
        for name in ["_relations", "_files"] {
            let (one, other) = (table(&alone, name), table(&killed, name));
            assert!(one == other && one.len() > 1_000, "{format}: {name} differs\n{one}\n{other}");
        }
        let folder = |out: &str| match format {
            "csv" => work.path().join(out).join("files"),
            _ => work.path().join(format!("{out}-files")),
        };
        let files = |out: &str| {
            let mut files: Vec<_> = std::fs::read_dir(folder(out))
                .unwrap()
                .map(|entry| entry.unwrap().path())
                .map(|path| (path.file_name().unwrap().to_owned(), std::fs::read(&path).unwrap()))
                .collect();
            files.sort();
            files
        };
        assert!(files(&alone) == files(&killed) && files(&alone).len() >= 40, "{format}: the files differ");
    }
}

#[test]
fn an_export_tells_of_relations_and_files() {
    let (served, work) = (Served::start(&["--rows", "Contacts=20,Documents=9,Accounts=4"]), Workplace::new());
    let args =
        ["export", "Contacts", "Documents", "-f", "jsonl", "-o", "crm", "--relations=fields", "--files"];
    let ran = served.run(&work, &[&args[..], &["--json"]].concat());
    assert_eq!((ran.code, ran.out.lines().count()), (Some(0), 1), "{}", ran.err);
    let told: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let lines = |name: &str| work.read(&format!("crm/{name}.jsonl")).lines().count() as u64;
    assert_eq!(told["relations"]["rows"].as_u64(), Some(lines("_relations")));
    assert_eq!(told["relations"]["found_by"]["Contacts"], "fields");
    assert_eq!(told["files"]["count"].as_u64(), Some(lines("_files")));
    assert_eq!((told["files"]["failed"].as_u64(), &told["files"]["folder"]), (Some(0), &"files".into()));
    let manifest: serde_json::Value = serde_json::from_str(&work.read("crm/manifest.json")).unwrap();
    for name in ["relations", "files"] {
        assert_eq!(manifest[name]["files"][0]["sha256"], told[name]["files"][0]["sha256"]);
    }
    // What is complete is not asked for again, and other wishes are another export.
    let ran = served.run(&work, &[&args[..], &["--resume"]].concat());
    assert!(ran.code == Some(0) && ran.err.contains("files: 13 files"), "{}", ran.err);
    for (more, says) in [
        (&["--relation", "Nosuch"][..], "no module has a related list `Nosuch`"),
        (&["--relations=fields", "--relation", "Campaigns"], "--relation names related lists"),
        (&["--relations=other"], "possible values"),
    ] {
        let ran =
            served.run(&work, &[&["export", "Contacts", "-f", "csv", "-o", "other"][..], more].concat());
        assert!(ran.code == Some(2) && ran.err.contains(says), "{more:?}: {}", ran.err);
    }
    let ran = served.run(&work, &["export", "Documents", "-o", "postgres://u@127.0.0.1:1/d", "--files"]);
    assert!(ran.code == Some(2) && ran.err.contains("--files=FOLDER"), "{}", ran.err);
    // The relations and files of a query's rows are those of its records alone.
    let query = "select notes_title from Documents where filename != '' order by notes_title desc limit 2";
    let args =
        ["export", "--query", query, "-f", "csv", "-o", "some", "--files", "--relations=fields", "--json"];
    let ran = served.run(&work, &args);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let told: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        (&told["modules"]["Documents"]["rows"], &told["files"]["count"]),
        (&2.into(), &2.into()),
        "{told}"
    );
    let count = ["export", "--query", "select count(*) from Leads", "-f", "csv", "-o", "x", "--files"];
    let ran = served.run(&work, &count);
    assert!(ran.code == Some(2) && ran.err.contains("a count has no records"), "{}", ran.err);
}

/// In a terminal it shows how far it is, also when standard output is one.
#[test]
#[cfg(unix)]
fn an_export_in_a_terminal_shows_how_far_it_is() {
    let served = Served::start(&["--rows", "Contacts=2600", "--latency", "30"]);
    let work = Workplace::new();
    let args = ["export", "Contacts", "-f", "csv", "-o", "crm", "--count"];
    let mut terminal = crate::terminal::on_terminal(&served, &work, (200, 40), &args);
    terminal
        .exp_regex("Contacts: [0-9]+ rows of 2600, [0-9]+ in all, [0-9]+ rows/s.*, about [0-9]+ s left")
        .unwrap();
    terminal.exp_eof().unwrap();
    // Relations are rows of which nobody knows the number: the lists that are asked for can be counted.
    let served = Served::start(&["--rows", "Contacts=12,Accounts=6", "--latency", "20"]);
    let args = ["export", "Contacts", "Accounts", "-o", "crm.sqlite", "--relations"];
    let mut terminal = crate::terminal::on_terminal(&served, &work, (200, 40), &args);
    terminal.exp_regex("_relations: [0-9]+ rows, [0-9]+ of [0-9]+ asked for.*, about [0-9]+ s left").unwrap();
    terminal.exp_eof().unwrap();
}

/// The commands of docs/export.md and docs/sync.md are run as they stand, but for those that need a PostgreSQL server,
/// run for ever or are of other programs.
#[test]
#[cfg(unix)]
fn the_commands_of_the_documents_work() {
    let (served, work) = (Served::start(&["--rows", "Contacts=5,Accounts=3,Documents=4"]), Workplace::new());
    let bin = std::path::Path::new(env!("CARGO_BIN_EXE_vtql")).parent().unwrap().display().to_string();
    let path = format!("{bin}:{}", std::env::var("PATH").unwrap_or_default());
    let mut count = 0;
    for document in ["export.md", "sync.md"] {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
        let text = std::fs::read_to_string(folder.join(document)).unwrap();
        let lines = text.lines().filter(|line| line.starts_with("vtql "));
        for line in lines.filter(|line| !line.contains("postgres:") && !line.contains("--listen")) {
            let inner = served.command(&work, &[]);
            let mut shell = std::process::Command::new("sh");
            shell.args(["-c", line]).current_dir(work.path());
            for (name, value) in inner.get_envs() {
                match value {
                    Some(value) => shell.env(name, value),
                    None => shell.env_remove(name),
                };
            }
            let ran = finish(shell.env("PATH", &path), "");
            assert_eq!(ran.code, Some(0), "{line}: {}", ran.err);
            count += 1;
        }
    }
    assert!(count >= 9, "{count}");
    assert!(
        work.path().join("documents/_files.csv").is_file()
            && work.path().join("linked/_relations.csv").is_file()
    );
}

/// A query may begin with a comment, as everywhere; a flag in its place is a mistake.
#[test]
fn a_query_that_begins_with_a_comment_is_exported() {
    let (served, work) = (Served::start(&["--rows", "Leads=3"]), Workplace::new());
    let query = "-- all of them\nselect id, lastname from Leads";
    let ran = served.run(&work, &["export", "--query", query, "-f", "csv", "-o", "out"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(work.read("out/Leads.csv").lines().count(), 4);
    let ran = served.run(&work, &["export", "--query", "--all", "-f", "csv", "-o", "out"]);
    assert!(ran.code == Some(2) && ran.err.contains("there is no such flag"), "{}", ran.err);
}
