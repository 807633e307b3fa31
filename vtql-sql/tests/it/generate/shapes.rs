//! The forms of statements around what they read.

use super::tables::Kind;
use super::{Column, Generator, Source, Statement};
use std::fmt::Write as _;

impl Generator {
    pub(crate) fn statement(&mut self) -> Statement {
        self.left_to_server.clear();
        let (text, is_ordered, is_recursive) = if self.chance(2) {
            (self.recursive(), false, true)
        } else {
            let from = self.from();
            let conditions = self.conditions(&from.columns);
            let (text, is_ordered) = match self.random.u32(..20) {
                0..5 => self.grouped(&from, &conditions),
                5..6 => self.counted(&from, &conditions),
                6..8 => self.windowed(&from, &conditions),
                8..10 => self.distinct(&from, &conditions),
                10..11 => self.sets(&from, &conditions),
                11..12 => self.twice(&from, &conditions),
                _ => self.plain(&from, &conditions),
            };
            (text, is_ordered, false)
        };
        let left_to_server = std::mem::take(&mut self.left_to_server);
        Statement { text, is_ordered, is_recursive, left_to_server }
    }

    fn plain(&mut self, from: &Source, conditions: &str) -> (String, bool) {
        let count = self.random.usize(1..5);
        let chosen: Vec<Column> = (0..count).map(|_| self.pick(&from.columns).clone()).collect();
        let mut shown: Vec<String> = chosen
            .iter()
            .enumerate()
            .map(|(number, column)| {
                let text = &column.text;
                let text = match self.random.u32(..9) {
                    0 if column.kind == Kind::Text => format!("coalesce({text}, 'none')"),
                    1 if column.kind == Kind::Text => format!("substr({text}, 1, 3)"),
                    2 => format!("case when {text} is null then 1 else 0 end"),
                    3 if column.name == "id" => {
                        let other = if column.table == "contacts" { "contact_id" } else { "parent_id" };
                        format!("(select count(*) from helpdesk h where h.{other} = {text})")
                    }
                    _ => text.clone(),
                };
                format!("{text} as c{number}")
            })
            .collect();
        shown.extend(from.ids.iter().enumerate().map(|(number, id)| format!("{id} as i{number}")));
        let text = format!("select {} from {}{conditions}", shown.join(", "), from.text);
        if self.chance(50) {
            return (text, false);
        }
        let mut order: Vec<String> = Vec::new();
        for column in &chosen {
            let direction = *self.pick(&["", "", "", " desc", " desc", " nulls last", " desc nulls first"]);
            order.push(format!("{}{direction}", column.text));
        }
        order.extend(from.ids.clone());
        let mut text = format!("{text} order by {}", order.join(", "));
        if self.chance(60) {
            let _ = write!(text, " limit {}", self.random.usize(..40));
            if self.chance(30) {
                let _ = write!(text, " offset {}", self.random.usize(1..20));
            }
        }
        // What the rows do not tell apart has no order.
        (text, true)
    }

    fn aggregate(&mut self, columns: &[Column]) -> String {
        let column = self.pick(columns).clone();
        let text = &column.text;
        let chosen = match (self.random.u32(..6), column.kind) {
            (0, _) => "count(*)".to_owned(),
            (1, _) => format!("count({text})"),
            (2, _) => format!("count(distinct {text})"),
            (3 | 4, Kind::Number) => format!("sum({text})"),
            (_, Kind::Number) => format!("avg({text})"),
            (3, kind) if kind != Kind::Boolean => format!("min({text})"),
            (_, kind) if kind != Kind::Boolean => format!("max({text})"),
            _ => format!("sum(case when {text} then 1 else 0 end)"),
        };
        if self.chance(8) {
            let column = self.pick(columns).clone();
            return format!("{chosen} filter (where {})", self.test(&column));
        }
        chosen
    }

    fn grouped(&mut self, from: &Source, conditions: &str) -> (String, bool) {
        let chosen: Vec<Column> =
            (0..self.random.usize(1..3)).map(|_| self.pick(&from.columns).clone()).collect();
        let keys: Vec<String> = chosen
            .into_iter()
            .map(|key| match self.random.u32(..6) {
                0 if key.kind == Kind::Text => format!("substr({}, 1, 1)", key.text),
                1 => format!("{} is null", key.text),
                _ => key.text,
            })
            .collect();
        let aggregates: Vec<String> =
            (0..self.random.usize(1..4)).map(|_| self.aggregate(&from.columns)).collect();
        let named = |list: &[String], letter: char| -> Vec<String> {
            list.iter().enumerate().map(|(number, text)| format!("{text} as {letter}{number}")).collect()
        };
        let mut shown = named(&keys, 'k');
        shown.extend(named(&aggregates, 'a'));
        let column = self.pick(&from.columns).clone();
        let having = match self.random.u32(..6) {
            0 => format!(" having count(*) > {}", self.random.usize(..4)),
            1 => format!(" having count(distinct {}) >= 2", column.text),
            2 if column.kind != Kind::Boolean => {
                format!(" having max({}) >= {} or count(*) = 1", column.text, self.value(&column))
            }
            _ => String::new(),
        };
        let text = format!(
            "select {} from {}{conditions} group by {}{having}",
            shown.join(", "),
            from.text,
            keys.join(", ")
        );
        if self.chance(40) {
            let mut order: Vec<String> = (0..keys.len()).map(|number| format!("k{number}")).collect();
            if aggregates[0].starts_with("count") && self.chance(50) {
                order.insert(0, "a0 desc".to_owned());
            }
            return (
                format!("{text} order by {} limit {}", order.join(", "), self.random.usize(1..20)),
                true,
            );
        }
        (text, false)
    }

