//! Beginnings for common tasks.

use rmcp::model::{GetPromptResult, JsonObject, Prompt, PromptArgument, PromptMessage, Role};

struct Task {
    name: &'static str,
    about: &'static str,
    arguments: &'static [(&'static str, &'static str)],
    text: &'static str,
}

const TASKS: &[Task] = &[
    Task {
        name: "find-records",
        about: "Find records of the CRM",
        arguments: &[("what", "What to look for, in your words")],
        text: "Find in the CRM: {what}\n\nLook the module and its fields up with vtql_schema, write one query, check it \
               with vtql_check, and run it with vtql_query. Select only fields that answer the question. Say how many \
               rows there are, and whether the answer was cut.",
    },
    Task {
        name: "count-by",
        about: "Count records by the values of a field",
        arguments: &[("module", "The module"), ("field", "The field to count by")],
        text: "Count the records of {module} by {field}. Get the values of the field with vtql_schema, then run one \
               `select count(*) from {module} where {field} = {value}` for each with a parameter, and show a table \
               with the total of `select count(*) from {module}` beside the sum.",
    },
    Task {
        name: "fix-query",
        about: "Explain and correct a query",
        arguments: &[("query", "The query")],
        text: "Check this query with vtql_check, explain each finding in a sentence, and give the corrected text:\n\n\
               {query}",
    },
];

pub(crate) fn list() -> Vec<Prompt> {
    let prompt = |task: &Task| {
        let argument = |(name, about): &(&str, &str)| {
            PromptArgument::new(*name).with_description(*about).with_required(true)
        };
        Prompt::new(task.name, Some(task.about), Some(task.arguments.iter().map(argument).collect()))
    };
    TASKS.iter().map(prompt).collect()
}

/// The text of a prompt, or what is missing.
pub(crate) fn get(name: &str, given: &JsonObject) -> Result<GetPromptResult, String> {
    let Some(task) = TASKS.iter().find(|task| task.name == name) else {
        let names: Vec<&str> = TASKS.iter().map(|task| task.name).collect();
        return Err(format!("there is no such prompt; there are {}", names.join(", ")));
    };
    let mut text = String::new();
    let mut rest = task.text;
    // Each place is filled in once: what a value holds is not looked at.
    while let Some(open) = rest.find('{') {
        let close = rest[open..].find('}').map_or(rest.len(), |at| open + at + 1);
        let place = rest[open..close].trim_matches(['{', '}']);
        text.push_str(&rest[..open]);
        if task.arguments.iter().any(|(name, _)| *name == place) {
            let value = given.get(place).and_then(|value| value.as_str());
            text.push_str(value.ok_or_else(|| format!("the argument `{place}` is missing"))?);
        } else {
            text.push_str(&rest[open..close]);
        }
        rest = &rest[close..];
    }
    text.push_str(rest);
    Ok(GetPromptResult::new(vec![PromptMessage::new_text(Role::User, text)]).with_description(task.about))
}
