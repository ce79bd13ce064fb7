//! What staff decide about consent: on an unclear text, at the counter, on the phone. And what time
//! decides when nobody does.

use super::codec::ms;
use super::confirm::{Confirming, everything_ended};
use super::conversations::review_all;
use super::ledger::{NewRow, append, standing};
use super::taps::{self, Tapped};
use super::waiting::{call_off, look_again};
use super::{By, Deed, Store, StoreError, Thing, by_email, gap, kept, undo};
use crate::domain::consent::{Actor, Consent, ConsentEvent, Method, Scope, names};
use crate::domain::purpose::Purpose;
use crate::domain::time::Now;
use rusqlite::{OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

/// What an unclear text means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// No more texts.
    OptOut,
    /// Nothing about texts.
    Keep,
    /// No more offers.
    NoOffers,
    /// "Ready", and nothing else.
    OnlyReady,
}

names!(Decision { OptOut = "opt_out", Keep = "keep", NoOffers = "no_offers", OnlyReady = "only_ready" });

/// How someone who asks for no more texts said so, other than by a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Heard {
    /// At the counter.
    InPerson,
    /// On the phone.
    Phone,
    /// On the voicemail.
    Voicemail,
    /// By e-mail.
    Email,
}

names!(Heard { InPerson = "in_person", Phone = "phone", Voicemail = "voicemail", Email = "email" });

impl Heard {
    /// Every way.
    pub const ALL: [Self; 4] = [Self::InPerson, Self::Phone, Self::Voicemail, Self::Email];

    pub(super) fn method(self) -> Method {
        match self {
            Self::InPerson => Method::InPerson,
            Self::Phone => Method::Verbal,
            Self::Voicemail => Method::Voicemail,
            Self::Email => Method::Email,
        }
    }
}

/// What someone said who asks for no more texts.
#[derive(Debug, Clone)]
pub struct Said {
    /// How.
    pub heard: Heard,
    /// Who said it; a number may be shared.
    pub who: String,
    /// The exact words.
    pub words: String,
    /// Only offers are to end.
    pub only_offers: bool,
}

/// A staff-made or timer-made opt-out can be taken back for so long; then its confirmation goes.
const UNDO: Duration = Duration::from_secs(30);

/// Who ends the consent of a number, and how.
struct Ending<'a> {
    contact: i64,
    inbox: Option<i64>,
    method: Method,
    actor: Actor,
    by: &'a By,
    words: &'a str,
    who: &'a str,
}

