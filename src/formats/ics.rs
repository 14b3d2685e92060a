//! iCalendar (RFC 5545) and its invitations (RFC 5546). An entry has a case number for its title and a link; nothing else can reach it.

use chrono::{Days, Duration, NaiveDate, NaiveDateTime};

/// When an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// From an instant in UTC, for so many minutes.
    At(NaiveDateTime, i32),
    /// A whole day.
    Day(NaiveDate),
}

/// One entry of a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The same at each change.
    pub uid: String,
    /// Rises at each change.
    pub sequence: i32,
    pub span: Span,
    pub title: String,
    pub link: String,
    /// The instant of this wording.
    pub stamp: NaiveDateTime,
}

/// The name of an entry in every calendar: its id at this installation.
pub fn uid(id: &str, base_url: &str) -> String {
    let host = base_url.split("://").nth(1).unwrap_or_default().split(['/', ':']).next().unwrap_or_default();
    format!("{id}@{host}")
}

/// A calendar to subscribe to.
pub fn feed(entries: &[Entry]) -> String {
    let mut lines = Lines::new("PUBLISH");
    lines.add("X-WR-CALNAME:万联 Wanlian");
    entries.iter().for_each(|entry| lines.entry(entry, None));
    lines.done()
}

/// What an invitation asks of a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// To enter it, or to change it.
    Request,
    /// To strike it out.
    Cancel,
}

impl Method {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Request => "REQUEST",
            Self::Cancel => "CANCEL",
        }
    }
}

/// An invitation from one address to another, or its withdrawal.
pub fn invitation(entry: &Entry, method: Method, organizer: &str, attendee: &str) -> String {
    let mut lines = Lines::new(method.as_str());
    lines.entry(entry, Some((method, organizer, attendee)));
    lines.done()
}

struct Lines(String);

impl Lines {
    fn new(method: &str) -> Self {
        let mut lines = Self(String::new());
        for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Wanlian//Wanlian//ZH", "CALSCALE:GREGORIAN"] {
            lines.add(line);
        }
        lines.add(&format!("METHOD:{method}"));
        lines
    }

    fn entry(&mut self, entry: &Entry, invited: Option<(Method, &str, &str)>) {
        self.add("BEGIN:VEVENT");
        self.add(&format!("UID:{}", text(&entry.uid)));
        self.add(&format!("SEQUENCE:{}", entry.sequence));
        self.add(&format!("DTSTAMP:{}", instant(entry.stamp)));
        match entry.span {
            Span::At(from, minutes) => {
                self.add(&format!("DTSTART:{}", instant(from)));
                self.add(&format!("DTEND:{}", instant(from + Duration::minutes(minutes.into()))));
            }
            Span::Day(day) => {
                let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
                self.add(&format!("DTSTART;VALUE=DATE:{}", day.format("%Y%m%d")));
                self.add(&format!("DTEND;VALUE=DATE:{}", next.format("%Y%m%d")));
                // A day to remember keeps nobody busy.
                self.add("TRANSP:TRANSPARENT");
            }
        }
        self.add(&format!("SUMMARY:{}", text(&entry.title)));
        self.add(&format!("URL:{}", uri(&entry.link)));
        if let Some((method, organizer, attendee)) = invited {
            let status = if method == Method::Cancel { "CANCELLED" } else { "CONFIRMED" };
            self.add(&format!("STATUS:{status}"));
            self.add(&format!("ORGANIZER:mailto:{}", uri(organizer)));
            self.add(&format!(
                "ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:{}",
                uri(attendee)
            ));
        }
        self.add("END:VEVENT");
    }

    /// A content line, folded before it has 76 octets (RFC 5545 section 3.1), never within a character.
    fn add(&mut self, line: &str) {
        let mut width = 0;
        for c in line.chars() {
            if width + c.len_utf8() > 75 {
                self.0.push_str("\r\n ");
                width = 1;
            }
            self.0.push(c);
            width += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    fn done(mut self) -> String {
        self.add("END:VCALENDAR");
        self.0
    }
}

fn instant(at: NaiveDateTime) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// A text value (RFC 5545 section 3.3.11); other control characters have no place in it.
fn text(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '\n' => escaped.push_str("\\n"),
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

fn uri(value: &str) -> String {
    value.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(span: Span) -> Entry {
        let stamp = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap().and_hms_opt(7, 30, 0).unwrap();
        let title = "宁商调〔2026〕0001号；调解会, 一\nBEGIN:VALARM".to_owned();
        Entry { uid: "u@w.example".into(), sequence: 2, span, title, link: "https://w.example/cases/1".into(), stamp }
    }

    #[test]
    fn a_name_is_the_id_at_the_host() {
        for base_url in ["https://w.example", "https://w.example:8443/here"] {
            assert_eq!(uid("1", base_url), "1@w.example");
        }
    }

    #[test]
    fn an_invitation_has_what_calendars_ask_for() {
        let at = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap().and_hms_opt(1, 30, 0).unwrap();
        let made = invitation(&entry(Span::At(at, 90)), Method::Request, "notice@w.example", "m@b.example");
        for line in [
            "METHOD:REQUEST",
            "UID:u@w.example",
            "SEQUENCE:2",
            "DTSTART:20261201T013000Z",
            "DTEND:20261201T030000Z",
            "STATUS:CONFIRMED",
            "ORGANIZER:mailto:notice@w.example",
            "DTSTAMP:20261121T073000Z",
        ] {
            assert!(made.contains(&format!("\r\n{line}\r\n")), "{line} in {made}");
        }
        assert!(made.replace("\r\n ", "").contains("RSVP=FALSE:mailto:m@b.example\r\n"));
        let gone = invitation(&entry(Span::At(at, 90)), Method::Cancel, "notice@w.example", "m@b.example");
        assert!(gone.contains("\r\nMETHOD:CANCEL\r\n") && gone.contains("\r\nSTATUS:CANCELLED\r\n"));
    }

    #[test]
    fn a_title_can_add_no_line_and_long_lines_are_folded_between_characters() {
        let made = feed(&[entry(Span::Day(NaiveDate::from_ymd_opt(2026, 12, 31).unwrap()))]);
        assert!(made.contains("\r\nDTEND;VALUE=DATE:20270101\r\n"));
        assert!(!made.contains("\nBEGIN:VALARM"));
        assert!(made.split("\r\n").all(|line| line.len() <= 75), "{made}");
        assert!(made.replace("\r\n ", "").contains("SUMMARY:宁商调〔2026〕0001号；调解会\\, 一\\nBEGIN:VALARM\r\n"));
    }
}
