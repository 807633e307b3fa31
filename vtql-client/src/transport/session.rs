//! The interface with sessions, `webservice.php`: a challenge, a login, then every request names its
//! session (observed on 8.4.0).
//!
//! The server works on one request of a session at a time, so requests that run together each have a
//! session of their own, and sessions are kept for the next request.

use super::answer::Answer;
use super::call::{Call, Verb};
use super::http::Http;
use crate::client::Credentials;
use crate::error::{Error, ErrorCode, ErrorKind, Result};
use reqwest::RequestBuilder;
use reqwest::header::HeaderMap;
use serde::Deserialize;
use std::sync::{Mutex, OnceLock, PoisonError};
use tokio::sync::Mutex as AsyncMutex;
use url::Url;
use vtql_parser::ast::RecordId;

pub(super) struct Sessions {
    http: Http,
    url: Url,
    credentials: Credentials,
    /// A newer challenge voids an older one, so there is one login at a time.
    login: AsyncMutex<()>,
    idle: Mutex<Vec<Session>>,
    user: OnceLock<RecordId>,
}

/// The name of a session. Whoever knows it is logged in.
struct Session(String);

#[derive(Deserialize)]
struct Challenge {
    token: String,
}

#[derive(Deserialize)]
struct Login {
    #[serde(rename = "sessionName")]
    session: String,
    #[serde(rename = "userId")]
    user: String,
}

impl Sessions {
    pub(super) fn new(http: Http, url: Url, credentials: Credentials) -> Self {
        Sessions {
            http,
            url,
            credentials,
            login: AsyncMutex::new(()),
            idle: Mutex::default(),
            user: OnceLock::new(),
        }
    }

    pub(super) async fn exchange(&self, call: &Call<'_>, headers: &HeaderMap) -> Result<Answer> {
        let kept = self.take();
        let was_kept = kept.is_some();
        let session = match kept {
            Some(session) => session,
            None => self.log_in(headers).await?,
        };
        let answer = self.within(call, &session, headers).await?;
        if call.operation() == "logout" {
            return Ok(answer);
        }
        if was_kept && says_session_is_over(&answer) {
            // Refused before anything was done, so it is safe to send a write again, too.
            let session = self.log_in(headers).await?;
            let answer = self.within(call, &session, headers).await?;
            self.keep(session);
            return Ok(answer);
        }
        self.keep(session);
        Ok(answer)
    }

    /// Sends a call within a session. There is no operation `me`: the user is one that the login named.
    async fn within(&self, call: &Call<'_>, session: &Session, headers: &HeaderMap) -> Result<Answer> {
        if call.operation() != "me" {
            return self.http.send(self.request(call, Some(session), headers)).await;
        }
        let user = self.user.get().ok_or_else(|| login_error("the login did not say who the user is"))?;
        let retrieve = Call::get("retrieve").param("id", user.to_string());
        self.http.send(self.request(&retrieve, Some(session), headers)).await
    }

    async fn log_in(&self, headers: &HeaderMap) -> Result<Session> {
        let _alone = self.login.lock().await;
        let challenge = Call::get("getchallenge").param("username", self.credentials.user());
        let Challenge { token } = self.ask(&challenge, headers).await?;
        let proof = format!("{:x}", md5::compute(format!("{token}{}", self.credentials.access_key())));
        let login = Call::post("login").param("username", self.credentials.user()).param("accessKey", proof);
        let Login { session, user } = self.ask(&login, headers).await?;
        self.http.redactor().learn(session.clone());
        if let Ok(user) = user.parse() {
            // All sessions are the same user's: it does not matter which login said so first.
            let _ = self.user.set(user);
        }
        Ok(Session(session))
    }

    async fn ask<T: serde::de::DeserializeOwned>(&self, call: &Call<'_>, headers: &HeaderMap) -> Result<T> {
        let answer = self.http.send(self.request(call, None, headers)).await?;
        answer
            .check()
            .and_then(|()| answer.result())
            .map_err(|error| error.of_login().with_operation(call.operation()))
    }

    /// Parameters of an operation that reads stand in the URL, of one that writes in the body.
    fn request(&self, call: &Call<'_>, session: Option<&Session>, headers: &HeaderMap) -> RequestBuilder {
        let mut params = vec![("operation", call.operation())];
        params.extend(session.map(|Session(name)| ("sessionName", name.as_str())));
        params.extend(call.params().iter().map(|(name, value)| (*name, &**value)));
        let request = match call.verb() {
            Verb::Get => self.http.client().get(self.url.clone()).query(&params),
            Verb::Post => self.http.client().post(self.url.clone()).form(&params),
        };
        request.headers(headers.clone())
    }

    pub(super) fn has_idle(&self) -> bool {
        !self.idle.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    fn take(&self) -> Option<Session> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    fn keep(&self, session: Session) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(session);
    }
}

fn says_session_is_over(answer: &Answer) -> bool {
    // Most answers are long and a success: only the others are worth reading for this.
    const LONGEST: usize = 4_096;
    answer.body().len() <= LONGEST && answer.refusal().code().is_some_and(ErrorCode::is_session_over)
}

fn login_error(message: &str) -> Error {
    Error::new(ErrorKind::UnexpectedAnswer, message).with_operation("login")
}
