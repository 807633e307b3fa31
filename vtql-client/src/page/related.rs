//! `query_related`, whose server side changes the text that it is given: [`lower::related`] writes texts
//! that survive this.

use super::cursor::Cursor;
use super::guard::guard;
use super::keyset::Keyset;
use super::plan::{Plan, Window};
use super::source::{IntoQuery, check};
use crate::client::Client;
use crate::error::{Error, ErrorKind, Result};
use crate::record::{Record, Shape};
use crate::transport::Call;
use std::collections::BTreeMap;
use std::sync::Arc;
use vtql_parser::ast::{Condition, Query, RecordId};
use vtql_parser::lower;

impl Client {
    /// The records that are related to `id` by the relation `label` and match a query (manual, *Query
    /// Related*): all of them, by id. `limit` is kept to; an order other than that by id is refused,
    /// and so is an offset.
    ///
    /// Each alternative of an `or` is asked for on its own, because the server would not restrict its
    /// second side to related records.
    pub async fn query_related(
        &self,
        id: RecordId,
        label: &str,
        query: impl IntoQuery,
    ) -> Result<Vec<Record>> {
        let query = query.into_query()?;
        check(&query)?;
        let window = Window::of(&query)?;
        if window.offset > 0 || !matches!(Plan::of(&query, window), Plan::Keyset | Plan::Nothing) {
            let message = "`query_related` returns records by id: an order, an offset or a count has to be made of them";
            return Err(Error::new(ErrorKind::Query, message).with_operation("query_related"));
        }
        guard(self, &query).await?;
        let mut found = BTreeMap::new();
        for alternative in alternatives(&query)? {
            let keyset = Keyset::new(&alternative, window.limit, self.page_size().get())?;
            let mut cursor = Cursor::Keyset(keyset);
            while let Some(page) = cursor.next_page()? {
                let text = related_text(&page)?;
                guard(self, &page).await?;
                let call = Call::get("query_related").param("query", text);
                let call = call.param("id", id.to_string()).param("relatedLabel", label);
                let table = Arc::new(self.send(&call, |answer| answer.table(Shape::Rows)).await?);
                for row in cursor.accept(&table)? {
                    if let Some(id) = table.id(row) {
                        found.entry(id.record).or_insert_with(|| Record::new(Arc::clone(&table), row));
                    }
                }
            }
        }
        let limit = window.limit.and_then(|rows| usize::try_from(rows).ok()).unwrap_or(usize::MAX);
        Ok(found.into_values().take(limit).collect())
    }
}

/// The query once for each alternative of its condition.
fn alternatives(query: &Query) -> Result<Vec<Query>> {
    let lowered = lower::lower(query).map_err(Error::query)?;
    let conditions = lowered.alternatives();
    if conditions.is_empty() {
        return Ok(vec![query.clone()]);
    }
    let only = |condition: &Condition| {
        let mut query = query.clone();
        query.filter = Some(condition.clone());
        query
    };
    Ok(conditions.into_iter().map(only).collect())
}

/// The text of a page of one alternative, which is one text.
fn related_text(query: &Query) -> Result<String> {
    let wire = lower::lower(query).map_err(Error::query)?;
    Ok(lower::related(&wire).map_err(Error::query)?.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Result<Vec<String>> {
        alternatives(&text.into_query()?)?.iter().map(related_text).collect()
    }

    #[test]
    fn each_alternative_is_a_text_without_or_and_semicolon() {
        let texts = texts("select id from Contacts where a = 'x' or b = 'y where z' and c = 'z'").unwrap();
        assert_eq!(
            texts,
            [
                "select id from Contacts WHERE a = 'x'",
                "select id from Contacts WHERE b = 'y where z' and c = 'z'",
            ]
        );
    }

    #[test]
    fn a_value_that_the_server_would_trip_over_is_refused() {
        assert!(texts("select id from Contacts where a = 'WHERE'").is_err());
    }
}
