//! A session served to programs that speak PostgreSQL's protocol: behind a password, on the loopback interface or over TLS.

mod cancellable;
mod login;
mod parameters;
mod read_only;
mod seats;
mod tls;

pub use tls::Tls;

use crate::error::{Error, Result};
use crate::session::{CATALOG, Session};
use cancellable::Cancellable;
use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::prelude::SessionContext;
use datafusion_postgres::DfSessionService;
use datafusion_postgres::datafusion_pg_catalog::pg_catalog::context::EmptyContextProvider;
use datafusion_postgres::datafusion_pg_catalog::pg_catalog::setup_pg_catalog;
use datafusion_postgres::hooks::QueryHook;
use datafusion_postgres::hooks::cursor::CursorStatementHook;
use datafusion_postgres::hooks::set_show::SetShowHook;
use datafusion_postgres::hooks::transactions::TransactionStatementHook;
use datafusion_postgres::pgwire::api::auth::StartupHandler;
use datafusion_postgres::pgwire::api::cancel::{CancelHandler, DefaultCancelHandler};
use datafusion_postgres::pgwire::api::query::{ExtendedQueryHandler, SimpleQueryHandler};
use datafusion_postgres::pgwire::api::{ConnectionManager, PgWireServerHandlers};
use datafusion_postgres::pgwire::tokio::process_socket;
use login::Login;
use seats::Seats;
use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use tokio::net::TcpListener;

/// So long the next connection waits when the system has none to give.
const PAUSE: Duration = Duration::from_millis(50);

/// A server of a session, which listens and does not answer yet.
///
/// ```no_run
/// # async fn run(session: vtql_sql::Session) -> Result<(), Box<dyn std::error::Error>> {
/// let server = vtql_sql::Postgres::bind(&session, 0, "vtql", "secret").await?;
/// println!("psql -h 127.0.0.1 -p {} -U vtql vtiger", server.address().port());
/// server.serve().await;
/// # Ok(())
/// # }
/// ```
pub struct Postgres {
    listener: TcpListener,
    address: SocketAddr,
    handlers: Handlers,
}

impl Postgres {
    /// Listens on a port of the loopback interface, 0 for a free one. Who gives the name and the password may read what
    /// the session may.
    pub async fn bind(session: &Session, port: u16, user: &str, password: &str) -> Result<Self> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        Postgres::listen(session, address, user, password, None).await
    }

    /// Listens on an address of any interface, over TLS: who connects without is sent away.
    pub async fn bind_tls(
        session: &Session,
        address: SocketAddr,
        user: &str,
        password: &str,
        tls: Tls,
    ) -> Result<Self> {
        Postgres::listen(session, address, user, password, Some(tls)).await
    }

    async fn listen(
        session: &Session,
        address: SocketAddr,
        user: &str,
        password: &str,
        tls: Option<Tls>,
    ) -> Result<Self> {
        let unusable =
            |error: std::io::Error| Error::new("LISTEN", format!("cannot listen on {address}: {error}"));
        let listener = TcpListener::bind(address).await.map_err(unusable)?;
        let address = listener.local_addr().map_err(unusable)?;
        let context = context(session);
        setup_pg_catalog(&context, CATALOG, EmptyContextProvider).map_err(|error| Error::from(*error))?;
        let hooks: Vec<Arc<dyn QueryHook>> = vec![
            Arc::new(CursorStatementHook),
            Arc::new(SetShowHook),
            Arc::new(TransactionStatementHook),
            Arc::new(read_only::ReadOnly),
        ];
        let connections = Arc::new(ConnectionManager::new());
        let handlers = Handlers {
            service: Arc::new(Cancellable(Arc::new(DfSessionService::new_with_hooks(
                Arc::new(context),
                hooks,
            )))),
            cancel: Arc::new(DefaultCancelHandler::new(Arc::clone(&connections))),
            login: Login::new(user, password),
            connections,
            is_known: Arc::default(),
            tls,
        };
        Ok(Postgres { listener, address, handlers })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until it is dropped. A connection too many takes the place of the oldest that has not logged in, or is
    /// closed at once.
    pub async fn serve(self) {
        let mut seats = Seats::default();
        loop {
            let Ok((socket, _)) = self.listener.accept().await else {
                tokio::time::sleep(PAUSE).await;
                continue;
            };
            if !seats.have_room() {
                continue;
            }
            let is_known = Arc::new(AtomicBool::new(false));
            let handlers = Handlers { is_known: Arc::clone(&is_known), ..self.handlers.clone() };
            let connection = tokio::spawn(async move {
                // Whatever ends a connection concerns nobody else.
                let tls = handlers.tls.clone().map(|tls| tls.0);
                let _ = process_socket(socket, tls, Arc::new(handlers)).await;
            });
            seats.take(connection.abort_handle(), is_known);
        }
    }
}

/// The context of a session without files: a client is not to read those of the server.
fn context(session: &Session) -> SessionContext {
    let state = session.context().state();
    let config = state.config().clone().with_target_partitions(1);
    let state = SessionStateBuilder::new_from_existing(state).with_config(config).build();
    SessionContext::new_with_state(state)
}

impl fmt::Debug for Postgres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Postgres").field("address", &self.address).finish_non_exhaustive()
    }
}

/// What answers the messages of one connection.
#[derive(Clone)]
struct Handlers {
    service: Arc<Cancellable>,
    cancel: Arc<DefaultCancelHandler>,
    connections: Arc<ConnectionManager>,
    login: Login,
    /// Whether the client has logged in.
    is_known: Arc<AtomicBool>,
    tls: Option<Tls>,
}

impl PgWireServerHandlers for Handlers {
    fn simple_query_handler(&self) -> Arc<impl SimpleQueryHandler> {
        Arc::clone(&self.service)
    }

    fn extended_query_handler(&self) -> Arc<impl ExtendedQueryHandler> {
        Arc::clone(&self.service)
    }

    fn startup_handler(&self) -> Arc<impl StartupHandler> {
        let connections = Arc::clone(&self.connections);
        Arc::new(self.login.door(connections, Arc::clone(&self.is_known), self.tls.is_some()))
    }

    fn cancel_handler(&self) -> Arc<impl CancelHandler> {
        Arc::clone(&self.cancel)
    }
}
