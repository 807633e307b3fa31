//! Names in any case of letters.

use datafusion::sql::parser::Statement;
use datafusion::sql::sqlparser::ast::{Expr, Ident, visit_expressions_mut};
use std::collections::HashSet;
use std::ops::ControlFlow;

/// The statement with the quoted names of fields in small letters, as columns are called; `None` when it has none.
pub(crate) fn without_case(statement: Statement, fields: &HashSet<String>) -> Option<Statement> {
    let Statement::Statement(mut statement) = statement else { return None };
    let mut changed = false;
    let mut lower = |name: &mut Ident| {
        let small = name.value.to_lowercase();
        if name.quote_style.is_some() && small != name.value && fields.contains(&small) {
            name.value = small;
            changed = true;
        }
    };
    let walk = visit_expressions_mut(&mut statement, |expr| {
        match expr {
            Expr::Identifier(name) => lower(name),
            Expr::CompoundIdentifier(names) => names.iter_mut().for_each(&mut lower),
            _ => {}
        }
        ControlFlow::<()>::Continue(())
    });
    // Nothing breaks it off.
    let _ = walk;
    changed.then_some(Statement::Statement(statement))
}
