//! The permit: the one door through which a part gets to the modem.
//!
//! [`Store::mint`] is one transaction. It picks the next text, asks the gate on rows read there
//! and then, marks the part `sending` with a fresh attempt, and gives a [`Permit`] out. Nothing else
//! in the program can make one, and without one the modem takes no part.

use super::access::Shared;
use super::codec::ms;
use super::people::{self, Contact};
use super::queue::{Candidate, next, wake};
use super::verdict::{self, Subject, verdict};
use super::{Store, StoreError, Unfit, caps, codes, ledger, outbox, settings, status};
use crate::domain::gate::{Asked, Hold, Refusal, Verdict};
use crate::domain::settings::Settings;
use crate::domain::text::{TextKind, TextState};
use crate::domain::time::Now;
use crate::domain::why::Why;
use crate::wire::address::Address;
use crate::wire::submit::{Submit, Validity};
use crate::wire::user_data;
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Transaction, params};
use std::sync::Arc;
use std::time::Duration;

/// One try to hand one part to the modem. No two tries, in any run, share a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Attempt {
    pub(super) id: i64,
    /// Its part's key, so that no index leads from tries to parts: each commit would write it.
    pub(super) text: i64,
    pub(super) seq: i64,
}

/// Leave for one part to be handed to the modem once, in one session, within 30 s.
///
/// Only the store makes one, in the transaction that marks the part `sending`. Others may look at it
/// and hand it on:
///
/// ```
/// use readybell::store::Permit;
/// fn look(permit: &Permit) -> (usize, u64) {
///     (permit.tpdu().len(), permit.session())
/// }
/// ```
/// Nobody makes one out of nothing, or out of another:
/// ```compile_fail,E0451
/// let attempt = readybell::store::Attempt { id: 1, text: 1, seq: 1 };
/// ```
/// ```compile_fail,E0451
/// use readybell::store::Permit;
/// fn forge(permit: Permit) -> Permit {
///     Permit { session: 2, ..permit }
/// }
/// ```
/// And nobody makes two out of one:
/// ```compile_fail,E0382
/// use readybell::store::Permit;
/// fn twice(permit: Permit) -> [Permit; 2] {
///     [permit, permit]
/// }
/// ```
/// ```compile_fail,E0277
/// use readybell::store::Permit;
/// fn twice(permit: &Permit) -> [Permit; 2] {
///     [Permit::clone(permit), Permit::clone(permit)]
/// }
/// ```
#[derive(Debug)]
pub struct Permit {
    attempt: Attempt,
    tpdu: Vec<u8>,
    session: u64,
    expires: Duration,
}

impl Permit {
    /// Which try this is.
    pub fn attempt(&self) -> Attempt {
        self.attempt
    }

    /// The SMS-SUBMIT, without a service centre's address.
    pub fn tpdu(&self) -> &[u8] {
        &self.tpdu
    }

    /// The modem session it is good for.
    pub fn session(&self) -> u64 {
        self.session
    }

    /// Until when it is good, on the monotonic clock of this run.
    pub fn expires(&self) -> Duration {
        self.expires
    }
}

/// What a look at the outbox gave.
#[derive(Debug)]
pub enum Minted {
    /// A part may go.
    Part(Permit),
    /// Nothing may go now. Look again then, or when something changes.
    Nothing(Option<Duration>),
}

/// How long a permit is good for.
const GOOD_FOR: Duration = Duration::from_secs(30);
/// A hold that ends with something else than time is looked at again this often, all the same.
const LOOK_AGAIN: TimeDelta = TimeDelta::seconds(60);
/// A text whose later parts have waited this long is not resumed without asking.
const RESUME_WITHIN: TimeDelta = TimeDelta::minutes(10);
/// This many texts are looked at in one transaction; the rest have their turn in the next.
const LOOKS: usize = 64;

