//! How a session begins: a challenge, and the answer to it (observed on 8.4.0).
//!
//! A newer challenge of the same user voids an older one, so logins of several processes fail each other,
//! with the same codes as a wrong key. So the key is blamed only after several tries at random times.

use super::Terms;
use super::call::Call;
use super::credentials::Credentials;
use super::web_service::{Session, WebService};
use crate::error::{Error, ErrorCode, Result};
use crate::hook::{self, Received};
use reqwest::header::HeaderMap;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Mutex as AsyncMutex;
use tokio::time::sleep;
use tracing::Instrument;
use vtql_parser::ast::RecordId;

/// How often a login is tried whose challenge may have been voided.
const TRIES: u32 = 8;

/// The longest wait between two tries.
const LONGEST_WAIT: Duration = Duration::from_secs(4);

pub(super) struct Login {
    service: Arc<WebService>,
    credentials: Credentials,
    /// Logins of one client do not fail each other.
    alone: AsyncMutex<()>,
    named: Mutex<Option<Named>>,
}

/// Who the server said that we are.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) id: RecordId,
    /// The result of the operation `me`, as far as the login says it: not on all versions.
    pub(super) user: Option<String>,
}

#[derive(Deserialize)]
struct Challenge {
    token: String,
}

#[derive(Deserialize)]
struct Opened {
    #[serde(rename = "sessionName")]
    session: String,
    #[serde(rename = "userId")]
    id: String,
    username: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    email: Option<String>,
}

impl Login {
    pub(super) fn new(service: Arc<WebService>, credentials: Credentials) -> Self {
        Login { service, credentials, alone: AsyncMutex::new(()), named: Mutex::default() }
    }

    /// Who the login named, when there was one.
    pub(super) fn named(&self) -> Option<Named> {
        self.named.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A new session.
    pub(super) async fn open(&self, terms: Terms<'_>) -> Result<Session> {
        let _alone = self.alone.lock().await;
        let mut tries = 1;
        loop {
            let started = Instant::now();
            let error = match self.once(terms, tries).await {
                Err(error) if tries < TRIES && may_be_voided(&error) => error,
                outcome => return outcome.map_err(|error| error.with_attempts(tries)),
            };
            // As many times as long as a login takes, so that ever more of them find room.
            let room = started.elapsed().max(Duration::from_millis(1)) * (2 << tries);
            let wait = room.min(LONGEST_WAIT).mul_f64(fastrand::f64());
            tracing::debug!(%error, ?wait, "logging in again");
            sleep(wait).await;
            tries += 1;
        }
    }

    async fn once(&self, terms: Terms<'_>, attempt: u32) -> Result<Session> {
        let challenge = Call::get("getchallenge").param("username", self.credentials.user());
        let Challenge { token } = self.ask(&challenge, terms, attempt).await?.0;
        let proof = format!(
            "{:x}",
            md5::compute(format!("{token}{}", self.credentials.access_key().unwrap_or_default()))
        );
        self.service.redactor().learn(proof.clone());
        let login = Call::post("login").param("username", self.credentials.user()).param("accessKey", proof);
        let (opened, headers): (Opened, _) = self.ask(&login, terms, attempt).await?;
        self.service.redactor().learn(opened.session.clone());
        let named = opened.id.parse().ok().map(|id| Named { id, user: opened.user() });
        *self.named.lock().unwrap_or_else(PoisonError::into_inner) = named;
        Ok(Session::new(opened.session, headers))
    }

    /// Sends one request of a login. Answers what came, and the headers that hooks wanted the request to have.
    async fn ask<T: DeserializeOwned>(
        &self,
        call: &Call<'_>,
        terms: Terms<'_>,
        attempt: u32,
    ) -> Result<(T, HeaderMap)> {
        let named = |error: Error| error.with_operation(call.operation());
        let work = async {
            let request = terms.hooks.begin(call.operation(), None, attempt).await?;
            let headers = request.headers().clone();
            let answer = self.service.send(call, None, &headers, terms.time).await;
            let mut received = Received::nothing(request.elapsed());
            let outcome = answer.and_then(|answer| {
                answer.tell(&mut received);
                answer.check().and_then(|()| answer.result())
            });
            let outcome = outcome.map_err(|error| named(error.of_login()));
            Ok((request.end(received, outcome).await?, headers))
        };
        work.instrument(hook::span(call.operation(), None, attempt)).await.map_err(named)
    }
}

impl Opened {
    fn user(&self) -> Option<String> {
        let name = self.username.as_ref()?;
        let user = json!({
            "id": self.id,
            "user_name": name,
            "first_name": self.first_name,
            "last_name": self.last_name,
            "email1": self.email,
        });
        Some(user.to_string())
    }
}

fn may_be_voided(error: &Error) -> bool {
    matches!(error.code(), Some(ErrorCode::InvalidAuthToken | ErrorCode::InvalidUserCredentials))
}
