//! The heart of the simulator, without I/O: bytes, commands and the time go in, effects come out.
//!
//! The modem's steps wait in a line; [`World::run`] takes one after the other until it meets a
//! delay, a breakpoint or the end. Bytes of the program are looked at only when no step is left,
//! as a modem with one processor does. The network goes on during all of it.

mod air;
mod line;
mod obey;

use std::collections::VecDeque;
use std::time::Duration;

use serde::Serialize;

use super::event::{Event, Recorded};
use super::modem::{Fault, Faults, Mode, Modem, Step, place};
use super::network::{Network, Verdict};
use super::noise::Noise;
use super::phone::Bubble;
use super::script::{BreakPoint, Command, DelayStep, Memory, Silence};
use super::tpdu;
use super::{SimConfig, SimError};
use crate::domain::random::Random;
use crate::domain::time::Now;
use air::Unacknowledged;

/// What the driver is to do, in order.
#[derive(Debug, PartialEq)]
pub(crate) enum Effect {
    /// Write these bytes to the line.
    Write(Vec<u8>),
    /// Write this into the record.
    Record(Recorded),
    /// Take the pty away.
    Unplug,
    /// Make another pty.
    Plug,
}

/// How the simulated world stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Snapshot {
    /// The cable is in.
    pub plugged: bool,
    /// A program has the port open.
    pub attached: bool,
    /// The modem is on.
    pub powered: bool,
    /// The network reaches the modem.
    pub registered: bool,
    /// 0 to 31, as `AT+CSQ`.
    pub signal: u8,
    /// The modem answers nothing.
    pub silent: bool,
    /// Places of the SIM that hold something.
    pub sim_used: usize,
    /// Places of the SIM.
    pub sim_total: usize,
    /// The SIM says that it is full.
    pub sim_full: bool,
    /// The network refuses some or all texts.
    pub refusing: bool,
    /// DELIVERs that the network keeps for the modem.
    pub waiting: usize,
    /// The breakpoint at which the line is frozen.
    pub stopped: Option<BreakPoint>,
}

/// Lines that no command asked for, and what goes with them.
#[derive(Debug)]
struct Unsolicited {
    /// Whether `AT+CNMI` decides when it comes.
    indication: bool,
    steps: Vec<Step>,
}

/// Modem, network, phones, cable and faults.
#[derive(Debug)]
pub(crate) struct World {
    modem: Modem,
    network: Network,
    now: Now,
    plugged: bool,
    attached: bool,
    powered: bool,
    reached: bool,
    breaks: Vec<(BreakPoint, u32)>,
    stopped: Option<BreakPoint>,
    /// Whether the record knows that the network keeps a text.
    keeping: bool,
    silence: Silence,
    silent_until: Duration,
    garbage_each_line: usize,
    delays: Vec<(DelayStep, Duration, Duration)>,
    noise: Noise,
    /// Commands since the modem last chattered.
    since_chatter: u8,
    random: Random,
    steps: VecDeque<Step>,
    unsolicited: VecDeque<Unsolicited>,
    pause: Option<Duration>,
    input: VecDeque<u8>,
    line: Vec<u8>,
    said: Vec<u8>,
    unacknowledged: Option<Unacknowledged>,
    effects: VecDeque<Effect>,
    count: u64,
}

impl World {
    /// A world at rest, with the cable in.
    pub fn new(config: &SimConfig, now: Now) -> Self {
        let mut random = Random::new(config.seed);
        let last_mr = random.octet();
        let reference = random.octet();
        let mut modem = Modem::new(config, last_mr);
        modem.boot();
        let mut world = Self {
            reached: false,
            network: Network::new(&config.own_number, config.zone_minutes, reference),
            modem,
            now,
            plugged: true,
            attached: false,
            powered: true,
            breaks: Vec::new(),
            stopped: None,
            keeping: false,
            silence: Silence::Off,
            silent_until: Duration::ZERO,
            garbage_each_line: 0,
            delays: Vec::new(),
            noise: Noise::default(),
            since_chatter: 0,
            random,
            steps: VecDeque::new(),
            unsolicited: VecDeque::new(),
            pause: None,
            input: VecDeque::new(),
            line: Vec::new(),
            said: Vec::new(),
            unacknowledged: None,
            effects: VecDeque::new(),
            count: 0,
        };
        world.reached = world.reachable();
        world
    }

