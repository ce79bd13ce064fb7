//! Status reports: what the network says became of a part.

use super::codec::ms;
use super::{StoreError, codec, people, reach, tasks};
use crate::domain::phone::{Country, PhoneNumber};
use crate::domain::purpose::Purpose;
use crate::domain::text::TextKind;
use crate::domain::time::Now;
use crate::domain::why::Why;
use crate::wire::report::{Outcome, StatusReport};
use chrono::TimeDelta;
use rusqlite::{Row, Transaction, params};

/// A report that comes later than this is about a part long forgotten: references wrap at 256.
/// No network keeps trying for longer (TS 23.040 9.2.3.12: 63 weeks at most, but ours ask for days).
const REPORTS_WITHIN: TimeDelta = TimeDelta::days(8);

/// How long after Ctrl-Z a network may still take a part.
const LONGEST_TRY: TimeDelta = TimeDelta::seconds(130);

/// A part that a report may be about.
struct Sent {
    text: i64,
    seq: i64,
    contact: i64,
    mr: Option<u8>,
    unsure: bool,
    /// It is with the modem just now, and its reference is not known yet.
    in_flight: bool,
    released_at: Option<i64>,
    /// What an earlier report said, if one came.
    told: Told,
    /// When it was handed over, as the box's clock had it, in milliseconds.
    sent_at: i64,
}

/// What is known of a part's fate; what comes later in this order is never taken back by what comes
/// before it, because reports overtake each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Told {
    Nothing,
    Undelivered,
    Delivered,
}

/// How far the service centre's clock and ours may be apart where the reference and the time are all
/// that there is to go by.
const CLOCKS_APART: TimeDelta = TimeDelta::minutes(2);

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
    let at = report.sent_at.time().map(|time| time.timestamp_millis());
    // References wrap at 256: of several, the one that was sent when the report says, as far as the
    // clocks tell it, else the newest.
    let apart = CLOCKS_APART.num_milliseconds().unsigned_abs();
    let certain = sent
        .iter()
        .filter(|part| !part.unsure && part.mr == Some(report.reference))
        // One whose end was told has no other report, unless this is of the same moment.
        .filter(|part| {
            part.told == Told::Nothing || at.is_none_or(|at| part.sent_at.abs_diff(at) <= apart)
        })
        .min_by_key(|part| at.map_or(0, |at| part.sent_at.abs_diff(at) / apart));
    let fitting = certain.or_else(|| doubtful(&sent, report.reference, at?));
    match fitting {
        Some(part) => note(tx, part, report, now),
        None if sent.is_empty() => match (at, sent_at(tx, report.reference, at)?.as_slice()) {
            (Some(_), [only]) => note(tx, only, report, now),
            _ => Ok(()),
        },
        None => Ok(()),
    }
}

/// The doubtful part to this number that a report for no certain one must be about: the only one that was
/// released at about the time that the report tells. With a reference that is known, that must fit too;
/// without, nothing else may have gone to the number at that time.
fn doubtful(sent: &[Sent], reference: u8, at: i64) -> Option<&Sent> {
    let apart = CLOCKS_APART.num_milliseconds();
    let longest = LONGEST_TRY.num_milliseconds();
    let mut fitting = sent.iter().filter(|part| {
        let from = part.released_at.unwrap_or(i64::MAX);
        part.unsure
            && part.mr.is_none_or(|expected| expected == reference)
            && from.saturating_sub(apart) <= at
            && at <= from.saturating_add(longest + apart)
    });
    let (only, None) = (fitting.next()?, fitting.next()) else {
        return None;
    };
    let is_rival = |part: &Sent| {
        let is_near = only.mr.is_none() && part.sent_at.abs_diff(at) <= apart.unsigned_abs();
        !part.unsure && (part.in_flight || is_near)
    };
    (!sent.iter().any(is_rival)).then_some(only)
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
            "SELECT outbox_id, seq, contact_id, mr, part.state AS state, sent_at, released_at
             FROM part JOIN outbox ON outbox.id = part.outbox_id
             WHERE contact_id = ?1 AND (part.state = 'released'
                 OR sent_at > ?2 AND part.state IN ('sent', 'unsure', 'delivered', 'undelivered'))
             ORDER BY sent_at DESC, attempt DESC",
        )?;
        let rows =
            statement.query_map(params![contact, ms(now.wall - REPORTS_WITHIN)], read_sent)?;
        for row in rows {
            found.push(row?);
        }
    }
    Ok(found)
}

