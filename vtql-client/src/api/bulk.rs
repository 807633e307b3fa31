use super::records::object;
use crate::client::Client;
use crate::error::Result;
use crate::record::Record;
use crate::task::Task;
use futures::stream::{BoxStream, Fuse, Stream};
use futures::{FutureExt, StreamExt};
use serde::Serialize;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use vtql_parser::ast::RecordId;

/// The outcomes of many operations, in the order of what they were asked for: a [`Stream`] with one item for each,
/// which is its own and says nothing of the others.
///
/// So many run at a time as the client lets requests run together
/// ([`ClientBuilder::concurrency`](crate::ClientBuilder::concurrency)), within its quota, and the next begin as
/// outcomes are taken: as much is held in memory, however many there are. Those that have begun go on while nobody
/// takes an outcome; dropping the stream gives them up, and then nothing tells whether they were done.
///
/// Nothing is sent twice but where the first time nothing can have happened ([`RetryPolicy`](crate::RetryPolicy)). What
/// failed and still may have been done, [says so](crate::Error::may_have_been_done).
#[must_use = "nothing is sent until outcomes are taken"]
pub struct Bulk<T>(Fuse<BoxStream<'static, Result<T>>>);

impl<T> Bulk<T> {
    /// The next outcome; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<T>> {
        StreamExt::next(self).await
    }
}

impl<T> Stream for Bulk<T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        self.0.poll_next_unpin(context)
    }
}

impl<T> Unpin for Bulk<T> {}

impl<T> fmt::Debug for Bulk<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bulk").finish_non_exhaustive()
    }
}

/// Does something with each item, some at a time, each as a task of its own.
pub(super) fn in_order<
    I: Send + 'static,
    T: Send + 'static,
    F: Future<Output = Result<T>> + Send + 'static,
>(
    client: &Client,
    items: impl Stream<Item = I> + Send + 'static,
    work: impl Fn(Client, I) -> F + Send + 'static,
) -> Bulk<T> {
    let (client, together) = (client.clone(), client.concurrency());
    let tasks = items.map(move |item| {
        let task = Task::start(work(client.clone(), item));
        task.outcome().map(|outcome| outcome.and_then(|outcome| outcome))
    });
    Bulk(tasks.buffered(together).boxed().fuse())
}

/// Many records at once. What is written is anything that serializes to a JSON object, as for one record.
///
/// ```no_run
/// # async fn run(client: vtql_client::Client) -> vtql_client::Result<()> {
/// use futures::stream;
/// use serde_json::json;
///
/// let me = client.me().await?.id;
/// let names = ["Rossi", "Çelik", "O'Brien"];
/// let elements = names.map(|name| json!({ "lastname": name, "assigned_user_id": me }));
/// let mut outcomes = client.create_all("Contacts", stream::iter(elements));
/// for name in names {
///     match outcomes.next().await {
///         Some(Ok(contact)) => println!("{name} is {:?}", contact.id()),
///         Some(Err(error)) if error.may_have_been_done() => println!("{name} has to be looked for: {error}"),
///         Some(Err(error)) => println!("{name} was not created: {error}"),
///         None => {}
///     }
/// }
/// # Ok(())
/// # }
/// ```
impl Client {
    /// Creates a record of `module` of each element: [`create`](Client::create), for many.
    pub fn create_all<S>(&self, module: &str, elements: S) -> Bulk<Record>
    where
        S: Stream<Item: Serialize + Send + 'static> + Send + 'static,
    {
        let module = module.to_owned();
        let elements = elements.map(|element| object(&element));
        in_order(self, elements, move |client, element| {
            let module = module.clone();
            async move { client.create(&module, &element?).await }
        })
    }

    /// Changes each of these records: [`update`](Client::update), for many.
    pub fn update_all<E, S>(&self, changes: S) -> Bulk<Record>
    where
        E: Serialize + Send + 'static,
        S: Stream<Item = (RecordId, E)> + Send + 'static,
    {
        let changes = changes.map(|(id, element)| (id, object(&element)));
        in_order(self, changes, |client, (id, element)| async move { client.update(id, &element?).await })
    }

    /// Changes only the given fields of each of these records: [`revise`](Client::revise), for many.
    pub fn revise_all<E, S>(&self, changes: S) -> Bulk<Record>
    where
        E: Serialize + Send + 'static,
        S: Stream<Item = (RecordId, E)> + Send + 'static,
    {
        let changes = changes.map(|(id, element)| (id, object(&element)));
        in_order(self, changes, |client, (id, element)| async move { client.revise(id, &element?).await })
    }

    /// Deletes each of these records: [`delete`](Client::delete), for many.
    pub fn delete_all(&self, ids: impl Stream<Item = RecordId> + Send + 'static) -> Bulk<()> {
        in_order(self, ids, |client, id| async move { client.delete(id).await })
    }
}
