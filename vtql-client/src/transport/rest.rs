//! The REST interface: one URL an operation, HTTP Basic authentication (manual, *Essentials*) or bearer tokens.

use super::Terms;
use super::answer::Answer;
use super::call::{Call, Verb};
use super::credentials::{Credentials, Proof};
use super::http::Http;
use crate::error::Result;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use secrecy::ExposeSecret;

pub(super) struct Rest {
    http: Http,
    credentials: Credentials,
}

impl Rest {
    pub(super) fn new(http: Http, credentials: Credentials) -> Self {
        // The key must not show in the form that it travels in, either.
        if let Some(key) = credentials.access_key() {
            http.redactor().learn(BASE64_STANDARD.encode(format!("{}:{key}", credentials.user())));
        }
        Rest { http, credentials }
    }

    pub(super) async fn exchange(&self, call: &Call<'_>, terms: Terms<'_>) -> Result<Answer> {
        let url = self.http.endpoint().operation(call.operation());
        let params: Vec<(&str, &str)> = call.params().iter().map(|(name, value)| (*name, &**value)).collect();
        let (request, form) = match call.verb() {
            Verb::Get => (self.http.client().get(url).query(&params), None),
            Verb::Post if call.params_in_url() => (self.http.client().post(url).query(&params), None),
            Verb::Post => (self.http.client().post(url), Some(&*params)),
        };
        let request = match self.credentials.proof() {
            Proof::AccessKey(key) => request.basic_auth(self.credentials.user(), Some(key.expose_secret())),
            Proof::Tokens(tokens) => {
                let token = terms.time.bound(tokens()).await?;
                self.http.redactor().learn(token.expose_secret().to_owned());
                request.bearer_auth(token.expose_secret())
            }
        };
        self.http.send(request.headers(terms.headers.clone()), form, call, terms.time).await
    }
}
