//! `query_related`, whose server side changes the text that it is given: [`lower::related`] writes texts
//! that survive this.

use super::count;
use super::cursor::Cursor;
use super::guard::guard;
use super::plan::{Plan, id_direction};
use super::source::{IntoQuery, check};
use super::window::Window;
use crate::client::Client;
use crate::error::{Error, ErrorKind, Result};
use crate::query::decoder::Decoder;
use crate::query::{Query, RelatedQuery};
use crate::record::Record;
use crate::transport::Call;
use std::collections::BTreeMap;
use std::sync::Arc;
use vtql_parser::ast::{self, Condition, Direction, RecordId};
use vtql_parser::lower;

impl Client {
    /// The records that are related to `id` by the relation `label` and match a query (manual, *Query
    /// Related*), in its order, with its limit.
    ///
    /// Each alternative of an `or` is asked for on its own, because the server would not restrict its second side
    /// to related records. They are asked for by id; in another order, that of the related records' ids is followed
    /// by a [`query`](Client::query) of these.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Query`] when the query does not parse, counts, or holds a value that the server would take for a
    /// clause.
    pub async fn query_related(
        &self,
        id: RecordId,
        label: &str,
        query: impl IntoQuery,
    ) -> Result<Vec<Record>> {
        let query = query.into_query()?;
        check(&query)?;
        guard(self, &query).await?;
        let window = Window::of(&query)?;
        let relation = Relation { client: self, id: id.to_string(), label };
        match Plan::of(&query, window) {
            Plan::Nothing => Ok(Vec::new()),
            Plan::Count => {
                let message = "`query_related` returns records: a count has to be made of them";
                Err(Error::new(ErrorKind::Query, message).with_operation("query_related"))
            }
            Plan::Keyset => relation.by_id(&query, window).await,
            _ => {
                let mut ids = count::of_ids(&query)?;
                ids.limit = None;
                let related = relation.by_id(&ids, Window { offset: 0, limit: None }).await?;
                let related: Vec<RecordId> = related.iter().filter_map(Record::id).collect();
                if related.is_empty() {
                    return Ok(Vec::new());
                }
                let mut query = query;
                query.filter = Some(Condition::one_of("id", related)?);
                self.query(query)?.all().await
            }
        }
    }
}

impl<R> Query<R> {
    /// The rows of this query that are related to `id` by the relation `label` (manual, *Query Related*): see
    /// [`Client::query_related`]. The query is one that a macro checked, or that was built.
    ///
    /// ```no_run
    /// # async fn run(client: vtql_client::Client, account: vtql_client::RecordId) -> vtql_client::Result<()> {
    /// use vtql_client::vtql;
    ///
    /// let city = "Paris";
    /// let people = vtql!("select lastname, email from Contacts where mailingcity = {city}");
    /// for contact in people.related(&client, account, "Contacts").await? {
    ///     println!("{} {:?}", contact.lastname, contact.email);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As those of [`Client::query_related`], and [`ErrorKind::Decode`] when a value does not fit its field's type.
    pub fn related(
        &self,
        client: &Client,
        id: RecordId,
        label: &str,
    ) -> impl Future<Output = Result<Vec<R>>> + Send + use<R>
    where
        R: Send + 'static,
    {
        let (query, client, label) = (self.clone(), client.clone(), label.to_owned());
        async move {
            let tree = query.selection().map_err(|error| Error::query(error.diagnostics().to_vec()))?;
            if query.matches_nothing() {
                return Ok(Vec::new());
            }
            let mut decoder = Decoder::new(query.reading(), tree.module.as_str());
            let records = client.query_related(id, &label, tree).await?;
            records.into_iter().map(|record| decoder.decode(record)).collect()
        }
    }
}

impl<R: Send + 'static> RelatedQuery<R> {
    /// The records that are related to `id` by the relation `label` and match the query, in its order, with its limit.
    pub fn all(
        &self,
        client: &Client,
        id: RecordId,
        label: &str,
    ) -> impl Future<Output = Result<Vec<R>>> + Send + use<R> {
        self.query().related(client, id, label)
    }
}

/// A relation of one record.
struct Relation<'a> {
    client: &'a Client,
    id: String,
    label: &'a str,
}

impl Relation<'_> {
    /// The related records that match a query, by id.
    async fn by_id(&self, query: &ast::Query, window: Window) -> Result<Vec<Record>> {
        let reach = window.limit.map(|limit| window.offset.saturating_add(limit));
        let mut found = BTreeMap::new();
        for alternative in alternatives(query)? {
            let all = Window { offset: 0, limit: reach };
            let mut cursor = Cursor::new(&alternative, Plan::Keyset, all, self.client.page_size().get())?;
            while let Some(page) = cursor.next_page()? {
                let text = related_text(&page)?;
                guard(self.client, &page).await?;
                let call = Call::get("query_related").param("query", text);
                let call = call.param("id", self.id.as_str()).param("relatedLabel", self.label);
                let table = Arc::new(self.client.page(&call).await?);
                for row in cursor.accept(&table)? {
                    if let Some(id) = table.id(row) {
                        found.entry(id.record).or_insert_with(|| Record::new(Arc::clone(&table), row));
                    }
                }
            }
        }
        let rows = |rows: u64| usize::try_from(rows).unwrap_or(usize::MAX);
        let (offset, limit) = (rows(window.offset), window.limit.map_or(usize::MAX, rows));
        let records: Vec<Record> = match id_direction(query) {
            Direction::Asc => found.into_values().skip(offset).take(limit).collect(),
            Direction::Desc => found.into_values().rev().skip(offset).take(limit).collect(),
        };
        Ok(records)
    }
}

/// The query once for each alternative of its condition.
fn alternatives(query: &ast::Query) -> Result<Vec<ast::Query>> {
    Ok(lower::related_parts(&lower::lower(query).map_err(Error::query)?))
}

/// The text of a page of one alternative.
fn related_text(query: &ast::Query) -> Result<String> {
    let wire = lower::lower(query).map_err(Error::query)?;
    lower::related(&wire).map_err(Error::query)
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
