use crate::vtql::{Served, Workplace, finish, json_lines};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::process::{Command, Stdio};

pub(crate) fn served() -> (Served, Workplace) {
    (Served::start(&["--rows", "Contacts=250,Leads=3,Faq=0"]), Workplace::new())
}

#[test]
fn no_limit_means_all_rows_and_a_limit_means_exactly_so_many() {
    let (served, work) = served();
    let count = |query: &str| {
        let ran = served.run(&work, &["query", query, "--format", "jsonl"]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let mut ids: Vec<String> = json_lines(&ran.out).iter().map(|row| row["id"].to_string()).collect();
        let rows = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), rows, "no row twice");
        rows
    };
    assert_eq!(count("select id from Contacts"), 250);
    assert_eq!(count("select id, lastname from Contacts order by lastname"), 250);
    assert_eq!(count("select id from Contacts limit 130"), 130);
    assert_eq!(count("select id, lastname from Contacts order by lastname limit 20, 130"), 130);
    assert_eq!(count("select id from Contacts limit 7"), 7);
}

#[test]
fn each_format_writes_the_same_rows() {
    let (served, work) = served();
    let query = "select lastname, email from Leads order by lastname";
    let run = |format: &str| served.run(&work, &["query", query, "-f", format]);
    let rows: Vec<serde_json::Value> = serde_json::from_str(&run("json").out).unwrap();
    assert_eq!(rows.len(), 3);
    assert_eq!(json_lines(&run("jsonl").out), rows);
    let csv = run("csv").out;
    let mut lines = csv.lines();
    assert!(lines.next().unwrap().starts_with("lastname,email"), "{csv}");
    for (line, row) in lines.zip(&rows) {
        assert!(line.starts_with(row["lastname"].as_str().unwrap()), "{line}");
    }
    let table = run("table");
    assert!(rows.iter().all(|row| table.out.contains(row["lastname"].as_str().unwrap())), "{}", table.out);
    assert_eq!(table.err, "3 rows\n");
}

#[test]
fn no_rows_are_an_empty_table_of_the_right_columns() {
    let (served, work) = served();
    let out = |format| served.run(&work, &["query", "select id, question from Faq", "-f", format]).out;
    assert_eq!(out("csv"), "id,question\n");
    assert_eq!(out("json"), "[]\n");
    assert_eq!(out("jsonl"), "");
    assert!(out("table").contains("question"));
}

#[test]
fn what_goes_wrong_stops_with_a_code_and_without_the_key() {
    let (served, work) = served();
    let query = "select id from Contacts";
    let failing = |args: &[&str], key: &str| {
        let mut command = served.command(&work, &[&["query", query], args].concat());
        finish(command.env("VTIGER_ACCESS_KEY", key), "")
    };
    let key = "s3cretKEY0123456";
    for (args, code) in [
        (&[][..], "error[AUTH]"),
        (&["--url", "http://127.0.0.1:1"], "error[CONNECT]"),
        (&["--url", "https://crm.example.invalid"], "error[UNKNOWN_HOST]"),
        (&["--url", "http://crm.example.invalid"], "error[INSECURE_URL]"),
        (&["--url", "nonsense"], "error[CONFIG]"),
    ] {
        let ran = failing(args, key);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.starts_with(code), "{code}: {}", ran.err);
        assert!(!ran.err.contains(key) && !ran.err.contains("panicked"), "{}", ran.err);
        assert_eq!(ran.out, "");
    }
}

