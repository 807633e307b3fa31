//! Clients that mean no good to a sandbox: it stays small, and goes on to serve the others.
//!
//! `VTQL_HOSTILE=30 cargo test --release -p vtql-cli --test cli hostile` attacks for 30 seconds, with ten times
//! as many clients, and holds every answer to 100 ms.

use crate::vtql::Served;
use std::collections::VecDeque;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

/// What the server may hold at its worst, in KiB.
const MOST_KIB: u64 = 150 * 1024;
const WITHIN: Duration = Duration::from_millis(100);

/// The seconds of an attack at full size.
fn full_size() -> Option<u64> {
    std::env::var("VTQL_HOSTILE").ok()?.parse().ok()
}

/// Where a sandbox listens, and how its user is known there.
pub(crate) struct Target {
    address: SocketAddr,
    basic: String,
}

impl Target {
    pub(crate) fn of(served: &Served) -> Self {
        let authority = served.url.strip_prefix("http://").unwrap().split('/').next().unwrap();
        let credentials = base64(format!("{}:{}", served.user, served.access_key).as_bytes());
        Target {
            address: authority.parse().unwrap(),
            basic: format!("Authorization: Basic {credentials}\r\n"),
        }
    }

    fn connect(&self) -> Option<TcpStream> {
        let stream = TcpStream::connect_timeout(&self.address, Duration::from_secs(5)).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.set_write_timeout(Some(Duration::from_secs(5))).unwrap();
        Some(stream)
    }

    /// The status and the body of the answer to one request, when there is one.
    fn ask(&self, method: &str, path: &str, headers: &str, body: &str) -> Option<(u16, String)> {
        let mut stream = self.connect()?;
        let (address, length) = (self.address, body.len());
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n"
        );
        stream.write_all(head.as_bytes()).ok()?;
        // A server that has heard enough answers before the end.
        let _ = stream.write_all(body.as_bytes());
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let status = answer.split(' ').nth(1)?.parse().ok()?;
        Some((status, answer.split_once("\r\n\r\n")?.1.to_owned()))
    }

    /// The status of the answer to a query, when there is one.
    pub(crate) fn query(&self, query: &str) -> Option<u16> {
        let path = format!("/restapi/v1/vtiger/default/query?query={}", escaped(query));
        Some(self.ask("GET", &path, &self.basic, "")?.0)
    }

    /// The rows that it answers to a query; `None` for an error.
    pub(crate) fn rows(&self, query: &str) -> Option<Vec<serde_json::Value>> {
        let path = format!("/restapi/v1/vtiger/default/query?query={}", escaped(query));
        let (_, body) = self.ask("GET", &path, &self.basic, "")?;
        let answer: serde_json::Value = serde_json::from_str(&body).ok()?;
        Some(answer["result"].as_array()?.clone())
    }

    /// Forgets the requests that it has had.
    pub(crate) fn forget(&self) {
        assert_eq!(self.ask("DELETE", "/_sandbox/requests", &self.basic, "").unwrap().0, 200);
    }

    /// The operations that it was asked for.
    pub(crate) fn operations(&self) -> Vec<String> {
        let (_, body) = self.ask("GET", "/_sandbox/requests", &self.basic, "").unwrap();
        let log: serde_json::Value = serde_json::from_str(&body).unwrap();
        let requests = log["result"]["requests"].as_array().unwrap().iter();
        requests.map(|request| request["operation"].as_str().unwrap().to_owned()).collect()
    }
}

fn escaped(text: &str) -> String {
    text.bytes().fold(String::new(), |text, byte| text + &format!("%{byte:02X}"))
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for part in bytes.chunks(3) {
        let number = part.iter().fold(0_usize, |number, byte| number << 8 | usize::from(*byte))
            << (8 * (3 - part.len()));
        for place in 0..4 {
            let digit = DIGITS[number >> (18 - 6 * place) & 63];
            text.push(if place <= part.len() { char::from(digit) } else { '=' });
        }
    }
    text
}

const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";

