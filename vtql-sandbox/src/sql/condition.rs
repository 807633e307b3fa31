use super::operand::{self, Operand};
use super::{Builder, Refusal, record_id};
use crate::catalog::{Field, Kind};
use crate::error::ApiError;
use crate::mysql::temporal::Meeting;
use crate::mysql::{self, number};
use rusqlite::types::Value;
use vtql_parser::ast::{Compare, CompareOp, Condition, In, InValues, Like, Literal, Predicate};

/// Never true, whatever the row.
const NEVER: &str = "NULL";
/// Longer lists become one parameter.
const MAX_PARAMETERS: usize = 200;

impl Builder<'_> {
    /// The SQL of a condition.
    pub(super) fn condition(&mut self, condition: &Condition) -> Result<String, Refusal> {
        match condition {
            Condition::Predicate(predicate) => self.predicate(predicate),
            Condition::And(terms) => self.join(terms, " AND "),
            Condition::Or(terms) => self.join(terms, " OR "),
            Condition::Not(not) => Ok(format!("(NOT {})", self.condition(&not.condition)?)),
            _ => Err(unsupported()),
        }
    }

    fn join(&mut self, terms: &[Condition], connective: &str) -> Result<String, Refusal> {
        let terms = terms.iter().map(|term| self.condition(term)).collect::<Result<Vec<_>, _>>()?;
        Ok(balanced(&terms, connective))
    }

    /// One test. What the database refuses is noted, and the rest is read all the same: an error that
    /// the server tells comes before its database is asked.
    fn predicate(&mut self, predicate: &Predicate) -> Result<String, Refusal> {
        match self.test(predicate) {
            Err(Refusal::Silent(reason)) => {
                self.refused.get_or_insert(reason);
                Ok(NEVER.to_owned())
            }
            other => other,
        }
    }

    fn test(&mut self, predicate: &Predicate) -> Result<String, Refusal> {
        let field = self.field(predicate.field().as_str())?;
        match predicate {
            Predicate::Compare(Compare { op, value, .. }) => {
                let literal = value.literal().ok_or_else(unsupported)?;
                self.comparison(field, *op, literal)
            }
            Predicate::Like(Like { pattern, negated: false, .. }) => {
                let literal = pattern.literal().ok_or_else(unsupported)?;
                self.like(field, literal)
            }
            Predicate::In(In { values: InValues::List(values), negated: false, .. }) => {
                let literals: Option<Vec<&Literal>> = values.iter().map(|value| value.literal()).collect();
                self.one_of(field, &literals.ok_or_else(unsupported)?)
            }
            _ => Err(unsupported()),
        }
    }

    fn comparison(&mut self, field: &Field, op: CompareOp, literal: &Literal) -> Result<String, Refusal> {
        let (column, op) = (&field.column, op.as_str());
        if matches!(field.kind, Kind::Id | Kind::Reference) {
            let number = record_id::number(field, literal)?;
            return Ok(format!("{column} {op} {}", self.bind(record_id::stored(field.kind, number))));
        }
        let kind = field.kind;
        match operand::of(literal, self.module, &self.mentioned)? {
            Operand::Null => Ok(NEVER.to_owned()),
            Operand::Column(other, value) => Ok(compared(kind, column, op, other, &value)),
            Operand::Now(other, text) => Ok(compared(kind, column, op, other, &self.bind(text))),
            Operand::Text(text)
                if op == "=" && kind == Kind::Time && Meeting::Text(&text).is_beyond_times() =>
            {
                Ok(NEVER.to_owned())
            }
            operand if kind.is_temporal() => {
                Ok(format!("{column} {op} {}", self.bind(temporal(kind, &operand))))
            }
            Operand::Number(value) if !kind.is_number() => {
                Ok(format!("{}({column}) {op} {}", mysql::TO_NUMBER, self.bind(value)))
            }
            Operand::Bytes(word) if kind.is_number() => {
                let value = number::of_word(&word).unwrap_or_default();
                Ok(format!("{column} {op} {}", self.bind(value.to_string())))
            }
            operand => Ok(format!("{column} {op} {}", self.bind(operand.text()))),
        }
    }

    fn like(&mut self, field: &Field, literal: &Literal) -> Result<String, Refusal> {
        let column = &field.column;
        let (value, pattern) = match field.kind {
            Kind::Id => (format!("CAST({column} AS TEXT)"), record_id::pattern(field, literal)?),
            Kind::Reference => {
                (format!("{}({column})", mysql::RECORD_NUMBER), record_id::pattern(field, literal)?)
            }
            _ => match operand::of(literal, self.module, &self.mentioned)? {
                Operand::Null => return Ok(NEVER.to_owned()),
                Operand::Column(_, other) => return Ok(format!("{}({column}, {other})", mysql::LIKE)),
                operand => (column.clone(), operand.text()),
            },
        };
        Ok(format!("{}({value}, {})", mysql::LIKE, self.bind(pattern)))
    }

    fn one_of(&mut self, field: &Field, literals: &[&Literal]) -> Result<String, Refusal> {
        refuse_leading_zero(literals)?;
        if matches!(field.kind, Kind::Id | Kind::Reference) {
            let numbers = literals.iter().map(|literal| record_id::number(field, literal));
            let values = numbers.map(|number| Ok(record_id::stored(field.kind, number?)));
            let values = values.collect::<Result<Vec<_>, Refusal>>()?;
            return Ok(self.membership(&field.column, values));
        }
        let operands = literals
            .iter()
            .map(|literal| operand::of(literal, self.module, &self.mentioned))
            .collect::<Result<Vec<_>, _>>()?;
        let texts: Option<Vec<Value>> = operands
            .iter()
            .map(|operand| match operand {
                Operand::Text(_) if field.kind.is_temporal() => Some(temporal(field.kind, operand).into()),
                Operand::Text(text) => Some(Value::Text(text.clone())),
                _ => None,
            })
            .collect();
        match texts {
            Some(texts) if texts.len() > 1 => Ok(self.membership(&field.column, texts)),
            // A mixed list compares each of its values by that value's own rule, and one value is as `=`.
            _ => {
                let terms = literals.iter().map(|literal| self.comparison(field, CompareOp::Eq, literal));
                Ok(balanced(&terms.collect::<Result<Vec<_>, _>>()?, " OR "))
            }
        }
    }

    fn membership(&mut self, column: &str, values: Vec<Value>) -> String {
        if values.len() > MAX_PARAMETERS {
            let list = serde_json::Value::Array(values.iter().map(json).collect());
            return format!("{column} IN (SELECT value FROM json_each({}))", self.bind(list.to_string()));
        }
        let places: Vec<String> = values.into_iter().map(|value| self.bind(value)).collect();
        format!("{column} IN ({})", places.join(", "))
    }
}

