//! `vtql-sql` as a program.

use crate::support::small;
use std::io::{BufRead, BufReader};
use std::process::{Command, Output, Stdio};
use vtql_sandbox::Sandbox;

fn program(sandbox: &Sandbox) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vtql-sql"));
    command
        .env("VTIGER_URL", sandbox.url())
        .env("VTIGER_USER", sandbox.user())
        .env("VTIGER_ACCESS_KEY", sandbox.access_key())
        .env(
            "VTQL_SNAPSHOT",
            concat!(env!("CARGO_MANIFEST_DIR"), "/../vtql-schema/fixtures/vtiger-8.4.snapshot.json"),
        )
        .stdin(Stdio::null());
    command
}

async fn run(sandbox: &Sandbox, arguments: &[&str]) -> Output {
    let mut command = program(sandbox);
    command.args(arguments);
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn queries(sandbox: &Sandbox) -> usize {
    sandbox.log().iter().filter(|request| request.operation == "query").count()
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_written_in_every_format() {
    let sandbox = small().start().await.unwrap();
    let statement = "select count(*) as n, 'a,b' as t, cast(null as varchar) as e, 12.50 as d from contacts";
    for (format, expected) in [
        ("csv", "n,t,e,d\n700,\"a,b\",,12.50\n"),
        ("jsonl", "{\"d\":\"12.50\",\"e\":null,\"n\":700,\"t\":\"a,b\"}\n"),
        ("json", "[\n  {\"d\":\"12.50\",\"e\":null,\"n\":700,\"t\":\"a,b\"}\n]\n"),
    ] {
        let output = run(&sandbox, &[statement, "--format", format]).await;
        assert_eq!(
            (text(&output.stdout).as_str(), output.status.code()),
            (expected, Some(0)),
            "{}",
            text(&output.stderr)
        );
    }
    let output = run(&sandbox, &[statement]).await;
    assert!(text(&output.stdout).contains("│ 700"), "{}", text(&output.stdout));
    let folder = tempfile::tempdir().unwrap();
    for name in ["rows.csv", "rows.json", "rows.parquet"] {
        let path = folder.path().join(name).to_string_lossy().into_owned();
        let output = run(&sandbox, &["select id, lastname from contacts limit 5", "-o", &path]).await;
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        let output =
            run(&sandbox, &[&format!("select count(*) as n from '{path}'"), "--format", "csv"]).await;
        assert_eq!(text(&output.stdout), if name == "rows.json" { "" } else { "n\n5\n" }, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_is_told_and_a_bound_holds() {
    let sandbox = small().start().await.unwrap();
    let top = "select id from contacts order by createdtime desc limit 10";
    let output = run(&sandbox, &["--explain", "--format", "json", top]).await;
    let price: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&price["requests"], &price["counts"]), (&1.into(), &0.into()), "{price}");
    let output = run(&sandbox, &["--explain", "select lastname from contacts"]).await;
    assert!(text(&output.stdout).contains("in all: 8 requests"), "{}", text(&output.stdout));
    sandbox.clear_log();
    let output = run(&sandbox, &["select lastname from contacts", "--max-requests", "3"]).await;
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("error[REFUSED]"), "{}", text(&output.stderr));
    assert_eq!(queries(&sandbox), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_told_with_a_code() {
    let sandbox = small().start().await.unwrap();
    for (arguments, code, told) in [
        (&["select nosuch from contacts"][..], 1, "error[SQL]"),
        (&["delete from contacts"], 1, "error[REFUSED]"),
        (&["select 1", "-o", "rows.xyz"], 2, "error[USAGE]"),
        (
            &["select id from contacts", "--url", "http://127.0.0.1:1/restapi/v1/vtiger/default"],
            2,
            "error[CONNECT]",
        ),
        (&["select 1", "--attach", "m=/nowhere.sqlite"], 2, "error[READ]"),
    ] {
        let output = run(&sandbox, arguments).await;
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", text(&output.stderr));
        assert!(text(&output.stderr).contains(told), "{arguments:?}: {}", text(&output.stderr));
        assert!(!text(&output.stderr).contains(sandbox.access_key()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_says_where_it_listens() {
    let sandbox = small().start().await.unwrap();
    let mut command = program(&sandbox);
    command.args(["serve", "--postgres", "--port", "0", "--json"]).stdout(Stdio::piped());
    let rows = tokio::task::spawn_blocking(move || {
        let mut server = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let ready: serde_json::Value = serde_json::from_str(&line).unwrap();
        let mut config = postgres::Config::new();
        config
            .host(ready["host"].as_str().unwrap())
            .port(u16::try_from(ready["port"].as_u64().unwrap()).unwrap());
        config
            .user(ready["user"].as_str().unwrap())
            .password(ready["password"].as_str().unwrap())
            .dbname("vtiger");
        let rows = config.connect(postgres::NoTls).unwrap().query("select count(*) from contacts", &[]);
        server.kill().unwrap();
        server.wait().unwrap();
        rows.unwrap()[0].get::<_, i64>(0)
    })
    .await
    .unwrap();
    assert_eq!(rows, 700);
}
