use super::limits;
use crate::auth::Credentials;
use crate::error::ApiError;
use crate::operations::{Call, Json, Operation, Parameters};
use crate::state::Shared;
use crate::store::Cancel;
use std::sync::Arc;
use tokio::time::timeout;

/// Runs an operation where it may block on the database, when its turn has come. It is interrupted when it
/// takes too long, and when nobody waits for it any more.
pub(super) async fn run(
    state: Shared,
    operation: &'static Operation,
    user: Arc<Credentials>,
    parameters: Parameters,
) -> Result<Json, ApiError> {
    let cancel = Cancel::default();
    let _cancelled = cancel.on_drop();
    let done = async {
        let turn = state.gates.operations.clone().acquire_owned().await;
        let work = move || {
            let call = Call { state: &state, user: &user, parameters: &parameters };
            let outcome = cancel.during(|| (operation.run)(&call));
            drop(turn);
            outcome
        };
        tokio::task::spawn_blocking(work).await
    };
    match timeout(limits::OPERATION, done).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(error)) => {
            tracing::error!(%error, operation = operation.name, "an operation ended early");
            Err(ApiError::internal())
        }
        Err(_) => {
            tracing::warn!(operation = operation.name, "an operation took too long");
            Err(ApiError::crash())
        }
    }
}
