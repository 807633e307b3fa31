//! `TypedDict`s of Python 3.11 and later.

use super::record::{Holds, Member, Record, json_string, one_line};
use std::fmt::Write;

const HEAD: &str = "\
from typing import Literal, NotRequired, Optional, TypedDict, Union

RecordId = str
NumberText = str
DateText = str
TimeText = str
DateTimeText = str
Flag = Literal[\"0\", \"1\", \"\"]
Switch = Literal[\"off\", \"on\", \"\"]
";

pub(super) fn write(records: &[Record], made_by: &str) -> String {
    let mut text = format!("# {made_by}\n\n{HEAD}");
    for record in records {
        for member in &record.members {
            if let Holds::Choice(values) = &member.holds {
                let values: Vec<String> = values.iter().map(|value| json_string(value)).collect();
                let (name, label) = (choices(record, member), one_line(&member.label));
                let _ = write!(text, "\n# {label}: what the picklist offers.\n{name} = Literal[");
                text.push_str(&values.join(", "));
                text.push_str("]\n");
            }
        }
        for line in record.about.lines() {
            let _ = write!(text, "\n# {}", one_line(line));
        }
        let _ = writeln!(text, "\n{} = TypedDict(\n    {},\n    {{", record.name, json_string(&record.name));
        for member in &record.members {
            let (label, words) = (one_line(&member.label), member.holds.in_words());
            let ty = type_of(record, member);
            let _ = writeln!(text, "        # {label}: {words}\n        {}: {ty},", json_string(&member.key));
        }
        text.push_str("    },\n)\n");
    }
    text
}

/// The name for the values of a picklist.
fn choices(record: &Record, member: &Member) -> String {
    let word = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    format!("{}_{}", record.name, member.key.chars().map(word).collect::<String>())
}

fn type_of(record: &Record, member: &Member) -> String {
    let plain = match member.holds {
        Holds::Text => "str".to_owned(),
        // Any text may be there.
        Holds::Choice(_) => format!("Union[{}, str]", choices(record, member)),
        Holds::Integer | Holds::Decimal => "NumberText".to_owned(),
        Holds::Flag => "Flag".to_owned(),
        Holds::Switch => "Switch".to_owned(),
        Holds::Date => "DateText".to_owned(),
        Holds::Time => "TimeText".to_owned(),
        Holds::DateTime => "DateTimeText".to_owned(),
        Holds::Id => "RecordId".to_owned(),
    };
    let ty = if member.unset { format!("Optional[{plain}]") } else { plain };
    if member.absent { format!("NotRequired[{ty}]") } else { ty }
}
