//! What each command of the script does to the world.

use super::{Effect, Unsolicited, World};
use crate::sim::SimError;
use crate::sim::event::Event;
use crate::sim::modem::{Admission, Mode, Step, info};
use crate::sim::network::Refusal;
use crate::sim::script::{Command, DelayStep, Memory, Silence, SimChange};

impl World {
    pub(super) fn obey(&mut self, command: &Command) -> Result<(), SimError> {
        let now = self.now;
        match command {
            Command::Text { from, words } => {
                let event = self.network.text(from, words, now)?;
                self.note(event);
            }
            Command::Call { from, rings } => {
                let event = self.network.call(from.as_deref(), *rings, now)?;
                self.note(event);
            }
            Command::Phone { number, power } => {
                for event in self.network.set_phone(number, *power, now) {
                    self.note(event);
                }
            }
            Command::Unplug if self.plugged => {
                self.plugged = false;
                self.dark();
                self.effects.push_back(Effect::Unplug);
                self.note(Event::Unplugged);
            }
            Command::Replug if !self.plugged => {
                self.plugged = true;
                self.attached = false;
                self.effects.push_back(Effect::Plug);
                self.boot();
            }
            Command::PowerOff if self.powered => {
                self.powered = false;
                self.dark();
            }
            Command::PowerOn if !self.powered => {
                self.powered = true;
                self.boot();
            }
            Command::Unplug | Command::Replug | Command::PowerOff | Command::PowerOn => {}
            Command::Reset => self.boot(),
            Command::Signal(signal) => {
                self.modem.signal = (*signal).min(31);
                self.radio();
            }
            Command::Register => self.admit(Admission::Home),
            Command::Deregister => self.admit(Admission::Lost),
            Command::Roam => self.admit(Admission::Roaming),
            Command::Deny => self.admit(Admission::Denied),
            Command::Sim(change) => {
                let card = &mut self.modem.card;
                match change {
                    SimChange::Out => card.is_in = false,
                    SimChange::In => card.is_in = true,
                    SimChange::Imsi(imsi) => {
                        card.imsi.clone_from(imsi);
                        card.iccid = format!("8900{imsi}");
                    }
                    SimChange::Pin(pin) => card.set_pin(pin.clone()),
                }
                // This one notices its SIM when it starts.
                self.boot();
            }
            Command::Storage(memory, size) => self.modem.stored.resize(*memory, *size),
            Command::NetworkTime(time) => self.modem.network_time = *time,
            Command::Counter(keeping) => self.modem.counts.keep(*keeping),
            Command::Reference(referring) => self.modem.counts.refer(*referring),
            Command::SimFull(full) => self.modem.faults.sim_full = *full,
            Command::Refuse { code, times, to } => self.network.refuse(Refusal {
                code: *code,
                times: *times,
                to: to.clone(),
            }),
            Command::RefuseOff => self.network.refuse_nothing(),
            Command::Cme { code, times, on } => {
                self.modem.faults.cme.push((*code, *times, on.clone()));
            }
            Command::CmeOff => self.modem.faults.cme.clear(),
            Command::Silence(silence) => {
                self.silence = *silence;
                if let Silence::For(time) = silence {
                    self.silent_until = now.mono + *time;
                }
            }
            Command::SwallowAnswer { late, times } => {
                self.modem.faults.swallow_answer = Some((*late, *times));
            }
            Command::LoseSubmit(times) => self.modem.faults.lose_submit = Some(*times),
            Command::DropPrompt(times) => self.modem.faults.drop_prompt = Some(*times),
            Command::SimBusy(time) => self.modem.faults.busy_until = now.mono + *time,
            Command::Reports(on) => self.network.reports = *on,
            Command::Report {
                to,
                mr,
                status,
                ago,
            } => self.claim(to, *mr, *status, *ago)?,
            Command::ReportsIn(memory, told) => self.modem.reports_in = (*memory, *told),
            Command::RepeatDelivery(times) => {
                if !self.network.repeat(*times, now) {
                    return Err(SimError::Script(
                        "there was no delivery yet that could be repeated".to_owned(),
                    ));
                }
            }
            Command::SenderForm(form) => self.network.sender_form = *form,
            Command::Urc(line) => self.unsolicited.push_back(Unsolicited {
                indication: false,
                steps: vec![info(&[line.replace('\n', "\r\n")])],
            }),
            Command::UrcInside(place, line) => {
                let line = line.replace('\n', "\r\n");
                self.modem.faults.inside.push((*place, line));
            }
            Command::Garbage(count) => {
                let noise = self.random.octets(*count);
                self.write(&noise);
            }
            Command::GarbageEachLine(count) => self.garbage_each_line = *count,
            Command::Seed(seed) => self.random = crate::domain::random::Random::new(*seed),
            Command::Delay(DelayStep::Deliver, delay, _) => self.network.deliver_delay = *delay,
            Command::Delay(DelayStep::Report, delay, _) => self.network.report_delay = *delay,
            Command::Delay(step, from, to) => {
                self.delays.retain(|(known, ..)| known != step);
                self.delays.push((*step, *from, *to));
            }
            Command::Noise(damage, per_thousand) => self.noise.set(*damage, *per_thousand),
            Command::Profile(profile) => {
                self.modem.profile = profile;
                let reports = if profile.names_the_wrong_memory {
                    Memory::Sm
                } else {
                    Memory::Sr
                };
                self.modem.reports_in = (Memory::Sr, reports);
                self.boot();
            }
            Command::Break(point, nth) => self.breaks.push((*point, *nth)),
            Command::BreakOff => self.breaks.clear(),
            Command::Continue => {
                if self.stopped.take().is_some() {
                    self.note(Event::Continued);
                }
            }
        }
        Ok(())
    }

    fn admit(&mut self, admission: Admission) {
        self.modem.admission = admission;
        self.radio();
    }

    /// The modem starts anew: its settings are the defaults, what it was doing is forgotten.
    pub(super) fn boot(&mut self) {
        self.dark();
        self.modem.boot();
        self.note(Event::Booted);
        let said = if self.modem.card.fault().is_none() {
            usize::MAX
        } else {
            2
        };
        let banner: Vec<String> = self
            .modem
            .profile
            .banner
            .iter()
            .take(said)
            .map(|line| (*line).to_owned())
            .collect();
        self.steps.push_back(info(&banner));
        self.steps.push_back(Step::Radio);
    }

    /// Says so when the registration has changed.
    pub(super) fn radio(&mut self) {
        let reached = self.reachable();
        if reached == self.reached {
            return;
        }
        self.reached = reached;
        let lines = self.modem.registration_lines();
        if !lines.is_empty() {
            self.unsolicited.push_back(Unsolicited {
                indication: false,
                steps: vec![info(&lines)],
            });
        }
    }

    fn dark(&mut self) {
        self.modem.counts.dark(self.now.mono);
        self.forget_routed();
        self.steps.clear();
        self.unsolicited.clear();
        self.pause = None;
        self.input.clear();
        self.line.clear();
        self.said.clear();
        self.stopped = None;
        self.modem.mode = Mode::Command;
        self.reached = false;
    }
}
