//! What settles a part that may or may not have gone, where no report does: the counts of the SIM and
//! of the modem, as they stood before each Ctrl-Z. [`crate::domain::evidence`] judges; here is what it
//! judges by, and what follows.

use super::codec::ms;
use super::{Attempt, Store, StoreError, outbox};
use crate::domain::evidence::{self, Finding, Sign, Stand, Testimony};
use crate::domain::text::TextState;
use crate::domain::time::Now;
use crate::domain::why::Why;
use chrono::TimeDelta;
use rusqlite::{Row, Transaction, params};

/// What the line is at the moment of Ctrl-Z.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OnLine {
    /// The SIM's identity.
    pub sim: String,
    /// Who made the modem, and which model.
    pub modem: String,
    /// What the SIM keeps as its last message reference; None where that can't be told.
    pub counter: Option<u8>,
}

/// A look at the counts, once the modem has answered again after a full time-out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// The line, with the count as it stands now.
    pub line: OnLine,
    /// The tries that the modem said an end to, since when it has kept its power.
    pub ended: Vec<Attempt>,
}

/// Older doubts are left to people.
const LOOKED_INTO: TimeDelta = TimeDelta::days(1);
/// A text that did not go is sent by itself only so soon after it was to go, as the rest of a text is.
const SENT_AFTER_ALL: TimeDelta = TimeDelta::minutes(10);
/// And only so often.
const MOST_TRIES: i64 = 3;
/// How many parts a count is followed through.
const FOLLOWED: i64 = 64;

/// A part that was handed over.
struct Handed {
    text: i64,
    seq: i64,
    attempt: i64,
    accepted: bool,
    line: OnLine,
    mr: Option<u8>,
}

/// What was found out about a doubtful part.
struct Found {
    text: i64,
    seq: i64,
    finding: Finding,
}

impl Store {
    /// Weighs what the counts say about the parts of which nobody knows whether they went.
    ///
    /// # Errors
    /// When the database can't be read or written.
    pub async fn weigh(&self, look: Look, now: Now) -> Result<(), StoreError> {
        let seen = look.clone();
        // Mostly there is no doubt, and then nothing is written.
        if self.read(move |tx| find(tx, &seen, now)).await?.is_empty() {
            return Ok(());
        }
        self.write(move |tx| {
            for found in find(tx, &look, now)? {
                follow(tx, &found, now)?;
            }
            Ok(())
        })
        .await
    }

    /// A text that the network refused has moved this count, or has not.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn counts_tries(
        &self,
        line: OnLine,
        sign: Sign,
        counted: bool,
    ) -> Result<(), StoreError> {
        self.write(move |tx| {
            let sql = if counted {
                "INSERT OR IGNORE INTO counts_tries (sim, modem, sign) VALUES (?1, ?2, ?3)"
            } else {
                "DELETE FROM counts_tries WHERE sim = ?1 AND modem = ?2 AND sign = ?3"
            };
            tx.execute(sql, params![line.sim, line.modem, sign.as_str()])?;
            Ok(())
        })
        .await
    }
}

/// The reference that this part must have got, where the modem's references are believed.
pub(super) fn expected_reference(
    tx: &Transaction<'_>,
    text: i64,
    seq: i64,
) -> Result<Stand, StoreError> {
    let part = tx
        .prepare_cached(&format!("{HANDED} WHERE outbox_id = ?1 AND seq = ?2"))?
        .query_row([text, seq], read)?;
    let mut earlier = handed_over(tx)?;
    earlier.retain(|other| other.attempt < part.attempt);
    let stands: Vec<Stand> = sends_before(&earlier, &part.line).map(|p| p.mr).collect();
    Ok(evidence::believed(&stands).map(|last| last.wrapping_add(1)))
}

fn find(tx: &Transaction<'_>, look: &Look, now: Now) -> Result<Vec<Found>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT outbox_id, seq, attempt, reason FROM outbox JOIN part ON part.outbox_id = outbox.id
         WHERE outbox.state = 'unsure' AND part.state = 'unsure' AND released_at > ?1",
    )?;
    let doubts = statement.query_map([ms(now.wall - LOOKED_INTO)], |row| {
        Ok((
            row.get::<_, i64>("attempt")?,
            row.get::<_, String>("reason")?,
        ))
    })?;
    let doubts: Vec<(i64, String)> = doubts.collect::<Result<_, _>>()?;
    if doubts.is_empty() {
        return Ok(Vec::new());
    }
    let handed = handed_over(tx)?;
    let mut found = Vec::new();
    for (attempt, reason) in doubts {
        let Some(at) = handed.iter().position(|part| part.attempt == attempt) else {
            continue;
        };
        let ended = look.ended.iter().any(|ended| ended.id == attempt);
        let Some(finding) = finding(tx, &handed, at, look, ended)? else {
            continue;
        };
        if let Some(part) = handed.get(at)
            && reason != why(finding).as_str()
        {
            found.push(Found {
                text: part.text,
                seq: part.seq,
                finding,
            });
        }
    }
    Ok(found)
}

