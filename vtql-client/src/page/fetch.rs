use super::count;
use super::cursor::Cursor;
use super::explain::Explanation;
use super::guard::guard;
use super::order::Order;
use super::plan::{Plan, id_direction};
use super::rows::{Pages, Rows};
use super::seen::Seen;
use super::source::{IntoQuery, check};
use super::split::split;
use super::window::Window;
use crate::client::{Client, PageSize};
use crate::error::{Error, ErrorKind, Progress, Result};
use crate::query::Query;
use crate::query::reading::{AsSent, Reading};
use crate::record::Record;
use futures::TryStreamExt;
use std::fmt;
use std::sync::Arc;
use vtql_parser::ast::{self, Direction};

/// A query that a client is ready to run, and the ways to take its rows.
///
/// `limit n` means exactly `n` rows, whatever the page size; without `limit`, all rows come.
///
/// ```no_run
/// # async fn run(client: vtql_client::Client) -> Result<(), vtql_client::Error> {
/// let contacts = client.query("select lastname from Contacts where mailingcity = 'Paris'")?;
/// println!("{}", contacts.explain()?);
/// println!("{} of them", contacts.count().await?);
/// let mut rows = contacts.stream();
/// while let Some(contact) = rows.next().await {
///     println!("{:?}", contact?.get("lastname"));
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent until rows are taken"]
pub struct Fetch<T> {
    pub(super) client: Client,
    pub(super) query: ast::Query,
    pub(super) plan: Plan,
    pub(super) window: Window,
    pub(super) page_size: PageSize,
    /// The query in the pieces that it is sent in, which is one unless it is very long.
    pub(super) parts: Vec<ast::Query>,
    pub(super) workers: usize,
    pub(super) looks_ahead: bool,
    pub(super) resumed: Progress,
    /// Whether the page behind `resumed` is the next that anybody asked for.
    pub(super) is_behind_page: bool,
    pub(super) reading: Reading<T>,
}

/// A limit on a count limits its one row, not what is counted.
pub(super) const EVERY_ROW: Window = Window { offset: 0, limit: None };

impl Client {
    /// Prepares a query given as text in the surface dialect, or as a tree. Rows come as
    /// [`Record`]s.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Query`], with diagnostics that point into the text, when it does not parse or has
    /// no form on the wire. Field names are not checked here: that takes a snapshot of the instance.
    pub fn query(&self, query: impl IntoQuery) -> Result<Fetch<Record>> {
        Fetch::new(self.clone(), query.into_query()?, false, Arc::new(AsSent))
    }

    /// Prepares a typed query. [`Query`] has the same ways to take rows as [`Fetch`], for a query that
    /// needs no further settings.
    pub fn fetch<R: Send + 'static>(&self, query: &Query<R>) -> Result<Fetch<R>> {
        let tree = query.selection().map_err(|error| Error::query(error.diagnostics().to_vec()))?;
        Fetch::new(self.clone(), tree.clone(), query.matches_nothing(), query.reading())
    }
}

