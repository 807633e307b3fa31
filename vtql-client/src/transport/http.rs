use super::answer::{Answer, Asked};
use super::call::Call;
use super::endpoint::Endpoint;
use super::leaving::{Left, Watched};
use super::options::Options;
use super::patience::{Lost, Patience};
use super::sending::Form;
use crate::error::{Error, ErrorKind, Redactor, Result};
use crate::time::Time;
use hyper::body::Bytes;
use reqwest::header::CONTENT_TYPE;
use reqwest::{Body, Client, Request, RequestBuilder};
use std::sync::Arc;
use std::time::Duration;

/// How much a request may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// The time for a connection.
    pub(crate) connect: Duration,
    /// The time for a request, from its beginning to the end of its answer.
    pub(crate) request: Duration,
    /// The bytes of an answer's body.
    pub(crate) answer: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Bounds { connect: Duration::from_secs(10), request: Duration::from_mins(1), answer: 128 << 20 }
    }
}

/// The HTTP connection pool, set up as this web service needs it.
pub(crate) struct Http {
    client: Client,
    endpoint: Endpoint,
    bounds: Bounds,
    options: Options,
    redactor: Redactor,
}

impl Http {
    pub(super) fn new(
        endpoint: Endpoint,
        bounds: Bounds,
        options: Options,
        redactor: Redactor,
    ) -> Result<Self> {
        let client = match &options.client {
            Some(client) => client.clone(),
            None => client(&endpoint, bounds, &options)?,
        };
        Ok(Http { client, endpoint, bounds, options, redactor })
    }

    /// Connections of its own to the same end. Those of a client belong to the runtime that it was used in.
    pub(super) fn afresh(&self) -> Result<Self> {
        Http::new(self.endpoint.clone(), self.bounds, self.options.clone(), self.redactor.clone())
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    pub(super) fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    pub(super) fn redactor(&self) -> &Redactor {
        &self.redactor
    }

    /// Sends a request, with these parameters in its body, and reads the answer to its end. Of an answer that holds a
    /// secret, or of its failure, nothing is kept for errors.
    pub(super) async fn send(
        &self,
        request: RequestBuilder,
        form: Option<&[(&str, &str)]>,
        call: &Call<'_>,
        time: Time,
    ) -> Result<Answer> {
        let is_secret = call.is_secret();
        let left = Left::default();
        let patience = Patience::of(call, time, self.bounds.request)?;
        let request = match patience.of_all {
            Some(all) => request.timeout(all),
            None => request,
        };
        let (request, length) = self.leaving(request, form, call, &left).await?;
        if length > LONGEST_URL {
            return Err(Error::new(ErrorKind::TooLong, "").of_a_long_request(length));
        }
        let lost = |error: Lost| {
            let error = match error {
                Lost::Network(error) => Error::network(error, &self.endpoint.authority(), left.get()),
                Lost::Idle => Error::idle(&self.endpoint.authority(), left.get()),
            };
            if is_secret { error.without_source() } else { error }
        };
        let asked_at = request.url().clone();
        let response = patience.while_it_moves(self.client.execute(request), &left).await;
        let mut response = response.map_err(|error| {
            let error = lost(error);
            if length >= CUT_OFF && error.was_cut_off() { error.of_a_long_request(length) } else { error }
        })?;
        if *response.url() != asked_at {
            let message = "the HTTP client that was given followed a redirect, which could carry the key to another \
                           host: set it up with `redirect(Policy::none())`";
            return Err(Error::new(ErrorKind::Config, message).of_an_open_end());
        }
        let mut saving = match call.saving() {
            Some(saving) => Some(saving.begin().await?),
            None => None,
        };
        let (mut body, mut bytes) = (Vec::with_capacity(length_hint(&response)), 0);
        while let Some(chunk) = patience.for_more(response.chunk()).await.map_err(lost)? {
            bytes += chunk.len();
            match &mut saving {
                Some(saving) => saving.take(&chunk, &mut body).await.map_err(Error::of_an_open_end)?,
                None => body.extend_from_slice(&chunk),
            }
            if body.len() > self.bounds.answer {
                let message = format!(
                    "the answer is longer than {} bytes: ask for less at a time, or set the longest answer \
                     that the client is to take",
                    self.bounds.answer
                );
                return Err(Error::new(ErrorKind::UnexpectedAnswer, message).of_an_open_end());
            }
        }
        let elsewhere = self.endpoint.of_open_source().map(Arc::from);
        let in_steps = call.is_done_in_steps();
        let asked = Asked { length, is_secret, in_steps, redactor: self.redactor.clone(), elsewhere };
        Ok(Answer::new(&response, body, bytes, asked))
    }

    /// The request with a body that notices when it leaves, and the length of its first line, which is
    /// what web servers bound.
    async fn leaving(
        &self,
        request: RequestBuilder,
        form: Option<&[(&str, &str)]>,
        call: &Call<'_>,
        left: &Left,
    ) -> Result<(Request, usize)> {
        let parts = match call.enclosure() {
            Some(file) => Some(Form::new(form.unwrap_or_default(), file, left.clone()).await?),
            None => None,
        };
        let request = match (&parts, form) {
            (Some(parts), _) => request.header(CONTENT_TYPE, &parts.content_type),
            (None, Some(form)) => request.form(form),
            (None, None) => request,
        };
        let mut request = request.build().map_err(|error| {
            Error::new(ErrorKind::Encode, "the request cannot be written").with_source(error.without_url())
        })?;
        *request.body_mut() = Some(match parts {
            Some(parts) => Body::wrap(parts.body),
            None => {
                let body = request.body().and_then(Body::as_bytes).map(Bytes::copy_from_slice);
                Body::wrap(Watched::new(body.unwrap_or_default(), left.clone()))
            }
        });
        let length = request.url().as_str().len();
        Ok((request, length))
    }
}

/// A client that is set up as this web service needs it.
fn client(endpoint: &Endpoint, bounds: Bounds, options: &Options) -> Result<Client> {
    let mut builder = Client::builder()
        // The error code stands in the reason phrase, which HTTP/2 does not have.
        .http1_only()
        // A redirect could carry the key to another host.
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(bounds.connect)
        .user_agent(concat!("vtql-client/", env!("CARGO_PKG_VERSION")));
    if endpoint.is_loopback() {
        // What the environment says of proxies.
        builder = builder.no_proxy();
    }
    options.apply(builder)?.build().map_err(|error| {
        Error::new(ErrorKind::Config, "the HTTP client cannot be set up").with_source(error.without_url())
    })
}

/// A request whose first line is as long as this is cut off by usual web servers without an answer
/// (observed).
const CUT_OFF: usize = 64_000;

/// No URL is longer than this (the `http` crate's own bound).
const LONGEST_URL: usize = 65_534;

/// What the server says of the body's length, where it is believable.
fn length_hint(response: &reqwest::Response) -> usize {
    const BELIEVED: u64 = 4 << 20;
    usize::try_from(response.content_length().unwrap_or(0).min(BELIEVED)).unwrap_or(0)
}
