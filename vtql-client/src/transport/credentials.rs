use secrecy::{ExposeSecret, SecretString};
use std::fmt;

/// Who asks: a user name, and the access key from the user's *My Preferences* page (manual,
/// *Authentication*).
#[derive(Clone)]
pub(crate) struct Credentials {
    user: String,
    access_key: SecretString,
}

impl Credentials {
    pub(crate) fn new(user: String, access_key: SecretString) -> Self {
        Credentials { user, access_key }
    }

    pub(crate) fn user(&self) -> &str {
        &self.user
    }

    pub(crate) fn access_key(&self) -> &str {
        self.access_key.expose_secret()
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:[redacted]", self.user)
    }
}
