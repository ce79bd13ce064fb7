//! How customers found the work, and the page on which codes are redeemed.

use super::super::codec::{self, ms};
use super::super::outbox::HAS_LEFT;
use super::super::redeem::{self, Redemption, Worth};
use super::super::{Store, StoreError, Thing};
use super::{Look, Top};
use crate::domain::follow_up::plain_code;
use crate::domain::time::Now;
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::params;

/// How customers found the work, in figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scores {
    /// So many were asked.
    pub asked: usize,
    /// So many answered.
    pub answered: usize,
    /// All their scores together.
    pub sum: usize,
}

/// The page on which codes are redeemed.
#[derive(Debug, Clone)]
pub struct Redeeming {
    /// What every page shows.
    pub top: Top,
    /// The code as it is kept; empty where none was typed.
    pub code: String,
    /// What it is worth; `None` where none was typed.
    pub worth: Option<Worth>,
    /// For whom it is to be redeemed, and the name.
    pub customer: Option<(i64, String)>,
    /// What the offer with it promises, where the code is good.
    pub offer: Option<String>,
    /// Who is here, for a code that is anybody's: the customer, the name and the vehicle.
    pub here: Vec<(i64, String, String)>,
    /// The one that was redeemed just now.
    pub done: Option<Redemption>,
    /// The newest ones.
    pub lately: Vec<Redemption>,
}

/// A code that a customer was texted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonCode {
    /// The code.
    pub code: String,
    /// It is good until then.
    pub until: DateTime<Utc>,
}

/// The newest jobs whose scores count: what was said years ago is another shop's.
const COUNTED: i64 = 1_000;
/// Customers of open jobs that a page offers.
const HERE: i64 = 30;
/// Redemptions that it lists.
const LATELY: i64 = 12;
/// Codes on a person's page.
const CODES: i64 = 3;

impl Store {
    /// How customers found the work lately.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn scores(&self) -> Result<Scores, StoreError> {
        self.read(|tx| {
            let (asked, answered, sum): (i64, i64, i64) = tx
                .prepare_cached(&format!(
                    "SELECT count(*) FILTER (WHERE {HAS_LEFT}), count(score), coalesce(sum(score), 0)
                     FROM (SELECT outbox_id, score FROM feedback ORDER BY job_id DESC LIMIT ?1) AS newest
                     JOIN outbox ON outbox.id = newest.outbox_id"
                ))?
                .query_row([COUNTED], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
                })?;
            let size = |number: i64| usize::try_from(number).unwrap_or(0);
            Ok(Scores {
                asked: size(asked),
                answered: size(answered),
                sum: size(sum),
            })
        })
        .await
    }

    /// The page on which codes are redeemed.
    ///
    /// # Errors
    /// When there is no such customer.
    pub async fn redeeming(
        &self,
        code: String,
        customer: Option<i64>,
        done: Option<i64>,
        now: Now,
    ) -> Result<Redeeming, StoreError> {
        let run = self.shared.run.clone();
        self.read(move |tx| {
            let look = Look { tx, run: &run, now };
            let code = plain_code(&code);
            let customer = match customer {
                Some(id) => Some((id, look.named(id)?.0)),
                None => None,
            };
            let worth = match code.as_str() {
                "" => None,
                code => {
                    let whom = customer.as_ref().map(|(id, _)| *id);
                    Some(redeem::worth(tx, code, whom, now)?)
                }
            };
            let done = match done {
                Some(id) => {
                    let found = redeem::one(tx, id)?;
                    Some(found.ok_or(StoreError::Missing(Thing::Redemption))?)
                }
                None => None,
            };
            let offer = match &worth {
                Some(Worth::Good { customer, .. }) => redeem::offer(tx, &code, Some(*customer))?,
                Some(Worth::ForWhom) => redeem::offer(tx, &code, None)?,
                _ => None,
            };
            Ok(Redeeming {
                top: look.top()?,
                offer,
                here: match worth {
                    Some(Worth::ForWhom) => look.here()?,
                    _ => Vec::new(),
                },
                code,
                worth,
                customer,
                done,
                lately: redeem::redemptions(
                    tx,
                    "1 = 1 ORDER BY redemption.id DESC LIMIT ?1",
                    [LATELY],
                )?,
            })
        })
        .await
    }
}

impl Look<'_> {
    /// The customers of open jobs, the newest first.
    fn here(&self) -> Result<Vec<(i64, String, String)>, StoreError> {
        let mut statement = self.tx.prepare_cached(
            "SELECT customer.id AS id, customer.name AS name, coalesce(vehicle.name, '') AS vehicle
             FROM job JOIN customer ON customer.id = job.customer_id
             LEFT JOIN vehicle ON vehicle.id = job.vehicle_id
             WHERE state IN ('booked', 'waiting', 'in_bay', 'ready')
             GROUP BY customer.id ORDER BY max(job.id) DESC LIMIT ?1",
        )?;
        let rows = statement.query_map([HERE], |row| {
            Ok((row.get("id")?, row.get("name")?, row.get("vehicle")?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The codes that a customer was texted and that are still good, the newest first.
    pub(super) fn codes_of(&self, customer: i64) -> Result<Vec<PersonCode>, StoreError> {
        let mut statement = self.tx.prepare_cached(&format!(
            "SELECT code, expires_at FROM job JOIN offer ON offer.job_id = job.id
             JOIN outbox ON outbox.id = offer.outbox_id
             WHERE job.customer_id = ?1 AND expires_at > ?2
                 AND {HAS_LEFT}
                 AND NOT EXISTS (SELECT 1 FROM redemption WHERE redemption.code = offer.code
                     AND redemption.customer_id = ?1 AND undone_at IS NULL)
             GROUP BY code ORDER BY max(job.id) DESC LIMIT ?3"
        ))?;
        let now = ms(self.now.wall);
        let rows = statement.query_map(params![customer, now, CODES], |row| {
            Ok(PersonCode {
                code: row.get("code")?,
                until: last_moment(codec::at(row, "expires_at")?),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// A code is good to the end of its last day; that day is told, and not the midnight after it.
pub fn last_moment(expires: DateTime<Utc>) -> DateTime<Utc> {
    expires - TimeDelta::seconds(1)
}
