//! What the modem holds, kept before it is deleted there, and joined into texts.
//!
//! The identity of a copy is its SIM and its bytes, not its place: places are numbered anew. So
//! after a crash the copies on the SIM are matched by count with those that we know are still
//! there, and none is taken for new that is not.

use super::codec::ms;
use super::join::join;
use super::{Store, StoreError, people, reports, round_trip, settings};
use crate::domain::phone::{Country, PhoneNumber, TypeOfNumber};
use crate::domain::settings::Settings;
use crate::domain::time::Now;
use crate::wire::{self, Address, Content, Deliver, Incoming, decode_listed};
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{OptionalExtension, Transaction, params};
use std::collections::HashMap;

/// One entry of a listing: a place and what lies there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The place's number in its storage.
    pub index: u32,
    /// The TPDU, without the service centre's address.
    pub tpdu: Vec<u8>,
}

/// The same TPDU within this time is the network's repeat of a delivery whose acknowledgement it
/// did not get.
const REPEATS_WITHIN: TimeDelta = TimeDelta::hours(72);
impl Store {
    /// Keeps a complete listing of one storage of one SIM. Returns the places that can be deleted:
    /// all of them, because all are kept when this returns.
    ///
    /// # Errors
    /// When the database can't be written: then nothing may be deleted.
    pub async fn take_listing(
        &self,
        sim: String,
        storage: String,
        entries: Vec<Listed>,
        now: Now,
    ) -> Result<Vec<u32>, StoreError> {
        self.write_at_all_costs(move |tx| take_listing(tx, &sim, &storage, &entries, now))
            .await
    }

    /// The copy at a place was deleted. Reports don't come here: their marks are cleared with the next
    /// listing, which lacks them.
    ///
    /// # Errors
    /// When the database can't be written. The next listing settles it.
    pub async fn sim_copy_deleted(
        &self,
        sim: String,
        storage: String,
        index: u32,
        _now: Now,
    ) -> Result<(), StoreError> {
        self.write_at_all_costs(move |tx| {
            tx.prepare_cached(
                "UPDATE tpdu SET sim_copy_pending = 0
                 WHERE sim = ?1 AND storage = ?2 AND slot = ?3 AND sim_copy_pending = 1",
            )?
            .execute(params![sim, storage, index])?;
            Ok(())
        })
        .await
    }

    /// Keeps what came straight from the network (`+CMT`, `+CDS`), before it is acknowledged.
    ///
    /// # Errors
    /// When the database can't be written: then it must not be acknowledged.
    pub async fn take_direct(
        &self,
        sim: String,
        tpdu: Vec<u8>,
        now: Now,
    ) -> Result<(), StoreError> {
        self.write_at_all_costs(move |tx| {
            let shop = settings::settings(tx)?;
            keep(
                tx,
                &shop,
                &Copy {
                    sim: &sim,
                    storage: "",
                    index: 0,
                    tpdu: &tpdu,
                },
                now,
            )
        })
        .await
    }
}

/// One copy of one TPDU.
struct Copy<'a> {
    sim: &'a str,
    storage: &'a str,
    index: u32,
    tpdu: &'a [u8],
}

fn take_listing(
    tx: &Transaction<'_>,
    sim: &str,
    storage: &str,
    entries: &[Listed],
    now: Now,
) -> Result<Vec<u32>, StoreError> {
    let mut pending = pending(tx, sim, storage)?;
    let shop = settings::settings(tx)?;
    for entry in entries {
        let known = pending.get_mut(&entry.tpdu).and_then(Vec::pop);
        let ignores_marks =
            cfg!(feature = "planted-bugs") && super::planted("ignore-the-pending-mark");
        match known.filter(|_| !ignores_marks) {
            Some(id) => {
                tx.prepare_cached("UPDATE tpdu SET slot = ?2 WHERE id = ?1")?
                    .execute(params![id, entry.index])?;
            }
            None => {
                let copy = Copy {
                    sim,
                    storage,
                    index: entry.index,
                    tpdu: &entry.tpdu,
                };
                keep(tx, &shop, &copy, now)?;
            }
        }
    }
    // What we thought was still there is gone: it was deleted just before a cut.
    for id in pending.into_values().flatten() {
        tx.prepare_cached("UPDATE tpdu SET sim_copy_pending = 0 WHERE id = ?1")?
            .execute([id])?;
    }
    Ok(entries.iter().map(|entry| entry.index).collect())
}

/// The copies that we know to lie on the SIM, by their bytes.
fn pending(
    tx: &Transaction<'_>,
    sim: &str,
    storage: &str,
) -> Result<HashMap<Vec<u8>, Vec<i64>>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT id, bytes FROM tpdu WHERE sim = ?1 AND storage = ?2 AND sim_copy_pending = 1 ORDER BY id",
    )?;
    let mut rows = statement.query(params![sim, storage])?;
    let mut pending: HashMap<Vec<u8>, Vec<i64>> = HashMap::new();
    while let Some(row) = rows.next()? {
        pending
            .entry(row.get("bytes")?)
            .or_default()
            .push(row.get("id")?);
    }
    Ok(pending)
}

