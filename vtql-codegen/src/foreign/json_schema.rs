//! A JSON Schema (2020-12) with a definition for each record.

use super::record::{Holds, Member, Record, json_string, one_line};
use std::fmt::Write;

pub(super) fn write(records: &[Record], made_by: &str) -> String {
    let mut text = format!(
        "{{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n  \"$comment\": {},\n  \"$defs\": {{",
        json_string(made_by)
    );
    for (number, record) in records.iter().enumerate() {
        let comma = if number > 0 { "," } else { "" };
        let about: Vec<String> = record.about.lines().map(one_line).collect();
        let _ = write!(
            text,
            "{comma}\n    {}: {{\n      \"description\": {},\n      \"type\": \"object\",\n      \"properties\": {{",
            json_string(&record.name),
            json_string(&about.join("\n")),
        );
        for (number, member) in record.members.iter().enumerate() {
            let comma = if number > 0 { "," } else { "" };
            let _ = write!(text, "{comma}\n        {}: {}", json_string(&member.key), schema_of(member));
        }
        let keys: Vec<String> = record
            .members
            .iter()
            .filter(|member| !member.absent)
            .map(|member| json_string(&member.key))
            .collect();
        let _ = write!(text, "\n      }},\n      \"required\": [{}]\n    }}", keys.join(", "));
    }
    text.push_str("\n  }\n}\n");
    text
}

fn schema_of(member: &Member) -> String {
    let mut parts = vec![format!("\"title\": {}", json_string(&one_line(&member.label)))];
    let ty = if member.unset { "[\"string\", \"null\"]" } else { "\"string\"" };
    parts.push(format!("\"type\": {ty}"));
    match &member.holds {
        Holds::Choice(values) => {
            let values: Vec<String> = values.iter().map(|value| json_string(value)).collect();
            parts.push(format!("\"examples\": [{}]", values.join(", ")));
        }
        holds => {
            if let Some(pattern) = pattern(holds) {
                let pattern = if member.unset { format!("^({pattern})?$") } else { format!("^{pattern}$") };
                parts.push(format!("\"pattern\": {}", json_string(&pattern)));
            }
        }
    }
    format!("{{ {} }}", parts.join(", "))
}

fn pattern(holds: &Holds) -> Option<&'static str> {
    Some(match holds {
        Holds::Text | Holds::Choice(_) => return None,
        Holds::Integer => "-?[0-9]+",
        Holds::Decimal => "-?[0-9]+(\\.[0-9]+)?",
        Holds::Flag => "[01]",
        Holds::Switch => "(on|off)",
        Holds::Date => "[0-9]{4}-[0-9]{2}-[0-9]{2}",
        Holds::Time => "[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?",
        Holds::DateTime => "[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}",
        Holds::Id => "[0-9]+x[0-9]+",
    })
}
