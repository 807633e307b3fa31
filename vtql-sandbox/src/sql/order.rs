use super::{Builder, Refusal};
use vtql_parser::ast::{Direction, OrderBy};

impl Builder<'_> {
    /// The SQL of an order. The direction belongs to the last field. Equal rows follow their ids.
    pub(super) fn order(&mut self, order: &OrderBy) -> Result<String, Refusal> {
        let mut terms = Vec::with_capacity(order.fields.len() + 1);
        for name in &order.fields {
            let name = name.as_str();
            // The server does not look the field up, so an unknown one fails in its database.
            let field = self.module.field(name).filter(|field| field.is_queryable());
            let field =
                field.ok_or_else(|| Refusal::silent(format!("`order by {name}`: there is no such field")))?;
            if !self.module.is_joined(name, self.mentioned.iter().copied()) {
                let reason = format!("`order by {name}`: select the field, or its table is not joined");
                return Err(Refusal::Silent(reason));
            }
            terms.push(field.column.clone());
        }
        if let (Some(Direction::Desc), Some(last)) = (order.direction, terms.last_mut()) {
            last.push_str(" DESC");
        }
        terms.push("id".to_owned());
        Ok(terms.join(", "))
    }
}
