//! A server in front of a sandbox that answers some of the requests in its own way.

use crate::Watch;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use vtql_client::{Client, RetryPolicy};
use vtql_sandbox::Sandbox;

/// What becomes of a request.
pub(super) enum Reply {
    /// The sandbox answers it.
    Pass,
    /// The sandbox answers it, after a while.
    Late(Duration),
    /// It is refused with this code.
    Refused(&'static str),
    /// It is answered with this result.
    Result(String),
}

/// The rows of no record.
pub(super) fn no_rows() -> Reply {
    Reply::Result("[]".to_owned())
}

/// Answers a request by the word of its operation and the query or module that it names.
type Answer = dyn Fn(&str, &str) -> Reply + Send + Sync;

pub(super) struct Proxy {
    url: String,
    user: String,
    access_key: String,
    answer: Arc<Mutex<Arc<Answer>>>,
}

impl Proxy {
    /// One that lets everything pass.
    pub(super) async fn before(sandbox: &Sandbox) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (to, address) = (sandbox.address(), listener.local_addr().unwrap());
        let pass: Arc<Answer> = Arc::new(|_: &str, _: &str| Reply::Pass);
        let current = Arc::new(Mutex::new(pass));
        let answer = Arc::clone(&current);
        tokio::spawn(async move {
            while let Ok((from, _)) = listener.accept().await {
                let answer = Arc::clone(&*current.lock().unwrap());
                tokio::spawn(async move { forward(from, to, &*answer).await });
            }
        });
        Proxy {
            url: sandbox.url().replace(&to.to_string(), &address.to_string()),
            user: sandbox.user().to_owned(),
            access_key: sandbox.access_key().to_owned(),
            answer,
        }
    }

    /// Answers in this way from now on.
    pub(super) fn answer(&self, answer: impl Fn(&str, &str) -> Reply + Send + Sync + 'static) {
        *self.answer.lock().unwrap() = Arc::new(answer);
    }

    pub(super) fn pass(&self) {
        self.answer(|_, _| Reply::Pass);
    }

    pub(super) fn client(&self) -> (Client, Watch) {
        let watch = Watch::new();
        let builder = Client::builder().url(&self.url).user(&self.user).access_key(self.access_key.as_str());
        let retry = RetryPolicy::default().attempts(1);
        (builder.retry(retry).hook(watch.clone()).build().unwrap(), watch)
    }
}

/// One request of a connection, which has what it asks for in its address.
async fn forward(mut from: TcpStream, to: std::net::SocketAddr, answer: &Answer) {
    let (mut head, mut buffer) = (Vec::new(), [0; 4096]);
    while !head.windows(4).any(|part| part == b"\r\n\r\n") {
        let Ok(length @ 1..) = from.read(&mut buffer).await else { return };
        head.extend_from_slice(&buffer[..length]);
    }
    let text = String::from_utf8_lossy(&head).into_owned();
    let target = text.split(' ').nth(1).unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let operation = path.rsplit('/').next().unwrap_or_default();
    let named = url::form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "query" || name == "elementType" || name == "id")
        .map(|(_, value)| value.into_owned());
    let (status, body) = match answer(operation, &named.unwrap_or_default()) {
        Reply::Refused(code) => (
            "400 Bad Request",
            format!("{{\"success\":false,\"error\":{{\"code\":\"{code}\",\"message\":\"refused\"}}}}"),
        ),
        Reply::Result(result) => ("200 OK", format!("{{\"success\":true,\"result\":{result}}}")),
        reply => {
            if let Reply::Late(time) = reply {
                tokio::time::sleep(time).await;
            }
            let mut sandbox = TcpStream::connect(to).await.unwrap();
            let text = text.replacen("\r\n", "\r\nconnection: close\r\n", 1);
            sandbox.write_all(text.as_bytes()).await.ok();
            tokio::io::copy_bidirectional(&mut from, &mut sandbox).await.ok();
            return;
        }
    };
    let length = body.len();
    let answer = format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}");
    from.write_all(answer.as_bytes()).await.ok();
}
