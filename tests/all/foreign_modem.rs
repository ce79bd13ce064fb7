//! The house on a modem that this project did not write: the store, the desk, the sender and the
//! modem's task, all real, on ofono-phonesim's port.

use crate::support::phonesim::{Phonesim, numbers};
use chrono::DateTime;
use readybell::clock::Clock;
use readybell::desk::{Desk, Intake, sender};
use readybell::domain::phone::{Country, PhoneNumber};
use readybell::domain::text::TextState;
use readybell::modem::{self, ModemConfig, ModemHandle, State};
use readybell::store::{Ledger, Ready, Store};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

/// How long the slow number is silent, for the confirmation and again for the "ready".
const SILENCE: Duration = Duration::from_secs(10);
/// What anything may take, the silence included, on a machine that has other work.
const PATIENCE: Duration = Duration::from_secs(90);

struct House {
    desk: Desk,
    modem: ModemHandle,
    stop: CancellationToken,
    sender: JoinHandle<()>,
    phonesim: Phonesim,
    _directory: TempDir,
}

impl House {
    /// A shop at two in the afternoon, without pacing and undo window, its modem up.
    async fn open() -> Self {
        let phonesim = Phonesim::start(SILENCE);
        let directory = tempfile::tempdir().unwrap();
        let start = DateTime::parse_from_rfc3339("2026-11-24T14:00:00-06:00").unwrap();
        let clock = Arc::new(Clock::starting_at(start.to_utc()));
        let store = Store::open(directory.path(), clock.now()).await.unwrap();
        let mut settings = store.settings().await.unwrap();
        settings.brand = "House of Hardknocks".to_owned();
        settings.undo_seconds = 0;
        settings.limits.paced = false;
        let by = "test".to_owned();
        store.set_settings(settings, by, clock.now()).await.unwrap();
        store.set_bays(vec![1, 2]).await.unwrap();
        // An earlier run read the modem a moment ago, so no backlog has to settle first.
        store.modem_was_read(clock.now()).await.unwrap();

        let modem = modem::start(
            ModemConfig::at(phonesim.port()),
            store.clone(),
            clock.clone(),
        );
        let desk = Desk::new(store, clock);
        let stop = CancellationToken::new();
        let sender = tokio::spawn(sender::run(desk.clone(), modem.clone(), stop.clone()));
        let mut status = modem.status();
        timeout(
            PATIENCE,
            status.wait_for(|status| status.state == State::Ready),
        )
        .await
        .unwrap_or_else(|_| panic!("the modem is not up: {:?}", modem.status().borrow()))
        .unwrap();
        Self {
            desk,
            modem,
            stop,
            sender,
            phonesim,
            _directory: directory,
        }
    }

    /// Takes in a job whose customer agreed to texts, and puts it in the bay.
    async fn take_in(&self, national: &str, bay: i64) {
        let intake = Intake {
            name: "Luis".to_owned(),
            phone: format!("+1{national}"),
            vehicle: "2012 Chevy Tahoe".to_owned(),
            bay: Some(bay),
            service: true,
            ..Intake::default()
        };
        self.desk.take_in(intake, "Jo").await.unwrap();
    }

    /// Presses the bay's button; gives the "ready" text.
    async fn press(&self, bay: i64) -> i64 {
        match self.desk.announce_bay(bay).await.unwrap() {
            Ready::Armed { text, .. } => text,
            other => panic!("{other:?}"),
        }
    }

    /// Waits until the text is in that state.
    async fn becomes(&self, text: i64, wanted: TextState) {
        self.until(&format!("the text is {wanted:?}"), async || {
            self.desk.store.text_state(text).await.unwrap() == Some(wanted)
        })
        .await;
    }

    /// Looks again after each change in the store.
    async fn until(&self, what: &str, is_so: impl AsyncFn() -> bool) {
        let mut changes = self.desk.store.changes();
        let waited = timeout(PATIENCE, async {
            while !is_so().await {
                changes.changed().await.unwrap();
            }
        });
        assert!(waited.await.is_ok(), "it never came to this: {what}");
    }

    async fn close(self) {
        self.stop.cancel();
        self.sender.await.unwrap();
        self.modem.shutdown().await;
        let verified = Ledger::at(self.desk.store.directory())
            .verify(None)
            .unwrap();
        assert_eq!(verified.problems, Vec::<String>::new());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_goes_out_and_its_report_comes_back() {
    let house = House::open().await;
    house.take_in(numbers::DELIVERED, 1).await;
    let text = house.press(1).await;
    house.becomes(text, TextState::Delivered).await;

    house.take_in(numbers::UNDELIVERED, 2).await;
    let text = house.press(2).await;
    house.becomes(text, TextState::Undelivered).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_silence_is_waited_for_and_a_refusal_is_tried_again() {
    let house = House::open().await;
    house.take_in(numbers::SLOW, 1).await;
    let text = house.press(1).await;
    house.becomes(text, TextState::Sent).await;

    // 38 is "network out of order" (TS 24.011 E.2): it did not go, and may go later. The
    // confirmation of the consent is refused first, then this text.
    let mut wire = house.modem.wire();
    house.take_in(numbers::REFUSED, 2).await;
    let text = house.press(2).await;
    let refused = timeout(PATIENCE, async {
        for _ in 0..2 {
            while !wire.recv().await.unwrap().text.contains("+CMS ERROR: 38") {}
        }
    });
    refused.await.expect("nobody refused it");
    house.becomes(text, TextState::Queued).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn stop_comes_in_and_nothing_goes_after_it() {
    let mut house = House::open().await;
    house.take_in(numbers::DELIVERED, 1).await;
    let text = house.press(1).await;
    house.becomes(text, TextState::Delivered).await;

    let from = format!("+1{}", numbers::DELIVERED);
    house.phonesim.inject_text(&from, "STOP");
    let number = PhoneNumber::parse(&from, Country::US).unwrap();
    let contact = house.desk.store.contact_of(number).await.unwrap().unwrap();
    house
        .until("the STOP is applied", async || {
            let standing = house.desk.store.standing(contact.id).await.unwrap();
            standing.last_revocation().is_some()
        })
        .await;

    house.take_in(numbers::DELIVERED, 2).await;
    let ready = house.desk.announce_bay(2).await.unwrap();
    assert!(matches!(ready, Ready::Call { .. }), "{ready:?}");
    house.close().await;
}
