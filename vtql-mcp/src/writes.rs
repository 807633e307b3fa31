//! Writes: a preview that shows what would be, and a token that does just that.

use crate::answer::Answer;
use crate::audit::Entry;
use crate::dense;
use crate::instance::Trouble;
use crate::pending::{HOLDS, Op, Previewed};
use crate::world::{Described, World};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::time::Instant;
use vtql_client::{Record, RecordId, check_element};
use vtql_schema::{Field, Module};

/// What is asked for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Write {
    op: Op,
    module: String,
    id: Option<String>,
    #[serde(default)]
    fields: Map<String, Value>,
}

/// So many characters of a value are shown.
const SHOWN: usize = 300;

/// Shows what a write would do, and keeps it under a token. Nothing is written.
pub(crate) async fn preview(world: &World, write: Write, entry: Entry) -> Result<Answer, Trouble> {
    let Write { op, module, id, fields } = write;
    let Some(described) = world.module(&module).await? else {
        let message = format!("there is no module `{}`", dense::line(&module));
        return Err(Trouble::new("NO_MODULE", message).help("vtql_schema lists the modules"));
    };
    let view = &described.view;
    may(op, view)?;
    let id = record_id(op, view, id.as_deref())?;
    check_fields(world, op, &described, &fields)?;
    let client = world.client().await?;
    let before = match id {
        Some(id) => Some(client.retrieve(id).await?),
        None => None,
    };
    let mut answer = json!({ "op": op, "module": module, "written": false });
    if let Some(id) = id {
        answer["id"] = json!(id.to_string());
    }
    match (op, &before) {
        (Op::Create, _) => answer["fields"] = json!(fields),
        (Op::Update, Some(record)) => answer["changes"] = changes(record, &fields),
        (_, Some(record)) => answer["record"] = seen(world, view, record),
        (_, None) => {}
    }
    let names: Vec<String> = fields.keys().cloned().collect();
    let before = before.map(|record| record.to_json());
    let until = Instant::now() + HOLDS;
    let token = world.pending.keep(Previewed { op, module: module.clone(), id, fields, before, until })?;
    answer["confirm"] = json!(token);
    answer["next"] = json!(format!(
        "nothing is written yet: show this to the user, then call vtql_query with `confirm` within {} minutes",
        HOLDS.as_secs() / 60
    ));
    let record = id.map(|id| id.to_string());
    Ok(Answer::json(&answer, Entry { module: Some(module), fields: names, record, ..entry }))
}

/// Does what was previewed, unless the record is another by now.
pub(crate) async fn confirm(world: &World, token: &str, entry: Entry) -> Result<Answer, Trouble> {
    let Some(write) = world.pending.take(token) else {
        let message = "no preview waits for this token: each is good once, and for some minutes";
        return Err(Trouble::new("CONFIRM", message).help("preview the write again with vtql_check"));
    };
    let Previewed { op, module, id, fields, before, .. } = write;
    let entry = Entry {
        module: Some(module.clone()),
        fields: fields.keys().cloned().collect(),
        record: id.map(|id| id.to_string()),
        ..entry
    };
    let client = world.client().await?;
    if let (Some(id), Some(before)) = (id, before) {
        let now = client.retrieve(id).await?.to_json();
        if now != before {
            let trouble =
                Trouble::new("CHANGED", format!("{id} was changed since the preview; nothing is written"))
                    .help("preview the write again with vtql_check");
            return Ok(Answer::trouble(&trouble, entry));
        }
    }
    // Before it is sent: what is written cannot be taken back for want of a log.
    world.audit.write(&entry, "sending", 0)?;
    let done = match (op, id) {
        (Op::Create, _) => client.create(&module, &fields).await.map(|record| record.id()),
        (Op::Update, Some(id)) => client.revise(id, &fields).await.map(|_| Some(id)),
        (Op::Delete, Some(id)) => client.delete(id).await.map(|()| Some(id)),
        (Op::Update | Op::Delete, None) => return Err(Trouble::argument("there is no id")),
    };
    match done {
        Ok(id) => {
            let id = id.map(|id| id.to_string());
            let answer = json!({ "op": op, "module": module, "id": id, "written": true });
            Ok(Answer::json(&answer, Entry { record: id.or(entry.record.clone()), ..entry }))
        }
        Err(error) => Ok(Answer::trouble(&Trouble::from(&error), entry)),
    }
}

