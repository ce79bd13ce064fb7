//! Codes at the counter: what one is worth, redeeming it, and taking that back.
//!
//! A code of its own is good once, for whom it was texted. A shared one is good once for each
//! customer: for those who got it until the day that their text names, for anybody else who heard of it
//! as long as anybody's is good.

use super::apply::vars;
use super::codec::{self, ms};
use super::outbox::HAS_LEFT;
use super::{Deed, Store, StoreError, Thing, settings, templates};
use crate::domain::follow_up::{Codes, plain_code};
use crate::domain::template::Variable;
use crate::domain::time::Now;
use crate::domain::words::Kind;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row, Transaction, params};

/// What a code is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Worth {
    /// Nobody was ever texted it.
    Unknown,
    /// A shared one that is good; for whom it is to be redeemed must be said first.
    ForWhom,
    /// It can be redeemed.
    Good {
        /// For this customer.
        customer: i64,
        /// Their name.
        name: String,
        /// Until then; none where only the shop's settings know it.
        until: Option<DateTime<Utc>>,
        /// Their open job that was taken in last.
        job: Option<i64>,
    },
    /// It was redeemed before.
    Used(Redemption),
    /// Its time is over.
    Expired {
        /// Since then.
        since: DateTime<Utc>,
        /// The name of whom it was for; empty where that is not one customer.
        name: String,
    },
}

/// A code that was redeemed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redemption {
    /// Its number.
    pub id: i64,
    /// The code.
    pub code: String,
    /// For whom.
    pub customer: i64,
    /// Their name.
    pub name: String,
    /// For which visit.
    pub job: Option<i64>,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
    /// It was taken back.
    pub undone: bool,
}

