//! The bytes of attachments: a file for each content, under its SHA-256. A file has its name only when all of it is on the disk.

use crate::base::error::{Error, Result};
use crate::base::id::IdText;
use crate::base::token::digest;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// What is wrong with a stored file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    Missing,
    Changed,
}

/// Keeps the bytes; returns their hash. Those that are there already are not written again.
pub fn put(folder: &Path, bytes: &[u8]) -> Result<String> {
    let hash = digest(bytes);
    let place = place(folder, &hash)?;
    if check(folder, &hash)?.is_none() {
        return Ok(hash);
    }
    let parent = place.parent().unwrap_or(folder);
    DirBuilder::new().recursive(true).mode(0o700).create(parent).map_err(Error::internal)?;
    let part = parent.join(format!(".{}.part", IdText::new().as_str()));
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&part)
        .and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&part, &place))
        .and_then(|()| File::open(parent)?.sync_all());
    if written.is_err() {
        drop(fs::remove_file(&part));
    }
    written.map_err(Error::internal)?;
    Ok(hash)
}

/// The bytes of a hash. What is not there or was changed is our own fault, and nothing of it is given out.
pub fn get(folder: &Path, hash: &str) -> Result<Vec<u8>> {
    let bytes = fs::read(place(folder, hash)?).map_err(Error::internal)?;
    if digest(&bytes) == hash { Ok(bytes) } else { Err(Error::internal(format!("the file {hash} was changed"))) }
}

/// What is wrong with the file of a hash, if anything.
pub fn check(folder: &Path, hash: &str) -> Result<Option<Flaw>> {
    match fs::read(place(folder, hash)?) {
        Ok(bytes) if digest(&bytes) == hash => Ok(None),
        Ok(_) => Ok(Some(Flaw::Changed)),
        Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(Some(Flaw::Missing)),
        Err(cause) => Err(Error::internal(cause)),
    }
}

/// Takes the file of a hash away unless it is needed; whether it did. That is asked once more when the file has lost its name:
/// whoever sends the same bytes from then on writes them anew, and whoever sent them before has said by then that they are needed.
pub fn drop_unless(folder: &Path, hash: &str, is_needed: impl Fn() -> Result<bool>) -> Result<bool> {
    if is_needed()? {
        return Ok(false);
    }
    let place = place(folder, hash)?;
    let aside = place.with_file_name(format!(".{}.gone", IdText::new().as_str()));
    match fs::rename(&place, &aside) {
        Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(false),
        renamed => renamed.map_err(Error::internal)?,
    }
    let answer = is_needed();
    let settled = if matches!(answer, Ok(false)) { fs::remove_file(&aside) } else { fs::rename(&aside, &place) };
    settled.map_err(Error::internal)?;
    answer.map(|is_needed| !is_needed)
}

fn place(folder: &Path, hash: &str) -> Result<PathBuf> {
    let is_hash = hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit());
    let first = hash.get(..2).filter(|_| is_hash).ok_or_else(|| Error::internal("not a hash"))?;
    Ok(folder.join(first).join(hash))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_kept_once_and_a_change_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let hash = put(folder, b"a").unwrap();
        assert_eq!(put(folder, b"a").unwrap(), hash);
        let file = folder.join(&hash[..2]).join(&hash);
        assert_eq!(fs::read_dir(folder.join(&hash[..2])).unwrap().count(), 1);
        assert_eq!((get(folder, &hash).unwrap(), check(folder, &hash).unwrap()), (b"a".to_vec(), None));
        fs::write(&file, b"b").unwrap();
        assert_eq!(check(folder, &hash).unwrap(), Some(Flaw::Changed));
        assert!(get(folder, &hash).is_err());
        // Sent again, it is whole again.
        put(folder, b"a").unwrap();
        assert_eq!(check(folder, &hash).unwrap(), None);
        assert!(drop_unless(folder, &hash, || Ok(false)).unwrap());
        assert!(!drop_unless(folder, &hash, || Ok(false)).unwrap(), "it is gone");
        assert_eq!(check(folder, &hash).unwrap(), Some(Flaw::Missing));
        // Sent again between the two looks: the file comes back, or is written anew.
        put(folder, b"a").unwrap();
        assert!(!drop_unless(folder, &hash, || Ok(true)).unwrap());
        let looks = std::cell::Cell::new(0);
        let then = |second: fn(&Path) -> Result<bool>| {
            looks.set(0);
            drop_unless(folder, &hash, || {
                looks.set(looks.get() + 1);
                if looks.get() == 1 { Ok(false) } else { second(folder) }
            })
        };
        assert!(!then(|_| Ok(true)).unwrap());
        assert!(!then(|folder| put(folder, b"a").map(|_| true)).unwrap());
        assert!(then(|_| Err(Error::Busy)).is_err());
        assert_eq!(check(folder, &hash).unwrap(), None);
        assert_eq!(fs::read_dir(folder.join(&hash[..2])).unwrap().count(), 1);
        assert!(put(Path::new("/proc/none"), b"a").is_err());
        assert!(get(folder, "../x").is_err());
    }
}
