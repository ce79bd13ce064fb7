//! Commands about texts (TS 27.005), in PDU mode.

use super::general::lines;
use super::memory::{Slot, State};
use super::syntax::{Command, Kind};
use super::{Answer, Fault, Faults, Modem, Outcome, Step, info, listed, ok};
use crate::sim::script::{BreakPoint, DelayStep, Inside, Memory};
use crate::sim::tpdu;

/// Whether a command's errors are `+CMS ERROR`.
pub(super) fn knows(name: &str) -> bool {
    KNOWN.contains(&name)
}

const KNOWN: [&str; 17] = [
    "+CMGF", "+CMGS", "+CMGL", "+CMGR", "+CMGD", "+CMGW", "+CMSS", "+CMMS", "+CPMS", "+CNMI",
    "+CNMA", "+CSMS", "+CSCA", "+CSMP", "+CSDH", "+CSCB", "+CGSMS",
];

/// What the ranges of `AT+CNMI` are (TS 27.005 3.4.1).
const CNMI_MOST: [u8; 5] = [3, 3, 2, 2, 1];

/// The longest TPDU: a SUBMIT with full user data and absolute validity (TS 23.040 9.2.2.2).
const LONGEST_TPDU: usize = 176;

impl Modem {
    pub(super) fn text_command(&mut self, command: &Command) -> Outcome {
        match (command.name.as_str(), command.kind) {
            ("+CMGF", Kind::Read) => lines(["+CMGF: 0".to_owned()]),
            ("+CMGF", Kind::Test) => lines(["+CMGF: (0)".to_owned()]),
            ("+CMGF", _) => match command.figure(0, 0) {
                Some(0) => lines([]),
                _ => Err(Fault::Cms(303)),
            },
            ("+CSMS", Kind::Read) => lines([format!("+CSMS: {},1,1,1", self.settings.csms)]),
            ("+CSMS", Kind::Test) => lines(["+CSMS: (0,1)".to_owned()]),
            ("+CSMS", Kind::Set) => match command.figure(0, 9) {
                Some(service @ 0..=1) => {
                    self.settings.csms = u8::try_from(service).unwrap_or(0);
                    lines(["+CSMS: 1,1,1".to_owned()])
                }
                _ => Err(Fault::Cms(302)),
            },
            ("+CPMS", kind) => self.preferred_memories(command, kind),
            ("+CNMI", kind) => self.indications(command, kind),
            ("+CNMA", Kind::Test) => lines(["+CNMA: (0-2)".to_owned()]),
            ("+CNMA", _) if self.profile.takes_no_cnma => Err(Fault::Plain),
            ("+CNMA", _) => Ok(Answer::Steps(vec![Step::Acknowledge(
                command.word(0) != "2",
            )])),
            ("+CSCA", Kind::Read) => {
                lines([format!("+CSCA: \"{}\",145", self.settings.service_centre)])
            }
            ("+CSCA", Kind::Set) => {
                command
                    .word(0)
                    .clone_into(&mut self.settings.service_centre);
                lines([])
            }
            ("+CSMP", Kind::Read) => lines(["+CSMP: 17,167,0,0".to_owned()]),
            ("+CSCB", Kind::Read) => lines(["+CSCB: 0,\"\",\"\"".to_owned()]),
            ("+CSDH", Kind::Read) => lines(["+CSDH: 0".to_owned()]),
            ("+CMMS", Kind::Read) => lines(["+CMMS: 0".to_owned()]),
            ("+CMMS", Kind::Test) => lines(["+CMMS: (0-2)".to_owned()]),
            ("+CSMP" | "+CSCB" | "+CSDH" | "+CMMS" | "+CGSMS" | "+CSCA", _) => lines([]),
            ("+CMGL", Kind::Test) => lines(["+CMGL: (0-4)".to_owned()]),
            ("+CMGL", Kind::Set | Kind::Exec) => self.list(command),
            ("+CMGR", Kind::Set) => self.read(command),
            ("+CMGD", Kind::Test) => {
                let (first, last) = self.stored.range(self.reading());
                lines([format!("+CMGD: ({first}-{last}),(0-4)")])
            }
            ("+CMGD", Kind::Set) => self.delete(command),
            ("+CMGS", Kind::Set) => self.send(command),
            ("+CMGR" | "+CMGS", Kind::Test) => lines([]),
            _ => Err(Fault::Plain),
        }
    }

