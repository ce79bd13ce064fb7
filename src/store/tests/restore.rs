//! A backup in the place of a database, and what follows.

use super::backup::files;
use super::{LUIS, Shop};
use crate::domain::consent::Consent;
use crate::domain::phone::{Country, PhoneNumber};
use crate::domain::purpose::Purpose;
use crate::domain::text::{TextKind, TextState};
use crate::domain::why::Why;
use crate::store::backup::back_up;
use crate::store::journal::{self, carry};
use crate::store::restore::{Restore, RestoreError};
use crate::store::{Gap, Store, StoreError};
use chrono::TimeDelta;
use rusqlite::Connection;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::{TempDir, tempdir};

const MARIA: &str = "+15550199123";

/// A stick with a backup of a shop, and with its journal.
struct Stick(TempDir);

impl Stick {
    fn of(shop: &Shop) -> Self {
        let stick = Self(tempdir().unwrap());
        stick.backs_up(shop);
        stick
    }

    fn backs_up(&self, shop: &Shop) -> PathBuf {
        let made = back_up(shop.directory.path(), self.0.path(), None, shop.now.wall);
        made.unwrap().path
    }

    fn backup(&self) -> PathBuf {
        crate::store::backup::newest(self.0.path()).unwrap().0
    }

    /// Takes the journal along, as the appliance does at once.
    fn is_there_for(&self, shop: &Shop) {
        carry(shop.directory.path(), self.0.path()).unwrap();
    }
}

impl Shop {
    /// The card has died: the stick's backup on a new one.
    async fn on_a_new_card(mut self, stick: &Stick) -> (Self, Gap) {
        let directory = tempdir().unwrap();
        let restored = restored(directory.path(), &stick.backup(), Some(stick), &self).await;
        let (gap, aside) = restored.unwrap();
        assert_eq!(aside, None, "there was nothing");
        self.directory = directory;
        (self.again().await, gap)
    }

    async fn consent_of(&self, number: &str) -> Consent {
        let number = PhoneNumber::parse(number, Country::US).unwrap();
        let contact = self.store.contact_of(number).await.unwrap().unwrap();
        let standing = self.store.standing(contact.id).await.unwrap();
        standing.consent(Purpose::Service)
    }

    async fn maria(&self) -> i64 {
        let mut job = self.new_job(true);
        job.name = "Maria".to_owned();
        job.number = Some(PhoneNumber::parse(MARIA, Country::US).unwrap());
        self.store.take_in(job, self.now).await.unwrap()
    }
}

async fn restored(
    data: &Path,
    from: &Path,
    stick: Option<&Stick>,
    shop: &Shop,
) -> Result<(Gap, Option<PathBuf>), RestoreError> {
    let restore = Restore::begin(data)?;
    let brought = restore.bring(from, None)?;
    let stick = stick.map(|stick| stick.0.path());
    let (gap, unread) = restore.ready(&brought, stick, shop.now).await?;
    assert_eq!(unread, [""; 0]);
    Ok((gap, restore.put_in_place(shop.now.wall)?))
}