impl Store {
    /// Staff say what an unclear text means.
    ///
    /// # Errors
    /// When there is no such text.
    pub async fn decide(
        &self,
        inbox: i64,
        decision: Decision,
        by: impl Into<By>,
        now: Now,
    ) -> Result<(), StoreError> {
        let (shared, by) = (Arc::clone(&self.shared), by.into());
        self.write(move |tx| {
            let found: Option<(Option<i64>, Option<i64>)> = tx
                .query_row(
                    "SELECT contact_id, hold_row FROM inbox WHERE id = ?1",
                    [inbox],
                    |row| Ok((row.get(0)?, row.get(1)?)),
                )
                .optional()?;
            let (contact, hold) = found.ok_or(StoreError::Missing(Thing::InboundText))?;
            let contact = contact.ok_or(StoreError::Missing(Thing::DecidedNumber))?;
            let mut ended = None;
            let scope = match decision {
                Decision::OptOut => {
                    let ending = Ending {
                        contact,
                        inbox: Some(inbox),
                        method: Method::Decision,
                        actor: Actor::Staff,
                        by: &by,
                        words: "",
                        who: "",
                    };
                    ended = Some(end_consent(tx, &shared.run, &ending, now)?);
                    None
                }
                Decision::Keep => None,
                Decision::NoOffers => Some(Scope::Promotional),
                Decision::OnlyReady => Some(Scope::Progress),
            };
            let row = |event, scope, about| NewRow {
                contact,
                event,
                scope,
                method: Method::Decision,
                actor: Actor::Staff,
                about,
                occurred_at: now.wall,
                evidence: by.prove(json!({ "inbox": inbox, "decision": decision.as_str() })),
            };
            if let Some(scope) = scope {
                let revoke = row(ConsentEvent::Revoke, scope, None);
                let evidence = revoke.evidence.clone();
                let revoked = append(tx, revoke, now)?;
                ended = Some(revoked);
                if scope == Scope::Promotional {
                    let whose = (Method::Decision, Actor::Staff);
                    by_email::end_offers(tx, contact, revoked, whose, &evidence, now)?;
                }
                call_off(tx, contact, scope, now)?;
            }
            let mut released = None;
            if let Some(hold) = hold.filter(|_| decision != Decision::OptOut) {
                let release = row(ConsentEvent::Release, Scope::All, Some(hold));
                released = Some(append(tx, release, now)?);
            }
            review(tx, inbox, decision.as_str(), &by.name, now)?;
            look_again(tx, contact)?;
            match ended {
                Some(row) => {
                    let (run, staff) = (shared.run.clone(), by.name.clone());
                    let what = (by.name.as_str(), Tapped::Decided { inbox, decision }, now);
                    taps::keep_about(tx, &shared, (Some(contact), None), what, move |tx, now| {
                        undo::undo(tx, &run, row, &staff, now)
                    })?;
                }
                None => kept::keep_tap(tx, &shared, (contact, inbox, released), &by.name, now)?,
            }
            Deed::Decided { inbox, decision }.note(tx, &by.name, now)
        })
        .await
    }

    /// Staff opt someone out who said so, at the counter, on the phone, or in a text that the rules
    /// did not understand. Returns the ledger's row, which can be undone for 30 s.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn opt_out(
        &self,
        contact: i64,
        inbox: Option<i64>,
        words: String,
        by: impl Into<By>,
        now: Now,
    ) -> Result<i64, StoreError> {
        let (run, by) = (self.shared.run.clone(), by.into());
        self.write(move |tx| {
            if let Some(inbox) = inbox {
                // The evidence is that person's own text.
                let theirs: bool = tx.query_row(
                    "SELECT EXISTS (SELECT 1 FROM inbox WHERE id = ?1 AND contact_id = ?2)",
                    [inbox, contact],
                    |row| row.get(0),
                )?;
                if !theirs {
                    return Err(StoreError::Missing(Thing::InboundText));
                }
            }
            let method = if inbox.is_some() {
                Method::Decision
            } else {
                Method::Verbal
            };
            let ending = Ending {
                contact,
                inbox,
                method,
                actor: Actor::Staff,
                by: &by,
                words: &words,
                who: "",
            };
            let row = end_consent(tx, &run, &ending, now)?;
            if let Some(inbox) = inbox {
                review(tx, inbox, Decision::OptOut.as_str(), &by.name, now)?;
            }
            Deed::OptedOut { row, heard: None }.note(tx, &by.name, now)?;
            Ok(row)
        })
        .await
    }

    /// Staff write down that someone asked for no more texts, in whatever way other than by a text:
    /// it counts as a STOP. Returns the ledger's row, which can be undone for 30 s.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn heard_opt_out(
        &self,
        contact: i64,
        said: Said,
        by: impl Into<By>,
        now: Now,
    ) -> Result<i64, StoreError> {
        let (run, by) = (self.shared.run.clone(), by.into());
        self.write(move |tx| {
            let ending = Ending {
                contact,
                inbox: None,
                method: said.heard.method(),
                actor: Actor::Staff,
                by: &by,
                words: &said.words,
                who: &said.who,
            };
            let row = if said.only_offers {
                let row = append(tx, ending.row(Scope::Promotional, now), now)?;
                ending.end_offers_by_email(tx, row, now)?;
                call_off(tx, contact, Scope::Promotional, now)?;
                row
            } else {
                end_consent(tx, &run, &ending, now)?
            };
            Deed::OptedOut {
                row,
                heard: Some(said.heard),
            }
            .note(tx, &by.name, now)?;
            Ok(row)
        })
        .await
    }

    /// Someone has read what a number wrote, as far as it needs no decision.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn reviewed(&self, contact: i64, by: String, now: Now) -> Result<(), StoreError> {
        self.write(move |tx| review_all(tx, contact, &by, now))
            .await
    }

    /// An unclear text that nobody decided in time counts as an opt-out.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn decide_overdue(&self, now: Now) -> Result<(), StoreError> {
        let run = self.shared.run.clone();
        self.write(move |tx| {
            // Who decided after a restored backup was made is not known yet.
            if !now.trusted || gap::is_open(tx)? {
                return Ok(());
            }
            let overdue: Vec<(i64, i64)> = tx
                .prepare_cached(
                    "SELECT contact_id, inbox_id FROM task WHERE kind = 'decide' AND closed_at IS NULL
                         AND due_at <= ?1 AND contact_id IS NOT NULL AND inbox_id IS NOT NULL",
                )?
                .query_map([ms(now.wall)], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<Result<_, _>>()?;
            for (contact, inbox) in overdue {
                let ending = Ending {
                    contact,
                    inbox: Some(inbox),
                    method: Method::Timeout,
                    actor: Actor::Timer,
                    by: &By::default(),
                    words: "",
                    who: "",
                };
                end_consent(tx, &run, &ending, now)?;
                review(tx, inbox, Decision::OptOut.as_str(), "nobody decided in time", now)?;
            }
            Ok(())
        })
        .await
    }
}

