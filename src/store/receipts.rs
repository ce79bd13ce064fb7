//! Receipts: made once from what stands, and kept with the ledger's head of that moment.

use super::codec::{self, ms};
use super::ledger::standing;
use super::signing::{scope, to_sign};
use super::{Deed, Store, StoreError, jobs, lines, settings, signatures};
use crate::domain::consent::Consent;
use crate::domain::job::{IntakeStep, LineStanding};
use crate::domain::ledger::Hash;
use crate::domain::receipt::{Receipt, ReceiptConsent, ReceiptLine, Stands};
use crate::domain::time::Now;
use crate::domain::wording::ConsentLine;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Transaction, params};
use serde_json::Value;

/// A receipt that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeReceipt {
    /// Its number.
    pub id: i64,
    /// When.
    pub made_at: DateTime<Utc>,
    /// By whom.
    pub made_by: String,
    /// The ledger's last row then; 0 for an empty ledger.
    pub head_row: i64,
    /// Its hash: whoever holds this receipt can tell whether the ledger was changed up to there.
    pub head: Hash,
    /// What is on it.
    pub receipt: Receipt,
}

impl Store {
    /// Makes a receipt of a job as it stands.
    ///
    /// # Errors
    /// When there is no such job.
    pub async fn make_receipt(&self, job: i64, by: String, now: Now) -> Result<i64, StoreError> {
        self.write(move |tx| {
            let receipt = compose(tx, job)?;
            let body = serde_json::to_string(&receipt)?;
            let head = tx
                .prepare_cached("SELECT id, row_hash FROM ledger ORDER BY id DESC LIMIT 1")?
                .query_row([], |row| {
                    Ok((row.get::<_, i64>("id")?, codec::hash(row, "row_hash")?))
                })
                .optional()?;
            let (head_row, head) = head.unwrap_or((0, Hash::GENESIS));
            tx.execute(
                "INSERT INTO receipt (job_id, made_at, made_by, head_row, head, body)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![job, ms(now.wall), by, head_row, head.0, body],
            )?;
            let id = tx.last_insert_rowid();
            Deed::Receipt { job }.note(tx, &by, now)?;
            Ok(id)
        })
        .await
    }

    /// The newest receipt of a job.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn receipt(&self, job: i64) -> Result<Option<MadeReceipt>, StoreError> {
        self.read(move |tx| {
            let mut statement = tx.prepare_cached(
                "SELECT id, made_at, made_by, head_row, head, body FROM receipt
                 WHERE job_id = ?1 ORDER BY id DESC LIMIT 1",
            )?;
            let found = statement.query_row([job], |row| {
                Ok((
                    row.get("id")?,
                    codec::at(row, "made_at")?,
                    row.get("made_by")?,
                    row.get("head_row")?,
                    codec::hash(row, "head")?,
                    row.get::<_, String>("body")?,
                ))
            });
            let Some((id, made_at, made_by, head_row, head, body)) = found.optional()? else {
                return Ok(None);
            };
            let receipt = serde_json::from_str(&body)
                .map_err(|error| StoreError::Damaged(format!("receipt {id}: {error}")))?;
            Ok(Some(MadeReceipt {
                id,
                made_at,
                made_by,
                head_row,
                head,
                receipt,
            }))
        })
        .await
    }

    /// The lines of work of a job as its receipt would have them now.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn work_so_far(&self, job: i64) -> Result<Vec<ReceiptLine>, StoreError> {
        self.read(move |tx| work(tx, job)).await
    }

    /// Nothing is left to do about taking a job in.
    ///
    /// # Errors
    /// When there is no such job.
    pub async fn taken_in(&self, job: i64, now: Now) -> Result<(), StoreError> {
        self.write(move |tx| jobs::set_intake(tx, job, IntakeStep::Done, now))
            .await
    }
}

fn compose(tx: &Transaction<'_>, id: i64) -> Result<Receipt, StoreError> {
    let shop = settings::settings(tx)?;
    let job = jobs::job(tx, id)?;
    let plate: Option<String> = tx
        .prepare_cached(
            "SELECT plate FROM job JOIN vehicle ON vehicle.id = job.vehicle_id WHERE job.id = ?1",
        )?
        .query_row([id], |row| row.get(0))
        .optional()?;
    let plate = plate.unwrap_or_default();
    let vehicle = [job.vehicle.as_str(), plate.as_str()];
    let vehicle = vehicle.into_iter().filter(|words| !words.is_empty());
    let mut work = work(tx, id)?;
    if work.is_empty() && !job.work.is_empty() {
        work.push(ReceiptLine {
            words: job.work.clone(),
            price: None,
            asked: false,
        });
    }
    Ok(Receipt {
        job: id,
        shop: shop.brand.clone(),
        phone: shop.phone.clone(),
        site: shop.site.clone(),
        customer: job.name,
        vehicle: vehicle.collect::<Vec<_>>().join(", "),
        lang: job.lang.spoken(),
        currency: shop.currency,
        tax: shop.tax,
        tax_name: shop.tax_name.clone(),
        promised_at: job.promised_at,
        lines: work,
        consents: consents(tx, id)?,
    })
}

