//! The data directory and the page's address: not ours, not whole, or not to be written.

use super::shop::{finish, plant, run_on, serve_ends, unshare};
use crate::support::bench::{BEGINNING, Bench, READYBELL};

#[test]
fn a_newer_database_is_left_alone() {
    let shop = Bench::new();
    plant(shop.data());
    let file = shop.data().join("readybell.db");
    let database = rusqlite::Connection::open(&file).unwrap();
    let newer = "UPDATE usable_from SET schema = 999; PRAGMA user_version = 999";
    database.execute_batch(newer).unwrap();
    database.close().unwrap();
    let before = std::fs::read(&file).unwrap();
    serve_ends(&shop).is(65, &["schema 999", "Install the newer"]);
    run_on(&shop, &["ledger", "verify"], b"").is(65, &["schema 999"]);
    run_on(&shop, &["token", "create", "x"], b"").is(65, &["schema 999"]);
    assert!(std::fs::read(&file).unwrap() == before, "it was changed");
}

/// A disk of 8 MB, which is gone with whoever runs on it. The database there is of the schema before.
#[test]
fn an_upgrade_that_has_no_room_changes_nothing() {
    let shop = Bench::new();
    plant(shop.data());
    let file = shop.data().join("readybell.db");
    let database = rusqlite::Connection::open(&file).unwrap();
    let older = "DROP TABLE usable_from; PRAGMA user_version = 20; PRAGMA wal_checkpoint(TRUNCATE)";
    database.execute_batch(older).unwrap();
    database.close().unwrap();
    let script = r#"
        mount -t tmpfs -o size=8M small "$1" && cp "$2"/readybell.db "$2"/device.key "$1" && mount --bind "$1" "$2"
        before=$(cksum <"$2/readybell.db")
        "$3" serve --clock-from-stdin --config "$4"
        code=$?
        [ "$before" = "$(cksum <"$2/readybell.db")" ] && exit $code"#;
    let small = shop.file("small");
    std::fs::create_dir(&small).unwrap();
    let mut command = unshare();
    command.args(["sh", "-c", script, "sh"]);
    command
        .args([&small, shop.data()])
        .arg(READYBELL)
        .arg(shop.config());
    let ended = finish(&mut command, format!("{BEGINNING}\n").as_bytes());
    ended.is(73, &["MB of room", "nothing has been changed"]);
    // Where there is room, it is upgraded.
    drop(shop.open());
    run_on(&shop, &["ledger", "verify"], b"").is(0, &[]);
}

#[test]
fn a_damaged_database_is_kept() {
    let shop = Bench::new();
    std::fs::create_dir(shop.data()).unwrap();
    let file = shop.data().join("readybell.db");
    let rubbish = vec![0x5A; 100_000];
    std::fs::write(&file, &rubbish).unwrap();
    serve_ends(&shop).is(65, &["damaged", "restore the last backup"]);
    run_on(&shop, &["ledger", "verify"], b"").is(65, &["damaged"]);
    assert!(std::fs::read(&file).unwrap() == rubbish, "it was changed");
}

#[test]
fn a_data_directory_serves_one_at_a_time() {
    let shop = Bench::new();
    let daemon = shop.open();
    serve_ends(&shop).is(75, &["another Readybell", "Stop it first"]);
    assert_eq!(daemon.health()["ready"], true);

    let other = Bench::new();
    other.configure(&daemon.address.to_string());
    serve_ends(&other).is(75, &["can't listen", "web.address"]);
    other.configure("192.0.2.1:80");
    serve_ends(&other).is(78, &["can't listen", "web.address"]);
}

#[test]
fn a_data_directory_that_can_not_be_written_is_said() {
    let shop = Bench::with_data("/proc/readybell".as_ref());
    serve_ends(&shop).is(73, &["/proc/readybell", "may write there"]);
    let shop = Bench::with_data("/dev/null".as_ref());
    serve_ends(&shop).is(73, &["/dev/null"]);

    // Read-only, and whole: in a namespace of its own, so that it is gone with the process.
    let shop = Bench::new();
    plant(shop.data());
    let mut command = unshare();
    command
        .args(["sh", "-c"])
        .arg("mount --bind \"$1\" \"$1\" && mount -o remount,bind,ro \"$1\" && exec \"$2\" serve --clock-from-stdin --config \"$3\"")
        .args(["sh".as_ref(), shop.data().as_os_str()])
        .arg(READYBELL)
        .arg(shop.config());
    let ended = finish(&mut command, format!("{BEGINNING}\n").as_bytes());
    ended.is(73, &["can't be used", "Read-only"]);
    run_on(&shop, &["ledger", "verify"], b"").is(0, &[]);
}
