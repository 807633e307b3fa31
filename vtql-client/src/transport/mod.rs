//! How a call becomes an HTTP request, and what comes back.

mod answer;
mod call;
mod http;
mod refusal;
mod rest;

pub(crate) use answer::Answer;
pub(crate) use call::Call;
pub(crate) use http::Timeouts;

use crate::client::{Credentials, Endpoint};
use crate::error::{Redactor, Result};
use http::Http;

/// The way to one instance's web service.
pub(crate) struct Transport {
    endpoint: Endpoint,
    credentials: Credentials,
    http: Http,
}

impl Transport {
    pub(crate) fn new(endpoint: Endpoint, credentials: Credentials, timeouts: Timeouts) -> Result<Self> {
        let redactor = Redactor::new(rest::secrets(&credentials));
        let http = Http::new(&endpoint, timeouts, redactor)?;
        Ok(Transport { endpoint, credentials, http })
    }

    pub(crate) fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    pub(crate) fn user(&self) -> &str {
        self.credentials.user()
    }

    /// Sends the call once.
    pub(crate) async fn exchange(&self, call: &Call<'_>) -> Result<Answer> {
        let request = rest::request(&self.http, &self.endpoint, &self.credentials, call);
        self.http.send(request).await
    }
}
