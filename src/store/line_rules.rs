//! What holds for the line to the network: which SIM is the shop's, which PIN was tried, and whether
//! texts go while the SIM is in another network. Kept in one row of the settings.

use super::device::{DeviceKey, keyed};
use super::settings::{get, set};
use super::{Deed, Store, StoreError};
use crate::domain::time::Now;
use rusqlite::Transaction;
use serde::{Deserialize, Serialize};
use std::path::Path;
use tokio::sync::watch;

/// The row.
const LINE: &str = "modem_line";
/// What is hashed of a PIN is told from everything else that the device's key hashes.
const PIN: &str = "SIM PIN\n";

/// What the modem has to keep to. The default is what holds before anything was kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineRules {
    /// The shop's SIM, by each kind of identity that was read of it; empty before the first.
    pub sims: Vec<String>,
    /// The configured PIN was tried, and was not accepted as far as is known. It may not be tried
    /// again before it is another one, or the owner says so: three wrong tries lock a SIM.
    pub pin_is_spent: bool,
    /// Texts go in another network too.
    pub may_roam: bool,
}

/// As it lies in the row.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Kept {
    sims: Vec<String>,
    /// A keyed hash: a PIN has four digits, so a plain one would tell it.
    spent_pin: String,
    may_roam: bool,
}

impl LineRules {
    /// What was kept in that data directory, read beside a Readybell that may be running there: what
    /// holds for a modem whose SIM is to get this PIN.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn kept_in(directory: &Path, pin: Option<&str>) -> Result<Self, StoreError> {
        if !super::open::is_there(directory) {
            return Ok(Self::default());
        }
        let mut reader = super::open::reader(directory)?;
        super::schema::check(&reader)?;
        let kept = kept(&reader.transaction()?)?;
        let pin_is_spent = match pin {
            // A PIN that was tried was hashed with the device's key, so there is one.
            Some(pin) if !kept.spent_pin.is_empty() => {
                let key = DeviceKey::of(directory)?;
                keyed(key.bytes(), PIN, pin)? == kept.spent_pin
            }
            _ => false,
        };
        Ok(Self {
            pin_is_spent,
            sims: kept.sims,
            may_roam: kept.may_roam,
        })
    }
}

impl Store {
    /// What holds now, for a modem whose SIM is to get this PIN.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn line_rules(&self, pin: Option<String>) -> Result<LineRules, StoreError> {
        let pin = pin.map(|pin| self.hash_of_pin(&pin)).transpose()?;
        let kept = self.read(kept).await?;
        Ok(LineRules {
            pin_is_spent: pin.is_some_and(|pin| pin == kept.spent_pin),
            sims: kept.sims,
            may_roam: kept.may_roam,
        })
    }

    /// Tells when the owner has changed something of it.
    pub fn line_changes(&self) -> watch::Receiver<u64> {
        self.shared.line_changes.subscribe()
    }

    /// The first SIM that was ever seen is the shop's.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn adopt_sim(&self, sim: String, now: Now) -> Result<(), StoreError> {
        self.write(move |tx| {
            let mut line = kept(tx)?;
            if line.sims.is_empty() {
                line.sims.push(sim);
                keep(tx, &line, "", now)?;
            }
            Ok(())
        })
        .await
    }

    /// This PIN is about to be entered. Committed before it is, so that a power cut can't make a second
    /// try of it.
    ///
    /// # Errors
    /// When the database can't be written: then it may not be entered.
    pub async fn pin_is_tried(&self, pin: String, now: Now) -> Result<(), StoreError> {
        let hash = self.hash_of_pin(&pin)?;
        self.write(move |tx| {
            let mut line = kept(tx)?;
            line.spent_pin = hash;
            keep(tx, &line, "", now)
        })
        .await
    }

    /// The SIM took its PIN.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn pin_is_right(&self, now: Now) -> Result<(), StoreError> {
        self.write(move |tx| {
            let mut line = kept(tx)?;
            line.spent_pin = String::new();
            keep(tx, &line, "", now)
        })
        .await
    }

    /// The owner says that the SIM in the modem is the shop's.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn accept_sim(&self, sim: String, who: String, now: Now) -> Result<(), StoreError> {
        let end = last_digits(&sim);
        let change = move |line: &mut Kept| line.sims = vec![sim];
        self.owner_says(change, Deed::AcceptedSim { end }, who, now)
            .await
    }

    /// The owner says that the PIN may be tried once more.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn try_pin_again(&self, who: String, now: Now) -> Result<(), StoreError> {
        let change = |line: &mut Kept| line.spent_pin = String::new();
        self.owner_says(change, Deed::AllowedPin, who, now).await
    }

    /// The owner says whether texts go while the SIM is in another network.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn set_roaming(&self, may: bool, who: String, now: Now) -> Result<(), StoreError> {
        let change = move |line: &mut Kept| line.may_roam = may;
        self.owner_says(change, Deed::SetRoaming { may }, who, now)
            .await
    }

    async fn owner_says(
        &self,
        change: impl FnOnce(&mut Kept) + Send + 'static,
        deed: Deed,
        who: String,
        now: Now,
    ) -> Result<(), StoreError> {
        self.write(move |tx| {
            let mut line = kept(tx)?;
            change(&mut line);
            keep(tx, &line, &who, now)?;
            deed.note(tx, &who, now)
        })
        .await?;
        self.shared.line_changes.send_modify(|count| *count += 1);
        Ok(())
    }

    fn hash_of_pin(&self, pin: &str) -> Result<String, StoreError> {
        keyed(self.shared.key.bytes(), PIN, pin)
    }
}

/// No more of a SIM's number is shown than its last four digits; there are none of one that can't be read.
pub fn last_digits(sim: &str) -> String {
    let digits: Vec<char> = sim.chars().filter(char::is_ascii_digit).collect();
    let from = digits.len().saturating_sub(4);
    digits.iter().skip(from).collect()
}

/// Whether texts go while the SIM is in another network.
pub(super) fn may_roam(tx: &Transaction<'_>) -> Result<bool, StoreError> {
    Ok(kept(tx)?.may_roam)
}

fn kept(tx: &Transaction<'_>) -> Result<Kept, StoreError> {
    match get(tx, LINE)? {
        None => Ok(Kept::default()),
        Some(json) => serde_json::from_str(&json)
            .map_err(|error| StoreError::Damaged(format!("what holds for the line: {error}"))),
    }
}

fn keep(tx: &Transaction<'_>, line: &Kept, who: &str, now: Now) -> Result<(), StoreError> {
    set(tx, LINE, &serde_json::to_string(line)?, who, now)
}
