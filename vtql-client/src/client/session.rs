use super::Client;
use crate::error::{ErrorCode, Result};
use crate::transport::Call;
use serde_json::Value;

impl Client {
    /// Ends the sessions on an endpoint that has sessions (`webservice.php`); the next request would log
    /// in again. Without sessions there is nothing to do.
    ///
    /// A client that is dropped ends its sessions, too, without waiting for it: as a task of the runtime that
    /// it is dropped in, or in a thread where there is none. A process that ends at once is quicker than
    /// that, and leaves them to end by themselves; so call this at the end of a program.
    pub async fn logout(&self) -> Result<()> {
        while self.inner.transport.open_sessions() > 0 {
            self.end_session().await?;
        }
        Ok(())
    }

    async fn end_session(&self) -> Result<()> {
        match self.result::<Value>(&Call::post("logout")).await {
            Err(error) if !error.code().is_some_and(ErrorCode::is_auth) => Err(error),
            _ => Ok(()),
        }
    }

    /// Keeps all sessions that no request is using from going idle, on an endpoint that has sessions; without,
    /// there is nothing to do. A session that has gone is replaced by itself when it is next needed.
    pub async fn extend_session(&self) -> Result<()> {
        for _ in 0..self.inner.transport.idle_sessions() {
            self.result::<Value>(&Call::post("extendsession")).await?;
        }
        Ok(())
    }
}
