//! A sandbox, a session over it, and the rows of statements as texts.

use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};
use std::path::Path;
use vtql_client::Client;
use vtql_mirror::format::Format;
use vtql_mirror::{Export, Watch};
use vtql_sandbox::{Profile, Sandbox, SandboxBuilder};
use vtql_sql::{Error, Meter, Session, Settings};

/// A session over a sandbox.
pub(crate) struct Instance {
    pub(crate) sandbox: Sandbox,
    pub(crate) session: Session,
}

/// Rows as texts; `None` is NULL.
pub(crate) type Rows = Vec<Vec<Option<String>>>;

impl Instance {
    pub(crate) async fn of(sandbox: SandboxBuilder) -> Self {
        Instance::with(sandbox, |settings| settings.files = true).await
    }

    pub(crate) async fn with(sandbox: SandboxBuilder, set: impl FnOnce(&mut Settings)) -> Self {
        let sandbox = sandbox.start().await.unwrap();
        let mut settings = Settings::default();
        settings.snapshot = Some(vtql_sandbox::default_snapshot());
        set(&mut settings);
        let session = session(&sandbox, settings).await;
        sandbox.clear_log();
        Instance { sandbox, session }
    }

    /// The rows of a statement, with the texts of the requests that it took.
    pub(crate) async fn run(&self, text: &str) -> Result<(Rows, Vec<String>), Error> {
        self.run_within(text, None).await
    }

    pub(crate) async fn run_within(
        &self,
        text: &str,
        most: Option<u64>,
    ) -> Result<(Rows, Vec<String>), Error> {
        self.sandbox.clear_log();
        let mut stream = self.session.run(text, most).await?;
        let mut rows = Rows::new();
        while let Some(batch) = stream.next().await? {
            let options = FormatOptions::new().with_timestamp_format(Some("%Y-%m-%d %H:%M:%S"));
            let columns: Vec<_> = batch
                .columns()
                .iter()
                .map(|column| (column, ArrayFormatter::try_new(column.as_ref(), &options).unwrap()))
                .collect();
            for row in 0..batch.num_rows() {
                let cells = columns
                    .iter()
                    .map(|(column, text)| (!column.is_null(row)).then(|| text.value(row).to_string()));
                rows.push(cells.collect());
            }
        }
        Ok((rows, self.queries()))
    }

    /// The texts of the queries since the last statement began.
    pub(crate) fn queries(&self) -> Vec<String> {
        let log = self.sandbox.log().into_iter().filter(|request| request.operation == "query");
        log.map(|request| request.subject).collect()
    }
}

pub(crate) async fn session(sandbox: &Sandbox, settings: Settings) -> Session {
    let meter = Meter::new();
    let client = client(sandbox, meter.clone());
    Session::new(client, meter, settings).await.unwrap()
}

fn client(sandbox: &Sandbox, hook: impl vtql_client::RequestHook + 'static) -> Client {
    let builder = Client::builder().url(sandbox.url()).user(sandbox.user()).access_key(sandbox.access_key());
    builder.hook(hook).build().unwrap()
}

/// Writes modules to an SQLite file.
pub(crate) async fn mirror(sandbox: &Sandbox, modules: &[&str], file: &Path) {
    let watch = Watch::new();
    let client = client(sandbox, watch.clone());
    Export::new(client, watch, Format::Sqlite, file).modules(modules.iter().copied()).run().await.unwrap();
}

/// A sandbox of the cloud edition, with some hundreds of records.
pub(crate) fn small() -> SandboxBuilder {
    Sandbox::builder()
        .profile(Profile::Cloud)
        .seed(19)
        .rows("Contacts", 700)
        .rows("Accounts", 130)
        .rows("Potentials", 260)
        .rows("HelpDesk", 170)
}
