//! Programs that are not ours and read what we write: LibreOffice, poppler, and the font they need.
#![allow(clippy::disallowed_types, clippy::print_stderr, reason = "a test starts programs that read papers")]

use std::path::{Path, PathBuf};
use std::process::Command;
use wanlian::formats::font::USUAL;

/// Whether all of them are installed. Where one is missing a line says so, and with `WANLIAN_REQUIRE_READERS` it is an error.
pub fn are_there() -> bool {
    let answers = |program: &str, flag: &str| Command::new(program).arg(flag).output().is_ok();
    let missing = [
        (!answers("soffice", "--version"), "libreoffice-writer-nogui"),
        (!answers("pdftotext", "-v"), "poppler-utils"),
        (!has_font(), "fonts-noto-cjk"),
    ];
    let missing: Vec<&str> = missing.iter().filter_map(|(lacks, name)| lacks.then_some(*name)).collect();
    said(&missing)
}

/// Whether a Chinese font is installed; said and required as above.
pub fn font_is_there() -> bool {
    said(if has_font() { &[] } else { &["fonts-noto-cjk"] })
}

fn has_font() -> bool {
    USUAL.iter().any(|(path, _)| Path::new(path).is_file())
}

fn said(missing: &[&str]) -> bool {
    if !missing.is_empty() {
        let words = format!("papers are not read back: apt-get install {}", missing.join(" "));
        assert!(std::env::var_os("WANLIAN_REQUIRE_READERS").is_none(), "WANLIAN_REQUIRE_READERS is set, but {words}");
        eprintln!("{words}");
    }
    missing.is_empty()
}

/// Turns DOCX files into PDF files beside them, by LibreOffice.
pub fn to_pdf(folder: &Path, files: &[PathBuf]) {
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let run = Command::new("soffice")
        .args([profile.as_str(), "--headless", "--convert-to", "pdf", "--outdir"])
        .arg(folder)
        .args(files)
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

/// The text of a PDF file without blanks and line ends, and without the page numbers between the lines.
pub fn text(pdf: &Path) -> String {
    let run = Command::new("pdftotext").args(["-enc", "UTF-8", "-raw"]).arg(pdf).arg("-").output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let text = String::from_utf8(run.stdout).unwrap();
    let is_number = |line: &str| line.trim().starts_with('—') && line.trim().ends_with('—');
    text.lines().filter(|line| !is_number(line)).flat_map(str::chars).filter(|c| !c.is_whitespace()).collect()
}

/// How many pictures a PDF file draws.
pub fn pictures(pdf: &Path) -> usize {
    let run = Command::new("pdfimages").arg("-list").arg(pdf).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    // Below the names of the columns and a line.
    String::from_utf8_lossy(&run.stdout).lines().skip(2).count()
}
