//! What there is to select from: `crm` with a table for each module, `crm_meta` with what is known about them.

mod crm;
mod meta;

use crate::instance::Instance;
use datafusion::catalog::{CatalogProvider, MemoryCatalogProvider};
use datafusion::error::Result;
use std::sync::Arc;

/// The schema with a table for each module.
pub(crate) const CRM: &str = "crm";
/// The schema with what is known about modules.
pub(crate) const META: &str = "crm_meta";

/// The catalog of an instance.
pub(crate) fn of(instance: &Arc<Instance>) -> Result<Arc<dyn CatalogProvider>> {
    let catalog = MemoryCatalogProvider::new();
    catalog.register_schema(CRM, Arc::new(crm::Crm::new(Arc::clone(instance))))?;
    catalog.register_schema(META, Arc::new(meta::Meta::new(Arc::clone(instance))))?;
    Ok(Arc::new(catalog))
}
