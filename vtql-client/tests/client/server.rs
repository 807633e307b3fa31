use crate::logs;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use vtql_client::{Client, RetryPolicy};

pub(crate) const KEY: &str = "s3cret-access-key";

/// User and key, as HTTP Basic authentication sends them.
pub(crate) const BASIC: &str = "YWRtaW46czNjcmV0LWFjY2Vzcy1rZXk=";

/// A request as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) params: Vec<(String, String)>,
    headers: Vec<(String, String)>,
}

impl Request {
    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The value of a header, whose name is given in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The last segment of the path: the operation.
    pub(crate) fn operation(&self) -> &str {
        self.path.rsplit('/').next().unwrap()
    }
}

/// The bytes to answer with; the connection is closed after them.
pub(crate) struct Reply {
    pub(crate) bytes: Vec<u8>,
    /// Waited for before the first byte, and again in the middle.
    pause: Duration,
    /// Ends with a reset instead of a farewell.
    reset: bool,
}

impl Reply {
    pub(crate) fn raw(text: impl Into<Vec<u8>>) -> Self {
        Reply { bytes: text.into(), pause: Duration::ZERO, reset: false }
    }

    pub(crate) fn slow(self, pause: Duration) -> Self {
        Reply { pause, ..self }
    }

    pub(crate) fn reset(self) -> Self {
        Reply { reset: true, ..self }
    }

    pub(crate) fn with(status: &str, content_type: &str, body: &str) -> Self {
        Reply::raw(format!(
            "HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        ))
    }

    /// As the cloud edition answers.
    pub(crate) fn json(body: &str) -> Self {
        Reply::with("200 OK", "text/json", body)
    }

    pub(crate) fn result(result: &str) -> Self {
        Reply::json(&format!(r#"{{"success":true,"result":{result}}}"#))
    }
}

type Handler = dyn Fn(&Request, usize) -> Reply + Send + Sync;

/// A server that answers the `n`th request with what a function makes of it.
pub(crate) struct Server {
    pub(crate) url: String,
    requests: Arc<Mutex<Vec<Request>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Server {
    pub(crate) async fn start(handler: impl Fn(&Request, usize) -> Reply + Send + Sync + 'static) -> Self {
        logs::watch();
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (log, handler): (_, Arc<Handler>) = (Arc::clone(&requests), Arc::new(handler));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&log), Arc::clone(&handler)));
            }
        });
        Server { url, requests, task }
    }

    /// A server with one answer for everything.
    pub(crate) async fn always(reply: impl Fn() -> Reply + Send + Sync + 'static) -> Self {
        Server::start(move |_, _| reply()).await
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    /// The texts of all queries that arrived.
    pub(crate) fn queries(&self) -> Vec<String> {
        self.requests().iter().filter_map(|request| request.param("query").map(str::to_owned)).collect()
    }

    pub(crate) fn client(&self) -> Client {
        let quick = RetryPolicy::default().waits(Duration::from_micros(50), Duration::from_micros(200));
        self.client_with(quick)
    }

    pub(crate) fn client_with(&self, retry: RetryPolicy) -> Client {
        Client::builder().url(&self.url).user("admin").access_key(KEY).retry(retry).build().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
        logs::assert_hidden();
    }
}

async fn serve(mut stream: TcpStream, log: Arc<Mutex<Vec<Request>>>, handler: Arc<Handler>) {
    let Some(request) = read(&mut stream).await else { return };
    let number = {
        let mut log = log.lock().unwrap();
        log.push(request.clone());
        log.len() - 1
    };
    let Reply { bytes, pause, reset } = handler(&request, number);
    let (first, second) = bytes.split_at(bytes.len() / 2);
    for part in [first, second] {
        if !pause.is_zero() {
            tokio::time::sleep(pause).await;
        }
        let _ = stream.write_all(part).await;
    }
    if reset {
        let _ = stream.set_zero_linger();
    } else {
        let _ = stream.shutdown().await;
    }
}

async fn read(stream: &mut TcpStream) -> Option<Request> {
    let mut bytes = Vec::new();
    let head_end = loop {
        if let Some(at) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break at;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8_lossy(&bytes[..head_end]).into_owned();
    let mut lines = head.lines();
    let mut first = lines.next()?.split(' ');
    let (method, target) = (first.next()?.to_owned(), first.next()?.to_owned());
    let pairs = lines.filter_map(|line| line.split_once(':'));
    let headers = pairs.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned())).collect();
    let mut request = Request { method, path: String::new(), params: Vec::new(), headers };
    let length: usize = request.header("content-length").and_then(|it| it.parse().ok()).unwrap_or(0);
    while bytes.len() < head_end + 4 + length {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let form = |text: &[u8]| url::form_urlencoded::parse(text).into_owned().collect::<Vec<_>>();
    request.path = path.to_owned();
    request.params = form(query.as_bytes());
    request.params.extend(form(&bytes[head_end + 4..]));
    Some(request)
}
