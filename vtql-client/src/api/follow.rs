//! The changes of a module as a stream.

use super::checkpoint::SyncCheckpoint;
use super::sync::{Changes, SyncScope};
use crate::client::Client;
use crate::error::{Error, ErrorKind, Result};
use crate::query::{ModuleRow, Query};
use crate::record::Record;
use futures::future::{BoxFuture, ready};
use futures::stream::{self, BoxStream, Stream};
use futures::{FutureExt, StreamExt};
use std::collections::HashMap;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use vtql_parser::ast::{self, Condition, List, Name, RecordId, Select};

/// One change of a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change<T> {
    /// A record that was created or changed, as it is now.
    Updated(T),
    /// A record that was deleted.
    Deleted(RecordId),
}

/// The changes of a module, one by one, fetched page by page as they are taken: a [`Stream`] that ends after the error
/// of a request. A row with a value that does not fit its type is an error, too ([`ErrorKind::Decode`]), and can be
/// stepped over.
///
/// A page is held at a time, however many changes there are. A record that changes again comes again, and so do, in the
/// next run, those that changed in the last second: the server counts in seconds, and more may change in that one. A
/// deletion comes once, however often the server tells it.
///
/// ```no_run
/// # async fn run(client: vtql_client::Client) -> Result<(), Box<dyn std::error::Error>> {
/// use vtql_client::{Change, Record, RecordId, SyncCheckpoint, SyncScope};
///
/// #[derive(Record)]
/// #[vtql(module = "Contacts")]
/// struct Contact {
///     id: RecordId,
///     lastname: String,
/// }
///
/// let kept = std::fs::read_to_string("contacts.checkpoint").ok();
/// let from = kept.map_or(Ok(SyncCheckpoint::default()), |text| text.parse())?;
/// let mut changes = client.changes_as::<Contact>(from, SyncScope::Application);
/// while let Some(change) = changes.next().await {
///     match change? {
///         Change::Updated(contact) => println!("{} is {}", contact.id, contact.lastname),
///         Change::Deleted(id) => println!("{id} is gone"),
///     }
///     std::fs::write("contacts.checkpoint", changes.checkpoint().to_string())?;
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is fetched until changes are taken"]
pub struct ChangeStream<T> {
    steps: BoxStream<'static, Result<Step<T>>>,
    checkpoint: SyncCheckpoint,
}

/// A change, and how far the stream is with it.
enum Step<T> {
    Change(Change<T>),
    /// The page was taken to its end.
    Reached(SyncCheckpoint),
}

impl Client {
    /// The changes of `module` from a checkpoint on, as the server sends them (manual, *Sync*): records with all of
    /// their fields, or with their id alone.
    pub fn changes(&self, module: &str, from: SyncCheckpoint, scope: SyncScope) -> ChangeStream<Record> {
        let as_sent: Load<Record> = |_, records| ready(Ok(records.into_iter().map(Ok).collect())).boxed();
        Follow::new(self, module, from, scope, as_sent).stream()
    }

    /// The changes of a module from a checkpoint on, as rows. The server may send ids alone, so the records of a page
    /// are asked for with a query; one that was deleted meanwhile comes as a deletion, then or in the next run.
    pub fn changes_as<R: ModuleRow + Send + 'static>(
        &self,
        from: SyncCheckpoint,
        scope: SyncScope,
    ) -> ChangeStream<R> {
        Follow::new(self, R::MODULE, from, scope, |client, records| by_ids(client, records).boxed()).stream()
    }

    /// All changes since a time, as one: [`changes`](Client::changes) until there are no more. Each record comes
    /// once: as it was on the last page that had it. `last_modified` is the time to ask from next, which is the second
    /// before the last that was told: more may have changed in that one.
    pub async fn sync_all(&self, module: &str, since: i64, scope: SyncScope) -> Result<Changes> {
        let (mut updated, mut deleted) = (Once::default(), Vec::new());
        let mut changes = self.changes(module, SyncCheckpoint::from_time(since), scope);
        while let Some(change) = changes.next().await {
            match change? {
                Change::Updated(record) => updated.add(record),
                Change::Deleted(id) => deleted.push(id),
            }
        }
        let last_modified = Some(changes.checkpoint().time());
        Ok(Changes { updated: updated.records, deleted, more: false, last_modified })
    }
}

/// Records of which each comes once.
#[derive(Default)]
struct Once {
    records: Vec<Record>,
    places: HashMap<RecordId, usize>,
}

impl Once {
    /// Adds what is new; what has come before is replaced.
    fn add(&mut self, record: Record) {
        let end = self.records.len();
        let place = record.id().map_or(end, |id| *self.places.entry(id).or_insert(end));
        match self.records.get_mut(place) {
            Some(present) => *present = record,
            None => self.records.push(record),
        }
    }
}

