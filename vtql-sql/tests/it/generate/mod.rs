//! Statements that SQLite and DataFusion read alike, made by chance: joins of up to four modules and files, conditions,
//! groups, windows, subqueries, sets, orders and limits.

mod conditions;
mod shapes;
mod sources;
mod tables;

pub(crate) use tables::{Kind, TABLES};

use fastrand::Rng;
use std::collections::HashMap;
use tables::Table;

/// A statement, and what is known about it.
pub(crate) struct Statement {
    pub(crate) text: String,
    /// Whether the order of its rows is told by it.
    pub(crate) is_ordered: bool,
    /// Whether a part of it is run again and again.
    pub(crate) is_recursive: bool,
    /// Columns of modules, with conditions of which the server can be given at least the wider form.
    pub(crate) left_to_server: Vec<(&'static str, &'static str)>,
}

/// Makes statements, with values that are in the data.
pub(crate) struct Generator {
    pub(crate) random: Rng,
    /// Some values of each column, as SQL writes them: by table and column.
    pub(crate) values: HashMap<(&'static str, &'static str), Vec<String>>,
    /// What the statement that is being made leaves to the server.
    pub(crate) left_to_server: Vec<(&'static str, &'static str)>,
}

/// A column of a source in a statement: `t1.lastname`. It may have another name there than in its table.
#[derive(Clone)]
struct Column {
    table: &'static str,
    name: &'static str,
    kind: Kind,
    text: String,
    /// Whether a test of it, as a condition of its own, can go down to a module.
    is_of_module: bool,
}

/// What stands behind `from` or `join`.
struct Source {
    text: String,
    columns: Vec<Column>,
    /// What tells its rows apart.
    ids: Vec<String>,
}

impl Generator {
    pub(crate) fn new(random: Rng, values: HashMap<(&'static str, &'static str), Vec<String>>) -> Self {
        Generator { random, values, left_to_server: Vec::new() }
    }

    fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.random.usize(..list.len())]
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.random.u32(..100) < percent
    }

    fn table(&mut self) -> &'static Table {
        &TABLES[self.random.usize(..TABLES.len())]
    }

    fn value(&mut self, column: &Column) -> String {
        let values = self.values.get(&(column.table, column.name)).filter(|values| !values.is_empty());
        let made = match column.kind {
            Kind::Text => "'x'",
            Kind::Number => "100",
            Kind::Date => "'2020-02-29'",
            Kind::Moment => "'2026-01-01 00:00:00'",
            Kind::Boolean => "true",
            Kind::Id => "'12x1'",
        };
        match values {
            Some(values) => values[self.random.usize(..values.len())].clone(),
            None => made.to_owned(),
        }
    }

    /// A text of as many as there are, in one order by chance.
    fn some<T: Clone>(&mut self, list: &[T], least: usize, most: usize) -> Vec<T> {
        let mut chosen = list.to_vec();
        self.random.shuffle(&mut chosen);
        chosen.truncate(self.random.usize(least..=most));
        chosen
    }
}

fn columns(table: &Table, alias: &str, is_of_module: bool) -> Vec<Column> {
    let column = |(name, kind): &(&'static str, Kind)| Column {
        table: table.name,
        name,
        kind: *kind,
        text: format!("{alias}.{name}"),
        is_of_module,
    };
    table.columns.iter().map(column).collect()
}
