//! The columns of a module as SQL sees them.

use datafusion::arrow::datatypes::{Field as ArrowField, Schema, SchemaRef};
use std::collections::HashSet;
use std::sync::Arc;
use vtql_arrow::{Column, Columns, Misfits};
use vtql_parser::ast::Name;
use vtql_schema::types::FieldType;
use vtql_schema::{Field, Module};

/// A module and its columns. SQL turns names without quotes into small letters, so that is how columns are called here.
#[derive(Debug)]
pub(crate) struct TableColumns {
    module: Arc<Module>,
    columns: Vec<Column>,
    schema: SchemaRef,
}

impl TableColumns {
    pub(crate) fn of(module: Arc<Module>) -> Self {
        let all = Columns::of_module(&module, Misfits::Null).with_plain_choices();
        let can_be_named = |column: &&Column| {
            let field = module.field(&column.name);
            Name::is_word(&column.name) && field.is_none_or(|field| field.ty != FieldType::Password)
        };
        let columns: Vec<Column> = all.fields().iter().filter(can_be_named).cloned().collect();
        let schema = all.schema();
        let mut taken = HashSet::new();
        let fields = columns.iter().filter_map(|column| {
            let field = schema.field_with_name(&column.name).ok()?;
            Some(field.clone().with_name(free_name(&column.name.to_lowercase(), &mut taken)))
        });
        let fields: Vec<ArrowField> = fields.collect();
        TableColumns { schema: Arc::new(Schema::new(fields)), columns, module }
    }

    pub(crate) fn module(&self) -> &Arc<Module> {
        &self.module
    }

    pub(crate) fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    pub(crate) fn len(&self) -> usize {
        self.columns.len()
    }

    /// The field that a column shows.
    pub(crate) fn field(&self, column: &str) -> Option<&Field> {
        let at = self.schema.index_of(column).ok()?;
        self.module.field(&self.columns.get(at)?.name)
    }

    /// The names of the fields of these columns.
    pub(crate) fn field_names<'a>(&'a self, places: &'a [usize]) -> impl Iterator<Item = &'a str> {
        places.iter().filter_map(|&at| self.columns.get(at)).map(|column| column.name.as_str())
    }
}

/// The name, with a number behind it where another column has it.
fn free_name(name: &str, taken: &mut HashSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    let free = std::iter::once(name.to_owned()).chain(numbered).find(|name| !taken.contains(name));
    let free = free.unwrap_or_default();
    taken.insert(free.clone());
    free
}
