use super::limits;
use super::seats::Seated;
use super::wire::Wire;
use axum::Router;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::io;
use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::net::TcpStream;
use tokio::sync::watch;

/// What an answer has among its extensions when its connection is to be reset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reset {
    /// Instead of the answer.
    Unanswered,
    /// When its body ends in an error.
    InBody,
}

/// The address of this machine that a request came to, among its extensions.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Local(pub(crate) IpAddr);

/// Serves one connection until either side ends it.
pub(super) async fn run(stream: TcpStream, seated: Seated, router: Router, mut closing: watch::Receiver<()>) {
    let local = stream.local_addr().ok().map(|address| Local(address.ip()));
    let seat = seated.seat.clone();
    // An answer is written at once; waiting for more would only delay it.
    let _ = stream.set_nodelay(true);
    let reset = Arc::new(AtomicBool::new(false));
    let io = TokioIo::new(Wire::new(stream, reset.clone()));
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(seat.clone());
        if let Some(local) = local {
            request.extensions_mut().insert(local);
        }
        let answer = router.call(request);
        let reset = reset.clone();
        async move {
            let Ok(response) = answer.await;
            answered(response, &reset)
        }
    });
    let mut protocol = http1::Builder::new();
    protocol.timer(TokioTimer::new()).header_read_timeout(limits::HEAD).max_buf_size(limits::HEAD_SIZE);
    // A page beside the API may have a WebSocket.
    let mut connection = pin!(protocol.serve_connection(io, service).with_upgrades());
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = seated.seat.given_away() => Ok(()),
        _ = closing.changed() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}

/// The answer, unless the connection is to be reset instead.
fn answered<B>(response: Response<B>, reset: &AtomicBool) -> io::Result<Response<B>> {
    match response.extensions().get::<Reset>() {
        None => return Ok(response),
        Some(Reset::InBody) => reset.store(true, Ordering::Release),
        Some(Reset::Unanswered) => {
            reset.store(true, Ordering::Release);
            return Err(io::ErrorKind::ConnectionReset.into());
        }
    }
    Ok(response)
}
