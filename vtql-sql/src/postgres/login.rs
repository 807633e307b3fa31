use async_trait::async_trait;
use datafusion_postgres::pgwire::api::auth::sasl::SASLAuthStartupHandler;
use datafusion_postgres::pgwire::api::auth::sasl::scram::{SCRAM_ITERATIONS, ScramAuth, gen_salted_password};
use datafusion_postgres::pgwire::api::auth::{
    AuthSource, DefaultServerParameterProvider, LoginInfo, Password, StartupHandler,
};
use datafusion_postgres::pgwire::api::{ClientInfo, ConnectionManager, PgWireConnectionState};
use datafusion_postgres::pgwire::error::{ErrorInfo, PgWireError, PgWireResult};
use datafusion_postgres::pgwire::messages::{PgWireBackendMessage, PgWireFrontendMessage};
use futures::Sink;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Who may connect: by SCRAM, in which the password is never sent.
#[derive(Clone)]
pub(super) struct Login(Arc<Account>);

struct Account {
    user: String,
    salt: Vec<u8>,
    salted_password: Vec<u8>,
    /// What nobody knows the password of.
    nobody: Vec<u8>,
}

impl Login {
    pub(super) fn new(user: &str, password: &str) -> Self {
        let salt = random();
        let salted_password = gen_salted_password(password, &salt, SCRAM_ITERATIONS);
        Login(Arc::new(Account { user: user.to_owned(), salt, salted_password, nobody: random() }))
    }

    /// What lets one connection in, and then says that it is known.
    pub(super) fn door(
        &self,
        connections: Arc<ConnectionManager>,
        is_known: Arc<AtomicBool>,
        wants_tls: bool,
    ) -> Door {
        let scram = ScramAuth::new(Arc::clone(&self.0) as Arc<dyn AuthSource>);
        let scram = SASLAuthStartupHandler::new(Arc::new(DefaultServerParameterProvider::default()))
            .with_scram(scram)
            .with_connection_manager(connections);
        Door { scram, is_known, wants_tls }
    }
}

/// The login of one connection.
pub(super) struct Door {
    scram: SASLAuthStartupHandler<DefaultServerParameterProvider>,
    is_known: Arc<AtomicBool>,
    wants_tls: bool,
}

#[async_trait]
impl StartupHandler for Door {
    async fn on_startup<C>(&self, client: &mut C, message: PgWireFrontendMessage) -> PgWireResult<()>
    where
        C: ClientInfo + Sink<PgWireBackendMessage> + Unpin + Send + Sync,
        C::Error: fmt::Debug,
        PgWireError: From<<C as Sink<PgWireBackendMessage>>::Error>,
    {
        if self.wants_tls && !client.is_secure() {
            let message = "this server wants TLS: connect with sslmode=require".to_owned();
            let info = ErrorInfo::new("FATAL".to_owned(), "28000".to_owned(), message);
            return Err(PgWireError::UserError(Box::new(info)));
        }
        self.scram.on_startup(client, message).await?;
        if matches!(client.state(), PgWireConnectionState::ReadyForQuery) {
            self.is_known.store(true, Ordering::Relaxed);
        }
        Ok(())
    }
}

fn random() -> Vec<u8> {
    let mut bytes = vec![0; 32];
    // Without randomness of the system, the address of a new allocation has to do for a salt.
    if getrandom::fill(&mut bytes).is_err() {
        bytes.extend_from_slice(format!("{:p}", bytes.as_ptr()).as_bytes());
    }
    bytes
}

#[async_trait]
impl AuthSource for Account {
    async fn get_password(&self, login: &LoginInfo) -> PgWireResult<Password> {
        // A name that is wrong is answered as a password that is.
        let is_known = login.user() == Some(&self.user);
        let password = if is_known { &self.salted_password } else { &self.nobody };
        Ok(Password::new(Some(self.salt.clone()), password.clone()))
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account").field("user", &self.user).finish_non_exhaustive()
    }
}
