//! Connections: how many there may be, and how long each may take for what it sends and reads.

mod connection;
mod limits;
mod seats;
mod wire;

pub(crate) use connection::{Local, Reset};
pub(crate) use seats::Seat;

use axum::Router;
use seats::Seats;
use std::pin::pin;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

/// Serves until `stop`; then requests under way have a moment to be answered.
pub(crate) async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let mut stop = pin!(stop);
    let (close, closing) = watch::channel(());
    let mut connections = JoinSet::new();
    let seats = Arc::new(Seats::default());
    loop {
        tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => match accepted {
                // Without a place the connection is closed.
                Ok((stream, _)) => if let Some(seated) = seats.take() {
                    connections.spawn(connection::run(stream, seated, router.clone(), closing.clone()));
                },
                Err(error) => {
                    // Often too many open files: closing connections help.
                    tracing::warn!(%error, "a connection could not be accepted");
                    sleep(limits::ACCEPT_AGAIN).await;
                }
            },
            Some(_) = connections.join_next() => {}
        }
    }
    drop(listener);
    // Nobody listens when there is no connection.
    let _ = close.send(());
    let ended = timeout(limits::GRACE, async { while connections.join_next().await.is_some() {} }).await;
    if ended.is_err() {
        connections.shutdown().await;
    }
}