impl Store {
    /// Redeems a code for a customer. What it is worth then is given back: only [`Worth::Good`] was
    /// redeemed, and its redemption's number comes along.
    ///
    /// # Errors
    /// When there is no such customer.
    pub async fn redeem(
        &self,
        code: String,
        customer: i64,
        by: String,
        now: Now,
    ) -> Result<(Worth, Option<i64>), StoreError> {
        self.write(move |tx| {
            let code = plain_code(&code);
            let found = worth(tx, &code, Some(customer), now)?;
            let Worth::Good { customer, job, .. } = found else {
                return Ok((found, None));
            };
            tx.prepare_cached(
                "INSERT INTO redemption (code, customer_id, job_id, at, by) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![code, customer, job, ms(now.wall), by])?;
            let id = tx.last_insert_rowid();
            Deed::Redeemed { code, customer }.note(tx, &by, now)?;
            Ok((found, Some(id)))
        })
        .await
    }

    /// Takes a redemption back: the code is good again, as long as its time is not over.
    ///
    /// # Errors
    /// [`StoreError::TooLate`] when it was taken back already.
    pub async fn undo_redeem(&self, id: i64, by: String, now: Now) -> Result<(), StoreError> {
        self.write(move |tx| {
            let found = one(tx, id)?.ok_or(StoreError::Missing(Thing::Redemption))?;
            if found.undone {
                return Err(StoreError::TooLate);
            }
            tx.prepare_cached(
                "UPDATE redemption SET undone_at = ?2, undone_by = ?3 WHERE id = ?1",
            )?
            .execute(params![id, ms(now.wall), by])?;
            let (code, customer) = (found.code, found.customer);
            Deed::TookRedeemedBack { code, customer }.note(tx, &by, now)
        })
        .await
    }
}

/// The offers with this code that have left.
fn gone() -> String {
    format!(
        "FROM offer JOIN outbox ON outbox.id = offer.outbox_id JOIN job ON job.id = offer.job_id
         WHERE code = ?1 AND {HAS_LEFT}"
    )
}

/// What a code is worth, for that customer where one is named. `code` is as it is kept.
pub(super) fn worth(
    tx: &Transaction<'_>,
    code: &str,
    customer: Option<i64>,
    now: Now,
) -> Result<Worth, StoreError> {
    let gone = gone();
    let own = tx
        .prepare_cached(&format!(
            "SELECT job.customer_id AS customer, expires_at {gone} AND shared = 0"
        ))?
        .query_row([code], |row| {
            Ok((row.get("customer")?, codec::at(row, "expires_at")?))
        })
        .optional()?;
    if let Some((owner, until)) = own {
        return of_one(tx, code, owner, Some(until), now);
    }
    let texted: Option<i64> = tx
        .prepare_cached(&format!("SELECT max(expires_at) {gone}"))?
        .query_row([code], |row| row.get(0))?;
    let shop = settings::settings(tx)?;
    let wanted = &shop.follow_up;
    let is_set = wanted.codes == Codes::Shared && !code.is_empty() && wanted.shared_code == code;
    let last = texted.map(codec::instant);
    if last.is_none() && !is_set {
        return Ok(Worth::Unknown);
    }
    let Some(customer) = customer else {
        return Ok(match last {
            Some(since) if since <= now.wall => Worth::Expired {
                since,
                name: String::new(),
            },
            _ => Worth::ForWhom,
        });
    };
    let theirs: Option<i64> = tx
        .prepare_cached(&format!(
            "SELECT max(expires_at) {gone} AND job.customer_id = ?2"
        ))?
        .query_row(params![code, customer], |row| row.get(0))?;
    of_one(tx, code, customer, theirs.map(codec::instant).or(last), now)
}

/// What the offer with that code promises: as it was texted to that customer, else as the shop words it.
pub(super) fn offer(
    tx: &Transaction<'_>,
    code: &str,
    customer: Option<i64>,
) -> Result<Option<String>, StoreError> {
    let gone = gone();
    let texted: Option<String> = tx
        .prepare_cached(&format!(
            "SELECT outbox.words {gone} AND job.customer_id = ?2 ORDER BY outbox.id DESC LIMIT 1"
        ))?
        .query_row(params![code, customer], |row| row.get(0))
        .optional()?
        .filter(|words: &String| !words.is_empty());
    if texted.is_some() {
        return Ok(texted);
    }
    let shop = settings::settings(tx)?;
    let vars = vars(&shop)
        .with(Variable::OfferCode, code)
        .with(Variable::ValidUntil, "…");
    let template = templates::template(tx, Kind::Offer, shop.lang)?;
    Ok(template.render(&vars).ok())
}

/// What it is worth for that customer.
fn of_one(
    tx: &Transaction<'_>,
    code: &str,
    customer: i64,
    until: Option<DateTime<Utc>>,
    now: Now,
) -> Result<Worth, StoreError> {
    let name: String = tx
        .prepare_cached("SELECT name FROM customer WHERE id = ?1 AND erased_at IS NULL")?
        .query_row([customer], |row| row.get(0))
        .optional()?
        .ok_or(StoreError::Missing(Thing::Customer))?;
    let used = redemptions(
        tx,
        "code = ?1 AND customer_id = ?2 AND undone_at IS NULL ORDER BY redemption.id DESC LIMIT 1",
        params![code, customer],
    )?;
    if let Some(used) = used.into_iter().next() {
        return Ok(Worth::Used(used));
    }
    if let Some(since) = until.filter(|until| *until <= now.wall) {
        return Ok(Worth::Expired { since, name });
    }
    let job = tx
        .prepare_cached(
            "SELECT id FROM job WHERE customer_id = ?1
                 AND state IN ('booked', 'waiting', 'in_bay', 'ready') ORDER BY id DESC LIMIT 1",
        )?
        .query_row([customer], |row| row.get(0))
        .optional()?;
    Ok(Worth::Good {
        customer,
        name,
        until,
        job,
    })
}

/// A redemption by its number.
pub(super) fn one(tx: &Transaction<'_>, id: i64) -> Result<Option<Redemption>, StoreError> {
    let found = redemptions(tx, "redemption.id = ?1", [id])?;
    Ok(found.into_iter().next())
}

/// The redemptions for which `condition` holds.
pub(super) fn redemptions(
    tx: &Transaction<'_>,
    condition: &str,
    values: impl rusqlite::Params,
) -> Result<Vec<Redemption>, StoreError> {
    let mut statement = tx.prepare_cached(&format!(
        "SELECT redemption.id AS id, code, customer_id, name, job_id, at, by, undone_at IS NOT NULL AS undone
         FROM redemption JOIN customer ON customer.id = customer_id WHERE {condition}"
    ))?;
    let read = |row: &Row<'_>| {
        Ok(Redemption {
            id: row.get("id")?,
            code: row.get("code")?,
            customer: row.get("customer_id")?,
            name: row.get("name")?,
            job: row.get("job_id")?,
            at: codec::at(row, "at")?,
            by: row.get("by")?,
            undone: row.get("undone")?,
        })
    };
    let rows = statement.query_map(values, read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}
