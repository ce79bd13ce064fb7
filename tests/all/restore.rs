//! The drill of the manual, with the real program on real files: a shop at work, a backup to a stick, then a
//! STOP and more texts, and the card dies. On a new card the STOP holds, nothing goes twice, and nothing goes
//! by itself until the owner has seen what is missing.

use crate::support::bench::{Bench, fast_directory};
use crate::support::daemon::Daemon;
use crate::support::process::PATIENCE;
use crate::support::seed;
use crate::support::watch::comes_true;
use chrono::TimeDelta;
use readybell::domain::consent::Consent;
use readybell::domain::purpose::Purpose;
use readybell::domain::text::TextKind;
use readybell::sim::Event;
use readybell::store::backup::newest;
use readybell::store::on_stick::OnStick;
use readybell::store::{Queued, Role};
use readybell::web::password;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

const LUIS: &str = "+12065550134";
const MARIA: &str = "+12065550177";
const PASSWORD: &str = "blue amp wiring";

/// A directory on another file system than the data: what a mount point is, as far as the program can see.
struct Stick(TempDir);

impl Stick {
    fn plugged_into(bench: &Bench, more: &str) -> Self {
        let elsewhere = [std::env::temp_dir(), fast_directory(), "/dev/shm".into()];
        let device = |path: &Path| std::fs::metadata(path).unwrap().dev();
        let here = device(bench.config().parent().unwrap());
        let elsewhere = elsewhere.iter().find(|path| device(path) != here);
        let elsewhere = elsewhere.expect("two file systems, such as /tmp and /dev/shm");
        let stick = Self(TempDir::with_prefix_in("readybell-stick-", elsewhere).unwrap());
        symlink(stick.0.path(), bench.file("stick")).unwrap();
        bench.write_config(format!(
            "data = {:?}\n[web]\naddress = \"127.0.0.1:0\"\n[modem]\nport = {:?}\n\
             [backup]\ndirectory = {:?}\nstick = {:?}\n{more}\n",
            bench.data(),
            bench.file("modem"),
            bench.file("backups"),
            bench.file("stick"),
        ));
        stick
    }

    fn journal(&self) -> String {
        std::fs::read_to_string(self.0.path().join("revocations.journal")).unwrap_or_default()
    }

    /// The one backup on it.
    fn backup(&self) -> PathBuf {
        let files = std::fs::read_dir(self.0.path()).unwrap();
        let mut files = files.map(|file| file.unwrap().path());
        let backup = files.find(|path| path.to_str().unwrap().contains(".backup"));
        backup.expect("a backup")
    }
}

/// Two customers who agreed, an owner, and a text for tomorrow.
fn fill(bench: &Bench) {
    let hash = password::hash(PASSWORD).unwrap();
    bench.with_store(async |store, now| {
        seed::set_up(store, now).await;
        let by = || "the test".to_owned();
        let ann = store.add_staff("Ann".to_owned(), Role::Owner, hash, by(), now);
        ann.await.unwrap();
        seed::customer(store, LUIS, now).await;
        let maria = seed::customer(store, MARIA, now).await;
        let reminder = Queued {
            template: String::new(),
            not_before: now.wall + TimeDelta::hours(20),
            send_before: now.wall + TimeDelta::hours(28),
            kind: TextKind::OnTrack,
            ..seed::text(maria, "Till tomorrow at ten.", now)
        };
        store.queue(reminder, now).await.unwrap();
    });
}

#[track_caller]
fn worked(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{error}");
    said
}

/// Signs the owner in. Returns the cookie.
fn sign_in(daemon: &Daemon) -> String {
    let form = format!("name=Ann&password={}", PASSWORD.replace(' ', "+"));
    let answer = daemon.posts("/sign-in", "", &form);
    let cookie = answer.split("set-cookie: ").nth(1);
    let cookie = cookie.unwrap_or_else(|| panic!("{answer}"));
    cookie.split(';').next().unwrap().to_owned()
}

/// What reached a phone.
fn arrived(bench: &Bench, number: &str) -> Vec<String> {
    let record = bench.record().into_iter();
    let words = record.filter_map(|recorded| match recorded.event {
        Event::Arrived { to, words } if to == number => Some(words),
        _ => None,
    });
    words.collect()
}

