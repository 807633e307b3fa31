//! `vtql repl` in a terminal, as people use it.

use crate::terminal::on_terminal;
use crate::vtql::{Served, Workplace, finish};
use rexpect::session::PtySession;
use std::os::unix::fs::PermissionsExt;

fn served() -> (Served, Workplace) {
    (Served::start(&["--rows", "Contacts=12,Leads=3"]), Workplace::new().with_snapshot())
}

fn started(served: &Served, work: &Workplace) -> PtySession {
    let mut repl = on_terminal(served, work, (120, 40), &["repl", "--no-pager", "--color", "never"]);
    repl.exp_string("vtql> ").unwrap();
    repl
}

fn ended(mut repl: PtySession) -> String {
    repl.send_control('d').unwrap();
    repl.exp_eof().unwrap()
}

#[test]
fn a_query_shows_its_rows_and_an_error_its_caret() {
    let (served, work) = served();
    let mut repl = started(&served, &work);
    repl.send_line("select id, lastname from Contacts limit 4;").unwrap();
    repl.exp_string("4 rows").unwrap();
    repl.send_line("select id, lastnme from Contacts;").unwrap();
    repl.exp_string("error[V102]").unwrap();
    repl.exp_string("^^^^^^^").unwrap();
    repl.exp_string("did you mean `lastname`?").unwrap();
    repl.send_line("select id from Contacts where createdtime > 'yesterday';").unwrap();
    repl.exp_string("error[V109]").unwrap();
    repl.send_line("select lastname from Leads limit 1\\G").unwrap();
    repl.exp_string("lastname  ").unwrap();
    repl.exp_string("1 row").unwrap();
    ended(repl);
}

#[test]
fn completion_offers_what_can_stand_there() {
    let (served, work) = served();
    let mut repl = started(&served, &work);
    repl.send("select lastn\t from Cont\t").unwrap();
    repl.flush().unwrap();
    repl.exp_string("lastname").unwrap();
    repl.exp_string("Contacts").unwrap();
    repl.send(" limit 2;\n").unwrap();
    repl.flush().unwrap();
    repl.exp_string("2 rows").unwrap();
    repl.send("select id from Contacts where mailing\t").unwrap();
    repl.flush().unwrap();
    repl.exp_string("mailingcity").unwrap();
    repl.send("ci\t = 'x' or leadsource = 'Cold\t\n;\n").unwrap();
    repl.flush().unwrap();
    repl.exp_string("Cold Call").unwrap();
    repl.exp_regex("\\d+ rows?").unwrap();
    repl.send("\\d Lea\t\n").unwrap();
    repl.flush().unwrap();
    repl.exp_string("leadstatus").unwrap();
    ended(repl);
}

/// Ten lines, each of which would be wrong alone.
const LINES: [&str; 10] = [
    "select",
    "  id,",
    "  lastname,",
    "  -- a remark; no end",
    "  email",
    "from",
    "  Contacts",
    "where lastname != ';'",
    "order by lastname",
    "limit 5;",
];

#[test]
fn a_paste_of_ten_lines_is_one_statement() {
    let (served, work) = served();
    // As a terminal sends it that marks what was pasted, and as one that does not.
    for (begin, end, between) in
        [("\u{1b}[200~", "\u{1b}[201~\r", "\r"), ("", "\r", "\r"), ("\u{1b}[200~", "\u{1b}[201~\r", "\n")]
    {
        let mut repl = started(&served, &work);
        repl.send(&format!("{begin}{}{end}", LINES.join(between))).unwrap();
        repl.flush().unwrap();
        repl.exp_string("5 rows").unwrap();
        let rest = ended(repl);
        assert!(!rest.contains("rows") && !rest.contains("error"), "{rest}");
    }
}

#[test]
fn the_history_goes_over_sessions_and_holds_no_key() {
    let (served, work) = served();
    let mut repl = started(&served, &work);
    repl.send_line("select lastname\nfrom Leads;").unwrap();
    repl.exp_string("3 rows").unwrap();
    repl.send_line(&format!("select id from Leads where lastname = '{}';", served.access_key)).unwrap();
    repl.exp_string("0 rows").unwrap();
    repl.send_line(" select id from Leads where lastname = 'blank';").unwrap();
    repl.exp_string("0 rows").unwrap();
    ended(repl);
    let history = work.read("settings/vtql/history");
    assert!(history.contains("from Leads"), "{history}");
    assert!(!history.contains(&served.access_key) && !history.contains("blank"), "{history}");
    let file = std::fs::metadata(work.path().join("settings/vtql/history")).unwrap();
    assert_eq!(file.permissions().mode() & 0o077, 0, "nobody else can read it");
    let mut repl = started(&served, &work);
    repl.send("\u{1b}[A\r").unwrap();
    repl.flush().unwrap();
    repl.exp_string("3 rows").unwrap();
    ended(repl);
}

#[test]
fn commands_do_what_they_say() {
    let (served, work) = served();
    let mut repl = started(&served, &work);
    for (line, told) in [
        ("\\d", "Potentials"),
        ("\\d Leads", "leadstatus"),
        ("\\explain select id from Leads;", "plan: keyset"),
        ("\\export leads.csv select lastname from Leads;", "3 rows"),
        ("\\set who O'Brien", ""),
        ("\\explain select id from Leads where lastname = {who};", "'O''Brien'"),
        ("\\unset who", ""),
        ("select id from Leads where lastname = {who};", "error[V020]"),
        ("\\nosuch", "there is no command"),
        ("\\x", "a line a field"),
        ("select lastname from Leads limit 1;", "lastname  "),
        ("\\?", "\\export FILE QUERY;"),
    ] {
        repl.send_line(line).unwrap();
        repl.exp_string(told).unwrap();
    }
    repl.send_line("\\q").unwrap();
    repl.exp_eof().unwrap();
    assert_eq!(work.read("leads.csv").lines().count(), 4);
}

#[test]
fn without_a_terminal_it_runs_what_it_is_given() {
    let (served, work) = served();
    let mut command = served.command(&work, &["repl", "--quiet"]);
    let ran = finish(&mut command, "select count(*) from Leads;\nselect count(*)\nfrom Contacts;\n");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains('3') && ran.out.contains("12"), "{}", ran.out);
    // What is set is for parameters, and not for texts that look like one.
    let set = "\\set since x\nselect count(*) from Leads where lastname = '{since}';\n\
               select count(*) from Leads where lastname = {since} or lastname != '{since}';\n";
    let ran = finish(&mut served.command(&work, &["repl", "--quiet"]), set);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let ran = finish(&mut served.command(&work, &["repl", "--quiet"]), "select nosuch from Leads;\n");
    assert_eq!(ran.code, Some(1), "{}", ran.err);
}