/// The parts with this reference that were sent at about that time, to whomever. Some modems spoil the
/// number in a report (quirks of ZTE's), and every text from this SIM is one of ours.
fn sent_at(tx: &Transaction<'_>, reference: u8, at: Option<i64>) -> Result<Vec<Sent>, StoreError> {
    let Some(at) = at else {
        return Ok(Vec::new());
    };
    let apart = CLOCKS_APART.num_milliseconds();
    let mut statement = tx.prepare_cached(
        "SELECT outbox_id, seq, contact_id, mr, part.state AS state, sent_at, released_at
         FROM part JOIN outbox ON outbox.id = part.outbox_id
         WHERE sent_at BETWEEN ?1 AND ?2 AND mr = ?3 AND part.state = 'sent'",
    )?;
    let rows = statement.query_map(params![at - apart, at + apart, reference], read_sent)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn read_sent(row: &Row<'_>) -> rusqlite::Result<Sent> {
    let state: String = row.get("state")?;
    Ok(Sent {
        text: row.get("outbox_id")?,
        seq: row.get("seq")?,
        contact: row.get("contact_id")?,
        mr: row.get("mr")?,
        unsure: state == "unsure",
        in_flight: state == "released",
        released_at: row.get("released_at")?,
        told: match state.as_str() {
            "delivered" => Told::Delivered,
            "undelivered" => Told::Undelivered,
            _ => Told::Nothing,
        },
        sent_at: row.get::<_, Option<i64>>("sent_at")?.unwrap_or(0),
    })
}

fn note(
    tx: &Transaction<'_>,
    part: &Sent,
    report: &StatusReport,
    now: Now,
) -> Result<(), StoreError> {
    // A part that was unsure and has a report went, whatever became of it then.
    let (told, state) = match report.outcome() {
        Outcome::Delivered => (Told::Delivered, "delivered"),
        Outcome::HandedOn | Outcome::Replaced | Outcome::Trying => (Told::Nothing, "sent"),
        Outcome::Failed | Outcome::GaveUp | Outcome::Expired => (Told::Undelivered, "undelivered"),
    };
    if told < part.told {
        return Ok(());
    }
    tx.prepare_cached(
        "UPDATE part SET state = ?3, mr = ?4, status = ?5, reported_at = ?6 WHERE outbox_id = ?1 AND seq = ?2",
    )?
    .execute(params![part.text, part.seq, state, report.reference, report.status, ms(now.wall)])?;
    let (before, after, purpose, kind, job) = tx
        .prepare_cached(
            "SELECT state,
                 CASE WHEN state = 'cut_short' THEN state
                      WHEN EXISTS (SELECT 1 FROM part WHERE outbox_id = ?1 AND state IN ('sending', 'released')) THEN state
                      WHEN EXISTS (SELECT 1 FROM part WHERE outbox_id = ?1 AND state = 'unsure') THEN 'unsure'
                      WHEN EXISTS (SELECT 1 FROM part WHERE outbox_id = ?1 AND state = 'undelivered') THEN 'undelivered'
                      WHEN (SELECT count(*) FROM part WHERE outbox_id = ?1 AND state = 'delivered') = parts THEN 'delivered'
                      WHEN (SELECT count(*) FROM part WHERE outbox_id = ?1 AND state IN ('sent', 'delivered')) = parts THEN 'sent'
                      ELSE 'sending' END AS after,
                 purpose, kind, job_id
             FROM outbox WHERE id = ?1",
        )?
        .query_row([part.text], |row| {
            Ok((
                row.get::<_, String>("state")?,
                row.get::<_, String>("after")?,
                codec::purpose(row, "purpose")?,
                codec::text_kind(row, "kind")?,
                row.get::<_, Option<i64>>("job_id")?,
            ))
        })?;
    let undelivered = after == "undelivered";
    // It went, and the network has more to say than that.
    let more = match report.outcome() {
        Outcome::Trying => Some(Why::StillTrying.with(report.meaning())),
        Outcome::HandedOn | Outcome::Replaced => Some(Why::NotConfirmed.as_str().to_owned()),
        _ => None,
    };
    let more = more.filter(|_| after == "sent");
    if before == after && more.is_none() {
        return Ok(());
    }
    let reason = match before.as_str() {
        _ if undelivered => report.meaning().to_owned(),
        _ if let Some(more) = more => more,
        "unsure" if after != "unsure" => Why::Reported.as_str().to_owned(),
        _ => String::new(),
    };
    tx.prepare_cached("UPDATE outbox SET state = ?2, reason = ?3, settled_at = ?4 WHERE id = ?1")?
        .execute(params![part.text, after, reason, ms(now.wall)])?;
    if undelivered && purpose == Purpose::Service && kind.is_worth_a_call() {
        let why = Why::NotDelivered.with(report.meaning());
        tasks::call(tx, Some(part.contact), job, Some(part.text), &why, now)?;
    }
    // Of the line itself its own page tells.
    if undelivered && kind != TextKind::RoundTrip && reach::is_failing(tx, part.contact)? {
        reach::look_into(tx, part.contact, now)?;
    }
    Ok(())
}
