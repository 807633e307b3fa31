//! The interface with sessions, `webservice.php`: every request names its session (observed on 8.4.0).
//!
//! The server works on one request of a session at a time, so requests that run together each have a
//! session of their own, and sessions are kept for the next request.

use super::Terms;
use super::answer::Answer;
use super::call::Call;
use super::credentials::Credentials;
use super::farewell;
use super::http::Http;
use super::login::{Login, Named};
use super::pool::{Lease, Pool};
use super::web_service::WebService;
use crate::error::{Error, ErrorCode, ErrorKind, Result};
use std::sync::Arc;

pub(super) struct Sessions {
    service: Arc<WebService>,
    login: Login,
    pool: Pool,
}

impl Sessions {
    pub(super) fn new(http: Http, credentials: Credentials) -> Self {
        let service = Arc::new(WebService::new(http));
        Sessions { login: Login::new(Arc::clone(&service), credentials), service, pool: Pool::default() }
    }

    pub(super) async fn exchange(&self, call: &Call<'_>, terms: Terms<'_>) -> Result<Answer> {
        match call.operation() {
            "me" => self.me(terms).await,
            "logout" => self.end_one().await,
            "extendsession" => self.extend_one(call, terms).await,
            _ => self.within_a_session(call, terms).await,
        }
    }

    async fn within_a_session(&self, call: &Call<'_>, terms: Terms<'_>) -> Result<Answer> {
        let at_hand = self.pool.newest().filter(|_| !terms.in_new_session);
        let was_at_hand = at_hand.is_some();
        let lease = match at_hand {
            Some(lease) => lease,
            None => self.new_session(terms).await?,
        };
        let answer = self.service.send(call, lease.session(), terms.headers, terms.time).await?;
        if !says_session_is_over(&answer) {
            lease.keep();
            return Ok(answer);
        }
        lease.forget();
        Ok(if was_at_hand { answer.of_an_old_session() } else { answer })
    }

    async fn new_session(&self, terms: Terms<'_>) -> Result<Lease<'_>> {
        let session = terms.time.bound(self.login.open(terms)).await.map_err(Error::before_it_was_sent)?;
        Ok(self.pool.lease(session))
    }

    /// There is no operation `me`. The user is the one that the login named, and `retrieve` gives it to
    /// administrators alone (observed): so it is asked only where the login says no more than the id.
    async fn me(&self, terms: Terms<'_>) -> Result<Answer> {
        if self.pool.idle() == 0 {
            self.new_session(terms).await?.keep();
        }
        match self.login.named() {
            Some(Named { user: Some(user), .. }) => Ok(Answer::known(&user)),
            Some(Named { id, user: None }) => {
                let retrieve = Call::get("retrieve").param("id", id.to_string());
                self.within_a_session(&retrieve, terms).await
            }
            None => {
                let message = "the login did not say who the user is";
                Err(Error::new(ErrorKind::UnexpectedAnswer, message).with_operation("login"))
            }
        }
    }

    async fn end_one(&self) -> Result<Answer> {
        match self.pool.last() {
            Some(session) => self.service.end(&session).await,
            None => Ok(Answer::known("null")),
        }
    }

    /// Uses the session that was idle for longest. One that is over needs no extension.
    async fn extend_one(&self, call: &Call<'_>, terms: Terms<'_>) -> Result<Answer> {
        let Some(lease) = self.pool.oldest() else { return Ok(Answer::known("null")) };
        let answer = self.service.send(call, lease.session(), terms.headers, terms.time).await?;
        if says_session_is_over(&answer) {
            lease.forget();
            return Ok(Answer::known("null"));
        }
        lease.keep();
        Ok(answer)
    }

    pub(super) fn idle(&self) -> usize {
        self.pool.idle()
    }

    pub(super) fn open(&self) -> usize {
        self.pool.len()
    }
}

impl Drop for Sessions {
    fn drop(&mut self) {
        farewell::log_out(&self.service, &self.pool);
    }
}

fn says_session_is_over(answer: &Answer) -> bool {
    // Most answers are long and a success: only the others are worth reading for this.
    const LONGEST: usize = 4_096;
    answer.body().len() <= LONGEST && answer.refusal().code().is_some_and(ErrorCode::is_session_over)
}
