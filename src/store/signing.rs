//! What a customer is asked to sign: the lines that concern them, and where each stands.

use super::codec;
use super::ledger::standing;
use super::{Store, StoreError, jobs};
use crate::domain::consent::{Consent, Scope};
use crate::domain::lang::Lang;
use crate::domain::phone::PhoneNumber;
use crate::domain::purpose::Purpose;
use crate::domain::wording::ConsentLine;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Transaction, params};

/// A customer who is to sign, and for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToSign {
    /// The job.
    pub job: i64,
    /// The customer's name.
    pub name: String,
    /// The language that the customer reads.
    pub lang: Lang,
    /// The phone number, where there is one that can be texted.
    pub number: Option<PhoneNumber>,
    /// The e-mail address, where there is one.
    pub email: Option<String>,
    /// The lines to be asked, in order.
    pub lines: Vec<LineToSign>,
}

/// A line, and where it stands before it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineToSign {
    /// Which line.
    pub line: ConsentLine,
    /// The contact point that it is about.
    pub contact: i64,
    /// Where the consent stands.
    pub consent: Consent,
    /// Since when the customer's own act grants it: it need not be asked again.
    pub own_since: Option<DateTime<Utc>>,
}

/// What a line is about in the ledger.
pub(super) fn scope(line: ConsentLine) -> (Scope, Purpose) {
    match line {
        ConsentLine::Offers | ConsentLine::EmailOffers => {
            (Scope::Promotional, Purpose::Promotional)
        }
        ConsentLine::Service | ConsentLine::EmailUpdates | ConsentLine::Phone => {
            (Scope::Service, Purpose::Service)
        }
    }
}

impl Store {
    /// What the customer of a job is to be asked.
    ///
    /// # Errors
    /// When there is no such job.
    pub async fn to_sign(&self, job: i64) -> Result<ToSign, StoreError> {
        self.read(move |tx| to_sign(tx, job)).await
    }
}

/// What the customer of a job is to be asked, in this transaction.
pub(super) fn to_sign(tx: &Transaction<'_>, id: i64) -> Result<ToSign, StoreError> {
    let job = jobs::job(tx, id)?;
    let (mut number, mut email, mut lines) = (None, None, Vec::new());
    if let Some(contact) = job.contact {
        let contact = super::people::contact(tx, contact)?;
        if contact.can_be_texted {
            for line in [ConsentLine::Service, ConsentLine::Offers] {
                lines.push(line_to_sign(tx, line, contact.id)?);
            }
            number = Some(contact.number);
        }
    }
    let address = tx
        .prepare_cached(
            "SELECT contact_point.id, address FROM job JOIN contact_point ON contact_point.id = job.email_id
             WHERE job.id = ?1",
        )?
        .query_row([id], |row| Ok((row.get::<_, i64>("id")?, row.get::<_, String>("address")?)))
        .optional()?;
    if let Some((contact, address)) = address {
        for line in [ConsentLine::EmailUpdates, ConsentLine::EmailOffers] {
            lines.push(line_to_sign(tx, line, contact)?);
        }
        email = Some(address);
    }
    Ok(ToSign {
        job: id,
        name: job.name,
        lang: job.lang.spoken(),
        number,
        email,
        lines,
    })
}

fn line_to_sign(
    tx: &Transaction<'_>,
    line: ConsentLine,
    contact: i64,
) -> Result<LineToSign, StoreError> {
    let (_, purpose) = scope(line);
    let consent = standing(tx, contact)?.consent(purpose);
    Ok(LineToSign {
        line,
        contact,
        consent,
        own_since: own_since(tx, contact, line)?,
    })
}

/// Since when the customer's own act grants a purpose. What staff write down after it takes nothing
/// from it.
pub(super) fn own_since(
    tx: &Transaction<'_>,
    contact: i64,
    line: ConsentLine,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let (scope, purpose) = scope(line);
    let consent = standing(tx, contact)?.consent(purpose);
    if !matches!(consent, Consent::Granted | Consent::Held) {
        return Ok(None);
    }
    let mut grants = tx.prepare_cached(
        "SELECT method, occurred_at FROM ledger
         WHERE contact_id = ?1 AND event = 'grant' AND scope = ?2 AND id > (
             SELECT coalesce(max(id), 0) FROM ledger
             WHERE contact_id = ?1 AND event = 'revoke' AND scope IN ('all', ?2))
         ORDER BY id DESC",
    )?;
    let grants = grants.query_map(params![contact, scope.as_str()], |row| {
        Ok((
            codec::method(row, "method")?,
            codec::at(row, "occurred_at")?,
        ))
    })?;
    for grant in grants {
        let (method, at) = grant?;
        if method.is_the_customers_own() {
            return Ok(Some(at));
        }
    }
    Ok(None)
}
