//! Which conditions of a statement the server can be given, and what it then leaves to do here.
//!
//! A condition is *exact* if the server finds the rows that it holds for and no others. It is *wider* if the server finds
//! all of these rows and perhaps more; then it is checked once more here. Anything else stays here as a whole.
//!
//! | column | exact | wider |
//! |---|---|---|
//! | `id` | `=`, `<>`, `in`, with an id of this module | `=`, `in`, with other ids |
//! | reference, owner | | `=`, `in` |
//! | whole number, decimal | all comparisons, `in`, `between` | the same with numbers beyond what MySQL compares exactly |
//! | date, date and time | all comparisons, `in`, `between` | |
//! | boolean | the column, `not`, `is true`, `is false` | |
//! | text, picklist | | `=`, `in`, `like`, `ilike`: the server ignores case, accents and trailing blanks |
//!
//! `and` and `or` of these go along. Tests for NULL stay here: the server has none.

mod comparison;
mod guess;
mod kind;
mod literal;
mod pattern;

pub(crate) use guess::selectivity;
pub(crate) use kind::Kind;
pub(crate) use literal::{literal, record_id};

use crate::table_columns::TableColumns;
use datafusion::arrow::datatypes::{DataType, TimeUnit};
use datafusion::common::ScalarValue;
use datafusion::logical_expr::expr::{InList, Like};
use datafusion::logical_expr::{Between, BinaryExpr, Expr, Operator};
use vtql_parser::ast::{CompareOp, Condition, Name, Query, Select};
use vtql_parser::lower::lower;
use vtql_schema::Field;

/// A condition for the server.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pushed {
    pub(crate) condition: Condition,
    /// Whether it finds no row too many.
    pub(crate) exact: bool,
}

/// The longest condition that is made of a statement without its lists, in bytes.
const LONGEST: usize = 4_000;

/// What of these conditions, which all have to hold, the server can be given together.
pub(crate) fn pushed(filters: &[&Expr], columns: &TableColumns) -> Vec<Option<Pushed>> {
    let mut together: Option<Query> = Name::new(&columns.module().name)
        .ok()
        .zip(Select::fields(["id"]).ok())
        .map(|(module, select)| Query::new(select, module));
    let mut length = 0;
    let mut fit = |pushed: Pushed, is_list: bool| {
        let query = together.clone()?.filter(pushed.condition.clone());
        // What has no form on the wire stays here, and so does what makes all of it too long.
        lower(&query).ok()?;
        // A list that every row has to be in is sent in parts.
        let more = if is_list { 0 } else { pushed.condition.to_string().len() };
        if length + more > LONGEST {
            return None;
        }
        length += more;
        together = Some(query);
        Some(pushed)
    };
    let all =
        filters.iter().map(|filter| fit(translate(filter, columns)?, matches!(filter, Expr::InList(_))));
    all.collect()
}

fn translate(expr: &Expr, columns: &TableColumns) -> Option<Pushed> {
    match expr {
        Expr::Alias(alias) => translate(&alias.expr, columns),
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::And, right }) => {
            match (translate(left, columns), translate(right, columns)) {
                (Some(left), Some(right)) => Some(Pushed {
                    condition: left.condition.and(right.condition),
                    exact: left.exact && right.exact,
                }),
                // One of the two narrows as well.
                (one, other) => one.or(other).map(|pushed| Pushed { exact: false, ..pushed }),
            }
        }
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::Or, right }) => {
            let (left, right) = (translate(left, columns)?, translate(right, columns)?);
            let exact = left.exact && right.exact;
            let list = comparison::one_list(&left.condition, &right.condition);
            Some(Pushed { condition: list.unwrap_or_else(|| left.condition.or(right.condition)), exact })
        }
        Expr::BinaryExpr(BinaryExpr { left, op, right }) => {
            let op = compare_op(*op)?;
            if let (Some(field), Expr::Literal(value, _)) = (column(left, columns), right.as_ref()) {
                comparison::compare(field, columns.module(), op, value)
            } else if let (Expr::Literal(value, _), Some(field)) = (left.as_ref(), column(right, columns)) {
                comparison::compare(field, columns.module(), mirrored(op), value)
            } else {
                None
            }
        }
        Expr::Between(Between { expr, negated: false, low, high }) => {
            let field = column(expr, columns)?;
            let (low, high) = (scalar(low)?, scalar(high)?);
            let low = comparison::compare(field, columns.module(), CompareOp::Ge, low)?;
            let high = comparison::compare(field, columns.module(), CompareOp::Le, high)?;
            Some(Pushed { condition: low.condition.and(high.condition), exact: low.exact && high.exact })
        }
        Expr::InList(InList { expr, list, negated }) => {
            let field = column(expr, columns)?;
            let values: Option<Vec<&ScalarValue>> = list.iter().map(scalar).collect();
            if *negated {
                comparison::none_of(field, columns.module(), &values?)
            } else {
                comparison::one_of(field, columns.module(), &values?)
            }
        }
        Expr::Like(Like {
            negated: false,
            expr,
            pattern,
            escape_char: None | Some('\\'),
            case_insensitive,
        }) => {
            let field = column(expr, columns)?;
            pattern::like(field, scalar(pattern)?, *case_insensitive)
        }
        Expr::Column(_) | Expr::IsTrue(_) => truth(expr, columns, true),
        Expr::Not(inner) | Expr::IsFalse(inner) => truth(inner, columns, false),
        _ => None,
    }
}

/// A column of booleans as a condition.
fn truth(expr: &Expr, columns: &TableColumns, is: bool) -> Option<Pushed> {
    let expr = if let Expr::IsTrue(inner) = expr { inner } else { expr };
    let field = column(expr, columns)?;
    comparison::compare(field, columns.module(), CompareOp::Eq, &ScalarValue::Boolean(Some(is)))
}

/// The field of a column, also of one that is cast from a date with a time to a finer one.
fn column<'a>(expr: &Expr, columns: &'a TableColumns) -> Option<&'a Field> {
    match expr {
        Expr::Column(column) => columns.field(&column.name),
        Expr::Cast(cast) if is_utc(cast.field.data_type()) => {
            let field = column(&cast.expr, columns)?;
            (Kind::of(field) == Some(Kind::DateTime)).then_some(field)
        }
        _ => None,
    }
}

/// Whether it is a point in time as the columns have it, in whatever unit.
fn is_utc(data_type: &DataType) -> bool {
    let DataType::Timestamp(TimeUnit::Microsecond | TimeUnit::Nanosecond, zone) = data_type else {
        return false;
    };
    zone.as_deref().is_none_or(|zone| matches!(zone, "UTC" | "+00:00"))
}

fn scalar(expr: &Expr) -> Option<&ScalarValue> {
    match expr {
        Expr::Literal(value, _) => Some(value),
        _ => None,
    }
}

fn compare_op(op: Operator) -> Option<CompareOp> {
    Some(match op {
        Operator::Eq => CompareOp::Eq,
        Operator::NotEq => CompareOp::Ne,
        Operator::Lt => CompareOp::Lt,
        Operator::LtEq => CompareOp::Le,
        Operator::Gt => CompareOp::Gt,
        Operator::GtEq => CompareOp::Ge,
        _ => return None,
    })
}

/// The operator with its sides changed.
fn mirrored(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Lt => CompareOp::Gt,
        CompareOp::Le => CompareOp::Ge,
        CompareOp::Gt => CompareOp::Lt,
        CompareOp::Ge => CompareOp::Le,
        op => op,
    }
}
