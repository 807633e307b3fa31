//! Statements from their text to their rows.

use crate::catalog;
use crate::error::{Error, Result};
use crate::instance::Instance;
use crate::local;
use crate::meter::Meter;
use crate::names::without_case;
use crate::precedence;
use crate::price::{self, Price};
use crate::rules;
use crate::scan::ModuleTable;
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::dataframe::DataFrame;
use datafusion::datasource::source_as_provider;
use datafusion::error::DataFusionError;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::execution::session_state::{SessionState, SessionStateBuilder};
use datafusion::logical_expr::{DdlStatement, LogicalPlan};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::execute_stream;
use datafusion::prelude::{SessionConfig, SessionContext};
use datafusion::sql::parser::Statement;
use futures::TryStreamExt;
use std::fmt;
use std::path::Path;
use std::sync::Arc;
use vtql_arrow::MisfitLog;
use vtql_client::Client;
use vtql_schema::Snapshot;

/// The name of the catalog that an instance is.
pub(crate) const CATALOG: &str = "vtiger";

/// What a session is to be like.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Settings {
    /// What the instance has. Without it modules are described when they are first named.
    pub snapshot: Option<Snapshot>,
    /// The most memory that statements take, in bytes. What needs more is put on disk where it can be, and else fails.
    pub memory: Option<usize>,
    /// Whether `select … from 'FILE'`, `copy … to` and tables of files are allowed.
    pub files: bool,
}

/// Statements over an instance.
///
/// ```no_run
/// use vtql_client::Client;
/// use vtql_sql::{Meter, Session, Settings};
///
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// let meter = Meter::new();
/// let client = Client::builder().url("https://crm.example.com").user("me").access_key("…").hook(meter.clone());
/// let session = Session::new(client.build()?, meter, Settings::default()).await?;
/// let text = "select a.accountname, count(*) from contacts c join accounts a on c.account_id = a.id group by 1";
/// println!("{} requests", session.price(text).await?.requests);
/// let mut rows = session.run(text, None).await?;
/// while let Some(batch) = rows.next().await? {
///     println!("{} rows", batch.num_rows());
/// }
/// # Ok(())
/// # }
/// ```
pub struct Session {
    context: SessionContext,
    instance: Arc<Instance>,
    meter: Meter,
    files: bool,
}

impl Session {
    /// A session over an instance. The meter has to be a hook of the client.
    ///
    /// # Errors
    ///
    /// Those of asking for the names of the modules, when there is no snapshot.
    pub async fn new(client: Client, meter: Meter, settings: Settings) -> Result<Self> {
        let Settings { snapshot, memory, files } = settings;
        let instance = Arc::new(Instance::new(client, snapshot.as_ref()).await?);
        let mut runtime = RuntimeEnvBuilder::new();
        if let Some(bytes) = memory {
            runtime = runtime.with_memory_limit(bytes, 1.0);
        }
        let state = SessionStateBuilder::new()
            .with_default_features()
            .with_config(config())
            .with_runtime_env(runtime.build_arc()?)
            .with_physical_optimizer_rules(rules::all())
            .build();
        let context = SessionContext::new_with_state(state);
        context.register_catalog(CATALOG, catalog::of(&instance)?);
        let context = if files { context.enable_url_table() } else { context };
        Ok(Session { context, instance, meter, files })
    }

    /// Adds the tables of an SQLite file, or of a folder of Parquet files such as a mirror, as a schema of that name.
    ///
    /// # Errors
    ///
    /// Code `READ` when they cannot be read, `REFUSED` when there is such a schema.
    pub async fn attach(&self, name: &str, path: &Path) -> Result<()> {
        let catalog =
            self.context.catalog(CATALOG).ok_or_else(|| Error::new("SQL", "there is no catalog"))?;
        local::attach(&self.context, &catalog, name, path).await
    }

