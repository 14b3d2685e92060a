//! The session that a mail invites to.

use super::record::record;
use super::schema::reminders::invitation;
use crate::base::id::MailId;
use crate::domain::digest::Invitation;

record!(invitation: Invitation { mail_id: MailId, plan_id, sequence, starts_at, minutes, cancelled });
