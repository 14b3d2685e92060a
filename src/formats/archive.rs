//! A ZIP of files. The same files give the same bytes; no name leads out of the folder it is unpacked in.

use crate::base::error::{Error, Result};
use std::collections::BTreeSet;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

/// Packs files under these names; of two alike the second gets a number.
pub fn pack(files: &[(String, Vec<u8>)]) -> Result<Vec<u8>> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut taken = BTreeSet::new();
    for (name, bytes) in files {
        let name = (1..).map(|no| numbered(&safe(name), no)).find(|name| taken.insert(name.clone()));
        writer.start_file(name.unwrap_or_default(), SimpleFileOptions::default()).map_err(Error::internal)?;
        writer.write_all(bytes).map_err(Error::internal)?;
    }
    Ok(writer.finish().map_err(Error::internal)?.into_inner())
}

/// The name without what means something to a file system, but for one folder.
fn safe(name: &str) -> String {
    let (folder, file) = name.split_once('/').map_or((None, name), |(folder, file)| (Some(folder), file));
    let plain = |text: &str| -> String {
        let text: String =
            text.chars().map(|c| if c.is_control() || "/\\:*?\"<>|".contains(c) { '_' } else { c }).collect();
        if text.trim_matches('.').is_empty() { "_".to_owned() } else { text }
    };
    folder.map_or_else(|| plain(file), |folder| format!("{}/{}", plain(folder), plain(file)))
}

fn numbered(name: &str, no: usize) -> String {
    match (no, name.rsplit_once('.')) {
        (1, _) => name.to_owned(),
        (_, Some((stem, ending))) => format!("{stem} ({no}).{ending}"),
        (_, None) => format!("{name} ({no})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_within_the_folder_and_apart() {
        let file = |name: &str| (name.to_owned(), name.as_bytes().to_vec());
        let bytes = pack(&[file("附件/../../a.pdf"), file("收条.pdf"), file("收条.pdf"), file("..")]).unwrap();
        let archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let names: BTreeSet<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
        assert_eq!(names, BTreeSet::from(["附件/.._.._a.pdf", "收条.pdf", "收条 (2).pdf", "_"].map(str::to_owned)));
    }
}
