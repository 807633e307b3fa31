//! What statements read: modules, tables of a file, and selections whose columns have the names of others.

use super::tables::{Kind, REFERENCES, TABLES, Table};
use super::{Column, Generator, Source, columns};
use std::fmt::Write as _;

impl Generator {
    /// One source, or up to four that refer to each other.
    pub(super) fn from(&mut self) -> Source {
        let table = self.table();
        let mut from = self.source(table, 0);
        let count = [1, 1, 2, 2, 2, 3, 3, 4][self.random.usize(..8)];
        let mut number = 1;
        while number < count {
            self.join(&mut from, number, count);
            number += 1;
        }
        from
    }

    fn join(&mut self, from: &mut Source, number: usize, count: usize) {
        if self.chance(4) {
            let table = self.table();
            let few = self.first_rows(table, number, 4);
            let _ = write!(from.text, " cross join {}", few.text);
            from.columns.extend(few.columns);
            from.ids.extend(few.ids);
            return;
        }
        let (present, other, back) = self.edge(&from.columns);
        let table = TABLES.iter().find(|table| table.name == other).unwrap();
        let mut new = self.source(table, number);
        let key = |column: &&Column| column.name == back && column.table == other;
        let Some(key) = new.columns.iter().find(key).cloned() else { return };
        let mut on = format!("{} = {}", present.text, key.text);
        if count == 2 && self.chance(12) {
            on = self.value_join(&from.columns, &new.columns).unwrap_or(on);
        }
        let how = ["join", "join", "join", "left join", "left join", "right join", "full join"];
        let how = *self.pick(&how);
        if !how.starts_with("full") {
            if self.chance(15) {
                let column = self.pick(&new.columns).clone();
                let _ = write!(on, " and {}", self.test(&column));
            }
            if self.chance(12) {
                let column = self.pick(&from.columns).clone();
                let _ = write!(on, " and {}", self.test(&column));
            }
            if self.chance(15) {
                on = self.two_columns(&from.columns, &new.columns).map_or(on.clone(), |more| {
                    if self.chance(50) { format!("{on} and {more}") } else { format!("{more} and {on}") }
                });
            }
        }
        let _ = write!(from.text, " {how} {} on {on}", new.text);
        // A condition below a side that is filled up with NULL means another thing.
        if matches!(how, "right join" | "full join") {
            from.columns.iter_mut().for_each(|column| column.is_of_module = false);
        }
        if matches!(how, "left join" | "full join") {
            new.columns.iter_mut().for_each(|column| column.is_of_module = false);
        }
        from.columns.extend(new.columns);
        from.ids.extend(new.ids);
    }

    /// A column that is there, the table to join, and its column.
    fn edge(&mut self, present: &[Column]) -> (Column, &'static str, &'static str) {
        let edges: Vec<(Column, &'static str, &'static str)> = present
            .iter()
            .flat_map(|column| {
                REFERENCES.iter().flat_map(move |(from, reference, to)| {
                    let forth = (*from == column.table && *reference == column.name)
                        .then(|| (column.clone(), *to, "id"));
                    let back = (*to == column.table && column.name == "id")
                        .then(|| (column.clone(), *from, *reference));
                    [forth, back].into_iter().flatten()
                })
            })
            .collect();
        self.pick(&edges).clone()
    }

    /// Keys that are no ids.
    fn value_join(&mut self, present: &[Column], new: &[Column]) -> Option<String> {
        let is_key =
            |column: &&Column| matches!(column.kind, Kind::Text | Kind::Moment | Kind::Date | Kind::Number);
        let left: Vec<&Column> = present.iter().filter(is_key).collect();
        let left = *left.get(self.random.usize(..left.len().max(1)))?;
        let right: Vec<&Column> = new.iter().filter(|column| column.kind == left.kind).collect();
        let right = *right.get(self.random.usize(..right.len().max(1)))?;
        Some(format!("{} = {}", left.text, right.text))
    }

