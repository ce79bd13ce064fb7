//! What is old enough goes, and what is needed stays.

use super::*;
use crate::domain::consent::Consent;
use crate::domain::purpose::Purpose;
use crate::store::Ledger;

const DAY: i64 = 24 * 3600;
const MONTH: i64 = 31 * DAY;
const WORDS_IN: &str = "SELECT count(*) FROM inbox WHERE words <> ''";
const WORDS_OUT: &str = "SELECT count(*) FROM outbox WHERE words <> ''";
const BYTES: &str = "SELECT count(*) FROM tpdu WHERE length(bytes) > 0 OR sender <> ''";
const PROOFS: &str = "SELECT count(*) FROM evidence";

impl Shop {
    /// A visit that is over: agreed to, texted about both ways, and read.
    async fn old_visit(&mut self) -> i64 {
        let job = self.job(true).await;
        self.receives("How long will it take?").await;
        let contact = self.contact().await;
        let read = self.store.reviewed(contact, "Jo".to_owned(), self.now);
        read.await.unwrap();
        self.send_all().await;
        self.cancel(job).await;
        contact
    }

    /// Words in, words out, bytes, proofs.
    async fn kept(&self) -> [i64; 4] {
        [
            self.count(WORDS_IN).await,
            self.count(WORDS_OUT).await,
            self.count(BYTES).await,
            self.count(PROOFS).await,
        ]
    }

    /// The program runs for so long.
    async fn runs(&mut self, seconds: i64) {
        for _ in 0..=seconds / (7 * DAY) {
            self.later(7 * DAY);
            self.store.forget(self.now).await.unwrap();
        }
    }

    /// The chain holds, and so many rows have lost their proof.
    fn erased_rows(&self) -> i64 {
        let verified = Ledger::at(self.directory.path()).verify(None).unwrap();
        assert!(verified.problems.is_empty(), "{verified:?}");
        verified.erased
    }

    async fn service(&self, contact: i64) -> Consent {
        let standing = self.store.standing(contact).await.unwrap();
        standing.consent(Purpose::Service)
    }
}

#[tokio::test]
async fn words_go_when_their_time_is_over_and_a_consent_that_stands_keeps_its_proof() {
    let mut shop = Shop::open().await;
    let contact = shop.old_visit().await;
    let texts = shop.count("SELECT count(*) FROM outbox").await;
    assert_eq!(shop.kept().await, [1, texts, 1, 1]);
    shop.later(58 * MONTH);
    shop.store.forget(shop.now).await.unwrap();
    assert_eq!(shop.kept().await, [1, texts, 1, 1], "not five years yet");
    shop.runs(3 * MONTH).await;
    assert_eq!(shop.kept().await, [0, 0, 0, 1]);
    // That there were texts is still told.
    assert_eq!(shop.count("SELECT count(*) FROM outbox").await, texts);
    let told = "SELECT count(*) FROM outbox WHERE state = 'sent'";
    assert!(shop.count(told).await > 0);
    assert_eq!(shop.erased_rows(), 0);
    assert_eq!(shop.service(contact).await, Consent::Granted);
    let log = "SELECT count(*) FROM audit WHERE what = 'retention' AND who = 'the program'";
    assert_eq!(shop.count(log).await, 1);
}

#[tokio::test]
async fn proofs_go_long_after_the_consent_and_the_opt_out_stays() {
    let mut shop = Shop::open().await;
    shop.old_visit().await;
    // Agreed to for ten years, and then ended.
    shop.later(120 * MONTH);
    shop.receives("STOP").await;
    let contact = shop.contact().await;
    shop.send_all().await;
    shop.store.forget(shop.now).await.unwrap();
    shop.runs(58 * MONTH).await;
    assert_eq!(shop.count(PROOFS).await, 2);
    shop.runs(3 * MONTH).await;
    assert_eq!(shop.count(PROOFS).await, 0);
    assert_eq!(shop.erased_rows(), 2);
    assert_eq!(shop.service(contact).await, Consent::Revoked);
    let ready = shop.text(1001, TextKind::Typed, "Come back!").await;
    let refused = shop.store.queue(ready, shop.now).await;
    assert!(
        matches!(refused, Err(StoreError::Refused(_))),
        "{refused:?}"
    );
    shop.receives("START").await;
    assert_eq!(shop.service(contact).await, Consent::Granted);
}

#[tokio::test]
async fn the_country_and_the_shop_say_how_long() {
    for (country, set, months) in [("DE", 0, 24), ("US", 6, 6), ("GB", 36, 36)] {
        let mut shop = Shop::open().await;
        shop.settings(|settings| {
            settings.country = Country::from_code(country).unwrap();
            settings.retention.texts = set;
        })
        .await;
        shop.old_visit().await;
        shop.later(months * 30 * DAY);
        shop.store.forget(shop.now).await.unwrap();
        assert_ne!(shop.count(WORDS_IN).await, 0, "{country}");
        shop.runs(MONTH).await;
        assert_eq!(shop.count(WORDS_IN).await, 0, "{country}");
        assert_eq!(shop.count(PROOFS).await, 1, "{country}");
    }
}

#[tokio::test]
async fn what_is_needed_stays_however_old_it_is() {
    let mut shop = Shop::open().await;
    let job = shop.job(true).await;
    shop.receives("Is it done?").await;
    shop.send_all().await;
    let before = shop.kept().await;
    shop.later(70 * MONTH);
    shop.store.forget(shop.now).await.unwrap();
    assert_eq!(shop.kept().await, before, "its job is open");
    shop.cancel(job).await;
    shop.runs(7 * DAY).await;
    assert_eq!(shop.count(WORDS_IN).await, 1, "nobody has read it");
    assert_eq!(shop.count(WORDS_OUT).await, 0);
    let contact = shop.contact().await;
    let read = shop.store.reviewed(contact, "Jo".to_owned(), shop.now);
    read.await.unwrap();
    shop.runs(7 * DAY).await;
    assert_eq!(shop.kept().await, [0, 0, 0, 1]);
}

#[tokio::test]
async fn a_clock_that_leaps_or_may_be_wrong_takes_nothing_with_it() {
    let mut shop = Shop::open().await;
    shop.old_visit().await;
    shop.store.forget(shop.now).await.unwrap();
    let before = shop.kept().await;
    // Somebody, or the network, says that it is twelve years later.
    shop.later(144 * MONTH);
    shop.store.forget(shop.now).await.unwrap();
    shop.later(DAY);
    shop.store.forget(shop.now).await.unwrap();
    assert_eq!(shop.kept().await, before);
    let mut shop = Shop::open().await;
    shop.old_visit().await;
    shop.later(144 * MONTH);
    shop.now.trusted = false;
    shop.store.forget(shop.now).await.unwrap();
    assert_eq!(shop.kept().await, before);
}
