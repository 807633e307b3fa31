//! The parser against the verdicts of a server's own parser (`tests/corpus/`), and against what that
//! parser holds of each query.

use serde_json::Value as Json;
use std::fs;
use std::path::Path;
use vtql_parser::ast::{
    Condition, Direction, InValues, Literal, LiteralKind, Predicate, Query, Select, Value,
};
use vtql_parser::{Dialect, Severity, codes, parse, parse_query, print};

struct Case {
    text: String,
    grammar_ok: bool,
    /// What the server's parser holds of a query that it accepts; null of others.
    holds: Json,
}

fn corpus() -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/oracle-dev.jsonl");
    let lines = fs::read_to_string(path).expect("the corpus is there");
    lines
        .lines()
        .map(|line| {
            let case: Json = serde_json::from_str(line).expect("a JSON object a line");
            Case {
                text: case["q"].as_str().expect("a query").to_owned(),
                grammar_ok: case["grammar_ok"].as_bool().expect("a verdict"),
                holds: if case["accepted"] == true { case["holds"].clone() } else { Json::Null },
            }
        })
        .collect()
}

#[test]
fn no_text_is_accepted_that_the_server_refuses() {
    for case in corpus().iter().filter(|case| !case.grammar_ok) {
        assert!(parse_query(&case.text, Dialect::Wire).is_err(), "accepted: {}", case.text);
    }
}

#[test]
fn what_is_refused_on_purpose_is_of_a_named_class_and_rare() {
    let deliberate = [codes::NAME_IS_NOT_A_WORD, codes::STRAY_ORDER];
    let cases = corpus();
    let accepted: Vec<&Case> = cases.iter().filter(|case| case.grammar_ok).collect();
    let mut refused = 0;
    for case in &accepted {
        if let Err(diagnostics) = parse_query(&case.text, Dialect::Wire) {
            refused += 1;
            let named = diagnostics.iter().any(|diagnostic| deliberate.contains(&diagnostic.code));
            assert!(named, "refused without a named reason: {}\n{diagnostics:#?}", case.text);
        }
    }
    assert!(refused * 20 <= accepted.len(), "{refused} of {} are refused", accepted.len());
}

#[test]
fn every_refusal_has_places_inside_the_text_and_a_cure() {
    for case in corpus() {
        for dialect in [Dialect::Wire, Dialect::Surface] {
            for diagnostic in parse(&case.text, dialect).diagnostics {
                assert!(!diagnostic.help.is_empty(), "no cure: {diagnostic} in {}", case.text);
                let range = diagnostic.span.range();
                assert!(case.text.get(range).is_some(), "outside: {diagnostic:?} in {}", case.text);
                assert!(diagnostic.severity >= Severity::Warning);
            }
        }
    }
}

#[test]
fn the_tree_means_what_the_server_holds() {
    let mut compared = 0;
    for case in corpus().iter().filter(|case| !case.holds.is_null()) {
        let Ok(query) = parse_query(&case.text, Dialect::Wire) else { continue };
        let wire = parse_query(&query.to_string(), Dialect::Wire).expect("what is printed is accepted");
        assert_eq!(query, wire, "printing changed {}", case.text);
        assert_same(&query, case);
        compared += 1;
    }
    assert!(compared > 2_800, "only {compared} were compared");
}

#[test]
fn formatting_keeps_the_tree_and_settles_at_once() {
    let style = print::Style::default();
    for case in corpus().iter().filter(|case| case.grammar_ok) {
        let Ok(query) = parse_query(&case.text, Dialect::Wire) else { continue };
        let once = print::format(&case.text, Dialect::Wire, &style).expect("no errors");
        assert_eq!(parse_query(&once, Dialect::Wire).as_ref(), Ok(&query), "changed: {}", case.text);
        assert_eq!(
            print::format(&once, Dialect::Wire, &style),
            Ok(once.clone()),
            "not settled: {}",
            case.text
        );
    }
}

