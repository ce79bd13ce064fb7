//! Setting a modem up, from "it answers" to "it can be read".

use super::Machine;
use super::announce::Plans;
use super::errors;
use super::event::Effect;
use super::facts::Facts;
use super::family::Family;
use super::identity;
use super::ladder::Trouble;
use super::phase::{Phase, Resume};
use super::rouse::Then;
use super::talk::{Reply, SLOW, USUAL};
use crate::modem::status::{State, Why};
use crate::modem::steps::Rung;
use crate::wire::at::reply::{self, PinState};
use std::time::Duration;

/// One command of the bring-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// No echo. Some are deaf to it, so nothing depends on it.
    Echo,
    /// Errors with numbers.
    Errors,
    Maker,
    Model,
    /// Huawei's chatter off.
    Quiet,
    /// Where Quectel announces what comes in, and that it shall do so everywhere.
    AnnouncedWhere,
    AnnounceEverywhere,
    /// Whether the radio is on.
    Power,
    PowerOn,
    Pin,
    EnterPin,
    /// The SIM's identity: the subscriber's, else the card's by one of [`CARD_NUMBER`].
    Subscriber,
    Card(usize),
    PduMode,
    /// Which memories there are, which are used, and the choice.
    Memories,
    MemoryNow,
    ChooseMemory,
    Service,
    /// What announcements it offers, then the plans one after the other.
    Offers,
    PlanService,
    PlanAnnounce,
    /// That it shall tell who calls.
    Callers,
    /// That its clock shall take the network's time.
    NetworkTime,
}

impl Step {
    /// Whether nothing depends on it: whoever is refused it, for whatever reason, does without.
    fn is_a_wish(self) -> bool {
        matches!(self, Self::Callers | Self::NetworkTime)
    }
}

/// How the number of the card is asked for; no two makers agree.
const CARD_NUMBER: [&str; 4] = ["AT+CCID", "AT+ICCID", "AT+QCCID", "AT^ICCID?"];

/// How long a SIM may be busy, or a command refused, before the bring-up starts anew.
const PATIENCE: Duration = Duration::from_secs(60);
/// For the OK that some never say after an answer; one that does has said it long before.
const NO_OK: Duration = Duration::from_millis(300);
/// Between two tries of a step, growing.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// Commands of the bring-up in a row that may go unanswered before the port is opened anew.
const MOST_SILENCES: u8 = 3;
/// Before the whole bring-up is tried again, when a person has to do something.
const STUCK_PAUSE: Duration = Duration::from_secs(15);

impl Machine {
    pub(super) fn bring_up(&mut self) {
        self.facts = Facts::default();
        self.power_may_be_lost();
        // What a person has to put right stays on the page until it is.
        let waits_for_someone = matches!(
            self.status.why,
            Some(
                Why::NoSim
                    | Why::SimFailed
                    | Why::SimLocked
                    | Why::PinNeeded
                    | Why::PinRefused
                    | Why::PinNotTried
                    | Why::CommandRefused { .. }
            )
        );
        if !waits_for_someone {
            self.set_state(State::Starting, None);
        }
        self.step(Step::Echo);
    }

    pub(super) fn resume(&mut self, then: Resume) {
        match then {
            Resume::Step(step) => self.step(step),
            Resume::BringUp => self.rouse(Then::BringUp),
        }
    }

    pub(super) fn step(&mut self, step: Step) {
        let (command, patience) = match step {
            Step::Echo => ("ATE0".to_owned(), USUAL),
            Step::Errors => ("AT+CMEE=1".to_owned(), USUAL),
            Step::Maker => ("AT+CGMI".to_owned(), USUAL),
            Step::Model => ("AT+CGMM".to_owned(), USUAL),
            Step::Quiet => ("AT^CURC=0".to_owned(), USUAL),
            Step::AnnouncedWhere => ("AT+QURCCFG=\"urcport\"".to_owned(), USUAL),
            Step::AnnounceEverywhere => ("AT+QURCCFG=\"urcport\",\"all\"".to_owned(), USUAL),
            Step::Power => ("AT+CFUN?".to_owned(), USUAL),
            Step::PowerOn => ("AT+CFUN=1".to_owned(), SLOW),
            Step::Pin => ("AT+CPIN?".to_owned(), USUAL),
            // It is kept first that it is entered.
            Step::EnterPin => return self.note_pin(),
            Step::Subscriber => ("AT+CIMI".to_owned(), SLOW),
            Step::Card(which) => match CARD_NUMBER.get(which) {
                Some(command) => ((*command).to_owned(), SLOW),
                // One that tells nothing is still one SIM at a time.
                None => return self.identified(identity::UNKNOWN.to_owned()),
            },
            Step::PduMode => ("AT+CMGF=0".to_owned(), USUAL),
            Step::Memories => ("AT+CPMS=?".to_owned(), SLOW),
            Step::MemoryNow => ("AT+CPMS?".to_owned(), SLOW),
            Step::ChooseMemory => (self.choose_memory(), SLOW),
            Step::Service => ("AT+CSMS?".to_owned(), USUAL),
            Step::Offers => ("AT+CNMI=?".to_owned(), USUAL),
            Step::PlanService => match self.facts.plans.service() {
                Some(service) => (format!("AT+CSMS={service}"), USUAL),
                None => return self.step(Step::PlanAnnounce),
            },
            Step::PlanAnnounce => match self.facts.plans.command() {
                Some(command) => (command, USUAL),
                // Nothing is announced: the minute's poll finds what comes in, if it can be read.
                None => {
                    self.facts.cannot_receive =
                        self.facts.has_no_memory && self.facts.cannot_choose;
                    return self.step(Step::Callers);
                }
            },
            Step::Callers if self.deaf_to.contains(&step) => return self.step(Step::NetworkTime),
            Step::Callers => ("AT+CLIP=1".to_owned(), USUAL),
            Step::NetworkTime if self.deaf_to.contains(&step) => return self.brought_up(),
            Step::NetworkTime => (self.facts.family.takes_time().to_owned(), USUAL),
        };
        self.ask(&command, patience);
        self.phase = Phase::BringUp(step);
    }

