//! The customers of a trial and the texts that wait for them, put into the database before its first
//! life.

use super::trial::Customer;
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

/// What so many lives need.
pub async fn seed_store(store: &Store, now: Now, lives: usize) {
    let mut settings = store.settings().await.unwrap();
    settings.brand = "House of Hardknocks".to_owned();
    settings.undo_seconds = 0;
    settings.limits.paced = false;
    let by = || "the test".to_owned();
    store.set_settings(settings, by(), now).await.unwrap();
    let owner = store.add_staff(
        "Sam".to_owned(),
        Role::Owner,
        "no password".to_owned(),
        by(),
        now,
    );
    owner.await.unwrap();
    for life in 1..=lives {
        for customer in [Customer::Plain, Customer::Stopper, Customer::Unclear] {
            let number = PhoneNumber::parse(&customer.number(life), Country::US).unwrap();
            store.take_in(job(&number, now), now).await.unwrap();
            let contact = store.contact_of(number).await.unwrap().unwrap().id;
            let words = match customer {
                Customer::Plain => {
                    format!("Life {life}. {}", "It takes a little longer. ".repeat(7))
                }
                _ => format!("Life {life}. It takes a little longer."),
            };
            store.queue(text(contact, words, now), now).await.unwrap();
        }
    }
}

fn job(number: &PhoneNumber, now: Now) -> NewJob {
    NewJob {
        name: "Luis".to_owned(),
        number: Some(number.clone()),
        lang: Lang::En,
        vehicle: String::new(),
        colour: String::new(),
        plate: String::new(),
        work: "Subwoofer".to_owned(),
        note: String::new(),
        promised_at: None,
        state: JobState::Waiting,
        bay: None,
        grants: vec![Grant {
            scope: Scope::Service,
            method: Method::InPerson,
            version: "en-1".to_owned(),
            lang: "en".to_owned(),
            words: "Texts about my vehicle.".to_owned(),
            staff: "the test".to_owned(),
        }],
        confirmation: "You get texts about your vehicle.".to_owned(),
        confirm_before: now.wall + TimeDelta::days(1),
        by: "the test".to_owned(),
    }
}

fn text(contact: i64, words: String, now: Now) -> Queued {
    Queued {
        contact,
        purpose: Purpose::Service,
        kind: TextKind::FromProgram,
        words,
        job: None,
        answers: None,
        origin: Origin::Api,
        asked_by: "the test".to_owned(),
        not_before: DateTime::UNIX_EPOCH,
        send_before: now.wall + TimeDelta::hours(6),
        undo: Duration::ZERO,
    }
}
