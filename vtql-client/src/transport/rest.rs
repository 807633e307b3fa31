//! The REST interface: one URL an operation, HTTP Basic authentication (manual, *Essentials*).

use super::answer::Answer;
use super::call::{Call, Verb};
use super::credentials::Credentials;
use super::http::Http;
use crate::error::Result;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use reqwest::header::HeaderMap;

pub(super) struct Rest {
    http: Http,
    credentials: Credentials,
}

impl Rest {
    pub(super) fn new(http: Http, credentials: Credentials) -> Self {
        // The key must not show in the form that it travels in, either.
        let pair = format!("{}:{}", credentials.user(), credentials.access_key());
        http.redactor().learn(BASE64_STANDARD.encode(pair));
        Rest { http, credentials }
    }

    pub(super) async fn exchange(&self, call: &Call<'_>, headers: &HeaderMap) -> Result<Answer> {
        let url = self.http.endpoint().operation(call.operation());
        let request = match call.verb() {
            Verb::Get => self.http.client().get(url).query(call.params()),
            Verb::Post if call.params_in_url() => self.http.client().post(url).query(call.params()),
            Verb::Post => self.http.client().post(url).form(call.params()),
        };
        let request = request.basic_auth(self.credentials.user(), Some(self.credentials.access_key()));
        self.http.send(request.headers(headers.clone()), call).await
    }
}
