use crate::column::{Column, ColumnKind};
use crate::misfit::Misfits;
use arrow_schema::{DataType, Field as ArrowField, Schema, SchemaRef};
use std::collections::HashMap;
use std::sync::Arc;
use vtql_parser::ast::{Name, Query, Select};
use vtql_schema::{LINE_ITEM_FIELDS, Module, has_line_items};

/// The column with the values that do not fit their own: a JSON object of fields and their texts, or null.
pub const RAW_COLUMN: &str = "_raw";

/// The columns of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    module: String,
    label: String,
    list: Vec<Column>,
    misfits: Misfits,
}

impl Columns {
    /// All fields of a module but those of line items, of which a record has several values: `id` first, then in
    /// describe's order. A field that describe lists twice is one column.
    pub fn of_module(module: &Module, misfits: Misfits) -> Self {
        let has_items = has_line_items(&module.name);
        let is_of_items = |name: &str| has_items && LINE_ITEM_FIELDS.contains(&name);
        let fields = module.fields().iter().filter(|field| !is_of_items(&field.name)).map(Column::of);
        let (mut columns, others): (Vec<Column>, Vec<Column>) =
            fields.partition(|column| column.name == "id");
        columns.extend(others);
        Columns::new(module, columns, misfits)
    }

    /// Chosen fields of a module, in this order. What the module does not have is text.
    pub fn of_fields<'a>(
        module: &Module,
        fields: impl IntoIterator<Item = &'a str>,
        misfits: Misfits,
    ) -> Self {
        let column = |name: &str| {
            let field = module.field(name);
            field.map_or_else(|| Column::unknown(name, ColumnKind::Text), Column::of)
        };
        Columns::new(module, fields.into_iter().map(column).collect(), misfits)
    }

    /// The columns of a query's rows: the selected fields and `id`, which the server adds; for `*` every field of the
    /// module, `id` first; for `count(*)` the number.
    ///
    /// ```
    /// use vtql_arrow::{Columns, Misfits};
    /// use vtql_parser::{Dialect, parse_query};
    /// use vtql_schema::Snapshot;
    ///
    /// # let path = "../vtql-schema/fixtures/vtiger-8.4.snapshot.json";
    /// let snapshot = Snapshot::load(path)?;
    /// let query = parse_query("select lastname from Contacts", Dialect::Surface)?;
    /// let columns = Columns::of_query(&snapshot.modules()[0], &query, Misfits::Null);
    /// assert!(columns.names().eq(["lastname", "id"]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of_query(module: &Module, query: &Query, misfits: Misfits) -> Self {
        match &query.select {
            Select::Count(_) => {
                Columns::new(module, vec![Column::unknown("count", ColumnKind::Integer)], Misfits::Null)
            }
            Select::Fields(fields) => {
                let fields = fields.iter().map(Name::as_str);
                Columns::of_fields(module, fields.chain(["id"]), misfits)
            }
            _ => {
                let fields = module.fields().iter().map(|field| field.name.as_str());
                Columns::of_fields(module, ["id"].into_iter().chain(fields), misfits)
            }
        }
    }

    fn new(module: &Module, columns: Vec<Column>, misfits: Misfits) -> Self {
        let mut once: Vec<Column> = Vec::with_capacity(columns.len());
        for column in columns {
            if column.name != RAW_COLUMN && !once.iter().any(|present| present.name == column.name) {
                once.push(column);
            }
        }
        Columns { module: module.name.clone(), label: module.label.clone(), list: once, misfits }
    }

    /// The same with one more column at the end, which is no field.
    pub fn with(mut self, name: &str, kind: ColumnKind) -> Self {
        self.list.push(Column::unknown(name, kind));
        self
    }

    /// The same with picklists as plain text instead of dictionaries.
    pub fn with_plain_choices(mut self) -> Self {
        for column in self.list.iter_mut().filter(|column| column.kind == ColumnKind::Choice) {
            column.kind = ColumnKind::Text;
        }
        self
    }

    /// The module.
    pub fn module(&self) -> &str {
        &self.module
    }

    /// The name of the module that users see.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// The columns, [`RAW_COLUMN`] left out.
    pub fn fields(&self) -> &[Column] {
        &self.list
    }

    /// What becomes of values that do not fit.
    pub fn misfits(&self) -> Misfits {
        self.misfits
    }

    /// The names of all columns in order, [`RAW_COLUMN`] as the last where there is one.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let raw = (self.misfits == Misfits::Raw).then_some(RAW_COLUMN);
        self.list.iter().map(|column| column.name.as_str()).chain(raw)
    }

    /// The schema of its batches.
    pub fn schema(&self) -> SchemaRef {
        let mut fields: Vec<ArrowField> = self.list.iter().map(Column::arrow).collect();
        if self.misfits == Misfits::Raw {
            fields.push(ArrowField::new(RAW_COLUMN, DataType::Utf8, true));
        }
        let metadata = HashMap::from([
            ("vtql:module".to_owned(), self.module.clone()),
            ("vtql:label".to_owned(), self.label.clone()),
        ]);
        Arc::new(Schema::new_with_metadata(fields, metadata))
    }
}
