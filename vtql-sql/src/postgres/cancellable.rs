use super::parameters::with_midnights;
use async_trait::async_trait;
use datafusion_postgres::DfSessionService;
use datafusion_postgres::pgwire::api::portal::Portal;
use datafusion_postgres::pgwire::api::query::{ExtendedQueryHandler, SimpleQueryHandler};
use datafusion_postgres::pgwire::api::results::Response;
use datafusion_postgres::pgwire::api::store::PortalStore;
use datafusion_postgres::pgwire::api::{ClientInfo, ClientPortalStore, ConnectionHandle};
use datafusion_postgres::pgwire::error::{PgWireError, PgWireResult};
use datafusion_postgres::pgwire::messages::PgWireBackendMessage;
use futures::future::ready;
use futures::{Sink, StreamExt, stream};
use std::fmt::Debug;
use std::sync::Arc;

/// Statements whose rows end when the client cancels them: the protocol's own handling ends with their planning.
#[derive(Clone)]
pub(super) struct Cancellable(pub(super) Arc<DfSessionService>);

/// The same answer, with rows that end in an error when the client cancels.
fn cancellable(response: Response, client: &impl ClientInfo) -> Response {
    let Response::Query(mut query) = response else { return response };
    let Some(handle) = client.session_extensions().get::<Arc<ConnectionHandle>>() else {
        return Response::Query(query);
    };
    let rows = std::mem::replace(&mut query.data_rows, stream::empty().boxed());
    // The client is listened to from the first row on: earlier, that would end the planning, which listens as well.
    let listening = stream::once(async move {
        let cancelled = stream::once(handle.start_query().await).filter_map(async |told| {
            // Whoever listens next ends this without a word.
            told.is_ok().then_some(Some(Err(PgWireError::QueryCanceled)))
        });
        let ended = stream::iter([None]);
        stream::select(rows.map(Some).chain(ended), cancelled)
            .take_while(|row| ready(row.is_some()))
            .filter_map(ready)
    });
    query.data_rows = listening.flatten().boxed();
    Response::Query(query)
}

#[async_trait]
impl SimpleQueryHandler for Cancellable {
    async fn do_query<C>(&self, client: &mut C, query: &str) -> PgWireResult<Vec<Response>>
    where
        C: ClientInfo + ClientPortalStore + Sink<PgWireBackendMessage> + Unpin + Send + Sync,
        C::PortalStore: PortalStore,
        C::Error: Debug,
        PgWireError: From<<C as Sink<PgWireBackendMessage>>::Error>,
    {
        let responses = SimpleQueryHandler::do_query(&*self.0, client, query).await?;
        Ok(responses.into_iter().map(|response| cancellable(response, client)).collect())
    }
}

#[async_trait]
impl ExtendedQueryHandler for Cancellable {
    type Statement = <DfSessionService as ExtendedQueryHandler>::Statement;
    type QueryParser = <DfSessionService as ExtendedQueryHandler>::QueryParser;

    fn query_parser(&self) -> Arc<Self::QueryParser> {
        self.0.query_parser()
    }

    async fn do_query<C>(
        &self,
        client: &mut C,
        portal: &Portal<Self::Statement>,
        max_rows: usize,
    ) -> PgWireResult<Response>
    where
        C: ClientInfo + ClientPortalStore + Sink<PgWireBackendMessage> + Unpin + Send + Sync,
        C::PortalStore: PortalStore<Statement = Self::Statement>,
        C::Error: Debug,
        PgWireError: From<<C as Sink<PgWireBackendMessage>>::Error>,
    {
        let plan = portal.statement.statement.1.as_ref().map(|(_, plan)| plan);
        let changed = plan.and_then(|plan| with_midnights(portal, plan));
        let portal = changed.as_ref().unwrap_or(portal);
        let response = ExtendedQueryHandler::do_query(&*self.0, client, portal, max_rows).await?;
        Ok(cancellable(response, client))
    }
}
