//! The REST interface: one URL an operation, HTTP Basic authentication (manual, *Essentials*).

use super::call::{Call, Verb};
use super::http::Http;
use crate::client::{Credentials, Endpoint};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

pub(super) fn request(
    http: &Http,
    endpoint: &Endpoint,
    credentials: &Credentials,
    call: &Call<'_>,
) -> reqwest::RequestBuilder {
    let url = endpoint.operation(call.operation());
    let request = match call.verb() {
        Verb::Get => http.client().get(url).query(call.params()),
        Verb::Post => http.client().post(url).form(call.params()),
    };
    request.basic_auth(credentials.user(), Some(credentials.access_key()))
}

/// What must never show: the key, and the header that it travels in.
pub(super) fn secrets(credentials: &Credentials) -> Vec<String> {
    let pair = format!("{}:{}", credentials.user(), credentials.access_key());
    vec![BASE64_STANDARD.encode(pair), credentials.access_key().to_owned()]
}
