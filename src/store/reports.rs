//! Status reports: what the network says became of a part.

use super::codec::ms;
use super::{StoreError, codec, people, reach, tasks};
use crate::domain::phone::{Country, PhoneNumber};
use crate::domain::purpose::Purpose;
use crate::domain::time::Now;
use crate::domain::why::Why;
use crate::wire::report::{Outcome, StatusReport};
use chrono::TimeDelta;
use rusqlite::{Transaction, params};

/// A report that comes later than this is about a part long forgotten: references wrap at 256.
/// No network keeps trying for longer (TS 23.040 9.2.3.12: 63 weeks at most, but ours ask for days).
const REPORTS_WITHIN: TimeDelta = TimeDelta::days(8);

/// A part that a report may be about.
struct Sent {
    text: i64,
    seq: i64,
    contact: i64,
    mr: Option<u8>,
    unsure: bool,
}

/// Applies a report to the newest part that it fits. One that fits none changes nothing: its TPDU
/// is kept all the same.
pub(super) fn apply(
    tx: &Transaction<'_>,
    report: &StatusReport,
    home: Country,
    now: Now,
) -> Result<(), StoreError> {
    let recipients = candidates(report, home);
    let sent = sent_to(tx, &recipients, now)?;
    let certain = sent
        .iter()
        .find(|part| !part.unsure && part.mr == Some(report.reference));
    let unsure: Vec<&Sent> = sent.iter().filter(|part| part.unsure).collect();
    let fitting = certain.or_else(|| {
        unsure
            .iter()
            .copied()
            .find(|part| part.mr == Some(report.reference))
            .or_else(|| {
                // Nothing was known of the reference: a report for the only unsure part to this number,
                // that no sent part explains, is about it.
                match unsure.as_slice() {
                    [only] if only.mr.is_none() => Some(*only),
                    _ => None,
                }
            })
    });
    match fitting {
        Some(part) => note(tx, part, report, now),
        None => Ok(()),
    }
}

fn candidates(report: &StatusReport, home: Country) -> Vec<PhoneNumber> {
    super::inbound::numbers(&report.recipient, home)
}

fn sent_to(
    tx: &Transaction<'_>,
    recipients: &[PhoneNumber],
    now: Now,
) -> Result<Vec<Sent>, StoreError> {
    let mut found = Vec::new();
    for number in recipients {
        let Some(contact) = people::find(tx, number)? else {
            continue;
        };
        let mut statement = tx.prepare_cached(
            "SELECT outbox_id, seq, mr, part.state = 'unsure' AS unsure
             FROM part JOIN outbox ON outbox.id = part.outbox_id
             WHERE contact_id = ?1 AND sent_at > ?2 AND part.state IN ('sent', 'unsure', 'delivered', 'undelivered')
             ORDER BY sent_at DESC, attempt DESC",
        )?;
        let rows = statement.query_map(params![contact, ms(now.wall - REPORTS_WITHIN)], |row| {
            Ok(Sent {
                text: row.get("outbox_id")?,
                seq: row.get("seq")?,
                contact,
                mr: row.get("mr")?,
                unsure: row.get("unsure")?,
            })
        })?;
        for row in rows {
            found.push(row?);
        }
    }
    Ok(found)
}

fn note(
    tx: &Transaction<'_>,
    part: &Sent,
    report: &StatusReport,
    now: Now,
) -> Result<(), StoreError> {
    // A part that was unsure and has a report went, whatever became of it then.
    let state = match report.outcome() {
        Outcome::Delivered | Outcome::HandedOn | Outcome::Replaced => "delivered",
        Outcome::Trying => "sent",
        Outcome::Failed | Outcome::GaveUp | Outcome::Expired => "undelivered",
    };
    tx.prepare_cached(
        "UPDATE part SET state = ?3, mr = ?4, status = ?5, reported_at = ?6 WHERE outbox_id = ?1 AND seq = ?2",
    )?
    .execute(params![part.text, part.seq, state, report.reference, report.status, ms(now.wall)])?;
    let (before, after, purpose, job) = tx
        .prepare_cached(
            "SELECT state,
                 CASE WHEN state = 'cut_short' THEN state
                      WHEN EXISTS (SELECT 1 FROM part WHERE outbox_id = ?1 AND state IN ('sending', 'released')) THEN state
                      WHEN EXISTS (SELECT 1 FROM part WHERE outbox_id = ?1 AND state = 'unsure') THEN 'unsure'
                      WHEN EXISTS (SELECT 1 FROM part WHERE outbox_id = ?1 AND state = 'undelivered') THEN 'undelivered'
                      WHEN (SELECT count(*) FROM part WHERE outbox_id = ?1 AND state = 'delivered') = parts THEN 'delivered'
                      WHEN (SELECT count(*) FROM part WHERE outbox_id = ?1 AND state IN ('sent', 'delivered')) = parts THEN 'sent'
                      ELSE 'sending' END AS after,
                 purpose, job_id
             FROM outbox WHERE id = ?1",
        )?
        .query_row([part.text], |row| {
            Ok((
                row.get::<_, String>("state")?,
                row.get::<_, String>("after")?,
                codec::purpose(row, "purpose")?,
                row.get::<_, Option<i64>>("job_id")?,
            ))
        })?;
    if before == after {
        return Ok(());
    }
    let undelivered = after == "undelivered";
    let reason = if undelivered { report.meaning() } else { "" };
    tx.prepare_cached("UPDATE outbox SET state = ?2, reason = ?3, settled_at = ?4 WHERE id = ?1")?
        .execute(params![part.text, after, reason, ms(now.wall)])?;
    if undelivered && purpose == Purpose::Service {
        let why = Why::NotDelivered.with(report.meaning());
        tasks::call(tx, Some(part.contact), job, Some(part.text), &why, now)?;
    }
    if undelivered && reach::is_failing(tx, part.contact)? {
        reach::look_into(tx, part.contact, now)?;
    }
    Ok(())
}
