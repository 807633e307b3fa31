use crate::expand::types::{Reading, can_be_unset};
use std::collections::HashSet;
use std::fmt::Write;
use vtql_schema::rules::refuses_to_query;
use vtql_schema::types::FieldType;
use vtql_schema::{Field, Module, answered_as, has_line_items};

/// An object that the API answers.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    /// The name of its type.
    pub(crate) name: String,
    /// What it is, as a sentence; perhaps more lines.
    pub(crate) about: String,
    /// The module, where it is a record with all fields.
    pub(crate) module: Option<String>,
    pub(crate) members: Vec<Member>,
}

/// A member of such an object.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) key: String,
    /// What users call it.
    pub(crate) label: String,
    pub(crate) holds: Holds,
    /// Whether it may be null or an empty text.
    pub(crate) unset: bool,
    /// Whether there are answers without it: those to queries, where `retrieve` has it.
    pub(crate) absent: bool,
}

/// What the text of a member is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    Text,
    /// One of these values, or another one: who sets it is not bound to them.
    Choice(Vec<String>),
    Integer,
    Decimal,
    /// `0` or `1`.
    Flag,
    /// `off` or `on`.
    Switch,
    Date,
    Time,
    DateTime,
    Id,
}

impl Record {
    /// The records of a module.
    pub(crate) fn of_module(module: &Module) -> Self {
        let about = format!("A record of `{}` ({}).", module.name, module.label);
        let members = Member::all(module, module.fields().iter());
        Record { name: format!("{}Record", module.name), about, module: Some(module.name.clone()), members }
    }

    /// The rows of a query over some fields of a module.
    pub(crate) fn of_query<'f>(
        name: &str,
        about: String,
        module: &Module,
        fields: impl Iterator<Item = &'f Field>,
    ) -> Self {
        let mut members = Member::all(module, fields);
        // The server adds the id to what is selected.
        if !members.iter().any(|member| member.key == "id")
            && let Some(id) = module.field("id")
        {
            members.push(Member::of(module, id));
        }
        Record { name: format!("{name}Row"), about, module: None, members }
    }
}

impl Member {
    fn all<'f>(module: &Module, fields: impl Iterator<Item = &'f Field>) -> Vec<Self> {
        let mut keys = HashSet::new();
        let members = fields.map(|field| Member::of(module, field));
        members.filter(|member| keys.insert(member.key.clone())).collect()
    }

    fn of(module: &Module, field: &Field) -> Self {
        let renamed = answered_as(&field.name).filter(|_| has_line_items(&module.name));
        let holds = Holds::of(field);
        // The database has no empty text for what is no text, and describe does not bind imports.
        let is_text = matches!(holds, Holds::Text | Holds::Id) && field.ty != FieldType::Reference;
        let unset = can_be_unset(field, module) || !is_text;
        let has_name = field.name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        Member {
            key: renamed.unwrap_or(&field.name).to_owned(),
            label: field.label.clone(),
            unset: unset && field.name != "id",
            absent: !has_name || refuses_to_query(&module.name, field),
            holds,
        }
    }
}

impl Holds {
    fn of(field: &Field) -> Self {
        match Reading::of(field) {
            _ if field.ty == FieldType::Picklist && !field.picklist.is_empty() => {
                let mut seen = HashSet::new();
                let values = field.picklist.iter().map(|value| value.value.clone());
                Holds::Choice(
                    values.filter(|value| !value.is_empty() && seen.insert(value.clone())).collect(),
                )
            }
            Reading::Text | Reading::Choices => Holds::Text,
            Reading::Integer => Holds::Integer,
            Reading::Decimal => Holds::Decimal,
            Reading::Boolean if field.is_switch() => Holds::Switch,
            Reading::Boolean => Holds::Flag,
            Reading::Date => Holds::Date,
            Reading::Time => Holds::Time,
            Reading::DateTime => Holds::DateTime,
            Reading::Id => Holds::Id,
        }
    }

    /// What the text is, in words.
    pub(crate) fn in_words(&self) -> &'static str {
        match self {
            Holds::Text => "text",
            Holds::Choice(_) => "a value of a picklist",
            Holds::Integer => "a whole number",
            Holds::Decimal => "a number",
            Holds::Flag => "`0` or `1`",
            Holds::Switch => "`off` or `on`",
            Holds::Date => "a date, `YYYY-MM-DD`",
            Holds::Time => "a time, `HH:MM:SS`",
            Holds::DateTime => "a date and time, `YYYY-MM-DD HH:MM:SS`",
            Holds::Id => "the id of a record, `12x7`",
        }
    }
}

/// A text in one line, without what would end a comment.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace("*/", "* /")
}

/// A text between double quotes as JSON writes it, in ASCII: so do JavaScript and Python.
pub(crate) fn json_string(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            ' '..='~' => quoted.push(c),
            _ => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| {
                let _ = write!(quoted, "\\u{unit:04x}");
            }),
        }
    }
    quoted.push('"');
    quoted
}
