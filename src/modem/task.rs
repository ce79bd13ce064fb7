//! The task that owns the port. It hands events to the machine and carries its effects out, one
//! after the other.

use super::config::ModemConfig;
use super::find::Strangers;
use super::handle::{Down, Drained, ModemHandle, Request, Told, WireLine};
use super::machine::{Effect, Event, Handover, Jitter, Machine, Purpose, Ticket, Unstored};
use super::port::Port;
use super::status::{ModemStatus, State};
use crate::clock::Clock;
use crate::store::{Attempt, LineRules, Listed, Look, OnLine, Outcome, Permit, Store, StoreError};
use crate::wire::{Incoming, decode_listed};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{broadcast, mpsc, oneshot, watch};
use tokio::time::sleep_until;
use tokio_util::sync::CancellationToken;

/// Requests that may wait for the task to take them.
const REQUESTS: usize = 16;
/// One is on its way, the one before it may be answered late, and callers' mistakes add to that.
const PARTS_KEPT: usize = 8;
/// Before a store that can't be read is read again.
const STORE_PAUSE: Duration = Duration::from_secs(1);
/// Lines of the wire that a slow reader may be behind.
const WIRE_LINES: usize = 256;

/// Starts the task that owns the modem, for as long as the handle is not shut down. It leaves the port alone
/// until `opens` is cancelled.
pub fn start(
    opens: CancellationToken,
    config: ModemConfig,
    store: Store,
    clock: Arc<Clock>,
) -> ModemHandle {
    let (requests, inbox) = mpsc::channel(REQUESTS);
    let (status, seen) = watch::channel(ModemStatus::unopened());
    let wire = broadcast::Sender::new(WIRE_LINES);
    // Where the system has no randomness, all waits are as long as they may be.
    let jitter = getrandom::u64().map_or_else(|_| Jitter::none(), Jitter::seeded);
    // What holds for the line is learned before the port is opened.
    let rules = LineRules::default();
    let machine = Machine::new(Purpose::Work, config.pin.clone(), rules, jitter);
    let task = Task {
        line_changes: store.line_changes(),
        machine,
        config,
        store,
        clock,
        port: None,
        strangers: Strangers::default(),
        opened: PathBuf::new(),
        status,
        wire: wire.clone(),
        drains: Vec::new(),
        questions: Vec::new(),
        parts: Vec::new(),
        tickets: 0,
        stored_too_late: None,
    };
    tokio::spawn(task.run(opens, inbox));
    ModemHandle {
        requests,
        status: seen,
        wire,
    }
}

struct Task {
    machine: Machine,
    config: ModemConfig,
    store: Store,
    clock: Arc<Clock>,
    port: Option<Port>,
    /// What was asked before, when the modem was looked for.
    strangers: Strangers,
    /// The name of the port that was opened last.
    opened: PathBuf,
    status: watch::Sender<ModemStatus>,
    wire: broadcast::Sender<WireLine>,
    /// Who waits for which drain.
    drains: Vec<(Ticket, oneshot::Sender<Result<Drained, Down>>)>,
    /// Who waits for the answer to which question.
    questions: Vec<(Ticket, oneshot::Sender<Result<Told, Down>>)>,
    /// The parts that the machine may still speak of: the one on its way, and the last one before
    /// it, whose answer may come late.
    parts: Vec<Part>,
    tickets: u64,
    /// Tells when the owner has changed what holds for the line.
    line_changes: watch::Receiver<u64>,
    /// See `deletes_too_early`.
    stored_too_late: Option<(String, String, Vec<Listed>)>,
}

/// A part that was handed over, and who waits for its end.
struct Part {
    ticket: Ticket,
    attempt: Attempt,
    answer: Option<oneshot::Sender<Result<Outcome, Down>>>,
}

/// What woke the task.
enum Woken {
    Bytes(Vec<u8>),
    Gone,
    Asked(Option<Request>),
    Decided,
    Due,
}

