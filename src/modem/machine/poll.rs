//! How it stands: asked at the end of the bring-up and each minute, because announcements get lost,
//! settings too, and trouble does not announce itself.

use super::event::Effect;
use super::phase::Phase;
use super::rouse::Then;
use super::talk::{Reply, SLOW, USUAL};
use super::{Machine, errors, identity};
use crate::modem::status::{Registration, State, StorageUse, Why};
use crate::wire::at::reply::{self, PinState};
use std::time::Duration;

/// How soon a modem without a network is asked again.
const SEARCHING: Duration = Duration::from_secs(5);

/// One question of the poll, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Question {
    Sim,
    /// Which SIM it is, where it did not say that before.
    Subscriber,
    Signal,
    Network,
    /// The LTE network; a modem is registered in either.
    EpsNetwork,
    Operator,
    Announcements,
    Service,
    Memory,
    ServiceCenter,
    /// What time it is, by the network.
    Time,
}

impl Question {
    const FIRST: Self = Self::Sim;

    fn next(self) -> Option<Self> {
        Some(match self {
            Self::Sim => Self::Subscriber,
            Self::Subscriber => Self::Signal,
            Self::Signal => Self::Network,
            Self::Network => Self::EpsNetwork,
            Self::EpsNetwork => Self::Operator,
            Self::Operator => Self::Announcements,
            Self::Announcements => Self::Service,
            Self::Service => Self::Memory,
            Self::Memory => Self::ServiceCenter,
            Self::ServiceCenter => Self::Time,
            Self::Time => return None,
        })
    }

    fn command(self) -> (&'static str, Duration) {
        match self {
            Self::Sim => ("AT+CPIN?", USUAL),
            Self::Subscriber => ("AT+CIMI", SLOW),
            Self::Signal => ("AT+CSQ", USUAL),
            Self::Network => ("AT+CREG?", USUAL),
            Self::EpsNetwork => ("AT+CEREG?", USUAL),
            Self::Operator => ("AT+COPS?", SLOW),
            Self::Announcements => ("AT+CNMI?", USUAL),
            Self::Service => ("AT+CSMS?", USUAL),
            Self::Memory => ("AT+CPMS?", SLOW),
            Self::ServiceCenter => ("AT+CSCA?", USUAL),
            Self::Time => ("AT+CCLK?", USUAL),
        }
    }
}

/// What the last poll said, as far as the next is compared with it.
#[derive(Debug, Default)]
pub(super) struct Polled {
    network: Registration,
    eps_network: Registration,
    /// `+CNMI` and `+CSMS` as the modem tells them after they were set; another answer means that
    /// it forgot them.
    announcements: Option<Vec<u16>>,
    service: Option<Vec<u16>>,
    no_service_center: bool,
}

impl Machine {
    pub(super) fn begin_poll(&mut self) {
        self.facts.polled.network = Registration::Unknown;
        self.facts.polled.eps_network = Registration::Unknown;
        self.ask_question(Some(Question::FIRST));
    }

    fn ask_question(&mut self, question: Option<Question>) {
        let is_answered =
            |question: &Question| *question != Question::Time || !self.is_deaf_to_time;
        let Some(question) = question.filter(is_answered) else {
            return self.all_asked();
        };
        if question == Question::Subscriber && !self.sim_is_in_doubt() {
            return self.ask_question(question.next());
        }
        let (command, patience) = question.command();
        self.ask(command, patience);
        self.phase = Phase::Polling(question);
    }

    pub(super) fn poll_answered(&mut self, question: Question, reply: &Reply) {
        if reply.is_silence() && reply.lines.is_empty() {
            return match question {
                Question::Time => self.deaf_to_the_time(),
                _ => self.poll_unanswered(),
            };
        }
        if let Some(error) = reply.error() {
            let gone = errors::is_no_sim(error) || errors::is_sim_locked(error);
            if question == Question::Sim && gone {
                return self.start_over(Why::NoSim);
            }
        }
        if question == Question::Subscriber
            && let Some(sim) = reply.find(identity::imsi)
            && sim != self.status.sim
        {
            return self.start_over(Why::SimBusy);
        }
        if !self.learn(question, reply) {
            return self.start_over(Why::Restarted);
        }
        self.ask_question(question.next());
    }

    /// It may be the question that it can't bear. Everything else is asked again, so that it is not the
    /// worse for it.
    fn deaf_to_the_time(&mut self) {
        self.is_deaf_to_time = true;
        self.wishes.poll_at = Some(self.now);
        self.rouse(Then::Idle);
    }

    fn poll_unanswered(&mut self) {
        self.polled();
        self.unanswered();
    }

