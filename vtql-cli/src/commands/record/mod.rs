//! `vtql record`

mod element;

use super::shown::Shown;
use crate::config::Config;
use crate::connection::{self, ConnectionArgs};
use crate::failure::{Failure, Outcome};
use crate::output::count;
use crate::output::rows::RowFormat;
use crate::snapshot_file::SnapshotArg;
use crate::terminal::Terminal;
use clap::{Args, Subcommand};
use element::ElementArgs;
use vtql_client::{Client, Record, RecordId, check_element};
use vtql_parser::{Dialect, Severity};
use vtql_schema::element::{Element as Change, Writing};
use vtql_schema::{Checker, Module, Snapshot, suggest};

const GET_EXAMPLES: &str = "\
Examples:
  vtql record get 12x345
  vtql record get 12x345 12x346 --format jsonl";

const CREATE_EXAMPLES: &str = "\
Examples:
  vtql record create Contacts lastname=Smith phone=+493012345 assigned_user_id=19x1
  echo '{\"lastname\": \"Smith\", \"assigned_user_id\": \"19x1\"}' | vtql record create Contacts --json -

The server takes unknown fields and values outside a picklist without a word, so both are looked for first; with a \
snapshot also owners and references that are ids of another module. A write \
is never sent twice: when its fate is not known, the error says so.";

const UPDATE_EXAMPLES: &str = "\
Examples:
  vtql record update 12x345 phone=+493012345
  vtql record update 12x345 description=          makes a field empty

Only the fields that are given change.";

const DELETE_EXAMPLES: &str = "\
Examples:
  vtql record delete 12x345
  vtql record delete 12x345 12x346";

/// The commands of `vtql record`.
#[derive(Debug, Subcommand)]
pub(crate) enum RecordCommand {
    /// Show records
    Get(GetArgs),
    /// Make a record
    Create(CreateArgs),
    /// Change fields of a record
    Update(UpdateArgs),
    /// Delete records
    Delete(DeleteArgs),
}

#[derive(Debug, Args)]
#[command(after_help = GET_EXAMPLES)]
pub(crate) struct GetArgs {
    /// The ids, as 12x345
    #[arg(required = true)]
    id: Vec<RecordId>,
    #[command(flatten)]
    shown: Shown,
    #[command(flatten)]
    connection: ConnectionArgs,
}

#[derive(Debug, Args)]
#[command(after_help = CREATE_EXAMPLES)]
pub(crate) struct CreateArgs {
    /// The module
    module: String,
    #[command(flatten)]
    element: ElementArgs,
    #[command(flatten)]
    shown: Shown,
    #[command(flatten)]
    snapshot: SnapshotArg,
    #[command(flatten)]
    connection: ConnectionArgs,
}

#[derive(Debug, Args)]
#[command(after_help = UPDATE_EXAMPLES)]
pub(crate) struct UpdateArgs {
    /// The id, as 12x345
    id: RecordId,
    #[command(flatten)]
    element: ElementArgs,
    #[command(flatten)]
    shown: Shown,
    #[command(flatten)]
    snapshot: SnapshotArg,
    #[command(flatten)]
    connection: ConnectionArgs,
}

#[derive(Debug, Args)]
#[command(after_help = DELETE_EXAMPLES)]
pub(crate) struct DeleteArgs {
    /// The ids, as 12x345
    #[arg(required = true)]
    id: Vec<RecordId>,
    #[command(flatten)]
    connection: ConnectionArgs,
}

pub(crate) fn run(command: &RecordCommand, config: &Config, terminal: &Terminal) -> Result<Outcome, Failure> {
    let connection = match command {
        RecordCommand::Get(args) => &args.connection,
        RecordCommand::Create(args) => &args.connection,
        RecordCommand::Update(args) => &args.connection,
        RecordCommand::Delete(args) => &args.connection,
    };
    // What was given is read before anything is asked of the server.
    let element = match command {
        RecordCommand::Create(CreateArgs { element, .. })
        | RecordCommand::Update(UpdateArgs { element, .. }) => Some(element.read(connection)?),
        RecordCommand::Get(_) | RecordCommand::Delete(_) => None,
    };
    let client = connection.client(config)?;
    let snapshot = match command {
        RecordCommand::Create(CreateArgs { element, snapshot, .. })
        | RecordCommand::Update(UpdateArgs { element, snapshot, .. })
            if element.is_checked() =>
        {
            snapshot.find(config)?
        }
        _ => None,
    };
    let work = work(command, &client, element.unwrap_or_default(), snapshot.as_ref(), terminal);
    let (rows, shown) = super::block_on(connection::until_logged_out(&client, work))?;
    if let Some(shown) = shown {
        shown.write(&rows, RowFormat::Vertical)?;
    }
    Ok(Outcome::Clean)
}

