//! Who holds a port already. The system refuses a port that another program locked (TIOCEXCL), but not
//! to root, so it is looked for as well.

use std::fs;
use std::path::{Path, PathBuf};

/// Where programs that don't lock the port itself leave a file: `LCK..ttyUSB2`, with their number.
const LOCKS: [&str; 2] = ["run/lock", "var/lock"];

/// The program that holds the device, as far as this user may see it.
pub(super) fn by(root: &Path, tty: &str, device: &Path) -> Option<String> {
    by_file(root, tty).or_else(|| {
        let programs = fs::read_dir("/proc").into_iter().flatten().flatten();
        let mut holders = programs
            .map(|entry| entry.path())
            .filter(|program| has_open(program, device) && !makes(program, device));
        holders.next().map(|program| name(&program))
    })
}

fn by_file(root: &Path, tty: &str) -> Option<String> {
    LOCKS.iter().find_map(|folder| {
        let lock = root.join(folder).join(format!("LCK..{tty}"));
        let number: u32 = fs::read_to_string(lock).ok()?.trim().parse().ok()?;
        let program = PathBuf::from(format!("/proc/{number}"));
        // One that has ended holds nothing.
        program.exists().then(|| name(&program))
    })
}

fn has_open(program: &Path, device: &Path) -> bool {
    open_files(program).any(|file| file == device)
}

/// Whoever made a pty holds both its ends; that is a simulated modem, and no other user of it.
fn makes(program: &Path, device: &Path) -> bool {
    device.starts_with("/dev/pts") && open_files(program).any(|file| file.ends_with("ptmx"))
}

fn open_files(program: &Path) -> impl Iterator<Item = PathBuf> {
    let files = fs::read_dir(program.join("fd")).into_iter().flatten();
    files
        .flatten()
        .filter_map(|file| file.path().read_link().ok())
}

fn name(program: &Path) -> String {
    let name = fs::read_to_string(program.join("comm")).unwrap_or_default();
    let number = program.file_name().unwrap_or_default().to_string_lossy();
    format!("{} ({number})", name.trim().replace(char::is_control, " "))
}