    pub(super) fn bring_up_answered(&mut self, step: Step, reply: &Reply) {
        if reply.is_silence() && !is_answered_without_end(step, reply) {
            if step.is_a_wish() {
                self.deaf_to.push(step);
            }
            return self.step_unanswered();
        }
        if step.is_a_wish() {
            self.silences = 0;
            return self.step_answered(step, reply);
        }
        if let Some(error) = reply.error() {
            if errors::is_busy(error) {
                return self.try_step_again(step, Why::SimBusy);
            }
            if errors::is_no_sim(error) {
                return self.stuck(Why::NoSim);
            }
        }
        self.silences = 0;
        self.step_answered(step, reply);
    }

    fn step_answered(&mut self, step: Step, reply: &Reply) {
        let ok = reply.is_ok();
        let next = match step {
            Step::Echo => Step::Errors,
            Step::Errors => Step::Maker,
            Step::Maker => {
                self.status.maker = name_in(reply);
                self.facts.family = Family::of(&self.status.maker);
                Step::Model
            }
            Step::Model => {
                self.status.model = name_in(reply);
                match self.facts.family {
                    Family::Huawei => Step::Quiet,
                    Family::Quectel => Step::AnnouncedWhere,
                    Family::SimCom | Family::Wavecom | Family::Other => Step::Power,
                }
            }
            // It keeps that beyond a restart, so it is told only where it is not so. One that does not
            // know it is read by the poll.
            Step::AnnouncedWhere if ok && reply.find(announces_everywhere).is_none() => {
                Step::AnnounceEverywhere
            }
            Step::Quiet | Step::AnnouncedWhere | Step::AnnounceEverywhere => Step::Power,
            Step::Power => match first_number(reply, "+CFUN:") {
                Some(0 | 4) => Step::PowerOn,
                _ => Step::Pin,
            },
            Step::PowerOn => Step::Pin,
            Step::Pin => return self.pin_answered(reply),
            Step::EnterPin if ok => {
                self.pin_accepted();
                Step::Pin
            }
            Step::EnterPin => return self.stuck(Why::PinRefused),
            Step::Subscriber => match reply.find(identity::imsi).filter(|_| ok) {
                Some(sim) => return self.claims(sim, step),
                None => Step::Card(0),
            },
            Step::Card(which) => match reply.find(identity::iccid).filter(|_| ok) {
                Some(sim) => return self.claims(sim, step),
                None => Step::Card(which + 1),
            },
            // Before "SMS ready" it is refused, for a while.
            Step::PduMode if !ok => return self.refused_for_now(step, "AT+CMGF=0"),
            Step::PduMode => Step::Memories,
            // Some do not know it; but a memory that is left out by mistake is not read.
            Step::Memories if !ok && self.facts.pause < FIRST_PAUSE * 2 => {
                return self.try_step_again(step, Why::SimBusy);
            }
            Step::Memories => {
                self.learn_memories(reply);
                Step::MemoryNow
            }
            Step::MemoryNow => {
                self.learn_memory_now(reply);
                Step::ChooseMemory
            }
            Step::ChooseMemory => {
                self.memory_chosen(reply);
                Step::Service
            }
            Step::Service => {
                self.facts.service = first_number(reply, "+CSMS:");
                Step::Offers
            }
            Step::Offers => {
                let stores_reports = self.facts.storages.iter().any(|name| name == "SR");
                let acknowledges = self.facts.family.acknowledges();
                self.facts.plans = Plans::from_offers(reply, stores_reports, acknowledges);
                Step::PlanService
            }
            Step::PlanService if ok => {
                self.facts.service = self.facts.plans.service();
                Step::PlanAnnounce
            }
            Step::PlanAnnounce if ok => Step::Callers,
            Step::Callers => Step::NetworkTime,
            Step::NetworkTime => return self.brought_up(),
            Step::PlanService | Step::PlanAnnounce => {
                self.facts.plans.next();
                Step::PlanService
            }
        };
        self.facts.patience_anew();
        self.step(next);
    }

