//! A form that makes something: sent twice, it makes it once. The form holds `once`, a secret that was new when it was drawn.

use super::visit::Visit;
use crate::base::error::Result;
use crate::base::token;
use crate::store::db::Conn;
use crate::store::idempotency::{self, Saved};

/// A hidden field for a form that is drawn: what was sent with it before, or a new secret.
pub(super) fn field(visit: &Visit) -> Result<(&'static str, String)> {
    let known = visit.form.get("once");
    Ok(("once", if known.is_empty() { token::secret()? } else { known.to_owned() }))
}

/// The path of what the form made when it was sent before.
pub(super) async fn made(visit: &Visit) -> Result<Option<String>> {
    let (now, id) = (visit.now, key(visit)?);
    visit.read(move |c| Ok(idempotency::find(c, &id, now)?.and_then(|saved| saved.location))).await
}

/// Under which name what a form made is kept: by account, page and the form's secret.
fn key(visit: &Visit) -> Result<String> {
    let key = format!("{}\n{}\n{}", visit.actor()?.account(), visit.page.name, visit.form.get("once"));
    Ok(token::digest(key.as_bytes()))
}

/// The path of what the form made, now or when it was sent before.
pub(super) async fn make(
    visit: &Visit,
    f: impl FnOnce(&mut Conn) -> Result<String> + Clone + Send + 'static,
) -> Result<String> {
    let (now, id) = (visit.now, key(visit)?);
    visit
        .change(move |tx| {
            if let Some(path) = idempotency::find(tx, &id, now)?.and_then(|saved| saved.location) {
                return Ok(path);
            }
            let path = f(tx)?;
            let (location, reply) = (Some(path.clone()), String::new());
            let saved =
                Saved { id, body_sha256: String::new(), status: 303, location, etag: None, reply, created_at: now };
            idempotency::save(tx, &saved)?;
            Ok(path)
        })
        .await
}