impl<T: Send + 'static> Fetch<T> {
    pub(super) fn new(
        client: Client,
        query: ast::Query,
        matches_nothing: bool,
        reading: Reading<T>,
    ) -> Result<Self> {
        // What cannot be sent is said now, not at the first row.
        check(&query)?;
        let window = Window::of(&query)?;
        let plan = if matches_nothing { Plan::Nothing } else { Plan::of(&query, window) };
        let page_size = client.page_size();
        let parts = if plan == Plan::Nothing { Vec::new() } else { split(&query)? };
        let resumed = Progress::default();
        Ok(Fetch {
            client,
            query,
            plan,
            window,
            page_size,
            parts,
            workers: 1,
            looks_ahead: true,
            resumed,
            is_behind_page: false,
            reading,
        })
    }

    /// Sets how many rows a page asks for.
    pub fn page_size(mut self, rows: PageSize) -> Self {
        self.page_size = rows;
        self
    }

    /// Whether the next page is asked for while the rows of one are taken; it is, without this. Whoever writes down
    /// each page before the next is asked for loses at most one page, whenever the process ends. Pages that
    /// [`parallel`](Fetch::parallel) workers fetch, and those of a query that is sent in parts, come ahead all the
    /// same.
    pub fn look_ahead(mut self, ahead: bool) -> Self {
        self.looks_ahead = ahead;
        self
    }

    /// Lets several workers fetch pages at once, each a part of the ids: [`Plan::ParallelKeyset`]. A
    /// query with another plan, or with a limit, is run as without this. The requests that run together are also
    /// bounded by [`ClientBuilder::concurrency`](crate::ClientBuilder::concurrency).
    pub fn parallel(mut self, workers: usize) -> Self {
        self.workers = workers;
        self.plan = match self.plan {
            Plan::Keyset | Plan::ParallelKeyset
                if self.window.limit.is_none()
                    && id_direction(&self.query) == Direction::Asc
                    && self.parts.len() <= 1 =>
            {
                if workers > 1 {
                    Plan::ParallelKeyset
                } else {
                    Plan::Keyset
                }
            }
            plan => plan,
        };
        self
    }

    /// Goes on after the rows that were delivered before, as [`Rows::progress`] or
    /// [`Error::stopped_after`] said: exactly behind the last one, by its id or by its values and its id, so that
    /// nothing is missed or repeated.
    ///
    /// By [`Plan::ByNumber`], and where an `in` list is sent in parts and there is an order, the progress names all
    /// records that were delivered, in some kilobytes for each thousand, and the query asks for all rows once more and
    /// leaves these out.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Query`] when the progress cannot be one of this query.
    pub fn resume_after(mut self, progress: Progress) -> Result<Self> {
        let unfit = |message: &str| Err(Error::new(ErrorKind::Query, message));
        self.window.limit = self.window.limit.map(|rows| rows.saturating_sub(progress.rows));
        match (self.plan, progress.last, progress.position()) {
            (Plan::Keyset | Plan::ParallelKeyset, None, _) if progress.rows > 0 => {
                return unfit("this query goes on after a row, and the progress does not name one");
            }
            (Plan::Keyset | Plan::ParallelKeyset, ..) if progress.rows > 0 => self.window.offset = 0,
            (Plan::ByValue | Plan::ByNumber, _, None) if progress.rows > 0 => {
                return unfit(
                    "this query goes on from a place in its order, and the progress does not name one",
                );
            }
            (Plan::ByValue | Plan::ByNumber, _, Some(position)) => {
                // A progress that is not one of this query is told now.
                if Seen::wrote(position) || self.parts.len() > 1 {
                    Seen::at(position, &Order::of(&self.query))?;
                    self.window.offset = 0;
                    if self.parts.len() <= 1 {
                        // Perhaps it turned out to be one by number.
                        self.plan = Plan::ByNumber;
                    }
                } else {
                    Cursor::new(&self.query, self.plan, self.window, self.page_size.get())?
                        .resume(&progress)?;
                }
            }
            _ => {}
        }
        if self.window.limit == Some(0) && self.plan != Plan::Count {
            self.plan = Plan::Nothing;
        }
        self.resumed = self.resumed.and(progress);
        Ok(self)
    }

    /// The same, for a progress that was written down after a page and before the next was asked for, as
    /// [`look_ahead(false)`](Fetch::look_ahead) has it.
    ///
    /// A server or a proxy that faultily repeats its last answer can then repeat none but the next page. So nothing has
    /// to show that the first answer is the right one: the pages are those that the query would have had without a stop.
    /// After any other progress this may miss rows.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Query`] when the progress cannot be one of this query.
    pub fn resume_behind_page(mut self, progress: Progress) -> Result<Self> {
        self.is_behind_page = true;
        self.resume_after(progress)
    }

    /// How the query will be run.
    pub fn plan(&self) -> Plan {
        self.plan
    }

    /// The plan, and the texts that will be sent.
    pub fn explain(&self) -> Result<Explanation> {
        let first = self.parts.first().unwrap_or(&self.query);
        Explanation::of(first, self.plan, self.cursor(first, self.window)?, self.parts.len())
    }

    /// All rows.
    pub fn all(&self) -> impl Future<Output = Result<Vec<T>>> + Send + use<T> {
        self.pages().try_concat()
    }

    /// The rows one by one, fetched as they are taken.
    pub fn stream(&self) -> Rows<T> {
        Rows::new(self.pages())
    }

    /// The rows page by page.
    pub fn pages(&self) -> Pages<T> {
        self.pages_within(self.window)
    }

    /// The first row, if there is one.
    pub fn first(&self) -> impl Future<Output = Result<Option<T>>> + Send + use<T> {
        let rows = self.at_most(1);
        async move { Ok(rows.await?.into_iter().next()) }
    }

    /// The only row.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::RowCount`] when there is none, or more than one.
    pub fn one(&self) -> impl Future<Output = Result<T>> + Send + use<T> {
        let (row, none) = (self.optional(), self.wrong_count("no row matches, and one was expected"));
        async move { row.await?.ok_or(none) }
    }

    /// The only row, if there is one.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::RowCount`] when there are more.
    pub fn optional(&self) -> impl Future<Output = Result<Option<T>>> + Send + use<T> {
        let (rows, more) = (self.at_most(2), self.wrong_count("more than one row matches"));
        async move {
            let mut rows = rows.await?;
            let row = rows.pop();
            if rows.is_empty() { Ok(row) } else { Err(more) }
        }
    }

    /// How many rows [`all`](Fetch::all) would return. One request where the server answers
    /// `count(*)`; else their ids are fetched and counted.
    pub fn count(&self) -> impl Future<Output = Result<u64>> + Send + use<T> {
        let this = self.clone();
        async move {
            match this.plan {
                Plan::Nothing => Ok(0),
                Plan::Count => this.count_rows(EVERY_ROW).await,
                Plan::Keyset | Plan::ParallelKeyset | Plan::ByValue | Plan::ByNumber => {
                    this.count_rows(this.window).await
                }
            }
        }
    }

    /// How many records meet the condition, whatever the limit, in at most one request: `None` where the server does
    /// not answer `count(*)`, would count line items, or the query is too long for one request.
    pub async fn quick_count(&self) -> Result<Option<u64>> {
        if self.plan == Plan::Nothing {
            return Ok(Some(0));
        }
        if self.parts.len() > 1 {
            return Ok(None);
        }
        guard(&self.client, &self.query).await?;
        count::answered(&self.client, &self.query).await
    }

    fn at_most(&self, rows: u64) -> impl Future<Output = Result<Vec<T>>> + Send + use<T> {
        let limit = Some(self.window.limit.map_or(rows, |limit| limit.min(rows)));
        self.pages_within(Window { limit, ..self.window }).try_concat()
    }

    fn wrong_count(&self, what: &str) -> Error {
        let message = format!("{what}: `{}`", self.query.module);
        Error::new(ErrorKind::RowCount, message).with_operation("query")
    }
}

impl<T> Clone for Fetch<T> {
    fn clone(&self) -> Self {
        Fetch {
            client: self.client.clone(),
            query: self.query.clone(),
            parts: self.parts.clone(),
            resumed: self.resumed.clone(),
            reading: Arc::clone(&self.reading),
            ..*self
        }
    }
}

impl<T> fmt::Debug for Fetch<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Fetch { client, query, plan, page_size, .. } = self;
        let mut debug = f.debug_struct("Fetch");
        debug.field("client", client).field("query", &query.to_string());
        debug.field("plan", plan).field("page_size", page_size).finish_non_exhaustive()
    }
}
