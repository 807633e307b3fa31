//! Certificates of one's own: of the authority that signed the server's, and of the client.

use crate::server::KEY;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::PrivateKeyDer;
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use vtql_client::{Client, ClientBuilder, ErrorKind};

/// A server that lets in whom its authority knows, and answers everything alike.
struct Encrypted {
    url: String,
    /// The authority, as PEM.
    root: String,
    /// A certificate of a client and its key, as PEM.
    client: String,
}

impl Encrypted {
    fn start(asks_for_certificates: bool) -> Self {
        let mut authority = CertificateParams::new([]).unwrap();
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let root = authority.self_signed(&key).unwrap();
        let issuer = Issuer::new(authority, key);
        let signed = |name: &str| {
            let key = KeyPair::generate().unwrap();
            let params = CertificateParams::new([name.to_owned()]).unwrap();
            (params.signed_by(&key, &issuer).unwrap(), key)
        };
        let (certificate, key) = signed("localhost");
        let (shown, shown_key) = signed("someone");

        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(Arc::clone(&provider));
        let config = config.with_safe_default_protocol_versions().unwrap();
        let config = if asks_for_certificates {
            let mut roots = RootCertStore::empty();
            roots.add(root.der().clone()).unwrap();
            let verifier = WebPkiClientVerifier::builder_with_provider(roots.into(), provider);
            config.with_client_cert_verifier(verifier.build().unwrap())
        } else {
            config.with_no_client_auth()
        };
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let config = Arc::new(config.with_single_cert(vec![certificate.der().clone()], key).unwrap());

        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let session = ServerConnection::new(Arc::clone(&config)).unwrap();
                let mut lines = BufReader::new(StreamOwned::new(session, stream));
                // One request a connection, to the empty line behind its headers.
                let is_whole =
                    lines.by_ref().lines().map_while(Result::ok).any(|line| line.trim().is_empty());
                if is_whole {
                    let body = r#"{"success":true,"result":{"types":[]}}"#;
                    let answer = format!(
                        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
                        body.len()
                    );
                    let _ = lines.get_mut().write_all(answer.as_bytes());
                    lines.get_mut().conn.send_close_notify();
                    let _ = lines.get_mut().flush();
                }
            }
        });
        let client = format!("{}{}", shown.pem(), shown_key.serialize_pem());
        Encrypted { url, root: root.pem(), client }
    }

    fn builder(&self) -> ClientBuilder {
        Client::builder().url(&self.url).user("admin").access_key(KEY)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_authority_of_ones_own_is_trusted_and_no_other() {
    let server = Encrypted::start(false);
    let another = Encrypted::start(false);
    let trusting = server.builder().root_certificates(server.root.clone()).build().unwrap();
    trusting.list_types().await.unwrap();
    // Several in one file.
    let both = format!("{}{}", another.root, server.root);
    server.builder().root_certificates(both).build().unwrap().list_types().await.unwrap();
    for stranger in [server.builder(), server.builder().root_certificates(another.root.clone())] {
        let error = stranger.build().unwrap().list_types().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
        assert!(!error.may_have_been_done());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_is_shown_to_a_server_that_asks_for_one() {
    let server = Encrypted::start(true);
    let trusting = || server.builder().root_certificates(server.root.clone());
    let known = trusting().client_certificate(server.client.clone()).build().unwrap();
    known.list_types().await.unwrap();
    assert!(!format!("{known:?}").contains("PRIVATE"));
    trusting().build().unwrap().list_types().await.unwrap_err();
    let other = Encrypted::start(true);
    let unknown = trusting().client_certificate(other.client.clone()).build().unwrap();
    unknown.list_types().await.unwrap_err();
}
