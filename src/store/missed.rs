//! A call to the line that nobody could answer.

use super::access::Shared;
use super::apply::vars;
use super::codec::ms;
use super::outbox::{self, Origin, Queued};
use super::tasks::{self, NewTask, TaskKind};
use super::{Store, StoreError, Unfit, inbound, people, settings, templates, verdict};
use crate::domain::gate::Verdict;
use crate::domain::settings::Settings;
use crate::domain::text::{Horizon, TextKind};
use crate::domain::time::Now;
use crate::domain::why::Why;
use crate::domain::words::Kind;
use crate::wire::Address;
use chrono::{DateTime, NaiveTime, Utc};
use rusqlite::{Transaction, params};
use std::sync::Arc;
use std::time::Duration;

impl Store {
    /// Someone called; `None`: the number is withheld. Staff are asked to call back, once a caller
    /// until that is done. A caller's number can be forged, so it proves nothing: at most a customer
    /// who agreed to texts is told by one that nobody answers here, where the shop wants that.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn missed_call(&self, caller: Option<Address>, now: Now) -> Result<(), StoreError> {
        let shared = Arc::clone(&self.shared);
        self.write(move |tx| {
            let shop = settings::settings(tx)?;
            let numbers = caller
                .as_ref()
                .map(|caller| inbound::numbers(caller, shop.country))
                .unwrap_or_default();
            let mut known = Vec::new();
            for number in &numbers {
                known.extend(people::find(tx, number)?);
            }
            let contact = known.first().copied();
            // A stranger's number makes no contact point: the text that comes next may tell better
            // which number it is.
            let why = match (contact, numbers.first(), caller) {
                (Some(_), ..) => Why::MissedCall.as_str().to_owned(),
                (None, Some(likeliest), _) => Why::MissedCall.with(likeliest.as_e164()),
                (None, None, Some(caller)) => Why::MissedCall.with(&caller.written()),
                (None, None, None) => Why::MissedCallWithheld.as_str().to_owned(),
            };
            let task = NewTask {
                kind: TaskKind::MissedCall,
                contact,
                job: None,
                outbox: None,
                inbox: None,
                why,
                urgent: false,
                due_at: None,
            };
            tasks::open(tx, &task, now)?;
            // Where the caller may be one of two customers, nobody is texted.
            match known.as_slice() {
                [contact] if shop.texts_back => text_back(tx, &shared, &shop, *contact, now),
                _ => Ok(()),
            }
        })
        .await
    }
}

/// Texts the caller back, or lets it be: once a caller and day, while the shop is open, and only what
/// the gate lets go at once. Later it would answer a call that is long over.
fn text_back(
    tx: &Transaction<'_>,
    shared: &Shared,
    shop: &Settings,
    contact: i64,
    now: Now,
) -> Result<(), StoreError> {
    let zone = shared
        .zone(&shop.zone)
        .map_err(|error| StoreError::Damaged(error.to_string()))?;
    if !now.trusted || !shop.open.is_open(&zone, now.wall) {
        return Ok(());
    }
    let midnight = zone.local(now.wall).wall.date().and_time(NaiveTime::MIN);
    let today = zone.instants(midnight).earliest();
    let had_one = tx
        .prepare_cached(
            "SELECT 1 FROM outbox WHERE contact_id = ?1 AND kind = 'missed_call' AND created_at >= ?2",
        )?
        .exists(params![contact, ms(today)])?;
    let Some(closing) = shop.open.next_close(&zone, now.wall).filter(|_| !had_one) else {
        return Ok(());
    };
    let lang = people::contact(tx, contact)?.lang;
    let words = templates::template(tx, Kind::MissedCall, lang)?
        .render(&vars(shop))
        .map_err(Unfit::Lacks)?;
    let (purpose, kind) = (Kind::MissedCall.purpose(), TextKind::MissedCall);
    let horizon = Horizon {
        now: now.wall,
        closing,
        promised: None,
    };
    let text = Queued {
        contact,
        purpose,
        kind,
        words,
        template: templates::label(tx, Kind::MissedCall, lang)?,
        job: None,
        answers: None,
        origin: Origin::Automatic,
        asked_by: String::new(),
        not_before: DateTime::<Utc>::UNIX_EPOCH,
        send_before: kind.send_before(purpose, horizon),
        undo: Duration::ZERO,
    };
    match verdict::foresee(tx, shared, &text, now)? {
        Verdict::Send => outbox::put(tx, &shared.run, &text, now).map(drop),
        Verdict::Hold(..) | Verdict::Refuse(_) => Ok(()),
    }
}
