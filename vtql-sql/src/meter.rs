use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use vtql_client::{Error, RequestHook, Result, Sending};

/// Counts the requests for rows and counts, and stops before one too many. A hook of the client; clones count together.
///
/// Logins and descriptions do not count. A request that is tried again counts again.
///
/// ```
/// use vtql_client::Client;
/// use vtql_sql::Meter;
///
/// let meter = Meter::new();
/// let client = Client::builder().url("https://crm.example.com").user("me").access_key("…").hook(meter.clone());
/// meter.start(Some(20));
/// assert_eq!(meter.requests(), 0);
/// # let _ = client;
/// ```
#[derive(Clone, Debug, Default)]
pub struct Meter(Arc<Counts>);

#[derive(Debug)]
struct Counts {
    sent: AtomicU64,
    most: AtomicU64,
}

impl Default for Counts {
    fn default() -> Self {
        Counts { sent: AtomicU64::new(0), most: AtomicU64::new(u64::MAX) }
    }
}

impl Meter {
    /// A meter without a bound.
    pub fn new() -> Self {
        Meter::default()
    }

    /// Begins at zero, with a bound or without.
    pub fn start(&self, most: Option<u64>) {
        self.0.sent.store(0, Ordering::Relaxed);
        self.0.most.store(most.unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// The requests since the start.
    pub fn requests(&self) -> u64 {
        self.0.sent.load(Ordering::Relaxed)
    }
}

impl RequestHook for Meter {
    async fn before(&self, request: &mut Sending<'_>) -> Result<()> {
        if !matches!(request.operation, "query" | "query_related") {
            return Ok(());
        }
        let most = self.0.most.load(Ordering::Relaxed);
        let next = |sent: u64| (sent < most).then_some(sent + 1);
        match self.0.sent.fetch_update(Ordering::Relaxed, Ordering::Relaxed, next) {
            Ok(_) => Ok(()),
            Err(_) => {
                Err(Error::hook(format!("the statement takes more than {most} requests, and was stopped")))
            }
        }
    }
}
