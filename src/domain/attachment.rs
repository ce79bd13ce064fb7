//! What a file is, told by what is in it and never by its name: a photo or a scan of a signed sheet.

use super::consent::names;

/// The largest file that is taken, in bytes. A phone's photo of a sheet has 2 to 6 MB.
pub const LARGEST: usize = 8 * 1024 * 1024;

/// What kind of file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// A photo.
    Jpeg,
    /// A picture without loss.
    Png,
    /// A scan.
    Pdf,
}

names!(FileKind { Jpeg = "jpeg", Png = "png", Pdf = "pdf" });

impl FileKind {
    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Pdf => "application/pdf",
        }
    }

    /// How a file of this kind ends.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }

    /// Whether a browser shows it as a picture.
    pub fn is_picture(self) -> bool {
        self != Self::Pdf
    }
}

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It is larger than [`LARGEST`].
    #[error("the file is larger than 8 MB")]
    TooLarge,
    /// It is none of the three kinds.
    #[error("this is no JPEG, PNG or PDF, whatever its name says")]
    OtherKind,
    /// It begins like one of them, and is broken or cut short.
    #[error("the file is damaged or cut short")]
    Damaged,
}

/// What a file is.
///
/// # Errors
/// When it is empty, too large, of another kind, or damaged.
pub fn kind_of(bytes: &[u8]) -> Result<FileKind, FileError> {
    let whole = |kind, is_whole: bool| is_whole.then_some(kind).ok_or(FileError::Damaged);
    match bytes {
        [] => Err(FileError::Empty),
        _ if bytes.len() > LARGEST => Err(FileError::TooLarge),
        [0xFF, 0xD8, 0xFF, ..] => whole(FileKind::Jpeg, jpeg(bytes).is_some()),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => {
            whole(FileKind::Png, png(bytes).is_some())
        }
        [b'%', b'P', b'D', b'F', b'-', b'1' | b'2', b'.', ..] => {
            whole(FileKind::Pdf, is_pdf(bytes))
        }
        _ => Err(FileError::OtherKind),
    }
}

/// Walks the segments up to the picture's data (ITU-T T.81 B.1.1.3): there must be a frame with a
/// size, and an end.
fn jpeg(bytes: &[u8]) -> Option<()> {
    let mut rest = bytes.get(2..)?;
    let mut has_size = false;
    loop {
        let [0xFF, marker, after @ ..] = rest else {
            return None;
        };
        match marker {
            0xFF => {
                rest = rest.get(1..)?;
                continue;
            }
            0x01 | 0xD0..=0xD7 => {
                rest = after;
                continue;
            }
            0x00 | 0xD8 | 0xD9 => return None,
            _ => {}
        }
        let [high, low, ..] = after else { return None };
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let segment = after.get(..length).filter(|s| s.len() >= 2)?;
        // SOF0 to SOF15, without DHT, JPG and DAC, which lie between them.
        if matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC) {
            let [_, _, _, h1, h2, w1, w2, ..] = segment else {
                return None;
            };
            has_size = (*h1, *h2) != (0, 0) && (*w1, *w2) != (0, 0);
        }
        rest = after.get(length..)?;
        if *marker == 0xDA {
            let ends = rest.windows(2).any(|pair| pair == [0xFF, 0xD9]);
            return (has_size && ends).then_some(());
        }
    }
}

/// Walks the chunks (PNG specification 5.3): a header with a size first, data, an end last.
fn png(bytes: &[u8]) -> Option<()> {
    let mut rest = bytes.get(8..)?;
    let (mut first, mut data) = (true, false);
    loop {
        let [a, b, c, d, t1, t2, t3, t4, after @ ..] = rest else {
            return None;
        };
        let length = usize::try_from(u32::from_be_bytes([*a, *b, *c, *d])).ok()?;
        let body = after.get(..length)?;
        match &[*t1, *t2, *t3, *t4] {
            b"IHDR" => {
                let (width, height) = (body.get(..4)?, body.get(4..8)?);
                let sized = width.iter().any(|b| *b != 0) && height.iter().any(|b| *b != 0);
                if !first || length != 13 || !sized {
                    return None;
                }
            }
            _ if first => return None,
            b"IDAT" => data = true,
            b"IEND" => {
                let ends = after.get(length..)?.len() == 4;
                return (data && ends).then_some(());
            }
            _ => {}
        }
        first = false;
        // The check value behind each chunk.
        rest = after.get(length.checked_add(4)?..)?;
    }
}

/// A PDF has its table of objects announced near the end (ISO 32000-1 7.5.5).
fn is_pdf(bytes: &[u8]) -> bool {
    let tail = bytes
        .get(bytes.len().saturating_sub(2_048)..)
        .unwrap_or(bytes);
    let has = |words: &[u8]| tail.windows(words.len()).any(|window| window == words);
    has(b"startxref") && has(b"%%EOF")
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The smallest files that are whole.
    pub(crate) const JPEG: &[u8] = &[
        0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0, 0xFF,
        0xDA, 0, 2, 9, 9, 0xFF, 0xD9,
    ];
    pub(crate) const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0abcd\0\0\0\x01IDATxabcd\0\0\0\0IENDabcd";
    pub(crate) const PDF: &[u8] =
        b"%PDF-1.4\n1 0 obj\nendobj\nxref\ntrailer\nstartxref\n9\n%%EOF\n";

    #[test]
    fn files_are_told_by_what_is_in_them() {
        assert_eq!(kind_of(JPEG), Ok(FileKind::Jpeg));
        assert_eq!(kind_of(PNG), Ok(FileKind::Png));
        assert_eq!(kind_of(PDF), Ok(FileKind::Pdf));
        for other in [
            &b"<html><script>alert(1)</script>"[..],
            b"GIF89a",
            b"MZ",
            b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
            b" %PDF-1.4",
        ] {
            assert_eq!(kind_of(other), Err(FileError::OtherKind));
        }
        assert_eq!(kind_of(b""), Err(FileError::Empty));
        assert_eq!(kind_of(&vec![0; LARGEST + 1]), Err(FileError::TooLarge));
    }

    #[test]
    fn what_is_cut_short_is_damaged() {
        for whole in [JPEG, PNG] {
            for length in 8..whole.len() {
                assert_eq!(
                    kind_of(&whole[..length]),
                    Err(FileError::Damaged),
                    "{length}"
                );
            }
        }
        assert_eq!(kind_of(&PDF[..20]), Err(FileError::Damaged));
        // A script behind a picture's first bytes.
        assert_eq!(kind_of(b"\xFF\xD8\xFF<script>"), Err(FileError::Damaged));
        let mut behind = PNG.to_vec();
        behind.extend_from_slice(b"<script>");
        assert_eq!(kind_of(&behind), Err(FileError::Damaged));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(
            start in prop::sample::select(vec![&b""[..], &JPEG[..3], &PNG[..8], &PNG[..33], &PDF[..8]]),
            rest in prop::collection::vec(any::<u8>(), 0..200),
        ) {
            let mut bytes = start.to_vec();
            bytes.extend(rest);
            let _ = kind_of(&bytes);
        }
    }
}
