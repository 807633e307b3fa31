use super::exec::ModuleScan;
use crate::instance::Instance;
use crate::pushdown::pushed;
use crate::table_columns::TableColumns;
use async_trait::async_trait;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::plan_err;
use datafusion::error::Result;
use datafusion::logical_expr::{Expr, TableProviderFilterPushDown, TableType};
use datafusion::physical_plan::ExecutionPlan;
use std::sync::Arc;
use vtql_parser::ast::Condition;
use vtql_schema::Module;

/// A module as a table.
#[derive(Debug)]
pub(crate) struct ModuleTable {
    instance: Arc<Instance>,
    columns: Arc<TableColumns>,
}

impl ModuleTable {
    pub(crate) fn new(instance: Arc<Instance>, module: Arc<Module>) -> Self {
        ModuleTable { instance, columns: Arc::new(TableColumns::of(module)) }
    }
}

#[async_trait]
impl TableProvider for ModuleTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(self.columns.schema())
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(&self, filters: &[&Expr]) -> Result<Vec<TableProviderFilterPushDown>> {
        let support = |pushed: Option<_>| match pushed {
            Some(crate::pushdown::Pushed { exact: true, .. }) => TableProviderFilterPushDown::Exact,
            Some(_) => TableProviderFilterPushDown::Inexact,
            None => TableProviderFilterPushDown::Unsupported,
        };
        Ok(pushed(filters, &self.columns).into_iter().map(support).collect())
    }

    async fn scan(
        &self,
        _session: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        // Programs that read the catalog see such a module as well: only its rows cannot be had.
        let module = self.columns.module();
        if module.field("id").is_none() {
            return plan_err!("the records of `{}` have no ids, and cannot be asked for", module.name);
        }
        let filters: Vec<&Expr> = filters.iter().collect();
        let pushed: Vec<_> = pushed(&filters, &self.columns).into_iter().flatten().collect();
        let exact = pushed.len() == filters.len() && pushed.iter().all(|one| one.exact);
        let condition = Condition::all(pushed.into_iter().map(|one| one.condition)).ok();
        let places = projection.cloned().unwrap_or_else(|| (0..self.columns.len()).collect());
        let scan =
            ModuleScan::new(Arc::clone(&self.instance), Arc::clone(&self.columns), places, condition, exact);
        // A limit counts rows that are left when all conditions were checked.
        let limit = limit.filter(|_| exact);
        Ok(Arc::new(scan?.limited(limit)))
    }
}
