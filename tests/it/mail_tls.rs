//! Mails over TLS: the certificate of the server must be one the machine trusts, for its name; a server that offers no TLS gets nothing.

use crate::commands::{said, wanlian_with};
use crate::support::sink::Protection;
use crate::support::*;
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use std::process::Output;
use std::sync::Arc;

/// A server that is `name` by a certificate of its own, and that certificate as a file.
struct Server {
    config: Arc<ServerConfig>,
    fresh: Fresh,
}

impl Server {
    fn of(name: &str) -> Self {
        let CertifiedKey { cert, signing_key } = generate_simple_self_signed([name.to_owned()]).unwrap();
        let fresh = Fresh::empty(Backend::Sqlite).unwrap();
        std::fs::write(fresh.folder.path().join("own.pem"), cert.pem()).unwrap();
        let stranger = generate_simple_self_signed([name.to_owned()]).unwrap();
        std::fs::write(fresh.folder.path().join("stranger.pem"), stranger.cert.pem()).unwrap();
        let key = PrivateKeyDer::try_from(signing_key.serialize_der()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let config = config.with_no_client_auth().with_single_cert(vec![cert.der().clone()], key).unwrap();
        Self { config: Arc::new(config), fresh }
    }

    /// `wanlian mail test` against the sink, on a machine that trusts the server, or another one.
    fn sent(&self, sink: &Sink, security: &str, is_trusted: bool) -> Output {
        let trusted = self.fresh.folder.path().join(if is_trusted { "own.pem" } else { "stranger.pem" });
        let settings = [
            ("WANLIAN_MAIL__TRANSPORT", "smtp"),
            ("WANLIAN_MAIL__HOST", "localhost"),
            ("WANLIAN_MAIL__PORT", &sink.port.to_string()),
            ("WANLIAN_MAIL__SECURITY", security),
            ("SSL_CERT_FILE", trusted.to_str().unwrap()),
        ];
        wanlian_with(&self.fresh, &settings, &["mail", "test", "--to", "a@b.example"])
    }
}

#[test]
fn a_mail_goes_to_a_server_that_is_who_it_says() {
    let server = Server::of("localhost");
    for (security, protection) in
        [("tls", Protection::Tls(server.config.clone())), ("starttls", Protection::Starttls(server.config.clone()))]
    {
        let sink = Sink::protected(protection);
        let output = server.sent(&sink, security, true);
        assert!(output.status.success(), "{security}: {}", said(&output));
        assert_eq!(sink.taken().iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["a@b.example"], "{security}");
    }
}

#[test]
fn a_server_that_is_not_known_or_offers_no_protection_gets_nothing() {
    let (known, other) = (Server::of("localhost"), Server::of("mail.example"));
    for (server, is_trusted, why) in [(&known, false, "unknown"), (&other, true, "another name")] {
        for (security, protection) in
            [("tls", Protection::Tls(server.config.clone())), ("starttls", Protection::Starttls(server.config.clone()))]
        {
            let sink = Sink::protected(protection);
            let output = server.sent(&sink, security, is_trusted);
            assert!(!output.status.success(), "{security}, {why}: {}", said(&output));
            assert_eq!(sink.arrivals().len(), 0, "{security}, {why}");
        }
    }
    let open = Sink::start();
    let output = known.sent(&open, "starttls", true);
    assert!(!output.status.success() && open.arrivals().is_empty(), "STARTTLS is not offered: {}", said(&output));
}
