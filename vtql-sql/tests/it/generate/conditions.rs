//! Conditions: tests of a column, of two, and of other rows.

use super::tables::{Kind, REFERENCES, TABLES};
use super::{Column, Generator, columns};

impl Generator {
    pub(super) fn conditions(&mut self, columns: &[Column]) -> String {
        let count = self.random.usize(..4);
        let tests: Vec<String> = (0..count).map(|_| self.condition(columns, 2, true)).collect();
        if tests.is_empty() { String::new() } else { format!(" where {}", tests.join(" and ")) }
    }

    fn condition(&mut self, columns: &[Column], depth: u32, is_own: bool) -> String {
        match self.random.u32(..16) {
            0 if depth > 0 => format!(
                "({} or {})",
                self.condition(columns, depth - 1, false),
                self.condition(columns, depth - 1, false)
            ),
            1 if depth > 0 => format!("not ({})", self.condition(columns, depth - 1, false)),
            2 | 3 if depth > 0 => self.subquery(columns),
            4 => self.of_two(columns),
            5 => {
                let column = self.pick(columns).clone();
                self.of_a_function(&column)
            }
            _ => {
                let column = self.pick(columns).clone();
                let test = self.test(&column);
                if is_own && column.is_of_module && can_be_left(&column, &test) {
                    self.left_to_server.push((column.table, column.name));
                }
                test
            }
        }
    }

    /// A test of two columns.
    fn of_two(&mut self, columns: &[Column]) -> String {
        let left = self.pick(columns).clone();
        let alike: Vec<&Column> =
            columns.iter().filter(|column| column.kind == left.kind && column.text != left.text).collect();
        let Some(right) = alike.get(self.random.usize(..alike.len().max(1))) else { return self.test(&left) };
        let ops: &[&str] = match left.kind {
            Kind::Id | Kind::Boolean => &["=", "<>", "is distinct from"],
            _ => &["=", "<>", "<", ">=", "is distinct from", "is not distinct from"],
        };
        // sqlparser 0.62 takes an `and` behind `is distinct from` for a part of its right side.
        format!("({} {} {})", left.text, self.pick(ops), right.text)
    }

    fn of_a_function(&mut self, column: &Column) -> String {
        let (name, value) = (column.text.clone(), self.value(column));
        match (column.kind, self.random.u32(..3)) {
            (Kind::Text, 0) => format!("substr({name}, 1, 2) = substr({value}, 1, 2)"),
            (Kind::Text, 1) => format!("length({name}) > {}", self.random.usize(..12)),
            (Kind::Number, 0) => format!("abs({name} - {value}) < 1000"),
            (Kind::Number, 1) => format!("{name} * 2 > {value}"),
            (Kind::Boolean, _) => format!("{}{name}", if self.chance(50) { "not " } else { "" }),
            // Beside a text, a date is no value here, and a time is written in another way.
            (Kind::Moment | Kind::Date, _) | (_, 2) => {
                format!("case when {name} is null then 0 else 1 end = {}", self.random.usize(..2))
            }
            _ => format!("coalesce({name}, {value}) = {value}"),
        }
    }

    /// A condition over other rows.
    fn subquery(&mut self, columns: &[Column]) -> String {
        let (table, reference, other) = *self.pick(REFERENCES);
        let inner = TABLES.iter().find(|it| it.name == table).unwrap();
        let inner = self::columns(inner, "s", true);
        let inner_column = self.pick(&inner).clone();
        let test = self.test(&inner_column);
        if self.chance(20) {
            return self.than_of_all(columns, table, &inner, &test);
        }
        let outer: Vec<&Column> =
            columns.iter().filter(|column| column.table == other && column.name == "id").collect();
        let Some(outer) = outer.first() else {
            let column = self.pick(columns).clone();
            return self.test(&column);
        };
        let not = if self.chance(30) { "not " } else { "" };
        let from = if self.chance(15) { format!("m.{table}") } else { table.to_owned() };
        match self.random.u32(..10) {
            0..4 => {
                format!(
                    "{not}exists (select 1 from {from} s where s.{reference} = {} and {test})",
                    outer.text
                )
            }
            4..6 => format!(
                "(select count(*) from {from} s where s.{reference} = {} and {test}) > {}",
                outer.text,
                self.random.usize(..3)
            ),
            6..7 => format!("{} {not}in (select s.{reference} from {from} s where {test})", outer.text),
            _ => format!(
                "{} {not}in (select s.{reference} from {from} s where s.{reference} is not null and {test})",
                outer.text
            ),
        }
    }

