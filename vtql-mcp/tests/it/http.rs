use crate::door::OnSandbox;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use vtql_mcp::{Options, Token, serve_http};
use vtql_sandbox::Sandbox;

/// The status and the body that a request gets.
async fn post(address: SocketAddr, head: &str, message: &Value) -> (u16, String) {
    let body = message.to_string();
    let host = if head.contains("Host:") { String::new() } else { format!("Host: {address}\r\n") };
    let request = format!(
        "POST /mcp HTTP/1.1\r\n{host}Content-Type: application/json\r\nAccept: application/json, \
         text/event-stream\r\nConnection: close\r\nContent-Length: {}\r\n{head}\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
    (status, answer.split_once("\r\n\r\n").unwrap().1.to_owned())
}

#[tokio::test]
async fn http_is_for_those_who_know_the_token() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let instance = Arc::new(OnSandbox::of(&sandbox, None));
    let token = Token::random().unwrap();
    assert!(!format!("{token:?}").contains(token.reveal()));
    assert!(Token::new("short").is_err() && Token::new(token.reveal()).is_ok());
    let (told, address) = oneshot::channel();
    let (end, ended) = oneshot::channel::<()>();
    let ready = move |address| told.send(address).unwrap();
    let end_of = async move { ended.await.unwrap_or_default() };
    let served = tokio::spawn(serve_http(instance, Options::default(), 0, token.clone(), ready, end_of));
    let address = address.await.unwrap();
    assert!(address.ip().is_loopback());

    let call = json!({
        "jsonrpc": "2.0", "id": 1, "method": "tools/call",
        "params": { "name": "vtql_query", "arguments": { "query": "select count(*) from Contacts" } }
    });
    let right = format!("Authorization: Bearer {}\r\n", token.reveal());
    for head in
        ["", "Authorization: Bearer \r\n", "Authorization: Bearer x\r\n", "Authorization: Basic eA==\r\n"]
    {
        assert_eq!(post(address, head, &call).await.0, 401, "{head}");
    }
    let foreign = format!("{right}Host: evil.example.com\r\n");
    assert_eq!(post(address, &foreign, &call).await.0, 403);
    assert_eq!(sandbox.requests(), 0);

    let hello = json!({
        "jsonrpc": "2.0", "id": 0, "method": "initialize",
        "params": { "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": { "name": "t", "version": "0" } }
    });
    let (status, body) = post(address, &right, &hello).await;
    assert!(status == 200 && body.contains("\"vtql\""), "{status} {body}");
    let (status, body) = post(address, &right, &call).await;
    assert!(status == 200 && body.contains("2500"), "{status} {body}");
    end.send(()).unwrap();
    served.await.unwrap().unwrap();
}
