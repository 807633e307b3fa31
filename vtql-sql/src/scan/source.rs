//! What a scan asks of an instance.

use crate::instance::Instance;
use crate::table_columns::TableColumns;
use datafusion::error::DataFusionError;
use std::fmt;
use std::sync::Arc;
use vtql_parser::ast::Query;

/// Which rows of which module.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) instance: Arc<Instance>,
    pub(super) columns: Arc<TableColumns>,
    /// Which columns, by their places.
    pub(super) places: Vec<usize>,
    /// What is asked for: columns, conditions, order and limit.
    pub(super) query: Query,
}

pub(super) fn unfit(error: &dyn fmt::Display) -> DataFusionError {
    DataFusionError::Plan(error.to_string())
}
