use crate::instance::Instance;
use crate::scan::ModuleTable;
use async_trait::async_trait;
use datafusion::catalog::{SchemaProvider, TableProvider};
use datafusion::error::{DataFusionError, Result};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A table for each module, whose name is found in any case of letters, and the tables that a session makes.
#[derive(Debug)]
pub(super) struct Crm {
    instance: Arc<Instance>,
    tables: Mutex<HashMap<String, Arc<dyn TableProvider>>>,
    /// Tables and views of the session.
    own: Mutex<HashMap<String, Arc<dyn TableProvider>>>,
}

impl Crm {
    pub(super) fn new(instance: Arc<Instance>) -> Self {
        Crm { instance, tables: Mutex::default(), own: Mutex::default() }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[async_trait]
impl SchemaProvider for Crm {
    fn table_names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.instance.names().iter().map(|name| name.to_lowercase()).collect();
        names.extend(lock(&self.own).keys().cloned());
        names.sort();
        names
    }

    async fn table(&self, name: &str) -> Result<Option<Arc<dyn TableProvider>>, DataFusionError> {
        if let Some(own) = lock(&self.own).get(name) {
            return Ok(Some(Arc::clone(own)));
        }
        let Some(name) = self.instance.name(name) else { return Ok(None) };
        if let Some(known) = lock(&self.tables).get(name) {
            return Ok(Some(Arc::clone(known)));
        }
        let module = self.instance.module(name).await?;
        let table: Arc<dyn TableProvider> = Arc::new(ModuleTable::new(Arc::clone(&self.instance), module));
        lock(&self.tables).insert(name.to_owned(), Arc::clone(&table));
        Ok(Some(table))
    }

    fn register_table(
        &self,
        name: String,
        table: Arc<dyn TableProvider>,
    ) -> Result<Option<Arc<dyn TableProvider>>> {
        if self.instance.name(&name).is_some() {
            return Err(DataFusionError::Plan(format!("`{name}` is a module: choose another name")));
        }
        Ok(lock(&self.own).insert(name, table))
    }

    fn deregister_table(&self, name: &str) -> Result<Option<Arc<dyn TableProvider>>> {
        Ok(lock(&self.own).remove(name))
    }

    fn table_exist(&self, name: &str) -> bool {
        lock(&self.own).contains_key(name) || self.instance.name(name).is_some()
    }
}
