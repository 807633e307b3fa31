//! How a call becomes an HTTP request, and what comes back.

mod answer;
mod call;
mod contents;
mod credentials;
mod endpoint;
mod farewell;
mod frame;
mod http;
mod leaving;
mod login;
mod options;
mod patience;
mod pool;
mod reading;
mod refusal;
mod rest;
mod said;
mod saving;
mod sending;
mod sessions;
#[cfg(feature = "replay")]
mod tape;
mod web_service;

pub(crate) use answer::Answer;
pub(crate) use call::Call;
pub use call::Verb;
pub(crate) use credentials::{Credentials, Tokens};
pub(crate) use endpoint::{Endpoint, Interface};
pub(crate) use http::Bounds;
pub(crate) use options::Options;
pub(crate) use saving::Saving;
pub(crate) use sending::{Contents, Enclosure};

use crate::error::{Error, ErrorKind, Redactor, Result};
use crate::hook::Hooks;
use crate::time::Time;
use http::Http;
use reqwest::header::HeaderMap;
use rest::Rest;
use sessions::Sessions;
#[cfg(feature = "replay")]
use std::path::Path;

/// How a call is to be sent.
#[derive(Clone, Copy)]
pub(crate) struct Terms<'a> {
    /// Headers beside those that it takes.
    pub(crate) headers: &'a HeaderMap,
    pub(crate) time: Time,
    /// Who is told of the logins that it takes.
    pub(crate) hooks: &'a Hooks,
    /// Whether the sessions at hand may be over.
    pub(crate) in_new_session: bool,
}

/// The way to one instance's web service. Open sessions are ended when it is dropped.
pub(crate) struct Transport {
    endpoint: Endpoint,
    user: String,
    way: Way,
    #[cfg(feature = "replay")]
    recorder: Option<tape::Recorder>,
}

enum Way {
    Rest(Rest),
    Sessions(Sessions),
    #[cfg(feature = "replay")]
    Tape(tape::Player),
}

impl Transport {
    pub(crate) fn new(
        endpoint: Endpoint,
        credentials: Credentials,
        bounds: Bounds,
        options: Options,
    ) -> Result<Self> {
        let redactor = Redactor::new(credentials.access_key().map(str::to_owned));
        #[cfg(feature = "replay")]
        let recorder = match &options.tape {
            Some(path) => {
                Some(tape::Recorder::new(path, credentials.user(), endpoint.interface(), redactor.clone())?)
            }
            None => None,
        };
        let http = Http::new(endpoint.clone(), bounds, options, redactor)?;
        let user = credentials.user().to_owned();
        let way = match (endpoint.interface(), credentials.access_key()) {
            (Interface::Rest, _) => Way::Rest(Rest::new(http, credentials)),
            (Interface::Session, Some(_)) => Way::Sessions(Sessions::new(http, credentials)),
            (Interface::Session, None) => {
                let message = "webservice.php takes no bearer tokens: it wants a user name and an access key";
                return Err(Error::new(ErrorKind::Config, message));
            }
        };
        Ok(Transport {
            endpoint,
            user,
            way,
            #[cfg(feature = "replay")]
            recorder,
        })
    }

    /// One that plays a tape.
    #[cfg(feature = "replay")]
    pub(crate) fn of_tape(path: &Path) -> Result<Self> {
        let player = tape::Player::new(path)?;
        // Nothing is sent there.
        let url = match player.interface() {
            Interface::Rest => "https://tape.invalid",
            Interface::Session => "https://tape.invalid/webservice.php",
        };
        let (endpoint, user) = (Endpoint::new(url, &[])?, player.user().to_owned());
        Ok(Transport { endpoint, user, way: Way::Tape(player), recorder: None })
    }

    pub(crate) fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    pub(crate) fn user(&self) -> &str {
        &self.user
    }

    /// Sends the call once; with sessions, after a login where it takes one.
    pub(crate) async fn exchange(&self, call: &Call<'_>, terms: Terms<'_>) -> Result<Answer> {
        let answer = match &self.way {
            Way::Rest(rest) => rest.exchange(call, terms).await,
            Way::Sessions(sessions) => sessions.exchange(call, terms).await,
            #[cfg(feature = "replay")]
            Way::Tape(player) => player.exchange(call),
        }?;
        #[cfg(feature = "replay")]
        if let Some(recorder) = &self.recorder {
            recorder.note(call, &answer).map_err(Error::of_an_open_end)?;
        }
        Ok(answer)
    }

    /// How many sessions there are that no request is using.
    pub(crate) fn idle_sessions(&self) -> usize {
        self.sessions().map_or(0, Sessions::idle)
    }

    /// How many sessions are to be ended.
    pub(crate) fn open_sessions(&self) -> usize {
        self.sessions().map_or(0, Sessions::open)
    }

    fn sessions(&self) -> Option<&Sessions> {
        if let Way::Sessions(sessions) = &self.way { Some(sessions) } else { None }
    }
}
