//! Opt-outs that another program of the shop hands in: a form on its site, say, or a list of who wants
//! nothing more. They only ever add: nothing here brings a text back.

use super::codec::ms;
use super::confirm::{Confirming, everything_ended};
use super::ledger::{NewRow, append, standing};
use super::waiting::{call_off, look_again, settle_holds};
use super::{Store, StoreError, by_email, people, settings};
use crate::domain::consent::{Actor, Consent, ConsentEvent, Method, Scope, Standing};
use crate::domain::phone::PhoneNumber;
use crate::domain::purpose::Purpose;
use crate::domain::time::Now;
use crate::domain::why::Why;
use crate::domain::words::Kind;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::time::Duration;

/// An opt-out as a program hands it in.
#[derive(Debug, Clone)]
pub struct Suppressing {
    /// Whose.
    pub number: PhoneNumber,
    /// Offers alone, or everything.
    pub only_offers: bool,
    /// The exact words, or the reason.
    pub words: String,
    /// Who asked; empty where the program doesn't know.
    pub said_by: String,
    /// When the person asked, where the program knows.
    pub occurred_at: Option<DateTime<Utc>>,
    /// The program.
    pub program: String,
}

/// What was written down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suppressed {
    /// The ledger's row.
    pub row: i64,
    /// When it was written.
    pub recorded_at: DateTime<Utc>,
    /// How many consent events the number has now.
    pub version: i64,
    /// Whether the number is texted that it gets no more.
    pub confirmed: bool,
}

impl Store {
    /// Writes an opt-out down, and does what follows from it. The same key with the same request gives
    /// the same answer, and does nothing.
    ///
    /// # Errors
    /// [`StoreError::KeyReused`]; else when the database can't be written.
    pub async fn suppress(
        &self,
        token: i64,
        key: Option<(String, [u8; 32])>,
        asked: Suppressing,
        now: Now,
    ) -> Result<Suppressed, StoreError> {
        let run = self.shared.run.clone();
        self.write_at_all_costs(move |tx| {
            if let Some((key, request)) = &key
                && let Some(known) = repeated(tx, token, key, request)?
            {
                return Ok(known);
            }
            let lang = settings::settings(tx)?.lang;
            let contact = people::find_or_make(tx, &asked.number, lang, now)?;
            let done = suppress(tx, &run, contact, &asked, now)?;
            if let Some((key, request)) = &key {
                tx.execute(
                    "INSERT INTO suppression_key (token_id, key, request_hash, contact_id, answer, at)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    params![token, key, request, contact, serde_json::to_string(&done)?, ms(now.wall)],
                )?;
            }
            Ok(done)
        })
        .await
    }
}

fn repeated(
    tx: &Transaction<'_>,
    token: i64,
    key: &str,
    request: &[u8; 32],
) -> Result<Option<Suppressed>, StoreError> {
    let known: Option<([u8; 32], String)> = tx
        .prepare_cached(
            "SELECT request_hash, answer FROM suppression_key WHERE token_id = ?1 AND key = ?2",
        )?
        .query_row(params![token, key], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match known {
        None => Ok(None),
        Some((hash, _)) if hash != *request => Err(StoreError::KeyReused),
        Some((_, answer)) => Ok(Some(serde_json::from_str(&answer)?)),
    }
}

fn suppress(
    tx: &Transaction<'_>,
    run: &str,
    contact: i64,
    asked: &Suppressing,
    now: Now,
) -> Result<Suppressed, StoreError> {
    let scope = if asked.only_offers {
        Scope::Promotional
    } else {
        Scope::All
    };
    let before = standing(tx, contact)?;
    let occurred_at = asked.occurred_at.unwrap_or(now.wall);
    let evidence = json!({
        "words": asked.words,
        "said_by": asked.said_by,
        "program": asked.program,
    });
    // What the shop's own page for it takes in is the person's own act (47 CFR 64.1200(a)(10)), so no
    // member of staff takes it back.
    let whose = (Method::Web, Actor::Customer);
    let new = NewRow {
        contact,
        event: ConsentEvent::Revoke,
        scope,
        method: whose.0,
        actor: whose.1,
        about: None,
        occurred_at,
        evidence: evidence.clone(),
    };
    let row = append(tx, new, now)?;
    by_email::end_offers(tx, contact, row, whose, &evidence, now)?;
    call_off(tx, contact, scope, now)?;
    if scope == Scope::All {
        settle_holds(tx, contact, Why::OptedOut, now)?;
    }
    look_again(tx, contact)?;
    let confirmed = match confirmation(&before, asked.only_offers) {
        Some(kind) if people::contact(tx, contact)?.can_be_texted => {
            let confirming = Confirming {
                contact,
                row,
                kind,
                asked_at: occurred_at,
                undo: Duration::ZERO,
            };
            confirming.put(tx, run, now)?
        }
        _ => false,
    };
    let version = tx
        .prepare_cached("SELECT count(*) FROM ledger WHERE contact_id = ?1")?
        .query_row([contact], |row| row.get(0))?;
    Ok(Suppressed {
        row,
        recorded_at: now.wall,
        version,
        confirmed,
    })
}

/// Whoever can open a page can type any number into it. So only a number that had agreed to what ends
/// now is texted that it has ended.
fn confirmation(before: &Standing, only_offers: bool) -> Option<Kind> {
    let stood = |purpose| matches!(before.consent(purpose), Consent::Granted | Consent::Held);
    let (service, offers) = (stood(Purpose::Service), stood(Purpose::Promotional));
    if only_offers {
        offers.then_some(Kind::StopPromo)
    } else {
        (service || offers).then(|| everything_ended(before))
    }
}