#[tokio::test]
async fn a_stop_after_the_backup_holds_and_nothing_goes_by_itself_until_the_owner_has_seen_the_gap()
{
    let mut shop = Shop::open().await;
    let job = shop.job(true).await;
    shop.maria().await;
    shop.send_all().await;
    shop.ready(job).await;
    let stick = Stick::of(&shop);
    let made_at = shop.now.wall;
    shop.later(3600);
    shop.receives("STOP").await;
    stick.is_there_for(&shop);
    shop.later(3600);

    let (shop, gap) = shop.on_a_new_card(&stick).await;
    assert_eq!((gap.from, gap.until), (made_at, shop.now.wall));
    assert_eq!((gap.revoked, gap.unreadable), (1, 0));
    assert_eq!(shop.consent_of(LUIS).await, Consent::Revoked);
    assert!(shop.mint().await.is_none());
    let (state, reason) = shop.state_of_last().await;
    assert_eq!(state, TextState::Cancelled, "the STOP called it off");
    assert_eq!(reason, Why::OptedOut.as_str());
    let calls = "SELECT count(*) FROM task WHERE kind = 'call' AND closed_at IS NULL";
    assert_eq!(shop.count(calls).await, 1);

    let marias = shop.count("SELECT max(id) FROM job").await;
    let number = PhoneNumber::parse(MARIA, Country::US).unwrap();
    let maria = shop.store.contact_of(number).await.unwrap().unwrap().id;
    let mut text = shop.text(marias, TextKind::Ready, "It is ready.").await;
    text.contact = maria;
    shop.store
        .announce(marias, Some(text), "Jo".to_owned(), shop.now)
        .await
        .unwrap();
    assert!(shop.mint().await.is_none(), "it waits for the owner");
    assert_eq!(shop.count(calls).await, 2, "and Maria is called");
    let held = "SELECT count(*) FROM outbox WHERE hold = 'restored'";
    assert_eq!(shop.count(held).await, 1);
    let shop = shop.again().await;
    assert!(shop.mint().await.is_none(), "a restart forgets nothing");

    assert_eq!(shop.store.gap().await.unwrap().unwrap().0, gap);
    for _ in 0..2 {
        let by = "Jo".to_owned();
        shop.store.confirm_gap(by, shop.now).await.unwrap();
    }
    assert_eq!(shop.store.gap().await.unwrap(), None);
    assert_eq!(shop.send_all().await, 1, "Maria's");
    let seen = "SELECT count(*) FROM audit WHERE what = 'restored'";
    assert_eq!(shop.count(seen).await, 2, "the restore, and the word");
}

#[tokio::test]
async fn what_had_not_left_ends_and_only_who_waits_for_word_is_called() {
    let shop = Shop::open().await;
    let job = shop.job(true).await;
    shop.ready(job).await;
    let mut typed = shop.text(job, TextKind::Typed, "Which amplifier?").await;
    (typed.purpose, typed.job) = (Purpose::Conversation, None);
    shop.store.queue(typed, shop.now).await.unwrap();
    let stick = Stick::of(&shop);
    let (shop, gap) = shop.on_a_new_card(&stick).await;
    // The confirmation of the consent is let go.
    assert_eq!((gap.expired, gap.calls, gap.revoked), (3, 2, 0));
    let sql = "SELECT count(*) FROM outbox WHERE state = 'expired' AND reason = 'restored'";
    assert_eq!(shop.count(sql).await, 3);
    let sql =
        "SELECT count(*) FROM task WHERE why = 'call_after_restore' AND outbox_id IS NOT NULL";
    assert_eq!(shop.count(sql).await, 2);
}

#[tokio::test]
async fn only_what_the_backup_does_not_know_is_told_and_a_new_number_is_known_when_it_comes() {
    let shop = Shop::open().await;
    shop.job(true).await;
    shop.receives("STOP").await;
    shop.receives("START").await;
    let stick = Stick::of(&shop);
    shop.receives_from(MARIA, "STOP", shop.now.wall).await;
    stick.is_there_for(&shop);
    let before = shop.count("SELECT count(*) FROM ledger").await;
    let (shop, gap) = shop.on_a_new_card(&stick).await;
    assert_eq!(gap.revoked, 1);
    assert_eq!(shop.count("SELECT count(*) FROM ledger").await, before);
    assert_eq!(shop.consent_of(LUIS).await, Consent::Granted);
    shop.maria().await;
    assert_eq!(shop.consent_of(MARIA).await, Consent::Revoked);
    let kept = crate::store::Ledger::at(shop.directory.path());
    assert_eq!(kept.verify(None).unwrap().problems, [""; 0]);
    // Restored once more, the same is told once.
    shop.store
        .confirm_gap("Jo".to_owned(), shop.now)
        .await
        .unwrap();
    let (_, gap) = shop.on_a_new_card(&stick).await;
    assert_eq!(gap.revoked, 1);
}

