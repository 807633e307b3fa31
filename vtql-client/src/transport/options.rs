//! How connections are made.

use crate::error::{Error, ErrorKind, Result};
use reqwest::{Client, ClientBuilder, Proxy};
use rustls::ClientConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls_platform_verifier::Verifier;
use secrecy::{ExposeSecret, SecretString};
use std::fmt;
#[cfg(feature = "replay")]
use std::path::PathBuf;
use std::sync::Arc;

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
        builder = builder.tls_backend_preconfigured(self.tls()?);
        #[cfg(feature = "gzip")]
        {
            builder = builder.gzip(self.gzip);
        }
        Ok(builder)
    }

    /// Encryption with the certificates of the platform and those that were given. The provider of cryptography is
    /// this client's: what the rest of the process uses is not touched.
    fn tls(&self) -> Result<ClientConfig> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let cannot = |error| Error::new(ErrorKind::Config, "encryption cannot be set up").with_source(error);
        let mut roots = Vec::new();
        for pem in &self.roots {
            let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
            let read = read.ok().filter(|read| !read.is_empty());
            roots.extend(read.ok_or_else(|| unusable("a root certificate is no certificate as PEM"))?);
        }
        let verifier = Verifier::new_with_extra_roots(roots, Arc::clone(&provider)).map_err(cannot)?;
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(cannot)?
            .dangerous() // Another verifier: the platform's.
            .with_custom_certificate_verifier(Arc::new(verifier));
        let Some(pem) = &self.identity else { return Ok(config.with_no_client_auth()) };
        let pem = pem.expose_secret().as_bytes();
        let certificates = CertificateDer::pem_slice_iter(pem).collect::<Result<Vec<_>, _>>();
        let key = PrivateKeyDer::from_pem_slice(pem);
        certificates
            .ok()
            .zip(key.ok())
            .and_then(|(certificates, key)| config.with_client_auth_cert(certificates, key).ok())
            .ok_or_else(|| {
                unusable(
                    "the client certificate is no certificate and private key as PEM, one behind the other",
                )
            })
    }
}

/// What cannot be used. The text of it is a secret, or may hold one.
fn unusable(message: &str) -> Error {
    Error::new(ErrorKind::Config, message)
}
