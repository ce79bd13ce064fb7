//! The answer to STATUS: where the open jobs of a number stand.

use super::apply::vars;
use super::outbox::MOST_PARTS;
use super::{StoreError, Unfit, codec, templates};
use crate::domain::alphabet::segments;
use crate::domain::lang::Lang;
use crate::domain::settings::Settings;
use crate::domain::status::{Standing, told};
use crate::domain::template::Variable;
use crate::domain::time::Now;
use crate::domain::words::{Kind, builtin};
use rusqlite::Transaction;

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
