//! The working calendar of the settings: the one that comes with the program, or the file that takes its place.

use super::Config;
use super::check::Problems;
use crate::base::refusal::Refusal;
use crate::base::working_calendar::WorkingCalendar;
use std::path::Path;
use std::sync::Arc;

/// Far more than a century of days.
const MOST: u64 = 1024 * 1024;

/// Puts the calendar into the configuration.
pub(super) fn read(config: &mut Config, problems: &mut Problems) {
    let file = &config.mediation.calendar_file;
    if file.as_os_str().is_empty() {
        return;
    }
    match read_file(file) {
        Ok(calendar) => config.mediation.calendar = Arc::new(calendar),
        Err(refusal) => problems.add("mediation.calendar_file", refusal.zh, refusal.en),
    }
}

/// The calendar of a file; refused when it cannot be read or contradicts itself.
pub fn read_file(file: &Path) -> Result<WorkingCalendar, Refusal> {
    let text = text(file).map_err(|cause| {
        let file = file.display();
        Refusal::new(format!("无法读取 {file}：{cause}"), format!("{file} cannot be read: {cause}"))
    })?;
    WorkingCalendar::parse(&text)
}

fn text(file: &Path) -> std::io::Result<String> {
    if std::fs::metadata(file)?.len() > MOST {
        return Err(std::io::Error::other("larger than 1 MiB"));
    }
    std::fs::read_to_string(file)
}
