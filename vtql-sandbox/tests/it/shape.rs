//! Whether two JSON values have the same keys and types, and the same values.

use serde_json::Value;
use std::collections::BTreeSet;

/// Where the shapes of two values differ, in words.
pub(crate) fn differences(expected: &Value, actual: &Value) -> Vec<String> {
    let mut found = Vec::new();
    compare(expected, actual, "", &mut found);
    found
}

fn compare(expected: &Value, actual: &Value, path: &str, found: &mut Vec<String>) {
    match (expected, actual) {
        (Value::Object(expected), Value::Object(actual)) => {
            let keys = |object: &serde_json::Map<String, Value>| {
                object.keys().cloned().collect::<BTreeSet<String>>()
            };
            let (wanted, present) = (keys(expected), keys(actual));
            for key in wanted.symmetric_difference(&present) {
                let side = if wanted.contains(key) { "without" } else { "with" };
                found.push(format!("{path}: {side} `{key}`"));
            }
            for key in wanted.intersection(&present) {
                compare(&expected[key], &actual[key], &format!("{path}.{key}"), found);
            }
        }
        (Value::Array(expected), Value::Array(actual)) => {
            if expected.len() != actual.len() {
                found.push(format!("{path}: {} members, not {}", actual.len(), expected.len()));
            }
            for (position, (expected, actual)) in expected.iter().zip(actual).enumerate() {
                compare(expected, actual, &format!("{path}[{position}]"), found);
            }
        }
        _ if std::mem::discriminant(expected) == std::mem::discriminant(actual) => {}
        _ => found.push(format!("{path}: {actual} is not like {expected}")),
    }
}

/// Where two values of the same shape are not equal, in words.
pub(crate) fn unequal(expected: &Value, actual: &Value) -> Vec<String> {
    let mut found = Vec::new();
    compare_values(expected, actual, "", &mut found);
    found
}

fn compare_values(expected: &Value, actual: &Value, path: &str, found: &mut Vec<String>) {
    match (expected, actual) {
        (Value::Object(expected), Value::Object(actual)) => {
            for (key, value) in expected {
                compare_values(value, &actual[key], &format!("{path}.{key}"), found);
            }
        }
        (Value::Array(expected), Value::Array(actual)) => {
            for (position, (expected, actual)) in expected.iter().zip(actual).enumerate() {
                compare_values(expected, actual, &format!("{path}[{position}]"), found);
            }
        }
        _ if expected == actual => {}
        _ => found.push(format!("{path}: {actual}, not {expected}")),
    }
}
