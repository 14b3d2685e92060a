//! What a file is, by its content: the first bytes, the parts of an archive, the size of a picture. A name decides nothing.

use super::xlsx::refuse_bomb;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::domain::attachments::FileType;
use std::io::Cursor;

/// More is a picture that only fills the memory of whoever opens it.
const MOST_PIXELS: u64 = 40_000_000;

/// The type of a file. `Body(Unsupported)` when it is none that may be attached, `Invalid` when it unfolds to far more than it is.
pub fn detect(bytes: &[u8]) -> Result<FileType> {
    let found = match bytes {
        [b'%', b'P', b'D', b'F', b'-', ..] => FileType::Pdf,
        [0xFF, 0xD8, 0xFF, ..] => FileType::Jpeg,
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => FileType::Png,
        [b'P', b'K', 3, 4, ..] => office(bytes)?,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'A', b'V', b'E', ..] => FileType::Wav,
        [b'I', b'D', b'3', ..] | [0xFF, 0xFB | 0xF3 | 0xF2, ..] => FileType::Mp3,
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => match brand.get(..4) {
            Some(b"heic" | b"heix" | b"mif1" | b"heim" | b"heis") => FileType::Heic,
            Some(b"M4A " | b"isom" | b"mp42") => FileType::M4a,
            _ => return Err(Error::Body(Code::Unsupported)),
        },
        _ => return Err(Error::Body(Code::Unsupported)),
    };
    let pixels = match found {
        FileType::Png => png_pixels(bytes),
        FileType::Jpeg => jpeg_pixels(bytes),
        _ => Some(1),
    };
    match pixels {
        None | Some(0) => Err(Error::Body(Code::Unsupported)),
        Some(pixels) if pixels > MOST_PIXELS => Err(Error::Body(Code::TooLarge)),
        Some(_) => Ok(found),
    }
}

/// A document or a workbook, by its parts; one that holds macros is neither.
fn office(bytes: &[u8]) -> Result<FileType> {
    refuse_bomb(bytes)?;
    let archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Error::Body(Code::Unsupported))?;
    let names: Vec<_> = archive.file_names().filter_map(Result::ok).collect();
    let has = |part: &str| names.iter().any(|name| name == part);
    let has_macros = names.iter().any(|name| name.to_lowercase().ends_with("vbaproject.bin"));
    match (has("[Content_Types].xml") && !has_macros, has("word/document.xml"), has("xl/workbook.xml")) {
        (true, true, false) => Ok(FileType::Docx),
        (true, false, true) => Ok(FileType::Xlsx),
        _ => Err(Error::Body(Code::Unsupported)),
    }
}

fn png_pixels(bytes: &[u8]) -> Option<u64> {
    let number = |at: usize| Some(u64::from(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?)));
    (bytes.get(12..16)? == b"IHDR").then_some(())?;
    number(16)?.checked_mul(number(20)?)
}

/// The size stands in the frame, after segments of any number.
fn jpeg_pixels(bytes: &[u8]) -> Option<u64> {
    let number = |at: usize| Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
    let mut at = 2;
    loop {
        let [0xFF, marker] = bytes.get(at..at + 2)? else { return None };
        match marker {
            0xFF => at += 1,
            0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => {
                return Some(u64::from(number(at + 5)?) * u64::from(number(at + 7)?));
            }
            0xD9 | 0xDA => return None,
            _ => at += 2 + usize::from(number(at + 2)?),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn archive(parts: &[(&str, usize)]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, size) in parts {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(&vec![0; *size]).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes
    }

    #[test]
    fn a_file_is_what_its_content_says() {
        let jpeg = b"\xFF\xD8\xFF\xE0\x00\x04\x00\x00\xFF\xC0\x00\x11\x08\x00\x10\x00\x20".to_vec();
        let docx = archive(&[("[Content_Types].xml", 9), ("word/document.xml", 9)]);
        let xlsx = archive(&[("[Content_Types].xml", 9), ("xl/workbook.xml", 9)]);
        for (bytes, found) in [
            (b"%PDF-1.7".to_vec(), FileType::Pdf),
            (jpeg, FileType::Jpeg),
            (png(100, 100), FileType::Png),
            (docx, FileType::Docx),
            (xlsx, FileType::Xlsx),
            (b"\0\0\0\x18ftypheic".to_vec(), FileType::Heic),
            (b"RIFF\0\0\0\0WAVEfmt ".to_vec(), FileType::Wav),
            (b"ID3\x04".to_vec(), FileType::Mp3),
            (b"\0\0\0\x18ftypM4A ".to_vec(), FileType::M4a),
        ] {
            assert_eq!(detect(&bytes).unwrap(), found);
        }
    }

    #[test]
    fn what_may_not_be_attached_is_refused() {
        let macros = archive(&[("[Content_Types].xml", 9), ("word/document.xml", 9), ("word/vbaProject.bin", 9)]);
        let plain = archive(&[("a.exe", 9)]);
        let both = archive(&[("[Content_Types].xml", 9), ("word/document.xml", 9), ("xl/workbook.xml", 9)]);
        let page = b"<html><script>".to_vec();
        for bytes in
            [Vec::new(), b"MZ\x90".to_vec(), page, macros, plain, both, png(0, 9), b"\xFF\xD8\xFF\xD9".to_vec()]
        {
            assert!(matches!(detect(&bytes), Err(Error::Body(Code::Unsupported))), "{bytes:?}");
        }
        assert!(matches!(detect(&png(100_000, 100_000)), Err(Error::Body(Code::TooLarge))));
    }

    #[test]
    fn a_bomb_is_refused_before_it_unfolds() {
        let bomb = archive(&[("[Content_Types].xml", 9), ("word/document.xml", 200 << 20)]);
        assert!(bomb.len() < 1 << 20);
        assert!(matches!(detect(&bomb), Err(Error::Body(Code::TooLarge))));
    }
}
