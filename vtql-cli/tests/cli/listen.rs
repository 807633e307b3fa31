//! Hints to a mirror that is watched: what workflows send makes the next run come sooner, and nothing that is sent
//! does anything else.

use crate::vtql::{Ran, Served, Workplace, finish};
use std::io::{BufRead, BufReader, Lines, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, ChildStdout, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

const TOKEN: &str = "c0ffee-c0ffee-c0ffee";
/// How long a machine with much to do may take.
const PATIENCE: Duration = Duration::from_mins(2);

struct Watching {
    child: Child,
    address: SocketAddr,
    told: Receiver<serde_json::Value>,
    said: Receiver<String>,
}

impl Watching {
    fn start(served: &Served, work: &Workplace) -> Self {
        let args = ["sync", "Contacts", "--mirror", "crm.sqlite", "--json", "--watch", "1d"];
        let listen = ["--sweep", "never", "--reread", "never", "--listen", "0", "--listen-gather", "1s"];
        let mut command = served.command(work, &[&args[..], &listen].concat());
        command.env("VTQL_LISTEN_TOKEN", TOKEN).stdin(Stdio::null());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let note = lines.next().unwrap().unwrap();
        let address = note.strip_prefix("hints are taken at http://").unwrap().trim_end_matches('/');
        let address: SocketAddr = address.parse().unwrap();
        assert!(address.ip().is_loopback());
        let (say, said) = channel();
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(|line| drop(say.send(line))));
        let (tell, told) = channel();
        let out: Lines<BufReader<ChildStdout>> = BufReader::new(child.stdout.take().unwrap()).lines();
        std::thread::spawn(move || {
            for line in out.map_while(Result::ok) {
                let _ = tell.send(serde_json::from_str(&line).unwrap());
            }
        });
        Watching { child, address, told, said }
    }

    fn run(&self) -> serde_json::Value {
        self.told.recv_timeout(PATIENCE).unwrap()
    }

    /// Sends these bytes; answers the status.
    fn send(&self, request: &[u8]) -> String {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        // One that is refused early is not read to its end.
        let _ = stream.write_all(request);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let text = String::from_utf8_lossy(&answer).into_owned();
        assert!(!text.contains(TOKEN), "{text}");
        text.split(' ').nth(1).unwrap_or("nothing").to_owned()
    }

    fn post(&self, authorization: &str, body: &[u8]) -> String {
        let length = body.len();
        let head = format!(
            "POST /anything HTTP/1.1\r\nhost: x\r\nauthorization: {authorization}\r\ncontent-length: {length}\r\n\r\n"
        );
        self.send(&[head.as_bytes(), body].concat())
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_hint_makes_the_next_run_come_sooner() {
    let (served, work) = (Served::start(&["--rows", "Contacts=12"]), Workplace::new());
    let watching = Watching::start(&served, &work);
    assert_eq!(watching.run()["modules"]["Contacts"]["updated"], 12);
    let ran = served.run(&work, &["query", "select id from Contacts limit 1", "-f", "csv"]);
    let id = ran.out.lines().nth(1).unwrap().to_owned();
    let ran = served.run(&work, &["record", "update", &id, "lastname=Hinted"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    // As a webhook of a workflow sends it, many times at once.
    let form = format!("event=update&module=Contacts&record_id={id}&lastname=Somebody%20else");
    let basic = "Basic bWU6YzBmZmVlLWMwZmZlZS1jMGZmZWU=";
    for _ in 0..20 {
        assert_eq!(watching.post(basic, form.as_bytes()), "202");
    }
    let told = watching.run();
    let contacts = &told["modules"]["Contacts"];
    assert_eq!((&contacts["updated"], &contacts["hinted"]), (&1.into(), &1.into()), "{told}");
    assert!(told["requests"].as_u64().unwrap() <= 5, "{told}");
    let connection = rusqlite::Connection::open(work.path().join("crm.sqlite")).unwrap();
    let name: String =
        connection.query_row("SELECT lastname FROM Contacts WHERE id = ?1", [&id], |row| row.get(0)).unwrap();
    assert_eq!(name, "Hinted", "what the hint says of the record is not believed");
    let again = watching.told.recv_timeout(Duration::from_secs(3));
    assert!(again.is_err(), "all of the hints were for one run: {again:?}");
}

#[test]
fn what_is_sent_by_others_does_nothing() {
    let (served, work) = (Served::start(&["--rows", "Contacts=12"]), Workplace::new());
    let watching = Watching::start(&served, &work);
    watching.run();
    let bearer = format!("Bearer {TOKEN}");
    for wrong in ["", "Bearer", "Bearer x", "Basic eDp5", &bearer[..bearer.len() - 1], &format!("{bearer}0")]
    {
        assert_eq!(watching.post(wrong, b"id=12x1"), "401", "{wrong}");
    }
    assert_eq!(watching.send(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 7\r\n\r\nid=12x1"), "401");
    let head = |line: &str, more: &str| {
        format!("{line} HTTP/1.1\r\nhost: x\r\nauthorization: {bearer}\r\n{more}\r\n").into_bytes()
    };
    assert_eq!(watching.send(&head("GET /", "")), "405");
    assert_eq!(watching.send(&head("DELETE /", "content-length: 0\r\n")), "405");
    let large = vec![b'1'; 1 << 20];
    assert_eq!(watching.post(&bearer, &large), "413");
    let endless = [head("POST /", "transfer-encoding: chunked\r\n"), b"fffff\r\n".to_vec(), large].concat();
    assert_eq!(watching.send(&endless), "413");
    for nonsense in [&b"\0\xff\xfe"[..], b"hello\r\n\r\n", b"POST / HTTP/9.9\r\n\r\n", &vec![b'a'; 100_000]] {
        let status = watching.send(nonsense);
        assert!(status.starts_with('4') || status == "nothing", "{status}");
    }
    // A connection that says nothing ends by itself, and many of them leave the others be in the end.
    let silent: Vec<TcpStream> = (0..40).map(|_| TcpStream::connect(watching.address).unwrap()).collect();
    assert_eq!(watching.post("Bearer x", b""), "401");
    drop(silent);
    assert!(watching.told.try_recv().is_err(), "none of it was a hint");

    // Whoever has the token can make it look, and nothing else.
    let nested = "[".repeat(60_000);
    let hostile: [&[u8]; 5] = [
        b"{\"id\": \"12x1' or id > '0\"}",
        b"id=12x99999999999999999999999999&id=4294967296x1&id=99x7",
        nested.as_bytes(),
        b"\xff\xfe\0\0",
        b"drop table Contacts; -- 12x777777",
    ];
    for body in hostile {
        assert_eq!(watching.post(&bearer, body), "202");
    }
    let told = watching.run();
    assert_eq!(told["modules"]["Contacts"]["updated"], 0, "{told}");
    assert_eq!(
        (&told["modules"]["Contacts"]["deleted"], &told["modules"]["Contacts"]["rows"]),
        (&0.into(), &12.into())
    );
    assert!(told["requests"].as_u64().unwrap() <= 6, "{told}");
    assert!(watching.said.try_iter().all(|line| !line.contains(TOKEN)));
}

#[test]
fn who_may_send_hints_has_to_be_said() {
    let work = Workplace::new();
    let run = |more: &[&str], token: Option<&str>| -> Ran {
        let args = [&["sync", "--mirror", "m.sqlite", "--url", "https://x.example", "--user", "u"][..], more]
            .concat();
        let mut command = work.command(&args);
        command.env_remove("VTQL_LISTEN_TOKEN").env("VTIGER_ACCESS_KEY", "k");
        if let Some(token) = token {
            command.env("VTQL_LISTEN_TOKEN", token);
        }
        finish(&mut command, "")
    };
    let watch = ["--watch", "1h", "--listen"];
    for (more, token, says) in [
        (&["--listen", "0"][..], Some(TOKEN), "--watch"),
        (&[watch[0], watch[1], watch[2], "0"], None, "VTQL_LISTEN_TOKEN"),
        (&[watch[0], watch[1], watch[2], "0"], Some("short"), "openssl rand"),
        (&[watch[0], watch[1], watch[2], "0.0.0.0:0"], Some(TOKEN), "--listen-unencrypted"),
        (&[watch[0], watch[1], watch[2], "nowhere"], Some(TOKEN), "127.0.0.1:8099"),
        (&[watch[0], watch[1], watch[2], "0", "--listen-token-file", "nosuch"], None, "nosuch"),
    ] {
        let ran = run(more, token);
        assert_eq!(ran.code, Some(2), "{more:?}: {}", ran.err);
        assert!(ran.err.contains(says) && !ran.err.contains(TOKEN), "{more:?}: {}", ran.err);
    }
    assert!(!work.path().join("m.sqlite").exists());
}