/// Whether the module lets the user do it.
fn may(op: Op, module: &Module) -> Result<(), Trouble> {
    let (is_allowed, what) = match op {
        Op::Create => (module.createable, "created"),
        Op::Update => (module.updateable, "changed"),
        Op::Delete => (module.deleteable, "deleted"),
    };
    if is_allowed {
        return Ok(());
    }
    Err(Trouble::new("NOT_ALLOWED", format!("records of `{}` cannot be {what} by this user", module.name)))
}

/// The id that an operation needs, of this module.
fn record_id(op: Op, module: &Module, id: Option<&str>) -> Result<Option<RecordId>, Trouble> {
    let id = match (op, id) {
        (Op::Create, None) => return Ok(None),
        (Op::Create, Some(_)) => return Err(Trouble::argument("a new record gets its id from the server")),
        (_, None) => return Err(Trouble::argument("give the `id` of the record")),
        (_, Some(id)) => id,
    };
    let parsed: RecordId = id
        .parse()
        .map_err(|_| Trouble::argument(format!("`{}` is no id: they are as 12x345", dense::line(id))))?;
    match module.id_prefix {
        Some(prefix) if prefix != parsed.module => Err(Trouble::argument(format!(
            "{parsed} is no record of `{}`, whose ids begin with {prefix}x",
            module.name
        ))),
        Some(_) => Ok(Some(parsed)),
        None => {
            let message = format!("it is not known which ids records of `{}` have", module.name);
            Err(Trouble::new("SCHEMA", message))
        }
    }
}

/// Whether the fields can be written, and are there that have to be.
fn check_fields(
    world: &World,
    op: Op,
    described: &Described,
    fields: &Map<String, Value>,
) -> Result<(), Trouble> {
    let module = &described.view;
    match op {
        Op::Delete if fields.is_empty() => return Ok(()),
        Op::Delete => {
            return Err(Trouble::argument("nothing is written when a record is deleted: leave `fields` out"));
        }
        Op::Update if fields.is_empty() => return Err(Trouble::argument("give the `fields` that change")),
        Op::Create | Op::Update => {}
    }
    for (name, value) in fields {
        let policy = &world.options.policy;
        if described.hides(name) || policy.masks(&module.name, name) {
            let message = format!("the field `{}` is not open to this server", dense::line(name));
            return Err(Trouble::new("NOT_ALLOWED", message));
        }
        if module.field(name).is_some_and(|field| !field.editable) {
            return Err(Trouble::new("NOT_ALLOWED", format!("the field `{name}` cannot be written")));
        }
        if value.is_array() || value.is_object() {
            return Err(Trouble::argument(format!("`{}` takes one value", dense::line(name))));
        }
        if name == "id" || module.field(name).is_none() {
            // The check below names the one that was meant, but for what is let through there.
            let message = format!("module `{}` has no field `{}`", module.name, dense::line(name));
            let near = vtql_schema::suggest::closest(name, module.fields().iter().map(|it| it.name.as_str()));
            let trouble = Trouble::new("NO_FIELD", message);
            return Err(match near {
                Some(near) => trouble.help(format!("did you mean `{near}`?")),
                None => trouble.help("vtql_schema lists the fields"),
            });
        }
    }
    let checked = match op {
        Op::Create => check_element(module, fields),
        _ => check_element(&without_mandatory(module), fields),
    };
    checked.map_err(Trouble::from)
}

/// A change need not name what a new record needs.
fn without_mandatory(module: &Module) -> Module {
    let optional = |field: &Field| {
        let mut field = field.clone();
        field.mandatory = false;
        field
    };
    Module::new(module.name.clone(), module.fields().iter().map(optional).collect::<Vec<_>>())
}

fn changes(record: &Record, fields: &Map<String, Value>) -> Value {
    let change = |(name, new): (&String, &Value)| {
        let old = record.json(name).unwrap_or_default();
        (name.clone(), json!({ "from": short(&old), "to": new }))
    };
    Value::Object(fields.iter().map(change).collect())
}

/// What can be seen of a record.
fn seen(world: &World, view: &Module, record: &Record) -> Value {
    let mut shown = Map::new();
    for field in view.fields() {
        let value = record.json(&field.name).unwrap_or_default();
        if world.options.policy.masks(&view.name, &field.name) || value.is_null() || value == "" {
            continue;
        }
        shown.insert(field.name.clone(), short(&value));
    }
    Value::Object(shown)
}

fn short(value: &Value) -> Value {
    let Some(text) = value.as_str() else { return value.clone() };
    match text.char_indices().nth(SHOWN) {
        None => value.clone(),
        Some((at, _)) => json!(format!("{}…", &text[..at])),
    }
}
