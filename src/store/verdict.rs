//! What the gate needs to know of a number, read in one transaction.

use super::access::Shared;
use super::codec::{instant, ms};
use super::people::{self, Contact};
use super::{
    StoreError, agreed, caps, gap, ledger, outbox, reach, reception, round_trip, settings,
};
use crate::domain::consent::Standing;
use crate::domain::gate::{Asked, Facts, LastInbound, Rules, Verdict, gate};
use crate::domain::purpose::Purpose;
use crate::domain::settings::Settings;
use crate::domain::text::TextKind;
use crate::domain::time::Now;
use crate::domain::zone::Zone;
use crate::domain::{area, bounds, region};
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Transaction};
use std::sync::Arc;

/// What the gate would say now to a text that is not in the outbox yet.
pub(super) fn foresee(
    tx: &Transaction<'_>,
    shared: &Shared,
    text: &outbox::Queued,
    now: Now,
) -> Result<Verdict, StoreError> {
    let asked = Asked {
        purpose: text.purpose,
        kind: text.kind,
        part: 1,
        not_before: text.not_before,
        send_before: text.send_before,
    };
    let contact = people::contact(tx, text.contact)?;
    let shop = settings::settings(tx)?;
    let subject = Subject {
        asked: &asked,
        words: &text.words,
        contact: &contact,
        settling: false,
    };
    verdict(tx, shared, &shop, &subject, now)
}

/// A text that asks, and what is known of it.
pub(super) struct Subject<'a> {
    pub asked: &'a Asked,
    /// What it says, as far as it is known yet.
    pub words: &'a str,
    pub contact: &'a Contact,
    /// Whether the network may still hand over what came while the modem was away.
    pub settling: bool,
}

/// Reads what the gate needs to know of a contact point, and asks it.
pub(super) fn verdict(
    tx: &Transaction<'_>,
    shared: &Shared,
    shop: &Settings,
    subject: &Subject<'_>,
    now: Now,
) -> Result<Verdict, StoreError> {
    let Subject { asked, contact, .. } = *subject;
    let is_offer = is_offer(asked.purpose);
    let Zones {
        shop: shop_zone,
        own: own_zone,
        possible,
    } = zones(shared, shop, asked.purpose, contact)?;
    let possible_bounds = match is_offer {
        true => region::bounds(&contact.number, now.wall),
        false => None,
    };
    let standing = ledger::standing(tx, contact.id)?;
    let facts = Facts {
        now,
        standing: &standing,
        can_be_texted: contact.can_be_texted,
        verified: contact.verified,
        heard_at: reach::heard_at(tx, contact.id)?,
        failing: reach::is_failing(tx, contact.id)?,
        last_inbound: last_inbound(tx, contact.id, now.wall)?,
        unread: is_unread(tx, contact.id)?,
        own_zone: own_zone.as_deref(),
        possible_zones: possible.iter().map(Arc::as_ref).collect(),
        possible_bounds,
        settling: subject.settling || has_loose_parts(tx, contact.id)?,
        capped_until: capped_until(tx, shop, subject, &standing, now.wall)?,
        unwelcome_until: match asked.purpose {
            Purpose::Promotional => reception::stopped_until(tx, now.wall)?,
            _ => None,
        },
        own_line: asked.kind == TextKind::RoundTrip
            && round_trip::own_number(tx, shop)?.as_ref() == Some(&contact.number),
        deaf: asked.purpose == Purpose::Promotional && round_trip::deaf_since(tx)?.is_some(),
        restored: gap::is_open(tx)?,
        disk_full: shared.ballast.disk().is_too_full_for(asked.purpose),
    };
    let rules = Rules {
        service: &shop.service_hours,
        offers: &shop.offer_hours,
        bounds: &bounds::offers_now(shop.country, &shop.region, now.wall),
        shop_zone: &shop_zone,
        offers_unlocked: shop.offers_unlocked,
    };
    Ok(gate(asked, &facts, &rules))
}

fn is_offer(purpose: Purpose) -> bool {
    matches!(purpose, Purpose::Promotional | Purpose::Feedback)
}

/// The clocks that a text goes by.
struct Zones {
    shop: Arc<Zone>,
    /// The one that is stored for the customer.
    own: Option<Arc<Zone>>,
    /// Every one that the number of an offer may lie in.
    possible: Vec<Arc<Zone>>,
}

