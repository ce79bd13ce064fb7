//! Which of the modem's memories are read, and where it keeps what comes in.

use super::Machine;
use super::talk::Reply;
use crate::wire::at::reply;

/// Memories that hold inbound texts and reports. MT is SM and ME together, BM is cell broadcast.
const READABLE: [&str; 3] = ["SM", "ME", "SR"];

impl Machine {
    pub(super) fn learn_memories(&mut self, reply: &Reply) {
        let offered = reply.find(reply::memory_choices);
        self.facts.has_no_memory = offered
            .as_ref()
            .is_some_and(|groups| groups.iter().all(Vec::is_empty));
        let [to_read, _, _] = offered.unwrap_or_default();
        self.facts.storages = READABLE
            .into_iter()
            .filter(|name| to_read.iter().any(|offered| offered == name))
            .map(str::to_owned)
            .collect();
    }

    pub(super) fn learn_memory_now(&mut self, reply: &Reply) {
        let now = reply.find(reply::memories).unwrap_or_default();
        if let Some(receiving) = now.get(2) {
            self.facts.receive_into.clone_from(&receiving.name);
        }
        if self.facts.storages.is_empty() {
            let reading = now.first().map(|memory| memory.name.clone());
            self.facts.storages = vec![reading.unwrap_or_else(|| "SM".to_owned())];
        }
    }

    /// What comes in stays where it went before, if it can be read there.
    pub(super) fn choose_memory(&mut self) -> String {
        let storages = &self.facts.storages;
        let keeps = |name: &&String| name.as_str() != "SR";
        let chosen = storages
            .iter()
            .filter(keeps)
            .find(|name| **name == self.facts.receive_into)
            .or_else(|| storages.iter().find(keeps))
            .or_else(|| storages.first())
            .cloned();
        self.facts.receive_into = chosen.unwrap_or_else(|| "SM".to_owned());
        let name = &self.facts.receive_into;
        format!("AT+CPMS=\"{name}\",\"{name}\",\"{name}\"")
    }

    /// With one memory alone there is nothing to choose later.
    pub(super) fn memory_chosen(&mut self, reply: &Reply) {
        self.facts.tells_memories = reply.find(reply::memories).is_some();
        self.facts.cannot_choose = !reply.is_ok();
        self.facts.offered.clone_from(&self.facts.storages);
        if let [only] = self.facts.storages.as_slice() {
            self.facts.selected = Some(only.clone());
        }
    }
}
