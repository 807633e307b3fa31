//! The sandbox from outside: over HTTP, as a client sees it.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod activities;
mod bounds;
mod demo;
mod faults;
mod history;
mod inventory;
mod operations;
mod ordered;
mod recorded_operations;
mod recordings;
mod replay;
mod rest;
mod rights;
mod second_run;
mod shape;
mod soak;
mod strangers;
mod support;
mod ties;
mod verdicts;
mod webservice;
