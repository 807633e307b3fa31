//! Reading JSON that PHP wrote: a flag may be a boolean, a number or a string, a list may stand for an
//! empty object, and a key may be absent or null.

mod value;

pub(crate) use value::Value;

use crate::error::{Kind, ReadError};
use std::borrow::Cow;

pub(crate) fn parse(text: &str) -> Result<Value<'_>, ReadError> {
    // What some editors write in front of a text in UTF-8.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    serde_json::from_str(text).map_err(|error| ReadError::new(Kind::Json(error)))
}

/// A JSON object, or the empty list that PHP writes for an object without keys.
#[derive(Clone, Copy)]
pub(crate) struct Object<'a>(&'a [(Cow<'a, str>, Value<'a>)]);

impl<'a> Object<'a> {
    pub(crate) fn of(value: &'a Value<'_>) -> Result<Self, ReadError> {
        match value {
            Value::Object(members) => Ok(Object(members)),
            Value::Array(list) if list.is_empty() => Ok(Object(&[])),
            other => Err(ReadError::expected("an object", other.description())),
        }
    }

    /// The value under `key`; `None` when it is absent or null.
    pub(crate) fn get(self, key: &str) -> Option<&'a Value<'a>> {
        let found = self.0.iter().find(|(known, _)| known == key).map(|(_, value)| value);
        found.filter(|value| **value != Value::Null)
    }

    pub(crate) fn entries(self) -> impl Iterator<Item = (&'a str, &'a Value<'a>)> {
        self.0.iter().map(|(key, value)| (&**key, value))
    }

    pub(crate) fn object(self, key: &str) -> Result<Object<'a>, ReadError> {
        match self.get(key) {
            Some(value) => Object::of(value).map_err(|error| error.under(key)),
            None => Err(ReadError::new(Kind::Missing).under(key)),
        }
    }

    /// Text under `key`; a number is taken for its digits.
    pub(crate) fn text(self, key: &str) -> Result<Option<String>, ReadError> {
        self.get(key).map(text).transpose().map_err(|error| error.under(key))
    }

    pub(crate) fn required_text(self, key: &str) -> Result<String, ReadError> {
        self.text(key)?.ok_or_else(|| ReadError::new(Kind::Missing).under(key))
    }

    /// A flag under `key`.
    pub(crate) fn flag(self, key: &str) -> Result<Option<bool>, ReadError> {
        self.get(key).map(flag).transpose().map_err(|error| error.under(key))
    }

    /// A whole number under `key`, as a number or as text; `None` for empty text.
    pub(crate) fn number(self, key: &str) -> Result<Option<u64>, ReadError> {
        self.get(key).map(number).transpose().map(Option::flatten).map_err(|error| error.under(key))
    }

    /// The members of the list under `key`; of an object, which PHP writes for a list with gaps, its
    /// values; none when the key is absent.
    pub(crate) fn list(self, key: &str) -> Result<Vec<&'a Value<'a>>, ReadError> {
        match self.get(key) {
            None => Ok(Vec::new()),
            Some(Value::Array(list)) => Ok(list.iter().collect()),
            Some(Value::Object(map)) => {
                let mut members: Vec<_> = map.iter().collect();
                members.sort_by_key(|(position, _)| position.parse::<u64>().unwrap_or(u64::MAX));
                Ok(members.into_iter().map(|(_, member)| member).collect())
            }
            Some(Value::String(text)) if text.is_empty() => Ok(Vec::new()),
            Some(other) => Err(ReadError::expected("a list", other.description()).under(key)),
        }
    }

    /// The list of texts under `key`.
    pub(crate) fn texts(self, key: &str) -> Result<Vec<String>, ReadError> {
        each(self.list(key)?, key, text)
    }
}

/// Reads every member of the list under `key`, and names the member that cannot be read.
pub(crate) fn each<T>(
    list: Vec<&Value<'_>>,
    key: &str,
    read: impl Fn(&Value<'_>) -> Result<T, ReadError>,
) -> Result<Vec<T>, ReadError> {
    let numbered = list.into_iter().enumerate();
    numbered.map(|(at, value)| read(value).map_err(|error| error.under(format!("{key}[{at}]")))).collect()
}

pub(crate) fn text(value: &Value<'_>) -> Result<String, ReadError> {
    match value {
        Value::String(text) => Ok(text.as_ref().to_owned()),
        Value::Number(number) => Ok(number.to_string()),
        other => Err(ReadError::expected("a string", other.description())),
    }
}

fn flag(value: &Value<'_>) -> Result<bool, ReadError> {
    match value {
        Value::Bool(flag) => Ok(*flag),
        Value::Number(number) => Ok(number.as_f64() != Some(0.0)),
        Value::String(text) => match text.as_ref() {
            "" | "0" | "false" | "no" | "off" => Ok(false),
            "1" | "true" | "yes" | "on" => Ok(true),
            _ => Err(ReadError::expected("a boolean, `\"1\"` or `\"\"`", value.description())),
        },
        Value::Array(list) if list.is_empty() => Ok(false),
        other => Err(ReadError::expected("a boolean, `\"1\"` or `\"\"`", other.description())),
    }
}

fn number(value: &Value<'_>) -> Result<Option<u64>, ReadError> {
    let found = match value {
        Value::Number(number) => number.as_u64().map(Some),
        Value::String(text) if text.trim().is_empty() => Some(None),
        Value::String(text) => text.trim().parse().ok().map(Some),
        _ => None,
    };
    found.ok_or_else(|| ReadError::expected("a whole number", value.description()))
}
