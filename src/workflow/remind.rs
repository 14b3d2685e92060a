//! Tells one person once a day, in one mail, of the days that come near or have passed.

use super::list_work;
use crate::base::config::Reminders;
use crate::base::error::Result;
use crate::base::id::{AccountId, MailId};
use crate::domain::account::Account;
use crate::domain::digest::Told;
use crate::domain::mail_queue::{About, QueuedMail};
use crate::domain::moment::Moment;
use crate::domain::notices::NoticeKind;
use crate::domain::policy::Actor;
use crate::domain::reminders::{AHEAD, told_today};
use crate::domain::work::WorkKind;
use crate::store::db::Conn;
use crate::store::{accounts, outbox, reminders};
use chrono::NaiveDate;

/// A line before it is in a mail: its subject, kind, day, mark and label.
type Line = (String, WorkKind, NaiveDate, i32, String);

/// Queues today's digest of an account; `false` when there is nothing to tell, or it was told before.
pub fn remind(tx: &mut Conn, id: AccountId, settings: &Reminders, by: &Moment) -> Result<bool> {
    let Some(account) = accounts::by_id(tx, id)? else { return Ok(false) };
    if !reminders::claim(tx, &account, by.today)? {
        return Ok(false);
    }
    let actor = accounts::actor(tx, &account)?;
    let lines = news(tx, &account, &actor, settings, by.today)?;
    let Some(address) = account.email.as_ref().filter(|_| !lines.is_empty()) else { return Ok(false) };
    let about = About { case_id: None, case_no: String::new(), region_code: String::new() };
    let (path, locale) = (Some("/work".to_owned()), account.locale);
    let mail = QueuedMail::new(NoticeKind::Digest, &about, path, address.as_str(), locale, by.now);
    outbox::insert(tx, &mail)?;
    reminders::note(tx, &lines.into_iter().map(|line| told(line, id, mail.id, by)).collect::<Vec<_>>())?;
    Ok(true)
}

/// What is told today and was not told before, the most urgent first, as many as a mail holds.
fn news(tx: &mut Conn, account: &Account, actor: &Actor, settings: &Reminders, today: NaiveDate) -> Result<Vec<Line>> {
    let mut lines: Vec<Line> = Vec::new();
    for item in list_work::items(tx, actor, today, AHEAD)? {
        if let Some(mark) = told_today(&item, account.role, today, settings) {
            lines.push((item.case_id.to_string(), item.kind, item.due_on, mark, item.case_no));
        }
    }
    for sum in list_work::sums(tx, actor, today, settings)? {
        let cases = i32::try_from(sum.cases).unwrap_or(i32::MAX);
        lines.push((sum.committee_id.to_string(), WorkKind::OverdueSum, sum.latest_due_on, cases, sum.case_prefix));
    }
    let first = lines.iter().map(|line| line.2).min().unwrap_or(today);
    let before = reminders::told(tx, account.id, first)?;
    let mut seen = before;
    // Both sides' callbacks of a day are one line.
    lines.retain(|line| seen.insert((line.0.clone(), line.1, line.2, line.3)));
    lines.truncate(settings.lines.into());
    Ok(lines)
}

fn told(line: Line, account_id: AccountId, mail_id: MailId, by: &Moment) -> Told {
    let (subject_id, kind, due_on, mark, label) = line;
    Told { account_id, subject_id, kind, due_on, mark, label, mail_id, told_at: by.now }
}
