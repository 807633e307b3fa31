//! The keys of a join are what the scans of its other side ask for.
//!
//! A column is followed from the join down to its scan by its place. DataFusion's own rule follows names, and takes one column
//! for another where an input has two of a name.

use crate::scan::ModuleScan;
use datafusion::common::config::ConfigOptions;
use datafusion::common::{JoinSide, JoinType, NullEquality};
use datafusion::error::Result;
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_expr::expressions::{Column, DynamicFilterPhysicalExpr, lit};
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::aggregates::AggregateExec;
use datafusion::physical_plan::coalesce_partitions::CoalescePartitionsExec;
use datafusion::physical_plan::coop::CooperativeExec;
use datafusion::physical_plan::execution_plan::replace_children_if_necessary;
use datafusion::physical_plan::filter::FilterExec;
use datafusion::physical_plan::joins::utils::build_join_schema;
use datafusion::physical_plan::joins::{HashJoinExec, PartitionMode};
use datafusion::physical_plan::projection::ProjectionExec;
use datafusion::physical_plan::recursive_query::RecursiveQueryExec;
use datafusion::physical_plan::repartition::RepartitionExec;
use datafusion::physical_plan::sorts::sort::SortExec;
use datafusion::physical_plan::sorts::sort_preserving_merge::SortPreservingMergeExec;
use datafusion::physical_plan::union::UnionExec;
use std::sync::Arc;

/// Gives scans the keys of joins.
#[derive(Debug)]
pub(super) struct KeysRule;

impl PhysicalOptimizerRule for KeysRule {
    fn optimize(&self, plan: Arc<dyn ExecutionPlan>, _: &ConfigOptions) -> Result<Arc<dyn ExecutionPlan>> {
        give(plan, &[])
    }

    fn name(&self) -> &'static str {
        "vtql_keys"
    }

    fn schema_check(&self) -> bool {
        true
    }
}

/// What a join lets through of a column.
#[derive(Clone)]
struct Wanted {
    filter: Arc<DynamicFilterPhysicalExpr>,
    /// The place of the column in what a plan gives.
    column: usize,
}

/// The plan, whose scans ask for nothing but what is wanted. Rows that are not wanted may come all the same.
fn give(plan: Arc<dyn ExecutionPlan>, wanted: &[Wanted]) -> Result<Arc<dyn ExecutionPlan>> {
    if let Some(scan) = plan.downcast_ref::<ModuleScan>() {
        let keys = wanted.iter().map(|one| (Arc::clone(&one.filter), one.column));
        return Ok(scan.with_keys(keys).map_or(Arc::clone(&plan), |scan| Arc::new(scan) as _));
    }
    if let Some(join) = plan.downcast_ref::<HashJoinExec>() {
        return give_join(join, wanted);
    }
    // Its second part is run again and again, each time with joins that begin anew.
    if let Some(recursive) = plan.downcast_ref::<RecursiveQueryExec>() {
        let children =
            vec![give(Arc::clone(recursive.static_term()), &[])?, Arc::clone(recursive.recursive_term())];
        return replace_children_if_necessary(Arc::clone(&plan), children);
    }
    let children: Vec<Arc<dyn ExecutionPlan>> = plan.children().into_iter().cloned().collect();
    let wanted: Vec<Wanted> = wanted.iter().filter_map(|one| below(&plan, one)).collect();
    let given = children.into_iter().map(|child| give(child, &wanted)).collect::<Result<_>>()?;
    replace_children_if_necessary(plan, given)
}

fn give_join(join: &HashJoinExec, wanted: &[Wanted]) -> Result<Arc<dyn ExecutionPlan>> {
    let (left, mut right) = sides(join, wanted);
    let filter = own_filter(join);
    if let Some((filter, column)) = &filter {
        right.push(Wanted { filter: Arc::clone(filter), column: *column });
    }
    let children = vec![give(Arc::clone(join.left()), &left)?, give(Arc::clone(join.right()), &right)?];
    let given = join.builder().with_new_children(children)?.build()?;
    Ok(match filter {
        Some((filter, _)) => Arc::new(given.with_dynamic_filter_expr(filter)?),
        None => Arc::new(given),
    })
}

