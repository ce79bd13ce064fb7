//! The line's texts to itself: put in, known again when they come back, and given up.
//!
//! They go to the line's own number and nowhere else: the number is what the owner has set, or what the
//! SIM says, and the gate asks for it once more when the text goes. One that came back has proved it;
//! to a number that has failed and never proved itself nothing goes again without a person's word.

use super::access::Shared;
use super::codec::{self, ms};
use super::outbox::{self, Origin, Queued};
use super::{Store, StoreError, inbound, people, settings};
use crate::domain::phone::{Country, PhoneNumber};
use crate::domain::purpose::Purpose;
use crate::domain::round_trip::{self, BACK_WITHIN, Failure, QUIET_FOR};
use crate::domain::settings::Settings;
use crate::domain::text::{TextKind, TextState};
use crate::domain::time::Now;
use crate::wire::Address;
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// The row with the number that the SIM tells.
const SIM_NUMBER: &str = "sim_number";

/// What the SIM tells of its number.
#[derive(Debug, Serialize, Deserialize)]
struct Told {
    sim: String,
    number: PhoneNumber,
}

/// One try.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundTrip {
    /// The text.
    pub text: i64,
    /// The line's own number, to which it went.
    pub number: PhoneNumber,
    /// When it was asked for.
    pub asked_at: DateTime<Utc>,
    /// When the modem was about to get it.
    pub handed_at: Option<DateTime<Utc>>,
    /// When the network took it.
    pub taken_at: Option<DateTime<Utc>>,
    /// When it was back.
    pub arrived_at: Option<DateTime<Utc>>,
    /// When the network's report came.
    pub reported_at: Option<DateTime<Utc>>,
    /// When it was given up. It may arrive after that.
    pub failed_at: Option<DateTime<Utc>>,
    /// Why, as a [`Failure`]'s name; empty otherwise.
    pub why: String,
    /// What the gate, the modem or the network said of the text; a code of `domain::why` or words.
    pub reason: String,
}

impl RoundTrip {
    /// From the modem to the network's word.
    pub fn out(&self) -> Option<TimeDelta> {
        Some(self.taken_at? - self.handed_at.unwrap_or(self.asked_at))
    }

    /// From the network's word to the arrival. It may arrive first.
    pub fn back(&self) -> Option<TimeDelta> {
        Some((self.arrived_at? - self.taken_at?).max(TimeDelta::zero()))
    }

    /// From the network's word to its report.
    pub fn report(&self) -> Option<TimeDelta> {
        Some((self.reported_at? - self.taken_at?).max(TimeDelta::zero()))
    }

    /// Why it was given up, while it has not arrived after all.
    pub fn failure(&self) -> Option<Failure> {
        Failure::from_name(&self.why).filter(|_| self.arrived_at.is_none())
    }

    /// Whether nobody waits for it any more.
    pub fn is_over(&self) -> bool {
        self.arrived_at.is_some() || self.failed_at.is_some()
    }

    /// The last try that was kept in that data directory, read beside a Readybell that may be running.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn kept_in(directory: &Path) -> Result<Option<Self>, StoreError> {
        if !super::open::is_there(directory) {
            return Ok(None);
        }
        let mut reader = super::open::reader(directory)?;
        super::schema::check(&reader)?;
        last(&reader.transaction()?)
    }
}

