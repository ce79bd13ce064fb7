//! Offers asked for by text: JOIN gets the offers line, and YES as the very next answer agrees to it.

use super::codec;
use super::outbox::{self, HAS_LEFT, Origin, Queued};
use super::{StoreError, people, settings, wording};
use crate::domain::alphabet::segments;
use crate::domain::lang::Lang;
use crate::domain::ledger::Hash;
use crate::domain::purpose::Purpose;
use crate::domain::text::{Horizon, TextKind, TextState};
use crate::domain::time::Now;
use crate::domain::wording::{ConsentLine, Filling};
use crate::domain::words;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Transaction, params};
use serde_json::{Value, json};
use std::time::Duration;

/// The offers line as it can be texted.
pub(super) struct Disclosure {
    words: String,
    version: String,
}

/// The offers line that was texted last, and waits for its YES.
pub(super) struct Asked {
    text: i64,
    words: String,
    version: String,
    pub at: DateTime<Utc>,
}

/// The offers line in force in that language, as a text. None where it would be too long for one.
pub(super) fn disclosure(
    tx: &Transaction<'_>,
    contact: i64,
    lang: Lang,
) -> Result<Option<Disclosure>, StoreError> {
    let shop = settings::settings(tx)?;
    let number = people::contact(tx, contact)?.number.national(shop.country);
    let lines = wording::in_force(tx)?;
    let Some(line) = lines.of(ConsentLine::Offers, lang) else {
        return Ok(None);
    };
    let filling = Filling {
        shop: &shop.brand,
        number: &number,
        email: "",
        terms: &shop.terms,
    };
    let words = words::offers_question(&shop.brand, &line.words(filling), line.lang);
    Ok(
        (segments(&words).parts <= outbox::MOST_PARTS).then(|| Disclosure {
            words,
            version: line.label(),
        }),
    )
}

/// Texts the line to whoever wrote `inbox`.
pub(super) fn ask(
    tx: &Transaction<'_>,
    run: &str,
    contact: i64,
    inbox: i64,
    disclosure: &Disclosure,
    now: Now,
) -> Result<(), StoreError> {
    let kind = TextKind::OffersQuestion;
    let horizon = Horizon {
        now: now.wall,
        closing: now.wall,
        promised: None,
    };
    let text = Queued {
        contact,
        purpose: Purpose::Compliance,
        kind,
        words: disclosure.words.clone(),
        template: String::new(),
        job: None,
        answers: Some(inbox),
        origin: Origin::Automatic,
        asked_by: String::new(),
        not_before: DateTime::UNIX_EPOCH,
        send_before: kind.send_before(Purpose::Compliance, horizon),
        undo: Duration::ZERO,
    };
    let text = outbox::put(tx, run, &text, now)?;
    tx.prepare_cached("UPDATE outbox SET wording = ?2 WHERE id = ?1")?
        .execute(params![text, disclosure.version])?;
    Ok(())
}

/// The offers line, where it is the last text that left for this number, whole, and `inbox` is the
/// first that came from it since.
pub(super) fn asked(
    tx: &Transaction<'_>,
    contact: i64,
    inbox: i64,
) -> Result<Option<Asked>, StoreError> {
    let last = tx
        .prepare_cached(&format!(
            "SELECT id, kind, state, words, wording, answers, created_at,
                 (SELECT max(sent_at) FROM part WHERE outbox_id = outbox.id) AS left_at
             FROM outbox WHERE contact_id = ?1 AND {HAS_LEFT}
             ORDER BY state = 'sending' DESC, coalesce(left_at, created_at) DESC, id DESC LIMIT 1"
        ))?
        .query_row([contact], |row| {
            let asked = Asked {
                text: row.get("id")?,
                words: row.get("words")?,
                version: row.get("wording")?,
                at: match codec::maybe_at(row, "left_at")? {
                    Some(at) => at,
                    None => codec::at(row, "created_at")?,
                },
            };
            let kind = codec::text_kind(row, "kind")?;
            let state = codec::text_state(row, "state")?;
            Ok((asked, kind, state, row.get::<_, Option<i64>>("answers")?))
        })
        .optional()?;
    let Some((asked, TextKind::OffersQuestion, state, Some(answers))) = last else {
        return Ok(None);
    };
    let arrived = matches!(state, TextState::Sent | TextState::Delivered);
    let talked_since = tx
        .prepare_cached(
            "SELECT 1 FROM inbox WHERE contact_id = ?1 AND id > ?2 AND id <> ?3 AND applied_at IS NOT NULL",
        )?
        .exists([contact, answers, inbox])?;
    Ok((arrived && !talked_since).then_some(asked))
}

impl Asked {
    /// What proves that this very line was agreed to.
    pub fn prove(&self, evidence: &mut Value) {
        let proof = json!({
            "version": self.version,
            "disclosure": self.words,
            "words_sha256": Hash::of(self.words.as_bytes()).to_string(),
            "outbox": self.text,
        });
        if let (Some(fields), Some(proof)) = (evidence.as_object_mut(), proof.as_object()) {
            fields.extend(proof.clone());
        }
    }
}