#[tokio::test]
async fn what_another_box_heard_before_the_backup_was_put_on_it_holds() {
    const PAT: &str = "+15550199321";
    let shop = Shop::open().await;
    shop.job(true).await;
    shop.maria().await;
    let stick = Stick::of(&shop);
    shop.receives_from(MARIA, "STOP", shop.now.wall).await;
    stick.is_there_for(&shop);

    // A new card, and nobody thought of the modem: it takes what comes, with a key of its own.
    let other = Shop::open().await;
    carry(stick.0.path(), other.directory.path()).unwrap();
    other.receives("STOP").await;
    other.receives_from(PAT, "STOP", other.now.wall).await;
    stick.is_there_for(&other);
    let Shop {
        store, directory, ..
    } = other;
    drop(store);
    let (gap, aside) = restored(directory.path(), &stick.backup(), Some(&stick), &shop)
        .await
        .unwrap();
    assert_eq!((gap.revoked, gap.unreadable), (3, 0));
    assert!(aside.is_some());

    let store = Store::open(directory.path(), shop.now).await.unwrap();
    let shop = Shop {
        store,
        directory,
        now: shop.now,
    };
    for number in [LUIS, MARIA] {
        assert_eq!(shop.consent_of(number).await, Consent::Revoked, "{number}");
    }
    let mut job = shop.new_job(true);
    job.number = Some(PhoneNumber::parse(PAT, Country::US).unwrap());
    shop.store.take_in(job, shop.now).await.unwrap();
    assert_eq!(shop.consent_of(PAT).await, Consent::Revoked);
}

#[tokio::test]
async fn what_another_box_has_erased_itself_is_said_to_be_unreadable() {
    let shop = Shop::open().await;
    let stick = Stick::of(&shop);
    let other = Shop::open().await;
    let job = other.job(true).await;
    other.cancel(job).await;
    other
        .store
        .erase(1, "Jo".to_owned(), other.now)
        .await
        .unwrap();
    let Shop {
        store, directory, ..
    } = other;
    drop(store);
    let (gap, _) = restored(directory.path(), &stick.backup(), None, &shop)
        .await
        .unwrap();
    assert_eq!((gap.revoked, gap.unreadable), (0, 1));
}

#[tokio::test]
async fn who_was_erased_since_is_named_to_the_owner() {
    let shop = Shop::open().await;
    let job = shop.job(true).await;
    let by = || "Jo".to_owned();
    shop.cancel(job).await;
    let stick = Stick::of(&shop);
    shop.store.erase(1, by(), shop.now).await.unwrap();
    stick.is_there_for(&shop);
    let (shop, _) = shop.on_a_new_card(&stick).await;
    assert_eq!(shop.consent_of(LUIS).await, Consent::Revoked);
    let (_, back) = shop.store.gap().await.unwrap().unwrap();
    assert_eq!((back.len(), back[0].name.as_str()), (1, "Luis"));
    shop.store
        .erase(back[0].customer, by(), shop.now)
        .await
        .unwrap();
    let (_, back) = shop.store.gap().await.unwrap().unwrap();
    assert_eq!(back, []);
}

#[tokio::test]
async fn what_was_there_is_kept_and_can_be_gone_back_to() {
    let mut shop = Shop::open().await;
    shop.job(true).await;
    let stick = Stick::of(&shop);
    shop.later(60);
    let job = shop.maria().await;
    let data = shop.directory.path().to_owned();
    let before = fs::read(data.join("device.key")).unwrap();
    let in_use = restored(&data, &stick.backup(), None, &shop).await;
    assert!(matches!(
        in_use,
        Err(RestoreError::Store(StoreError::InUse(_)))
    ));
    let Shop {
        store,
        directory,
        mut now,
    } = shop;
    // As after a kill: the log is still there.
    let log = directory.path().join("readybell.db-wal");
    let kept = fs::read(&log).unwrap();
    drop(store);
    fs::write(&log, kept).unwrap();
    let restore = Restore::begin(&data).unwrap();
    let brought = restore.bring(&stick.backup(), None).unwrap();
    restore.ready(&brought, None, now).await.unwrap();
    let aside = restore.put_in_place(now.wall).unwrap().unwrap();
    assert!(files(&aside).contains(&"readybell.db-wal".to_owned()));
    assert!(!files(&data).contains(&"readybell.db-wal".to_owned()));
    let store = Store::open(&data, now).await.unwrap();
    assert!(store.job(job).await.is_err(), "Maria came later");
    drop(store);
    now.wall += TimeDelta::seconds(60);
    let shop = Shop {
        store: Store::open(tempdir().unwrap().path(), now).await.unwrap(),
        directory,
        now,
    };
    let (_, second) = restored(&data, &aside, None, &shop).await.unwrap();
    assert_ne!(second.unwrap(), aside);
    let store = Store::open(&data, now).await.unwrap();
    assert!(store.job(job).await.is_ok(), "and she is back");
    assert_eq!(fs::read(data.join("device.key")).unwrap(), before);
}

