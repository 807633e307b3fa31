//! Which side of a join is read first. The keys of that side are what the other is asked for, so it is to be the one
//! with fewer rows.

use super::reads_modules;
use crate::pushdown::selectivity;
use crate::scan::ModuleScan;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::error::Result;
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::aggregates::AggregateExec;
use datafusion::physical_plan::filter::FilterExec;
use datafusion::physical_plan::joins::{HashJoinExec, PartitionMode};
use std::sync::Arc;

/// Chooses the first side of the joins of plans that read modules; those of others are DataFusion's to choose.
#[derive(Debug)]
pub(super) struct Joins {
    of_files: super::Rule,
}

impl Joins {
    pub(super) fn new(of_files: super::Rule) -> Self {
        Joins { of_files }
    }
}

impl PhysicalOptimizerRule for Joins {
    fn optimize(
        &self,
        plan: Arc<dyn ExecutionPlan>,
        config: &ConfigOptions,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        if !reads_modules(&plan)? {
            return self.of_files.optimize(plan, config);
        }
        plan.transform_up(|node| {
            let Some(join) = node.downcast_ref::<HashJoinExec>() else { return Ok(Transformed::no(node)) };
            let can_swap = join.join_type().supports_swap() && !join.null_aware;
            // Only a whole first side has keys that are complete.
            let chosen = if can_swap && guess(join.left()) > guess(join.right()) {
                join.swap_inputs(PartitionMode::CollectLeft)?
            } else {
                Arc::new(join.builder().with_partition_mode(PartitionMode::CollectLeft).build()?)
            };
            Ok(Transformed::yes(chosen))
        })
        .data()
    }

    fn name(&self) -> &'static str {
        "join_selection"
    }

    fn schema_check(&self) -> bool {
        true
    }
}

/// So many rows a table has of which nothing is known.
const UNKNOWN: f64 = 1e6;

/// How many rows a plan has, guessed by its conditions alone: the order of joins, and so the price, is the same whenever
/// it is asked for.
#[expect(clippy::cast_precision_loss, reason = "it is a guess")]
fn guess(plan: &Arc<dyn ExecutionPlan>) -> f64 {
    if let Some(scan) = plan.downcast_ref::<ModuleScan>() {
        let share = scan.query().filter.as_ref().map_or(1.0, selectivity);
        return (UNKNOWN * share).min(scan.limit().map_or(UNKNOWN, |limit| limit as f64));
    }
    let children: Vec<f64> = plan.children().into_iter().map(guess).collect();
    let rows = match children.as_slice() {
        [left, right] => (left * right / UNKNOWN).max(1.0),
        [] => UNKNOWN / 100.0,
        all => all.iter().sum(),
    };
    let rows = if plan.downcast_ref::<FilterExec>().is_some() { rows / 5.0 } else { rows };
    let rows = match plan.downcast_ref::<AggregateExec>() {
        Some(aggregate) if aggregate.group_expr().is_empty() => 1.0,
        Some(_) => rows / 10.0,
        None => rows,
    };
    plan.fetch().map_or(rows, |limit| rows.min(limit as f64))
}
