//! What a join finds out about the rows that it needs of its other side.

use crate::pushdown::{Kind, literal, record_id};
use crate::table_columns::TableColumns;
use datafusion::common::ScalarValue;
use datafusion::logical_expr::Operator;
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_expr::expressions::{
    BinaryExpr, CaseExpr, Column, DynamicFilterPhysicalExpr, InListExpr, Literal as LiteralExpr,
};
use std::collections::HashSet;
use std::sync::Arc;
use vtql_parser::ast::{Literal, RecordId};

/// The filters of joins, each with the field that it is about.
pub(super) struct Keys {
    filters: Vec<(Arc<dyn PhysicalExpr>, String, Kind)>,
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

/// The field that a join's filter is about, when keys of it can be asked for.
pub(super) fn joined_field(filter: &Arc<dyn PhysicalExpr>, columns: &TableColumns) -> Option<(String, Kind)> {
    let filter = filter.downcast_ref::<DynamicFilterPhysicalExpr>()?;
    let children = filter.children();
    let [child] = children.as_slice() else { return None };
    let column = child.downcast_ref::<Column>()?;
    let field = columns.field(column.name())?;
    let kind = Kind::of(field)?;
    (!matches!(kind, Kind::Boolean | Kind::Switch)).then(|| (field.name.clone(), kind))
}

impl Keys {
    pub(super) fn of(filters: &[Arc<dyn PhysicalExpr>], columns: &TableColumns) -> Self {
        let known = filters.iter().filter_map(|filter| {
            let (field, kind) = joined_field(filter, columns)?;
            Some((Arc::clone(filter), field, kind))
        });
        Keys { filters: known.collect(), prefix: columns.module().id_prefix }
    }

    /// Waits until the joins have read their first sides, and takes the fewest keys.
    pub(super) async fn needed(self) -> Needed {
        let mut best: Option<(usize, Needed)> = None;
        for (filter, field, kind) in self.filters {
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