/// Keeps so many connections open on which something was begun and goes on a byte at a time.
fn begin_and_dawdle(target: &Target, begin: &str, open: usize, over: &AtomicBool) {
    let mut streams = VecDeque::new();
    while !over.load(Ordering::Relaxed) {
        if let Some(mut stream) = target.connect() {
            let _ = stream.write_all(begin.as_bytes());
            streams.push_back(stream);
        }
        if streams.len() > open {
            streams.pop_front();
        }
        if let Some(stream) = streams.front_mut() {
            let _ = stream.write_all(b"x");
        }
        sleep(Duration::from_millis(2));
    }
}

fn repeat(over: &AtomicBool, pause: u64, mut attack: impl FnMut()) {
    while !over.load(Ordering::Relaxed) {
        attack();
        sleep(Duration::from_millis(pause));
    }
}

#[test]
fn hostile_clients_neither_fill_it_nor_keep_others_out() {
    let (seconds, times) = full_size().map_or((3, 1), |seconds| (seconds, 10));
    let served = Served::start(&["--rows", "Contacts=200"]);
    let target = Target::of(&served);
    let over = AtomicBool::new(false);
    let (logins, refused, let_in) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    let host = format!("Host: {}\r\n", target.address);
    let huge = format!("operation=getchallenge&username=admin&element={}", "x".repeat(16 << 20));
    let large = format!("elementType=Contacts&element={}", "x".repeat(8 << 20));
    let mut times_taken = Vec::new();
    let open = 60 * times.min(4);
    thread::scope(|scope| {
        let (target, over) = (&target, &over);
        for begin in [
            "GET /webservice.php HTTP/1.1\r\nX-Long: ".to_owned(),
            format!(
                "POST /webservice.php HTTP/1.1\r\n{host}{FORM}Content-Length: 60000\r\n\r\noperation=login&a="
            ),
            format!(
                "POST /webservice.php HTTP/1.1\r\n{host}Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 60000\r\n\r\n--b\r\n"
            ),
            format!(
                "POST /restapi/v1/vtiger/default/create HTTP/1.1\r\n{host}{}{FORM}Content-Length: 8000000\r\n\r\nelement=",
                target.basic
            ),
            format!("GET / HTTP/1.1\r\n{host}X: {}", "y".repeat(60_000)),
        ] {
            scope.spawn(move || begin_and_dawdle(target, &begin, open, over));
        }
        scope.spawn(|| repeat(over, 20, || drop(target.ask("POST", "/webservice.php", FORM, &huge))));
        scope.spawn(|| {
            let headers = format!("{}{FORM}", target.basic);
            repeat(over, 20, || {
                drop(target.ask("POST", "/restapi/v1/vtiger/default/create", &headers, &large));
            });
        });
        scope.spawn(|| {
            repeat(over, 2, || {
                let challenge = "/webservice.php?operation=getchallenge&username=admin";
                let Some((_, answer)) = target.ask("GET", challenge, "", "") else { return };
                let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
                let token = answer["result"]["token"].as_str().unwrap();
                let key = format!("{:x}", md5::compute(format!("{token}{}", served.access_key)));
                let login = format!("operation=login&username=admin&accessKey={key}");
                let answer = target.ask("POST", "/webservice.php", FORM, &login);
                logins.fetch_add(
                    usize::from(answer.is_some_and(|(_, body)| body.contains("sessionName"))),
                    Ordering::Relaxed,
                );
            });
        });
        scope.spawn(|| repeat(over, 1, || (0..times).for_each(|_| drop(target.connect()))));
        scope.spawn(|| {
            let create =
                "elementType=Contacts&element={\"lastname\":\"Foreign\",\"assigned_user_id\":\"19x1\"}";
            let headers = format!("{}{FORM}Origin: http://evil.example\r\n", target.basic);
            repeat(over, 5, || {
                let answer = target.ask("POST", "/restapi/v1/vtiger/default/create", &headers, create);
                let counter = if answer.is_none_or(|(status, _)| status == 403) { &refused } else { &let_in };
                counter.fetch_add(1, Ordering::Relaxed);
            });
        });
        let started = Instant::now();
        while started.elapsed() < Duration::from_secs(seconds) {
            let asked = Instant::now();
            let status = target.query("select id, lastname from Contacts order by id limit 5;");
            times_taken.push((asked.elapsed(), status));
            sleep(Duration::from_millis(10));
        }
        over.store(true, Ordering::Relaxed);
    });
    let peak = served.memory("VmHWM");
    times_taken.sort();
    let at = |part: usize| times_taken[times_taken.len() * part / 100].0;
    let summary = format!(
        "{} answers, half within {:?}, 99 of 100 within {:?}; at most {peak:?} KiB; {logins:?} logins, {refused:?} writes refused",
        times_taken.len(),
        at(50),
        at(99)
    );
    println!("{summary}");
    assert!(times_taken.iter().all(|(_, status)| *status == Some(200)), "{summary}: {times_taken:?}");
    // Beside other tests the machine itself may be busy for a moment.
    assert!(at(if full_size().is_some() { 99 } else { 50 }) <= WITHIN, "{summary}");
    assert!(peak.is_none_or(|peak| peak <= MOST_KIB), "{summary}");
    assert!(let_in.into_inner() == 0 && refused.into_inner() > 0 && logins.into_inner() > 0, "{summary}");
    assert_eq!(target.query("select id from Contacts where lastname = 'Foreign';"), Some(200));
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_in_spite_of_requests_that_never_end_and_twice_at_once() {
    let served = Served::start(&["--rows", "Contacts=1"]);
    let target = Target::of(&served);
    let mut open = Vec::new();
    for begin in ["GET / HT", "POST /webservice.php HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n"]
    {
        for _ in 0..20 {
            let mut stream = target.connect().unwrap();
            stream.write_all(begin.as_bytes()).unwrap();
            open.push(stream);
        }
    }
    sleep(Duration::from_millis(100));
    let started = Instant::now();
    assert_eq!(served.signal("-INT").wait(), Some(0));
    assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());

    let served = Served::start(&["--rows", "Contacts=1", "--latency", "60000"]);
    let target = Target::of(&served);
    let slow = thread::spawn(move || target.query("select id from Contacts;"));
    sleep(Duration::from_millis(300));
    let started = Instant::now();
    let served = served.signal("-INT");
    sleep(Duration::from_millis(100));
    assert_eq!(served.signal("-INT").wait(), Some(0));
    assert!(started.elapsed() < Duration::from_secs(1), "{:?}", started.elapsed());
    assert_eq!(slow.join().unwrap(), None);
}