    /// A column beside one value of other rows.
    fn than_of_all(&mut self, columns: &[Column], table: &str, inner: &[Column], test: &str) -> String {
        let outer = self.pick(columns).clone();
        let alike: Vec<&Column> =
            inner.iter().filter(|column| column.kind == outer.kind && column.kind != Kind::Boolean).collect();
        let Some(column) = alike.get(self.random.usize(..alike.len().max(1))) else {
            return self.test(&outer);
        };
        let function = if self.chance(50) { "max" } else { "min" };
        let op = *self.pick(&["<", ">=", "="]);
        format!("{} {op} (select {function}({}) from {table} s where {test})", outer.text, column.text)
    }

    /// A test of one column.
    pub(super) fn test(&mut self, column: &Column) -> String {
        let name = column.text.clone();
        if self.chance(8) {
            return format!("{name} is {}null", if self.chance(50) { "not " } else { "" });
        }
        if column.kind == Kind::Boolean {
            return format!("{name} = {}", if self.chance(50) { "true" } else { "false" });
        }
        let value = self.value(column);
        match self.random.u32(..10) {
            0..2 => {
                let mut others: Vec<String> =
                    (0..self.random.usize(1..4)).map(|_| self.value(column)).collect();
                if self.chance(5) {
                    others.push("null".to_owned());
                }
                let not = if self.chance(30) { "not " } else { "" };
                format!("{name} {not}in ({})", others.join(", "))
            }
            2 if column.kind != Kind::Id => format!("{name} between {value} and {}", self.value(column)),
            3..6 if column.kind == Kind::Text => {
                let pattern = self.pattern(&value);
                let not = if self.chance(30) { "not " } else { "" };
                format!("{name} {not}like {pattern}")
            }
            _ => {
                let ops: &[&str] = if column.kind == Kind::Id {
                    &["=", "="]
                } else {
                    &["=", "=", "<>", "<", "<=", ">", ">="]
                };
                let op = *self.pick(ops);
                format!("{name} {op} {value}")
            }
        }
    }

    /// A pattern of a text: its beginning, its middle, with other letters.
    fn pattern(&mut self, literal: &str) -> String {
        let text: Vec<char> = literal.trim_matches('\'').chars().filter(|c| !"%_\\'".contains(*c)).collect();
        let end = self.random.usize(..=text.len());
        let start: String = text[..end].iter().collect();
        let start = if self.chance(20) { start.to_uppercase() } else { start };
        match self.random.u32(..4) {
            0 => format!("'{start}%'"),
            1 => format!("'%{start}%'"),
            2 => format!("'_{}%'", start.chars().skip(1).collect::<String>()),
            _ => format!("'%{start}'"),
        }
    }
}

/// Whether a test that [`Generator::test`] made has a form that the server takes.
fn can_be_left(column: &Column, test: &str) -> bool {
    let test = test.strip_prefix(&column.text).unwrap_or(test);
    if test.contains(" null") || test.contains("''") || test.contains('\\') {
        return false;
    }
    match column.kind {
        Kind::Text => {
            let is_wild = test.split('\'').nth(1).is_some_and(|pattern| {
                test.contains(" like ") && pattern.chars().all(|c| c == '%' || c == '_')
            });
            !is_wild && [" = ", " in ", " like "].iter().any(|op| test.starts_with(op))
        }
        Kind::Id => [" = ", " in "].iter().any(|op| test.starts_with(op)),
        // A list may be the opposite of another condition, and then nothing is read at all.
        Kind::Number | Kind::Date | Kind::Moment => !test.starts_with(" not "),
        Kind::Boolean => true,
    }
}
