use super::answer::Answer;
use crate::client::Endpoint;
use crate::error::{Error, ErrorKind, Redactor, Result};
use std::time::Duration;

/// How long things may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timeouts {
    pub(crate) connect: Duration,
    pub(crate) request: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Timeouts { connect: Duration::from_secs(10), request: Duration::from_mins(1) }
    }
}

/// An answer longer than this is refused: positions in a page are 30 bits wide, and nothing that the
/// web service returns comes near.
const LONGEST_BODY: usize = 512 << 20;

/// The HTTP connection pool, set up as this web service needs it.
pub(crate) struct Http {
    client: reqwest::Client,
    authority: String,
    redactor: Redactor,
}

impl Http {
    pub(super) fn new(endpoint: &Endpoint, timeouts: Timeouts, redactor: Redactor) -> Result<Self> {
        let mut builder = reqwest::Client::builder()
            // The error code stands in the reason phrase, which HTTP/2 does not have.
            .http1_only()
            // A redirect could carry the key to another host.
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(timeouts.connect)
            .timeout(timeouts.request)
            .user_agent(concat!("vtql-client/", env!("CARGO_PKG_VERSION")));
        if endpoint.is_loopback() {
            builder = builder.no_proxy();
        }
        let client = builder.build().map_err(|error| {
            Error::new(ErrorKind::Config, "the HTTP client cannot be set up").with_source(error.without_url())
        })?;
        Ok(Http { client, authority: endpoint.authority(), redactor })
    }

    pub(super) fn client(&self) -> &reqwest::Client {
        &self.client
    }

    pub(super) fn redactor(&self) -> &Redactor {
        &self.redactor
    }

    /// Sends a request and reads the answer to its end.
    pub(super) async fn send(&self, request: reqwest::RequestBuilder) -> Result<Answer> {
        let lost = |error| Error::network(error, &self.authority);
        let mut response = request.send().await.map_err(lost)?;
        let mut body = Vec::with_capacity(length_hint(&response));
        while let Some(chunk) = response.chunk().await.map_err(lost)? {
            if body.len() + chunk.len() > LONGEST_BODY {
                let message = format!("the answer is longer than {} MiB", LONGEST_BODY >> 20);
                return Err(Error::new(ErrorKind::UnexpectedAnswer, message));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer::new(&response, body, self.redactor.clone()))
    }
}

/// What the server says of the body's length, where it is believable.
fn length_hint(response: &reqwest::Response) -> usize {
    const BELIEVED: u64 = 4 << 20;
    usize::try_from(response.content_length().unwrap_or(0).min(BELIEVED)).unwrap_or(0)
}
