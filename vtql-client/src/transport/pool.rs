//! The sessions of a client.

use super::web_service::Session;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Sessions between their requests.
#[derive(Debug, Default)]
pub(super) struct Pool(Mutex<Open>);

#[derive(Debug, Default)]
struct Open {
    /// Those for the next requests; the one that was used last is used first.
    idle: VecDeque<Session>,
    /// Those whose last request was given up. The server may still be at work on it, and lets the next one
    /// wait, so they are only ended.
    given_up: VecDeque<Session>,
}

/// How many sessions are kept to be ended. The server ends older ones itself.
const GIVEN_UP: usize = 64;

impl Pool {
    /// The session that was used last.
    pub(super) fn newest(&self) -> Option<Lease<'_>> {
        let session = self.open().idle.pop_back()?;
        Some(self.lease(session))
    }

    /// The session that has not been used for longest.
    pub(super) fn oldest(&self) -> Option<Lease<'_>> {
        let session = self.open().idle.pop_front()?;
        Some(self.lease(session))
    }

    /// Any session, to end it.
    pub(super) fn last(&self) -> Option<Session> {
        let open = &mut *self.open();
        open.idle.pop_back().or_else(|| open.given_up.pop_back())
    }

    /// A new session, for a request.
    pub(super) fn lease(&self, session: Session) -> Lease<'_> {
        Lease { pool: self, session: Some(session) }
    }

    pub(super) fn idle(&self) -> usize {
        self.open().idle.len()
    }

    pub(super) fn len(&self) -> usize {
        let open = self.open();
        open.idle.len() + open.given_up.len()
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A session in use. One that is neither kept nor over when it is dropped was given up.
#[derive(Debug)]
pub(super) struct Lease<'a> {
    pool: &'a Pool,
    session: Option<Session>,
}

impl Lease<'_> {
    pub(super) fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// The request was answered: the session serves the next one.
    pub(super) fn keep(mut self) {
        self.pool.open().idle.extend(self.session.take());
    }

    /// The server knows the session no more.
    pub(super) fn forget(mut self) {
        self.session = None;
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        if let Some(session) = self.session.take() {
            let given_up = &mut self.pool.open().given_up;
            if given_up.len() == GIVEN_UP {
                given_up.pop_front();
            }
            given_up.push_back(session);
        }
    }
}