    /// What a statement costs. Counts that are not known are asked for, which costs requests itself:
    /// [`Price::counts`].
    pub async fn price(&self, text: &str) -> Result<Price> {
        self.meter.start(None);
        match self.plan(text).await? {
            (_, Planned::Rows(plan)) => price::of(&plan).await,
            (_, Planned::Statement(_)) => Err(Error::refused(
                "this statement has no price of its own",
                "ask for the price of the `select` in it",
            )),
        }
    }

    /// Runs a statement, with at most so many requests.
    ///
    /// # Errors
    ///
    /// Code `REFUSED` when it surely takes more requests, or would write to the CRM. Rows that come before the bound is
    /// met are rows; the error comes behind them.
    pub async fn run(&self, text: &str, most: Option<u64>) -> Result<Rows> {
        let (state, planned) = self.plan(text).await?;
        let stream = match planned {
            Planned::Rows(plan) => {
                // Counts are asked for, whatever an earlier statement was allowed.
                self.meter.start(None);
                self.meter.start(self.allowed(&plan, most).await?);
                execute_stream(plan, state.task_ctx())?
            }
            Planned::Statement(plan) => {
                self.meter.start(most);
                self.context.execute_logical_plan(plan).await?.execute_stream().await?
            }
        };
        Ok(Rows(stream))
    }

    /// How many requests a plan may take of those that are allowed, once what it surely takes was counted.
    async fn allowed(&self, plan: &Arc<dyn ExecutionPlan>, most: Option<u64>) -> Result<Option<u64>> {
        let Some(most) = most else { return Ok(None) };
        let mut leaves = 0;
        rules::each(plan, |node| leaves += u64::from(matches!(node.name(), "ModuleScan" | "ModuleCount")));
        // What is counted is asked for as well, so a small bound is left to the requests themselves.
        if most < leaves * 10 {
            return Ok(Some(most));
        }
        let price = price::of(plan).await?;
        if price.range.least > most {
            let message = format!("the statement takes {} requests, and {most} are allowed", price.range);
            let help = "see where they go with --explain, or allow more with --max-requests";
            return Err(Error::refused(message, help));
        }
        // One that just fits is not to fail because it was counted.
        let just_fits = price.range.is_exact() && price.range.least + price.counts > most;
        Ok(Some(if just_fits { most } else { most - price.counts }))
    }

    /// The requests of the latest statement so far.
    pub fn requests(&self) -> u64 {
        self.meter.requests()
    }

    /// Values that did not fit their columns, and so are NULL, by modules. They are told once.
    pub fn take_misfits(&self) -> Vec<(String, MisfitLog)> {
        self.instance.take_misfits()
    }

    /// DataFusion's context, to register tables and functions of one's own in.
    pub fn context(&self) -> &SessionContext {
        &self.context
    }

    async fn plan(&self, text: &str) -> Result<(SessionState, Planned)> {
        let mut state = self.context.state();
        let dialect = state.config_options().sql_parser.dialect;
        let statement = state.sql_to_statement(text, &dialect).map_err(Error::from)?;
        if precedence::is_misread(&statement) {
            return Err(Error::refused(precedence::MESSAGE, precedence::HELP));
        }
        let plan = self.logical(&state, statement).await?;
        self.refuse_writes(&plan)?;
        if !matches!(plan, LogicalPlan::Ddl(_) | LogicalPlan::Statement(_) | LogicalPlan::Copy(_)) {
            // One partition for the server, which answers a session's requests one by one.
            if reads_modules(&plan)? {
                state.config_mut().options_mut().execution.target_partitions = 1;
            }
            let plan = DataFrame::new(state.clone(), plan).create_physical_plan().await?;
            return Ok((state, Planned::Rows(plan)));
        }
        Ok((state, Planned::Statement(plan)))
    }

