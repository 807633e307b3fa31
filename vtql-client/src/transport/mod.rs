//! How a call becomes an HTTP request, and what comes back.

mod answer;
mod call;
mod credentials;
mod endpoint;
mod farewell;
mod frame;
mod http;
mod leaving;
mod login;
mod pool;
mod reading;
mod refusal;
mod rest;
mod said;
mod sessions;
mod web_service;

pub(crate) use answer::Answer;
pub(crate) use call::Call;
pub use call::Verb;
pub(crate) use credentials::Credentials;
pub(crate) use endpoint::{Endpoint, Interface};
pub(crate) use http::Bounds;

use crate::error::{Redactor, Result};
use http::Http;
use reqwest::header::HeaderMap;
use rest::Rest;
use sessions::Sessions;

/// The way to one instance's web service. Open sessions are ended when it is dropped.
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
    pub(crate) fn new(endpoint: Endpoint, credentials: Credentials, bounds: Bounds) -> Result<Self> {
        let redactor = Redactor::new([credentials.access_key().to_owned()]);
        let http = Http::new(endpoint.clone(), bounds, redactor)?;
        let user = credentials.user().to_owned();
        let way = match endpoint.interface() {
            Interface::Rest => Way::Rest(Rest::new(http, credentials)),
            Interface::Session => Way::Sessions(Sessions::new(http, credentials)),
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

    /// How many sessions there are that no request is using.
    pub(crate) fn idle_sessions(&self) -> usize {
        match &self.way {
            Way::Rest(_) => 0,
            Way::Sessions(sessions) => sessions.idle(),
        }
    }

    /// How many sessions are to be ended.
    pub(crate) fn open_sessions(&self) -> usize {
        match &self.way {
            Way::Rest(_) => 0,
            Way::Sessions(sessions) => sessions.open(),
        }
    }
}
