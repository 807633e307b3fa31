use super::keys::{JoinFilter, Keys};
use super::route;
use super::source::{Source, unfit};
use crate::instance::Instance;
use crate::pushdown::Kind;
use crate::table_columns::TableColumns;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::error::Result;
use datafusion::execution::TaskContext;
use datafusion::physical_expr::expressions::DynamicFilterPhysicalExpr;
use datafusion::physical_expr::{EquivalenceProperties, PhysicalExpr};
use datafusion::physical_plan::execution_plan::{
    Boundedness, EmissionType, ReplaceChildrenOptions, apply_expression_roots,
};
use datafusion::physical_plan::{
    DisplayAs, DisplayFormatType, ExecutionPlan, Partitioning, PlanProperties, SendableRecordBatchStream,
};
use std::fmt;
use std::sync::Arc;
use vtql_parser::ast::{Condition, Direction, InvalidNode, Name, Query, Select};
use vtql_parser::lower::lower;

/// The rows of a module: a leaf of a plan.
#[derive(Clone, Debug)]
pub(crate) struct ModuleScan {
    source: Source,
    /// Whether the conditions find no row too many.
    exact: bool,
    limit: Option<usize>,
    /// What joins find out while the plan runs.
    keys: Vec<JoinFilter>,
    properties: Arc<PlanProperties>,
}

/// The order of the first rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Order {
    /// The names of fields, the most significant first.
    pub(crate) fields: Vec<String>,
    /// That of the last field; the others are ascending.
    pub(crate) direction: Direction,
}

impl ModuleScan {
    pub(super) fn new(
        instance: Arc<Instance>,
        columns: Arc<TableColumns>,
        places: Vec<usize>,
        condition: Option<Condition>,
        exact: bool,
    ) -> Result<Self> {
        let query = query(&columns, &places, condition).map_err(|error| unfit(&error))?;
        let schema = Arc::new(columns.schema().project(&places)?);
        let properties = PlanProperties::new(
            EquivalenceProperties::new(schema),
            Partitioning::UnknownPartitioning(1),
            EmissionType::Incremental,
            Boundedness::Bounded,
        );
        let source = Source { instance, columns, places, query };
        Ok(ModuleScan { source, exact, limit: None, keys: Vec::new(), properties: Arc::new(properties) })
    }

    pub(super) fn limited(mut self, limit: Option<usize>) -> Self {
        let rows = limit.and_then(|limit| u32::try_from(limit).ok());
        self.limit = limit.filter(|_| rows.is_some());
        if let Some(rows) = rows {
            self.source.query = self.source.query.limit(rows);
        }
        self
    }

    pub(crate) fn instance(&self) -> &Arc<Instance> {
        &self.source.instance
    }

    pub(crate) fn columns(&self) -> &Arc<TableColumns> {
        &self.source.columns
    }

    /// What the server is asked, the keys of joins left out.
    pub(crate) fn query(&self) -> &Query {
        &self.source.query
    }

    pub(crate) fn limit(&self) -> Option<usize> {
        self.limit
    }

    /// Whether it finds just the rows that the statement wants, all of them.
    pub(crate) fn is_plain(&self) -> bool {
        self.exact && self.limit.is_none() && self.keys.is_empty()
    }

    pub(crate) fn has_keys(&self) -> bool {
        !self.keys.is_empty()
    }

    /// Whether its conditions find no row too many.
    pub(crate) fn is_exact(&self) -> bool {
        self.exact
    }

    /// Whether joins look its records up by their own ids.
    pub(crate) fn is_looked_up_by_id(&self) -> bool {
        self.keys.iter().any(|key| key.kind == Kind::Id)
    }

    /// The same that asks for keys of joins, each with the place of its column. `None` where nothing is gained.
    pub(crate) fn with_keys(
        &self,
        keys: impl Iterator<Item = (Arc<DynamicFilterPhysicalExpr>, usize)>,
    ) -> Option<Self> {
        // A limit counts rows before those of a join are chosen.
        if self.limit.is_some() {
            return None;
        }
        let schema = self.schema();
        let keys = keys.filter_map(|(filter, place)| {
            JoinFilter::new(filter, schema.fields().get(place)?.name(), &self.source.columns)
        });
        let keys: Vec<JoinFilter> = keys.collect();
        (!keys.is_empty()).then(|| ModuleScan { keys, ..self.clone() })
    }

    /// The same with the first rows of an order.
    pub(crate) fn first(&self, order: &Order, rows: usize) -> Option<Self> {
        let mut first = self.clone().limited(Some(rows));
        first.limit?;
        for (place, field) in order.fields.iter().enumerate() {
            let direction = if place + 1 == order.fields.len() { order.direction } else { Direction::Asc };
            first.source.query = first.source.query.order_by(field, direction).ok()?;
        }
        lower(&first.source.query).ok()?;
        Some(first)
    }
}

fn query(
    columns: &TableColumns,
    places: &[usize],
    condition: Option<Condition>,
) -> Result<Query, InvalidNode> {
    let select = match places {
        [] => Select::fields(["id"])?,
        all if all.len() == columns.len() => Select::all(),
        some => Select::fields(columns.field_names(some))?,
    };
    let query = Query::new(select, Name::new(&columns.module().name)?);
    Ok(match condition {
        Some(condition) => query.filter(condition),
        None => query,
    })
}

impl DisplayAs for ModuleScan {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match lower(&self.source.query) {
            Ok(wire) => write!(f, "ModuleScan: {wire}")?,
            Err(_) => write!(f, "ModuleScan: {}", self.source.query)?,
        }
        if self.has_keys() { f.write_str(" with the keys of a join") } else { Ok(()) }
    }
}

impl ExecutionPlan for ModuleScan {
    fn name(&self) -> &'static str {
        "ModuleScan"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        Vec::new()
    }

    fn apply_expressions(
        &self,
        f: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        apply_expression_roots(self.keys.iter().map(|key| &key.filter), f)
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

    /// A join that begins anew has another filter, and nobody would complete this one.
    fn reset_state(self: Arc<Self>) -> Result<Arc<dyn ExecutionPlan>> {
        if self.keys.is_empty() {
            return Ok(self);
        }
        Ok(Arc::new(ModuleScan { keys: Vec::new(), ..Arc::unwrap_or_clone(self) }))
    }

    fn supports_limit_pushdown(&self) -> bool {
        false
    }

    fn fetch(&self) -> Option<usize> {
        self.limit
    }

    fn execute(&self, _: usize, _: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let keys = Keys::of(&self.keys, &self.source.columns);
        Ok(route::rows(self.source.clone(), self.schema(), keys))
    }
}

impl ModuleScan {
    pub(super) fn schema(&self) -> SchemaRef {
        Arc::clone(self.properties.equivalence_properties().schema())
    }
}
