use crate::auth::Credentials;
use crate::error::ApiError;
use crate::operations::{Call, Json, Operation, Parameters};
use crate::state::Shared;
use std::sync::Arc;

/// Runs an operation where it may block on the database.
pub(super) async fn run(
    state: Shared,
    operation: &'static Operation,
    user: Arc<Credentials>,
    parameters: Parameters,
) -> Result<Json, ApiError> {
    let work = move || (operation.run)(&Call { state: &state, user: &user, parameters: &parameters });
    match tokio::task::spawn_blocking(work).await {
        Ok(outcome) => outcome,
        Err(error) => {
            tracing::error!(%error, operation = operation.name, "an operation ended early");
            Err(ApiError::internal())
        }
    }
}
