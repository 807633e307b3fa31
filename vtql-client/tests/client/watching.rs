use crate::server::{KEY, Reply, Server};
use std::fmt::Write;
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use vtql_client::{Client, Observe, Received, RetryPolicy, Sending};

#[derive(Default)]
struct Log(Mutex<Vec<String>>);

impl Observe for Log {
    fn sending(&self, request: &Sending<'_>) {
        let Sending { operation, module, attempt, .. } = request;
        self.0.lock().unwrap().push(format!("{operation} {module:?} {attempt}"));
    }

    fn received(&self, request: &Sending<'_>, answer: &Received) {
        let Received { status, bytes, error, .. } = answer;
        self.0.lock().unwrap().push(format!("{} {status:?} {bytes} {error:?}", request.operation));
    }
}

/// A query with a literal that nobody should read, on a server that fails once.
async fn run(log: Arc<Log>) {
    let server = Server::start(|_, n| match n {
        0 => Reply::with("503 Service Unavailable", "text/html", ""),
        _ => Reply::result(r#"[{"id":"12x1"}]"#),
    })
    .await;
    let quick = RetryPolicy::default()
        .waits(std::time::Duration::from_micros(50), std::time::Duration::from_micros(90));
    let client = Client::builder().url(&server.url).user("admin").access_key(KEY).retry(quick);
    let client = client.observe(log).build().unwrap();
    client
        .query("select id from Contacts where lastname = 'Tell-no-one' limit 1")
        .unwrap()
        .all()
        .await
        .unwrap();
}

#[tokio::test]
async fn an_observer_sees_every_attempt() {
    let log = Arc::new(Log::default());
    run(Arc::clone(&log)).await;
    assert_eq!(
        *log.0.lock().unwrap(),
        [
            "query Some(\"Contacts\") 1",
            "query Some(503) 0 Some(Status)",
            "query Some(\"Contacts\") 2",
            "query Some(200) 41 None",
        ]
    );
}

/// Writes down all that tracing says, of whomever.
#[derive(Clone, Default)]
struct Everything(Arc<Mutex<String>>);

impl Visit for Everything {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        write!(self.0.lock().unwrap(), " {field}={value:?}").unwrap();
    }
}

impl<S: tracing::Subscriber> Layer<S> for Everything {
    fn on_new_span(&self, span: &tracing::span::Attributes<'_>, _: &tracing::span::Id, _: Context<'_, S>) {
        self.0.lock().unwrap().push_str(span.metadata().name());
        span.record(&mut self.clone());
    }

    fn on_record(&self, _: &tracing::span::Id, values: &tracing::span::Record<'_>, _: Context<'_, S>) {
        values.record(&mut self.clone());
    }

    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        event.record(&mut self.clone());
    }
}

#[tokio::test]
async fn tracing_says_what_was_done_and_neither_key_nor_literals() {
    // For the whole process: what the other tests log must not show the key, either.
    let everything = Everything::default();
    tracing::subscriber::set_global_default(tracing_subscriber::registry().with(everything.clone())).unwrap();
    run(Arc::default()).await;
    let said = everything.0.lock().unwrap().clone();
    let first = "vtiger operation=\"query\" module=\"Contacts\" attempt=1";
    for part in [first, "status=503", "attempt=2", "bytes=41", "ms="] {
        assert!(said.contains(part), "{part} in {said}");
    }
    assert!(!said.contains(KEY) && !said.contains("YWRtaW46"), "{said}");
    assert!(!said.contains("Tell-no-one"), "{said}");
}