    fn counted(&mut self, from: &Source, conditions: &str) -> (String, bool) {
        let mut shown = vec!["count(*) as a".to_owned()];
        for number in 0..self.random.usize(..3) {
            shown.push(format!("{} as a{number}", self.aggregate(&from.columns)));
        }
        (format!("select {} from {}{conditions}", shown.join(", "), from.text), false)
    }

    fn distinct(&mut self, from: &Source, conditions: &str) -> (String, bool) {
        let chosen: Vec<String> = from.columns.iter().map(|column| column.text.clone()).collect();
        let chosen = self.some(&chosen, 1, 2);
        let shown: Vec<String> =
            chosen.iter().enumerate().map(|(number, text)| format!("{text} as d{number}")).collect();
        let text = format!("select distinct {} from {}{conditions}", shown.join(", "), from.text);
        if self.chance(40) {
            let order: Vec<String> = (0..chosen.len()).map(|number| format!("d{number}")).collect();
            return (
                format!("{text} order by {} limit {}", order.join(", "), self.random.usize(1..30)),
                true,
            );
        }
        (text, false)
    }

    fn windowed(&mut self, from: &Source, conditions: &str) -> (String, bool) {
        let (by, order) = (self.pick(&from.columns).text.clone(), self.pick(&from.columns).text.clone());
        let value = self.pick(&from.columns).clone();
        let function = match self.random.u32(..9) {
            0 => "rank()".to_owned(),
            1 => "dense_rank()".to_owned(),
            2 => "count(*)".to_owned(),
            3 => format!("lag({})", value.text),
            4 => format!("lead({}, 2)", value.text),
            5 => format!("first_value({})", value.text),
            6 if value.kind == Kind::Number => format!("sum({})", value.text),
            6 if value.kind != Kind::Boolean => format!("max({})", value.text),
            _ => "row_number()".to_owned(),
        };
        let ids = from.ids.join(", ");
        let shown: Vec<String> =
            from.ids.iter().enumerate().map(|(number, id)| format!("{id} as i{number}")).collect();
        let direction = if self.chance(30) { " desc" } else { "" };
        let window = format!("{function} over (partition by {by} order by {order}{direction}, {ids}) as w");
        let text = format!("select {}, {window} from {}{conditions}", shown.join(", "), from.text);
        if self.chance(30) {
            return (format!("select * from ({text}) x where x.w is not null"), false);
        }
        (text, false)
    }

    /// Two selections as sets.
    fn sets(&mut self, from: &Source, conditions: &str) -> (String, bool) {
        let column = self.pick(&from.columns).clone();
        let alike: Vec<Column> =
            from.columns.iter().filter(|other| other.kind == column.kind).cloned().collect();
        let other = self.pick(&alike).clone();
        let others = self.conditions(&from.columns);
        // One of the two may never hold, and the scan of the other be the only one.
        self.left_to_server.clear();
        let set = *self.pick(&["union", "union all", "intersect", "except"]);
        let text = format!(
            "select {0} as x from {1}{conditions} {set} select {2} as x from {1}{others}",
            column.text, from.text, other.text
        );
        (text, false)
    }

    /// A selection with a name that is read two times.
    fn twice(&mut self, from: &Source, conditions: &str) -> (String, bool) {
        let column = self.pick(&from.columns).clone();
        let text = format!(
            "with w as (select {} as k, count(*) as n from {}{conditions} group by {}) \
             select a.k as k, a.n as n, b.n as m from w a left join w b on a.k = b.k and b.n > 1",
            column.text, from.text, column.text
        );
        (text, false)
    }

    /// Organizations with those above them.
    fn recursive(&mut self) -> String {
        let condition = ["account_id = '' or account_id is null", "employees > 5000", "industry is not null"];
        let condition = *self.pick(&condition);
        let join = *self.pick(&["a.account_id = r.id", "r.up = a.id"]);
        format!(
            "with recursive r as (select id, account_id as up, 0 as depth from accounts where {condition} \
             union all select a.id, a.account_id, r.depth + 1 from accounts a join r on {join} where r.depth < {}) \
             select depth, count(*) as n, count(distinct id) as d from r group by depth",
            self.random.usize(1..4)
        )
    }
}
