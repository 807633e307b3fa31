//! What a query is, before it is run.

use super::arguments;
use crate::answer::Answer;
use crate::audit::Entry;
use crate::checked::Checked;
use crate::instance::Trouble;
use crate::world::World;
use crate::writes::{Write, preview};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use vtql_parser::ast::Query;
use vtql_parser::bind::Outcome;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Arguments {
    query: Option<String>,
    #[serde(default)]
    params: Map<String, Value>,
    write: Option<Write>,
}

pub(super) async fn call(world: &World, given: Value, entry: Entry) -> Result<Answer, Trouble> {
    let Arguments { query, params, write } = arguments(given)?;
    match (query, write) {
        (Some(text), None) => explain(world, &text, &params, entry).await,
        (None, Some(write)) if world.options.writes => preview(world, write, entry).await,
        (None, Some(_)) => {
            Err(Trouble::new("READ_ONLY", "this server only reads")
                .help("it can be started with --allow-writes"))
        }
        _ => Err(Trouble::argument("give `query`")),
    }
}

async fn explain(
    world: &World,
    text: &str,
    params: &Map<String, Value>,
    entry: Entry,
) -> Result<Answer, Trouble> {
    let checked = Checked::new(world, text, params).await?;
    let entry = about(&checked, entry);
    let Some(outcome) = &checked.outcome else { return Ok(refused(&checked, entry)) };
    let mut answer = json!({ "ok": true });
    if !checked.findings.is_empty() {
        answer["findings"] = json!(checked.findings);
    }
    if let Some(fixed) = &checked.fixed {
        answer["fixed"] = json!(fixed);
    }
    match outcome {
        Outcome::MatchesNothing => {
            answer["plan"] = json!("nothing is sent: a list of values is empty, so no row can match");
        }
        Outcome::Runs(query) => explain_requests(world, query, &mut answer).await?,
    }
    Ok(Answer::json(&answer, entry))
}

/// Nothing is sent for this. Without a connection the plan is left out.
async fn explain_requests(world: &World, query: &Query, answer: &mut Value) -> Result<(), Trouble> {
    let explained = match world.client().await {
        Ok(client) => client.query(query)?.explain()?,
        Err(trouble) => {
            answer["plan"] = json!(format!("not known without a connection: {}", trouble.message));
            return Ok(());
        }
    };
    answer["plan"] = json!(explained.plan.to_string());
    answer["requests"] = json!(explained.requests);
    if explained.parts > 1 {
        answer["parts"] = json!(explained.parts);
    }
    if let Some(note) = explained.note {
        answer["note"] = json!(note);
    }
    Ok(())
}

/// What is written down of a query.
pub(super) fn about(checked: &Checked, entry: Entry) -> Entry {
    Entry {
        module: checked.module.as_ref().map(|module| module.view.name.clone()),
        fields: checked.fields.clone(),
        codes: checked.codes(),
        ..entry
    }
}

/// All that is wrong with a query that was not sent.
pub(super) fn refused(checked: &Checked, entry: Entry) -> Answer {
    let mut answer = json!({ "ok": false, "sent": false, "findings": checked.findings });
    if let Some(fixed) = &checked.fixed {
        answer["fixed"] = json!(fixed);
    }
    Answer::refused(&answer, entry)
}
