//! Interfaces of TypeScript.

use super::record::{Holds, Member, Record, json_string, one_line};
use std::fmt::Write;

const TEXTS: &str = "\
/** The id of a record: `12x7`. */
export type RecordId = `${number}x${number}`;
/** A number as text: `17`, `-2.2500`. */
export type NumberText = `${number}`;
/** `YYYY-MM-DD`. */
export type DateText = `${number}-${number}-${number}`;
/** `HH:MM:SS`, or `HH:MM`. */
export type TimeText = `${number}:${number}` | `${number}:${number}:${number}`;
/** `YYYY-MM-DD HH:MM:SS`. */
export type DateTimeText = `${DateText} ${TimeText}`;
/** What a value may be that is not set. */
export type Unset = \"\" | null;
";

pub(super) fn write(records: &[Record], made_by: &str) -> String {
    let mut text = format!("// {made_by}\n\n{TEXTS}");
    for Record { name, about, members, .. } in records {
        let about: Vec<String> = about.lines().map(one_line).collect();
        let _ = writeln!(text, "\n/** {} */\nexport interface {name} {{", about.join("\n * "));
        for member in members {
            let label = one_line(&member.label);
            let _ = writeln!(
                text,
                "  /** {label} */\n  {}{}: {};",
                json_string(&member.key),
                if member.absent { "?" } else { "" },
                type_of(member)
            );
        }
        text.push_str("}\n");
    }
    text.push_str("\n/** The records of each module. */\nexport interface Modules {\n");
    for record in records {
        if let Some(module) = &record.module {
            let _ = writeln!(text, "  {}: {};", json_string(module), record.name);
        }
    }
    text.push_str("}\n");
    text
}

fn type_of(member: &Member) -> String {
    let plain = match &member.holds {
        Holds::Text => "string".to_owned(),
        Holds::Choice(values) => {
            // Any text may be there, and those that are known are proposed.
            let values = values.iter().map(|value| format!("{} | ", json_string(value)));
            values.collect::<String>() + "(string & {})"
        }
        Holds::Integer | Holds::Decimal => "NumberText".to_owned(),
        Holds::Flag => "\"0\" | \"1\"".to_owned(),
        Holds::Switch => "\"off\" | \"on\"".to_owned(),
        Holds::Date => "DateText".to_owned(),
        Holds::Time => "TimeText".to_owned(),
        Holds::DateTime => "DateTimeText".to_owned(),
        Holds::Id => "RecordId".to_owned(),
    };
    match (&member.holds, member.unset) {
        (_, false) => plain,
        (Holds::Text, true) => "string | null".to_owned(),
        (_, true) => format!("{plain} | Unset"),
    }
}
