//! What is done on command. Only `vtql.run` and `vtql.pullSnapshot` go to the network.

use super::pending::{Failure, Wanted};
use super::progress::Progress;
use super::world::World;
use crate::features::lenses::{self, Target};
use crate::instance::Instance;
use gen_lsp_types::ExecuteCommandParams;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

/// Writes a new snapshot of the instance.
const PULL: &str = "vtql.pullSnapshot";
/// Says which instance and which snapshot a file has.
const STATUS: &str = "vtql.status";

/// Every command.
pub(super) const ALL: &[&str] = &[lenses::RUN, lenses::EXPLAIN, lenses::WIRE_TEXT, PULL, STATUS];

/// Runs a command. Its result is an object, or the text that was asked for.
pub(super) fn run(
    world: &World,
    params: ExecuteCommandParams,
    wanted: &Wanted,
) -> Result<Option<Value>, Failure> {
    let token = params.work_done_progress_params.work_done_token;
    let argument = params.arguments.and_then(|list| list.into_iter().next()).unwrap_or_default();
    match params.command.as_str() {
        lenses::RUN => {
            let instance = instance(world)?;
            let target: Asked = read(argument)?;
            let values = values(&target)?;
            let progress = Progress::begin(&world.client, token, "Running the query");
            let tell = |rows: usize| {
                progress.report(&format!("{rows} rows"));
                wanted.still()
            };
            let ran = instance
                .run(&folder(world, &target.target.uri), &target.target.query, &values, &tell)
                .map_err(Failure::new)?;
            Ok(Some(json!({ "columns": ran.columns, "rows": ran.rows, "isCut": ran.is_cut })))
        }
        lenses::EXPLAIN => {
            let target: Target = read(argument)?;
            lenses::explain(&target.query).map(|text| Some(text.into())).map_err(Failure::new)
        }
        lenses::WIRE_TEXT => {
            let target: Target = read(argument)?;
            lenses::wire_text(&target.query).map(|text| Some(text.into())).map_err(Failure::new)
        }
        PULL => {
            let instance = instance(world)?;
            let place: Place = read(argument)?;
            let progress = Progress::begin(&world.client, token, "Pulling the snapshot");
            let tell = |module: &str| {
                progress.report(module);
                wanted.still()
            };
            let pulled = instance.pull(&folder(world, &place.uri), &tell).map_err(Failure::new)?;
            world.projects.clear();
            Ok(Some(json!({ "path": pulled.path, "modules": pulled.modules })))
        }
        STATUS => {
            let place: Place = read(argument)?;
            Ok(Some(status(world, &place)))
        }
        other => Err(Failure::invalid(format!("there is no command `{other}`"))),
    }
}

/// A query and the values of its parameters.
#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(flatten)]
    target: Target,
    #[serde(default)]
    values: Map<String, Value>,
}

/// A file, by its address.
#[derive(Debug, Default, Deserialize)]
struct Place {
    #[serde(default)]
    uri: String,
}

fn read<T: for<'a> Deserialize<'a>>(argument: Value) -> Result<T, Failure> {
    let argument = if argument.is_null() { json!({}) } else { argument };
    serde_json::from_value(argument).map_err(|error| Failure::invalid(format!("the argument: {error}")))
}

fn instance(world: &World) -> Result<&Arc<dyn Instance>, Failure> {
    let none = "this server was started without an instance: set `url` and `user` in vtql.toml";
    world.instance.as_ref().ok_or_else(|| Failure::new(none))
}

/// A value for each parameter: what is missing has to be asked for.
fn values(asked: &Asked) -> Result<Vec<(String, Value)>, Failure> {
    let names = lenses::params(&asked.target.query);
    let missing: Vec<&str> =
        names.iter().filter(|name| !asked.values.contains_key(*name)).map(String::as_str).collect();
    if !missing.is_empty() {
        let message = format!("values are needed for {}", missing.join(", "));
        return Err(Failure::invalid(message));
    }
    let value = |name: String| asked.values.get(&name).cloned().map(|value| (name, value));
    Ok(names.into_iter().filter_map(value).collect())
}

fn folder(world: &World, uri: &str) -> PathBuf {
    let uri = gen_lsp_types::Uri::parse(uri).ok();
    let path = uri.as_ref().and_then(crate::uri::path);
    world.project(path.as_deref()).folder.clone()
}

fn status(world: &World, place: &Place) -> Value {
    let uri = gen_lsp_types::Uri::parse(&place.uri).ok();
    let path = uri.as_ref().and_then(crate::uri::path);
    let project = world.project(path.as_deref());
    let source = project.source.as_ref();
    let age = source.and_then(|it| it.written).and_then(|at| SystemTime::now().duration_since(at).ok());
    json!({
        "instance": world.instance.as_ref().and_then(|it| it.status(&project.folder)),
        "snapshot": source.map(|it| &it.path),
        "snapshotAgeInDays": age.map(|age| age.as_secs() / 86_400),
        "modules": project.snapshot().map(|it| it.modules().len()),
        "problem": project.problem,
    })
}
