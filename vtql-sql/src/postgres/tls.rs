use crate::error::{Error, Result};
use datafusion_postgres::pgwire::tokio::TlsAcceptor;
use datafusion_postgres::pgwire::tokio::tokio_rustls::rustls::crypto::ring;
use datafusion_postgres::pgwire::tokio::tokio_rustls::rustls::pki_types::pem::PemObject;
use datafusion_postgres::pgwire::tokio::tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use datafusion_postgres::pgwire::tokio::tokio_rustls::rustls::{self, ServerConfig};
use std::fmt;
use std::sync::Arc;

/// The certificate of a server, and its key.
#[derive(Clone)]
pub struct Tls(pub(super) TlsAcceptor);

impl Tls {
    /// From PEM: the certificate with those that vouch for it, and the private key.
    ///
    /// # Errors
    ///
    /// Code `CONFIG` when there is no certificate or no key in them, or the two do not belong together.
    pub fn of_pem(certificates: &[u8], key: &[u8]) -> Result<Self> {
        let unusable = |what: &str, error: &dyn fmt::Display| {
            Error::new("CONFIG", format!("{what} cannot be used for TLS: {error}"))
        };
        let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(certificates)
            .collect::<Result<_, _>>()
            .map_err(|error| unusable("the certificate", &error))?;
        if chain.is_empty() {
            return Err(unusable("the certificate", &"there is none in the file"));
        }
        // What a key is like is never part of a message.
        let key = PrivateKeyDer::from_pem_slice(key)
            .map_err(|_| unusable("the key", &"there is no private key in the file"))?;
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key))
            .map_err(|error: rustls::Error| unusable("the certificate", &error))?;
        config.alpn_protocols = vec![b"postgresql".to_vec()];
        Ok(Tls(TlsAcceptor::from(Arc::new(config))))
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls").finish_non_exhaustive()
    }
}
