//! How the offers of the last seven days were received, counted from what went and what came.

use super::codec::{instant, ms};
use super::{Store, StoreError};
use crate::domain::reception::{OfferWeek, Reception};
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Transaction, params};

/// How long an offer counts.
const WINDOW: TimeDelta = TimeDelta::days(7);

/// Who got an offer within the window, and when the first.
const OFFERED: &str = "SELECT contact_id, count(*) AS offers, min(part.sent_at) AS first_at
    FROM part JOIN outbox ON outbox.id = part.outbox_id
    WHERE part.sent_at > ?1 AND part.seq = 1 AND outbox.purpose = 'promotional' GROUP BY contact_id";

/// The week before `now`, and when what it counts first changes by itself.
fn week(
    tx: &Transaction<'_>,
    now: DateTime<Utc>,
) -> Result<(OfferWeek, DateTime<Utc>), StoreError> {
    let since = ms(now - WINDOW);
    let complaints =
        "SELECT received_at FROM inbox WHERE reason = 'complaint' AND received_at > ?1";
    let mut statement = tx.prepare_cached(&format!(
        "WITH offered AS MATERIALIZED ({OFFERED})
         SELECT coalesce(sum(offers), 0), count(*),
             coalesce(sum((SELECT count(*) FROM inbox WHERE inbox.contact_id = offered.contact_id
                 AND received_at > first_at AND applied_at IS NOT NULL AND class <> 'opt_out')), 0),
             coalesce(sum(EXISTS (SELECT 1 FROM ledger WHERE ledger.contact_id = offered.contact_id
                 AND recorded_at > first_at AND event = 'revoke' AND actor = 'customer'
                 AND scope IN ('all', 'promotional'))), 0),
             (SELECT count(*) FROM ({complaints})),
             min(min(first_at), coalesce((SELECT min(received_at) FROM ({complaints})), 9223372036854775807))
         FROM offered"
    ))?;
    Ok(statement.query_row(params![since], |row| {
        let week = OfferWeek {
            offers: row.get(0)?,
            numbers: row.get(1)?,
            answers: row.get(2)?,
            opt_outs: row.get(3)?,
            complaints: row.get(4)?,
        };
        let first: Option<i64> = row.get(5)?;
        Ok((week, first.map_or(now, instant) + WINDOW))
    })?)
}

/// While offers are stopped: when to look again, which is when the first of what is counted is a week
/// old.
pub(super) fn stopped_until(
    tx: &Transaction<'_>,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let (week, until) = week(tx, now)?;
    Ok(matches!(week.reception(), Reception::Stopped(_)).then_some(until))
}

impl Store {
    /// What the offers of the last seven days brought.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn offer_week(&self, now: DateTime<Utc>) -> Result<OfferWeek, StoreError> {
        self.read(move |tx| Ok(week(tx, now)?.0)).await
    }
}
