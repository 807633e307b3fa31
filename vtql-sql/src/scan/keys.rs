//! What a join finds out about the rows that it needs of its other side.

use crate::pushdown::{Kind, literal, record_id};
use crate::table_columns::TableColumns;
use datafusion::common::ScalarValue;
use datafusion::logical_expr::Operator;
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_expr::expressions::{
    BinaryExpr, CaseExpr, DynamicFilterPhysicalExpr, InListExpr, Literal as LiteralExpr,
};
use std::collections::HashSet;
use std::sync::Arc;
use vtql_parser::ast::{Literal, RecordId};

/// What a join lets through of a field, once it has read its first side.
#[derive(Clone, Debug)]
pub(super) struct JoinFilter {
    pub(super) filter: Arc<dyn PhysicalExpr>,
    field: String,
    pub(super) kind: Kind,
}

/// The filters of joins.
pub(super) struct Keys {
    filters: Vec<JoinFilter>,
    /// The number before the `x` in the ids of the module.
    prefix: Option<u32>,
}

/// The keys of the rows that a join needs.
pub(super) enum Needed {
    /// Nothing is known about them.
    Any,
    /// The records with these ids, in their order.
    Ids(Vec<RecordId>),
    /// The records whose field has one of these values.
    Values { field: String, values: Vec<Literal> },
}

impl JoinFilter {
    /// `None` where keys of the column cannot be asked for.
    pub(super) fn new(
        filter: Arc<DynamicFilterPhysicalExpr>,
        column: &str,
        columns: &TableColumns,
    ) -> Option<Self> {
        let field = columns.field(column)?;
        let kind = Kind::of(field).filter(|kind| !matches!(kind, Kind::Boolean | Kind::Switch))?;
        Some(JoinFilter { filter, field: field.name.clone(), kind })
    }
}

impl Keys {
    pub(super) fn of(filters: &[JoinFilter], columns: &TableColumns) -> Self {
        Keys { filters: filters.to_vec(), prefix: columns.module().id_prefix }
    }

    /// Waits until the joins have read their first sides, and takes the fewest keys.
    pub(super) async fn needed(self) -> Needed {
        let mut best: Option<(usize, Needed)> = None;
        for JoinFilter { filter, field, kind } in self.filters {
            let Some(filter) = filter.downcast_ref::<DynamicFilterPhysicalExpr>() else { continue };
            filter.wait_complete().await;
            let Some(values) = filter.current().ok().and_then(|expr| values(&expr)) else { continue };
            let Some((count, needed)) = needed(&field, kind, &values, self.prefix) else { continue };
            if best.as_ref().is_none_or(|(fewest, _)| count < *fewest) {
                best = Some((count, needed));
            }
        }
        best.map_or(Needed::Any, |(_, needed)| needed)
    }
}

fn needed(field: &str, kind: Kind, values: &[ScalarValue], prefix: Option<u32>) -> Option<(usize, Needed)> {
    let set = values.iter().filter(|value| !value.is_null());
    if kind == Kind::Id {
        // No record has an id that is none, or one of another module.
        let is_own = |id: &RecordId| prefix.is_none_or(|prefix| id.module == prefix);
        let ids: HashSet<RecordId> = set.filter_map(record_id).filter(is_own).collect();
        let mut ids: Vec<RecordId> = ids.into_iter().collect();
        ids.sort_by_key(|id| (id.record, id.module));
        return Some((ids.len(), Needed::Ids(ids)));
    }
    // A value that cannot be asked for, such as an empty reference, may be that of a row all the same.
    let mut literals = Vec::new();
    let mut seen = HashSet::new();
    for value in set {
        let literal = literal(kind, value)?;
        if seen.insert(literal.text().to_owned()) {
            literals.push(literal);
        }
    }
    Some((literals.len(), Needed::Values { field: field.to_owned(), values: literals }))
}

/// The values that a filter lets through, and perhaps more; `None` when that may be any.
fn values(filter: &Arc<dyn PhysicalExpr>) -> Option<Vec<ScalarValue>> {
    if let Some(list) = filter.downcast_ref::<InListExpr>() {
        let value = |item: &Arc<dyn PhysicalExpr>| Some(item.downcast_ref::<LiteralExpr>()?.value().clone());
        return if list.negated() { None } else { list.list().iter().map(value).collect() };
    }
    if let Some(binary) = filter.downcast_ref::<BinaryExpr>() {
        return match binary.op() {
            Operator::And => values(binary.left()).or_else(|| values(binary.right())),
            _ => None,
        };
    }
    // One filter for each partition of the join.
    if let Some(case) = filter.downcast_ref::<CaseExpr>() {
        let parts = case.when_then_expr().iter().map(|(_, then)| then);
        let parts: Option<Vec<Vec<ScalarValue>>> = parts.chain(case.else_expr()).map(values).collect();
        return Some(parts?.into_iter().flatten().collect());
    }
    match filter.downcast_ref::<LiteralExpr>()?.value() {
        ScalarValue::Boolean(Some(false)) => Some(Vec::new()),
        _ => None,
    }
}
