use datafusion::arrow::datatypes::DataType;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::error::Result;
use datafusion::logical_expr::{Expr, LogicalPlan};
use datafusion_postgres::pgwire::api::portal::Portal;
use std::collections::HashSet;
use std::sync::Arc;

/// The portal with times for days, where a client gives a day as text for a parameter that is a time: PostgreSQL takes
/// midnight for it, and `pgwire` an error.
pub(super) fn with_midnights<S: Default>(portal: &Portal<S>, plan: &LogicalPlan) -> Option<Portal<S>> {
    let times = times(plan).ok()?;
    let mut parameters = portal.parameters.clone();
    let mut changed = false;
    for (place, parameter) in parameters.iter_mut().enumerate() {
        let is_text = portal.parameter_format.is_text(place);
        let is_time = times.contains(&format!("${}", place + 1));
        if let Some(text) = parameter.as_mut().filter(|text| is_text && is_time && is_day(text)) {
            let mut time = text.to_vec();
            time.extend_from_slice(b" 00:00:00");
            *text = time.into();
            changed = true;
        }
    }
    changed.then(|| {
        let mut portal_of_times = Portal::<S>::default();
        portal_of_times.name.clone_from(&portal.name);
        portal_of_times.statement = Arc::clone(&portal.statement);
        portal_of_times.parameter_format = portal.parameter_format.clone();
        portal_of_times.parameters = parameters;
        portal_of_times.result_column_format = portal.result_column_format.clone();
        portal_of_times.state = Arc::clone(&portal.state);
        portal_of_times
    })
}

/// The parameters that are times: by what they are compared with, or by a cast.
fn times(plan: &LogicalPlan) -> Result<HashSet<String>> {
    let is_time = |kind: &DataType| matches!(kind, DataType::Timestamp(..));
    let inferred = plan.get_parameter_types()?.into_iter();
    let mut times: HashSet<String> =
        inferred.filter_map(|(name, kind)| kind.as_ref().is_some_and(is_time).then_some(name)).collect();
    plan.apply_with_subqueries(|node| {
        node.apply_expressions(|expr| {
            expr.apply(|expr| {
                if let Expr::Cast(cast) = expr
                    && let Expr::Placeholder(placeholder) = &*cast.expr
                    && is_time(cast.field.data_type())
                {
                    times.insert(placeholder.id.clone());
                }
                Ok(TreeNodeRecursion::Continue)
            })
        })
    })?;
    Ok(times)
}

/// `2026-01-31`.
fn is_day(text: &[u8]) -> bool {
    text.len() == 10
        && text.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}
