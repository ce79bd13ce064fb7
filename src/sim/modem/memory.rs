//! The memories for texts and reports, as `AT+CPMS` sees them.

use super::super::event::Place;
use super::super::script::Memory;

/// What `AT+CMGL` and `AT+CMGR` call the state of a place (TS 27.005 3.1, `<stat>`). 2 and 3 are
/// for what programs store, which this modem refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sim) enum State {
    /// Received and not read.
    Unread = 0,
    /// Received and read.
    Read = 1,
}

/// One place that holds something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sim) struct Slot {
    pub state: State,
    pub tpdu: Vec<u8>,
}

/// All memories.
#[derive(Debug)]
pub(in crate::sim) struct Memories {
    first_index: usize,
    sm: Vec<Option<Slot>>,
    me: Vec<Option<Slot>>,
    sr: Vec<Option<Slot>>,
}

impl Memories {
    /// Empty ones. `first_index` is 0 or 1: both exist in the field.
    pub fn new(first_index: usize, sm: usize, me: usize, sr: usize) -> Self {
        Self {
            first_index,
            sm: vec![None; sm],
            me: vec![None; me],
            sr: vec![None; sr],
        }
    }

    /// Puts it into the lowest free place; None when there is none.
    pub fn put(&mut self, memory: Memory, slot: Slot) -> Option<Place> {
        let first = self.first_index;
        let bank = self.bank_mut(memory);
        let free = bank.iter().position(Option::is_none)?;
        *bank.get_mut(free)? = Some(slot);
        Some(place(memory, free + first))
    }

    /// What is there.
    pub fn get_mut(&mut self, memory: Memory, index: usize) -> Option<&mut Slot> {
        let offset = index.checked_sub(self.first_index)?;
        self.bank_mut(memory).get_mut(offset)?.as_mut()
    }

    /// Whether there is such a place at all.
    pub fn has(&self, memory: Memory, index: usize) -> bool {
        index
            .checked_sub(self.first_index)
            .is_some_and(|offset| offset < self.bank(memory).len())
    }

    /// Empties a place.
    pub fn take(&mut self, memory: Memory, index: usize) -> Option<Slot> {
        let offset = index.checked_sub(self.first_index)?;
        self.bank_mut(memory).get_mut(offset)?.take()
    }

    /// Indexes and contents, in order.
    pub fn list(&self, memory: Memory) -> Vec<(usize, Slot)> {
        self.bank(memory)
            .iter()
            .enumerate()
            .filter_map(|(offset, slot)| Some((offset + self.first_index, slot.clone()?)))
            .collect()
    }

    /// How many places hold something.
    pub fn used(&self, memory: Memory) -> usize {
        self.bank(memory).iter().flatten().count()
    }

    /// How many places there are.
    pub fn total(&self, memory: Memory) -> usize {
        self.bank(memory).len()
    }

    /// The lowest and the highest index.
    pub fn range(&self, memory: Memory) -> (usize, usize) {
        let last = (self.total(memory) + self.first_index).saturating_sub(1);
        (self.first_index, last)
    }

    /// Sets the size. Places beyond it that hold something stay until they are emptied.
    pub fn resize(&mut self, memory: Memory, size: usize) {
        let bank = self.bank_mut(memory);
        let kept = bank.iter().rposition(Option::is_some).map_or(0, |p| p + 1);
        bank.resize(size.max(kept), None);
    }

    fn bank(&self, memory: Memory) -> &Vec<Option<Slot>> {
        match memory {
            Memory::Sm => &self.sm,
            Memory::Me => &self.me,
            Memory::Sr => &self.sr,
        }
    }

    fn bank_mut(&mut self, memory: Memory) -> &mut Vec<Option<Slot>> {
        match memory {
            Memory::Sm => &mut self.sm,
            Memory::Me => &mut self.me,
            Memory::Sr => &mut self.sr,
        }
    }
}

/// A place as the record writes it.
pub(in crate::sim) fn place(memory: Memory, index: usize) -> Place {
    Place {
        storage: memory.as_str().to_owned(),
        index,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(byte: u8) -> Slot {
        Slot {
            state: State::Unread,
            tpdu: vec![byte],
        }
    }

    #[test]
    fn the_lowest_free_place_is_taken_and_indexes_may_begin_at_0() {
        let mut memories = Memories::new(0, 2, 1, 1);
        assert_eq!(memories.put(Memory::Sm, slot(1)).unwrap().index, 0);
        assert_eq!(memories.put(Memory::Sm, slot(2)).unwrap().index, 1);
        assert_eq!(memories.put(Memory::Sm, slot(3)), None);
        assert_eq!(memories.take(Memory::Sm, 0), Some(slot(1)));
        assert_eq!(memories.put(Memory::Sm, slot(4)).unwrap().index, 0);
        assert_eq!(memories.used(Memory::Sm), 2);
        assert_eq!(memories.range(Memory::Sm), (0, 1));
    }

    #[test]
    fn a_smaller_memory_loses_nothing() {
        let mut memories = Memories::new(1, 4, 1, 1);
        memories.put(Memory::Sm, slot(1));
        memories.put(Memory::Sm, slot(2));
        memories.resize(Memory::Sm, 1);
        assert_eq!(memories.total(Memory::Sm), 2);
        assert_eq!(memories.list(Memory::Sm).len(), 2);
    }
}
