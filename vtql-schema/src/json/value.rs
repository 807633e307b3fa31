use serde_core::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Number;
use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

/// A JSON value. Its texts are parts of the source where nothing is escaped in them: a snapshot is read by every compiler
/// and linter run, and most of it is names.
#[derive(Debug, PartialEq)]
pub(crate) enum Value<'a> {
    Null,
    Bool(bool),
    Number(Number),
    String(Cow<'a, str>),
    Array(Vec<Value<'a>>),
    /// In order of the text; of a key that comes several times, the last.
    Object(Vec<(Cow<'a, str>, Value<'a>)>),
}

impl Value<'_> {
    /// What it is, in words.
    pub(crate) fn description(&self) -> String {
        match self {
            Value::Null => "null".to_owned(),
            Value::Bool(it) => format!("`{it}`"),
            Value::Number(it) => format!("the number {it}"),
            Value::String(it) if it.chars().count() > 30 => "a long string".to_owned(),
            Value::String(it) => format!("the string {it:?}"),
            Value::Array(it) if it.is_empty() => "an empty list".to_owned(),
            Value::Array(_) => "a list".to_owned(),
            Value::Object(_) => "an object".to_owned(),
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Value<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Value<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("a number out of range"))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Value::String(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Value::String(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while let Some(member) = members.next_element()? {
            list.push(member);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Key(key)) = members.next_key()? {
            list.push((key, members.next_value()?));
        }
        Ok(Value::Object(last_of_each(list)))
    }
}

/// A key of an object.
struct Key<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Key<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match deserializer.deserialize_str(Reader)? {
            Value::String(key) => Ok(Key(key)),
            _ => Err(D::Error::custom("a key that is no text")),
        }
    }
}

fn last_of_each<'a>(mut members: Vec<(Cow<'a, str>, Value<'a>)>) -> Vec<(Cow<'a, str>, Value<'a>)> {
    let are_distinct = if members.len() <= FEW {
        let mut numbered = members.iter().enumerate();
        numbered.all(|(at, (key, _))| members.iter().take(at).all(|(known, _)| known != key))
    } else {
        let mut known = HashSet::with_capacity(members.len());
        members.iter().all(|(key, _)| known.insert(key))
    };
    if are_distinct {
        return members;
    }
    members.reverse();
    let mut known = HashSet::new();
    members.retain(|(key, _)| known.insert(key.clone()));
    members.reverse();
    members
}

/// So many keys are compared with each other sooner than they are hashed.
const FEW: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_as_others_read_it() {
        let text = r#" {"a": [null, true, 1, -2, 1.5, "x", "\u00e9\n"], "b": {}, "a\"": {"c": []}} "#;
        let value: Value<'_> = serde_json::from_str(text).unwrap();
        let Value::Object(members) = &value else { panic!("{value:?}") };
        assert!(matches!(&members[1].0, Cow::Borrowed("b")));
        assert_eq!(members[2].0, "a\"");
        let Value::Array(list) = &members[0].1 else { panic!("{value:?}") };
        assert_eq!(list[5], Value::String("x".into()));
        assert_eq!(list[6], Value::String("\u{e9}\n".into()));
        assert_eq!(list[3], Value::Number((-2).into()));
        assert!(serde_json::from_str::<Value<'_>>("{\"a\": 1e999}").is_err());
    }

    #[test]
    fn of_a_key_that_comes_again_the_last_counts() {
        let value: Value<'_> = serde_json::from_str(r#"{"a": 1, "b": 2, "a": 3}"#).unwrap();
        let number = |number: u64| Value::Number(number.into());
        assert_eq!(value, Value::Object(vec![("b".into(), number(2)), ("a".into(), number(3))]));
    }

    #[test]
    fn a_text_that_is_nested_too_deep_is_an_error() {
        assert!(serde_json::from_str::<Value<'_>>(&"[".repeat(100_000)).is_err());
    }
}
