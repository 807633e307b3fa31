//! Failures below HTTP: what they are, told from the chain of causes that the HTTP library gives.

use super::{Error, ErrorKind};
use std::error::Error as StdError;

impl Error {
    /// An error of the HTTP library about a request to `host`, of which nothing was sent unless it had left.
    /// The URL, which holds the query's text, is left out.
    pub(crate) fn network(error: reqwest::Error, host: &str, had_left: bool) -> Self {
        let error = error.without_url();
        let timed_out = error.is_timeout();
        let cause = deepest(&error).to_string();
        let kind = kind_of(&error, had_left);
        let message = match kind {
            ErrorKind::UnknownHost => format!("the host `{host}` is not known: {cause}"),
            ErrorKind::Connect if timed_out => format!("no connection to {host} in the time allowed"),
            ErrorKind::Connect => format!("no connection to {host}: {cause}"),
            ErrorKind::Timeout => format!("no answer from {host} in the time allowed"),
            _ => format!("the connection to {host} broke before the answer was complete: {cause}"),
        };
        let error = Error::new(kind, message).with_timeout(timed_out).with_source(error);
        if had_left { error.of_an_open_end() } else { error }
    }

    /// Nothing moved between us and `host` for the time allowed.
    pub(crate) fn idle(host: &str, had_left: bool) -> Self {
        let error = if had_left {
            let message = format!("nothing came from {host} in the time allowed");
            Error::new(ErrorKind::Timeout, message).of_an_open_end()
        } else {
            Error::new(ErrorKind::Connect, format!("no connection to {host} in the time allowed"))
        };
        error.with_timeout(true)
    }
}

fn kind_of(error: &reqwest::Error, had_left: bool) -> ErrorKind {
    // The time of the request can run out before that of the connection does.
    if error.is_connect() || (error.is_timeout() && !had_left) {
        let lookup_failed = chain(error).any(|cause| cause.to_string().starts_with("dns error"));
        if lookup_failed { ErrorKind::UnknownHost } else { ErrorKind::Connect }
    } else if error.is_timeout() {
        ErrorKind::Timeout
    } else {
        ErrorKind::Interrupted
    }
}

fn chain<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
}

fn deepest<'a>(error: &'a (dyn StdError + 'static)) -> &'a (dyn StdError + 'static) {
    chain(error).last().unwrap_or(error)
}
