//! How long an answer is waited for.

use super::call::Call;
use super::leaving::Left;
use crate::error::Result;
use crate::time::Time;
use std::pin::pin;
use std::time::Duration;
use tokio::time::timeout;

/// A request with a file in it, or in its answer, takes as long as it takes: there, the time that a request has bounds
/// how long nothing moves.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    /// With the whole exchange.
    pub(super) of_all: Option<Duration>,
    /// With nothing that moves.
    idle: Option<Duration>,
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum Lost {
    Network(reqwest::Error),
    /// Nothing moved for too long.
    Idle,
}

impl Patience {
    /// With a call, of which others may take `usual`.
    pub(super) fn of(call: &Call<'_>, time: Time, usual: Duration) -> Result<Self> {
        let (usual, left) = (time.for_request(usual), time.left()?);
        let has_file = call.enclosure().is_some() || call.saving().is_some();
        Ok(if has_file {
            Patience { of_all: left, idle: Some(usual) }
        } else {
            Patience { of_all: Some(left.map_or(usual, |left| left.min(usual))), idle: None }
        })
    }

    /// Waits for an answer as long as some of the request leaves.
    pub(super) async fn while_it_moves<T>(
        self,
        answer: impl Future<Output = reqwest::Result<T>>,
        left: &Left,
    ) -> Result<T, Lost> {
        let Some(idle) = self.idle else { return answer.await.map_err(Lost::Network) };
        let mut answer = pin!(answer);
        let mut taken = left.taken();
        loop {
            match timeout(idle, &mut answer).await {
                Ok(answer) => return answer.map_err(Lost::Network),
                Err(_) if left.taken() > taken => taken = left.taken(),
                Err(_) => return Err(Lost::Idle),
            }
        }
    }

    /// Waits for more of an answer.
    pub(super) async fn for_more<T>(self, more: impl Future<Output = reqwest::Result<T>>) -> Result<T, Lost> {
        match self.idle {
            None => more.await.map_err(Lost::Network),
            Some(idle) => timeout(idle, more).await.map_err(|_| Lost::Idle)?.map_err(Lost::Network),
        }
    }
}
