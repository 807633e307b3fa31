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
use reqwest::header::HeaderMap;
use rest::Rest;
use session::Sessions;

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

    /// Sends the call once, with more headers; with sessions, once more when the session turns out to be over.
    pub(crate) async fn exchange(&self, call: &Call<'_>, headers: &HeaderMap) -> Result<Answer> {
        match &self.way {
            Way::Rest(rest) => rest.exchange(call, headers).await,
            Way::Sessions(sessions) => sessions.exchange(call, headers).await,
        }
    }

    /// Whether there is a session that no request is using.
    pub(crate) fn has_session(&self) -> bool {
        match &self.way {
            Way::Rest(_) => false,
            Way::Sessions(sessions) => sessions.has_idle(),
        }
    }
}
