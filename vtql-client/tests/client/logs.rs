//! What anyone logs while the tests run, read for the key.

use crate::server::{BASIC, KEY};
use std::fmt::Write;
use std::sync::{Arc, Mutex, Once, OnceLock};
use tracing::field::{Field, Visit};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

/// The first text of a log that shows the key.
static SHOWN: OnceLock<String> = OnceLock::new();

/// Reads all logs of this process from now on.
pub(crate) fn watch() {
    static ONCE: Once = Once::new();
    let subscriber = || tracing_subscriber::registry().with(Reader::default());
    ONCE.call_once(|| tracing::subscriber::set_global_default(subscriber()).unwrap());
}

/// Fails when a log has shown the key so far, in whichever test.
pub(crate) fn assert_hidden() {
    if !std::thread::panicking() {
        assert_eq!(SHOWN.get(), None, "a log shows the key");
    }
}

/// What is logged while something is done, by the tasks of this thread.
pub(crate) async fn during(work: impl Future<Output = ()>) -> String {
    let reader = Reader { kept: Some(Arc::default()) };
    let kept = reader.kept.clone().unwrap();
    let guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(reader));
    work.await;
    drop(guard);
    let kept = kept.lock().unwrap();
    kept.clone()
}

/// Reads all that tracing says, of whomever, and keeps it when asked to.
#[derive(Clone, Default)]
struct Reader {
    kept: Option<Arc<Mutex<String>>>,
}

impl Reader {
    fn read(&self, text: &str) {
        if text.contains(KEY) || text.contains(BASIC) {
            SHOWN.get_or_init(|| text.to_owned());
        }
        if let Some(kept) = &self.kept {
            kept.lock().unwrap().push_str(text);
        }
    }
}

/// The fields of one span or event.
struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

impl<S: tracing::Subscriber> Layer<S> for Reader {
    fn on_new_span(&self, span: &tracing::span::Attributes<'_>, _: &tracing::span::Id, logs: Context<'_, S>) {
        let mut fields = Fields(span.metadata().name().to_owned());
        span.record(&mut fields);
        if let Some(around) = logs.current_span().metadata() {
            write!(fields.0, " within {}", around.name()).unwrap();
        }
        self.read(&fields.0);
    }

    fn on_record(&self, _: &tracing::span::Id, values: &tracing::span::Record<'_>, _: Context<'_, S>) {
        let mut fields = Fields(String::new());
        values.record(&mut fields);
        self.read(&fields.0);
    }

    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        let mut fields = Fields(String::new());
        event.record(&mut fields);
        self.read(&fields.0);
    }
}