    /// Takes an answer in; false when it shows that the modem has forgotten what it was told.
    fn learn(&mut self, question: Question, reply: &Reply) -> bool {
        match question {
            Question::Sim => {
                let state = reply.find(reply::pin_state);
                return !matches!(
                    state,
                    Some(PinState::Pin | PinState::Puk | PinState::NoSim | PinState::NotReady)
                );
            }
            Question::Subscriber => {}
            Question::Signal => {
                if let Some(signal) = reply.find(reply::signal) {
                    self.status.signal_dbm = signal;
                }
            }
            Question::Network => self.facts.polled.network = registration(reply),
            Question::EpsNetwork => {
                self.facts.polled.eps_network = registration(reply);
                // Nothing more may go in another network, whatever becomes of the other questions.
                if self.status.state == State::Ready {
                    self.judge();
                }
            }
            Question::Operator => {
                if let Some(operator) = reply.find(reply::operator) {
                    self.status.operator = operator.unwrap_or_default();
                }
            }
            Question::Announcements => {
                let now = reply.find(|line| reply::numbers(line, "+CNMI:"));
                return holds(&mut self.facts.polled.announcements, now);
            }
            Question::Service => {
                let now = reply.find(|line| reply::numbers(line, "+CSMS:"));
                if let Some(service) = now.as_ref().and_then(|numbers| numbers.first()) {
                    self.facts.service = Some(*service);
                }
                return holds(&mut self.facts.polled.service, now);
            }
            Question::Memory => {
                for memory in reply.find(reply::memories).unwrap_or_default() {
                    if self.facts.storages.contains(&memory.name) {
                        let (used, total) = (u32::from(memory.used), u32::from(memory.total));
                        self.note_storage(&memory.name, used, total);
                    }
                }
            }
            Question::ServiceCenter => {
                let known = reply.find(reply::service_centre);
                self.facts.polled.no_service_center = reply.is_ok() && known.is_none();
            }
            Question::Time => {
                // Without a network nobody has told it the time lately.
                let polled = &self.facts.polled;
                let has_network =
                    polled.network.is_registered() || polled.eps_network.is_registered();
                if let Some(said) = reply.find(reply::clock).filter(|_| has_network) {
                    self.out.push_back(Effect::NetworkTime(said));
                }
            }
        }
        true
    }

    fn all_asked(&mut self) {
        self.phase = Phase::Idle;
        self.death.is_well();
        self.polled();
        self.judge();
        self.wishes.count = true;
        self.wishes.weigh = true;
        if self.network_is_looked_for() {
            return;
        }
        if self.status.state == State::NotRegistered {
            self.wishes.poll_at = Some(self.now + SEARCHING);
        }
        if self.works() {
            self.facts.storages.clone_from(&self.facts.offered);
            self.begin_drain(true);
        }
    }

    /// Says how the modem stands, from what is known now.
    pub(super) fn judge(&mut self) {
        let polled = &self.facts.polled;
        let registration = match (polled.network, polled.eps_network) {
            (network, _) if network.is_registered() => network,
            (_, eps) if eps.is_registered() => eps,
            (Registration::Unknown, eps) => eps,
            (network, _) => network,
        };
        self.status.registration = registration;
        let storages = &self.status.storages;
        let trouble = if self.facts.not_stored {
            Some(Why::NotStored)
        } else if storages.iter().any(StorageUse::is_full) {
            Some(Why::StorageFull)
        } else if polled.no_service_center {
            Some(Why::NoServiceCenter)
        } else if storages.iter().any(StorageUse::is_nearly_full) {
            Some(Why::StorageNearlyFull)
        } else {
            None
        };
        let on_hold = self.why_on_hold();
        if registration.is_registered() && on_hold.is_some() {
            self.set_state(State::OnHold, on_hold);
        } else if registration.is_registered() {
            self.set_state(State::Ready, trouble);
        } else {
            let why = match registration {
                Registration::Denied => Why::RegistrationDenied,
                _ => Why::Searching,
            };
            self.set_state(State::NotRegistered, Some(why));
        }
    }
}

/// Whether an answer is what it was at first.
fn holds(first: &mut Option<Vec<u16>>, now: Option<Vec<u16>>) -> bool {
    match (&first, now) {
        (Some(first), Some(now)) => *first == now,
        (None, now) => {
            *first = now;
            true
        }
        (_, None) => true,
    }
}

fn registration(reply: &Reply) -> Registration {
    use crate::wire::at::reply::Registration as Told;
    match reply.find(|line| reply::registration(line, true)) {
        Some(Told::Home) => Registration::Home,
        Some(Told::Roaming) => Registration::Roaming,
        Some(Told::Searching) => Registration::Searching,
        // For emergency calls it takes anybody.
        Some(Told::Denied | Told::EmergencyOnly) => Registration::Denied,
        Some(Told::Off) => Registration::Idle,
        Some(Told::Unknown) | None => Registration::Unknown,
    }
}
