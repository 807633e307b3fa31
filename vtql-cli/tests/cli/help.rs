//! The examples of `--help` are run: each has to be one that works.

use crate::vtql::{Served, Workplace, finish};

/// The lines of all examples of a command's help, without the remarks behind them.
fn examples(work: &Workplace, command: &[&str]) -> Vec<String> {
    let help = work.run(&[command, &["--help"]].concat()).out;
    let examples = help.split_once("Examples:\n").map(|(_, rest)| rest).unwrap_or_default();
    let examples: Vec<String> = examples
        .lines()
        .take_while(|line| line.starts_with("  "))
        .map(|line| line.trim_start().split("    ").next().unwrap().trim_end().to_owned())
        .collect();
    assert!(!examples.is_empty(), "{command:?} has no examples: {help}");
    examples
}

/// A shell that knows `vtql`, and stands for the other programs of the examples.
fn run(served: &Served, work: &Workplace, line: &str, first_id: &str) -> Option<String> {
    let binary = std::path::Path::new(env!("CARGO_BIN_EXE_vtql")).parent().unwrap().display().to_string();
    let mut line = line.replace("12x345", first_id).replace("12x346", first_id);
    if line.contains("vtql login") {
        line = line.replace("https://your_instance.odx.vtiger.com", &served.url);
        line =
            line.replace("https://test.odx.vtiger.com", &served.url).replace("bob@example.com", &served.user);
    }
    line = format!("{line} ")
        .replace("--user bob ", &format!("--user {} ", served.user))
        .replace("19x1", &owner(served, work));
    let mut command = work.command(&[]);
    let mut shell = std::process::Command::new("sh");
    shell.current_dir(work.path());
    let script = format!("pass() {{ printf %s \"$KEY\"; }}; jq() {{ cat; }}; {line}");
    shell.args(["-c", &script]);
    for (name, value) in command.args(["--help"]).get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    let path = std::env::var("PATH").unwrap_or_default();
    shell.env("PATH", format!("{binary}:{path}")).env("KEY", &served.access_key);
    shell.env("VTIGER_URL", &served.url).env("VTIGER_USER", &served.user);
    shell.env("VTIGER_ACCESS_KEY", &served.access_key);
    let ran = finish(&mut shell, "");
    (ran.code != Some(0)).then(|| format!("{line}: {:?}\n{}{}", ran.code, ran.out, ran.err))
}

fn owner(served: &Served, work: &Workplace) -> String {
    first(served, work, "Users")
}

fn first(served: &Served, work: &Workplace, module: &str) -> String {
    let ran = served.run(work, &["query", &format!("select id from {module} limit 1"), "-f", "csv"]);
    ran.out.lines().nth(1).unwrap_or_default().to_owned()
}

#[test]
#[cfg(unix)]
fn every_example_of_the_daily_commands_works() {
    let served = Served::start(&["--rows", "Contacts=9,Leads=5,Invoice=3"]);
    let work = Workplace::new().with_snapshot();
    work.write("open_leads.vtql", "-- those that are open\nselect id, lastname from Leads;\n");
    let mut failed = Vec::new();
    for command in [
        &["query"][..],
        &["login"],
        &["modules"],
        &["describe"],
        &["record", "get"],
        &["record", "create"],
        &["record", "update"],
        &["record", "delete"],
        &["quota"],
        &["repl"],
    ] {
        for example in examples(&work, command) {
            // What asks at a terminal is tried in one elsewhere.
            if matches!(example.as_str(), "vtql login")
                || example.starts_with("vtql login --profile test --url")
            {
                continue;
            }
            let example =
                if example.contains("--profile test") && command == ["repl"] { continue } else { example };
            let example = if example == "vtql login --forget --profile test" {
                example.replace("test", "default")
            } else {
                example
            };
            let id = first(&served, &work, "Contacts");
            // A record cannot be deleted twice.
            let example =
                if command == ["record", "delete"] { example.replace(" 12x346", "") } else { example };
            failed.extend(run(&served, &work, &example, &id));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
