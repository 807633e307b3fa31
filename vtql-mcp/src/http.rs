//! HTTP, for programs of this machine that know the token.

use crate::instance::{Instance, Trouble};
use crate::options::Options;
use crate::random;
use crate::server::Server;
use crate::world::World;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use subtle::ConstantTimeEq;
use tokio::net::TcpListener;

/// What a client has to know: `Authorization: Bearer TOKEN`. It shows in no `Debug`.
#[derive(Clone)]
pub struct Token(Arc<str>);

/// Shorter tokens could be guessed.
const SHORTEST: usize = 16;

impl Token {
    /// A token that was agreed on.
    pub fn new(text: &str) -> Result<Self, Trouble> {
        let text = text.trim();
        if text.len() < SHORTEST || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            let message = format!("a token has at least {SHORTEST} signs, letters and digits for instance");
            return Err(Trouble::new("TOKEN", message));
        }
        Ok(Token(text.into()))
    }

    /// A new one.
    pub fn random() -> Result<Self, Trouble> {
        Ok(Token(random::token()?.into()))
    }

    /// The token itself, for the one who has to know it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// Serves `http://127.0.0.1:PORT/mcp` until `end` comes. `ready` is told the address; port 0 is any that is free.
pub async fn serve_http(
    instance: Arc<dyn Instance>,
    options: Options,
    port: u16,
    token: Token,
    ready: impl FnOnce(SocketAddr),
    end: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Trouble> {
    let world = Arc::new(World::new(instance, options)?);
    let server = Server::new(Arc::clone(&world));
    let config =
        StreamableHttpServerConfig::default().with_legacy_session_mode(false).with_json_response(true);
    let service = StreamableHttpService::new(
        move || Ok(server.clone()),
        Arc::new(NeverSessionManager::default()),
        config,
    );
    let routes =
        axum::Router::new().nest_service("/mcp", service).layer(middleware::from_fn_with_state(token, known));
    let wrong =
        |error: std::io::Error| Trouble::new("ADDRESS", format!("port {port} cannot be served: {error}"));
    let listener = TcpListener::bind(("127.0.0.1", port)).await.map_err(wrong)?;
    ready(listener.local_addr().map_err(wrong)?);
    let served = axum::serve(listener, routes).with_graceful_shutdown(end).await.map_err(wrong);
    world.leave().await;
    served
}

/// Lets those through who know the token.
async fn known(State(token): State<Token>, request: Request, next: Next) -> Response {
    let given = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let given = given.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    if bool::from(given.as_bytes().ct_eq(token.0.as_bytes())) {
        return next.run(request).await;
    }
    let challenge = [(header::WWW_AUTHENTICATE, "Bearer")];
    (StatusCode::UNAUTHORIZED, challenge, "give the token: Authorization: Bearer …\n").into_response()
}
