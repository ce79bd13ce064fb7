//! Backups of a store that is in use.

use super::Shop;
use crate::store::backup::{BackupError, back_up, newest};
use chrono::TimeDelta;
use rusqlite::Connection;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// The names in a directory, in order.
pub fn files(directory: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(directory).into_iter().flatten();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_backup_holds_everything_and_the_key_while_the_store_is_in_use() {
    let shop = Shop::open().await;
    shop.job(true).await;
    let to = tempfile::tempdir().unwrap();
    let made = back_up(shop.directory.path(), to.path(), None, shop.now.wall).unwrap();
    assert_eq!(files(to.path()), ["readybell-20261124T200000Z.backup"]);
    assert_eq!(made.verified.rows, 1);
    assert_eq!(
        newest(to.path()).unwrap(),
        (made.path.clone(), shop.now.wall, made.bytes)
    );
    let mode = std::fs::metadata(&made.path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "nobody else may read it");
    let copy = Connection::open(&made.path).unwrap();
    let key: Vec<u8> = copy
        .query_row("SELECT device_key FROM carried", [], |row| row.get(0))
        .unwrap();
    let kept = std::fs::read(shop.directory.path().join("device.key")).unwrap();
    assert_eq!(key, kept);
    // The one that is worked with has not changed, and goes on.
    shop.receives("STOP").await;
    assert!(!shop.directory.path().join("backup.new").exists());
}

#[tokio::test]
async fn a_copy_whose_ledger_does_not_hold_is_thrown_away_and_says_so() {
    let shop = Shop::open().await;
    shop.job(true).await;
    let broken = Connection::open(shop.directory.path().join("readybell.db")).unwrap();
    broken
        .execute_batch("DROP TRIGGER ledger_keeps_rows; UPDATE ledger SET recorded_at = 1")
        .unwrap();
    let to = tempfile::tempdir().unwrap();
    let error = back_up(shop.directory.path(), to.path(), None, shop.now.wall).unwrap_err();
    assert!(
        matches!(&error, BackupError::NotWhole(why) if why.contains("row 1")),
        "{error}"
    );
    assert_eq!(files(to.path()), [""; 0]);
}

#[tokio::test]
async fn old_ones_are_dropped_and_other_files_are_left_alone() {
    let shop = Shop::open().await;
    let to = tempfile::tempdir().unwrap();
    std::fs::write(to.path().join("holiday.jpg"), b"x").unwrap();
    for night in 0..9 {
        let at = shop.now.wall + TimeDelta::days(night);
        back_up(shop.directory.path(), to.path(), None, at).unwrap();
    }
    let kept = files(to.path());
    assert_eq!(kept.len(), 1 + 7, "{kept:?}");
    assert_eq!(kept[0], "holiday.jpg");
    // Of the nights from the 24th to the 2nd, seven. The newest of November and of its weeks are among them.
    assert!(kept[1].contains("20261126"), "{kept:?}");
}

#[tokio::test]
async fn a_key_that_is_none_leaves_nothing_behind() {
    let shop = Shop::open().await;
    let to = tempfile::tempdir().unwrap();
    let error = back_up(
        shop.directory.path(),
        to.path(),
        Some("not a key"),
        shop.now.wall,
    );
    assert!(matches!(error, Err(BackupError::NotSealed(_))), "{error:?}");
    assert_eq!(files(to.path()), [""; 0]);
}

#[tokio::test]
async fn what_a_power_cut_has_left_of_others_goes_and_nothing_else() {
    let shop = Shop::open().await;
    let to = tempfile::tempdir().unwrap();
    for name in [
        "readybell-20261123T021000Z.part",
        "holiday.part",
        "readybell-notes.txt",
    ] {
        std::fs::write(to.path().join(name), b"x").unwrap();
    }
    back_up(shop.directory.path(), to.path(), None, shop.now.wall).unwrap();
    assert_eq!(
        files(to.path()),
        [
            "holiday.part",
            "readybell-20261124T200000Z.backup",
            "readybell-notes.txt"
        ]
    );
    let left = files(shop.directory.path());
    assert!(!left.iter().any(|name| name.ends_with(".new")), "{left:?}");
}
