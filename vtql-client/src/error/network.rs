//! Failures below HTTP: what they are, told from the chain of causes that the HTTP library gives.

use super::{Error, ErrorKind};
use std::error::Error as StdError;

impl Error {
    /// An error of the HTTP library about a request to `host`. The URL, which holds the query's
    /// text, is left out.
    pub(crate) fn network(error: reqwest::Error, host: &str) -> Self {
        let error = error.without_url();
        let cause = deepest(&error).to_string();
        let kind = kind_of(&error);
        let message = match kind {
            ErrorKind::UnknownHost => format!("the host `{host}` is not known: {cause}"),
            ErrorKind::Connect => format!("no connection to {host}: {cause}"),
            ErrorKind::Timeout if error.is_connect() => {
                format!("no connection to {host} in the time allowed")
            }
            ErrorKind::Timeout => format!("no answer from {host} in the time allowed"),
            _ => format!("the connection to {host} broke before the answer was complete: {cause}"),
        };
        Error::new(kind, message).with_source(error)
    }
}

fn kind_of(error: &reqwest::Error) -> ErrorKind {
    if error.is_timeout() {
        ErrorKind::Timeout
    } else if error.is_connect() {
        let lookup_failed = chain(error).any(|cause| cause.to_string().starts_with("dns error"));
        if lookup_failed { ErrorKind::UnknownHost } else { ErrorKind::Connect }
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
