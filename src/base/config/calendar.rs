//! The text of the working calendar: the one that comes with the program, or the file that takes its place. What it says is read in
//! `domain/working_calendar.rs`.

use super::Config;
use super::check::Problems;
use std::path::Path;

/// The embedded calendar.
pub const CALENDAR: &str = include_str!("../../../config/calendar.csv");

/// Far more than a century of days.
const MOST: u64 = 1024 * 1024;

/// A text too long to be shown among the settings.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct CalendarText(pub String);

impl std::fmt::Debug for CalendarText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CalendarText({} lines)", self.0.lines().count())
    }
}

/// Puts the text into the configuration.
pub(super) fn read(config: &mut Config, problems: &mut Problems) {
    let file = &config.mediation.calendar_file;
    let text = if file.as_os_str().is_empty() { Ok(CALENDAR.to_owned()) } else { text(file) };
    match text {
        Ok(text) => config.mediation.calendar = CalendarText(text),
        Err(cause) => problems.add(
            "mediation.calendar_file",
            format!("无法读取 {}：{cause}", file.display()),
            format!("{} cannot be read: {cause}", file.display()),
        ),
    }
}

fn text(file: &Path) -> std::io::Result<String> {
    if std::fs::metadata(file)?.len() > MOST {
        return Err(std::io::Error::other("larger than 1 MiB"));
    }
    std::fs::read_to_string(file)
}
