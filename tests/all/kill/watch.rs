//! The small library of `watch.c`: compiled once, loaded into the program, told when to kill it.

use crate::support::bench::Bench;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Compiles the library where it isn't yet, and says where it is.
fn library() -> &'static Path {
    static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all/kill/watch.c");
        let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join("watch.so");
        let made = Command::new("cc")
            .args(["-O2", "-shared", "-fPIC", "-o"])
            .arg(&library)
            .arg(source)
            .arg("-ldl")
            .output()
            .expect("a C compiler: apt-get install gcc");
        assert!(
            made.status.success(),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
        library
    })
}

/// Has the program on this bench watched from its next start on.
pub fn over(bench: &mut Bench) {
    let arm = arm(bench);
    bench.environment("LD_PRELOAD", library().to_string_lossy());
    bench.environment("WATCH_ARM", arm.to_string_lossy());
}

/// Has every write logged, too, and says where.
pub fn log_of(bench: &mut Bench) -> PathBuf {
    let log = bench.file("writes");
    bench.environment("WATCH_LOG", log.to_string_lossy());
    log
}

/// The program is to die in its `commit`th commit from now, at that stage of it.
pub fn arm_at(bench: &Bench, commit: usize, stage: &str) {
    let fresh = bench.file("arm.new");
    std::fs::write(&fresh, format!("{commit} {stage}")).expect("a file");
    std::fs::rename(fresh, arm(bench)).expect("the same directory");
}

/// It has died, or need not.
pub fn disarm(bench: &Bench) {
    let _ = std::fs::remove_file(arm(bench));
}

fn arm(bench: &Bench) -> PathBuf {
    bench.file("arm")
}

/// One entry of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    /// Octets went to the database (false) or to its log (true), at an offset.
    Put(bool, u64, Vec<u8>),
    /// The database or its log was synced.
    Sync(bool),
    /// Octets went to the modem.
    Line(Vec<u8>),
}

/// Reads the log of [`log_of`].
pub fn read(log: &Path) -> Vec<Write> {
    let octets = std::fs::read(log).expect("the log of the writes");
    let mut rest = octets.as_slice();
    let mut writes = Vec::new();
    while let Some((head, after)) = rest.split_first_chunk::<13>() {
        let offset = u64::from_ne_bytes(head[1..9].try_into().expect("eight"));
        let length = u32::from_ne_bytes(head[9..13].try_into().expect("four"));
        let (body, after) = after.split_at(usize::try_from(length).expect("it is small"));
        rest = after;
        writes.push(match head[0] {
            b'd' => Write::Put(false, offset, body.to_vec()),
            b'w' => Write::Put(true, offset, body.to_vec()),
            b'S' => Write::Sync(false),
            b's' => Write::Sync(true),
            b't' => Write::Line(body.to_vec()),
            other => panic!("{other} is no kind of write"),
        });
    }
    writes
}