type Element = serde_json::Map<String, serde_json::Value>;

async fn work<'a>(
    command: &'a RecordCommand,
    client: &Client,
    element: Element,
    snapshot: Option<&Snapshot>,
    terminal: &Terminal,
) -> Result<(Vec<Record>, Option<&'a Shown>), Failure> {
    let failed = |error: vtql_client::Error| connection::failure(&error);
    match command {
        RecordCommand::Get(args) => {
            let mut rows = Vec::new();
            for id in &args.id {
                rows.push(client.retrieve(*id).await.map_err(failed)?);
            }
            Ok((rows, Some(&args.shown)))
        }
        RecordCommand::Create(args) => {
            if args.element.is_checked() {
                let module = describe(client, &args.module).await?;
                check_element(&module, &element).map_err(|error| misfit(&error))?;
                // Whose ids are written to owners and references, the other modules tell.
                if let Some(snapshot) = snapshot {
                    let mut known = snapshot.clone();
                    known.insert(module);
                    check_values(&known, &args.module, Writing::Create, &element)?;
                }
            }
            let created = client.create(&args.module, &element).await.map_err(failed)?;
            Ok((vec![created], Some(&args.shown)))
        }
        RecordCommand::Update(args) => {
            if let Some(other) = element.get("id")
                && other.as_str() != Some(&args.id.to_string())
            {
                let message = format!("the id of {} cannot be changed to {other}", args.id);
                return Err(Failure::new("ELEMENT", message).help("nothing was sent"));
            }
            if args.element.is_checked() {
                check_change(client, args.id, &element, snapshot).await?;
            }
            let changed = client.revise(args.id, &element).await.map_err(failed)?;
            Ok((vec![changed], Some(&args.shown)))
        }
        RecordCommand::Delete(args) => {
            for (done, id) in args.id.iter().enumerate() {
                client.delete(*id).await.map_err(|error| {
                    let failure = failed(error);
                    if done == 0 {
                        failure
                    } else {
                        failure.help(format!("{} before it were deleted", count(done, "record", "records")))
                    }
                })?;
            }
            terminal.note(format!("{} deleted", count(args.id.len(), "record", "records")));
            Ok((Vec::new(), None))
        }
    }
}

const NOTHING_SENT: &str = "nothing was sent; --no-check sends it all the same";

fn misfit(error: &vtql_client::Error) -> Failure {
    connection::failure(error).help(NOTHING_SENT)
}

async fn describe(client: &Client, name: &str) -> Result<Module, Failure> {
    match client.describe(name).await {
        Ok(module) => Ok(module),
        Err(error) => {
            let failure = connection::failure(&error);
            let types = client.list_types().await.unwrap_or_default();
            match suggest::closest(name, types.iter().map(|module| module.name.as_str())) {
                Some(near) if near != name => Err(failure.help(format!("did you mean `{near}`?"))),
                _ => Err(failure),
            }
        }
    }
}

/// What is wrong with the fields of a change: those that the record does not have, and the values that the snapshot
/// does not know.
async fn check_change(
    client: &Client,
    id: RecordId,
    element: &Element,
    snapshot: Option<&Snapshot>,
) -> Result<(), Failure> {
    let record = client.retrieve(id).await.map_err(|error| connection::failure(&error))?;
    if let Some(name) = element.keys().find(|name| !record.contains(name) && *name != "LineItems") {
        let failure = Failure::new("ELEMENT", format!("`{id}` has no field `{name}`"));
        let near = suggest::closest(name, record.iter().map(|(field, _)| field));
        let failure = near.into_iter().fold(failure, |it, near| it.help(format!("did you mean `{near}`?")));
        return Err(failure.help(NOTHING_SENT));
    }
    let Some((snapshot, module)) =
        snapshot.and_then(|snapshot| Some((snapshot, snapshot.module_of_prefix(id.module)?)))
    else {
        return Ok(());
    };
    let mut values = element.clone();
    values.insert("id".to_owned(), id.to_string().into());
    check_values(snapshot, &module.name, Writing::Revise, &values)
}

/// What the modules of a snapshot tell about the values of a record.
fn check_values(
    snapshot: &Snapshot,
    module: &str,
    writing: Writing,
    values: &Element,
) -> Result<(), Failure> {
    let change = Change::from_json(writing, module, values);
    let found = Checker::new(Dialect::Surface).snapshot(snapshot).element(&change);
    let mut wrong = found.into_iter().filter(|it| it.severity != Severity::Note).peekable();
    if wrong.peek().is_none() {
        return Ok(());
    }
    let told: Vec<String> = wrong.map(|it| format!("{} [{}]", it.message, it.code)).collect();
    let message = format!("the fields do not fit `{module}`: {}", told.join("; "));
    Err(Failure::new("INVALID_ELEMENT", message).help(NOTHING_SENT))
}
