//! Taking hints: a small HTTP server for the webhooks of workflows. Whoever calls it is not believed: what it
//! sends makes the next run come sooner, and names records that are asked for once more.

use crate::failure::Failure;
use axum::body::{Body, to_bytes};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use hyper::body::Incoming;
use hyper::header::{AUTHORIZATION, HeaderValue, WWW_AUTHENTICATE};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{HeaderMap, Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use secrecy::{ExposeSecret, SecretString};
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use subtle::ConstantTimeEq;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use vtql_mirror::Hints;

/// The variable with the token.
const TOKEN: &str = "VTQL_LISTEN_TOKEN";
/// Shorter tokens could be guessed.
const SHORTEST_TOKEN: usize = 16;
/// A body has so many bytes at most.
const LONGEST_BODY: usize = 64 << 10;
/// The head of a request, too.
const LONGEST_HEAD: usize = 16 << 10;
/// A connection lasts no longer, and has one request.
const LONGEST_TIME: Duration = Duration::from_secs(10);
/// So many connections at once; others wait.
const CONNECTIONS: usize = 32;

/// `8099`, `127.0.0.1:8099`.
pub(super) fn address(text: &str) -> Result<SocketAddr, String> {
    if let Ok(port) = text.parse() {
        return Ok(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port));
    }
    text.parse().map_err(|_| "write a port, or an address and a port such as 127.0.0.1:8099".to_owned())
}

/// The token that callers have to give.
pub(super) fn token(file: Option<&Path>) -> Result<SecretString, Failure> {
    let text = match file {
        Some(file) => std::fs::read_to_string(file).map_err(|error| Failure::read(file, &error))?,
        None => std::env::var(TOKEN).map_err(|_| {
            Failure::new("CONFIG", "--listen needs a token that callers have to give")
                .help(format!("put one into {TOKEN}, or name a file: --listen-token-file FILE"))
        })?,
    };
    let token = text.trim();
    if token.len() < SHORTEST_TOKEN || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        let message = format!("the token has to have {SHORTEST_TOKEN} letters, digits or signs at least");
        return Err(Failure::new("CONFIG", message).help("make one: openssl rand -hex 24"));
    }
    Ok(SecretString::from(token))
}

/// Refuses an address that other machines reach, unless that is what the user wants.
pub(super) fn check(address: SocketAddr, may_be_remote: bool) -> Result<(), Failure> {
    if address.ip().is_loopback() || may_be_remote {
        return Ok(());
    }
    let message = format!("{address} can be reached by other machines, and what they send is not encrypted");
    Err(Failure::new("USAGE", message)
        .help("listen on 127.0.0.1, behind a web server that speaks https; or give --listen-unencrypted"))
}

/// Takes hints from now on, on a thread of its own. Answers where.
pub(super) fn start(address: SocketAddr, token: SecretString, hints: Hints) -> Result<SocketAddr, Failure> {
    let wrong = |error: std::io::Error| {
        Failure::new("ADDRESS", format!("{address} cannot be listened on: {error}"))
            .help("another program may have the port: name another one, or 0 for any that is free")
    };
    let listener = std::net::TcpListener::bind(address).map_err(wrong)?;
    listener.set_nonblocking(true).map_err(wrong)?;
    let bound = listener.local_addr().map_err(wrong)?;
    let runtime = crate::commands::runtime()?;
    std::thread::spawn(move || {
        runtime.block_on(async move {
            if let Ok(listener) = TcpListener::from_std(listener) {
                serve(&listener, Arc::new(token), hints).await;
            }
        });
    });
    Ok(bound)
}

async fn serve(listener: &TcpListener, token: Arc<SecretString>, hints: Hints) {
    let seats = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(seat) = Arc::clone(&seats).acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            // The system has no more connections for now.
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let (token, hints) = (Arc::clone(&token), hints.clone());
        tokio::spawn(async move {
            let _ = tokio::time::timeout(LONGEST_TIME, connection(stream, &token, &hints)).await;
            drop(seat);
        });
    }
}

