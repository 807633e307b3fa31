use super::limits;
use crate::auth::Credentials;
use crate::error::ApiError;
use crate::operations::{Call, Json, Operation, Parameters, Verb};
use crate::state::Shared;
use crate::store::Cancel;
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio::task::{JoinError, spawn_blocking};
use tokio::time::timeout;

/// Runs an operation where it may block on the database, when its turn has come. It is interrupted when it
/// takes too long, and when nobody waits for it any more.
///
/// One that only reads is to be short. If it is not it is interrupted, and begun again when its turn among the
/// long ones has come: so those that are short never wait for many that are long.
pub(super) async fn run(
    state: Shared,
    operation: &'static Operation,
    user: Arc<Credentials>,
    parameters: Parameters,
) -> Result<Json, ApiError> {
    let cancel = Cancel::default();
    let _cancelled = cancel.on_drop();
    let work = Work { state: state.clone(), operation, user, parameters: Arc::new(parameters) };
    let done = async {
        if operation.verb == Verb::Get {
            let short = cancel.clone().after(limits::SHORT);
            if let Ended { outcome, was_interrupted: false } =
                work.run(&state.gates.operations, short).await?
            {
                return Ok(outcome);
            }
            return Ok(work.run(&state.gates.long_reads, cancel.clone()).await?.outcome);
        }
        Ok::<_, JoinError>(work.run(&state.gates.operations, cancel.clone()).await?.outcome)
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

/// One call of an operation, which can be begun again.
struct Work {
    state: Shared,
    operation: &'static Operation,
    user: Arc<Credentials>,
    parameters: Arc<Parameters>,
}

struct Ended {
    outcome: Result<Json, ApiError>,
    was_interrupted: bool,
}

impl Work {
    /// Runs on a thread of its own, as one of those that a gate lets through.
    async fn run(&self, gate: &Arc<Semaphore>, cancel: Cancel) -> Result<Ended, JoinError> {
        let turn = gate.clone().acquire_owned().await;
        let (state, user, parameters) = (self.state.clone(), self.user.clone(), self.parameters.clone());
        let operation = self.operation;
        let work = move || {
            let call = Call { state: &state, user: &user, parameters: &parameters };
            let (outcome, is_due) = cancel.during(|| (operation.run)(&call));
            drop(turn);
            Ended { was_interrupted: is_due && outcome.is_err(), outcome }
        };
        spawn_blocking(work).await
    }
}