#[test]
fn a_card_dies_and_the_stick_brings_the_shop_back_without_a_text_too_many() {
    let bench = Bench::new();
    let stick = Stick::plugged_into(&bench, "");
    fill(&bench);
    let mut sim = bench.simulator(7);
    let mut daemon = bench.open();
    daemon.is_ready();
    worked(&bench.run(&["backup"]));

    // What the backup doesn't know: a STOP, and a text to Maria.
    sim.does(&format!("text {LUIS} STOP"));
    let written = comes_true(&[stick.0.path()], PATIENCE, || {
        stick.journal().ends_with('\n')
    });
    assert!(written, "the STOP is on the stick at once");
    bench.counts(1, "SELECT count(*) FROM ledger WHERE event = 'revoke'");
    assert!(!stick.journal().contains(&LUIS[1..]));
    let refused = bench.run(&["restore", "--from-stick"]);
    assert_eq!(refused.status.code(), Some(75), "an appliance runs there");
    daemon.process.kill();
    std::fs::remove_dir_all(bench.data()).unwrap();

    let said = worked(&bench.run(&["restore", "--from-stick"]));
    assert!(said.contains("opt-outs 1 that came after"), "{said}");
    assert!(said.contains("texts    1 had not left"), "{said}");
    bench.with_store(async |store, now| {
        store.modem_was_read(now).await.unwrap();
        let luis = store.contact_of(seed::number(LUIS)).await.unwrap().unwrap();
        let standing = store.standing(luis.id).await.unwrap();
        assert_eq!(standing.consent(Purpose::Service), Consent::Revoked);
        let maria = store
            .contact_of(seed::number(MARIA))
            .await
            .unwrap()
            .unwrap();
        let text = seed::text(maria.id, "Your amplifier came in.", now);
        store.queue(text, now).await.unwrap();
    });

    let daemon = bench.open();
    daemon.is_ready();
    bench.counts(
        1,
        "SELECT count(*) FROM outbox WHERE state = 'queued' AND hold = 'restored'",
    );
    bench.counts(1, "SELECT count(*) FROM outbox WHERE reason = 'restored'");
    bench.counts(
        1,
        "SELECT count(*) FROM task WHERE kind = 'call' AND why = 'call_after_restore'",
    );
    // Who asks for help is answered all the same.
    sim.does(&format!("text {MARIA} HELP"));
    bench.counts(
        1,
        "SELECT count(*) FROM outbox WHERE kind = 'help_reply' AND state IN ('sent', 'delivered')",
    );
    let cookie = sign_in(&daemon);
    let page = daemon.gets("/modem/gap", &cookie);
    assert!(page.contains("Nothing is known from"), "{page}");
    let from = page.split("name=\"from\" value=\"").nth(1).unwrap();
    let from = from.split('"').next().unwrap();
    let answer = daemon.posts("/modem/gap", &cookie, &format!("from={from}"));
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    bench.counts(
        1,
        "SELECT count(*) FROM outbox WHERE words LIKE 'Your amplifier%' AND state IN ('sent', 'delivered')",
    );
    drop(daemon);
    sim.terminate();
    let told = arrived(&bench, MARIA);
    assert_eq!(told.len(), 2, "{told:?}");
    assert_eq!(told[1], "Your amplifier came in.");
    assert!(worked(&bench.run(&["ledger", "verify"])).contains("rows. Head"));
}

#[test]
fn an_encrypted_backup_is_opened_with_the_other_half_of_its_key_and_with_no_other() {
    let bench = Bench::new();
    let keys = [bench.file("owner.key"), bench.file("other.key")];
    for key in &keys {
        let made = Command::new("age-keygen").arg("-o").arg(key).output();
        worked(&made.expect("age-keygen, of the package age"));
    }
    let public = Command::new("age-keygen").arg("-y").arg(&keys[0]).output();
    let public = worked(&public.unwrap());
    let stick = Stick::plugged_into(&bench, &format!("recipient = {:?}", public.trim()));
    fill(&bench);
    worked(&bench.run(&["backup"]));
    let backup = stick.backup();
    let sealed = std::fs::read(&backup).unwrap();
    assert!(sealed.starts_with(b"age-encryption.org/"));
    let device = std::fs::read(bench.data().join("device.key")).unwrap();
    std::fs::remove_dir_all(bench.data()).unwrap();

    let backup = backup.to_str().unwrap();
    let [owner, other] = keys.map(|key| key.to_str().unwrap().to_owned());
    let without = bench.run(&["restore", backup]);
    assert_eq!(without.status.code(), Some(2));
    let wrong = bench.run(&["restore", backup, "--identity", &other]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(!bench.data().join("readybell.db").exists());
    worked(&bench.run(&["restore", backup, "--identity", &owner]));
    assert_eq!(
        std::fs::read(bench.data().join("device.key")).unwrap(),
        device
    );
    let in_place = worked(&bench.run(&["ledger", "verify"]));
    assert!(in_place.starts_with("2 rows."), "{in_place}");
}

#[test]
fn a_stick_that_takes_no_backup_is_said_and_the_other_backup_counts() {
    let bench = Bench::new();
    let stick = Stick::plugged_into(&bench, "");
    fill(&bench);
    worked(&bench.run(&["backup"]));
    let ended = || OnStick::last(bench.data()).expect("a try").ended;
    let size = std::fs::metadata(stick.backup()).unwrap().len();
    assert_eq!(ended(), Ok(size));

    // A file system on which nobody can make a file.
    std::fs::remove_file(bench.file("stick")).unwrap();
    symlink("/proc", bench.file("stick")).unwrap();
    std::fs::remove_dir_all(bench.file("backups")).unwrap();
    worked(&bench.run(&["backup"]));
    assert!(newest(&bench.file("backups")).is_some());
    assert!(ended().is_err());
    let doctor = bench.run(&["doctor"]);
    let said = String::from_utf8_lossy(&doctor.stdout).into_owned();
    assert!(
        said.contains("it did not take the backup 0 hours ago"),
        "{said}"
    );

    // Where the first place fails, the stick gets its own all the same, and the command has failed.
    std::fs::remove_dir_all(bench.file("backups")).unwrap();
    std::fs::write(bench.file("backups"), "no folder").unwrap();
    std::fs::remove_file(bench.file("stick")).unwrap();
    symlink(stick.0.path(), bench.file("stick")).unwrap();
    std::fs::remove_file(stick.backup()).unwrap();
    assert!(!bench.run(&["backup"]).status.success());
    assert!(stick.backup().exists());
    assert!(ended().is_ok());
}