impl Store {
    /// Keeps what the SIM in the modem tells of its number.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn sim_tells_number(
        &self,
        sim: String,
        number: Option<PhoneNumber>,
        now: Now,
    ) -> Result<(), StoreError> {
        self.write_unheard(move |tx| {
            let told = number.map(|number| serde_json::to_string(&Told { sim, number }));
            let told = told.transpose()?.unwrap_or_default();
            if settings::get(tx, SIM_NUMBER)?.unwrap_or_default() == told {
                return Ok(());
            }
            settings::set(tx, SIM_NUMBER, &told, "", now)
        })
        .await
    }

    /// The line's own number: what the owner has set, else what the SIM tells. Never a guess.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn own_number(&self) -> Result<Option<PhoneNumber>, StoreError> {
        self.read(|tx| {
            let shop = settings::settings(tx)?;
            own_number(tx, &shop)
        })
        .await
    }

    /// Puts a text to the line itself in, with this SIM in the modem; where one is on its way, that is
    /// the one. `None`: the line's own number is not known.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn start_round_trip(
        &self,
        sim: String,
        by: String,
        now: Now,
    ) -> Result<Option<i64>, StoreError> {
        let shared = Arc::clone(&self.shared);
        self.write(move |tx| {
            if let Some(open) = last(tx)?.filter(|trip| !trip.is_over()) {
                return Ok(Some(open.text));
            }
            let shop = settings::settings(tx)?;
            let Some(number) = own_number(tx, &shop)? else {
                return Ok(None);
            };
            let contact = people::find_or_make(tx, &number, shop.lang, now)?;
            let text = Queued {
                template: String::new(),
                contact,
                purpose: Purpose::Staff,
                kind: TextKind::RoundTrip,
                words: new_words()?,
                job: None,
                answers: None,
                origin: match by.is_empty() {
                    true => Origin::Automatic,
                    false => Origin::Page,
                },
                asked_by: by,
                not_before: DateTime::UNIX_EPOCH,
                send_before: now.wall + BACK_WITHIN,
                undo: Duration::ZERO,
            };
            let text = outbox::put(tx, &shared.run, &text, now)?;
            tx.prepare_cached(
                "INSERT INTO round_trip (outbox_id, number, sim) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![text, number.as_e164(), sim])?;
            Ok(Some(text))
        })
        .await
    }

    /// The last try.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn last_round_trip(&self) -> Result<Option<RoundTrip>, StoreError> {
        self.read(last).await
    }

    /// Gives up a text to the line itself that did not go, or is not back in time. Returns it, once.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn judge_round_trip(&self, now: Now) -> Result<Option<RoundTrip>, StoreError> {
        let fails = self.read(move |tx| failing(tx, now)).await?;
        if fails.is_none() {
            return Ok(None);
        }
        self.write(move |tx| {
            let Some((text, why)) = failing(tx, now)? else {
                return Ok(None);
            };
            tx.prepare_cached(
                "UPDATE round_trip SET failed_at = ?2, why = ?3 WHERE outbox_id = ?1",
            )?
            .execute(params![text, ms(now.wall), why.as_str()])?;
            last(tx)
        })
        .await
    }

    /// Whether the line has been silent for so long that it is checked now, with this SIM in the modem.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn line_check_is_due(&self, sim: String, now: Now) -> Result<bool, StoreError> {
        let shared = Arc::clone(&self.shared);
        self.read(move |tx| is_due(tx, &shared, &sim, now)).await
    }
}

