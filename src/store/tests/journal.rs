//! The journal of revocations beside the database.

use super::{LUIS, Shop};
use crate::domain::consent::{Actor, Method, Scope};
use crate::store::journal::{self, Revoked, Told, carry};
use crate::store::{Heard, Said};
use chrono::TimeDelta;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

impl Shop {
    fn journal(&self) -> PathBuf {
        self.directory.path().join(journal::FILE)
    }

    /// What a file tells this shop.
    fn told_by(&self, directory: &Path) -> Told {
        journal::read(directory, self.store.shared.key.bytes()).unwrap()
    }

    fn told(&self) -> Vec<Revoked> {
        self.told_by(self.directory.path()).revoked
    }

    async fn says_no(&self, only_offers: bool) {
        let said = Said {
            heard: Heard::Phone,
            who: "Luis".to_owned(),
            words: "no more".to_owned(),
            only_offers,
        };
        let contact = self.contact().await;
        self.store
            .heard_opt_out(contact, said, "Jo".to_owned(), self.now)
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn each_revocation_is_a_line_that_names_nobody() {
    let shop = Shop::open().await;
    shop.job(true).await;
    assert!(!shop.journal().exists(), "nobody has said no");
    shop.says_no(true).await;
    shop.receives("STOP").await;
    shop.receives("START").await;
    let told = shop.told();
    let what: Vec<_> = told
        .iter()
        .map(|line| (line.scope, line.method, line.actor))
        .collect();
    assert_eq!(
        what,
        [
            (Scope::Promotional, Method::Verbal, Actor::Staff),
            (Scope::All, Method::SmsKeyword, Actor::Customer),
        ]
    );
    assert_eq!(told[0].contact, told[1].contact, "it is one number");
    let text = fs::read_to_string(shop.journal()).unwrap();
    assert!(!text.contains(&LUIS[2..]), "{text}");
    let mode = fs::metadata(shop.journal()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "nobody else may read it");
}

#[tokio::test]
async fn an_erased_person_is_told_by_what_is_kept_of_them() {
    let shop = Shop::open().await;
    let job = shop.job(true).await;
    shop.cancel(job).await;
    shop.store
        .erase(1, "Jo".to_owned(), shop.now)
        .await
        .unwrap();
    let told = shop.told();
    assert_eq!(told.len(), 1);
    assert_eq!(
        (told[0].scope, told[0].method),
        (Scope::All, Method::Erasure)
    );
    let sql = "SELECT address FROM contact_point";
    let kept = shop
        .store
        .read(move |tx| Ok(tx.query_row(sql, [], |row| row.get::<_, String>(0))?))
        .await
        .unwrap();
    assert_eq!(told[0].contact, kept);
}

#[tokio::test]
async fn a_stop_is_not_applied_before_it_is_written_down_and_nothing_goes_meanwhile() {
    let shop = Shop::open().await;
    let job = shop.job(true).await;
    fs::create_dir(shop.journal()).unwrap();
    shop.ready(job).await;
    let tpdus = super::delivers(LUIS, "STOP", shop.now.wall);
    shop.listing(&tpdus).await;
    assert!(shop.store.apply_inbound(shop.now).await.is_err());
    assert!(
        shop.mint().await.is_none(),
        "a STOP waits to be written down"
    );
    fs::remove_dir(shop.journal()).unwrap();
    assert_eq!(shop.store.apply_inbound(shop.now).await.unwrap(), 1);
    assert_eq!(shop.told().len(), 1);
}

#[tokio::test]
async fn a_line_that_was_torn_off_spoils_no_other() {
    let shop = Shop::open().await;
    shop.job(true).await;
    shop.receives("STOP").await;
    let whole = fs::read_to_string(shop.journal()).unwrap();
    for torn in 1..whole.len() - 1 {
        fs::write(shop.journal(), format!("{whole}{}", &whole[..torn])).unwrap();
        let told = shop.told_by(shop.directory.path());
        assert_eq!((told.revoked.len(), told.unreadable), (1, 1), "at {torn}");
    }
    shop.says_no(false).await;
    let told = shop.told_by(shop.directory.path());
    assert_eq!((told.revoked.len(), told.unreadable), (2, 1));
}

#[tokio::test]
async fn a_stick_loses_nothing_and_another_appliance_s_lines_are_not_taken() {
    let shop = Shop::open().await;
    shop.job(true).await;
    let other = Shop::open().await;
    other.job(true).await;
    let stick = tempfile::tempdir().unwrap();
    carry(shop.directory.path(), stick.path()).unwrap();
    assert!(
        !stick.path().join(journal::FILE).exists(),
        "there is nothing to carry"
    );
    other.receives("STOP").await;
    carry(other.directory.path(), stick.path()).unwrap();
    for _ in 0..2 {
        shop.says_no(false).await;
        carry(shop.directory.path(), stick.path()).unwrap();
        carry(shop.directory.path(), stick.path()).unwrap();
    }
    let told = shop.told_by(stick.path());
    assert_eq!((told.revoked, told.unreadable), (shop.told(), 1));
    assert_eq!(other.told_by(stick.path()).revoked, other.told());
    // And back, as to a new card.
    let card = tempfile::tempdir().unwrap();
    carry(stick.path(), card.path()).unwrap();
    assert_eq!(shop.told_by(card.path()).revoked, shop.told());
}

#[tokio::test]
async fn only_what_every_backup_knows_goes_and_only_from_a_long_file() {
    let mut shop = Shop::open().await;
    shop.job(true).await;
    shop.receives("STOP").await;
    let line = fs::read_to_string(shop.journal()).unwrap();
    shop.later(8 * 24 * 3600);
    shop.says_no(false).await;
    let oldest = shop.now.wall;
    shop.store.trim_journal(oldest).await.unwrap();
    assert_eq!(shop.told().len(), 2, "it is short");
    let long = line.repeat(2000) + &fs::read_to_string(shop.journal()).unwrap();
    fs::write(shop.journal(), &long).unwrap();
    let sooner = oldest - TimeDelta::days(2);
    shop.store.trim_journal(sooner).await.unwrap();
    assert_eq!(fs::read_to_string(shop.journal()).unwrap(), long);
    shop.store.trim_journal(oldest).await.unwrap();
    assert_eq!(shop.told().len(), 1, "the newer is in no backup");
    shop.says_no(false).await;
    assert_eq!(shop.told().len(), 2);
}
