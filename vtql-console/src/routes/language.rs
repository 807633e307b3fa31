//! The language server, over a WebSocket: a message of the protocol a message.

use crate::state::Shared;
use axum::extract::State as Given;
use axum::extract::ws::{Message as Frame, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use futures::channel::mpsc::{UnboundedReceiver, unbounded};
use futures::{SinkExt, StreamExt};
use lsp_server::{Connection, Message};
use std::thread;
use vtql_lsp::{Options, serve};

/// The longest message that a page sends, in bytes.
const MAX_MESSAGE: usize = 8 << 20;

pub(crate) async fn connect(Given(state): Given<Shared>, upgrade: WebSocketUpgrade) -> Response {
    upgrade.max_message_size(MAX_MESSAGE).on_upgrade(move |socket| talk(socket, options(&state)))
}

fn options(state: &Shared) -> Options {
    let settings = &state.settings;
    let options = Options::default().snapshot(settings.snapshot.clone()).settings(settings.settings.clone());
    match &settings.instance {
        Some(instance) => options.instance(instance.clone()),
        None => options,
    }
}

/// Serves one page until it is gone.
async fn talk(socket: WebSocket, options: Options) {
    let (ours, theirs) = Connection::memory();
    thread::spawn(move || {
        // A client that breaks the protocol loses its server.
        let _ = serve(&theirs, options);
    });
    let Connection { sender, receiver } = ours;
    let (mut out, mut input) = socket.split();
    let mut answers = forwarded(receiver);
    loop {
        tokio::select! {
            answer = answers.next() => {
                let text = answer.and_then(|answer| serde_json::to_string(&Wire::from(&answer)).ok());
                let Some(text) = text else { break };
                if out.send(Frame::text(text)).await.is_err() {
                    break;
                }
            }
            frame = input.next() => match frame {
                Some(Ok(Frame::Text(text))) => {
                    // What is no message of the protocol is let go.
                    let Ok(message) = serde_json::from_str::<Message>(&text) else { continue };
                    if sender.send(message).is_err() {
                        break;
                    }
                }
                Some(Ok(Frame::Close(_)) | Err(_)) | None => break,
                Some(Ok(_)) => {}
            }
        }
    }
}

/// The answers of the server, which speaks from a thread of its own.
fn forwarded(
    receiver: impl IntoIterator<Item = Message, IntoIter: Send> + Send + 'static,
) -> UnboundedReceiver<Message> {
    let (sender, answers) = unbounded();
    thread::spawn(move || {
        for message in receiver {
            if sender.unbounded_send(message).is_err() {
                return;
            }
        }
    });
    answers
}

/// A message as the protocol writes it.
#[derive(serde::Serialize)]
struct Wire<'a> {
    jsonrpc: &'static str,
    #[serde(flatten)]
    message: &'a Message,
}

impl<'a> From<&'a Message> for Wire<'a> {
    fn from(message: &'a Message) -> Self {
        Wire { jsonrpc: "2.0", message }
    }
}
