use super::{Builder, Refusal};
use crate::mysql;
use crate::ties::Mix;
use vtql_parser::ast::{Direction, OrderBy};

/// In which order rows come, and which of them.
pub(super) struct Order {
    /// SQL for what the query orders by; empty when it does not.
    terms: Vec<String>,
    /// Whether the id is among them: then no two records are equal.
    is_total: bool,
    /// How rows are mixed that are equal.
    mix: Option<Mix>,
}

/// Where the rows of a query come from, in SQL.
pub(super) struct Source<'a> {
    /// The table of the module, or that with what is joined to it.
    pub(super) rows: &'a str,
    /// The condition, with its `WHERE`; empty without one.
    pub(super) filter: &'a str,
    /// The table of the module.
    pub(super) table: &'a str,
    /// Whether a record can have several rows.
    pub(super) is_joined: bool,
}

/// How many rows before and after a page without an order are mixed with it. More would let such a query
/// read much more than its page.
const MIXED_ROWS: i64 = 50;

impl Builder<'_> {
    /// The order of a query. The direction belongs to the last field.
    pub(super) fn order(&mut self, order: Option<&OrderBy>, mix: Option<Mix>) -> Result<Order, Refusal> {
        let names = order.map(|order| &order.fields).into_iter().flatten();
        let mut terms = Vec::new();
        let mut is_total = false;
        for name in names {
            let name = name.as_str();
            // The server does not look the field up, so an unknown one fails in its database.
            let field = self.module.field(name).filter(|field| field.is_queryable());
            let field =
                field.ok_or_else(|| Refusal::silent(format!("`order by {name}`: there is no such field")))?;
            if !self.module.is_joined(name, self.mentioned.iter().copied()) {
                let reason = format!("`order by {name}`: select the field, or its table is not joined");
                return Err(Refusal::Silent(reason));
            }
            is_total |= field.column == "id";
            terms.push(if field.is_long_text() {
                field.column.clone() + &mysql::collate(mysql::TEXT_START)
            } else {
                field.column.clone()
            });
        }
        if let (Some(Direction::Desc), Some(last)) =
            (order.and_then(|order| order.direction), terms.last_mut())
        {
            last.push_str(" DESC");
        }
        Ok(Order { terms, is_total, mix })
    }
}

impl Order {
    /// SQL for `count` rows after the first `offset` of `source`.
    pub(super) fn page(&self, columns: &[&str], source: &Source, offset: i64, count: i64) -> String {
        let shown = columns.join(", ");
        let Source { rows, filter, table, is_joined } = source;
        // The rows of one record follow what is joined to it, if anything is.
        let last = if *is_joined { ", item" } else { "" };
        let mix = self.mix.map(Mix::sql);
        match mix {
            Some(mix) if self.terms.is_empty() => {
                let before = offset.min(MIXED_ROWS);
                let (start, length) = (offset - before, before + count + MIXED_ROWS);
                let near = |read: &str| {
                    format!(
                        "(SELECT {read} FROM {rows}{filter} ORDER BY id{last} LIMIT {length} OFFSET {start}) \
                         ORDER BY {mix}, id{last} LIMIT {count} OFFSET {before}"
                    )
                };
                if *is_joined {
                    let others = columns.iter().filter(|column| **column != "id");
                    let read = others.fold("id, item".to_owned(), |all, column| all + ", " + column);
                    return format!("SELECT {shown} FROM {}", near(&read));
                }
                // Ids alone are mixed: the other columns are read of the rows that are answered.
                format!("SELECT {shown} FROM (SELECT id FROM {}) CROSS JOIN {table} USING (id)", near("id"))
            }
            mix => {
                let mut terms = self.terms.clone();
                if !self.is_total {
                    terms.extend(mix);
                    terms.push("id".to_owned());
                }
                let order = terms.join(", ");
                format!(
                    "SELECT {shown} FROM {rows}{filter} ORDER BY {order}{last} LIMIT {count} OFFSET {offset}"
                )
            }
        }
    }
}
