use crate::access;
use crate::routes::{assets, export, kept, language, plan, record, run, sandbox, schema, trace};
use crate::settings::Settings;
use crate::state::{Shared, State};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};
use std::io;
use std::net::SocketAddr;
use tokio::net::TcpListener;

/// The largest body of a request, in bytes: tabs and saved queries.
const MAX_BODY: usize = 4 << 20;

/// A console, ready to be served.
#[derive(Clone, Debug)]
pub struct Console {
    state: Shared,
}

impl Console {
    /// A console with a token of its own.
    ///
    /// # Errors
    ///
    /// When the machine has no random numbers, or the folder of its data cannot be made.
    pub fn new(settings: Settings) -> io::Result<Self> {
        Ok(Console { state: State::new(settings)? })
    }

    /// Its address, with the token: whoever has it may use the console.
    pub fn url(&self, address: SocketAddr) -> String {
        format!("http://{address}/?token={}", self.state.token())
    }

    /// All of its routes, for a server that has others as well: `/`, `/assets/…`, `/api/…`, `/lsp`.
    pub fn router(&self) -> Router {
        let state = &self.state;
        let guarded = Router::new()
            .route("/", get(assets::page))
            .route("/lsp", get(language::connect))
            .route("/api/start", get(schema::start))
            .route("/api/schema", get(schema::schema))
            .route("/api/run", post(run::run))
            .route("/api/plan", post(plan::plan))
            .route("/api/export", post(export::export))
            .route("/api/record/{id}", get(record::show).put(record::change))
            .route("/api/history", get(kept::history).delete(kept::forget))
            .route("/api/saved", get(kept::saved).put(kept::save))
            .route("/api/tabs", get(kept::tabs).put(kept::keep_tabs))
            .route("/api/trace", get(trace::follow))
            .route("/api/sandbox/requests", get(sandbox::requests))
            .route("/api/sandbox/faults", get(sandbox::faults).put(sandbox::set_faults))
            .route("/api/sandbox/modules", get(sandbox::modules))
            .layer(DefaultBodyLimit::max(MAX_BODY))
            .layer(middleware::from_fn_with_state(state.clone(), access::admit));
        Router::new()
            .route("/assets/{name}", get(assets::asset))
            .merge(guarded)
            .layer(middleware::from_fn(access::from_here))
            .with_state(state.clone())
    }

    /// Serves it alone, until the listener fails.
    ///
    /// # Errors
    ///
    /// When no connection can be accepted any more.
    pub async fn serve(&self, listener: TcpListener) -> io::Result<()> {
        axum::serve(listener, self.router()).await
    }
}
