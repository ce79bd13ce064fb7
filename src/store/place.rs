//! A file put where it belongs: whole, on the disk, and read back from there, or not at all.

use rustix::fs::{Advice, fadvise};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// What a file has behind its name until it is whole.
pub(super) const HALF: &str = "part";

/// Puts a copy of a file where it belongs.
///
/// # Errors
/// When it can't be written, or is not what was written; then nothing is there.
pub(super) fn put(from: &Path, path: &Path) -> io::Result<()> {
    let half = path.with_extension(HALF);
    let done = lay(from, &half).and_then(|()| {
        let file = File::open(&half)?;
        file.sync_all()?;
        reads_back(from, &half)?;
        fs::rename(&half, path)?;
        // On FAT the new name leads to an empty file until the file itself is written down once more.
        file.sync_all()?;
        File::open(path.parent().unwrap_or(Path::new("/")))?.sync_all()
    });
    if done.is_err() {
        let _gone = fs::remove_file(&half);
    }
    done
}

/// The octets alone: a stick (FAT) refuses the permissions that `fs::copy` would bring along.
pub(super) fn lay(from: &Path, to: &Path) -> io::Result<()> {
    io::copy(&mut File::open(from)?, &mut for_us_alone(to)?).map(|_| ())
}

/// A new file that nobody else may read.
pub(super) fn for_us_alone(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(true).write(true).mode(0o600);
    options.open(path)
}

/// Compares them. Memory still knows what was written, so it is made to forget: a stick that pretends to be
/// larger than it is takes everything, and gives back something else.
fn reads_back(from: &Path, written: &Path) -> io::Result<()> {
    let there = File::open(written)?;
    fadvise(&there, 0, None, Advice::DontNeed)?;
    let (mut there, mut from) = (BufReader::new(there), BufReader::new(File::open(from)?));
    loop {
        let (read, wanted) = (there.fill_buf()?, from.fill_buf()?);
        let length = read.len().min(wanted.len());
        if read.get(..length) != wanted.get(..length) || (length == 0 && read.len() != wanted.len())
        {
            return Err(io::Error::other(
                "what was written is not what is read back; it is broken, take another stick or disk",
            ));
        }
        if length == 0 {
            return Ok(());
        }
        there.consume(length);
        from.consume(length);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_back_must_be_what_was_written() {
        let directory = tempfile::tempdir().unwrap();
        let path = |name: &str| directory.path().join(name);
        let words = vec![7_u8; 100_000];
        fs::write(path("from"), &words).unwrap();
        put(&path("from"), &path("to")).unwrap();
        assert_eq!(fs::read(path("to")).unwrap(), words);
        assert!(!path("to.part").exists());
        let mut other = words.clone();
        other[99_999] = 8;
        let longer = [words.clone(), vec![1]].concat();
        for spoiled in [&other, &words[..99_999], &longer, &[]] {
            fs::write(path("spoiled"), spoiled).unwrap();
            assert!(reads_back(&path("from"), &path("spoiled")).is_err());
        }
        assert!(reads_back(&path("from"), &path("to")).is_ok());
    }

    #[test]
    fn what_fails_leaves_nothing() {
        let directory = tempfile::tempdir().unwrap();
        let to = directory.path().join("to");
        assert!(put(&directory.path().join("none"), &to).is_err());
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);
    }
}