    /// A condition over a column of each side.
    fn two_columns(&mut self, present: &[Column], new: &[Column]) -> Option<String> {
        let left = self.pick(present).clone();
        let right: Vec<&Column> =
            new.iter().filter(|column| column.kind == left.kind && column.kind != Kind::Boolean).collect();
        let right = *right.get(self.random.usize(..right.len().max(1)))?;
        let ops: &[&str] = if left.kind == Kind::Id { &["=", "<>"] } else { &["=", "<", "<=", "<>"] };
        Some(format!("{} {} {}", left.text, self.pick(ops), right.text))
    }

    fn source(&mut self, table: &'static Table, number: usize) -> Source {
        let alias = format!("t{number}");
        match self.random.u32(..100) {
            0..10 => {
                let text = format!("m.{} {alias}", table.name);
                Source { text, columns: columns(table, &alias, false), ids: vec![format!("{alias}.id")] }
            }
            10..22 => self.renamed(table, number),
            22..28 => {
                let most = self.random.usize(1..60);
                self.first_rows(table, number, most)
            }
            28..32 => self.both(table, number),
            _ => {
                let text = format!("{} {alias}", table.name);
                Source { text, columns: columns(table, &alias, true), ids: vec![format!("{alias}.id")] }
            }
        }
    }

    /// A selection whose columns have each other's names.
    fn renamed(&mut self, table: &'static Table, number: usize) -> Source {
        let alias = format!("t{number}");
        let inner = columns(table, "s", true);
        let (ids, others): (Vec<Column>, Vec<Column>) =
            inner.into_iter().partition(|column| column.kind == Kind::Id);
        let mut chosen = ids;
        chosen.extend(self.some(&others, 1, 3));
        let mut names: Vec<&str> = chosen.iter().map(|column| column.name).collect();
        self.random.shuffle(&mut names);
        let shown: Vec<String> =
            chosen.iter().zip(&names).map(|(column, name)| format!("{} as {name}", column.text)).collect();
        let condition = if self.chance(40) {
            let column = self.pick(&others).clone();
            format!(" where {}", self.test(&column))
        } else {
            String::new()
        };
        let text = format!("(select {} from {} s{condition}) {alias}", shown.join(", "), table.name);
        let columns: Vec<Column> = chosen
            .into_iter()
            .zip(names)
            .map(|(column, name)| Column { text: format!("{alias}.{name}"), ..column })
            .collect();
        let ids = columns.iter().filter(|column| column.name == "id").map(|column| column.text.clone());
        Source { text, ids: ids.collect(), columns }
    }

    /// The first rows of an order.
    fn first_rows(&mut self, table: &'static Table, number: usize, most: usize) -> Source {
        let alias = format!("t{number}");
        let inner = columns(table, "s", false);
        let shown: Vec<String> = inner.iter().map(|column| column.text.clone()).collect();
        let by = self.pick(&inner).text.clone();
        let direction = if self.chance(50) { " desc" } else { "" };
        let text = format!(
            "(select {} from {} s order by {by}{direction}, s.id limit {most}) {alias}",
            shown.join(", "),
            table.name
        );
        Source { text, columns: columns(table, &alias, false), ids: vec![format!("{alias}.id")] }
    }

    /// The rows of a module, and some of them once more from the file.
    fn both(&mut self, table: &'static Table, number: usize) -> Source {
        let alias = format!("t{number}");
        let shown =
            |inner: &[Column]| inner.iter().map(|column| column.text.clone()).collect::<Vec<_>>().join(", ");
        let first = columns(table, "s", false);
        let column = self.pick(&first).clone();
        let test = self.test(&column);
        let all = if self.chance(60) { " all" } else { "" };
        let second = if self.chance(50) { "m." } else { "" };
        let text = format!(
            "(select {0} from {1} s union{all} select {0} from {second}{1} s where {test}) {alias}",
            shown(&first),
            table.name
        );
        Source { text, columns: columns(table, &alias, false), ids: vec![format!("{alias}.id")] }
    }
}
