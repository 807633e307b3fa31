//! The client against a hand-made server on loopback, which can do what HTTP libraries will not:
//! reason phrases, resets, bodies that end too early.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod certainty;
mod connections;
mod contacts;
mod encryption;
mod errors;
mod faults;
#[cfg(feature = "testing")]
mod fixtures_of_tests;
mod hooks;
mod ids;
mod lengths;
mod logs;
mod misfits;
mod queries;
mod recorded;
mod records;
#[cfg(feature = "replay")]
mod replays;
mod secrets;
mod server;
mod sessions;
mod watching;

#[test]
fn handles_can_be_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    fn sent<T: Send>() {}
    shared::<vtql_client::Client>();
    shared::<vtql_client::Error>();
    shared::<vtql_client::Record>();
    shared::<vtql_client::Fetch<vtql_client::Record>>();
    sent::<vtql_client::Rows<vtql_client::Record>>();
}