    /// The next thing for the driver to do.
    pub fn effect(&mut self) -> Option<Effect> {
        self.effects.pop_front()
    }

    /// When [`World::run`] has something to do even if nothing comes in.
    pub fn deadline(&self) -> Option<Duration> {
        let pause = self.pause.filter(|_| self.stopped.is_none());
        let acknowledge = self.unacknowledged.as_ref().map(|u| u.until);
        [pause, acknowledge, self.network.deadline()]
            .into_iter()
            .flatten()
            .min()
    }

    /// What the program wrote.
    pub fn bytes(&mut self, bytes: &[u8], now: Now) {
        if self.powered {
            self.input.extend(bytes);
        }
        self.run(now);
    }

    /// Whether a program has the port open.
    pub fn attach(&mut self, attached: bool, now: Now) {
        self.now = now;
        if self.attached != attached {
            self.attached = attached;
            self.note(if attached {
                Event::Attached
            } else {
                Event::Detached
            });
        }
        self.run(now);
    }

    /// Writes into the record something that only the driver knows.
    pub fn note_at(&mut self, event: Event, now: Now) {
        self.now = now;
        self.note(event);
    }

    /// Whether the cable is in.
    pub fn plugged(&self) -> bool {
        self.plugged
    }

    /// What the phone of that number shows.
    pub fn conversation(&self, number: &str) -> Vec<Bubble> {
        self.network.conversation(number)
    }

    /// The numbers that have a conversation.
    pub fn numbers(&self) -> Vec<String> {
        self.network.numbers()
    }

