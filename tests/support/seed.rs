//! What a test puts into a store before it begins: the shop, customers who agreed, texts.

use chrono::{DateTime, TimeDelta};
use readybell::domain::consent::{Method, Scope};
use readybell::domain::job::JobState;
use readybell::domain::lang::Lang;
use readybell::domain::phone::{Country, PhoneNumber};
use readybell::domain::purpose::Purpose;
use readybell::domain::text::TextKind;
use readybell::domain::time::Now;
use readybell::store::{Grant, NewJob, Origin, Queued, Role, Store};
use std::time::Duration;

/// What the customer of [`job`] is told at once.
pub const CONFIRMATION: &str = "You get texts about your vehicle.";

/// A shop with an owner, without pacing and undo window, whose modem was read a moment ago: no
/// backlog of the network has to settle first.
pub async fn set_up(store: &Store, now: Now) {
    let mut settings = store.settings().await.unwrap();
    settings.brand = "House of Hardknocks".to_owned();
    settings.undo_seconds = 0;
    settings.limits.paced = false;
    let by = || "the test".to_owned();
    store.set_settings(settings, by(), now).await.unwrap();
    let (name, hash) = ("Sam".to_owned(), "no password".to_owned());
    let owner = store.add_staff(name, Role::Owner, hash, by(), now);
    owner.await.unwrap();
    store.modem_was_read(now).await.unwrap();
}

/// A number of the United States.
pub fn number(written: &str) -> PhoneNumber {
    PhoneNumber::parse(written, Country::US).unwrap()
}

/// A consent of that scope.
pub fn grant(scope: Scope, method: Method) -> Grant {
    Grant {
        scope,
        method,
        version: "en-1".to_owned(),
        lang: "en".to_owned(),
        words: "Texts about my vehicle.".to_owned(),
        staff: "the test".into(),
    }
}

/// A job that waits; its customer agreed to texts about it.
pub fn job(number: PhoneNumber, now: Now) -> NewJob {
    NewJob {
        name: "Luis".to_owned(),
        number: Some(number),
        lang: Lang::En,
        vehicle: String::new(),
        colour: String::new(),
        plate: String::new(),
        work: "Subwoofer".to_owned(),
        note: String::new(),
        promised_at: None,
        state: JobState::Waiting,
        bay: None,
        grants: vec![grant(Scope::Service, Method::InPerson)],
        confirmation: CONFIRMATION.to_owned(),
        confirm_before: now.wall + TimeDelta::days(1),
        by: "the test".to_owned(),
    }
}

/// Takes in a [`job`] whose confirmation is over before it could go. Gives the contact point.
pub async fn customer(store: &Store, written: &str, now: Now) -> i64 {
    let number = number(written);
    let job = NewJob {
        confirm_before: now.wall,
        ..job(number.clone(), now)
    };
    store.take_in(job, now).await.unwrap();
    store.contact_of(number).await.unwrap().unwrap().id
}

/// A program's text that may go at once.
pub fn text(contact: i64, words: &str, now: Now) -> Queued {
    Queued {
        template: String::new(),
        contact,
        purpose: Purpose::Service,
        kind: TextKind::FromProgram,
        words: words.to_owned(),
        job: None,
        answers: None,
        origin: Origin::Api,
        asked_by: "the test".to_owned(),
        not_before: DateTime::UNIX_EPOCH,
        send_before: now.wall + TimeDelta::hours(6),
        undo: Duration::ZERO,
    }
}
