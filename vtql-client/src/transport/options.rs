//! How connections are made.

use crate::error::{Error, ErrorKind, Result};
use reqwest::{Certificate, Client, ClientBuilder, Identity, Proxy};
use secrecy::{ExposeSecret, SecretString};
use std::fmt;
#[cfg(feature = "replay")]
use std::path::PathBuf;

/// What a user wants connections to be like. It shows neither keys nor the password of a proxy.
#[derive(Clone, Default)]
pub(crate) struct Options {
    /// A client of the user's own, set up by the user alone.
    pub(crate) client: Option<Client>,
    pub(crate) proxy: Option<SecretString>,
    /// Certificates, as PEM.
    pub(crate) roots: Vec<Vec<u8>>,
    /// A certificate and its key, as PEM.
    pub(crate) identity: Option<SecretString>,
    #[cfg(feature = "gzip")]
    pub(crate) gzip: bool,
    /// Where answers are written down.
    #[cfg(feature = "replay")]
    pub(crate) tape: Option<PathBuf>,
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options").field("roots", &self.roots.len()).finish_non_exhaustive()
    }
}

impl Options {
    /// Sets a client up as they say.
    pub(super) fn apply(&self, mut builder: ClientBuilder) -> Result<ClientBuilder> {
        if let Some(proxy) = &self.proxy {
            let proxy = Proxy::all(proxy.expose_secret()).map_err(|_| {
                unusable(
                    "the proxy cannot be read: write `http://HOST:PORT`, with a user and a password in \
                          front of the host where it wants them",
                )
            })?;
            builder = builder.proxy(proxy);
        }
        let mut roots = Vec::new();
        for pem in &self.roots {
            let read = Certificate::from_pem_bundle(pem).ok().filter(|read| !read.is_empty());
            roots.extend(read.ok_or_else(|| unusable("a root certificate is no certificate as PEM"))?);
        }
        if !roots.is_empty() {
            builder = builder.tls_certs_merge(roots);
        }
        if let Some(pem) = &self.identity {
            let identity = Identity::from_pem(pem.expose_secret().as_bytes()).map_err(|_| {
                unusable(
                    "the client certificate is no certificate and private key as PEM, one behind the other",
                )
            })?;
            builder = builder.identity(identity);
        }
        #[cfg(feature = "gzip")]
        {
            builder = builder.gzip(self.gzip);
        }
        Ok(builder)
    }
}

/// What cannot be used. The text of it is a secret, or may hold one.
fn unusable(message: &str) -> Error {
    Error::new(ErrorKind::Config, message)
}
