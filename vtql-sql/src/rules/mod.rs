//! Rules of the optimizer that know what a request costs.

mod count;
mod joins;
mod keys;
mod top;

pub(crate) use count::ModuleCount;

use crate::scan::ModuleScan;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::error::Result;
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_expr::expressions::Column;
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_optimizer::optimizer::PhysicalOptimizer;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::coop::CooperativeExec;
use datafusion::physical_plan::projection::ProjectionExec;
use std::sync::Arc;

type Rule = Arc<dyn PhysicalOptimizerRule + Send + Sync>;

/// The rules of DataFusion, with ours in their places.
pub(crate) fn all() -> Vec<Rule> {
    let mut rules = Vec::new();
    for rule in PhysicalOptimizer::new().rules {
        match rule.name() {
            "join_selection" => rules.push(Arc::new(joins::Joins::new(rule)) as Rule),
            "EnsureCooperative" => {
                let ours: [Rule; 3] =
                    [Arc::new(count::CountRule), Arc::new(top::TopRule), Arc::new(keys::KeysRule)];
                rules.extend(ours);
                rules.push(rule);
            }
            // It would hand on the filters of joins by names: see `keys`.
            "FilterPushdown(Post)" => {}
            _ => rules.push(rule),
        }
    }
    rules
}

/// Whether a plan reads modules.
fn reads_modules(plan: &Arc<dyn ExecutionPlan>) -> Result<bool> {
    plan.exists(|node| Ok(node.downcast_ref::<ModuleScan>().is_some()))
}

/// The scan that a plan is, below projections.
fn scan_below(plan: &Arc<dyn ExecutionPlan>) -> Option<&ModuleScan> {
    let mut plan = plan;
    loop {
        if let Some(scan) = plan.downcast_ref::<ModuleScan>() {
            return Some(scan);
        }
        plan = if let Some(projection) = plan.downcast_ref::<ProjectionExec>() {
            projection.input()
        } else {
            plan.downcast_ref::<CooperativeExec>()?.children().into_iter().next()?
        };
    }
}

/// The name of the column that an expression over a plan is, in the scan below: a projection may give its name to another.
fn column_of_scan(expr: &Arc<dyn PhysicalExpr>, plan: &Arc<dyn ExecutionPlan>) -> Option<String> {
    let column = expr.downcast_ref::<Column>()?;
    if let Some(projection) = plan.downcast_ref::<ProjectionExec>() {
        return column_of_scan(&projection.expr().get(column.index())?.expr, projection.input());
    }
    match plan.downcast_ref::<CooperativeExec>() {
        Some(cooperative) => column_of_scan(expr, cooperative.children().into_iter().next()?),
        None => Some(column.name().to_owned()),
    }
}

/// Calls `f` for every node of a plan.
pub(crate) fn each(plan: &Arc<dyn ExecutionPlan>, mut f: impl FnMut(&Arc<dyn ExecutionPlan>)) {
    let walk = plan.apply(|node| {
        f(node);
        Ok(TreeNodeRecursion::Continue)
    });
    // The closure has no errors.
    let _ = walk;
}