/// What the counts say about the part at `at`.
fn finding(
    tx: &Transaction<'_>,
    handed: &[Handed],
    at: usize,
    look: &Look,
    ended: bool,
) -> Result<Option<Finding>, StoreError> {
    let (earlier, rest) = handed.split_at(at);
    let Some((part, later)) = rest.split_first() else {
        return Ok(None);
    };
    let is_ours = |line: &OnLine| line.sim == look.line.sim && line.modem == look.line.modem;
    // What else happened in between may have moved the counts as well.
    let explained = later
        .iter()
        .all(|part| part.accepted && is_ours(&part.line));
    if !is_ours(&part.line) || !explained {
        return Ok(None);
    }
    let before = || sends_before(earlier, &part.line);
    let counters: Vec<Stand> = before()
        .map(|part| part.line.counter)
        .chain([part.line.counter])
        .collect();
    let references: Vec<Stand> = before().map(|part| part.mr).collect();
    let counters_now: Vec<Stand> = later
        .iter()
        .map(|part| part.line.counter)
        .chain([look.line.counter])
        .collect();
    let references_now: Vec<Stand> = later.iter().map(|part| part.mr).collect();
    // One that counts from 0 after a cut would look like it.
    let may_be_anew = !ended && matches!(references_now.first(), Some(Some(0 | 1)));
    let testimonies = [
        Testimony {
            sign: Sign::Counter,
            moved: evidence::moved(&counters, &counters_now, 0),
            counts_tries: is_noted(tx, &look.line, Sign::Counter)?,
        },
        Testimony {
            sign: Sign::Reference,
            moved: evidence::moved(&references, &references_now, 1).filter(|_| !may_be_anew),
            counts_tries: is_noted(tx, &look.line, Sign::Reference)?,
        },
    ];
    Ok(evidence::weigh(&testimonies, ended))
}

/// The sends on this line that end `earlier` without a gap, oldest first.
fn sends_before<'a>(earlier: &'a [Handed], line: &OnLine) -> impl Iterator<Item = &'a Handed> {
    let fits = |part: &&Handed| {
        part.accepted && part.line.sim == line.sim && part.line.modem == line.modem
    };
    let from = earlier
        .iter()
        .rposition(|part| !fits(&part))
        .map_or(0, |gap| gap + 1);
    earlier.iter().skip(from)
}

fn is_noted(tx: &Transaction<'_>, line: &OnLine, sign: Sign) -> Result<bool, StoreError> {
    Ok(tx
        .prepare_cached("SELECT 1 FROM counts_tries WHERE sim = ?1 AND modem = ?2 AND sign = ?3")?
        .exists(params![line.sim, line.modem, sign.as_str()])?)
}

const HANDED: &str = "SELECT outbox_id, seq, attempt, state, sim, modem, counter, mr FROM part";

/// The last parts that were handed over, in the order in which they were.
fn handed_over(tx: &Transaction<'_>) -> Result<Vec<Handed>, StoreError> {
    let mut statement = tx.prepare_cached(&format!(
        "{HANDED} WHERE sent_at IS NOT NULL ORDER BY sent_at DESC, attempt DESC LIMIT {FOLLOWED}"
    ))?;
    let mut handed: Vec<Handed> = statement.query_map([], read)?.collect::<Result<_, _>>()?;
    // Times are the clock's, which may have been wrong.
    handed.sort_by_key(|part| part.attempt);
    Ok(handed)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Handed> {
    let state: String = row.get("state")?;
    Ok(Handed {
        text: row.get("outbox_id")?,
        seq: row.get("seq")?,
        attempt: row.get("attempt")?,
        accepted: matches!(state.as_str(), "sent" | "delivered" | "undelivered"),
        line: OnLine {
            sim: row.get("sim")?,
            modem: row.get("modem")?,
            counter: row.get("counter")?,
        },
        mr: row.get("mr")?,
    })
}

fn why(finding: Finding) -> Why {
    match finding {
        Finding::ProbablyWent(Sign::Counter) => Why::SimCounted,
        Finding::ProbablyWent(Sign::Reference) => Why::ReferenceUsed,
        Finding::DidNotGo(Sign::Counter) => Why::SimDidNotCount,
        Finding::DidNotGo(Sign::Reference) => Why::ReferenceFree,
    }
}

/// One that probably went stays as it is, and says so. One that did not go goes back to the queue
/// where it says the same today as then; otherwise people decide, and are told.
fn follow(tx: &Transaction<'_>, found: &Found, now: Now) -> Result<(), StoreError> {
    let reason = why(found.finding).as_str();
    let may_go = matches!(found.finding, Finding::DidNotGo(_))
        && tx
            .prepare_cached(
                "SELECT 1 FROM outbox JOIN part ON part.outbox_id = outbox.id
                 WHERE outbox.id = ?1 AND seq = ?2 AND tries < ?3 AND released_at > ?4 AND send_before > ?5
                     AND NOT EXISTS (SELECT 1 FROM outbox AS newer WHERE newer.job_id = outbox.job_id AND newer.id > outbox.id)
                     AND NOT EXISTS (SELECT 1 FROM job WHERE job.id = outbox.job_id AND job.changed_at > released_at)",
            )?
            .exists(params![
                found.text,
                found.seq,
                MOST_TRIES,
                ms(now.wall - SENT_AFTER_ALL),
                ms(now.wall)
            ])?;
    if !may_go {
        return outbox::end(tx, found.text, TextState::Unsure, reason, now);
    }
    tx.prepare_cached(
        "UPDATE part SET state = 'waiting', retry_at = 0, mr = NULL, counter = NULL, sent_at = NULL
         WHERE outbox_id = ?1 AND seq = ?2",
    )?
    .execute([found.text, found.seq])?;
    tx.prepare_cached(
        "UPDATE outbox SET state = CASE ?2 WHEN 1 THEN 'queued' ELSE 'sending' END, reason = ?3, settled_at = NULL
         WHERE id = ?1",
    )?
    .execute(params![found.text, found.seq, reason])?;
    Ok(())
}