#[tokio::test]
async fn what_is_no_backup_or_does_not_hold_changes_nothing() {
    let shop = Shop::open().await;
    shop.job(true).await;
    let stick = Stick::of(&shop);
    let data = tempdir().unwrap();
    let wrong = tempdir().unwrap();
    let spoiled = |name: &str, sql: &str| {
        let path = wrong.path().join(name);
        fs::copy(stick.backup(), &path).unwrap();
        Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        path
    };
    let changed = spoiled(
        "changed",
        "DROP TRIGGER ledger_keeps_rows; UPDATE ledger SET recorded_at = 1",
    );
    let newer = spoiled(
        "newer",
        "UPDATE usable_from SET schema = 9999; PRAGMA user_version = 9999",
    );
    let bare = spoiled("bare", "DROP TABLE carried");
    let text = wrong.path().join("holiday.jpg");
    fs::write(&text, "x").unwrap();
    let torn = wrong.path().join("torn");
    let whole = fs::read(stick.backup()).unwrap();
    fs::write(&torn, &whole[..whole.len() / 2]).unwrap();
    let sealed = wrong.path().join("sealed");
    fs::write(&sealed, "age-encryption.org/v1\n").unwrap();
    for path in [
        &changed,
        &newer,
        &bare,
        &text,
        &torn,
        &sealed,
        &wrong.path().to_owned(),
    ] {
        let error = restored(data.path(), path, None, &shop).await.unwrap_err();
        let right = match error {
            RestoreError::NotWhole(_) => [&changed, &torn].contains(&path),
            RestoreError::Store(StoreError::Newer { .. }) => path == &newer,
            RestoreError::NoIdentity => path == &sealed,
            RestoreError::NoBackup(_) => [&bare, &text, &wrong.path().to_owned()].contains(&path),
            _ => false,
        };
        assert!(right, "{}: {error}", path.display());
        assert_eq!(files(data.path()), ["lock"], "{}", path.display());
    }
}

/// What a power cut may leave: the first steps of the move are done, and the others not.
#[tokio::test]
async fn a_power_cut_while_files_are_moved_is_made_good_at_the_next_start() {
    const STEPS: usize = 8;
    for done in 0..=STEPS {
        let shop = Shop::open().await;
        shop.job(true).await;
        let stick = Stick::of(&shop);
        shop.receives("STOP").await;
        let data = shop.directory.path().to_owned();
        let Shop {
            store,
            directory,
            now,
        } = shop;
        drop(store);
        let _none = fs::remove_file(data.join("readybell.db-shm"));
        fs::write(data.join("readybell.db-wal"), "").unwrap();
        let restore = Restore::begin(&data).unwrap();
        let brought = restore.bring(&stick.backup(), None).unwrap();
        restore.ready(&brought, None, now).await.unwrap();
        let (ready, aside) = (data.join("restore.ready"), data.join("was"));
        fs::write(data.join("restore.new/aside"), "was").unwrap();
        fs::rename(data.join("restore.new"), &ready).unwrap();
        drop(restore);
        let moves = [
            (
                data.join("readybell.db-wal"),
                aside.join("readybell.db-wal"),
            ),
            (data.join("readybell.db"), aside.join("readybell.db")),
            (ready.join("readybell.db"), data.join("readybell.db")),
            (data.join("device.key"), aside.join("device.key")),
            (ready.join("device.key"), data.join("device.key")),
            (data.join(journal::FILE), aside.join(journal::FILE)),
            (ready.join(journal::FILE), data.join(journal::FILE)),
        ];
        assert_eq!(moves.len() + 1, STEPS);
        if done > 0 {
            fs::create_dir(&aside).unwrap();
        }
        for (from, to) in moves.iter().take(done.saturating_sub(1)) {
            fs::rename(from, to).unwrap();
        }
        let store = Store::open(&data, now).await.unwrap();
        let (gap, _) = store.gap().await.unwrap().unwrap();
        assert_eq!(gap.revoked, 1, "after {done} steps");
        let kept = [
            "device.key",
            "readybell.db",
            "readybell.db-wal",
            journal::FILE,
        ];
        assert_eq!(files(&aside), kept, "after {done} steps");
        assert!(!ready.exists());
        drop(directory);
    }
}