fn is_due(tx: &Transaction<'_>, shared: &Shared, sim: &str, now: Now) -> Result<bool, StoreError> {
    let shop = settings::settings(tx)?;
    let zone = shared
        .zone(&shop.zone)
        .map_err(|error| StoreError::Damaged(error.to_string()))?;
    if !shop.checks_line || !now.trusted || !shop.open.is_open(&zone, now.wall) {
        return Ok(false);
    }
    let since = ms(now.wall - QUIET_FOR);
    // Before the first text came in, a day counts from the install.
    let heard = match heard_at(tx)? {
        Some(at) => at,
        None => super::left_over::installed(tx)?.map_or(i64::MAX, ms),
    };
    let busy = tx
        .prepare_cached(
            "SELECT 1 FROM outbox WHERE state IN ('queued', 'sending') AND not_before <= ?1",
        )?
        .exists([ms(now.wall)])?;
    if heard > since || busy {
        return Ok(false);
    }
    let Some(number) = own_number(tx, &shop)? else {
        return Ok(false);
    };
    if last(tx)?.is_some_and(|trip| ms(trip.asked_at) > since) {
        return Ok(false);
    }
    let (tried, proved): (bool, bool) = tx
        .prepare_cached(
            "SELECT count(*) > 0, count(arrived_at) > 0 FROM round_trip WHERE number = ?1 AND sim = ?2",
        )?
        .query_row([number.as_e164(), sim], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(proved || !tried)
}

/// When the network last brought anything, in milliseconds.
fn heard_at(tx: &Transaction<'_>) -> Result<Option<i64>, StoreError> {
    let came: Option<i64> = tx
        .prepare_cached(
            "SELECT received_at FROM tpdu WHERE kind IN ('deliver', 'report') ORDER BY id DESC LIMIT 1",
        )?
        .query_row([], |row| row.get(0))
        .optional()?;
    let arrived: Option<i64> = tx
        .prepare_cached("SELECT max(arrived_at) FROM round_trip")?
        .query_row([], |row| row.get(0))?;
    Ok(came.max(arrived))
}

/// Since when the line may not receive: its last text to itself went and did not come back, and nothing
/// has come since. One that did not even go shows nothing of receiving.
pub(super) fn deaf_since(tx: &Transaction<'_>) -> Result<Option<DateTime<Utc>>, StoreError> {
    let is_lost = |why| why != Failure::NotSent;
    let failed = last(tx)?.filter(|trip| trip.failure().is_some_and(is_lost));
    let Some(failed_at) = failed.and_then(|trip| trip.failed_at) else {
        return Ok(None);
    };
    let heard = heard_at(tx)?;
    Ok(Some(failed_at).filter(|at| heard.is_none_or(|heard| heard <= ms(*at))))
}

/// The line's own number, as this transaction knows it.
pub(super) fn own_number(
    tx: &Transaction<'_>,
    shop: &Settings,
) -> Result<Option<PhoneNumber>, StoreError> {
    if let Some(line) = &shop.line {
        return Ok(Some(line.clone()));
    }
    match settings::get(tx, SIM_NUMBER)?.as_deref() {
        None | Some("") => Ok(None),
        Some(told) => Ok(Some(serde_json::from_str::<Told>(told)?.number)),
    }
}

/// Notes that a text which came in is one of the line's own, come back. True: it is nobody's text.
pub(super) fn takes(
    tx: &Transaction<'_>,
    from: &Address,
    words: &str,
    home: Country,
    now: Now,
) -> Result<bool, StoreError> {
    if !round_trip::may_be(words) {
        return Ok(false);
    }
    let found: Option<(i64, String)> = tx
        .prepare_cached(
            "SELECT outbox_id, number FROM round_trip JOIN outbox ON outbox.id = outbox_id
             WHERE words = ?1",
        )?
        .query_row([words], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let ours = |number: &str| {
        let senders = inbound::numbers(from, home);
        senders.iter().any(|sender| sender.as_e164() == number)
    };
    let Some((text, _)) = found.filter(|(_, number)| ours(number)) else {
        return Ok(false);
    };
    tx.prepare_cached(
        "UPDATE round_trip SET arrived_at = ?2 WHERE outbox_id = ?1 AND arrived_at IS NULL",
    )?
    .execute(params![text, ms(now.wall)])?;
    Ok(true)
}

/// The open one, where it is over and did not come back, and why.
fn failing(tx: &Transaction<'_>, now: Now) -> Result<Option<(i64, Failure)>, StoreError> {
    let Some(trip) = last(tx)?.filter(|trip| !trip.is_over()) else {
        return Ok(None);
    };
    let state = tx
        .prepare_cached("SELECT state FROM outbox WHERE id = ?1")?
        .query_row([trip.text], |row| codec::text_state(row, "state"))?;
    let went_at = trip.taken_at.or(trip.handed_at);
    let late = went_at.is_some_and(|at| now.wall - at >= BACK_WITHIN);
    let why = match state {
        TextState::Failed
        | TextState::Refused
        | TextState::Expired
        | TextState::CutShort
        | TextState::Cancelled => Failure::NotSent,
        TextState::Undelivered => Failure::NotDelivered,
        TextState::Sent | TextState::Delivered | TextState::Unsure if late => Failure::DidNotArrive,
        _ => return Ok(None),
    };
    Ok(Some((trip.text, why)))
}

/// The last try.
pub(super) fn last(tx: &Transaction<'_>) -> Result<Option<RoundTrip>, StoreError> {
    let found = tx
        .prepare_cached(
            "SELECT outbox_id, number, created_at, released_at,
                 CASE WHEN part.state IN ('sent', 'delivered', 'undelivered') THEN sent_at END AS taken_at,
                 arrived_at, reported_at, failed_at, why, reason
             FROM round_trip JOIN outbox ON outbox.id = round_trip.outbox_id
             LEFT JOIN part USING (outbox_id)
             ORDER BY outbox_id DESC LIMIT 1",
        )?
        .query_row([], |row| {
            let number: String = row.get("number")?;
            let trip = RoundTrip {
                text: row.get("outbox_id")?,
                number: codec::number(number)?,
                asked_at: codec::at(row, "created_at")?,
                handed_at: codec::maybe_at(row, "released_at")?,
                taken_at: codec::maybe_at(row, "taken_at")?,
                arrived_at: codec::maybe_at(row, "arrived_at")?,
                reported_at: codec::maybe_at(row, "reported_at")?,
                failed_at: codec::maybe_at(row, "failed_at")?,
                why: row.get("why")?,
                reason: row.get("reason")?,
            };
            Ok(trip)
        })
        .optional()?;
    Ok(found)
}

fn new_words() -> Result<String, StoreError> {
    loop {
        let mut random = [0_u8; 32];
        getrandom::fill(&mut random).map_err(|error| StoreError::Damaged(error.to_string()))?;
        if let Some(words) = round_trip::words(&random) {
            return Ok(words);
        }
    }
}