fn zones(
    shared: &Shared,
    shop: &Settings,
    purpose: Purpose,
    contact: &Contact,
) -> Result<Zones, StoreError> {
    let zone = |name: &str| {
        shared
            .zone(name)
            .map_err(|error| StoreError::Damaged(error.to_string()))
    };
    let names = match is_offer(purpose) {
        true => area::zones(&contact.number),
        false => Vec::new(),
    };
    Ok(Zones {
        shop: zone(&shop.zone)?,
        own: match contact.zone.is_empty() {
            true => None,
            false => shared.zone(&contact.zone).ok(),
        },
        possible: names.into_iter().map(zone).collect::<Result<_, _>>()?,
    })
}

/// What the clocks show where a text goes, and where it is known from that they hang there.
pub(super) fn local_time(
    shared: &Shared,
    shop: &Settings,
    purpose: Purpose,
    contact: &Contact,
    now: DateTime<Utc>,
) -> Result<(String, &'static str), StoreError> {
    let found = zones(shared, shop, purpose, contact)?;
    let (zones, from) = match found.own {
        Some(own) => (vec![own], "customer"),
        None if !found.possible.is_empty() => (found.possible, "number"),
        None => (vec![found.shop], "shop"),
    };
    let mut shown: Vec<String> = zones
        .iter()
        .map(|zone| zone.local(now).wall.format("%Y-%m-%d %H:%M").to_string())
        .collect();
    shown.sort_unstable();
    shown.dedup();
    // Of a number that may lie in many zones: the earliest and the latest clock.
    if let [first, .., last] = shown.as_slice() {
        shown = vec![first.clone(), last.clone()];
    }
    Ok((shown.join(" / "), from))
}

/// A text of which a part has gone is counted already, and not held back by itself.
fn capped_until(
    tx: &Transaction<'_>,
    shop: &Settings,
    subject: &Subject<'_>,
    standing: &Standing,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    if subject.asked.part > 1 {
        return Ok(None);
    }
    let agreed = match subject.asked.purpose {
        Purpose::Promotional => agreed::offers_a_month(tx, standing.row(Purpose::Promotional))?,
        _ => None,
    };
    let capped = caps::Capped {
        purpose: subject.asked.purpose,
        kind: subject.asked.kind,
        contact: subject.contact.id,
        words: subject.words,
        agreed,
    };
    caps::capped_until(tx, &shop.limits, &capped, now)
}

/// The newest inbound text that was no opt-out and came after the last one. When it came the clock may
/// have been wrong; then it is as old as the network says.
fn last_inbound(
    tx: &Transaction<'_>,
    contact: i64,
    now: DateTime<Utc>,
) -> Result<Option<LastInbound>, StoreError> {
    let at: Option<i64> = tx
        .prepare_cached(
            "SELECT CASE WHEN sc_at > received_at AND sc_at <= ?2 OR received_at > ?2 THEN coalesce(sc_at, received_at)
                 ELSE received_at END FROM inbox WHERE contact_id = ?1 AND applied_at IS NOT NULL AND class <> 'opt_out'
                 AND id > coalesce((SELECT max(id) FROM inbox WHERE contact_id = ?1 AND class = 'opt_out'), 0)
                 AND received_at > coalesce((SELECT max(recorded_at) FROM ledger
                     WHERE contact_id = ?1 AND event = 'revoke' AND scope = 'all' AND actor <> 'customer'), 0)
             ORDER BY id DESC LIMIT 1",
        )?
        .query_row([contact, ms(now)], |row| row.get(0))
        .optional()?;
    Ok(at.map(|at| LastInbound { at: instant(at) }))
}

fn is_unread(tx: &Transaction<'_>, contact: i64) -> Result<bool, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM inbox WHERE contact_id = ?1 AND applied_at IS NOT NULL AND reviewed_at IS NULL)",
    )?;
    Ok(statement.query_row([contact], |row| row.get(0))?)
}

/// Whether parts of a text from this number wait for the rest: there may be a STOP in it.
fn has_loose_parts(tx: &Transaction<'_>, contact: i64) -> Result<bool, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM tpdu WHERE contact_id = ?1 AND kind = 'deliver'
             AND inbox_id IS NULL AND repeat_of IS NULL)",
    )?;
    Ok(statement.query_row([contact], |row| row.get(0))?)
}