impl Store {
    /// Whether there may be something to send: now, later, or not at all. Cheap; decides nothing.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn due(&self, now: Now) -> Result<Minted, StoreError> {
        let shared = Arc::clone(&self.shared);
        self.read(move |tx| match next(tx, &shared.run, now, 0)? {
            Some(_) => Ok(Minted::Nothing(Some(Duration::ZERO))),
            None => Ok(Minted::Nothing(wake(tx, &shared.run, now)?)),
        })
        .await
    }

    /// Mints a permit for the next part that may go, in modem session `session`. `settling`: the
    /// network may still hand over what waited there.
    ///
    /// # Errors
    /// When the database can't be written: then nothing is sent.
    pub async fn mint(&self, session: u64, settling: bool, now: Now) -> Result<Minted, StoreError> {
        let shared = Arc::clone(&self.shared);
        // Until its release is committed the part hasn't gone, and a power cut puts it back anyway.
        self.write_ahead_of_next(move |tx| {
            // A STOP that is stored and not yet applied comes first, whoever it is from.
            if tx
                .prepare_cached("SELECT 1 FROM inbox WHERE applied_at IS NULL")?
                .exists([])?
            {
                return Ok(Minted::Nothing(Some(Duration::ZERO)));
            }
            let shop = settings::settings(tx)?;
            let look = Look {
                tx,
                shared: &shared,
                shop: &shop,
                now,
                settling,
            };
            let mut after = 0;
            let mut soonest = None;
            for _ in 0..LOOKS {
                let Some(mut text) = next(tx, &shared.run, now, after)? else {
                    let wake = wake(tx, &shared.run, now)?;
                    return Ok(Minted::Nothing([wake, soonest].into_iter().flatten().min()));
                };
                after = text.rank;
                if !codes::fill(tx, &shared, &mut text)? {
                    codes::lost(tx, text.id, now)?;
                    continue;
                }
                status::say_anew(tx, &shop, &mut text, now)?;
                match look.at(&text, session)? {
                    Seen::Goes(permit) => return Ok(Minted::Part(permit)),
                    Seen::Paced(wait) => {
                        soonest = Some(soonest.map_or(wait, |s: Duration| s.min(wait)))
                    }
                    Seen::Waits => {}
                }
            }
            Ok(Minted::Nothing(Some(soonest.unwrap_or(Duration::ZERO))))
        })
        .await
    }
}

/// What a look at one text gave.
enum Seen {
    /// It goes.
    Goes(Permit),
    /// It is held or ended, and its row says why.
    Waits,
    /// Only the pace holds it, for so long.
    Paced(Duration),
}

/// How one text is looked at, inside the transaction.
struct Look<'a> {
    tx: &'a Transaction<'a>,
    shared: &'a Shared,
    shop: &'a Settings,
    now: Now,
    settling: bool,
}

