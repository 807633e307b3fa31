//! Tables of files beside those of modules: SQLite files, and folders of Parquet such as a mirror is.

mod sqlite;

use crate::error::{Error, Result};
use datafusion::catalog::{CatalogProvider, MemorySchemaProvider, SchemaProvider};
use datafusion::prelude::{ParquetReadOptions, SessionContext};
use std::path::Path;
use std::sync::Arc;

/// Adds the tables of a file or a folder to a catalog, as a schema of that name.
pub(crate) async fn attach(
    context: &SessionContext,
    catalog: &Arc<dyn CatalogProvider>,
    name: &str,
    path: &Path,
) -> Result<()> {
    if catalog.schema(name).is_some() {
        return Err(Error::refused(format!("there is a schema `{name}` already"), "choose another name"));
    }
    let unreadable = |error: &dyn std::fmt::Display| {
        Error::new("READ", format!("cannot read {}: {error}", path.display()))
    };
    if !path.is_dir() {
        let schema = sqlite::schema(path).map_err(|error| unreadable(&error))?;
        catalog.register_schema(name, Arc::new(schema))?;
        return Ok(());
    }
    let schema = MemorySchemaProvider::new();
    for entry in std::fs::read_dir(path).map_err(|error| unreadable(&error))? {
        let file = entry.map_err(|error| unreadable(&error))?.path();
        let stem = file.file_stem().and_then(|stem| stem.to_str());
        let (Some(stem), true) = (stem, file.extension().is_some_and(|it| it == "parquet")) else { continue };
        let frame =
            context.read_parquet(file.to_string_lossy().into_owned(), ParquetReadOptions::default()).await?;
        schema.register_table(stem.to_lowercase(), frame.into_view())?;
    }
    if schema.table_names().is_empty() {
        return Err(unreadable(&"there are no .parquet files in it"));
    }
    catalog.register_schema(name, Arc::new(schema))?;
    Ok(())
}
