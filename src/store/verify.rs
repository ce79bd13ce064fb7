//! Proving the ledger: every row, every hash, and the evidence that is still kept.

use super::StoreError;
use super::codec;
use crate::domain::head::Head;
use crate::domain::ledger::{Entry, Hash, commitment};
use rusqlite::{Row, Transaction};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// What the verification of the ledger found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// How many rows there are.
    pub rows: i64,
    /// The hash of the last row: keep it elsewhere, and a later change up to it will show.
    pub head: String,
    /// Rows whose evidence has been erased. The chain holds without it.
    pub erased: i64,
    /// What does not fit, oldest first. Empty: the chain is whole.
    pub problems: Vec<String>,
    /// The row that the given head is the hash of, when one was given and found.
    pub given_head_at: Option<i64>,
}

/// No more problems than this are listed: the first ones tell what happened.
const PROBLEMS_LISTED: usize = 20;

/// A row as `ledger export` gives it.
#[derive(Debug, Clone, Serialize)]
pub struct Exported {
    /// Its place in the chain.
    pub id: i64,
    /// The canonical form that is hashed.
    pub canonical: String,
    /// The hash of the row.
    pub row_hash: String,
    /// The salt in hexadecimal, unless the evidence was erased.
    pub salt: Option<String>,
    /// The evidence, byte for byte, unless it was erased.
    pub evidence: Option<String>,
}

const ROWS: &str = "SELECT ledger.id, contact_id, event, scope, method, actor, about, occurred_at,
        recorded_at, clock_trusted, commitment, prev_hash, row_hash, salt, body
    FROM ledger LEFT JOIN evidence ON evidence.ledger_id = ledger.id ORDER BY ledger.id";

/// The ledger of a data directory, to be read and not written: a Readybell may be running there.
#[derive(Debug, Clone)]
pub struct Ledger {
    directory: PathBuf,
}

impl Ledger {
    /// The ledger in that data directory.
    pub fn at(directory: &Path) -> Self {
        Self {
            directory: directory.to_owned(),
        }
    }

    /// Whether there is a database at all.
    pub fn is_there(&self) -> bool {
        super::open::is_there(&self.directory)
    }

    /// Checks the whole chain. `head` is what was kept elsewhere of a hash.
    ///
    /// # Errors
    /// When the database can't be read. A chain that does not hold is no error: see
    /// [`Verified::problems`].
    pub fn verify(&self, head: Option<Head>) -> Result<Verified, StoreError> {
        self.read(|tx| verify(tx, head))
    }

    /// Every row, with its canonical form and what it commits to, for someone else to verify.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn export(&self) -> Result<Vec<Exported>, StoreError> {
        self.read(export)
    }

    fn read<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut reader = super::open::reader(&self.directory)?;
        super::schema::check(&reader)?;
        let tx = reader.transaction()?;
        work(&tx)
    }
}

pub(super) fn verify(tx: &Transaction<'_>, head: Option<Head>) -> Result<Verified, StoreError> {
    let mut check = Check::new(head);
    let mut statement = tx.prepare(ROWS)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        check.row(row)?;
    }
    let orphans: i64 = tx.query_row(
        "SELECT count(*) FROM evidence WHERE ledger_id NOT IN (SELECT id FROM ledger)",
        [],
        |row| row.get(0),
    )?;
    Ok(check.end(orphans))
}

fn export(tx: &Transaction<'_>) -> Result<Vec<Exported>, StoreError> {
    let mut statement = tx.prepare(ROWS)?;
    let rows = statement.query_map([], |row| {
        let salt: Option<Vec<u8>> = row.get("salt")?;
        Ok(Exported {
            id: row.get("id")?,
            canonical: entry(row)?.canonical(),
            row_hash: codec::hash(row, "row_hash")?.to_string(),
            salt: salt.map(|bytes| bytes.iter().map(|b| format!("{b:02x}")).collect()),
            evidence: row.get("body")?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The verification as it goes along the chain.
struct Check {
    given: Option<Head>,
    given_head_at: Option<i64>,
    last_id: i64,
    last_hash: Hash,
    erased: i64,
    problems: Vec<String>,
}

impl Check {
    fn new(given: Option<Head>) -> Self {
        let empty = given
            .as_ref()
            .is_some_and(|head| head.names(0, &Hash::GENESIS));
        Self {
            given,
            // The head of an empty ledger is before every row.
            given_head_at: empty.then_some(0),
            last_id: 0,
            last_hash: Hash::GENESIS,
            erased: 0,
            problems: Vec::new(),
        }
    }

    fn row(&mut self, row: &Row<'_>) -> rusqlite::Result<()> {
        let entry = entry(row)?;
        let stored = codec::hash(row, "row_hash")?;
        let id = entry.id;
        if id != self.last_id + 1 {
            self.problem(format!("row {} is missing", self.last_id + 1));
        }
        if entry.prev != self.last_hash {
            self.problem(format!("row {id} does not follow from the row before it"));
        }
        if entry.hash() != stored {
            self.problem(format!("row {id} was changed: its hash does not fit"));
        }
        match (
            row.get::<_, Option<Vec<u8>>>("salt")?,
            row.get::<_, Option<String>>("body")?,
        ) {
            (Some(salt), Some(body)) => {
                let fits = <&[u8; 32]>::try_from(salt.as_slice())
                    .is_ok_and(|salt| commitment(salt, &body) == entry.commitment);
                if !fits {
                    self.problem(format!("the evidence of row {id} was changed"));
                }
            }
            _ => self.erased += 1,
        }
        if self
            .given
            .as_ref()
            .is_some_and(|head| head.names(id, &stored))
        {
            self.given_head_at = Some(id);
        }
        (self.last_id, self.last_hash) = (id, stored);
        Ok(())
    }

    fn end(mut self, orphans: i64) -> Verified {
        if orphans > 0 {
            self.problem(format!("{orphans} pieces of evidence belong to no row"));
        }
        if let (Some(given), None) = (&self.given, self.given_head_at) {
            self.problem(format!(
                "no row has the head {given}: rows after some point were cut off or replaced"
            ));
        }
        Verified {
            rows: self.last_id,
            head: self.last_hash.to_string(),
            erased: self.erased,
            problems: self.problems,
            given_head_at: self.given_head_at,
        }
    }

    fn problem(&mut self, what: String) {
        if self.problems.len() < PROBLEMS_LISTED {
            self.problems.push(what);
        }
    }
}

fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        id: row.get("id")?,
        contact: row.get("contact_id")?,
        event: codec::event(row, "event")?,
        scope: codec::scope(row, "scope")?,
        method: codec::method(row, "method")?,
        actor: codec::actor(row, "actor")?,
        about: row.get("about")?,
        occurred_at: codec::at(row, "occurred_at")?,
        recorded_at: codec::at(row, "recorded_at")?,
        clock_trusted: row.get("clock_trusted")?,
        commitment: codec::hash(row, "commitment")?,
        prev: codec::hash(row, "prev_hash")?,
    })
}