/// What the first side of a join says about a column of the second, once that is known.
fn own_filter(join: &HashJoinExec) -> Option<(Arc<DynamicFilterPhysicalExpr>, usize)> {
    let [(_, key)] = join.on() else { return None };
    let column = key.downcast_ref::<Column>()?.index();
    let (_, is_narrowed) = join.join_type().on_lr_is_preserved();
    let counts_nulls = join.null_aware || join.null_equality() == NullEquality::NullEqualsNull;
    let is_whole = *join.partition_mode() == PartitionMode::CollectLeft;
    (is_narrowed && is_whole && !counts_nulls)
        .then(|| (Arc::new(DynamicFilterPhysicalExpr::new(vec![Arc::clone(key)], lit(true))), column))
}

/// What is wanted of the two sides of a join. Only a side whose rows come out of the join as they are, or not at all, can do
/// without some: one whose rows are filled up with NULL cannot.
fn sides(join: &HashJoinExec, wanted: &[Wanted]) -> (Vec<Wanted>, Vec<Wanted>) {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    if join.fetch().is_some() || join.null_aware {
        return (left, right);
    }
    let (_, columns) = build_join_schema(&join.left().schema(), &join.right().schema(), join.join_type());
    for one in wanted {
        let place = join.projection.as_ref().map_or(Some(one.column), |kept| kept.get(one.column).copied());
        let Some(column) = place.and_then(|place| columns.get(place)) else { continue };
        let below = Wanted { filter: Arc::clone(&one.filter), column: column.index };
        match (column.side, join.join_type()) {
            (
                JoinSide::Left,
                JoinType::Inner
                | JoinType::Left
                | JoinType::LeftSemi
                | JoinType::LeftAnti
                | JoinType::LeftMark,
            ) => left.push(below),
            (
                JoinSide::Right,
                JoinType::Inner
                | JoinType::Right
                | JoinType::RightSemi
                | JoinType::RightAnti
                | JoinType::RightMark,
            ) => right.push(below),
            _ => {}
        }
    }
    (left, right)
}

/// The same for the inputs of another node. `None` where a row that is not wanted changes what comes of others: a limit, a
/// window, or a node that is not known.
fn below(plan: &Arc<dyn ExecutionPlan>, wanted: &Wanted) -> Option<Wanted> {
    if plan.fetch().is_some() {
        return None;
    }
    let column = if let Some(projection) = plan.downcast_ref::<ProjectionExec>() {
        place(&projection.expr().get(wanted.column)?.expr)?
    } else if let Some(filter) = plan.downcast_ref::<FilterExec>() {
        match filter.projection() {
            Some(kept) => *kept.get(wanted.column)?,
            None => wanted.column,
        }
    } else if let Some(aggregate) = plan.downcast_ref::<AggregateExec>() {
        let groups = aggregate.group_expr();
        // Rows of other groups do not count for a group.
        place(&groups.expr().get(wanted.column).filter(|_| groups.is_single())?.0)?
    } else {
        let passes = plan.is::<CooperativeExec>()
            || plan.is::<CoalescePartitionsExec>()
            || plan.is::<RepartitionExec>()
            || plan.is::<SortExec>()
            || plan.is::<SortPreservingMergeExec>()
            || plan.is::<UnionExec>();
        passes.then_some(wanted.column)?
    };
    Some(Wanted { filter: Arc::clone(&wanted.filter), column })
}

/// The place of the column that an expression is.
fn place(expr: &Arc<dyn PhysicalExpr>) -> Option<usize> {
    expr.downcast_ref::<Column>().map(Column::index)
}