    /// How long to wait after this line of an answer, where it may be all of it.
    pub(super) fn may_be_the_end(&self, line: &str) -> Option<Duration> {
        let is_all = self.facts.family == Family::Wavecom && reply::pin_state(line).is_some();
        is_all.then_some(NO_OK)
    }

    fn pin_answered(&mut self, reply: &Reply) {
        match reply.find(reply::pin_state) {
            Some(PinState::Ready) => {
                self.facts.patience_anew();
                // Some don't say who they are before they have their PIN.
                let is_nameless = self.facts.pin_entered && self.status.maker.is_empty();
                if is_nameless && !std::mem::replace(&mut self.facts.named_after_pin, true) {
                    return self.step(Step::Maker);
                }
                self.step(Step::Subscriber);
            }
            // It takes a moment to believe it.
            Some(PinState::Pin) if self.facts.pin_entered => {
                self.try_step_again(Step::Pin, Why::SimBusy);
            }
            Some(PinState::Pin) => self.step(Step::EnterPin),
            Some(PinState::Puk | PinState::Other(_)) => self.stuck(Why::SimLocked),
            Some(PinState::NoSim) => self.stuck(Why::NoSim),
            Some(PinState::NotReady) => self.try_step_again(Step::Pin, Why::SimBusy),
            None => match reply.error() {
                Some(error) if errors::is_sim_failure(error) => self.stuck(Why::SimFailed),
                _ => self.try_step_again(Step::Pin, Why::SimBusy),
            },
        }
    }

    /// The session begins. What it is worth is asked next.
    fn brought_up(&mut self) {
        self.status.session += 1;
        self.status.reports = self.facts.plans.reports();
        self.count_anew();
        self.begin_poll();
    }

    /// No answer: the modem may be restarting, and everything set is lost then.
    fn step_unanswered(&mut self) {
        self.silences = self.silences.saturating_add(1);
        if self.silences < MOST_SILENCES {
            return self.rouse(Then::BringUp);
        }
        match self.next_step(Trouble::SetUp, Rung::SetUp, &Why::NoAnswer) {
            Rung::SetUp => self.rouse(Then::BringUp),
            Rung::Person => self.close_port(Why::NoAnswer),
            rung => self.heal(rung, Why::NoAnswer),
        }
    }

    /// Busy for seconds after PIN or CFUN.
    fn try_step_again(&mut self, step: Step, why: Why) {
        if self.facts.trying_since.is_none() {
            self.out.push_back(Effect::AskedAgain("not ready"));
        }
        let since = *self.facts.trying_since.get_or_insert(self.now);
        if self.now.saturating_sub(since) >= PATIENCE {
            self.facts.patience_anew();
            return self.stuck(why);
        }
        let pause = match self.facts.pause {
            Duration::ZERO => FIRST_PAUSE,
            pause => (pause * 2).min(LONGEST_PAUSE),
        };
        self.facts.pause = pause;
        let pause = self.jitter.shorten(pause);
        // What nothing has helped stays on the page until it is over.
        if !self.status.needs_person {
            self.set_state(State::Starting, Some(why));
        }
        self.phase = Phase::Waiting {
            until: self.now + pause,
            then: Resume::Step(step),
        };
    }

    fn refused_for_now(&mut self, step: Step, command: &str) {
        self.try_step_again(
            step,
            Why::CommandRefused {
                command: command.to_owned(),
            },
        );
    }

    /// It can't be set up. Where a step may help it is taken; where a person has to do something, see
    /// now and then whether it was done.
    pub(super) fn stuck(&mut self, why: Why) {
        self.set_state(State::Down, Some(why.clone()));
        if matches!(
            why,
            Why::PinNeeded | Why::PinRefused | Why::PinNotTried | Why::SimLocked
        ) {
            self.person_must_look(&why);
        } else {
            let rung = self.next_step(Trouble::SetUp, Rung::SetUp, &why);
            if !matches!(rung, Rung::SetUp | Rung::Person) {
                return self.heal(rung, why);
            }
        }
        let pause = self.jitter.shorten(STUCK_PAUSE);
        self.phase = Phase::Waiting {
            until: self.now + pause,
            then: Resume::BringUp,
        };
    }
}

/// `+CPIN: READY` without OK, as Wavecom says it.
fn is_answered_without_end(step: Step, reply: &Reply) -> bool {
    step == Step::Pin && reply.find(reply::pin_state).is_some()
}

fn name_in(reply: &Reply) -> String {
    let line = reply.lines.first().filter(|_| reply.is_ok());
    let line = line.map(String::as_str).unwrap_or_default();
    let name = line.split_once(": ").map_or(line, |(_, name)| name);
    name.trim().trim_matches('"').to_owned()
}

fn announces_everywhere(line: &str) -> Option<()> {
    let place = line.strip_prefix("+QURCCFG:")?.rsplit(',').next()?;
    (place.trim() == "\"all\"").then_some(())
}

fn first_number(reply: &Reply, prefix: &str) -> Option<u16> {
    reply.find(|line| reply::numbers(line, prefix)?.first().copied())
}
