//! Storing a listing, and only then emptying the places that it came from.

use super::drain::{Drain, Stage};
use super::event::Effect;
use super::phase::Phase;
use super::talk::{Reply, SLOW};
use super::{Machine, errors, listing};
use crate::modem::handle::Down;
use crate::modem::status::StorageUse;
use crate::store::Listed;
use crate::wire::at::Final;
use std::collections::VecDeque;
use std::time::Duration;

/// After something could not be stored.
const DISK_PAUSE: Duration = Duration::from_secs(10);

impl Machine {
    pub(super) fn store_listing(&mut self, mut drain: Drain, entries: Vec<Listed>) {
        if self.is_no_news(&drain, &entries) {
            return self.nothing_to_store(drain);
        }
        if self.may_lie(&drain, &entries) {
            drain.rest.pop_front();
            return self.read_next(drain);
        }
        let storage = drain.rest.front().cloned().unwrap_or_default();
        self.reports_stored_from(&storage);
        self.out.push_back(Effect::TakeListing {
            sim: self.status.sim.clone(),
            storage,
            entries: entries.clone(),
        });
        drain.stage = Stage::Storing { entries };
        self.phase = Phase::Draining(drain);
    }

    /// The memory is empty: the store need not be told.
    pub(super) fn nothing_to_store(&mut self, mut drain: Drain) {
        if let Some(name) = drain.rest.pop_front() {
            self.facts.left.retain(|(storage, _)| *storage != name);
            self.reports_stored_from(&name);
        }
        self.read_next(drain);
    }

    /// The listing is on disk; these places may be emptied.
    pub(super) fn listing_taken(&mut self, indexes: &[u32]) {
        let mut drain = match std::mem::replace(&mut self.phase, Phase::Idle) {
            Phase::Draining(drain) => drain,
            phase => {
                self.phase = phase;
                return;
            }
        };
        match std::mem::replace(&mut drain.stage, Stage::Selecting) {
            Stage::Storing { entries } => {
                self.facts.not_stored = false;
                self.count(&mut drain, &entries);
                let todo = indexes.iter().copied().collect();
                self.delete_next(drain, entries, todo);
            }
            stage => {
                drain.stage = stage;
                self.phase = Phase::Draining(drain);
            }
        }
    }

    fn count(&mut self, drain: &mut Drain, entries: &[Listed]) {
        let name = drain.rest.front().cloned().unwrap_or_default();
        let used = u32::try_from(entries.len()).unwrap_or(u32::MAX);
        let total = self.storage(&name).map_or(0, |known| known.total);
        let known = self.storage(&name).map_or(0, |known| known.used);
        self.note_storage(&name, used.max(known), total);
        if self.storage(&name).is_some_and(StorageUse::is_full) {
            self.wishes.was_full = true;
        }
        let is_new = |entry: &&Listed| {
            let left = &self.facts.left;
            !left
                .iter()
                .any(|(storage, left)| *storage == name && left == *entry)
        };
        let new = entries.iter().filter(is_new);
        let texts = new
            .clone()
            .filter(|entry| listing::is_text(&entry.tpdu))
            .count();
        drain.found |= new.count() > 0;
        self.facts.left.retain(|(storage, _)| *storage != name);
        if texts > 0 {
            self.wishes.received += texts;
            self.wishes.fresh = false;
        }
    }

    fn delete_next(&mut self, mut drain: Drain, entries: Vec<Listed>, todo: VecDeque<u32>) {
        let Some(index) = todo.front() else {
            drain.rest.pop_front();
            return self.read_next(drain);
        };
        self.ask(&format!("AT+CMGD={index}"), SLOW);
        drain.stage = Stage::Deleting {
            entries,
            todo,
            is_committing: false,
        };
        self.phase = Phase::Draining(drain);
    }

    pub(super) fn deleted(
        &mut self,
        mut drain: Drain,
        reply: &Reply,
        entries: Vec<Listed>,
        mut todo: VecDeque<u32>,
    ) {
        let name = drain.rest.front().cloned().unwrap_or_default();
        let index = todo.front().copied().unwrap_or_default();
        let Some(entry) = entries.iter().find(|entry| entry.index == index).cloned() else {
            todo.pop_front();
            return self.delete_next(drain, entries, todo);
        };
        let is_gone = reply
            .error()
            .is_none_or(|error| errors::is_empty_place(error) && *error != Final::Error);
        if !is_gone {
            // It stays and is no news when it is seen again; the store deletes it then.
            self.facts.left.push((name, entry));
            todo.pop_front();
            return self.delete_next(drain, entries, todo);
        }
        if let Some(known) = self
            .status
            .storages
            .iter_mut()
            .find(|known| known.name == name)
        {
            known.used = known.used.saturating_sub(1);
        }
        if !listing::is_text(&entry.tpdu) {
            // A report asks for nothing a second time: that its copy is gone is stored with the
            // next listing, which lacks it.
            todo.pop_front();
            return self.delete_next(drain, entries, todo);
        }
        self.out.push_back(Effect::CopyDeleted {
            sim: self.status.sim.clone(),
            storage: name,
            index,
        });
        drain.stage = Stage::Deleting {
            entries,
            todo,
            is_committing: true,
        };
        self.phase = Phase::Draining(drain);
    }

    /// The mark of a copy that is gone from the SIM is cleared.
    pub(super) fn copy_deleted(&mut self) {
        match std::mem::replace(&mut self.phase, Phase::Idle) {
            Phase::Draining(mut drain) => {
                match std::mem::replace(&mut drain.stage, Stage::Selecting) {
                    Stage::Deleting {
                        entries,
                        mut todo,
                        is_committing: true,
                    } => {
                        todo.pop_front();
                        self.delete_next(drain, entries, todo);
                    }
                    stage => {
                        drain.stage = stage;
                        self.phase = Phase::Draining(drain);
                    }
                }
            }
            phase => self.phase = phase,
        }
    }

    /// Nothing can be stored: nothing is read or sent until it can.
    pub(super) fn listing_not_stored(&mut self) {
        match std::mem::replace(&mut self.phase, Phase::Idle) {
            Phase::Draining(drain) => {
                self.facts.not_stored = true;
                self.wishes.poll_at = Some(self.now + DISK_PAUSE);
                self.drain_failed(&drain, Down::NotStored);
                self.judge();
            }
            phase => self.phase = phase,
        }
    }
}
