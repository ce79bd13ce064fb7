//! How fast texts go, and how many. The pace lies in the store, so that a restart doesn't reset it.

use super::StoreError;
use super::codec::{instant, ms};
use crate::domain::purpose::Purpose;
use crate::domain::settings::Limits;
use crate::domain::text::TextKind;
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{OptionalExtension, Transaction, params};

/// Whether a text draws on the share that nothing capped can use up: ready, late, questions that
/// the work waits for, codes, replies and compliance.
pub(super) fn is_reserved(purpose: Purpose, kind: TextKind) -> bool {
    match purpose {
        Purpose::Compliance | Purpose::Verification | Purpose::Conversation | Purpose::Staff => {
            true
        }
        Purpose::Service => matches!(
            kind,
            TextKind::Ready
                | TextKind::RunningLate
                | TextKind::NotReady
                | TextKind::OnTrack
                | TextKind::Approval
        ),
        Purpose::Feedback | Purpose::Promotional => false,
    }
}

/// What a cap looks at in a text.
pub(super) struct Capped<'a> {
    pub purpose: Purpose,
    pub kind: TextKind,
    pub contact: i64,
    pub words: &'a str,
    /// How many offers a month this number agreed to, where its line says so.
    pub agreed: Option<u32>,
}

/// The tokens now, and the instant at which there will be `needed` of them.
struct Bucket {
    tokens: f64,
    ready_at: DateTime<Utc>,
}

/// The instant from which the pace lets this text go; `now` or earlier when it may go now.
pub(super) fn paced_until(
    tx: &Transaction<'_>,
    limits: &Limits,
    reserved: bool,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, StoreError> {
    if !limits.paced {
        return Ok(now);
    }
    // What is not reserved leaves the bucket full but for itself, so that a burst of what is
    // reserved never waits behind it.
    let needed = if reserved { 1.0 } else { limits.burst.max(1.0) };
    // A clock that went back would fill the bucket only when it has caught up with itself.
    tx.prepare_cached("UPDATE pace SET at = ?1 WHERE at > ?1")?
        .execute([ms(now)])?;
    Ok(bucket(tx, limits, needed, now)?.ready_at)
}

/// Takes the token of a part that goes now. The cost varies by a fifth around one, so that texts
/// don't leave like clockwork.
pub(super) fn take_token(
    tx: &Transaction<'_>,
    limits: &Limits,
    attempt: i64,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    if !limits.paced {
        return Ok(());
    }
    let tokens = bucket(tx, limits, 0.0, now)?.tokens;
    let cost = 0.8 + 0.4 * spread(attempt);
    tx.prepare_cached(
        "INSERT INTO pace (bucket, tokens, at) VALUES ('line', ?1, ?2)
         ON CONFLICT (bucket) DO UPDATE SET tokens = ?1, at = ?2",
    )?
    .execute(params![(tokens - cost).max(-1.0), ms(now)])?;
    Ok(())
}

/// From 0 to 1, as if by chance, and the same for the same attempt. Knuth's multiplicative hash: the low
/// digits of attempt ids are anything but spread.
pub(super) fn spread(attempt: i64) -> f64 {
    attempt.wrapping_mul(2_654_435_761).rem_euclid(1000) as f64 / 1000.0
}

fn bucket(
    tx: &Transaction<'_>,
    limits: &Limits,
    needed: f64,
    now: DateTime<Utc>,
) -> Result<Bucket, StoreError> {
    let stored = tx
        .prepare_cached("SELECT tokens, at FROM pace WHERE bucket = 'line'")?
        .query_row([], |row| Ok((row.get::<_, f64>(0)?, row.get::<_, i64>(1)?)))
        .optional()?;
    let burst = limits.burst.max(1.0);
    let apart = limits.seconds_apart.max(0.001);
    let Some((tokens, at)) = stored else {
        return Ok(Bucket {
            tokens: burst,
            ready_at: now,
        });
    };
    // A clock that went back gives nothing; one that leapt ahead gives a full bucket and no more.
    let elapsed = (now - instant(at)).num_milliseconds().max(0) as f64 / 1000.0;
    let tokens = (tokens + elapsed / apart).min(burst);
    let lacking = ((needed - tokens) * apart * 1000.0).ceil().max(0.0);
    Ok(Bucket {
        tokens,
        ready_at: now + TimeDelta::milliseconds(lacking as i64),
    })
}

/// Texts with the same words that may go in an hour.
const SAME_WORDS_PER_HOUR: u32 = 20;

/// How much of the texts of a minute, an hour and a day a text may use up, in tenths: so as they fill, caps bind
/// offers first, then feedback, then what else about a job can wait. What is reserved is never bound.
fn share(purpose: Purpose, kind: TextKind) -> Option<u32> {
    match purpose {
        _ if is_reserved(purpose, kind) => None,
        Purpose::Promotional => Some(8),
        Purpose::Feedback => Some(9),
        _ => Some(10),
    }
}

/// The instant until which a cap binds this text.
pub(super) fn capped_until(
    tx: &Transaction<'_>,
    limits: &Limits,
    asked: &Capped<'_>,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let Some(share) = share(asked.purpose, asked.kind) else {
        return Ok(None);
    };
    let minute = TimeDelta::minutes(1);
    let hour = TimeDelta::hours(1);
    let day = TimeDelta::days(1);
    let of = |limit: u32| limit.saturating_mul(share).div_ceil(10);
    let mut caps = vec![
        (of(limits.per_hour), hour, "1 = 1"),
        (of(limits.per_day), day, "1 = 1"),
        (SAME_WORDS_PER_HOUR, hour, "words = ?4"),
    ];
    if limits.paced {
        caps.push((of(limits.per_minute), minute, "1 = 1"));
    }
    if asked.purpose == Purpose::Promotional {
        caps.extend([
            (limits.offers_per_hour, hour, "purpose = 'promotional'"),
            (limits.offers_per_day, day, "purpose = 'promotional'"),
            (
                limits.offers_per_week_each,
                TimeDelta::days(7),
                "purpose = 'promotional' AND contact_id = ?3",
            ),
            (
                limits
                    .offers_per_month_each
                    .min(asked.agreed.unwrap_or(u32::MAX)),
                TimeDelta::days(30),
                "purpose = 'promotional' AND contact_id = ?3",
            ),
        ]);
    }
    let mut until = None;
    for (most, window, which) in caps {
        until = until.max(window_opens(tx, most, window, which, asked, now)?);
    }
    until = until.max(numbers_cap_opens(
        tx,
        limits.numbers_per_day,
        asked.contact,
        now,
    )?);
    Ok(until)
}

