use crate::error::Result;
use futures::future::BoxFuture;
use secrecy::{ExposeSecret, SecretString};
use std::fmt;
use std::sync::Arc;

/// Who asks: a user name, and a proof.
#[derive(Clone)]
pub(crate) struct Credentials {
    user: String,
    proof: Proof,
}

#[derive(Clone)]
pub(super) enum Proof {
    /// From the user's *My Preferences* page (manual, *Authentication*).
    AccessKey(SecretString),
    /// Bearer tokens.
    Tokens(Tokens),
}

/// Gives the token for a request.
pub(crate) type Tokens = Arc<dyn Fn() -> BoxFuture<'static, Result<SecretString>> + Send + Sync>;

impl Credentials {
    pub(crate) fn new(user: String, access_key: SecretString) -> Self {
        Credentials { user, proof: Proof::AccessKey(access_key) }
    }

    pub(crate) fn with_tokens(user: String, tokens: Tokens) -> Self {
        Credentials { user, proof: Proof::Tokens(tokens) }
    }

    pub(crate) fn user(&self) -> &str {
        &self.user
    }

    pub(super) fn proof(&self) -> &Proof {
        &self.proof
    }

    pub(crate) fn access_key(&self) -> Option<&str> {
        match &self.proof {
            Proof::AccessKey(key) => Some(key.expose_secret()),
            Proof::Tokens(_) => None,
        }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:[redacted]", self.user)
    }
}
