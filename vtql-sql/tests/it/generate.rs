//! Statements that SQLite and DataFusion read alike, made by chance: joins of up to four modules, conditions, groups,
//! windows, subqueries, orders and limits.

use fastrand::Rng;
use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;

/// How the values of a column compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Number,
    Date,
    Moment,
    Boolean,
    Id,
}

/// A module, with the columns that statements use.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) columns: &'static [(&'static str, Kind)],
}

use Kind::{Boolean, Date, Id, Moment, Number, Text};

pub(crate) const TABLES: &[Table] = &[
    Table {
        name: "contacts",
        columns: &[
            ("id", Id),
            ("account_id", Id),
            ("assigned_user_id", Id),
            ("lastname", Text),
            ("firstname", Text),
            ("email", Text),
            ("leadsource", Text),
            ("mailingcity", Text),
            ("birthday", Date),
            ("createdtime", Moment),
            ("donotcall", Boolean),
        ],
    },
    Table {
        name: "accounts",
        columns: &[
            ("id", Id),
            ("account_id", Id),
            ("accountname", Text),
            ("industry", Text),
            ("rating", Text),
            ("employees", Number),
            ("annual_revenue", Number),
            ("createdtime", Moment),
            ("emailoptout", Boolean),
        ],
    },
    Table {
        name: "potentials",
        columns: &[
            ("id", Id),
            ("related_to", Id),
            ("contact_id", Id),
            ("potentialname", Text),
            ("sales_stage", Text),
            ("amount", Number),
            ("probability", Number),
            ("closingdate", Date),
            ("createdtime", Moment),
        ],
    },
    Table {
        name: "helpdesk",
        columns: &[
            ("id", Id),
            ("parent_id", Id),
            ("contact_id", Id),
            ("ticket_title", Text),
            ("ticketstatus", Text),
            ("ticketpriorities", Text),
            ("hours", Number),
            ("createdtime", Moment),
        ],
    },
];

/// Which columns name records of which module.
const REFERENCES: &[(&str, &str, &str)] = &[
    ("contacts", "account_id", "accounts"),
    ("accounts", "account_id", "accounts"),
    ("potentials", "related_to", "accounts"),
    ("potentials", "contact_id", "contacts"),
    ("helpdesk", "parent_id", "accounts"),
    ("helpdesk", "contact_id", "contacts"),
];

/// A statement, and whether the order of its rows is told by it.
pub(crate) struct Statement {
    pub(crate) text: String,
    pub(crate) is_ordered: bool,
}

/// Makes statements, with values that are in the data.
pub(crate) struct Generator {
    pub(crate) random: Rng,
    /// Some values of each column, as SQL writes them: by table and column.
    pub(crate) values: HashMap<(&'static str, &'static str), Vec<String>>,
}

/// A column of a table in a statement: `t1.lastname`.
#[derive(Clone)]
struct Column {
    table: &'static str,
    name: &'static str,
    kind: Kind,
    text: String,
}

