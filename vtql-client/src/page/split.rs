//! Queries whose `in` list is too long for one URL, run as several with a part of the list each.

use super::length::{LONGEST, encoded};
use super::source::wire_text;
use crate::error::Result;
use std::collections::HashSet;
use vtql_parser::ast::{Condition, In, InValues, List, Predicate, Query, Value};

/// The room that is left in each piece for the bounds of its pages.
const BOUNDS: usize = 1_000;

/// The query in as many pieces as it takes, which together match the same rows. A row may match several
/// of them: the server's comparison takes values for equal that are not the same text.
///
/// Only a list that every row has to be in can be cut. A query that is long in another way is left
/// whole: many servers take longer URLs than the usual, and one that does not answers
/// [`ErrorKind::TooLong`](crate::ErrorKind::TooLong).
pub(super) fn split(query: &Query) -> Result<Vec<Query>> {
    let length = encoded_length(query)?;
    let mut whole = query.clone();
    let Some(values) = whole.filter.as_mut().and_then(longest_list).and_then(distinct_values) else {
        return Ok(vec![query.clone()]);
    };
    let size = |value: &Value| encoded(&value.to_string()) + encoded(", ");
    let of_the_list: usize = values.iter().map(size).sum();
    let room = (LONGEST - BOUNDS).saturating_sub(length.saturating_sub(of_the_list));
    if length <= LONGEST || room == 0 {
        return Ok(vec![query.clone()]);
    }
    let mut parts: Vec<Vec<Value>> = Vec::new();
    let mut left = 0;
    for value in values {
        let size = size(&value);
        match parts.last_mut() {
            Some(part) if size <= left => part.push(value),
            _ => {
                left = room;
                parts.push(vec![value]);
            }
        }
        left = left.saturating_sub(size);
    }
    parts.into_iter().map(|part| with_list(query, part)).collect()
}

/// The list that takes most room among those that every row has to be in.
fn longest_list(condition: &mut Condition) -> Option<&mut In> {
    fn list(predicate: &mut Predicate) -> Option<&mut In> {
        match predicate {
            Predicate::In(it) if !it.negated => Some(it),
            _ => None,
        }
    }
    let length = |it: &&mut In| match &it.values {
        InValues::List(values) => values.iter().map(|value| value.to_string().len()).sum(),
        _ => 0,
    };
    match condition {
        Condition::And(terms) => terms.predicates_mut().filter_map(list).max_by_key(length),
        Condition::Predicate(one) => list(one),
        _ => None,
    }
}

fn distinct_values(list: &mut In) -> Option<Vec<Value>> {
    let InValues::List(values) = &list.values else { return None };
    let mut seen = HashSet::new();
    Some(values.iter().filter(|value| seen.insert(value.to_string())).cloned().collect())
}

fn with_list(query: &Query, values: Vec<Value>) -> Result<Query> {
    let mut part = query.clone();
    if let Some(list) = part.filter.as_mut().and_then(longest_list) {
        list.values = InValues::List(List::new(values)?);
    }
    Ok(part)
}

fn encoded_length(query: &Query) -> Result<usize> {
    Ok(encoded(&wire_text(query)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use vtql_parser::{Dialect, parse_query};

    fn parts(text: &str) -> Vec<Query> {
        split(&parse_query(text, Dialect::Surface).unwrap()).unwrap()
    }

    fn list(count: usize) -> String {
        (0..count).map(|n| format!("'city {n}'")).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn a_query_that_fits_stays_whole() {
        assert_eq!(parts(&format!("select id from Contacts where mailingcity in ({})", list(100))).len(), 1);
    }

    #[test]
    fn the_parts_fit_and_hold_every_value_once() {
        let text =
            format!("select id from Contacts where lastname like 'S%' and mailingcity in ({})", list(4000));
        let parts = parts(&text);
        assert!(parts.len() > 1);
        let mut seen = Vec::new();
        for mut part in parts {
            assert!(encoded_length(&part).unwrap() <= LONGEST);
            assert!(part.to_string().contains("lastname like 'S%' and mailingcity in ("));
            seen.extend(distinct_values(longest_list(part.filter.as_mut().unwrap()).unwrap()).unwrap());
        }
        assert_eq!(seen.len(), 4000);
        assert_eq!(seen.iter().map(Value::to_string).collect::<HashSet<_>>().len(), 4000);
    }

    #[test]
    fn what_cannot_be_cut_is_left_alone() {
        for condition in [
            format!("mailingcity not in ({})", list(2000)),
            format!("mailingcity in ({}) or lastname = 'x'", list(2000)),
            format!("lastname = '{}'", "x".repeat(7000)),
        ] {
            let text = format!("select id from Contacts where {condition}");
            assert_eq!(parts(&text).len(), 1);
        }
    }
}
