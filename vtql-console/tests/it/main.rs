//! A console in front of a sandbox: what it answers, and to whom it does not.

#![allow(missing_docs)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod attacks;
mod built;
mod routes;
mod served;
