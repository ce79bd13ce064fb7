//! The answer to STATUS: where the open jobs of a number stand.

use super::apply::vars;
use super::outbox::MOST_PARTS;
use super::queue::Candidate;
use super::{StoreError, Unfit, codec, templates};
use crate::domain::alphabet::segments;
use crate::domain::lang::Lang;
use crate::domain::settings::Settings;
use crate::domain::status::{Standing, told};
use crate::domain::template::Variable;
use crate::domain::text::TextKind;
use crate::domain::time::Now;
use crate::domain::words::{Kind, builtin};
use rusqlite::{Transaction, params};

/// The open jobs of a number; `?1` is its contact point.
const OPEN: &str = "FROM job LEFT JOIN vehicle ON vehicle.id = vehicle_id
    WHERE job.contact_id = ?1 AND state IN ('booked', 'waiting', 'in_bay', 'ready')";

/// Whether a number has an open job.
pub(super) fn has_job(tx: &Transaction<'_>, contact: i64) -> Result<bool, StoreError> {
    Ok(tx
        .prepare_cached(&format!("SELECT 1 {OPEN}"))?
        .exists([contact])?)
}

/// What the answer says.
pub(super) fn words(
    tx: &Transaction<'_>,
    shop: &Settings,
    contact: i64,
    lang: Lang,
    now: Now,
) -> Result<String, StoreError> {
    let zone =
        crate::clock::zone(&shop.zone).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let time = now.trusted.then_some(now.wall);
    let jobs = open_jobs(tx, contact)?;
    let vars = vars(shop).with(Variable::Status, told(&jobs, &zone, time, lang));
    let own = templates::template(tx, Kind::Status, lang)?
        .render(&vars)
        .map_err(Unfit::Lacks)?;
    if segments(&own).parts <= MOST_PARTS {
        return Ok(own);
    }
    // Much wording of the shop's own, and many jobs: what was asked for comes first.
    let short = builtin(Kind::Status, lang).render(&vars);
    Ok(short.map_err(Unfit::Lacks)?)
}

/// An answer that has waited says where the jobs stand when it goes, and not where they stood when it was
/// asked for.
pub(super) fn say_anew(
    tx: &Transaction<'_>,
    shop: &Settings,
    text: &mut Candidate,
    now: Now,
) -> Result<(), StoreError> {
    if text.kind != TextKind::StatusReply || text.part > 1 {
        return Ok(());
    }
    let label: String = tx
        .prepare_cached("SELECT template FROM outbox WHERE id = ?1")?
        .query_row([text.id], |row| row.get(0))?;
    // One of an older version does not tell its language, and stays as it is.
    let Some(lang) = templates::lang_of(&label) else {
        return Ok(());
    };
    let (kind, words) = if has_job(tx, text.contact)? {
        (Kind::Status, words(tx, shop, text.contact, lang, now)?)
    } else {
        let none = templates::template(tx, Kind::NoStatus, lang)?;
        let words = none.render(&vars(shop)).map_err(Unfit::Lacks)?;
        (Kind::NoStatus, words)
    };
    if words == text.words {
        return Ok(());
    }
    let parts = i64::try_from(segments(&words).parts).unwrap_or(i64::MAX);
    tx.prepare_cached("UPDATE outbox SET words = ?2, parts = ?3, template = ?4 WHERE id = ?1")?
        .execute(params![
            text.id,
            words,
            parts,
            templates::label(tx, kind, lang)?
        ])?;
    text.words = words;
    Ok(())
}

fn open_jobs(tx: &Transaction<'_>, contact: i64) -> Result<Vec<Standing>, StoreError> {
    let mut statement = tx.prepare_cached(&format!(
        "SELECT job.id, coalesce(vehicle.name, '') AS vehicle, state, waits_for, iif(state = 'booked', comes_at, promised_at) AS at {OPEN} ORDER BY job.id"
    ))?;
    let rows = statement.query_map([contact], |row| {
        Ok(Standing {
            job: row.get("id")?,
            vehicle: row.get("vehicle")?,
            state: codec::job_state(row, "state")?,
            waits_for: codec::waits_for(row, "waits_for")?,
            at: codec::maybe_at(row, "at")?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
