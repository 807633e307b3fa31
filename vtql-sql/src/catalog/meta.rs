//! `crm_meta`: modules, fields, picklists and relations as tables. What the snapshot does not have is described when one
//! of them is first read.

use crate::instance::Instance;
use async_trait::async_trait;
use datafusion::arrow::array::{ArrayRef, BooleanArray, RecordBatch, StringArray};
use datafusion::arrow::datatypes::{DataType, Field, Schema};
use datafusion::catalog::{SchemaProvider, TableProvider};
use datafusion::datasource::MemTable;
use datafusion::error::{DataFusionError, Result};
use std::sync::Arc;
use vtql_client::ErrorKind;
use vtql_schema::Module;

#[derive(Debug)]
pub(super) struct Meta {
    instance: Arc<Instance>,
}

/// The tables, and what makes each of them.
const TABLES: [(&str, Make); 4] =
    [("modules", modules), ("fields", fields), ("picklists", picklists), ("relations", relations)];

type Make = fn(&[Arc<Module>]) -> Table;

/// Rows of texts, and which columns are booleans.
#[derive(Default)]
struct Table {
    columns: Vec<&'static str>,
    booleans: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Meta {
    pub(super) fn new(instance: Arc<Instance>) -> Self {
        Meta { instance }
    }

    async fn modules(&self) -> Result<Vec<Arc<Module>>> {
        let mut modules = Vec::new();
        for name in self.instance.names() {
            match self.instance.module(name).await {
                Ok(module) => modules.push(module),
                // Some modules are listed, and refused to those who are no administrators.
                Err(error) if error.client().is_some_and(|error| error.kind() == ErrorKind::Server) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(modules)
    }
}

#[async_trait]
impl SchemaProvider for Meta {
    fn table_names(&self) -> Vec<String> {
        TABLES.iter().map(|(name, _)| (*name).to_owned()).collect()
    }

    async fn table(&self, name: &str) -> Result<Option<Arc<dyn TableProvider>>, DataFusionError> {
        let known = TABLES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        let Some((_, make)) = known else { return Ok(None) };
        let batch = make(&self.modules().await?).batch()?;
        Ok(Some(Arc::new(MemTable::try_new(batch.schema(), vec![vec![batch]])?)))
    }

    fn table_exist(&self, name: &str) -> bool {
        TABLES.iter().any(|(known, _)| known.eq_ignore_ascii_case(name))
    }
}

impl Table {
    fn batch(&self) -> Result<RecordBatch> {
        let is_boolean = |name: &str| self.booleans.contains(&name);
        let fields = self.columns.iter().map(|name| {
            Field::new(*name, if is_boolean(name) { DataType::Boolean } else { DataType::Utf8 }, false)
        });
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        let arrays = self.columns.iter().enumerate().map(|(place, name)| {
            let cells = self.rows.iter().map(|row| row.get(place).map_or("", String::as_str));
            if is_boolean(name) {
                Arc::new(BooleanArray::from(cells.map(|cell| cell == "true").collect::<Vec<_>>())) as ArrayRef
            } else {
                Arc::new(StringArray::from(cells.collect::<Vec<_>>())) as ArrayRef
            }
        });
        Ok(RecordBatch::try_new(schema, arrays.collect())?)
    }
}

fn modules(all: &[Arc<Module>]) -> Table {
    let rows = all.iter().map(|module| {
        let prefix = module.id_prefix.map(|prefix| prefix.to_string()).unwrap_or_default();
        vec![module.name.clone(), module.label.clone(), prefix, module.is_entity.to_string()]
    });
    Table {
        columns: vec!["module", "label", "id_prefix", "is_entity"],
        booleans: vec!["is_entity"],
        rows: rows.collect(),
    }
}

fn fields(all: &[Arc<Module>]) -> Table {
    let rows = all.iter().flat_map(|module| {
        module.fields().iter().map(|field| {
            vec![
                module.name.clone(),
                field.name.clone(),
                field.label.clone(),
                field.ty.name().to_owned(),
                field.mandatory.to_string(),
                field.editable.to_string(),
            ]
        })
    });
    Table {
        columns: vec!["module", "field", "label", "type", "mandatory", "editable"],
        booleans: vec!["mandatory", "editable"],
        rows: rows.collect(),
    }
}

fn picklists(all: &[Arc<Module>]) -> Table {
    let rows = all.iter().flat_map(|module| {
        module.fields().iter().flat_map(|field| {
            let row = |value: &vtql_schema::PicklistValue| {
                vec![module.name.clone(), field.name.clone(), value.value.clone(), value.label.clone()]
            };
            field.picklist.iter().map(row)
        })
    });
    Table { columns: vec!["module", "field", "value", "label"], rows: rows.collect(), ..Table::default() }
}

fn relations(all: &[Arc<Module>]) -> Table {
    let rows = all.iter().flat_map(|module| {
        module.fields().iter().flat_map(|field| {
            field.refers_to.iter().map(|other| vec![module.name.clone(), field.name.clone(), other.clone()])
        })
    });
    Table { columns: vec!["module", "field", "refers_to"], rows: rows.collect(), ..Table::default() }
}