#[test]
fn a_malformed_query_is_shown_and_not_sent() {
    let ran = Workplace::new().run(&["query", "select id frm Contacts"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.starts_with("error[V001]: expected `from`, found `frm`"), "{}", ran.err);
}

#[test]
fn a_query_that_the_server_refuses_names_the_servers_code() {
    let (served, work) = served();
    let ran = served.run(&work, &["query", "select id, nosuch from Contacts"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.starts_with("error[ACCESS_DENIED]"), "{}", ran.err);
}

#[test]
fn names_are_checked_before_sending_when_a_snapshot_is_given() {
    let work = Workplace::new().with_snapshot();
    let query = "select id, lastnme from Contacts";
    let ran = work.run(&["query", query, "--snapshot", "vtql.snapshot.json"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("did you mean `lastname`?"), "{}", ran.err);
}

#[test]
fn the_plan_is_shown_without_a_request() {
    let work = Workplace::new();
    let mut command = work.command(&["query", "--explain", "select id from Leads", "--user", "u"]);
    command.args(["--url", "https://crm.example.invalid"]).env("VTIGER_ACCESS_KEY", "k");
    let ran = finish(&mut command, "");
    assert_eq!(
        ran.out,
        "plan: keyset\nfirst page: select id from Leads order by id limit 100;\n\
         next page: select id from Leads where id > '<last id>' order by id limit 100;\n"
    );
}

#[test]
fn parameters_are_values_whatever_they_hold() {
    let (served, work) = served();
    let query = "select id, lastname from Contacts where lastname in {names} or lastname = {one} limit {n}";
    let args = ["query", query, "-f", "csv", "-p", "n=7", "-p", "names=x' or id > '1x1", "-p", "names=y"];
    let ran = served.run(&work, &[&args[..], &["--param", "one=z\\' or 1 = 1"]].concat());
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), "id,lastname\n"), "{}", ran.err);
    let all = served.run(&work, &["query", "select lastname from Contacts", "-f", "jsonl"]);
    let name = json_lines(&all.out)[0]["lastname"].as_str().unwrap().to_owned();
    let one = format!("one={name}");
    let ran = served.run(&work, &[&args[..], &["--param", &one]].concat());
    assert!(ran.out.lines().nth(1).unwrap().contains(&name), "{}", ran.out);
}

#[test]
fn an_optional_condition_is_left_out_without_a_value() {
    let (served, work) = served();
    let query = "select count(*) from Contacts where? lastname = {name}";
    let count = |args: &[&str]| served.run(&work, &[&["query", query, "-f", "csv"], args].concat()).out;
    assert_eq!((count(&[]).as_str(), count(&["-p", "name=nobody"]).as_str()), ("count\n250\n", "count\n0\n"));
}

#[test]
fn a_parameter_without_a_value_is_pointed_at() {
    let ran = Workplace::new().run(&["query", "select id from Leads where city = {city}"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("<query>:1:35") && ran.err.contains("--param city="), "{}", ran.err);
}

#[test]
fn pages_can_be_small_and_come_in_parallel() {
    let (served, work) = served();
    let query = "select id from Contacts";
    let args = ["query", query, "-f", "jsonl", "--page-size", "40", "--parallel", "3"];
    let ran = served.run(&work, &args);
    assert_eq!((ran.code, ran.out.lines().count()), (Some(0), 250), "{}", ran.err);
}

#[test]
fn what_the_server_takes_for_something_else_is_said_before_the_rows() {
    let (served, work) = served();
    let ran =
        served.run(&work, &["query", "select id from Contacts where lastname = '{name}'", "-f", "json"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), "[]\n"), "{}", ran.err);
    assert!(ran.err.contains("warning[V211]"), "{}", ran.err);
    let ran = served.run(&work, &["query", "select id from Contacts where lastname like '%a'", "-f", "json"]);
    assert!(!ran.err.contains("warning"), "{}", ran.err);
}

/// Values that a field of record ids would turn into SQL.
const ATTACKS: &[&str] =
    &["11x0 or 1=1", "a11x0 or 1", "11x5x6", "11x0) or (1=1", "(select id from vtiger_users)x1 or 1"];

#[test]
fn a_value_that_an_id_would_turn_into_sql_is_not_sent() {
    let work = Workplace::new();
    for condition in [
        "id = {p}",
        "account_id = {p}",
        "account_id != {p}",
        "not (assigned_user_id in {p})",
        "account_id like {p}",
        "lastname = 'a' or contact_id < {p}",
    ] {
        let served = Served::start(&["--rows", "Contacts=20"]);
        for attack in ATTACKS {
            let query = format!("select id from Contacts where {condition}");
            let value = format!("p={attack}");
            let given = [served.run(&work, &["query", &query, "-p", &value]), {
                let literal = query.replace("{p}", &format!("('{attack}')"));
                served.run(&work, &["query", &literal])
            }];
            for ran in given {
                assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{condition} {attack}: {}", ran.err);
                assert!(ran.err.starts_with("error[V107]"), "{}", ran.err);
            }
        }
    }
}