    /// The statement with its names resolved. Quoted names of fields are found in any case of letters.
    async fn logical(&self, state: &SessionState, statement: Statement) -> Result<LogicalPlan> {
        match state.statement_to_plan(statement.clone()).await {
            Ok(plan) => Ok(plan),
            Err(error) => match without_case(statement, &self.instance.known_fields()) {
                Some(changed) => state.statement_to_plan(changed).await.map_err(|_| error.into()),
                None => Err(error.into()),
            },
        }
    }

    fn refuse_writes(&self, plan: &LogicalPlan) -> Result<()> {
        match plan {
            LogicalPlan::Dml(dml) => Err(Error::refused(
                format!("`{}` is refused: SQL does not write to the CRM", dml.op),
                "write records one by one with `vtql record`, which checks them against the module",
            )),
            LogicalPlan::Ddl(ddl) => match ddl {
                DdlStatement::CreateMemoryTable(_)
                | DdlStatement::CreateView(_)
                | DdlStatement::DropTable(_)
                | DdlStatement::DropView(_) => Ok(()),
                DdlStatement::CreateExternalTable(_) if self.files => Ok(()),
                _ => Err(Error::refused(
                    format!("`{}` is refused", ddl.name()),
                    "tables, views and external tables of this session can be made and dropped",
                )),
            },
            LogicalPlan::Copy(_) if !self.files => {
                Err(Error::refused("`COPY` is refused: no files are written here", "select the rows instead"))
            }
            _ => Ok(()),
        }
    }
}

/// A statement that is ready to run.
enum Planned {
    Rows(Arc<dyn ExecutionPlan>),
    /// One that does something, such as making a table.
    Statement(LogicalPlan),
}

/// Whether a plan reads modules.
fn reads_modules(plan: &LogicalPlan) -> Result<bool, DataFusionError> {
    let mut found = false;
    plan.apply_with_subqueries(|node| {
        if let LogicalPlan::TableScan(scan) = node {
            found |= source_as_provider(&scan.source)?.is::<ModuleTable>();
        }
        Ok(TreeNodeRecursion::Continue)
    })?;
    Ok(found)
}

fn config() -> SessionConfig {
    let mut config = SessionConfig::new()
        .with_default_catalog_and_schema(CATALOG, catalog::CRM)
        .with_create_default_catalog_and_schema(false)
        .with_information_schema(true);
    let options = config.options_mut();
    // As the server and SQLite do: NULL before all values.
    "nulls_min".clone_into(&mut options.sql_parser.default_null_ordering);
    // `12.50` is just that number.
    options.sql_parser.parse_float_as_decimal = true;
    // One type of text, so that joins of files and modules compare columns as they are.
    options.sql_parser.map_string_types_to_utf8view = false;
    options.execution.parquet.schema_force_view_types = false;
    // Columns of modules have labels, those of files have none, and a union of both is planned with none.
    options.execution.skip_physical_aggregate_schema_check = true;
    // The keys of a join reach its other side as a list.
    options.optimizer.enable_join_dynamic_filter_pushdown = true;
    options.optimizer.hash_join_inlist_pushdown_max_size = 64 << 20;
    options.optimizer.hash_join_inlist_pushdown_max_distinct_values = 200_000;
    // Those of a sort or a group change while it runs, and are never complete.
    options.optimizer.enable_topk_dynamic_filter_pushdown = false;
    options.optimizer.enable_aggregate_dynamic_filter_pushdown = false;
    config
}

/// The rows of a statement, as they come.
pub struct Rows(SendableRecordBatchStream);

impl Rows {
    /// Their columns.
    pub fn schema(&self) -> SchemaRef {
        self.0.schema()
    }

    /// The next batch; `None` at the end.
    pub async fn next(&mut self) -> Result<Option<RecordBatch>> {
        Ok(self.0.try_next().await?)
    }
}

impl fmt::Debug for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Rows").field(&self.schema()).finish()
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("instance", &self.instance).finish_non_exhaustive()
    }
}