fn keep(
    tx: &Transaction<'_>,
    shop: &Settings,
    copy: &Copy<'_>,
    now: Now,
) -> Result<(), StoreError> {
    let ignores_marks = cfg!(feature = "planted-bugs") && super::planted("ignore-the-pending-mark");
    let repeat_of = if ignores_marks {
        None
    } else {
        repeat(tx, copy, now)?
    };
    match decode_listed(&[&[0], copy.tpdu].concat(), None).map(|listed| listed.incoming) {
        // It is acknowledged, and its content discarded (TS 23.040 9.2.3.9, Short Message Type 0).
        Ok(Incoming::Deliver(deliver)) if deliver.is_silent() => {
            tracing::info!("a silent text was discarded, as the standard asks");
            Ok(())
        }
        // It is nobody's text, and its arrival is stored. A repeat changes nothing.
        Ok(Incoming::Deliver(deliver)) if is_from_the_line(tx, shop, &deliver, now)? => Ok(()),
        Ok(Incoming::Deliver(deliver)) => keep_deliver(tx, shop, copy, &deliver, repeat_of, now),
        Ok(Incoming::StatusReport(report)) => {
            insert(
                tx,
                copy,
                &Kept::new("report", report.recipient.written(), repeat_of),
                now,
            )?;
            if repeat_of.is_none() {
                reports::apply(tx, &report, shop.country, now)
            } else {
                Ok(())
            }
        }
        Ok(Incoming::Stored(submit)) => insert(
            tx,
            copy,
            &Kept::new("unreadable", submit.to.written(), repeat_of),
            now,
        )
        .map(drop),
        Err(_) => {
            let kept = Kept::new("unreadable", String::new(), repeat_of);
            let id = insert(tx, copy, &kept, now)?;
            if repeat_of.is_none() {
                let words = "Something came that can't be read. It is kept as it came.";
                show(tx, id, &kept, "unreadable", words, now)?;
            }
            Ok(())
        }
    }
}

/// Whether it is a text that the line sent itself.
fn is_from_the_line(
    tx: &Transaction<'_>,
    shop: &Settings,
    deliver: &Deliver,
    now: Now,
) -> Result<bool, StoreError> {
    match deliver.content() {
        Content::Text { words, .. } => {
            round_trip::takes(tx, &deliver.from, &words, shop.country, now)
        }
        _ => Ok(false),
    }
}

fn keep_deliver(
    tx: &Transaction<'_>,
    shop: &Settings,
    copy: &Copy<'_>,
    deliver: &Deliver,
    repeat_of: Option<i64>,
    now: Now,
) -> Result<(), StoreError> {
    let contact = sender(tx, &deliver.from, shop.country)?;
    let concat = deliver.data.concat().filter(|concat| concat.total > 1);
    let kept = Kept {
        contact,
        sc_at: deliver.sent_at.time().map(|at| at.with_timezone(&Utc)),
        reference: concat.map(|concat| concat.reference),
        replace_type: deliver.replace_type(),
        total: concat.map_or(1, |concat| concat.total),
        seq: concat.map_or(1, |concat| concat.sequence),
        ..Kept::new("deliver", deliver.from.written(), repeat_of)
    };
    let id = insert(tx, copy, &kept, now)?;
    if repeat_of.is_some() {
        return Ok(());
    }
    match (deliver.content(), concat) {
        (Content::Text { .. }, Some(_)) => join(tx, id, false),
        (content, _) => {
            let (kind, words) = describe(&content);
            show(tx, id, &kept, kind, &words, now)
        }
    }
}

/// What isn't a text is shown as what it is.
fn describe(content: &Content) -> (&'static str, String) {
    match content {
        Content::Text { words, .. } => ("text", words.clone()),
        Content::Data { kind, bytes, .. } => {
            let (name, what) = match kind {
                // An MMS announces itself so (OMA-TS-MMS_ENC 6.2), and so do links to settings.
                wire::DataKind::Wap => (
                    "picture",
                    "A picture or a link that this line can't receive",
                ),
                wire::DataKind::Sim => ("data", "Settings for the SIM"),
                wire::DataKind::Compressed => ("data", "A compressed text"),
                wire::DataKind::Octets => ("data", "Data for a program"),
            };
            (name, format!("{what} ({} bytes).", bytes.len()))
        }
        // Where the network says nothing, the pages do.
        Content::MessageWaiting { words, .. } => ("waiting", words.clone()),
    }
}

/// A TPDU as it is kept.
struct Kept {
    kind: &'static str,
    sender: String,
    repeat_of: Option<i64>,
    contact: Option<i64>,
    sc_at: Option<DateTime<Utc>>,
    reference: Option<u16>,
    replace_type: Option<u8>,
    total: u8,
    seq: u8,
}