/// The text that a value becomes where it meets a date or a time of this kind.
fn temporal(kind: Kind, operand: &Operand) -> String {
    let text = operand.text();
    let meeting = match operand {
        Operand::Number(number) => Meeting::Number(*number),
        _ => Meeting::Text(&text),
    };
    match kind {
        Kind::Date => meeting.beside_dates(),
        Kind::Time => meeting.beside_times(),
        _ => meeting.beside_datetimes(),
    }
}

/// SQL that compares two columns as the database does: as dates when one of them holds a date, else as
/// times, else as numbers.
fn compared(kind: Kind, value: &str, op: &str, other: Kind, other_value: &str) -> String {
    let convert = |function: &str, kind: Kind, value: &str| {
        // A number is a date by its digits.
        if kind.is_number() && function != mysql::TO_NUMBER {
            format!("{function}({}({value}))", mysql::TO_NUMBER)
        } else {
            format!("{function}({value})")
        }
    };
    let either = |is: fn(Kind) -> bool| is(kind) || is(other);
    let (function, collation) = if either(|kind| matches!(kind, Kind::Date | Kind::DateTime)) {
        (mysql::TO_DATETIME, None)
    } else if either(|kind| kind == Kind::Time) {
        (mysql::TO_TIME, Some(mysql::TIME))
    } else if either(Kind::is_number) {
        (mysql::TO_NUMBER, None)
    } else {
        return format!("{value} {op} {other_value}");
    };
    let collation = collation.map_or_else(String::new, mysql::collate);
    format!("{}{collation} {op} {}", convert(function, kind, value), convert(function, other, other_value))
}

/// PHP takes a list whose first value is a bare 0 for an empty one (observed).
fn refuse_leading_zero(literals: &[&Literal]) -> Result<(), Refusal> {
    match literals {
        [first, _, ..] if !first.is_quoted() && first.text() == "0" => {
            let message = "columns data inappropriate";
            Err(ApiError::new(crate::error::Code::QuerySyntaxError, message).into())
        }
        _ => Ok(()),
    }
}

fn json(value: &Value) -> serde_json::Value {
    match value {
        Value::Integer(number) => (*number).into(),
        Value::Text(text) => text.as_str().into(),
        _ => serde_json::Value::Null,
    }
}

/// Joins terms into a tree of logarithmic depth: SQLite bounds the depth of an expression.
fn balanced(terms: &[String], connective: &str) -> String {
    match terms {
        [] => NEVER.to_owned(),
        [term] => term.clone(),
        terms => {
            let (left, right) = terms.split_at(terms.len() / 2);
            format!("({}{connective}{})", balanced(left, connective), balanced(right, connective))
        }
    }
}

/// The wire has no such condition: the parser's wire dialect does not make it.
fn unsupported() -> Refusal {
    Refusal::Error(ApiError::internal())
}