/// The lines of work that have not been declined, as a receipt has them.
fn work(tx: &Transaction<'_>, job: i64) -> Result<Vec<ReceiptLine>, StoreError> {
    let lines = lines::of(tx, job)?.into_iter();
    let lines = lines.filter(|line| line.standing != LineStanding::Declined);
    Ok(lines.map(ReceiptLine::from).collect())
}

/// Each line that concerns the customer, as answered on this job; what stands for the number from
/// another visit is told beside it.
fn consents(tx: &Transaction<'_>, job: i64) -> Result<Vec<ReceiptConsent>, StoreError> {
    let answered: Option<i64> = tx
        .prepare_cached(
            "SELECT id FROM signing WHERE job_id = ?1 AND done_at IS NOT NULL ORDER BY id DESC LIMIT 1",
        )?
        .query_row([job], |row| row.get(0))
        .optional()?;
    let answered = answered
        .map(|id| signatures::evidence(tx, id))
        .transpose()?;
    let by_text = jobs::job(tx, job)?.tell.by_text();
    let mut consents = Vec::new();
    for asked in to_sign(tx, job)?.lines {
        let line = asked.line.as_str().to_owned();
        let blank = ReceiptConsent {
            line: line.clone(),
            yes: false,
            version: String::new(),
            words: String::new(),
            at: None,
            stands: None,
        };
        if matches!(asked.consent, Consent::Granted | Consent::Held) {
            let granted = granted(tx, job, asked.line, asked.contact)?;
            let is_a_text = matches!(asked.line, ConsentLine::Service | ConsentLine::Offers);
            let is_theirs = granted.stands.is_none_or(|stands| !stands.by_another);
            consents.push(if is_a_text && !by_text {
                let since = granted.at;
                let this_job = || {
                    since.map(|since| Stands {
                        since,
                        by_another: false,
                    })
                };
                ReceiptConsent {
                    stands: granted.stands.or_else(this_job),
                    ..blank
                }
            } else if is_theirs {
                granted
            } else {
                ReceiptConsent {
                    stands: granted.stands,
                    ..blank
                }
            });
            continue;
        }
        let answer = answered.as_ref().and_then(|signing| {
            let answer = signing.answers.iter().find(|a| a.line == line)?;
            Some((answer, signing.opened.done_at))
        });
        consents.push(match answer {
            Some((answer, at)) => ReceiptConsent {
                version: answer.version.clone(),
                words: answer.words.clone(),
                at,
                ..blank
            },
            None => blank,
        });
    }
    Ok(consents)
}

/// A line that stands, with the words of the row that grants it. What was erased is left out.
fn granted(
    tx: &Transaction<'_>,
    job: i64,
    line: ConsentLine,
    contact: i64,
) -> Result<ReceiptConsent, StoreError> {
    let (_, purpose) = scope(line);
    let row = standing(tx, contact)?.row(purpose);
    // An older row does not name its job: then it is told by its time.
    let found = tx
        .prepare_cached(
            "SELECT occurred_at, body, given.id IS ?2 OR (given.id IS NULL AND occurred_at >= this.created_at)
                 AS is_here, coalesce(given.customer_id <> this.customer_id, 0) AS by_another
             FROM ledger JOIN job AS this ON this.id = ?2
             LEFT JOIN evidence ON ledger_id = ledger.id
             LEFT JOIN job AS given ON given.id = json_extract(body, '$.job')
             WHERE ledger.id = ?1",
        )?
        .query_row(params![row, job], |row| {
            Ok((
                codec::at(row, "occurred_at")?,
                row.get::<_, Option<String>>("body")?,
                row.get::<_, bool>("is_here")?,
                row.get::<_, bool>("by_another")?,
            ))
        })
        .optional()?;
    let body: Value = found
        .as_ref()
        .and_then(|(_, body, ..)| serde_json::from_str(body.as_deref()?).ok())
        .unwrap_or_default();
    let words = |field: &str| {
        let value = body.get(field).and_then(Value::as_str);
        value.unwrap_or_default().to_owned()
    };
    Ok(ReceiptConsent {
        line: line.as_str().to_owned(),
        yes: true,
        version: words("version"),
        words: words("words"),
        at: found.as_ref().map(|(at, ..)| *at),
        stands: found.and_then(|(since, _, is_here, by_another)| {
            (!is_here).then_some(Stands { since, by_another })
        }),
    })
}
