//! One SMTP conversation per mail, with the two timeouts of RFC 5321 section 4.5.3.2. TLS is rustls; there is no OpenSSL.

use super::transport::Undelivered;
use crate::base::config::MailSecurity;
use crate::base::refusal::Refusal;
use lettre::address::Envelope;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use std::net::IpAddr;
use std::time::Duration;

/// A mail server and how to talk to it.
#[derive(Clone)]
pub struct Smtp {
    host: String,
    port: u16,
    security: MailSecurity,
    login: Option<Credentials>,
    /// For connecting and for every reply before the message itself.
    pub short: Duration,
    /// For the reply to the final dot: a shorter one makes duplicates, since the server may have taken the mail.
    pub long: Duration,
}

impl Smtp {
    /// Refuses an unprotected connection to another machine.
    pub fn new(
        host: &str,
        port: u16,
        security: MailSecurity,
        login: Option<(String, String)>,
    ) -> Result<Self, Refusal> {
        let here = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
        if security == MailSecurity::None && !here {
            return Err(Refusal::new(
                "mail.security = \"none\" 仅可用于本机的邮件服务器。",
                "mail.security = \"none\" is only for a mail server on this machine.",
            ));
        }
        let login = login.map(|(user, secret)| Credentials::new(user, secret));
        Ok(Self {
            host: host.into(),
            port,
            security,
            login,
            short: Duration::from_secs(30),
            long: Duration::from_secs(600),
        })
    }

    /// Sends one message. A 5yz reply lasts only when it is about this mail: a refused login or sender is the house's own
    /// fault, and all mail waits until it is mended.
    pub fn send(&self, envelope: &Envelope, message: &[u8]) -> Result<(), Undelivered> {
        let mut connection = self.connect().map_err(|cause| refused(&cause, false))?;
        let outcome = self.converse(&mut connection, envelope, message);
        if outcome.is_ok() {
            // The mail is taken; what becomes of the farewell does not matter.
            let _ = connection.set_timeout(Some(Duration::from_secs(5)));
            let _ = connection.quit();
        }
        outcome
    }

    fn connect(&self) -> std::result::Result<SmtpConnection, lettre::transport::smtp::Error> {
        let name = ClientId::default();
        let tls = match self.security {
            MailSecurity::None => None,
            MailSecurity::Tls | MailSecurity::Starttls => Some(TlsParameters::new(self.host.clone())?),
        };
        let at_once = tls.as_ref().filter(|_| self.security == MailSecurity::Tls);
        let mut connection =
            SmtpConnection::connect((self.host.as_str(), self.port), Some(self.short), &name, at_once, None)?;
        if let Some(tls) = tls.as_ref().filter(|_| self.security == MailSecurity::Starttls) {
            connection.starttls(tls, &name)?;
        }
        if let Some(login) = &self.login {
            connection.auth(&[Mechanism::Plain, Mechanism::Login], login)?;
        }
        Ok(connection)
    }

    fn converse(
        &self,
        connection: &mut SmtpConnection,
        envelope: &Envelope,
        message: &[u8],
    ) -> Result<(), Undelivered> {
        connection.command(Mail::new(envelope.from().cloned(), vec![])).map_err(|cause| refused(&cause, false))?;
        for to in envelope.to() {
            connection.command(Rcpt::new(to.clone(), vec![])).map_err(|cause| refused(&cause, true))?;
        }
        connection.command(Data).map_err(|cause| refused(&cause, true))?;
        connection.set_timeout(Some(self.long)).map_err(|cause| Undelivered::passing("connection", cause))?;
        connection.message(message).map(|_| ()).map_err(|cause| refused(&cause, true))
    }
}

/// The outcome of a refused command; `about_mail` says whether the reply concerns this mail or the conversation.
fn refused(cause: &lettre::transport::smtp::Error, about_mail: bool) -> Undelivered {
    let code = match cause.status() {
        Some(code) => format!("smtp_{code}"),
        None if cause.is_timeout() => "timeout".into(),
        None if cause.is_tls() => "tls".into(),
        None => "connection".into(),
    };
    Undelivered { lasting: about_mail && cause.is_permanent(), code, said: cause.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unprotected_connection_stays_on_this_machine() {
        for (host, security, good) in [
            ("localhost", MailSecurity::None, true),
            ("127.0.0.1", MailSecurity::None, true),
            ("::1", MailSecurity::None, true),
            ("smtp.163.com", MailSecurity::None, false),
            ("127.0.0.1.example.org", MailSecurity::None, false),
            ("smtp.163.com", MailSecurity::Tls, true),
            ("smtp.qq.com", MailSecurity::Starttls, true),
        ] {
            assert_eq!(Smtp::new(host, 25, security, None).is_ok(), good, "{host} {security:?}");
        }
    }
}
