//! PHP's idea of JSON, read with forbearance: `"1"` for true, `[]` for an empty object, null for an
//! empty text (all observed).

use crate::record::Record;
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;
use std::fmt;
use std::marker::PhantomData;
use vtql_parser::ast::RecordId;

/// The members of an object, in its order; a list counts as an object without members.
#[derive(Debug)]
pub(super) struct Members<T>(pub(super) Vec<(String, T)>);

impl<T> Default for Members<T> {
    fn default() -> Self {
        Members(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Members<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ReadMembers<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for ReadMembers<T> {
            type Value = Members<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<T>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Members<T>, A::Error> {
                while list.next_element::<serde::de::IgnoredAny>()?.is_some() {}
                Ok(Members::default())
            }

            fn visit_unit<E>(self) -> Result<Members<T>, E> {
                Ok(Members::default())
            }
        }

        deserializer.deserialize_any(ReadMembers(PhantomData))
    }
}

/// A text; a number as its digits, null as the empty text.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) => text,
        Value::Null => String::new(),
        other => other.to_string(),
    })
}

/// A boolean: `true`, `"1"`, `1`, `"true"`, `"on"`; anything else is false.
pub(super) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Bool(flag) => flag,
        Value::String(text) => matches!(&*text, "1" | "true" | "on"),
        Value::Number(number) => number.as_i64() == Some(1),
        _ => false,
    })
}

/// A whole number, or its digits in a string; `None` for anything else.
pub(super) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    })
}

/// A record id as text.
pub(super) fn record_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<RecordId, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
}

/// A list of record ids.
pub(super) fn record_ids<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<RecordId>, D::Error> {
    let ids = Vec::<String>::deserialize(deserializer)?;
    ids.iter().map(|id| id.parse().map_err(D::Error::custom)).collect()
}

/// Records: each an object, or an id alone, which is a record without other fields.
pub(super) fn records<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Record>, D::Error> {
    let rows = Vec::<Box<RawValue>>::deserialize(deserializer)?;
    let record = |row: &RawValue| match row.get() {
        id if id.starts_with('"') => Record::from_json(format!(r#"{{"id":{id}}}"#)),
        object => Record::from_json(object),
    };
    let read = rows.iter().map(|row| record(row).ok_or_else(|| D::Error::custom("a row is no object")));
    read.collect()
}
