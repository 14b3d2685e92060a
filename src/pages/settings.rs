//! For the system administrator: the settings in effect, without their secrets.

use super::frame::Frame;
use super::visit::Visit;
use super::{account_words, show};
use crate::base::config::Section;
use crate::base::error::Result;
use actix_web::HttpResponse;
use askama::Template;

#[derive(Template)]
#[template(path = "pages/templates/settings.html")]
struct SettingsPage {
    f: Frame,
    w: &'static account_words::Words,
    sections: Vec<Section>,
}

/// What is set; the same as `wanlian config check` says.
pub(super) async fn show(visit: &Visit) -> Result<HttpResponse> {
    let w = account_words::of(visit.locale);
    show::ok(&SettingsPage { f: Frame::of(visit, w.settings)?, w, sections: visit.config.sections(visit.locale)? })
}