impl Generator {
    fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.random.usize(..list.len())]
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.random.u32(..100) < percent
    }

    pub(crate) fn statement(&mut self) -> Statement {
        let (from, tables) = self.from();
        let columns: Vec<Column> = tables
            .iter()
            .enumerate()
            .flat_map(|(number, table)| columns(table, &format!("t{number}")))
            .collect();
        let conditions = self.conditions(&columns);
        match self.random.u32(..10) {
            0..3 => self.grouped(&from, &conditions, &columns),
            3..4 => self.counted(&from, &conditions, &columns),
            4..5 => self.windowed(&from, &conditions, &columns),
            5..6 => self.distinct(&from, &conditions, &columns),
            _ => self.plain(&from, &conditions, &columns, tables.len()),
        }
    }

    fn table(&mut self) -> &'static Table {
        &TABLES[self.random.usize(..TABLES.len())]
    }

    /// One table, or up to four that refer to each other.
    fn from(&mut self) -> (String, Vec<&'static Table>) {
        let mut tables = vec![self.table()];
        let mut text = format!("{} t0", tables[0].name);
        let count = [1, 1, 2, 2, 2, 3, 3, 4][self.random.usize(..8)];
        while tables.len() < count {
            let at = self.random.usize(..tables.len());
            let present = tables[at].name;
            let new = tables.len();
            let edges: Vec<(String, &'static str)> = REFERENCES
                .iter()
                .flat_map(|(from, column, to)| {
                    let forth = (*from == present).then(|| (format!("t{at}.{column} = t{new}.id"), *to));
                    let back = (*to == present).then(|| (format!("t{new}.{column} = t{at}.id"), *from));
                    [forth, back].into_iter().flatten()
                })
                .collect();
            let (on, other) = self.pick(&edges).clone();
            let table = TABLES.iter().find(|table| table.name == other).unwrap();
            let how = ["join", "join", "join", "left join", "left join", "right join", "full join"];
            let how = *self.pick(&how);
            let more = if self.chance(15) && !how.starts_with("full") {
                let column = self.pick(&columns(table, &format!("t{new}"))).clone();
                format!(" and {}", self.test(&column))
            } else {
                String::new()
            };
            let _ = write!(text, " {how} {other} t{new} on {on}{more}");
            tables.push(table);
        }
        (text, tables)
    }

    fn conditions(&mut self, columns: &[Column]) -> String {
        let count = self.random.usize(..4);
        let tests: Vec<String> = (0..count).map(|_| self.condition(columns, 2)).collect();
        if tests.is_empty() { String::new() } else { format!(" where {}", tests.join(" and ")) }
    }

    fn condition(&mut self, columns: &[Column], depth: u32) -> String {
        match self.random.u32(..12) {
            0 if depth > 0 => {
                format!("({} or {})", self.condition(columns, depth - 1), self.condition(columns, depth - 1))
            }
            1 if depth > 0 => format!("not ({})", self.condition(columns, depth - 1)),
            2 if depth > 0 => self.subquery(columns),
            _ => {
                let column = self.pick(columns).clone();
                self.test(&column)
            }
        }
    }

    fn subquery(&mut self, columns: &[Column]) -> String {
        let (table, reference, other) = *self.pick(REFERENCES);
        let inner = TABLES.iter().find(|it| it.name == table).unwrap();
        let inner_column = self.pick(&self::columns(inner, "s")).clone();
        let test = self.test(&inner_column);
        let outer: Vec<&Column> =
            columns.iter().filter(|column| column.table == other && column.name == "id").collect();
        let Some(outer) = outer.first() else {
            let column = self.pick(columns).clone();
            return self.test(&column);
        };
        let not = if self.chance(25) { "not " } else { "" };
        if self.chance(50) {
            format!("{not}exists (select 1 from {table} s where s.{reference} = {} and {test})", outer.text)
        } else {
            format!(
                "{} {not}in (select s.{reference} from {table} s where s.{reference} is not null and {test})",
                outer.text
            )
        }
    }

    fn value(&mut self, column: &Column) -> String {
        let values = self.values.get(&(column.table, column.name)).filter(|values| !values.is_empty());
        let made = match column.kind {
            Text => "'x'",
            Number => "100",
            Date => "'2020-02-29'",
            Moment => "'2026-01-01 00:00:00'",
            Boolean => "true",
            Id => "'12x1'",
        };
        match values {
            Some(values) => values[self.random.usize(..values.len())].clone(),
            None => made.to_owned(),
        }
    }

    /// A test of one column.
    fn test(&mut self, column: &Column) -> String {
        let name = column.text.clone();
        if self.chance(8) {
            return format!("{name} is {}null", if self.chance(50) { "not " } else { "" });
        }
        if column.kind == Boolean {
            return format!("{name} = {}", if self.chance(50) { "true" } else { "false" });
        }
        let value = self.value(column);
        match self.random.u32(..10) {
            0..2 => {
                let others: Vec<String> = (0..self.random.usize(1..4)).map(|_| self.value(column)).collect();
                let not = if self.chance(30) { "not " } else { "" };
                format!("{name} {not}in ({})", others.join(", "))
            }
            2 if column.kind != Id => format!("{name} between {value} and {}", self.value(column)),
            3..6 if column.kind == Text => {
                let pattern = self.pattern(&value);
                let not = if self.chance(30) { "not " } else { "" };
                format!("{name} {not}like {pattern}")
            }
            _ => {
                let ops: &[&str] =
                    if column.kind == Id { &["=", "="] } else { &["=", "=", "<>", "<", "<=", ">", ">="] };
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

    fn plain(&mut self, from: &str, conditions: &str, columns: &[Column], tables: usize) -> Statement {
        let count = self.random.usize(1..5);
        let chosen: Vec<Column> = (0..count).map(|_| self.pick(columns).clone()).collect();
        let mut shown: Vec<String> = chosen
            .iter()
            .enumerate()
            .map(|(number, column)| {
                let text = &column.text;
                let text = match self.random.u32(..8) {
                    0 if column.kind == Text => format!("coalesce({text}, 'none')"),
                    1 if column.kind == Text => format!("substr({text}, 1, 3)"),
                    2 => format!("case when {text} is null then 1 else 0 end"),
                    _ => text.clone(),
                };
                format!("{text} as c{number}")
            })
            .collect();
        let ids: Vec<String> = (0..tables).map(|number| format!("t{number}.id")).collect();
        shown.extend(ids.iter().enumerate().map(|(number, id)| format!("{id} as i{number}")));
        let text = format!("select {} from {from}{conditions}", shown.join(", "));
        if self.chance(50) {
            return Statement { text, is_ordered: false };
        }
        let mut order: Vec<String> = Vec::new();
        for column in &chosen {
            let direction = if self.chance(40) { " desc" } else { "" };
            order.push(format!("{}{direction}", column.text));
        }
        order.extend(ids);
        let mut text = format!("{text} order by {}", order.join(", "));
        if self.chance(60) {
            let _ = write!(text, " limit {}", self.random.usize(1..40));
            if self.chance(30) {
                let _ = write!(text, " offset {}", self.random.usize(1..20));
            }
        }
        Statement { text, is_ordered: true }
    }

    fn aggregate(&mut self, columns: &[Column]) -> String {
        let column = self.pick(columns).clone();
        let text = &column.text;
        match (self.random.u32(..6), column.kind) {
            (0, _) => "count(*)".to_owned(),
            (1, _) => format!("count({text})"),
            (2, _) => format!("count(distinct {text})"),
            (3 | 4, Number) => format!("sum({text})"),
            (_, Number) => format!("avg({text})"),
            (3, kind) if kind != Boolean => format!("min({text})"),
            (_, kind) if kind != Boolean => format!("max({text})"),
            _ => format!("sum(case when {text} then 1 else 0 end)"),
        }
    }

    fn grouped(&mut self, from: &str, conditions: &str, columns: &[Column]) -> Statement {
        let keys: Vec<Column> = (0..self.random.usize(1..3)).map(|_| self.pick(columns).clone()).collect();
        let aggregates: Vec<String> = (0..self.random.usize(1..3)).map(|_| self.aggregate(columns)).collect();
        let named = |list: &[String], letter: char| -> Vec<String> {
            list.iter().enumerate().map(|(number, text)| format!("{text} as {letter}{number}")).collect()
        };
        let keys: Vec<String> = keys.into_iter().map(|key| key.text).collect();
        let mut shown = named(&keys, 'k');
        shown.extend(named(&aggregates, 'a'));
        let having = match self.random.u32(..3) {
            0 => format!(" having count(*) > {}", self.random.usize(..4)),
            _ => String::new(),
        };
        let text = format!(
            "select {} from {from}{conditions} group by {}{having}",
            shown.join(", "),
            keys.join(", ")
        );
        if self.chance(40) {
            let order: Vec<String> = (0..keys.len()).map(|number| format!("k{number}")).collect();
            let text = format!("{text} order by {} limit {}", order.join(", "), self.random.usize(1..20));
            return Statement { text, is_ordered: true };
        }
        Statement { text, is_ordered: false }
    }

    fn counted(&mut self, from: &str, conditions: &str, columns: &[Column]) -> Statement {
        let aggregates: Vec<String> = (0..self.random.usize(..2)).map(|_| self.aggregate(columns)).collect();
        let shown: Vec<String> = std::iter::once("count(*)".to_owned()).chain(aggregates).collect();
        Statement { text: format!("select {} from {from}{conditions}", shown.join(", ")), is_ordered: false }
    }

    fn distinct(&mut self, from: &str, conditions: &str, columns: &[Column]) -> Statement {
        // DataFusion wants a column once.
        let chosen: BTreeSet<String> =
            (0..self.random.usize(1..3)).map(|_| self.pick(columns).text.clone()).collect();
        let chosen: Vec<String> = chosen.into_iter().collect();
        Statement {
            text: format!("select distinct {} from {from}{conditions}", chosen.join(", ")),
            is_ordered: false,
        }
    }

    fn windowed(&mut self, from: &str, conditions: &str, columns: &[Column]) -> Statement {
        let (by, order) = (self.pick(columns).text.clone(), self.pick(columns).text.clone());
        let function = *self.pick(&["row_number()", "rank()", "count(*)"]);
        // The ids of all tables make the order one, for row numbers.
        let tables = columns.iter().filter(|column| column.name == "id").map(|column| column.text.clone());
        let ids: Vec<String> = tables.collect();
        let ids = ids.join(", ");
        let text = format!(
            "select {ids}, {function} over (partition by {by} order by {order}, {ids}) as w from {from}{conditions}"
        );
        Statement { text, is_ordered: false }
    }
}

fn columns(table: &Table, alias: &str) -> Vec<Column> {
    let column = |(name, kind): &(&'static str, Kind)| Column {
        table: table.name,
        name,
        kind: *kind,
        text: format!("{alias}.{name}"),
    };
    table.columns.iter().map(column).collect()
}
