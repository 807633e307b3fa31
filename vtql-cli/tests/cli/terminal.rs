//! What shows on a terminal: as wide as it is, page by page, and without anything that it would act on.

use crate::vtql::{Served, Workplace};
use rexpect::session::{PtySession, spawn_command};
use std::process::Command;

/// How long a machine with much to do may take.
const PATIENCE: u64 = 60_000;

/// Runs the binary in a terminal of so many columns and lines.
pub(crate) fn on_terminal(served: &Served, work: &Workplace, size: (u16, u16), args: &[&str]) -> PtySession {
    in_terminal(&served.command(work, args), work, size)
}

/// The same for a command that is at hand.
pub(crate) fn in_terminal(inner: &Command, work: &Workplace, size: (u16, u16)) -> PtySession {
    let mut command = Command::new("sh");
    let script = format!("stty cols {} rows {} && exec \"$0\" \"$@\"", size.0, size.1);
    command.arg("-c").arg(script).arg(inner.get_program()).args(inner.get_args());
    for (name, value) in inner.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command.current_dir(work.path()).env("TERM", "xterm").env("PAGER", "cat");
    spawn_command(command, Some(PATIENCE)).unwrap()
}

/// All that a command shows.
fn shown(served: &Served, work: &Workplace, size: (u16, u16), args: &[&str]) -> String {
    text(&on_terminal(served, work, size, args).exp_eof().unwrap())
}

/// What a session has read: it takes each byte for a character.
pub(crate) fn text(read: &str) -> String {
    let bytes = read.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    String::from_utf8(bytes).unwrap().replace("\r\n", "\n")
}

fn widest(text: &str) -> usize {
    text.lines().map(|line| line.chars().count()).max().unwrap_or_default()
}

#[test]
fn a_table_is_as_wide_as_the_terminal() {
    let (served, work) = (Served::start(&["--rows", "Contacts=4"]), Workplace::new());
    let query = ["query", "--no-pager", "select lastname, firstname, email, phone from Contacts"];
    let wide = shown(&served, &work, (200, 50), &query);
    let narrow = shown(&served, &work, (70, 50), &query);
    assert!(wide.contains("│") && widest(&wide) > 70, "{wide}");
    assert!(narrow.contains("│") && widest(&narrow) <= 70, "{narrow}");
    assert!(narrow.lines().count() > wide.lines().count(), "texts are wrapped:\n{narrow}");
    let tiny = shown(&served, &work, (40, 50), &query);
    assert!(tiny.contains("── 1 ──") && tiny.contains("lastname   "), "a line a field:\n{tiny}");
}

#[test]
fn a_long_table_goes_through_a_pager_that_does_not_know_the_key() {
    let (served, work) = (Served::start(&["--rows", "Contacts=60"]), Workplace::new());
    work.write("pager", "#!/bin/sh\necho PAGED\nenv\ncat\n");
    std::process::Command::new("chmod").arg("+x").arg(work.path().join("pager")).status().unwrap();
    work.write("settings/x", "");
    let run = |size, more: &[&str]| {
        let args = [&["query", "select lastname from Contacts"][..], more].concat();
        let inner = served.command(&work, &args);
        let mut command = Command::new("sh");
        let script = format!("stty cols 80 rows {size} && exec \"$0\" \"$@\"");
        command.arg("-c").arg(script).arg(inner.get_program()).args(inner.get_args());
        for (name, value) in inner.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        command.current_dir(work.path()).env("PAGER", work.path().join("pager"));
        spawn_command(command, Some(PATIENCE)).unwrap().exp_eof().unwrap()
    };
    let long = run(24, &[]);
    assert!(long.contains("PAGED") && long.contains("60 rows"), "{long}");
    assert!(!long.contains(&served.access_key), "{long}");
    assert!(!run(24, &["--no-pager"]).contains("PAGED"));
    assert!(!run(100, &[]).contains("PAGED"), "what fits is shown at once");
    assert!(!run(24, &["-f", "csv"]).contains("PAGED"), "data is not paged");
}

/// A value that would clear the screen, name the window and turn the text around.
const HOSTILE: &str = "a\u{1b}[2J\u{1b}]0;owned\u{7}b\u{202e}c\u{9b}31m\u{2066}d";

#[test]
fn nothing_from_elsewhere_reaches_a_terminal_raw() {
    let (served, work) = (Served::start(&["--rows", "Contacts=0"]), Workplace::new().with_snapshot());
    let owner = served.run(&work, &["query", "select id from Users limit 1", "-f", "csv"]).out;
    let owner = format!("assigned_user_id={}", owner.lines().nth(1).unwrap());
    let field = format!("lastname={HOSTILE}");
    let created = served.run(&work, &["record", "create", "Contacts", &field, &owner, "-f", "json"]);
    let id = serde_json::from_str::<serde_json::Value>(&created.out).unwrap()[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let literal = format!("select lastname, nosuch from Contacts where lastname = '{HOSTILE}'");
    let with_value = format!("select id from Contacts where lastname = '{HOSTILE}' and birthday = 'x'");
    let value = format!("x={HOSTILE}");
    let query = "select lastname from Contacts";
    for args in [
        &["query", query][..],
        &["query", query, "-f", "vertical"],
        &["query", query, "-f", "json"],
        &["query", query, "-f", "jsonl"],
        &["query", query, "-f", "csv"],
        &["query", "--explain", "select id from Contacts where lastname = {x}", "-p", &value],
        &["query", &literal],
        &["query", &literal, "--no-snapshot"],
        &["query", &with_value],
        &["query", "--no-snapshot", &format!("select id from Contacts where {HOSTILE}")],
        &["query", "select id from Contacts", "-p", &value],
        &["record", "get", &id],
        &["record", "get", &id, "-f", "csv"],
        &["record", "create", "Contacts", &format!("{HOSTILE}=1")],
        &["describe", HOSTILE],
        &["modules", "--profile", HOSTILE],
        &["modules", "--url", &format!("https://{HOSTILE}")],
        &["fmt", HOSTILE],
        &["query", "--page-size", HOSTILE, query],
    ] {
        let text = shown(&served, &work, (200, 60), args);
        let acts =
            |c: char| c.is_control() && !matches!(c, '\n' | '\t') || ('\u{202a}'..='\u{2069}').contains(&c);
        // Colours of our own are set and taken back.
        let without_colours = regex_colours(&text);
        assert!(!without_colours.contains(acts), "{args:?}: {text:?}");
        assert!(!text.contains("\u{1b}[2J") && !text.contains("\u{1b}]0"), "{args:?}: {text:?}");
    }
    // Into a pipe data goes as it is.
    assert!(served.run(&work, &["query", query, "-f", "csv"]).out.contains(HOSTILE));
}

/// The text without sequences that set a colour.
fn regex_colours(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        out.push_str(before);
        let end = after.find(|c: char| !c.is_ascii_digit() && c != ';').unwrap_or(after.len());
        rest = if after[end..].starts_with('m') {
            &after[end + 1..]
        } else {
            out.push('\u{1b}');
            after
        };
    }
    out.push_str(rest);
    out
}
