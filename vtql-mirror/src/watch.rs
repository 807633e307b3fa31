use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Instant, SystemTime};
use vtql_client::{Received, RequestHook, Result, Sending};

/// Counts the requests of a client, and keeps the time of its server. One has to be a hook of the client whose data
/// goes out: a clone is the same watch.
///
/// ```
/// use vtql_client::Client;
/// use vtql_mirror::Watch;
///
/// let watch = Watch::new();
/// let client = Client::builder().url("https://crm.example.com").user("admin").access_key("…").hook(watch.clone());
/// # let _ = client.build()?;
/// assert_eq!(watch.requests(), 0);
/// # Ok::<(), vtql_client::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Watch(Arc<Mutex<Seen>>);

#[derive(Debug, Default)]
struct Seen {
    requests: u64,
    by_module: BTreeMap<String, u64>,
    refused: u64,
    server_time: Option<SystemTime>,
    /// When it did, by this machine's clock.
    told_at: Option<Instant>,
}

impl Watch {
    /// A watch that has seen nothing.
    pub fn new() -> Self {
        Watch::default()
    }

    /// The requests so far, those that failed among them. What it takes to begin and to end a session is not
    /// counted.
    pub fn requests(&self) -> u64 {
        self.seen().requests
    }

    /// Those that were about a module.
    pub fn requests_of(&self, module: &str) -> u64 {
        self.seen().by_module.get(module).copied().unwrap_or_default()
    }

    /// How many the server refused since there were too many (HTTP 429).
    pub fn refused(&self) -> u64 {
        self.seen().refused
    }

    /// When the server gave its last answer, by its own clock.
    pub fn server_time(&self) -> Option<SystemTime> {
        self.seen().server_time
    }

    /// A moment by the server's clock, in seconds since 1970, that is surely not after the one of `earlier` on this
    /// machine's clock; `None` while no answer has told the time.
    pub(crate) fn server_second_at(&self, earlier: Instant) -> Option<i64> {
        let seen = self.seen();
        let told = seen.server_time?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        let told = i64::try_from(told.as_secs()).ok()?;
        // What the server told was true when the answer came, or before.
        let since = |moment: Instant| i64::try_from(moment.elapsed().as_secs()).unwrap_or(i64::MAX / 4);
        Some(told + since(seen.told_at?) - since(earlier) - 1)
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The operations that begin and end sessions.
const SESSION: [&str; 4] = ["getchallenge", "login", "extendsession", "logout"];

impl RequestHook for Watch {
    async fn after(&self, request: &Sending<'_>, answer: &Received) -> Result<()> {
        let seen = &mut *self.seen();
        seen.requests += u64::from(!SESSION.contains(&request.operation));
        if let Some(module) = request.module {
            *seen.by_module.entry(module.to_owned()).or_default() += 1;
        }
        seen.refused += u64::from(answer.status == Some(429));
        if let Some(time) = answer.server_time {
            seen.server_time = Some(time);
            seen.told_at = Some(Instant::now());
        }
        Ok(())
    }
}
