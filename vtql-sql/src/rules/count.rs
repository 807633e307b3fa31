//! `count(*)` over conditions that the server checks exactly is one `count(*)` there.

use super::{column_of_scan, scan_below};
use crate::instance::Instance;
use crate::pushdown::Kind;
use crate::scan::{ModuleScan, of_all};
use datafusion::arrow::array::{ArrayRef, Int64Array, RecordBatch};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode, TreeNodeRecursion};
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::TaskContext;
use datafusion::physical_expr::expressions::Literal;
use datafusion::physical_expr::{EquivalenceProperties, PhysicalExpr};
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::aggregates::{AggregateExec, AggregateMode};
use datafusion::physical_plan::coalesce_partitions::CoalescePartitionsExec;
use datafusion::physical_plan::execution_plan::{Boundedness, EmissionType, ReplaceChildrenOptions};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{
    DisplayAs, DisplayFormatType, ExecutionPlan, Partitioning, PlanProperties, SendableRecordBatchStream,
};
use futures::stream;
use std::fmt;
use std::sync::Arc;
use vtql_parser::ast::Query;

/// Puts a count of the server in the place of rows that are only counted.
#[derive(Debug)]
pub(super) struct CountRule;

impl PhysicalOptimizerRule for CountRule {
    fn optimize(&self, plan: Arc<dyn ExecutionPlan>, _: &ConfigOptions) -> Result<Arc<dyn ExecutionPlan>> {
        plan.transform_down(|node| {
            Ok(match counted(&node) {
                Some(count) => Transformed::new(Arc::new(count) as _, true, TreeNodeRecursion::Jump),
                None => Transformed::no(node),
            })
        })
        .data()
    }

    fn name(&self) -> &'static str {
        "vtql_count"
    }

    fn schema_check(&self) -> bool {
        true
    }
}

/// The count that a plan comes to.
fn counted(plan: &Arc<dyn ExecutionPlan>) -> Option<ModuleCount> {
    let aggregate = plan.downcast_ref::<AggregateExec>()?;
    if matches!(aggregate.mode(), AggregateMode::Partial | AggregateMode::PartialReduce) {
        return None;
    }
    let mut counts = aggregate;
    let mut input = aggregate.input();
    if let Some(all) = input.downcast_ref::<CoalescePartitionsExec>() {
        input = all.input();
    }
    // Its arguments are columns of what is below the first of the two.
    if let Some(partial) = input.downcast_ref::<AggregateExec>() {
        counts = partial;
        input = partial.input();
    }
    let scan = scan_below(input).filter(|scan| scan.is_plain())?;
    if !counts_rows(counts, input, scan) {
        return None;
    }
    let query = of_all(scan.query());
    let properties = PlanProperties::new(
        EquivalenceProperties::new(aggregate.schema()),
        Partitioning::UnknownPartitioning(1),
        EmissionType::Final,
        Boundedness::Bounded,
    );
    Some(ModuleCount { instance: Arc::clone(scan.instance()), query, properties: Arc::new(properties) })
}

/// Whether every column is a count of rows: of all of them, without groups.
fn counts_rows(aggregate: &AggregateExec, input: &Arc<dyn ExecutionPlan>, scan: &ModuleScan) -> bool {
    let no_groups = aggregate.group_expr().is_empty();
    let no_filters = aggregate.filter_expr().iter().all(Option::is_none);
    let counts = aggregate.aggr_expr().iter().all(|one| {
        let arguments = one.expressions();
        one.fun().name() == "count"
            && !one.is_distinct()
            && *one.field().data_type() == DataType::Int64
            && arguments.iter().all(|argument| never_null(argument, input, scan))
    });
    no_groups && no_filters && counts && !aggregate.aggr_expr().is_empty()
}

/// A constant, or the id, which every record has.
fn never_null(argument: &Arc<dyn PhysicalExpr>, input: &Arc<dyn ExecutionPlan>, scan: &ModuleScan) -> bool {
    if let Some(literal) = argument.downcast_ref::<Literal>() {
        return !literal.value().is_null();
    }
    let column = column_of_scan(argument, input);
    let field = column.and_then(|column| scan.columns().field(&column));
    field.and_then(Kind::of) == Some(Kind::Id)
}

/// The number of a module's records that meet a condition: one row.
#[derive(Debug)]
pub(crate) struct ModuleCount {
    instance: Arc<Instance>,
    query: Query,
    properties: Arc<PlanProperties>,
}

impl ModuleCount {
    /// The query that counts.
    pub(crate) fn query(&self) -> &Query {
        &self.query
    }

    pub(crate) fn instance(&self) -> &Arc<Instance> {
        &self.instance
    }
}

impl DisplayAs for ModuleCount {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ModuleCount: {}", self.query)
    }
}

impl ExecutionPlan for ModuleCount {
    fn name(&self) -> &'static str {
        "ModuleCount"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        Vec::new()
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn replace_children(
        self: Arc<Self>,
        _: Vec<Arc<dyn ExecutionPlan>>,
        _: ReplaceChildrenOptions,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        Ok(self)
    }

    fn with_new_children(self: Arc<Self>, _: Vec<Arc<dyn ExecutionPlan>>) -> Result<Arc<dyn ExecutionPlan>> {
        Ok(self)
    }

    fn execute(&self, _: usize, _: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let schema = self.schema();
        let (instance, query, columns) =
            (Arc::clone(&self.instance), self.query.clone(), Arc::clone(&schema));
        let row = stream::once(async move {
            let external = |error: vtql_client::Error| DataFusionError::External(Box::new(error));
            let rows = instance.client.query(query).map_err(external)?.count().await.map_err(external)?;
            let rows = i64::try_from(rows).unwrap_or(i64::MAX);
            let counts = columns.fields().iter().map(|_| Arc::new(Int64Array::from(vec![rows])) as ArrayRef);
            let counts = counts.collect();
            Ok(RecordBatch::try_new(columns, counts)?)
        });
        Ok(Box::pin(RecordBatchStreamAdapter::new(schema, row)))
    }
}
