//! How a mail leaves the house: over SMTP, into a folder, or into memory for tests. What it says lives in `message.rs`.

use super::message::Words;
use super::smtp::Smtp;
use crate::base::clock::Instant;
use crate::base::config::{Config, MailTransport};
use crate::base::id::MailId;
use crate::base::refusal::Refusal;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

/// One mail on its way: the same id at every try, so that a receiver can tell a duplicate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    pub id: MailId,
    pub address: String,
    pub words: Words,
    /// An invitation that goes along.
    pub calendar: Option<CalendarPart>,
    pub at: Instant,
}

/// A text/calendar part and what it asks of a calendar (RFC 6047).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarPart {
    pub method: &'static str,
    pub text: String,
}

/// Why a mail was not delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undelivered {
    /// Whether another try is useless (RFC 5321 section 4.2.1: a 5yz reply about this very mail).
    pub lasting: bool,
    /// A short code for lists and logs, such as `smtp_550` or `timeout`; never the server's sentence, which may name a person.
    pub code: String,
    /// What the server said; for the person who tries out the settings, never stored.
    pub said: String,
}

impl Undelivered {
    pub fn lasting(code: impl Into<String>, said: impl ToString) -> Self {
        Self { lasting: true, code: code.into(), said: said.to_string() }
    }

    pub fn passing(code: impl Into<String>, said: impl ToString) -> Self {
        Self { lasting: false, code: code.into(), said: said.to_string() }
    }
}

/// Who the mails come from.
#[derive(Clone, Debug)]
pub struct Sender(Mailbox);

impl Sender {
    /// Reads `万联 <noreply@example.org>` or a bare address. Control characters are dropped from the name: lettre panics on them.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let clean: String = text.chars().filter(|c| !c.is_control()).collect();
        clean.parse::<Mailbox>().map(Self).map_err(|_| {
            Refusal::new(format!("mail.from 不是发件人：{clean}"), format!("mail.from is not a sender: {clean}"))
        })
    }

    pub fn address(&self) -> &Address {
        &self.0.email
    }
}

/// The ways to deliver.
#[derive(Clone)]
pub enum Mailer {
    Smtp(Smtp, Sender),
    /// Writes `<id>.eml` files, for places without a mail server.
    File(PathBuf, Sender),
    /// Keeps the mails; a test reads them back.
    Memory(Memory),
}

/// The mails that were sent, in order.
#[derive(Clone, Debug, Default)]
pub struct Memory(Arc<Mutex<Vec<Outgoing>>>);