impl Task {
    async fn run(mut self, opens: CancellationToken, mut inbox: mpsc::Receiver<Request>) {
        while !opens.is_cancelled() {
            tokio::select! {
                () = opens.cancelled() => {}
                request = inbox.recv() => match request {
                    Some(Request::Answer(answer)) => drop(answer.send(())),
                    Some(Request::Stop) | None => return,
                    Some(_) => {}
                }
            }
        }
        while !self.learn_rules().await {
            // Without a store nothing can be done with a modem either.
            tokio::select! {
                () = tokio::time::sleep(STORE_PAUSE) => {}
                request = inbox.recv() => if matches!(request, Some(Request::Stop) | None) {
                    return;
                }
            }
        }
        while !self.machine.is_stopped() {
            match self.wake(&mut inbox).await {
                Woken::Bytes(bytes) => self.event(Event::Bytes(&bytes)),
                Woken::Gone => {
                    self.port = None;
                    self.event(Event::Closed);
                }
                Woken::Asked(request) => self.asked(request),
                Woken::Decided => {
                    self.learn_rules().await;
                }
                Woken::Due => self.event(Event::Tick),
            }
            self.carry_out().await;
        }
    }

    /// Reads what holds for the line; false when it could not be read.
    async fn learn_rules(&mut self) -> bool {
        self.line_changes.mark_unchanged();
        match self.store.line_rules(self.config.pin.clone()).await {
            Ok(rules) => {
                self.event(Event::Rules(rules));
                true
            }
            Err(error) => {
                tracing::error!(%error, "what holds for the line can't be read");
                false
            }
        }
    }

    async fn wake(&mut self, inbox: &mut mpsc::Receiver<Request>) -> Woken {
        let due = self.machine.deadline().map(|due| self.clock.began() + due);
        let port = &mut self.port;
        let decided = &mut self.line_changes;
        tokio::select! {
            bytes = async {
                match port {
                    Some(port) => port.read().await,
                    None => std::future::pending().await,
                }
            } => bytes.map_or(Woken::Gone, |bytes| Woken::Bytes(bytes.to_vec())),
            request = inbox.recv() => Woken::Asked(request),
            Ok(()) = decided.changed() => Woken::Decided,
            () = async {
                match due {
                    Some(due) => sleep_until(due).await,
                    None => std::future::pending().await,
                }
            } => Woken::Due,
        }
    }

    fn event(&mut self, event: Event<'_>) {
        self.machine.handle(event, self.clock.began().elapsed());
    }

    fn asked(&mut self, request: Option<Request>) {
        match request {
            Some(Request::Drain(answer)) => {
                let ticket = self.ticket();
                self.drains.push((ticket, answer));
                self.event(Event::Drain(ticket));
            }
            Some(Request::Ask(question, answer)) => {
                let ticket = self.ticket();
                self.questions.push((ticket, answer));
                self.event(Event::Ask(ticket, question));
            }
            Some(Request::Send(permit, answer)) => self.hand_over(&permit, answer),
            // Whoever asked may have given up by now.
            Some(Request::Answer(answer)) => drop(answer.send(())),
            // Nobody is left who could ask.
            Some(Request::Stop) | None => self.event(Event::Stop),
        }
    }

    fn hand_over(&mut self, permit: &Permit, answer: oneshot::Sender<Result<Outcome, Down>>) {
        let ticket = self.ticket();
        if self.parts.len() >= PARTS_KEPT {
            self.parts.remove(0);
        }
        self.parts.push(Part {
            ticket,
            attempt: permit.attempt(),
            answer: Some(answer),
        });
        self.event(Event::Send(Handover {
            ticket,
            tpdu: permit.tpdu().to_vec(),
            session: permit.session(),
            expires: permit.expires(),
        }));
    }

    fn ticket(&mut self) -> Ticket {
        self.tickets += 1;
        Ticket(self.tickets)
    }

