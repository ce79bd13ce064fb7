//! The service's unit, as systemd reads it.

use std::path::{Path, PathBuf};
use std::process::Command;

/// What the service may do beyond nothing, in tenths of systemd's measure.
const EXPOSURE: &str = "20";

fn unit() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("systemd/readybell.service")
}

#[test]
fn the_service_can_do_little() {
    let judged = Command::new("systemd-analyze")
        .args(["security", "--offline=true", "--no-pager", "--threshold"])
        .arg(EXPOSURE)
        .arg(unit())
        .output()
        .expect("systemd-analyze");
    let said = String::from_utf8_lossy(&judged.stdout);
    let overall = said
        .lines()
        .find(|line| line.contains("Overall exposure level"));
    println!("{}", overall.unwrap_or("systemd gave no measure"));
    assert!(overall.is_some() && judged.status.success(), "{said}");
}
