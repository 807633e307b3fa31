//! Who may ask.
//!
//! Every web page can send requests to this machine. The token keeps out whoever was not given the address; the `Host`
//! keeps out pages that point a name of their own here (DNS rebinding); the `Origin`, pages of other sites that post
//! forms or open a `WebSocket`. An answer tells the browser to run and load nothing but the console's own files.

use crate::answer::refusal;
use crate::state::Shared;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header, uri::Authority};
use axum::middleware::Next;
use axum::response::Response;
use std::net::IpAddr;

/// What a page of the console may do.
pub(crate) const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The headers of every answer.
const HEADERS: [(header::HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CACHE_CONTROL, "no-store"),
    (header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Lets a request through that names this machine, and that no page of another site has sent.
pub(crate) async fn from_here(request: Request, next: Next) -> Response {
    let mut response = match foreign(request.headers(), request.uri().authority()) {
        None => next.run(request).await,
        Some(reason) => refusal(StatusCode::FORBIDDEN, "FORBIDDEN", &reason),
    };
    for (name, value) in HEADERS {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Lets a request through that has the token: in the address, or as a bearer.
pub(crate) async fn admit(State(state): State<Shared>, request: Request, next: Next) -> Response {
    let bearer = request.headers().get(header::AUTHORIZATION).and_then(|it| it.to_str().ok());
    let bearer = bearer.and_then(|it| it.strip_prefix("Bearer "));
    // Only what a browser itself asks for, the page and the WebSocket, has no header for it.
    let in_address = matches!(request.uri().path(), "/" | "/lsp");
    let query = request.uri().query().filter(|_| in_address).unwrap_or_default();
    let asked = query.split('&').find_map(|pair| pair.strip_prefix("token="));
    if [bearer, asked].into_iter().flatten().any(|token| state.is_token(token)) {
        return next.run(request).await;
    }
    let message = "the token is missing or wrong: open the address that `vtql` printed";
    refusal(StatusCode::UNAUTHORIZED, "TOKEN", message)
}

/// Why a request is none of a page of this server.
fn foreign(headers: &HeaderMap, asked: Option<&Authority>) -> Option<String> {
    let mut named = headers.get_all(header::HOST).iter();
    let (Some(host), None) = (named.next(), named.next()) else {
        return Some("a request names one host".to_owned());
    };
    let host: Option<Authority> = host.to_str().ok().and_then(|host| host.parse().ok());
    let Some(host) = host else { return Some("the host of the request cannot be read".to_owned()) };
    if let Some(other) = [Some(&host), asked].into_iter().flatten().find(|it| !is_loopback(it.host())) {
        return Some(format!("the console is not known as `{}`", other.host()));
    }
    for origin in headers.get_all(header::ORIGIN) {
        let origin = origin.to_str().unwrap_or("an unreadable origin");
        let own = origin.strip_prefix("http://").is_some_and(|it| it.eq_ignore_ascii_case(host.as_str()));
        if !own {
            return Some(format!("a page of {origin} may not ask the console"));
        }
    }
    let site = headers.get("sec-fetch-site").map(|site| site.to_str().unwrap_or_default());
    let is_other = site.is_some_and(|site| !matches!(site, "same-origin" | "none"));
    is_other.then(|| "a page of another site may not ask the console".to_owned())
}

fn is_loopback(host: &str) -> bool {
    let name = host.trim_end_matches('.');
    let address: Option<IpAddr> = name.trim_start_matches('[').trim_end_matches(']').parse().ok();
    name.eq_ignore_ascii_case("localhost") || address.is_some_and(|it| it.to_canonical().is_loopback())
}
