use super::{Content, Element, Member, Writing};
use crate::tables::LINE_ITEMS_KEY;
use serde_json::{Map, Value};
use vtql_parser::Span;

impl Element {
    /// The element that a JSON object is to the server, which takes every value as text: `true` is `1`.
    pub fn from_json(writing: Writing, module: impl Into<String>, values: &Map<String, Value>) -> Self {
        Element { writing, module: module.into(), span: Span::NONE, members: members(values) }
    }
}

fn members(values: &Map<String, Value>) -> Vec<Member> {
    let member = |(name, value): (&String, &Value)| {
        Member::new(name, Span::NONE, content(value, name == LINE_ITEMS_KEY), Span::NONE)
    };
    values.iter().map(member).collect()
}

fn content(value: &Value, items: bool) -> Content {
    match value {
        Value::Null => Content::Nothing,
        Value::String(text) if text.is_empty() => Content::Nothing,
        Value::Array(values) if items => {
            let item = |value: &Value| (value.as_object().map(members).unwrap_or_default(), Span::NONE);
            Content::Items(values.iter().map(item).collect())
        }
        Value::Array(values) => {
            Content::Choices(values.iter().map(|value| (text(value), Span::NONE)).collect())
        }
        other => Content::Text(text(other)),
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(flag) => u8::from(*flag).to_string(),
        other => other.to_string(),
    }
}