async fn connection(stream: TcpStream, token: &SecretString, hints: &Hints) {
    let service = service_fn(|request| async {
        let (status, text) = answer(request, token, hints).await;
        let mut response = Response::new(Body::from(text));
        *response.status_mut() = status;
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        Ok::<_, Infallible>(response)
    });
    let mut protocol = http1::Builder::new();
    protocol.keep_alive(false).max_buf_size(LONGEST_HEAD);
    // One that breaks off has said nothing.
    let _ = protocol.serve_connection(TokioIo::new(stream), service).await;
}

async fn answer(
    request: Request<Incoming>,
    token: &SecretString,
    hints: &Hints,
) -> (StatusCode, &'static str) {
    if !knows(request.headers(), token) {
        return (StatusCode::UNAUTHORIZED, "give the token: Authorization: Bearer TOKEN\n");
    }
    if request.method() != Method::POST {
        return (StatusCode::METHOD_NOT_ALLOWED, "hints are sent by POST\n");
    }
    match to_bytes(Body::new(request.into_body()), LONGEST_BODY).await {
        Ok(body) => {
            hints.take(&body);
            (StatusCode::ACCEPTED, "")
        }
        Err(_) => (StatusCode::PAYLOAD_TOO_LARGE, "a hint has 65536 bytes at most\n"),
    }
}

/// Whether the token is there: as that of a bearer, or as the password of any user, which is what webhooks of Vtiger
/// can send.
fn knows(headers: &HeaderMap, token: &SecretString) -> bool {
    let given = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (scheme, value) = given.split_once(' ').unwrap_or_default();
    let given = match scheme.to_ascii_lowercase().as_str() {
        "bearer" => value.trim().as_bytes().to_vec(),
        "basic" => {
            let pair = BASE64_STANDARD.decode(value.trim()).unwrap_or_default();
            pair.splitn(2, |byte| *byte == b':').nth(1).unwrap_or_default().to_vec()
        }
        _ => return false,
    };
    given.ct_eq(token.expose_secret().as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_without_a_host_is_of_this_machine_alone() {
        assert_eq!(address("8099"), Ok(SocketAddr::from(([127, 0, 0, 1], 8099))));
        for text in ["", "0.0.0.0", "localhost:1", "99999", "[::1]"] {
            assert!(address(text).is_err(), "{text}");
        }
        for (text, remote, is_right) in [
            ("127.0.0.1:1", false, true),
            ("[::1]:1", false, true),
            ("0.0.0.0:1", false, false),
            ("[::]:1", false, false),
            ("192.168.0.7:1", false, false),
            ("192.168.0.7:1", true, true),
        ] {
            let address = address(text).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(check(address, remote).is_ok(), is_right, "{text}");
        }
    }

    #[test]
    fn who_does_not_give_the_token_is_not_let_in() {
        let token = SecretString::from("0123456789abcdef");
        let knows = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(
                AUTHORIZATION,
                HeaderValue::from_str(value).unwrap_or_else(|error| panic!("{error}")),
            );
            super::knows(&headers, &token)
        };
        let basic = |pair: &str| format!("Basic {}", BASE64_STANDARD.encode(pair));
        assert!(knows("Bearer 0123456789abcdef") && knows("bearer 0123456789abcdef"));
        assert!(knows(&basic("me:0123456789abcdef")) && knows(&basic(":0123456789abcdef")));
        for wrong in [
            "",
            "Bearer",
            "Bearer ",
            "Bearer 0123456789abcde",
            "Bearer 0123456789abcdef0",
            "0123456789abcdef",
        ] {
            assert!(!knows(wrong), "{wrong}");
        }
        for wrong in ["0123456789abcdef", "0123456789abcdef:", "me:", "me:x:0123456789abcdef"] {
            assert!(!knows(&basic(wrong)), "{wrong}");
        }
        assert!(!knows("Basic %%%") && !super::knows(&HeaderMap::new(), &token));
    }
}