    /// How everything stands.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            plugged: self.plugged,
            attached: self.attached,
            powered: self.powered,
            registered: self.reachable(),
            signal: self.modem.signal,
            silent: self.silent(),
            sim_used: self.modem.stored.used(Memory::Sm),
            sim_total: self.modem.stored.total(Memory::Sm),
            sim_full: self.modem.faults.sim_full,
            refusing: self.network.refuses(),
            waiting: self.network.inbound.len(),
            stopped: self.stopped,
        }
    }

    /// Carries out a command of the script.
    ///
    /// # Errors
    /// When the words can't be carried, or there is nothing to repeat.
    pub fn command(&mut self, command: &Command, now: Now) -> Result<(), SimError> {
        self.now = now;
        self.obey(command)?;
        self.run(now);
        Ok(())
    }

    /// Goes on as far as the time allows.
    pub fn run(&mut self, now: Now) {
        self.now = now;
        loop {
            for event in self.network.run(now) {
                self.note(event);
            }
            self.give_up_acknowledgement();
            self.hand_over();
            self.ring();
            if !self.step() {
                break;
            }
        }
    }

    /// One step of the modem; false when it has to wait.
    fn step(&mut self) -> bool {
        if self.stopped.is_some() || !self.powered || !self.plugged {
            return false;
        }
        if let Some(until) = self.pause {
            if self.now.mono < until {
                return false;
            }
            self.pause = None;
        }
        if let Some(step) = self.steps.pop_front() {
            self.take(step);
            return true;
        }
        if self.modem.mode == Mode::Command && self.line.is_empty() {
            // CNMI mode 0 keeps indications in the modem (TS 27.005 3.4.1).
            let [mode, ..] = self.modem.settings.cnmi;
            let next = self
                .unsolicited
                .iter()
                .position(|unsolicited| mode > 0 || !unsolicited.indication);
            if let Some(unsolicited) = next.and_then(|place| self.unsolicited.remove(place)) {
                self.steps.extend(unsolicited.steps);
                return true;
            }
        }
        if let Some(byte) = self.input.pop_front() {
            self.byte(byte);
            return true;
        }
        false
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Wait(step) => {
                let delay = self.delay(step);
                self.wait(delay);
            }
            Step::WaitFor(delay) => self.wait(delay),
            Step::Break(point) => self.reach(point),
            Step::Say(text) => self.say(&text),
            Step::Prompt { length, shown } => {
                self.modem.mode = Mode::Pdu {
                    length,
                    digits: String::new(),
                };
                if shown && !self.silent() {
                    self.write(b"\r\n> ");
                    self.note(Event::Prompt);
                }
            }
            Step::Count => self.tell_count(),
            Step::Answered { taken } => self.modem.counts.answered(taken),
            Step::Submit { length, digits } => self.submit(length, &digits),
            Step::Delete(doomed) => {
                for (memory, index) in doomed {
                    if let Some(slot) = self.modem.stored.take(memory, index) {
                        self.note(Event::Deleted {
                            place: place(memory, index),
                            tpdu: tpdu::hex(&slot.tpdu),
                        });
                    }
                }
            }
            Step::Note(event) => self.note(event),
            Step::Acknowledge(taken) => self.acknowledge(taken),
            Step::Radio => self.radio(),
            Step::Boot => self.boot(),
        }
    }

    fn submit(&mut self, length: usize, digits: &str) {
        let zone = self.network.zone_minutes;
        let Some(mut part) = tpdu::submit(digits, length, self.now.wall, zone) else {
            return self.refuse_here("", "", 304);
        };
        if !self.modem.registered() {
            return self.refuse_here(&part.to, &part.words, 331);
        }
        if Faults::happens(&mut self.modem.faults.lose_submit) {
            return self.note(Event::Lost { to: part.to });
        }
        let counts = &mut self.modem.counts;
        part.refer(counts.tried(&mut self.random, self.now.mono));
        let (verdict, events) = self.network.submit(&part, self.now);
        for event in events {
            self.note(event);
        }
        let steps = match verdict {
            Verdict::Accepted => self.modem.sent(part.mr),
            Verdict::Refused(code) => {
                let fault = code.map_or(Fault::Plain, Fault::Cms);
                vec![Step::Answered { taken: false }, self.modem.fail(fault)]
            }
        };
        self.steps.extend(steps);
    }

    fn refuse_here(&mut self, to: &str, words: &str, code: u16) {
        self.note(Event::Refused {
            to: to.to_owned(),
            words: words.to_owned(),
            code: Some(code),
        });
        let fail = self.modem.fail(Fault::Cms(code));
        self.steps.push_back(fail);
    }

    fn note(&mut self, event: Event) {
        self.count += 1;
        self.effects.push_back(Effect::Record(Recorded {
            n: self.count,
            wall: self.now.wall,
            mono_us: u64::try_from(self.now.mono.as_micros()).unwrap_or(u64::MAX),
            event,
        }));
    }

    fn reach(&mut self, point: BreakPoint) {
        let Some(at) = self.breaks.iter().position(|(armed, _)| *armed == point) else {
            return;
        };
        if let Some((_, left)) = self.breaks.get_mut(at) {
            *left = left.saturating_sub(1);
            if *left > 0 {
                return;
            }
        }
        self.breaks.remove(at);
        self.stopped = Some(point);
        self.note(Event::Stopped { at: point });
    }

    fn wait(&mut self, delay: Duration) {
        if !delay.is_zero() {
            self.pause = Some(self.now.mono + delay);
        }
    }

    fn delay(&mut self, step: DelayStep) -> Duration {
        let span = self.delays.iter().find(|(known, ..)| *known == step);
        let Some((_, from, to)) = span else {
            return Duration::ZERO;
        };
        let more = u64::try_from((*to - *from).as_millis()).unwrap_or(0);
        *from + Duration::from_millis(self.random.below(more + 1))
    }

    fn silent(&self) -> bool {
        match self.silence {
            Silence::On => true,
            Silence::For(_) => self.now.mono < self.silent_until,
            Silence::Off | Silence::Next => false,
        }
    }

    fn reachable(&self) -> bool {
        self.plugged && self.powered && self.modem.registered()
    }
}

#[cfg(test)]
mod tests;
