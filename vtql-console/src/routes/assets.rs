//! The page: files that were built of `page/`, and nothing else.

use crate::access;
use crate::answer::refusal;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

const PAGE: &str = include_str!("../../assets/index.html");

/// The other files, with their types. There is no path: only these names.
const FILES: &[(&str, &str, &str)] = &[
    ("console.js", "text/javascript; charset=utf-8", include_str!("../../assets/console.js")),
    ("console.css", "text/css; charset=utf-8", include_str!("../../assets/console.css")),
    ("icon.svg", "image/svg+xml", include_str!("../../assets/icon.svg")),
];

/// The page. The editor makes its styles at run time: they are told from others by a number that is used once.
pub(crate) async fn page() -> Response {
    let mut bytes = [0_u8; 16];
    if getrandom::fill(&mut bytes).is_err() {
        return refusal(StatusCode::INTERNAL_SERVER_ERROR, "RANDOM", "this machine has no random numbers");
    }
    let nonce = format!("{:032x}", u128::from_ne_bytes(bytes));
    let policy = access::POLICY.replace("style-src 'self'", &format!("style-src 'self' 'nonce-{nonce}'"));
    ([(header::CONTENT_SECURITY_POLICY, policy)], Html(PAGE.replace("{nonce}", &nonce))).into_response()
}

pub(crate) async fn asset(Path(name): Path<String>) -> Response {
    match FILES.iter().find(|(known, ..)| *known == name) {
        Some((_, kind, text)) => ([(header::CONTENT_TYPE, *kind)], *text).into_response(),
        None => refusal(StatusCode::NOT_FOUND, "NOT_FOUND", "there is no such file"),
    }
}
