//! One request of `webservice.php`: the operation and the session are parameters like the others.

use super::answer::Answer;
use super::call::{Call, Verb};
use super::http::Http;
use crate::error::{Redactor, Result};
use crate::time::Time;
use reqwest::header::HeaderMap;
use std::fmt;

/// A session. Whoever knows its name is logged in.
pub(super) struct Session {
    name: String,
    /// The headers that it was opened with, to end it with.
    headers: HeaderMap,
}

impl Session {
    pub(super) fn new(name: String, headers: HeaderMap) -> Self {
        Session { name, headers }
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a session")
    }
}

pub(super) struct WebService {
    http: Http,
}

impl WebService {
    pub(super) fn new(http: Http) -> Self {
        WebService { http }
    }

    pub(super) fn afresh(&self) -> Result<Self> {
        Ok(WebService { http: self.http.afresh()? })
    }

    pub(super) fn redactor(&self) -> &Redactor {
        self.http.redactor()
    }

    /// Parameters of an operation that reads stand in the URL, of one that writes in the body.
    pub(super) async fn send(
        &self,
        call: &Call<'_>,
        session: Option<&Session>,
        headers: &HeaderMap,
        time: Time,
    ) -> Result<Answer> {
        let mut params = vec![("operation", call.operation())];
        params.extend(session.map(|session| ("sessionName", session.name.as_str())));
        params.extend(call.params().iter().map(|(name, value)| (*name, &**value)));
        let url = self.http.endpoint().url();
        let (request, form) = match call.verb() {
            Verb::Get => (self.http.client().get(url).query(&params), None),
            Verb::Post => (self.http.client().post(url), Some(&*params)),
        };
        self.http.send(request.headers(headers.clone()), form, call, time).await
    }

    /// Ends a session, whatever the answer.
    pub(super) async fn end(&self, session: &Session) -> Result<Answer> {
        self.send(&Call::post("logout"), Some(session), &session.headers, Time::default()).await
    }
}
