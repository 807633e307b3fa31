//! How a call becomes an HTTP request, and what comes back.

mod answer;
mod call;
mod http;
mod refusal;
mod rest;
mod session;

pub(crate) use answer::Answer;
pub(crate) use call::Call;
pub use call::Verb;
pub(crate) use http::Timeouts;

use crate::client::{Credentials, Endpoint, Interface};
use crate::error::{Redactor, Result};
use http::Http;
use rest::Rest;
use session::Sessions;
use vtql_parser::ast::RecordId;

/// The way to one instance's web service.
pub(crate) struct Transport {
    endpoint: Endpoint,
    user: String,
    way: Way,
}

enum Way {
    Rest(Rest),
    Sessions(Sessions),
}

impl Transport {
    pub(crate) fn new(endpoint: Endpoint, credentials: Credentials, timeouts: Timeouts) -> Result<Self> {
        let redactor = Redactor::new([credentials.access_key().to_owned()]);
        let http = Http::new(&endpoint, timeouts, redactor)?;
        let user = credentials.user().to_owned();
        let way = match endpoint.interface() {
            Interface::Rest => Way::Rest(Rest::new(http, endpoint.clone(), credentials)),
            Interface::Session => Way::Sessions(Sessions::new(http, endpoint.url(), credentials)),
        };
        Ok(Transport { endpoint, user, way })
    }

    pub(crate) fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    pub(crate) fn user(&self) -> &str {
        &self.user
    }

    /// Sends the call once; with sessions, once more when the session turns out to be over.
    pub(crate) async fn exchange(&self, call: &Call<'_>) -> Result<Answer> {
        match &self.way {
            Way::Rest(rest) => rest.exchange(call).await,
            Way::Sessions(sessions) => sessions.exchange(call).await,
        }
    }

    /// The user that the login said; `None` where there is no login.
    pub(crate) async fn login_user(&self) -> Result<Option<RecordId>> {
        match &self.way {
            Way::Rest(_) => Ok(None),
            Way::Sessions(sessions) => sessions.user_id().await.map(Some),
        }
    }

    /// Ends the sessions, where there are any.
    pub(crate) async fn logout(&self) -> Result<()> {
        match &self.way {
            Way::Rest(_) => Ok(()),
            Way::Sessions(sessions) => sessions.logout().await,
        }
    }
}
