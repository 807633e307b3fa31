//! What the measurements of the client run against.

use std::fmt::Write as _;
use std::sync::Arc;
use std::thread;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Rows of 61 fields: `c0` to `c59`, and `id`, from `12x1` on. Making a page of them is a few copies, so
/// that the figures are those of the clients.
#[derive(Debug)]
pub struct Data {
    rows: u64,
    /// What stands before the id in a row; they come again and again.
    fields: Vec<String>,
}

impl Data {
    /// So many rows.
    pub fn new(rows: u64) -> Self {
        let fields = |row: u32| {
            let mut text = String::from("{");
            for index in 0..60 {
                let _ = write!(text, r#""c{index}":"value {index} of {row}","#);
            }
            text.push_str(r#""id":"12x"#);
            text
        };
        Data { rows, fields: (0..100).map(fields).collect() }
    }

    /// The answer to a request, whose query is read as the URL writes it.
    pub fn answer(&self, request: &str) -> String {
        if request.contains("/describe?") {
            return description();
        }
        let number = |text: &str| {
            let digits = text.find(|byte: char| !byte.is_ascii_digit()).unwrap_or(text.len());
            text[..digits].parse::<u64>().ok()
        };
        let bounds = |op: &str| {
            let before = format!("id+{op}+%2712x");
            request.split(&before).skip(1).filter_map(number).collect::<Vec<_>>()
        };
        let after = bounds("%3E").into_iter().max().unwrap_or(0);
        let until = bounds("%3C%3D").into_iter().min().unwrap_or(self.rows).min(self.rows);
        let (_, limit) = request.split_once("limit+").unwrap_or(("", "100"));
        let (offset, count) = match limit.split_once("%2C+") {
            Some((offset, count)) => (number(offset).unwrap_or(0), number(count)),
            None => (0, number(limit)),
        };
        let count = count.unwrap_or(100).min(100);
        let (first, last) = if request.contains("+desc+") {
            (until.saturating_sub(count), until)
        } else {
            let first = after.saturating_add(offset).min(until);
            (first, first.saturating_add(count).min(until))
        };
        let mut page = String::with_capacity(160 << 10);
        page.push_str(r#"{"success":true,"result":["#);
        for id in first + 1..=last {
            let fields = usize::try_from(id).unwrap_or(0) % self.fields.len();
            let comma = if id == last { "" } else { "," };
            let _ = write!(page, "{}{id}\"}}{comma}", self.fields[fields]);
        }
        page.push_str("]}");
        page
    }

    /// A server of these rows on a thread of its own that answers after `latency`: its URL.
    ///
    /// # Panics
    ///
    /// When the system gives no port.
    pub fn serve(self: &Arc<Self>, latency: Duration) -> String {
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        listener.set_nonblocking(true).expect("a socket");
        let data = Arc::clone(self);
        thread::spawn(move || {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async {
                let listener = TcpListener::from_std(listener).expect("a socket");
                while let Ok((stream, _)) = listener.accept().await {
                    tokio::spawn(connection(stream, Arc::clone(&data), latency));
                }
            });
        });
        url
    }
}

/// What the module is made of.
fn description() -> String {
    let field =
        |index: u32| format!(r#"{{"name":"c{index}","label":"c{index}","type":{{"name":"string"}}}}"#);
    let fields: Vec<String> = (0..60).map(field).collect();
    let fields = fields.join(",");
    format!(r#"{{"success":true,"result":{{"name":"Contacts","label":"Contacts","fields":[{fields}]}}}}"#)
}

async fn connection(mut stream: TcpStream, data: Arc<Data>, latency: Duration) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    let mut request = Vec::new();
    loop {
        request.clear();
        while !request.ends_with(b"\r\n\r\n") {
            if stream.read_buf(&mut request).await.ok()? == 0 {
                return None;
            }
        }
        if !latency.is_zero() {
            tokio::time::sleep(latency).await;
        }
        let page = data.answer(&String::from_utf8_lossy(&request));
        let head =
            format!("HTTP/1.1 200 OK\r\nContent-Type: text/json\r\nContent-Length: {}\r\n\r\n", page.len());
        stream.write_all(head.as_bytes()).await.ok()?;
        stream.write_all(page.as_bytes()).await.ok()?;
    }
}