    async fn carry_out(&mut self) {
        while let Some(effect) = self.machine.effect() {
            match effect {
                Effect::Open => match Port::reach(&self.config, &mut self.strangers).await.1 {
                    Ok((path, port)) => {
                        self.opened = path;
                        self.port = Some(port);
                        self.event(Event::Opened);
                    }
                    Err(why) => self.event(Event::OpenFailed(why)),
                },
                Effect::Close => self.port = None,
                Effect::Write(bytes) => self.write(&bytes).await,
                Effect::Status(status) => self.tell(*status),
                Effect::Trace(direction, text) => {
                    if self.wire.receiver_count() > 0 {
                        let at = self.clock.now().wall;
                        // Without readers there is nobody to miss it.
                        let _ = self.wire.send(WireLine {
                            at,
                            direction,
                            text,
                        });
                    }
                }
                Effect::Drained(ticket, result) => answer(&mut self.drains, ticket, result),
                Effect::Told(ticket, result) => answer(&mut self.questions, ticket, result),
                Effect::TakeListing {
                    sim,
                    storage,
                    entries,
                } => {
                    if self.deletes_too_early(&sim, &storage, &entries) {
                        continue;
                    }
                    entries.iter().for_each(|entry| self.date(&entry.tpdu));
                    let now = self.clock.now();
                    let taken = self.store.take_listing(sim, storage, entries, now).await;
                    match taken {
                        Ok(indexes) => self.event(Event::ListingTaken(indexes)),
                        Err(error) => self.not_stored(Unstored::Listing, &error),
                    }
                }
                Effect::CopyDeleted {
                    sim,
                    storage,
                    index,
                } => {
                    let now = self.clock.now();
                    if let Some((sim, storage, entries)) = self.stored_too_late.take() {
                        // Only the planted bug comes here, and nothing it gets can be lost.
                        let _ = self.store.take_listing(sim, storage, entries, now).await;
                    }
                    let stored = self.store.sim_copy_deleted(sim, storage, index, now).await;
                    self.stored(stored, Event::CopyDeleted, Unstored::CopyDeleted);
                }
                Effect::TakeDirect { sim, tpdu } => {
                    self.date(&tpdu);
                    let stored = self.store.take_direct(sim, tpdu, self.clock.now()).await;
                    self.stored(stored, Event::DirectTaken, Unstored::Direct);
                }
                Effect::Release(ticket, line) => self.release(ticket, line).await,
                Effect::Settle {
                    ticket,
                    sim,
                    outcome,
                } => self.settle(ticket, sim, outcome).await,
                Effect::TryPin => self.try_pin().await,
                Effect::PinAccepted => {
                    let kept = self.store.pin_is_right(self.clock.now()).await;
                    log_unless(kept, "that the SIM took its PIN");
                }
                Effect::AdoptSim(sim) => {
                    let kept = self.store.adopt_sim(sim, self.clock.now()).await;
                    log_unless(kept, "which SIM is the shop's");
                }
                Effect::NetworkTime(said) => self.clock.network_says(said),
                Effect::Missed(caller) => {
                    let kept = self.store.missed_call(caller, self.clock.now()).await;
                    log_unless(kept, "that someone called");
                }
                Effect::AskedAgain(because) => tracing::info!(because, "the modem is asked again"),
                Effect::Tried(step) => step.log(),
                Effect::LateAnswer(ticket, mr) => self.late_answer(ticket, mr).await,
                Effect::Weigh { line, ended } => {
                    let ended = ended.into_iter().filter_map(|ticket| self.attempt(ticket));
                    let ended = ended.collect();
                    let look = Look { line, ended };
                    let weighed = self.store.weigh(look, self.clock.now()).await;
                    log_unless(weighed, "what the counts say of doubtful texts");
                }
                Effect::CountsTries {
                    line,
                    sign,
                    counted,
                } => {
                    let kept = self.store.counts_tries(line, sign, counted).await;
                    log_unless(kept, "whether a count counts tries");
                }
            }
        }
    }

    /// It is no earlier than a service center has dated what came in.
    fn date(&self, tpdu: &[u8]) {
        let decoded = decode_listed(&[&[0], tpdu].concat(), None);
        if let Ok(Incoming::Deliver(deliver)) = decoded.map(|listed| listed.incoming)
            && let Some(at) = deliver.sent_at.time()
        {
            self.clock.text_was_dated(at.to_utc());
        }
    }