impl Ending<'_> {
    fn end_offers_by_email(
        &self,
        tx: &Transaction<'_>,
        row: i64,
        now: Now,
    ) -> Result<(), StoreError> {
        let evidence = self.row(Scope::Promotional, now).evidence;
        by_email::end_offers(
            tx,
            self.contact,
            row,
            (self.method, self.actor),
            &evidence,
            now,
        )
    }

    fn row(&self, scope: Scope, now: Now) -> NewRow {
        NewRow {
            contact: self.contact,
            event: ConsentEvent::Revoke,
            scope,
            method: self.method,
            actor: self.actor,
            about: None,
            occurred_at: now.wall,
            evidence: self.by.prove(json!({
                "inbox": self.inbox,
                "said_by": self.who,
                "words": self.words,
            })),
        }
    }
}

/// Revokes everything, calls off what waits, and confirms once the undo window has passed.
fn end_consent(
    tx: &Transaction<'_>,
    run: &str,
    ending: &Ending<'_>,
    now: Now,
) -> Result<i64, StoreError> {
    let before = standing(tx, ending.contact)?;
    let row = append(tx, ending.row(Scope::All, now), now)?;
    ending.end_offers_by_email(tx, row, now)?;
    call_off(tx, ending.contact, Scope::All, now)?;
    if before.consent(Purpose::Service) != Consent::Revoked {
        let confirming = Confirming {
            contact: ending.contact,
            row,
            kind: everything_ended(&before),
            asked_at: now.wall,
            undo: UNDO,
        };
        confirming.put(tx, run, now)?;
    }
    Ok(row)
}

fn review(
    tx: &Transaction<'_>,
    inbox: i64,
    decision: &str,
    by: &str,
    now: Now,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE inbox SET reviewed_at = ?2, reviewed_by = ?3, decision = ?4 WHERE id = ?1",
        params![inbox, ms(now.wall), by, decision],
    )?;
    tx.execute(
        "UPDATE task SET closed_at = ?2, closed_by = ?3, outcome = ?4
         WHERE inbox_id = ?1 AND kind = 'decide' AND closed_at IS NULL",
        params![inbox, ms(now.wall), by, decision],
    )?;
    Ok(())
}