#[test]
fn values_are_checked_by_type_like_literals() {
    let work = Workplace::new().with_snapshot();
    let checked = |condition: &str, value: &str| {
        let query = format!("select id from Contacts where {condition}");
        work.run(&["query", &query, "-p", &format!("d={value}"), "--snapshot", "vtql.snapshot.json"])
    };
    for (condition, value, code) in [
        ("createdtime > {d}", "yesterday", "V109"),
        ("donotcall = {d}", "true", "V109"),
        ("birthday in {d}", "2026-02-30", "V109"),
        ("account_id = {d}", "Acme", "V107"),
    ] {
        let ran = checked(condition, value);
        assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{condition}: {}", ran.err);
        assert!(ran.err.starts_with(&format!("error[{code}]")) && ran.err.contains("{d}"), "{}", ran.err);
    }
}

#[test]
fn values_are_kept_as_given_and_all_of_them_are_used() {
    let (served, work) = served();
    let explain = |args: &[&str]| {
        served.run(
            &work,
            &[&["query", "--explain", "select id from Contacts where phone = {p} limit {n}"], args].concat(),
        )
    };
    let ran = explain(&["-p", "p=+493012345", "-p", "n=5"]);
    assert!(
        ran.out.contains("phone = '+493012345'") && ran.out.contains("limit 5"),
        "{}{}",
        ran.out,
        ran.err
    );
    assert!(explain(&["-p", "p=007", "-p", "n=5"]).out.contains("'007'"));
    let ran = explain(&["-p", "p=1", "-p", "n=5", "-p", "q=2"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("no parameter `{q}`") && ran.err.contains("`{n}`, `{p}`"), "{}", ran.err);
}

/// The sandbox's endpoint with sessions.
fn web_service(served: &Served) -> String {
    served.url.replace("/restapi/v1/vtiger/default", "/webservice.php")
}

/// A newer challenge of a user voids the older one, so logins at the same time fail each other.
#[test]
fn many_processes_log_in_at_once_as_one_user() {
    let (served, work) = served();
    let url = web_service(&served);
    let query = ["query", "select id from Leads", "--format", "jsonl", "--url", &url];
    let running: Vec<_> = (0..24)
        .map(|_| {
            let mut command = served.command(&work, &query);
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    for child in running {
        let output = child.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let (out, err) = (text(output.stdout), text(output.stderr));
        assert_eq!((output.status.code(), json_lines(&out).len()), (Some(0), 3), "{err}");
    }
}

#[test]
fn a_wrong_key_is_still_blamed_on_the_endpoint_with_sessions() {
    let (served, work) = served();
    let mut command =
        served.command(&work, &["query", "select id from Leads", "--url", &web_service(&served)]);
    let ran = finish(command.env("VTIGER_ACCESS_KEY", "another-key"), "");
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.starts_with("error[AUTH]: login: "), "{}", ran.err);
    assert!(ran.err.contains("tried 8 times") && ran.err.contains("check the user name"), "{}", ran.err);
    assert!(!ran.err.contains("another-key"), "{}", ran.err);
}

/// Answers of a server with sessions, one a connection; and the operations that it was asked for.
fn counting(answers: usize) -> (String, std::thread::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let url = format!("http://{}/webservice.php", listener.local_addr().unwrap());
    let served = std::thread::spawn(move || {
        let mut operations = Vec::new();
        while operations.len() < answers {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = Vec::new();
            let mut part = [0; 4096];
            // A request of this test is short; its form comes with or after its head.
            while !String::from_utf8_lossy(&request).contains("operation=") {
                let length = stream.read(&mut part).unwrap();
                request.extend_from_slice(&part[..length]);
            }
            let text = String::from_utf8_lossy(&request).into_owned();
            let operation = text.split_once("operation=").unwrap().1;
            let operation: String = operation.chars().take_while(char::is_ascii_alphabetic).collect();
            let result = match &*operation {
                "getchallenge" => r#"{"token":"t"}"#,
                "login" => r#"{"sessionName":"s1","userId":"19x1"}"#,
                "query" if text.contains("Leads") => "[]",
                _ => r#"{"message":"successfull"}"#,
            };
            let body = format!(r#"{{"success":true,"result":{result}}}"#);
            let head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length";
            stream.write_all(format!("{head}: {}\r\n\r\n{body}", body.len()).as_bytes()).unwrap();
            operations.push(operation);
        }
        operations
    });
    (url, served)
}

#[test]
fn a_command_logs_out_at_its_end_be_it_well_or_not() {
    let work = Workplace::new();
    for (module, code) in [("Leads", 0), ("Contacts", 2)] {
        let (url, served) = counting(4);
        let query = format!("select id from {module}");
        let mut command = work.command(&["query", &query, "--url", &url, "--user", "admin"]);
        let ran = finish(command.env("VTIGER_ACCESS_KEY", "a-key"), "");
        assert_eq!(ran.code, Some(code), "{}", ran.err);
        assert_eq!(served.join().unwrap(), ["getchallenge", "login", "query", "logout"]);
    }
}

/// Ctrl-C ends the session, and says where the query stopped: there it goes on, in any order.
#[cfg(unix)]
#[test]
fn a_query_that_is_told_to_end_logs_out_and_goes_on_where_it_stopped() {
    let work = Workplace::new();
    for order in ["", "order by lastname", "order by leadsource desc"] {
        let arguments = ["--rows", "Contacts=90", "--profile", "8.4", "--latency", "150", "--log"];
        let served = Served::start_told(&arguments);
        let query = format!("select id, lastname from Contacts {order}");
        let arguments = ["query", &query, "-f", "jsonl", "--page-size", "10"];
        let mut command = served.command(&work, &arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let mut first = String::new();
        lines.read_line(&mut first).unwrap();
        let id = child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        lines.read_to_string(&mut first).unwrap();
        let mut told = String::new();
        child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(2), "{told}");
        assert!(told.contains("error[INTERRUPTED]"), "{told}");

        let (_, progress) = told.split_once("--resume-after '").unwrap();
        let (progress, _) = progress.rsplit_once('\'').unwrap();
        // As a shell reads it.
        let progress = &progress.replace(r"'\''", "'");
        work.write("progress", progress);
        let mut ids: Vec<String> = json_lines(&first).iter().map(|row| row["id"].to_string()).collect();
        assert!(ids.len() < 90, "it was told to end in time");
        let given = if order.is_empty() { progress } else { "@progress" };
        let rest = served.run(&work, &["query", &query, "-f", "jsonl", "--resume-after", given]);
        assert_eq!(rest.code, Some(0), "{}", rest.err);
        ids.extend(json_lines(&rest.out).iter().map(|row| row["id"].to_string()));
        assert_eq!(ids.len(), 90, "{order}");
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 90, "{order}");

        let log = served.signal("-TERM").told();
        assert_eq!(log.matches("logout").count(), 2, "{log}");
    }
}

/// A pipe that nobody reads is full after 64 kB.
#[cfg(unix)]
#[test]
fn a_query_that_nobody_reads_is_ended_all_the_same() {
    let work = Workplace::new();
    let served = Served::start(&["--rows", "Contacts=1000"]);
    let mut command = served.command(&work, &["query", "select * from Contacts", "-f", "jsonl"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut rows = child.stdout.take().unwrap();
    rows.read_exact(&mut [0; 100]).unwrap();
    assert!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
    let mut told = String::new();
    child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(2), "{told}");
    assert!(told.contains("error[INTERRUPTED]"), "{told}");
}

#[test]
fn a_progress_of_something_else_is_refused() {
    let (served, work) = served();
    let by_name = "select id from Leads order by lastname";
    for (query, progress, code) in [
        ("select id from Leads", "soon", "USAGE"),
        ("select id from Leads", "@nowhere", "READ"),
        (by_name, "3 10x7", "QUERY_SYNTAX_ERROR"),
        (by_name, r#"3 10x7 {"order":"lastname desc","seen":"1-9"}"#, "QUERY_SYNTAX_ERROR"),
        (by_name, r#"3 10x7 {"order":"lastname, id"}"#, "QUERY_SYNTAX_ERROR"),
    ] {
        let ran = served.run(&work, &["query", query, "--resume-after", progress]);
        assert_eq!((ran.code, &*ran.out), (Some(2), ""), "{progress}");
        assert!(ran.err.contains(&format!("error[{code}]")), "{}", ran.err);
    }
}

#[test]
fn the_snapshot_is_found_as_check_finds_it() {
    let served = Served::start(&[]);
    let wrong = ["query", "select id from Contacts where createdtime > {since}", "-p", "since=yesterday"];
    let snapshot = vtql_schema::standard::SNAPSHOT_JSON;
    let places: [&dyn Fn(&Workplace); 3] = [
        &|work| {
            work.write("vtql.snapshot.json", snapshot);
        },
        &|work| {
            work.write("what/it.json", snapshot).write("vtql.toml", "snapshot = \"what/it.json\"");
        },
        &|work| {
            let manifest = "[package.metadata.vtql]\nsnapshot = \"what/it.json\"";
            work.write("what/it.json", snapshot).write("Cargo.toml", manifest);
        },
    ];
    for place in places {
        let work = Workplace::new();
        place(&work);
        work.write("inner/folder/x", "");
        let mut command = served.command(&work, &wrong);
        let ran = finish(command.current_dir(work.path().join("inner/folder")), "");
        assert_eq!(ran.code, Some(1), "{}", ran.err);
        assert!(ran.err.starts_with("error[V109]"), "{}", ran.err);
    }
    let work = Workplace::new().with_snapshot();
    let query = "select id, nosuch from Contacts";
    let ran = served.run(&work, &["query", query]);
    assert!(ran.code == Some(1) && ran.err.contains("--no-snapshot sends the query"), "{}", ran.err);
    let ran = served.run(&work, &["query", query, "--no-snapshot"]);
    assert!(ran.code == Some(2) && ran.err.starts_with("error[ACCESS_DENIED]"), "{}", ran.err);
}

#[test]
fn warnings_are_shown_as_the_settings_have_them() {
    let (served, work) = (Served::start(&["--rows", "Leads=3"]), Workplace::new().with_snapshot());
    let run = |query: &str| served.run(&work, &["query", query, "-f", "jsonl"]);
    for (query, code) in [
        ("select id from Leads where leadstatus = 'Nosuch'", "warning[V110]"),
        ("select id from Leads where createdtime = '2026-01-01'", "warning[V214]"),
        ("select id from Leads order by id limit 1000, 5", "warning[V303]"),
    ] {
        let ran = run(query);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        assert!(ran.err.contains(code), "{query}: {}", ran.err);
    }
    let allowed = run("-- vtql: allow(V110)\nselect id from Leads where leadstatus = 'Nosuch'");
    assert!(!allowed.err.contains("warning"), "{}", allowed.err);
    work.write("vtql.toml", "[levels]\nV110 = \"deny\"\n");
    assert_eq!(run("select id from Leads where leadstatus = 'Nosuch'").code, Some(1));
    work.write("vtql.toml", "[levels]\nV110 = \"allow\"\n");
    assert!(!run("select id from Leads where leadstatus = 'Nosuch'").err.contains("warning"));
}

#[test]
fn the_header_is_the_same_with_rows_and_without() {
    for profile in ["cloud", "8.4"] {
        let served =
            Served::start(&["--profile", profile, "--rows", "Contacts=3,Invoice=3,Calendar=3,Users=2"]);
        let work = Workplace::new();
        let header = |query: &str| {
            let ran = served.run(&work, &["query", query, "-f", "csv"]);
            assert_eq!(ran.code, Some(0), "{query}: {}", ran.err);
            (ran.out.lines().next().unwrap_or_default().to_owned(), ran.out.lines().count())
        };
        for select in ["*", "lastname, email", "email, id, lastname", "email, email", "count(*)"] {
            let (with, rows) = header(&format!("select {select} from Contacts"));
            let (without, none) =
                header(&format!("select {select} from Contacts where lastname = 'nobody at all'"));
            assert!(rows > 1 && (none == 1 || select == "count(*)"), "{select}: {rows} {none}");
            assert_eq!(with, without, "{select}");
        }
        for module in ["Invoice", "Calendar", "Users"] {
            let (with, rows) = header(&format!("select * from {module}"));
            let (without, none) = header(&format!("select * from {module} where id = '1x99999999'"));
            assert!(rows > 1 && none == 1, "{module}: {rows} {none}");
            assert_eq!(with, without, "{module}");
        }
    }
}

#[test]
fn a_query_may_begin_with_a_comment_and_a_flag_that_does_not_exist_is_told() {
    let (served, work) = served();
    for query in [
        "-- all of them\nselect id from Leads",
        "--all\nselect id from Leads",
        "-- x = y\nselect id from Leads",
    ] {
        let ran = served.run(&work, &["query", query, "-f", "jsonl"]);
        assert_eq!((ran.code, ran.out.lines().count()), (Some(0), 3), "{}", ran.err);
        let ran = served.run(&work, &["query", "-f", "jsonl", query]);
        assert_eq!((ran.code, ran.out.lines().count()), (Some(0), 3), "{}", ran.err);
    }
    let ran = served.run(&work, &["query", "--fromat", "csv", "select id from Leads"]);
    assert!(ran.code == Some(2) && ran.err.contains("--fromat"), "{}", ran.err);
}

#[test]
fn an_address_without_https_is_told_so() {
    let work = Workplace::new();
    for url in
        ["your_instance.odx.vtiger.com", "localhost:8080", "127.0.0.1", "crm.example.com/webservice.php"]
    {
        let mut command = work.command(&["query", "select id from Leads", "--url", url, "--user", "u"]);
        let ran = finish(command.env("VTIGER_ACCESS_KEY", "k"), "");
        assert_eq!(ran.code, Some(2));
        assert!(ran.err.contains("does not begin with `https://`"), "{url}: {}", ran.err);
    }
}

#[test]
#[cfg(unix)]
fn a_reader_that_leaves_ends_it_quietly_with_0() {
    let (served, work) = (Served::start(&["--rows", "Contacts=3000"]), Workplace::new());
    for format in ["csv", "jsonl", "json", "table", "vertical"] {
        let mut command = served.command(&work, &["query", "select * from Contacts", "-f", format]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = [0; 1];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        let output = child.wait_with_output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), err.as_str()), (Some(0), ""), "{format}");
    }
}

/// A server of 150 contacts, which refuses the second page if it is to fail.
pub(crate) fn two_pages(fails: bool) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut head = String::new();
            let mut part = [0; 4096];
            while !head.contains("\r\n\r\n") {
                let length = stream.read(&mut part).unwrap();
                head.push_str(&String::from_utf8_lossy(&part[..length]));
            }
            let last = head.split_once("4x").map_or(0, |(_, rest)| {
                let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
                digits.parse::<usize>().unwrap()
            });
            let rows = (last + 1..=150.min(last + 100))
                .map(|row| format!(r#"{{"lastname":"n{row}","id":"4x{row}"}}"#));
            let body = match (fails && last > 0, rows.collect::<Vec<_>>().join(",")) {
                (true, _) => {
                    r#"{"success":false,"error":{"code":"ACCESS_DENIED","message":"no"}}"#.to_owned()
                }
                (false, rows) => format!(r#"{{"success":true,"result":[{rows}]}}"#),
            };
            let head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length";
            let _ = stream.write_all(format!("{head}: {}\r\n\r\n{body}", body.len()).as_bytes());
        }
    });
    url
}

#[test]
fn what_stopped_goes_on_behind_the_last_row() {
    let work = Workplace::new();
    let run = |url: &str, more: &[&str]| {
        let args = ["query", "select id, lastname from Contacts", "-f", "jsonl", "--url", url, "--user", "u"];
        let mut command = work.command(&[&args[..], more].concat());
        finish(command.env("VTIGER_ACCESS_KEY", "k"), "")
    };
    let (whole, failing) = (two_pages(false), two_pages(true));
    let first = run(&failing, &[]);
    assert_eq!(first.code, Some(2), "{}", first.err);
    let (_, progress) = first.err.split_once("--resume-after '").unwrap_or_else(|| panic!("{}", first.err));
    let progress = progress.trim_end().strip_suffix('\'').unwrap();
    let rest = run(&whole, &["--resume-after", progress]);
    assert_eq!(
        (rest.code, first.out.lines().count(), rest.out.lines().count()),
        (Some(0), 100, 50),
        "{}",
        rest.err
    );
    assert_eq!(first.out + &rest.out, run(&whole, &[]).out);
    let ran = run(&whole, &["--resume-after", "nonsense"]);
    assert!(ran.code == Some(2) && ran.err.contains("not the progress of a query"), "{}", ran.err);
}

#[test]
fn a_request_that_takes_too_long_is_given_up() {
    let (served, work) = (Served::start(&["--latency", "20000"]), Workplace::new());
    let ran = served.run(&work, &["record", "get", "4x1", "--timeout", "0.3"]);
    assert!(ran.code == Some(2) && ran.err.starts_with("error[TIMEOUT]"), "{}", ran.err);
    for wrong in ["0", "-1", "x", "1e9"] {
        let ran = served.run(&work, &["quota", &format!("--timeout={wrong}")]);
        assert!(ran.code == Some(2) && ran.err.contains("--timeout"), "{}", ran.err);
    }
}
