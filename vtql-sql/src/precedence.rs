//! What the parser would read otherwise than SQL says.

use datafusion::sql::parser::{CopyToSource, Statement};
use datafusion::sql::sqlparser::ast::{BinaryOperator, Expr, Visit, visit_expressions};
use std::ops::ControlFlow;

/// What to do about it.
pub(crate) const HELP: &str = "put parentheses around `a is distinct from b` where `and` or `or` follows";
pub(crate) const MESSAGE: &str =
    "`a is distinct from b and c` would be read as `a is distinct from (b and c)`";

/// Whether `and` or `or` follows `is distinct from`: sqlparser 0.62 takes all of it for the right side. With booleans that
/// is another condition, and no error.
pub(crate) fn is_misread(statement: &Statement) -> bool {
    match statement {
        Statement::Statement(statement) => is_misread_in(&**statement),
        Statement::Explain(explain) => is_misread(&explain.statement),
        Statement::CopyTo(copy) => match &copy.source {
            CopyToSource::Query(query) => is_misread_in(&**query),
            CopyToSource::Relation(_) => false,
        },
        _ => false,
    }
}

/// The same for a part of a statement.
pub(crate) fn is_misread_in<T: Visit>(part: &T) -> bool {
    visit_expressions(part, |expr| match expr {
        Expr::IsDistinctFrom(_, right) | Expr::IsNotDistinctFrom(_, right) if joins_conditions(right) => {
            ControlFlow::Break(())
        }
        _ => ControlFlow::Continue(()),
    })
    .is_break()
}

fn joins_conditions(expr: &Expr) -> bool {
    let Expr::BinaryOp { op, .. } = expr else { return false };
    matches!(op, BinaryOperator::And | BinaryOperator::Or | BinaryOperator::Xor)
}
