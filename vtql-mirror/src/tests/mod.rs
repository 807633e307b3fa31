//! Exports and mirrors of a sandbox, compared with its own dump.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod beside;
mod empty;
mod ends;
mod formats;
mod late;
mod model;
mod moments;
mod places;
mod proxy;
mod schema;
mod settled;
mod silent;
mod support;