impl<T> ChangeStream<T> {
    /// The next change; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Change<T>>> {
        StreamExt::next(self).await
    }

    /// Where to go on from: behind the changes that were taken. Within a page, that is its beginning: records of this
    /// page that were taken come again then, deletions do not.
    pub fn checkpoint(&self) -> &SyncCheckpoint {
        &self.checkpoint
    }
}

impl<T> Stream for ChangeStream<T> {
    type Item = Result<Change<T>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Change<T>>>> {
        let this = &mut *self;
        loop {
            match std::task::ready!(this.steps.poll_next_unpin(context)) {
                Some(Ok(Step::Reached(checkpoint))) => this.checkpoint = checkpoint,
                Some(Ok(Step::Change(change))) => {
                    if let Change::Deleted(id) = change
                        && !this.checkpoint.tells(id)
                    {
                        continue;
                    }
                    return Poll::Ready(Some(Ok(change)));
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T> Unpin for ChangeStream<T> {}

impl<T> fmt::Debug for ChangeStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChangeStream").field("checkpoint", &self.checkpoint).finish_non_exhaustive()
    }
}

/// Makes rows of the records that a page of changes has.
type Load<T> = fn(Client, Vec<Record>) -> BoxFuture<'static, Result<Loaded<T>>>;

/// Rows, and in the place of each that does not fit its type the error that says so.
type Loaded<T> = Vec<Result<T>>;

type Page<T> = Vec<Result<Step<T>>>;

struct Follow<T> {
    client: Client,
    module: String,
    scope: SyncScope,
    load: Load<T>,
    /// The time that it began with.
    from: i64,
    next: Option<SyncCheckpoint>,
}

impl<T: Send + 'static> Follow<T> {
    fn new(client: &Client, module: &str, from: SyncCheckpoint, scope: SyncScope, load: Load<T>) -> Self {
        Follow {
            client: client.clone(),
            module: module.to_owned(),
            scope,
            load,
            from: from.time(),
            next: Some(from),
        }
    }

    fn stream(self) -> ChangeStream<T> {
        let checkpoint = self.next.clone().unwrap_or_default();
        let pages = stream::try_unfold(self, |mut follow| async move {
            Ok::<_, Error>(follow.page().await?.map(|page| (page, follow)))
        });
        let steps = pages.flat_map(|page| match page {
            Ok(page) => stream::iter(page),
            Err(error) => stream::iter(vec![Err(error)]),
        });
        ChangeStream { steps: steps.boxed(), checkpoint }
    }

    async fn page(&mut self) -> Result<Option<Page<T>>> {
        let Some(mut reached) = self.next.take() else { return Ok(None) };
        let Changes { updated, deleted, more, last_modified } =
            self.client.sync(&self.module, reached.time(), self.scope).await?;
        let end = last_modified.filter(|end| *end > reached.time());
        if more && end.is_none() {
            let message = "the server says that there is more, and not from when on";
            return Err(Error::new(ErrorKind::UnexpectedAnswer, message).with_operation("sync"));
        }
        let end = end.unwrap_or(reached.time());
        // More may change in the last second, after it was told: the next run asks for it once more.
        let next = if more || end == self.from { end } else { end - 1 };
        reached.advance(next, &deleted);
        self.next = more.then(|| reached.clone());
        let updated = (self.load)(self.client.clone(), updated).await?;
        // What was changed and then deleted is deleted.
        let updated = updated.into_iter().map(|record| Ok(Step::Change(Change::Updated(record?))));
        let deleted = deleted.into_iter().map(|id| Ok(Step::Change(Change::Deleted(id))));
        Ok(Some(updated.chain(deleted).chain([Ok(Step::Reached(reached))]).collect()))
    }
}

/// The rows with the ids of these records.
async fn by_ids<R: ModuleRow + Send + 'static>(client: Client, records: Vec<Record>) -> Result<Loaded<R>> {
    let ids: Vec<RecordId> = records.iter().filter_map(Record::id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let columns = R::COLUMNS.iter().map(|name| Name::new(name)).collect::<Result<Vec<_>, _>>()?;
    let query = ast::Query::new(Select::Fields(List::new(columns)?), Name::new(R::MODULE)?);
    let mut rows = Query::<R>::new(query.filter(Condition::one_of("id", ids)?)).stream(&client);
    let mut loaded = Vec::new();
    while let Some(row) = rows.next().await {
        match row {
            Err(error) if error.kind() != ErrorKind::Decode => return Err(error),
            row => loaded.push(row),
        }
    }
    Ok(loaded)
}
