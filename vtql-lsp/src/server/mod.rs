//! The conversation with one client.

mod capabilities;
mod client;
mod commands;
mod notifications;
mod options;
mod pending;
mod pool;
mod progress;
mod publish;
mod requests;
mod workspace;
mod world;

pub use options::Options;

use client::Client;
use gen_lsp_types::InitializeParams;
use lsp_server::{Connection, ErrorCode, Message, ProtocolError, Response};
use pool::Pool;
use publish::Publisher;
use std::sync::Arc;
use std::time::Instant;
use world::World;

/// Serves a client until it says goodbye or is gone.
///
/// # Errors
/// When the client does not keep to the protocol's order of beginning and end.
pub fn serve(connection: &Connection, options: Options) -> Result<(), ProtocolError> {
    let (id, params) = match connection.initialize_start() {
        // Whoever is gone before the first word asks nothing of us.
        Err(error) if error.channel_is_disconnected() => return Ok(()),
        started => started?,
    };
    let params: InitializeParams = match serde_json::from_value(params) {
        Ok(params) => params,
        Err(error) => {
            let message = format!("`initialize` cannot be read: {error}");
            let refusal = Response::new_err(id, ErrorCode::InvalidParams as i32, message);
            let _ = connection.sender.send(refusal.into());
            return Ok(());
        }
    };
    let sender = connection.sender.clone();
    // Whoever does not listen any more is gone: the main thread will see it.
    let client = Client::new(move |message| drop(sender.send(message)), &params);
    let world = Arc::new(World::new(client, options, &params));
    let result = serde_json::to_value(capabilities::result(&world)).unwrap_or_default();
    connection.initialize_finish(id, result)?;
    world.client.watch_files();
    let mut session =
        Session { pool: Pool::new(), publisher: Publisher::new(world.debounce), world: Arc::clone(&world) };
    session.run(connection)
}

/// What the main thread keeps.
struct Session {
    world: Arc<World>,
    pool: Pool,
    publisher: Publisher,
}

impl Session {
    fn run(&mut self, connection: &Connection) -> Result<(), ProtocolError> {
        loop {
            let message = match self.publisher.next() {
                None => connection.receiver.recv().ok(),
                Some(due) => {
                    let wait = due.saturating_duration_since(Instant::now());
                    match connection.receiver.recv_timeout(wait) {
                        Ok(message) => Some(message),
                        Err(error) if error.is_timeout() => {
                            self.publisher.publish(&self.world, &self.pool, Instant::now());
                            continue;
                        }
                        Err(_) => None,
                    }
                }
            };
            match message {
                // The client is gone.
                None => return Ok(()),
                Some(Message::Request(request)) => {
                    if connection.handle_shutdown(&request)? {
                        return Ok(());
                    }
                    requests::answer(&self.world, &self.pool, request);
                }
                Some(Message::Notification(notification)) => {
                    notifications::take(&self.world, &self.pool, &mut self.publisher, notification);
                }
                // Nothing that is asked of the client changes what is done next.
                Some(Message::Response(_)) => {}
            }
        }
    }
}
