use super::{Client, Interface};
use crate::error::{ErrorCode, Result};
use crate::transport::Call;
use serde_json::Value;

impl Client {
    /// Ends the session on an endpoint that has sessions (`webservice.php`); the next request would log
    /// in again. Without sessions there is nothing to do.
    pub async fn logout(&self) -> Result<()> {
        while self.inner.transport.has_session() {
            match self.result::<Value>(&Call::post("logout")).await {
                Err(error) if !error.code().is_some_and(ErrorCode::is_session_over) => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    /// Keeps the session from going idle on an endpoint that has sessions; without, there is nothing to
    /// do. A session that has gone is replaced by itself when it is next used.
    pub async fn extend_session(&self) -> Result<()> {
        match self.inner.transport.endpoint().interface() {
            Interface::Session => self.result(&Call::post("extendsession")).await.map(|_: Value| ()),
            Interface::Rest => Ok(()),
        }
    }
}