impl Memory {
    /// All mails so far.
    pub fn sent(&self) -> Vec<Outgoing> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Mailer {
    /// The mailer the settings ask for. Files go to `mails` in the data folder.
    pub fn open(config: &Config) -> Result<Self, Refusal> {
        let mail = &config.mail;
        let sender = Sender::parse(&mail.from)?;
        Ok(match mail.transport {
            MailTransport::Smtp => {
                let login = (!mail.user.is_empty()).then(|| {
                    (mail.user.clone(), String::from_utf8_lossy(mail.password.expose()).trim_end().to_owned())
                });
                Self::Smtp(Smtp::new(&mail.host, mail.port, mail.security, login)?, sender)
            }
            MailTransport::File => Self::File(config.data_folder.join("mails"), sender),
            MailTransport::Memory => Self::Memory(Memory::default()),
        })
    }

    /// The address that invitations come from.
    pub fn organizer(&self) -> String {
        match self {
            Self::Smtp(_, sender) | Self::File(_, sender) => sender.address().to_string(),
            Self::Memory(_) => "memory@localhost".to_owned(),
        }
    }

    /// Delivers one mail, blocking until the server has taken or refused it.
    pub fn send(&self, mail: &Outgoing) -> Result<(), Undelivered> {
        match self {
            Self::Smtp(smtp, sender) => {
                let message = compose(sender, mail)?;
                smtp.send(message.envelope(), &message.formatted())
            }
            Self::File(folder, sender) => write(folder, mail.id, &compose(sender, mail)?.formatted())
                .map_err(|cause| Undelivered::passing("file", cause)),
            Self::Memory(memory) => {
                memory.0.lock().unwrap_or_else(PoisonError::into_inner).push(mail.clone());
                Ok(())
            }
        }
    }
}

/// The message in the form of RFC 5322, with its own Message-ID and marked as automatic (RFC 3834).
fn compose(sender: &Sender, mail: &Outgoing) -> Result<Message, Undelivered> {
    let to: Address = mail.address.parse().map_err(|cause| Undelivered::lasting("address", cause))?;
    let seconds = u64::try_from(mail.at.and_utc().timestamp()).unwrap_or_default();
    Message::builder()
        .from(sender.0.clone())
        .to(Mailbox::new(None, to))
        .subject(mail.words.subject.clone())
        .message_id(Some(format!("<{}@{}>", mail.id, sender.0.email.domain())))
        .date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
        .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".into()))
        .multipart(parts(mail)?)
        .map_err(|cause| Undelivered::lasting("message", cause))
}

/// Text and HTML, and the invitation as the last of them, which calendars look for.
fn parts(mail: &Outgoing) -> Result<MultiPart, Undelivered> {
    let both = MultiPart::alternative_plain_html(mail.words.text.clone(), mail.words.html.clone());
    let Some(calendar) = &mail.calendar else { return Ok(both) };
    let kind = format!("text/calendar; charset=utf-8; method={}", calendar.method);
    let kind = ContentType::parse(&kind).map_err(|cause| Undelivered::lasting("calendar", cause))?;
    Ok(both.singlepart(SinglePart::builder().header(kind).body(calendar.text.clone())))
}

/// Writes a whole file or none.
fn write(folder: &Path, id: MailId, message: &[u8]) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let part = folder.join(format!("{id}.part"));
    std::fs::write(&part, message)?;
    std::fs::rename(part, folder.join(format!("{id}.eml")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    fn mail(address: &str) -> Outgoing {
        let words =
            Words {
                subject: "【万联】1 已受理".into(), text: "案件已受理".into(), html: "<p>案件已受理</p>".into()
            };
        let at = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap().and_hms_opt(1, 0, 0).unwrap();
        Outgoing { id: MailId::new(), address: address.into(), words, calendar: None, at }
    }

    #[test]
    fn a_sender_name_loses_its_control_characters() {
        let sender = Sender::parse("张\r\n三 <noreply@w.example>").unwrap();
        assert_eq!(sender.0.name.as_deref(), Some("张三"));
        assert!(Sender::parse("nobody").is_err());
    }

    #[test]
    fn a_file_carries_its_own_message_id_and_is_the_same_at_each_try() {
        let folder = tempfile::tempdir().unwrap();
        let mailer = Mailer::File(folder.path().join("out"), Sender::parse("万联 <noreply@w.example>").unwrap());
        let mail = mail("a@b.example");
        mailer.send(&mail).unwrap();
        mailer.send(&mail).unwrap();
        let files: Vec<_> = std::fs::read_dir(folder.path().join("out")).unwrap().map(|f| f.unwrap().path()).collect();
        assert_eq!(files.len(), 1);
        let text = std::fs::read_to_string(&files[0]).unwrap();
        assert!(text.contains(&format!("Message-ID: <{}@w.example>\r\n", mail.id)), "{text}");
        assert!(text.contains("Auto-Submitted: auto-generated\r\n"));
        assert!(text.contains("Date: Sun, 01 Mar 2026 01:00:00 +0000\r\n"), "{text}");
        assert!(text.contains("To: a@b.example\r\n"));
    }

    #[test]
    fn an_invitation_goes_along_as_a_part_that_calendars_read() {
        let folder = tempfile::tempdir().unwrap();
        let mailer = Mailer::File(folder.path().join("out"), Sender::parse("万联 <noreply@w.example>").unwrap());
        let calendar = Some(CalendarPart { method: "REQUEST", text: "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n".into() });
        mailer.send(&Outgoing { calendar, ..mail("a@b.example") }).unwrap();
        let file = std::fs::read_dir(folder.path().join("out")).unwrap().next().unwrap().unwrap().path();
        let text = std::fs::read_to_string(file).unwrap();
        let (_, part) = text.split_once("text/calendar").unwrap_or_else(|| panic!("no calendar in {text}"));
        assert!(
            part.starts_with("; charset=utf-8; method=REQUEST\r\n") && part.contains("BEGIN:VCALENDAR\r\n"),
            "{text}"
        );
        assert!(text.contains("multipart/alternative"));
    }

    #[test]
    fn a_wrong_address_is_refused_for_good() {
        let mailer = Mailer::File(std::env::temp_dir(), Sender::parse("noreply@w.example").unwrap());
        for poison in ["", "a", "a@", "a@b.example\r\nBcc: x@y.example", "a\0@b.example", "a b@c.example"] {
            let refused = mailer.send(&mail(poison)).unwrap_err();
            assert_eq!((refused.lasting, refused.code.as_str()), (true, "address"), "{poison:?}");
        }
    }
}