    /// What the record and the line say after the network took the part.
    pub(in crate::sim) fn sent(&mut self, mr: u8) -> Vec<Step> {
        let mut steps = vec![Step::Break(BreakPoint::Accepted)];
        if let Some((late, times)) = self.faults.swallow_answer.take() {
            let mut left = Some(times);
            Faults::happens(&mut left);
            self.faults.swallow_answer = left.map(|times| (late, times));
            match late {
                Some(late) => steps.push(Step::WaitFor(late)),
                None => return steps,
            }
        }
        steps.push(Step::Wait(DelayStep::Sent));
        steps.push(Step::Answered { taken: true });
        steps.extend(self.faults.inside(Inside::Cmgs).map(|line| info(&[line])));
        let line = format!("\r\n+CMGS: {mr}\r\n");
        let (half, rest) = line.split_at(line.len() / 2);
        steps.extend([
            Step::Say(half.to_owned()),
            Step::Break(BreakPoint::MidCmgs),
            Step::Say(rest.to_owned()),
            ok(),
            Step::Break(BreakPoint::AfterCmgs),
        ]);
        steps
    }

    fn send(&mut self, command: &Command) -> Outcome {
        let length = command.figure(0, 0).unwrap_or(0);
        if !(1..=LONGEST_TPDU).contains(&length) {
            return Err(Fault::Cms(304));
        }
        let mut steps = vec![Step::Wait(DelayStep::Prompt)];
        steps.extend(self.faults.inside(Inside::Prompt).map(|line| info(&[line])));
        steps.push(Step::Break(BreakPoint::BeforePrompt));
        steps.push(Step::Prompt {
            length,
            shown: !Faults::happens(&mut self.faults.drop_prompt),
        });
        Ok(Answer::Steps(steps))
    }

    fn list(&mut self, command: &Command) -> Outcome {
        let wanted = match command.figure(0, 0) {
            Some(state @ 0..=4) => state,
            _ => return Err(Fault::Cms(302)),
        };
        let memory = self.reading();
        let mut entries = self.stored.list(memory);
        entries.retain(|(_, slot)| wanted == 4 || slot.state as usize == wanted);
        let mut said = Vec::new();
        for (index, slot) in &entries {
            said.push(format!("+CMGL: {index},{}", header(slot)));
            said.extend(self.faults.inside(Inside::Cmgl));
            said.push(self.body(slot));
        }
        self.mark_read(memory, &entries);
        let mut steps = Vec::new();
        if !said.is_empty() {
            steps.push(info(&said));
        }
        steps.extend([
            ok(),
            listed(memory, &entries),
            Step::Break(BreakPoint::Listing),
        ]);
        Ok(Answer::Steps(steps))
    }

    fn read(&mut self, command: &Command) -> Outcome {
        let memory = self.reading();
        let slot = command
            .figure(0, usize::MAX)
            .and_then(|index| Some((index, self.stored.get_mut(memory, index)?.clone())));
        let Some(entry) = slot else {
            return Err(Fault::Cms(321));
        };
        let mut said = vec![format!("+CMGR: {}", header(&entry.1))];
        said.extend(self.faults.inside(Inside::Cmgr));
        said.push(self.body(&entry.1));
        let entries = [entry];
        self.mark_read(memory, &entries);
        Ok(Answer::Steps(vec![
            info(&said),
            ok(),
            listed(memory, &entries),
        ]))
    }