    /// The planted bug: the copies are deleted first and stored after. False in every honest build.
    fn deletes_too_early(&mut self, sim: &str, storage: &str, entries: &[Listed]) -> bool {
        let planted = cfg!(feature = "planted-bugs")
            && !entries.is_empty()
            && crate::store::planted("delete-before-commit");
        if planted {
            self.stored_too_late = Some((sim.to_owned(), storage.to_owned(), entries.to_vec()));
            let indexes = entries.iter().map(|entry| entry.index).collect();
            self.event(Event::ListingTaken(indexes));
        }
        planted
    }

    async fn write(&mut self, bytes: &[u8]) {
        let written = match &mut self.port {
            Some(port) => port.write(bytes).await,
            None => true,
        };
        if !written {
            self.port = None;
            self.event(Event::Closed);
        }
    }

    fn stored(&mut self, stored: Result<(), StoreError>, then: Event<'_>, what: Unstored) {
        match stored {
            Ok(()) => self.event(then),
            Err(error) => self.not_stored(what, &error),
        }
    }

    fn not_stored(&mut self, what: Unstored, error: &StoreError) {
        tracing::error!(%error, ?what, "what the modem did could not be stored");
        self.event(Event::NotStored(what));
    }

    async fn release(&mut self, ticket: Ticket, line: OnLine) {
        let Some(attempt) = self.attempt(ticket) else {
            return self.event(Event::NotStored(Unstored::Release));
        };
        let released = self.store.released(attempt, line, self.clock.now()).await;
        self.stored(released, Event::Released, Unstored::Release);
    }

    async fn try_pin(&mut self) {
        let pin = self.config.pin.clone().unwrap_or_default();
        let noted = self.store.pin_is_tried(pin, self.clock.now()).await;
        self.stored(noted, Event::PinNoted, Unstored::Pin);
    }

    async fn settle(&mut self, ticket: Ticket, sim: String, outcome: Outcome) {
        let Some(attempt) = self.attempt(ticket) else {
            return;
        };
        let now = self.clock.now();
        let settled = self.store.settle(attempt, sim, outcome.clone(), now).await;
        let answer = self
            .parts
            .iter_mut()
            .find(|part| part.ticket == ticket)
            .and_then(|part| part.answer.take());
        let result = settled.map(|()| outcome).map_err(|error| {
            tracing::error!(%error, "how a part ended could not be stored");
            Down::NotStored
        });
        if let Some(answer) = answer {
            // Who asked may have gone; what became of the part is stored all the same.
            let _ = answer.send(result);
        }
    }

    async fn late_answer(&mut self, ticket: Ticket, mr: u8) {
        if let Some(attempt) = self.attempt(ticket)
            && let Err(error) = self.store.late_answer(attempt, mr, self.clock.now()).await
        {
            tracing::error!(%error, "a late answer could not be stored");
        }
    }

    fn attempt(&self, ticket: Ticket) -> Option<Attempt> {
        let mut parts = self.parts.iter();
        parts
            .find(|part| part.ticket == ticket)
            .map(|part| part.attempt)
    }

    fn tell(&self, mut status: ModemStatus) {
        status.port.clone_from(&self.opened);
        let before = self.status.send_replace(status.clone());
        if (before.state, &before.why) != (status.state, &status.why) {
            let why = status.why.as_ref().map(ToString::to_string);
            let why = why.unwrap_or_default();
            match status.state {
                State::Ready if why.is_empty() => tracing::info!(
                    port = %status.port.display(),
                    operator = %status.operator,
                    signal_dbm = status.signal_dbm,
                    session = status.session,
                    "the modem is ready"
                ),
                State::Starting => tracing::info!(%why, "the modem is being set up"),
                state => tracing::warn!(?state, %why, "the modem has trouble"),
            }
        }
    }
}

/// Gives what was asked for to whoever waits for it.
fn answer<T>(waiting: &mut Vec<(Ticket, oneshot::Sender<T>)>, ticket: Ticket, result: T) {
    if let Some(at) = waiting.iter().position(|(waits, _)| *waits == ticket) {
        let (_, answer) = waiting.swap_remove(at);
        // Who asked may have gone; what was read is stored all the same.
        let _ = answer.send(result);
    }
}

fn log_unless(kept: Result<(), StoreError>, what: &str) {
    if let Err(error) = kept {
        tracing::error!(%error, what, "it could not be stored");
    }
}