impl Kept {
    fn new(kind: &'static str, sender: String, repeat_of: Option<i64>) -> Self {
        Self {
            kind,
            sender,
            repeat_of,
            contact: None,
            sc_at: None,
            reference: None,
            replace_type: None,
            total: 1,
            seq: 1,
        }
    }
}

fn insert(tx: &Transaction<'_>, copy: &Copy<'_>, kept: &Kept, now: Now) -> Result<i64, StoreError> {
    tx.prepare_cached(
        "INSERT INTO tpdu (sim, bytes, storage, slot, received_at, sim_copy_pending, kind, repeat_of,
             sender, contact_id, sc_at, reference, total, seq, replace_type)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
    )?
    .execute(params![
        copy.sim,
        copy.tpdu,
        copy.storage,
        copy.index,
        ms(now.wall),
        !copy.storage.is_empty(),
        kept.kind,
        kept.repeat_of,
        kept.sender,
        kept.contact,
        kept.sc_at.map(ms),
        kept.reference,
        kept.total,
        kept.seq,
        kept.replace_type,
    ])?;
    Ok(tx.last_insert_rowid())
}

/// The row that the same TPDU from the same SIM made lately.
fn repeat(tx: &Transaction<'_>, copy: &Copy<'_>, now: Now) -> Result<Option<i64>, StoreError> {
    Ok(tx
        .prepare_cached(
            "SELECT id FROM tpdu WHERE sim = ?1 AND bytes = ?2 AND repeat_of IS NULL AND received_at > ?3
             ORDER BY id DESC LIMIT 1",
        )?
        .query_row(params![copy.sim, copy.tpdu, ms(now.wall - REPEATS_WITHIN)], |row| row.get(0))
        .optional()?)
}

/// Puts what one TPDU brought into the inbox.
fn show(
    tx: &Transaction<'_>,
    tpdu: i64,
    kept: &Kept,
    kind: &str,
    words: &str,
    now: Now,
) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT INTO inbox (contact_id, sender, words, kind, sc_at, received_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![kept.contact, kept.sender, words, kind, kept.sc_at.map(ms), ms(now.wall)])?;
    let inbox = tx.last_insert_rowid();
    tx.prepare_cached("UPDATE tpdu SET inbox_id = ?2 WHERE id = ?1")?
        .execute([tpdu, inbox])?;
    if kept.replace_type.is_some() {
        // What it replaces stays as it came, and stays applied.
        tx.prepare_cached(
            "UPDATE inbox SET replaced_by = ?1 WHERE replaced_by IS NULL AND id = (
                 SELECT max(inbox_id) FROM tpdu WHERE sender = ?2 AND replace_type = ?3 AND id < ?4)",
        )?
        .execute(params![inbox, kept.sender, kept.replace_type, tpdu])?;
    }
    Ok(())
}

/// The contact point that a sender's address stands for, where the store knows one.
fn sender(tx: &Transaction<'_>, from: &Address, home: Country) -> Result<Option<i64>, StoreError> {
    for number in numbers(from, home) {
        if let Some(contact) = people::find(tx, &number)? {
            return Ok(Some(contact));
        }
    }
    Ok(None)
}

/// Every number that an address may mean, the likeliest first. None for a name or a short code.
pub(super) fn numbers(from: &Address, home: Country) -> Vec<PhoneNumber> {
    if from.is_name() {
        return Vec::new();
    }
    PhoneNumber::candidates(&from.written(), type_of_number(from.kind), home)
}

/// The network's type of number, as the phone book of the domain knows it.
pub(super) fn type_of_number(ton: wire::TypeOfNumber) -> TypeOfNumber {
    match ton {
        wire::TypeOfNumber::International => TypeOfNumber::International,
        wire::TypeOfNumber::National => TypeOfNumber::National,
        _ => TypeOfNumber::Unknown,
    }
}

/// Every number that the sender of an inbound text may have, from the first TPDU that made it.
pub(super) fn senders_of(
    tx: &Transaction<'_>,
    inbox: i64,
    home: Country,
) -> Result<Vec<PhoneNumber>, StoreError> {
    let bytes: Option<Vec<u8>> = tx
        .prepare_cached("SELECT bytes FROM tpdu WHERE inbox_id = ?1 ORDER BY id LIMIT 1")?
        .query_row([inbox], |row| row.get(0))
        .optional()?;
    let incoming =
        bytes.and_then(|bytes| decode_listed(&[&[0], bytes.as_slice()].concat(), None).ok());
    Ok(match incoming.map(|listed| listed.incoming) {
        Some(Incoming::Deliver(deliver)) => numbers(&deliver.from, home),
        _ => Vec::new(),
    })
}

/// The raw TPDUs that an inbound text came in, in hexadecimal, for the ledger's evidence.
pub(super) fn raw(tx: &Transaction<'_>, inbox: i64) -> Result<Vec<String>, StoreError> {
    let mut statement =
        tx.prepare_cached("SELECT hex(bytes) FROM tpdu WHERE inbox_id = ?1 ORDER BY seq")?;
    let rows = statement.query_map([inbox], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