    fn delete(&mut self, command: &Command) -> Outcome {
        let memory = self.reading();
        let flag = command.figure(1, 0).ok_or(Fault::Cms(302))?;
        let doomed: Vec<(Memory, usize)> = match flag {
            0 => {
                let index = command.figure(0, usize::MAX).ok_or(Fault::Cms(321))?;
                if !self.stored.has(memory, index) {
                    return Err(Fault::Cms(321));
                }
                vec![(memory, index)]
            }
            1..=4 => {
                let goes = |state: State| state == State::Read || flag == 4;
                let entries = self.stored.list(memory).into_iter();
                entries
                    .filter(|(_, slot)| goes(slot.state))
                    .map(|(index, _)| (memory, index))
                    .collect()
            }
            _ => return Err(Fault::Cms(302)),
        };
        Ok(Answer::Steps(vec![
            Step::Break(BreakPoint::BeforeCmgd),
            Step::Delete(doomed),
            Step::Break(BreakPoint::AfterCmgd),
            ok(),
            Step::Break(BreakPoint::AfterCmgdOk),
        ]))
    }

    fn preferred_memories(&mut self, command: &Command, kind: Kind) -> Outcome {
        match kind {
            Kind::Test => {
                lines(["+CPMS: (\"SM\",\"ME\",\"SR\"),(\"SM\",\"ME\"),(\"SM\",\"ME\")".to_owned()])
            }
            Kind::Read => {
                let each = self
                    .settings
                    .memories
                    .map(|memory| format!("\"{}\",{}", memory.as_str(), self.usage(memory)));
                lines([format!("+CPMS: {}", each.join(","))])
            }
            Kind::Exec => Err(Fault::Cms(302)),
            Kind::Set => {
                let mut chosen = self.settings.memories;
                for (place, slot) in chosen.iter_mut().enumerate() {
                    let name = command.word(place).to_ascii_uppercase();
                    if name.is_empty() && place > 0 {
                        continue;
                    }
                    let known = Memory::ALL.into_iter().find(|m| m.as_str() == name);
                    *slot = known
                        .filter(|memory| place == 0 || *memory != Memory::Sr)
                        .ok_or(Fault::Cms(302))?;
                }
                self.settings.memories = chosen;
                let each = chosen.map(|memory| self.usage(memory));
                lines([format!("+CPMS: {}", each.join(","))])
            }
        }
    }

    fn indications(&mut self, command: &Command, kind: Kind) -> Outcome {
        match kind {
            Kind::Test => lines(["+CNMI: (0-3),(0-3),(0-2),(0-2),(0,1)".to_owned()]),
            Kind::Read => {
                let each = self.settings.cnmi.map(|n| n.to_string());
                lines([format!("+CNMI: {}", each.join(","))])
            }
            Kind::Exec => {
                self.settings.cnmi = [0; 5];
                lines([])
            }
            Kind::Set => {
                let mut chosen = self.settings.cnmi;
                for (place, (slot, most)) in chosen.iter_mut().zip(CNMI_MOST).enumerate() {
                    *slot = command
                        .figure(place, usize::from(*slot))
                        .and_then(|figure| u8::try_from(figure).ok())
                        .filter(|figure| *figure <= most)
                        .ok_or(Fault::Cms(302))?;
                }
                if chosen.first() == Some(&2) && self.profile.refuses_mode_2 {
                    return Err(Fault::Cms(303));
                }
                self.settings.cnmi = chosen;
                lines([])
            }
        }
    }

    fn usage(&self, memory: Memory) -> String {
        let total = self.stored.total(memory);
        let used = if memory == Memory::Sm && self.faults.sim_full {
            total
        } else {
            self.stored.used(memory)
        };
        format!("{used},{total}")
    }

    fn reading(&self) -> Memory {
        let [reading, ..] = self.settings.memories;
        reading
    }

    fn mark_read(&mut self, memory: Memory, entries: &[(usize, Slot)]) {
        for (index, slot) in entries {
            if slot.state == State::Unread
                && let Some(stored) = self.stored.get_mut(memory, *index)
            {
                stored.state = State::Read;
            }
        }
    }

    /// The PDU as the line shows it, service centre first.
    fn body(&self, slot: &Slot) -> String {
        tpdu::on_the_line(&slot.tpdu, &self.service_centre)
    }
}

/// `<stat>,[<alpha>],<length>`.
fn header(slot: &Slot) -> String {
    format!("{},,{}", slot.state as usize, slot.tpdu.len())
}