/// When `most` texts have gone within `window`: the instant at which the first of them leaves it.
fn window_opens(
    tx: &Transaction<'_>,
    most: u32,
    window: TimeDelta,
    which: &str,
    asked: &Capped<'_>,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let nth: Option<i64> = tx
        .prepare_cached(&format!(
            "SELECT part.sent_at FROM part JOIN outbox ON outbox.id = part.outbox_id
             WHERE part.sent_at > ?1 AND part.seq = 1 AND (?3 = ?3) AND (?4 = ?4) AND {which}
             ORDER BY part.sent_at DESC LIMIT 1 OFFSET ?2"
        ))?
        .query_row(
            params![
                ms(now - window),
                most.saturating_sub(1),
                asked.contact,
                asked.words
            ],
            |row| row.get(0),
        )
        .optional()?;
    Ok(match (most, nth) {
        (0, _) => Some(DateTime::<Utc>::MAX_UTC),
        (_, nth) => nth.map(|sent| instant(sent) + window),
    })
}

/// When enough different numbers were texted today, only those may be texted again.
fn numbers_cap_opens(
    tx: &Transaction<'_>,
    most: u32,
    contact: i64,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let day = TimeDelta::days(1);
    let (numbers, first, is_one): (u32, Option<i64>, bool) = tx
        .prepare_cached(
            "SELECT count(DISTINCT contact_id), min(part.sent_at), coalesce(max(contact_id = ?2), 0)
             FROM part JOIN outbox ON outbox.id = part.outbox_id
             WHERE part.sent_at > ?1",
        )?
        .query_row(params![ms(now - day), contact], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
    Ok(first
        .filter(|_| numbers >= most && !is_one)
        .map(|sent| instant(sent) + day))
}
