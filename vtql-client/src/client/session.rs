use super::{Client, Interface};
use crate::error::Result;
use crate::transport::Call;
use serde_json::Value;
use vtql_parser::ast::RecordId;

impl Client {
    /// Ends the session on an endpoint that has sessions (`webservice.php`); the next request would log
    /// in again. Without sessions there is nothing to do.
    pub async fn logout(&self) -> Result<()> {
        self.inner.transport.logout().await
    }

    /// Keeps the session from going idle on an endpoint that has sessions; without, there is nothing to
    /// do. A session that has gone is replaced by itself when it is next used.
    pub async fn extend_session(&self) -> Result<()> {
        match self.inner.transport.endpoint().interface() {
            Interface::Session => self.result(&Call::post("extendsession")).await.map(|_: Value| ()),
            Interface::Rest => Ok(()),
        }
    }

    /// The user that the login named; `None` on an endpoint without sessions.
    pub(crate) async fn login_user(&self) -> Result<Option<RecordId>> {
        self.inner.transport.login_user().await
    }
}
