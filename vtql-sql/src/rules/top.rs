//! The first rows of an order are asked for in that order. They are sorted once more here, so nothing but the number of
//! requests depends on it.

use super::{column_of_scan, scan_below};
use crate::pushdown::Kind;
use crate::scan::{ModuleScan, Order};
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::error::Result;
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::sorts::sort::SortExec;
use std::sync::Arc;
use vtql_parser::ast::Direction;

/// Gives scans the order and the number of the rows that are left of them.
#[derive(Debug)]
pub(super) struct TopRule;

impl PhysicalOptimizerRule for TopRule {
    fn optimize(&self, plan: Arc<dyn ExecutionPlan>, _: &ConfigOptions) -> Result<Arc<dyn ExecutionPlan>> {
        plan.transform_down(|node| {
            let Some((rows, order)) = first_rows(&node) else { return Ok(Transformed::no(node)) };
            node.transform_down(|inner| {
                let first = inner.downcast_ref::<ModuleScan>().and_then(|scan| scan.first(&order, rows));
                Ok(match first {
                    Some(scan) => Transformed::yes(Arc::new(scan) as _),
                    None => Transformed::no(inner),
                })
            })
        })
        .data()
    }

    fn name(&self) -> &'static str {
        "vtql_top"
    }

    fn schema_check(&self) -> bool {
        true
    }
}

/// The order and the number of rows that a sort wants of a scan, when the server sorts in the same way.
fn first_rows(plan: &Arc<dyn ExecutionPlan>) -> Option<(usize, Order)> {
    let sort = plan.downcast_ref::<SortExec>()?;
    let rows = sort.fetch()?;
    let scan = scan_below(sort.input()).filter(|scan| scan.is_plain())?;
    let count = sort.expr().len();
    let mut fields = Vec::with_capacity(count);
    let mut direction = Direction::Asc;
    for (place, one) in sort.expr().iter().enumerate() {
        let column = column_of_scan(&one.expr, sort.input())?;
        let field = scan.columns().field(&column)?;
        let is_last = place + 1 == count;
        // The server puts NULL before all values, and has one direction, for the last field.
        if one.options.nulls_first == one.options.descending || one.options.descending && !is_last {
            return None;
        }
        let kind = Kind::of(field).filter(|kind| kind.sorts_alike())?;
        // Numbers and times may be shown less finely than they are sorted: what follows them would be sorted otherwise.
        if !is_last && !matches!(kind, Kind::Integer | Kind::Date) {
            return None;
        }
        if one.options.descending {
            direction = Direction::Desc;
        }
        fields.push(field.name.clone());
    }
    Some((rows, Order { fields, direction }))
}