fn assert_same(query: &Query, case: &Case) {
    let (holds, text) = (&case.holds, &case.text);
    let mut columns: Vec<String> = match &query.select {
        Select::All(_) => vec!["*".to_owned()],
        Select::Fields(names) => names.iter().map(ToString::to_string).collect(),
        Select::Count(count) => {
            let named = count.ignored.iter().map(ToString::to_string);
            std::iter::once("count(*)".to_owned()).chain(named).collect()
        }
        other => panic!("{other:?}"),
    };
    let held: Vec<&str> = strings(&holds["column_list"]);
    if held.len() == columns.len() + 1 {
        columns.push("id".to_owned());
    }
    assert_eq!(columns, held, "columns of {text}");
    assert_eq!(query.module.as_str(), holds["moduleName"], "module of {text}");

    let condition = &holds["where_condition"];
    let mut flat = Flat::default();
    if let Some(filter) = &query.filter {
        flat.condition(filter);
    }
    let operators: Vec<String> =
        strings(&condition["column_operators"]).iter().map(|op| op.to_lowercase()).collect();
    let connectives: Vec<String> =
        strings(&condition["operators"]).iter().map(|op| op.to_lowercase()).collect();
    assert_eq!(flat.fields, strings(&condition["column_names"]), "fields of {text}");
    assert_eq!(flat.operators, operators, "operators of {text}");
    assert_eq!(flat.connectives, connectives, "connectives of {text}");
    for (ours, theirs) in flat.values.iter().zip(condition["column_values"].as_array().into_iter().flatten())
    {
        let theirs =
            if theirs.is_array() { strings(theirs) } else { vec![theirs.as_str().unwrap_or_default()] };
        assert_eq!(ours.len(), theirs.len(), "values of {text}");
        for (ours, theirs) in ours.iter().zip(theirs) {
            let as_number = ours.record_id().map(|id| id.record.to_string());
            let same = written(ours) == theirs
                || as_number.as_deref() == Some(theirs)
                || theirs.trim_matches('\'') == ours.text().split('x').nth(1).unwrap_or_default()
                || theirs.is_empty();
            assert!(same, "value {} is held as {theirs} of {text}", written(ours));
        }
    }

    let fields = query.order_by.as_ref().map(|order| order.fields.iter().map(ToString::to_string).collect());
    let fields: Vec<String> = fields.unwrap_or_default();
    assert_eq!(fields, strings(&holds["orderby"]), "order of {text}");
    let direction = query.order_by.as_ref().and_then(|order| order.direction);
    let held = holds["sortOrder"].as_str().map(str::to_lowercase);
    assert_eq!(direction == Some(Direction::Desc), held.as_deref() == Some("desc"), "direction of {text}");
    let limit: Vec<String> = query
        .limit
        .iter()
        .flat_map(|limit| limit.offset.iter().chain(std::iter::once(&limit.count)))
        .map(|bound| bound.literal().map(written).unwrap_or_default())
        .collect();
    assert_eq!(limit, strings(&holds["limit"]), "limit of {text}");
}

fn strings(list: &Json) -> Vec<&str> {
    list.as_array().into_iter().flatten().map(|item| item.as_str().unwrap_or_default()).collect()
}

/// The literal as the server's lexer holds it: a string with its quotes, quotes inside doubled.
fn written(literal: &Literal) -> String {
    match literal.kind() {
        LiteralKind::WireString => format!("'{}'", literal.text().replace('\'', "''")),
        _ => literal.text().to_owned(),
    }
}

/// A condition as the server holds it: lists side by side.
#[derive(Default)]
struct Flat {
    fields: Vec<String>,
    operators: Vec<String>,
    values: Vec<Vec<Literal>>,
    connectives: Vec<String>,
}

impl Flat {
    fn condition(&mut self, condition: &Condition) {
        let (terms, connective) = match condition {
            Condition::Predicate(predicate) => return self.predicate(predicate),
            Condition::And(_) => (condition.parts(), "and"),
            Condition::Or(_) => (condition.parts(), "or"),
            other => panic!("not on the wire: {other}"),
        };
        for (index, term) in terms.iter().enumerate() {
            if index > 0 {
                self.connectives.push(connective.to_owned());
            }
            self.condition(term);
        }
    }

    fn predicate(&mut self, predicate: &Predicate) {
        self.fields.push(predicate.field().to_string());
        let (operator, values) = match predicate {
            Predicate::Compare(it) => (it.op.as_str(), std::slice::from_ref(&it.value)),
            Predicate::Like(it) => ("like", std::slice::from_ref(&it.pattern)),
            Predicate::In(it) => match &it.values {
                InValues::List(values) => ("in", &values[..]),
                other => panic!("not on the wire: {other:?}"),
            },
            other => panic!("not on the wire: {other}"),
        };
        self.operators.push(operator.to_owned());
        self.values.push(values.iter().filter_map(Value::literal).cloned().collect());
    }
}
