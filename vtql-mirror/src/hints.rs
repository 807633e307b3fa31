use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use vtql_client::RecordId;

/// What others said about changes in the CRM, such as the workflows of Vtiger: that something changed, and which
/// records are named. Nothing of it is believed. A hint makes the next run come sooner, and the records that it names
/// are asked for once more: [`Sync::hinted`](crate::Sync::hinted).
///
/// ```
/// use vtql_mirror::Hints;
///
/// let hints = Hints::new();
/// hints.take(br#"{"event": "update", "id": "12x345", "lastname": "x' or 1=1"}"#);
/// let ids = hints.drain();
/// assert_eq!(ids.iter().map(ToString::to_string).collect::<Vec<_>>(), ["12x345"]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Hints(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    ids: Mutex<BTreeSet<RecordId>>,
    came: Notify,
}

/// So many ids are kept at most: ten requests. What is behind them is found in the usual way, or not before it is due.
const MOST: usize = 1_000;

impl Hints {
    /// Without any.
    pub fn new() -> Self {
        Hints::default()
    }

    /// Takes a hint: of a text of any form the words that are record ids, and nothing else.
    pub fn take(&self, body: &[u8]) {
        let mut ids = self.ids();
        for id in body.split(|byte| !byte.is_ascii_alphanumeric()).filter_map(record_id) {
            if ids.len() >= MOST {
                break;
            }
            ids.insert(id);
        }
        self.0.came.notify_one();
    }

    /// Waits for a hint, and then so long for more.
    pub async fn come(&self, gather: Duration) {
        self.0.came.notified().await;
        tokio::time::sleep(gather).await;
        // Those that came meanwhile are the same run's.
        let _ = futures::FutureExt::now_or_never(self.0.came.notified());
    }

    /// The ids so far, which are forgotten here.
    pub fn drain(&self) -> BTreeSet<RecordId> {
        std::mem::take(&mut *self.ids())
    }

    /// Gives ids back that could not be asked for.
    pub fn give_back(&self, ids: BTreeSet<RecordId>) {
        let mut kept = self.ids();
        kept.extend(ids);
        while kept.len() > MOST {
            kept.pop_last();
        }
    }

    fn ids(&self) -> MutexGuard<'_, BTreeSet<RecordId>> {
        self.0.ids.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A word that is digits, an `x`, and digits.
fn record_id(word: &[u8]) -> Option<RecordId> {
    // Longer ones are of no server.
    if word.len() > 30 {
        return None;
    }
    let word = str::from_utf8(word).ok()?;
    let (module, record) = word.split_once('x')?;
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (are_digits(module) && are_digits(record)).then(|| word.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(body: &[u8]) -> Vec<String> {
        let hints = Hints::new();
        hints.take(body);
        hints.drain().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn ids_are_found_in_any_form_and_nothing_else_is() {
        assert_eq!(of(br#"{"a":[{"id":"12x5"}],"b":"4x7"}"#), ["4x7", "12x5"]);
        assert_eq!(of(b"module=Contacts&id=12x5&name=a%20b"), ["12x5"]);
        for body in [
            &b""[..],
            b"12x",
            b"x5",
            b"12X5",
            b"0x1g",
            b"a12x5",
            b"12x5x6",
            b"99999999999x1",
            b"1x99999999999999999999999",
            b"\xff\xfe12\xc3x5\0",
        ] {
            assert_eq!(of(body), Vec::<String>::new(), "{body:?}");
        }
        assert_eq!(of(b"12x5' or id > '0"), ["12x5"], "the words behind it are none");
    }

    #[test]
    fn no_more_than_so_many_are_kept() {
        let body: Vec<String> = (0..50_000).map(|number| format!("12x{number}")).collect();
        let hints = Hints::new();
        hints.take(body.join(" ").as_bytes());
        let ids = hints.drain();
        assert_eq!(ids.len(), MOST);
        hints.take(b"12x60000");
        hints.give_back(ids);
        assert_eq!(hints.drain().len(), MOST);
    }

    #[tokio::test]
    async fn a_flood_of_hints_is_one_run() {
        let hints = Hints::new();
        for _ in 0..100 {
            hints.take(b"12x1");
        }
        hints.come(Duration::from_millis(50)).await;
        let again = tokio::time::timeout(Duration::from_millis(200), hints.come(Duration::ZERO)).await;
        assert!(again.is_err(), "all of them were for the run before");
        hints.take(b"");
        hints.come(Duration::ZERO).await;
    }
}