/// Whether an answer has begun to come.
fn has_answer(stream: &TcpStream) -> bool {
    stream.set_nonblocking(true).unwrap();
    stream.peek(&mut [0]).is_ok()
}

#[test]
fn many_slow_queries_take_few_threads_and_end_with_their_clients() {
    let served = Served::start(&["--rows", "Contacts=4000"]);
    let target = Target::of(&served);
    let patterns = (0..60).map(|number| format!("description like '%{number}%q%w%'"));
    let condition = patterns.collect::<Vec<_>>().join(" or ");
    let query = escaped(&format!("select id from Contacts where {condition};"));
    let request = format!(
        "GET /restapi/v1/vtiger/default/query?query={query} HTTP/1.1\r\nHost: localhost\r\n{}\r\n",
        target.basic
    );
    let mut clients = Vec::new();
    for _ in 0..200 {
        let mut stream = target.connect().unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        clients.push(stream);
    }
    sleep(Duration::from_millis(300));
    let threads = served.threads();
    assert!(threads.is_none_or(|threads| threads < 40), "{threads:?}");
    // Short queries do not wait for them.
    for _ in 0..5 {
        assert_eq!(target.query("select id from Contacts limit 1;"), Some(200));
    }
    let answered = clients.iter().filter(|client| has_answer(client)).count();
    assert!(answered < 100, "{answered} of the slow ones were answered before");
    drop(clients);
    let asked = Instant::now();
    assert_eq!(target.query("select id from Contacts limit 1;"), Some(200));
    assert!(asked.elapsed() < Duration::from_secs(3), "{:?}", asked.elapsed());
}
