//! For every text, the server's lexer sees one value and MySQL sees exactly that text.

use super::cases;
use super::database::matches;
use super::trees::{query_with_options, text};
use proptest::prelude::*;
use vtql_parser::ast::{Compare, Condition, Param, Predicate, Value};
use vtql_parser::bind::{Bound, Outcome, bind};
use vtql_parser::encode::{MAX_UNITS, like_literal, wire_literal};
use vtql_parser::lower::lower;
use vtql_parser::{Dialect, parse_query};

/// The server's string token, by its own rule: a quote, units (anything but a quote, or two quotes), a
/// quote. Returns what is left behind the token.
fn server_lexer(literal: &str) -> Option<&str> {
    let mut rest = literal.strip_prefix('\'')?;
    let mut units = 0;
    loop {
        if let Some(after) = rest.strip_prefix("''") {
            rest = after;
            units += 1;
        } else if let Some(after) = rest.strip_prefix('\'') {
            return (units > 0 && units <= MAX_UNITS).then_some(after);
        } else {
            let c = rest.chars().next()?;
            rest = &rest[c.len_utf8()..];
            units += c.len_utf8();
        }
    }
}

/// A MySQL string constant, by MySQL's rule: backslashes escape, two quotes are one.
fn mysql_string(literal: &str) -> Option<(String, &str)> {
    let mut rest = literal.strip_prefix('\'')?;
    let mut text = String::new();
    loop {
        let c = rest.chars().next()?;
        rest = &rest[c.len_utf8()..];
        match c {
            '\\' => {
                let escaped = rest.chars().next()?;
                rest = &rest[escaped.len_utf8()..];
                match escaped {
                    'n' => text.push('\n'),
                    't' => text.push('\t'),
                    'r' => text.push('\r'),
                    'b' => text.push('\u{8}'),
                    'Z' => text.push('\u{1a}'),
                    '0' => text.push('\0'),
                    '%' | '_' => text.extend(['\\', escaped]),
                    other => text.push(other),
                }
            }
            '\'' => match rest.strip_prefix('\'') {
                Some(after) => {
                    text.push('\'');
                    rest = after;
                }
                None => return Some((text, rest)),
            },
            other => text.push(other),
        }
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_literal_is_one_token_and_one_text(text in any::<String>()) {
        match wire_literal(&text) {
            Ok(literal) => {
                prop_assert_eq!(server_lexer(&literal), Some(""), "{}", literal);
                prop_assert_eq!(mysql_string(&literal), Some((text, "")), "{}", literal);
            }
            Err(_) => prop_assert!(text.is_empty() || text.contains('\0') || text.len() * 2 > MAX_UNITS),
        }
    }

    #[test]
    fn a_bound_parameter_stays_a_value(value in text()) {
        let text = "select id from M where a = {x} and b in {x} and c = 'y'";
        let query = parse_query(text, Dialect::Surface).expect("valid");
        let Ok(Outcome::Runs(query)) = bind(query, |_| Ok(Bound::One(value.as_str().into()))) else {
            panic!("a value for each")
        };
        let wire = lower(&query).expect("sendable").to_string();
        let read = parse_query(&wire, Dialect::Wire).expect("a wire query");
        let filter = read.filter.expect("it stays").to_string();
        let terms = if value.is_empty() { "a = ' ' and b in (' ')".to_owned() } else {
            let literal = wire_literal(&value).expect("sendable");
            format!("a = {literal} and b in ({literal})")
        };
        prop_assert_eq!(filter, format!("{terms} and c = 'y'"));
    }

    #[test]
    fn an_optional_predicate_without_a_value_was_never_there(query in query_with_options(), every in 1_usize..4) {
        let number = |param: &Param| param.expression()[1..].parse::<usize>().expect("a number");
        let is_kept = |param: &Param| number(param).is_multiple_of(every);
        let bound = bind(query.clone(), |param| {
            Ok(if is_kept(param) { Bound::One("x".into()) } else { Bound::LeftOut })
        });
        let mut expected = query;
        expected.filter = expected.filter.and_then(|filter| without(filter, &|param| !is_kept(param)));
        let expected = bind(expected, |_| Ok(Bound::One("x".into())));
        prop_assert!(matches!(bound, Ok(Outcome::Runs(_))));
        prop_assert_eq!(bound, expected);
    }

    #[test]
    fn an_escaped_pattern_matches_its_text_alone(
        start in proptest::char::range('\u{1}', char::MAX),
        rest in text(),
        other in text(),
    ) {
        let value = format!("{start}{rest}");
        let pattern = like_literal(&value);
        let literal = wire_literal(&pattern).expect("sendable");
        let (seen, _) = mysql_string(&literal).expect("complete");
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        prop_assert!(matches(&chars(&value), &chars(&seen)), "{} by {}", value, seen);
        prop_assert_eq!(matches(&chars(&other), &chars(&seen)), other == value, "{} by {}", other, seen);
    }
}

#[test]
fn the_longest_literal_is_measured_in_units() {
    assert!(wire_literal(&"x".repeat(MAX_UNITS)).is_ok());
    assert!(wire_literal(&"x".repeat(MAX_UNITS + 1)).is_err());
    assert!(wire_literal(&"'".repeat(MAX_UNITS)).is_ok(), "a doubled quote is one unit");
    assert!(wire_literal(&r"\".repeat(MAX_UNITS / 2 + 1)).is_err(), "a doubled backslash is two");
}

/// The condition without the comparisons whose parameters are left out.
fn without(condition: Condition, left_out: &impl Fn(&Param) -> bool) -> Option<Condition> {
    let kept = |terms: Vec<Condition>| {
        terms.into_iter().filter_map(|term| without(term, left_out)).collect::<Vec<_>>()
    };
    match condition {
        Condition::And(terms) => Condition::all(kept(terms.into_vec())).ok(),
        Condition::Or(terms) => Condition::any(kept(terms.into_vec())).ok(),
        Condition::Not(not) => without(*not.condition, left_out).map(Condition::not),
        Condition::Predicate(Predicate::Compare(Compare { value: Value::Param(param), .. }))
            if left_out(&param) =>
        {
            None
        }
        other => Some(other),
    }
}
