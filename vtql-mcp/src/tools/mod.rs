//! The tools, a file each: arguments in, library calls, a bounded answer out.

mod check;
mod query;
mod rows;
mod schema;

use crate::answer::Answer;
use crate::audit::Entry;
use crate::dense;
use crate::instance::Trouble;
use crate::world::World;
use rmcp::model::{JsonObject, Tool, ToolAnnotations};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

pub(crate) const SCHEMA: &str = "vtql_schema";
pub(crate) const CHECK: &str = "vtql_check";
pub(crate) const QUERY: &str = "vtql_query";

/// What a client is told of the tools. The names and descriptions of arguments are all that a model sees, so each
/// word is worth its tokens.
pub(crate) fn list(world: &World) -> Vec<Tool> {
    let writes = world.options.writes;
    let bounds = world.options.bounds;
    let schema = format!(
        "Modules and fields of the CRM. No argument: all modules. `module`: its fields by type. `fields`: all about \
         these. `search`: what names, labels or picklist values contain. {}.",
        dense::LEGEND
    );
    let mut check =
        "Check and explain a query without running it: findings with code, line:column and cure, the \
                     fixed text, the requests that would be sent."
            .to_owned();
    let mut query = format!(
        "Run a query and get rows as compact JSON, at most {} and about {} tokens; what is cut is said, and `after` \
         goes on. A wrong query is not sent: its findings and the fixed text come back. SQL subset, one module, no \
         joins or functions but count(*): select a, b from M where (x = 'v' or n between 1 and 9) and d >= {{since}} \
         and s in {{list}} and t is not empty order by a limit 10. Quotes in texts are doubled; values belong into \
         `params`.",
        bounds.rows, bounds.tokens
    );
    let text = json!({ "type": "string", "description": "The query" });
    let params = json!({ "type": "object", "description": "Values of {name} in the query; a list for in" });
    let mut check_arguments = json!({ "query": text, "params": params });
    let mut query_arguments = json!({
        "query": text,
        "params": params,
        "rows": { "type": "integer", "minimum": 1, "description": "The most rows, 50 unless given" },
        "after": { "type": "string", "description": "The `after` of the answer before, with the same query" },
        "cell": { "type": "integer", "minimum": 1, "description": "The most characters of a value, 300 unless given" }
    });
    let mut required = vec!["query"];
    if writes {
        required.clear();
        check.push_str(" Or preview a `write`, which gives a `confirm` token.");
        query.push_str(" Or do a write that was previewed: `confirm` alone.");
        check_arguments["write"] = json!({
            "type": "object",
            "properties": {
                "op": { "enum": ["create", "update", "delete"] },
                "module": { "type": "string" },
                "id": { "type": "string", "description": "Of update and delete: 12x345" },
                "fields": { "type": "object" }
            },
            "required": ["op", "module"],
            "additionalProperties": false
        });
        query_arguments["confirm"] = json!({ "type": "string" });
    }
    let schema_arguments = json!({
        "module": { "type": "string" },
        "fields": { "type": "array", "items": { "type": "string" } },
        "search": { "type": "string" }
    });
    let reads = ToolAnnotations::new().read_only(true);
    let may_write = if writes { ToolAnnotations::new().destructive(true) } else { reads.clone() };
    vec![
        tool(SCHEMA, schema, schema_arguments, &[]).with_annotations(reads.clone()),
        tool(CHECK, check, check_arguments, &required).with_annotations(reads),
        tool(QUERY, query, query_arguments, &required).with_annotations(may_write),
    ]
}

fn tool(name: &'static str, description: String, properties: Value, required: &[&str]) -> Tool {
    let mut schema = JsonObject::new();
    schema.insert("type".to_owned(), "object".into());
    schema.insert("properties".to_owned(), properties);
    if !required.is_empty() {
        schema.insert("required".to_owned(), json!(required));
    }
    schema.insert("additionalProperties".to_owned(), false.into());
    Tool::new(name, description, schema)
}

/// Whether a call may change something: that is not left half done.
pub(crate) fn writes(arguments: &JsonObject) -> bool {
    arguments.contains_key("confirm")
}

/// Does a call, writes it down, and never fails: what is wrong is an answer. `None` when there is no such tool.
pub(crate) async fn call(world: &World, name: &str, arguments: JsonObject) -> Option<Answer> {
    let before = world.budget.sent();
    let arguments = Value::Object(arguments);
    let entry = Entry { tool: name.to_owned(), ..Entry::default() };
    let done = match name {
        SCHEMA => schema::call(world, arguments, entry.clone()).await,
        CHECK => check::call(world, arguments, entry.clone()).await,
        QUERY => query::call(world, arguments, entry.clone()).await,
        _ => return None,
    };
    let answer = done.unwrap_or_else(|trouble| Answer::trouble(&trouble, entry));
    let outcome = if answer.is_error { "refused" } else { "done" };
    let requests = world.budget.sent().saturating_sub(before);
    match world.audit.write(&answer.entry, outcome, requests) {
        Ok(()) => Some(answer),
        Err(trouble) => Some(Answer::trouble(&trouble, answer.entry)),
    }
}

/// The arguments of a tool. Those that it does not have are an error, so that a mistake does not pass for a default.
fn arguments<T: DeserializeOwned>(arguments: Value) -> Result<T, Trouble> {
    serde_json::from_value(arguments).map_err(|error| {
        Trouble::argument(error.to_string()).help("the tool's inputSchema has its arguments")
    })
}
