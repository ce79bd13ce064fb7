//! The bays: those of the configuration, which may have buttons and lights, and those that the owner adds. The
//! number is the one on the wall; the name is what people see.

use super::taps::{self, Tapped};
use super::{Deed, Store, StoreError, Thing};
use crate::domain::time::Now;
use rusqlite::{OptionalExtension, Transaction, params};
use std::sync::Arc;

/// No shop has more.
pub const MOST_BAYS: i64 = 99;

impl Store {
    /// The bays that the configuration has, by their numbers. One that has gone stays while a job is in it.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn set_bays(&self, bays: Vec<i64>) -> Result<(), StoreError> {
        self.write_at_all_costs(move |tx| {
            for bay in &bays {
                tx.execute(
                    "INSERT INTO bay (id, name) VALUES (?1, 'Bay ' || ?1)
                     ON CONFLICT (id) DO UPDATE SET by_hand = 0",
                    [bay],
                )?;
            }
            let kept = bays
                .iter()
                .map(i64::to_string)
                .collect::<Vec<_>>()
                .join(",");
            tx.execute(
                &format!(
                    "DELETE FROM bay WHERE by_hand = 0 AND id NOT IN ({kept})
                         AND id NOT IN (SELECT bay_id FROM job WHERE bay_id IS NOT NULL)"
                ),
                [],
            )?;
            Ok(())
        })
        .await
    }

    /// Names the bays. An empty name is the bay's number.
    ///
    /// # Errors
    /// [`StoreError::NameTaken`] when two would be called the same.
    pub async fn name_bays(
        &self,
        names: Vec<(i64, String)>,
        by: String,
        now: Now,
    ) -> Result<(), StoreError> {
        self.write(move |tx| {
            for (bay, name) in names {
                let name = match name.as_str() {
                    "" => numbered(bay),
                    _ => name,
                };
                let before: Option<String> = tx
                    .query_row("SELECT name FROM bay WHERE id = ?1", [bay], |row| {
                        row.get(0)
                    })
                    .optional()?;
                if before.ok_or(StoreError::Missing(Thing::Bay))? != name {
                    tx.execute("UPDATE bay SET name = ?2 WHERE id = ?1", params![bay, name])?;
                    Deed::NamedBay { bay, name }.note(tx, &by, now)?;
                }
            }
            each_its_own(tx)
        })
        .await
    }

    /// Adds the bay with the next number. Returns the number.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there are [`MOST_BAYS`].
    pub async fn add_bay(&self, by: String, now: Now) -> Result<i64, StoreError> {
        self.write(move |tx| {
            let bay: i64 = tx.query_row("SELECT coalesce(max(id), 0) + 1 FROM bay", [], |row| {
                row.get(0)
            })?;
            if bay > MOST_BAYS {
                return Err(StoreError::Missing(Thing::Bay));
            }
            add(tx, bay, &numbered(bay))?;
            each_its_own(tx)?;
            Deed::AddedBay { bay }.note(tx, &by, now)?;
            Ok(bay)
        })
        .await
    }

    /// Takes away a bay that was added on the page. It can be taken back for a moment.
    ///
    /// # Errors
    /// [`StoreError::BayTaken`] while a job is in it; [`StoreError::Missing`] where the configuration has it.
    pub async fn remove_bay(&self, bay: i64, by: String, now: Now) -> Result<(), StoreError> {
        let shared = Arc::clone(&self.shared);
        self.write(move |tx| {
            let name: String = tx
                .query_row(
                    "SELECT name FROM bay WHERE id = ?1 AND by_hand = 1",
                    [bay],
                    |row| row.get(0),
                )
                .optional()?
                .ok_or(StoreError::Missing(Thing::Bay))?;
            let is_used = tx
                .prepare("SELECT 1 FROM job WHERE bay_id = ?1")?
                .exists([bay])?;
            if is_used {
                return Err(StoreError::BayTaken);
            }
            tx.execute("DELETE FROM bay WHERE id = ?1", [bay])?;
            let what = Tapped::RemovedBay { bay };
            let again = name.clone();
            shared.taps.keep(&by, what, name, now, move |tx, _| {
                taps::in_time(add(tx, bay, &again)?)?;
                each_its_own(tx)
            });
            Deed::RemovedBay { bay }.note(tx, &by, now)
        })
        .await
    }
}

fn add(tx: &Transaction<'_>, bay: i64, name: &str) -> Result<usize, StoreError> {
    Ok(tx.execute(
        "INSERT INTO bay (id, name, by_hand) VALUES (?1, ?2, 1) ON CONFLICT DO NOTHING",
        params![bay, name],
    )?)
}

/// What a bay is called that has no name of its own.
fn numbered(bay: i64) -> String {
    format!("Bay {bay}")
}

/// People must be able to tell them apart.
fn each_its_own(tx: &Transaction<'_>) -> Result<(), StoreError> {
    let twice: Option<String> = tx
        .query_row(
            "SELECT name FROM bay GROUP BY name COLLATE NOCASE HAVING count(*) > 1 LIMIT 1",
            [],
            |row| row.get(0),
        )
        .optional()?;
    twice.map_or(Ok(()), |name| Err(StoreError::NameTaken(name)))
}