impl Look<'_> {
    fn at(&self, text: &Candidate, session: u64) -> Result<Seen, StoreError> {
        let contact = people::contact(self.tx, text.contact)?;
        match self.verdict(text, &contact)? {
            Verdict::Refuse(why) => self.refuse(text, why)?,
            Verdict::Hold(until, why) => self.hold(text, until, why)?,
            Verdict::Send if self.waits_too_long_to_resume(text) => self.cut_short(text)?,
            Verdict::Send => {
                let reserved = caps::is_reserved(text.purpose, text.kind);
                let paced = caps::paced_until(self.tx, &self.shop.limits, reserved, self.now.wall)?;
                return match (paced - self.now.wall).to_std() {
                    Ok(wait) if !wait.is_zero() => Ok(Seen::Paced(wait)),
                    _ => self.permit(text, &contact, session).map(Seen::Goes),
                };
            }
        }
        Ok(Seen::Waits)
    }

    fn verdict(&self, text: &Candidate, contact: &Contact) -> Result<Verdict, StoreError> {
        let skips_the_gate = cfg!(feature = "planted-bugs") && super::planted("skip-the-gate");
        if skips_the_gate {
            return Ok(Verdict::Send);
        }
        let asked = Asked {
            purpose: text.purpose,
            kind: text.kind,
            part: u32::try_from(text.part).unwrap_or(1),
            not_before: text.not_before,
            send_before: text.send_before,
        };
        let subject = Subject {
            asked: &asked,
            words: &text.words,
            contact,
            settling: self.settling,
        };
        verdict(self.tx, self.shared, self.shop, &subject, self.now)
    }

    fn refuse(&self, text: &Candidate, why: Refusal) -> Result<(), StoreError> {
        let state = match why {
            Refusal::Expired | Refusal::TooLate => TextState::Expired,
            _ => TextState::Refused,
        };
        let waiting = self.as_waiting(text);
        outbox::drop_rest(self.tx, &waiting, state, why.as_str(), self.now)?;
        outbox::missed(self.tx, &waiting, why.as_str(), self.now)
    }

    fn hold(
        &self,
        text: &Candidate,
        until: Option<DateTime<Utc>>,
        why: Hold,
    ) -> Result<(), StoreError> {
        if text.part > 1 && matches!(why, Hold::Unclear | Hold::Unread) {
            let waiting = self.as_waiting(text);
            outbox::drop_rest(
                self.tx,
                &waiting,
                TextState::CutShort,
                why.as_str(),
                self.now,
            )?;
            return outbox::missed(self.tx, &waiting, why.as_str(), self.now);
        }
        if text.kind == TextKind::Ready
            && let Some(why) = why.call_at_once()
        {
            outbox::missed(self.tx, &self.as_waiting(text), why.as_str(), self.now)?;
        }
        let until = until.unwrap_or(self.now.wall + LOOK_AGAIN);
        self.tx
            .prepare_cached("UPDATE outbox SET hold = ?2, held_until = ?3 WHERE id = ?1")?
            .execute(params![text.id, why.as_str(), ms(until)])?;
        Ok(())
    }

    /// What goes without a known time lives for minutes, whatever the clock shows between its parts.
    fn waits_too_long_to_resume(&self, text: &Candidate) -> bool {
        let long_ago = |sent| self.now.wall - sent > RESUME_WITHIN;
        self.now.trusted && text.last_sent.is_some_and(long_ago)
    }

    /// The rest of a text whose beginning went long ago says little by itself.
    fn cut_short(&self, text: &Candidate) -> Result<(), StoreError> {
        let waiting = self.as_waiting(text);
        let why = Why::TooFarApart.as_str();
        outbox::drop_rest(self.tx, &waiting, TextState::CutShort, why, self.now)?;
        outbox::missed(self.tx, &waiting, Why::OnlyBeginning.as_str(), self.now)
    }

    fn permit(
        &self,
        text: &Candidate,
        contact: &Contact,
        session: u64,
    ) -> Result<Permit, StoreError> {
        let tpdu = self.submit(text, contact)?;
        let attempt: i64 = self
            .tx
            .prepare_cached("UPDATE attempt SET last = last + 1 RETURNING last")?
            .query_row([], |row| row.get(0))?;
        caps::take_token(self.tx, &self.shop.limits, attempt, self.now.wall)?;
        self.tx
            .prepare_cached(
                "INSERT INTO part (outbox_id, seq, state, attempt, tries) VALUES (?1, ?2, 'sending', ?3, ?4)
                 ON CONFLICT (outbox_id, seq) DO UPDATE SET state = 'sending', attempt = ?3, tries = ?4",
            )?
            .execute(params![text.id, text.part, attempt, text.tries + 1])?;
        let row = ledger::standing(self.tx, text.contact)?.row(text.purpose);
        let (shown, zone_from) =
            verdict::local_time(self.shared, self.shop, text.purpose, contact, self.now.wall)?;
        // What confirms a row of the ledger keeps to that row.
        self.tx
            .prepare_cached(
                "UPDATE outbox SET state = 'sending', hold = '', held_until = NULL, checked_at = ?3, local_time = ?4,
                     zone_from = ?5,
                     consent_row = CASE purpose WHEN 'compliance' THEN coalesce(consent_row, ?2) ELSE ?2 END
                 WHERE id = ?1",
            )?
            .execute(params![text.id, row, ms(self.now.wall), shown, zone_from])?;
        Ok(Permit {
            attempt: Attempt {
                id: attempt,
                text: text.id,
                seq: text.part,
            },
            tpdu,
            session,
            expires: self.now.mono + GOOD_FOR,
        })
    }

    fn submit(&self, text: &Candidate, contact: &Contact) -> Result<Vec<u8>, StoreError> {
        let unfit = |error| StoreError::from(Unfit::Wire(error));
        // The reference of a text in parts: its own number, which differs for 256 texts in a row.
        let reference = u8::try_from(text.id.rem_euclid(256)).unwrap_or(0);
        let mut parts = user_data::split(&text.words, reference).map_err(unfit)?;
        let index = usize::try_from(text.part - 1).unwrap_or(usize::MAX);
        if index >= parts.len() {
            return Err(StoreError::Damaged(format!(
                "text {} has no part {}",
                text.id, text.part
            )));
        }
        let lifetime = (text.send_before - self.now.wall)
            .to_std()
            .unwrap_or(Duration::ZERO);
        let to = Address::phone(contact.number.as_e164()).map_err(unfit)?;
        let submit = Submit::new(to, Validity::at_most(lifetime), parts.swap_remove(index));
        submit.encode().map_err(unfit)
    }

    fn as_waiting(&self, text: &Candidate) -> outbox::Waiting {
        outbox::Waiting {
            id: text.id,
            purpose: text.purpose,
            kind: text.kind,
            job: text.job,
            contact: text.contact,
            begun: text.part > 1,
            in_flight: false,
        }
    }
}
