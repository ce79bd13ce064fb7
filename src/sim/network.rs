//! The network: it accepts the shop's texts, carries them to the phones, keeps what the modem
//! can't take yet, and tells of arrivals. It knows nothing of the serial line.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::SimError;
use super::event::Event;
use super::phone::{Bubble, BubbleState, Kept, Phone, canonical};
use super::script::{PhonePower, SenderForm, Times};
use super::tpdu::{self, Submitted};
use crate::domain::time::Now;
use crate::wire::Address;

/// From one ring to the next.
const BETWEEN_RINGS: Duration = Duration::from_secs(5);

/// A DELIVER on its way to the modem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Inbound {
    pub tpdu: Vec<u8>,
    /// The sender, as the phone's number is kept here.
    pub from: String,
    /// The words of this part.
    pub words: String,
    /// Whether the modem was given this very TPDU before.
    pub repeat: bool,
    /// The bubble that it is a part of.
    pub bubble: usize,
    /// Whether it is the last part of it.
    pub last: bool,
}

/// A status report on its way to the modem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Report {
    pub tpdu: Vec<u8>,
    pub to: String,
    pub mr: u8,
    pub status: u8,
}

/// What the network will do at a time.
#[derive(Debug)]
enum Errand {
    Offer(Inbound),
    Report(Report),
    Expiries,
    Ring(Option<Address>),
}

/// Texts that the network refuses.
#[derive(Debug)]
pub(super) struct Refusal {
    pub code: Option<u16>,
    pub times: Times,
    pub to: Option<String>,
}

/// What the network said to a SUBMIT.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Accepted,
    Refused(Option<u16>),
}

/// The network and the phones in it.
#[derive(Debug)]
pub(super) struct Network {
    /// Whether it sends status reports.
    pub reports: bool,
    /// From a phone's receipt to the report.
    pub report_delay: Duration,
    /// From a phone's text to the modem.
    pub deliver_delay: Duration,
    /// How senders are written.
    pub sender_form: SenderForm,
    /// DELIVERs that the modem can have, oldest first.
    pub inbound: VecDeque<Inbound>,
    /// Reports that the modem can have, oldest first.
    pub outbound_reports: VecDeque<Report>,
    /// Calls that ring at this moment, and who it is; None is withheld.
    pub rings: Vec<Option<Address>>,
    /// Minutes east of UTC, for the service-centre times.
    pub zone_minutes: i32,
    own_number: String,
    phones: BTreeMap<String, Phone>,
    errands: BTreeMap<(Duration, u64), Errand>,
    errand_count: u64,
    refusals: Vec<Refusal>,
    last_given: Option<Inbound>,
    stamped: HashSet<Vec<u8>>,
    reference: u8,
}

impl Network {
    pub fn new(own_number: &str, zone_minutes: i32, reference: u8) -> Self {
        Self {
            reports: true,
            report_delay: Duration::ZERO,
            deliver_delay: Duration::ZERO,
            sender_form: SenderForm::Plus,
            inbound: VecDeque::new(),
            outbound_reports: VecDeque::new(),
            rings: Vec::new(),
            zone_minutes,
            own_number: own_number.to_owned(),
            phones: BTreeMap::new(),
            errands: BTreeMap::new(),
            errand_count: 0,
            refusals: Vec::new(),
            last_given: None,
            stamped: HashSet::new(),
            reference,
        }
    }

    /// What the network answers to this SUBMIT; with Accepted the record's first event is the
    /// acceptance, and what follows from it comes after.
    pub fn submit(&mut self, part: &Submitted, now: Now) -> (Verdict, Vec<Event>) {
        if let Some(code) = self.refusal(&part.to) {
            let refused = Event::Refused {
                to: part.to.clone(),
                words: part.words.clone(),
                code,
            };
            return (Verdict::Refused(code), vec![refused]);
        }
        let mut events = vec![Event::Accepted {
            to: part.to.clone(),
            words: part.words.clone(),
            mr: part.mr,
            part: part.part,
            report: part.report,
            validity_s: part
                .validity
                .map(|v| i64::try_from(v.as_secs()).unwrap_or(i64::MAX)),
            tpdu: tpdu::hex(&part.tpdu),
        }];
        if part.to == self.own_number {
            self.back_to_the_shop(part, now);
            self.tell(part, tpdu::RECEIVED, now);
            return (Verdict::Accepted, events);
        }
        let phone = self.phones.entry(part.to.clone()).or_default();
        match phone.power {
            PhonePower::On => {
                events.extend(phone.take(part, now.wall).map(|words| Event::Arrived {
                    to: part.to.clone(),
                    words,
                }));
                self.tell(part, tpdu::RECEIVED, now);
            }
            PhonePower::Gone => self.tell(part, tpdu::NOT_OBTAINABLE, now),
            PhonePower::Off => {
                let until = part.validity.map(|validity| now.mono + validity);
                phone.kept.push_back(Kept {
                    part: part.clone(),
                    until,
                });
                if let Some(until) = until {
                    self.plan(until, Errand::Expiries);
                }
            }
        }
        (Verdict::Accepted, events)
    }

    /// A phone texts the shop.
    pub fn text(&mut self, from: &str, words: &str, now: Now) -> Result<Event, SimError> {
        let from = canonical(from);
        let phone = self.phones.entry(from.clone()).or_default();
        phone.bubbles.push(Bubble {
            mine: true,
            words: words.to_owned(),
            at: now.wall,
            state: BubbleState::OnItsWay,
        });
        let bubble = phone.bubbles.len() - 1;
        let parts = self.stamp(&from, words, now.wall)?;
        let count = parts.len();
        for (place, (tpdu, part_words)) in parts.into_iter().enumerate() {
            let inbound = Inbound {
                tpdu,
                from: from.clone(),
                words: part_words,
                repeat: false,
                bubble,
                last: place + 1 == count,
            };
            self.plan(now.mono + self.deliver_delay, Errand::Offer(inbound));
        }
        Ok(Event::Texted {
            from,
            words: words.to_owned(),
            parts: count,
        })
    }

    /// A phone calls the shop, and rings so often.
    pub fn call(&mut self, from: Option<&str>, rings: u32, now: Now) -> Result<Event, SimError> {
        let from = from.map(canonical);
        let caller = from
            .as_deref()
            .map(|from| tpdu::sender(from, self.sender_form))
            .transpose()?;
        for ring in 0..rings {
            self.plan(
                now.mono + ring * BETWEEN_RINGS,
                Errand::Ring(caller.clone()),
            );
        }
        Ok(Event::Called { from, rings })
    }

    /// Gives the last DELIVER again; false when there was none.
    pub fn repeat(&mut self, times: u32, now: Now) -> bool {
        let Some(last) = self.last_given.clone() else {
            return false;
        };
        for _ in 0..times {
            let again = Inbound {
                repeat: true,
                ..last.clone()
            };
            self.plan(now.mono, Errand::Offer(again));
        }
        true
    }

    /// The modem has it: the phone shows so, and a repeat would be of this one.
    pub fn given(&mut self, inbound: Inbound) {
        let bubble = self
            .phones
            .get_mut(&inbound.from)
            .and_then(|phone| phone.bubbles.get_mut(inbound.bubble));
        if let (Some(bubble), true) = (bubble, inbound.last) {
            bubble.state = BubbleState::Arrived;
        }
        self.last_given = Some(inbound);
    }

    /// Turns a phone on or off, and hands over what was kept for it.
    pub fn set_phone(&mut self, number: &str, power: PhonePower, now: Now) -> Vec<Event> {
        let number = canonical(number);
        let phone = self.phones.entry(number.clone()).or_default();
        phone.power = power;
        let mut events = Vec::new();
        if power == PhonePower::Off {
            return events;
        }
        for kept in std::mem::take(&mut phone.kept) {
            let phone = self.phones.entry(number.clone()).or_default();
            let status = if power == PhonePower::On {
                events.extend(
                    phone
                        .take(&kept.part, now.wall)
                        .map(|words| Event::Arrived {
                            to: number.clone(),
                            words,
                        }),
                );
                tpdu::RECEIVED
            } else {
                tpdu::NOT_OBTAINABLE
            };
            self.tell(&kept.part, status, now);
        }
        events
    }

    pub fn refuse(&mut self, mut refusal: Refusal) {
        refusal.to = refusal.to.as_deref().map(canonical);
        self.refusals.push(refusal);
    }

    pub fn refuse_nothing(&mut self) {
        self.refusals.clear();
    }

    /// Whether it refuses some or all texts.
    pub fn refuses(&self) -> bool {
        !self.refusals.is_empty()
    }

    /// What the phone of that number shows.
    pub fn conversation(&self, number: &str) -> Vec<Bubble> {
        self.phones
            .get(&canonical(number))
            .map(|phone| phone.bubbles.clone())
            .unwrap_or_default()
    }

    /// The numbers of all phones that have sent or got something.
    pub fn numbers(&self) -> Vec<String> {
        self.phones.keys().cloned().collect()
    }

    /// When [`Network::run`] has something to do.
    pub fn deadline(&self) -> Option<Duration> {
        self.errands.keys().next().map(|(due, _)| *due)
    }

    /// Carries out what is due.
    pub fn run(&mut self, now: Now) -> Vec<Event> {
        let mut events = Vec::new();
        while let Some(entry) = self.errands.first_entry() {
            if entry.key().0 > now.mono {
                break;
            }
            match entry.remove() {
                Errand::Offer(inbound) => self.inbound.push_back(inbound),
                Errand::Report(report) => self.outbound_reports.push_back(report),
                Errand::Expiries => self.expire(now, &mut events),
                Errand::Ring(caller) => self.rings.push(caller),
            }
        }
        events
    }

    fn expire(&mut self, now: Now, events: &mut Vec<Event>) {
        let mut over = Vec::new();
        for phone in self.phones.values_mut() {
            let (gone, kept) = std::mem::take(&mut phone.kept)
                .into_iter()
                .partition::<VecDeque<_>, _>(|kept| kept.until.is_some_and(|u| u <= now.mono));
            phone.kept = kept;
            over.extend(gone);
        }
        for kept in over {
            self.tell(&kept.part, tpdu::EXPIRED, now);
            events.push(Event::Expired { to: kept.part.to });
        }
    }

    /// A text to the shop's own number comes back as a DELIVER.
    fn back_to_the_shop(&mut self, part: &Submitted, now: Now) {
        let Ok(tpdu) = tpdu::deliver_back(part, &self.own_number, self.stamp_time(now.wall)) else {
            return;
        };
        let inbound = Inbound {
            tpdu,
            from: self.own_number.clone(),
            words: part.words.clone(),
            repeat: false,
            bubble: usize::MAX,
            last: false,
        };
        self.plan(now.mono + self.deliver_delay, Errand::Offer(inbound));
    }

    fn tell(&mut self, part: &Submitted, status: u8, now: Now) {
        if !part.report || !self.reports {
            return;
        }
        let discharged = self.stamp_time(now.wall);
        let Ok(tpdu) = tpdu::status_report(part, discharged, status) else {
            return;
        };
        let report = Report {
            tpdu,
            to: part.to.clone(),
            mr: part.mr,
            status,
        };
        self.plan(now.mono + self.report_delay, Errand::Report(report));
    }

    /// The DELIVERs of a text. Two equal texts within one second would be the same TPDUs, which
    /// only a repeat may be: the later one gets the next free second.
    fn stamp(
        &mut self,
        from: &str,
        words: &str,
        wall: DateTime<Utc>,
    ) -> Result<Vec<(Vec<u8>, String)>, SimError> {
        self.reference = self.reference.wrapping_add(1);
        let mut at = wall;
        loop {
            let sender = tpdu::sender(from, self.sender_form)?;
            let parts = tpdu::deliver(&sender, words, self.stamp_time(at), self.reference)?;
            if parts.iter().all(|(tpdu, _)| !self.stamped.contains(tpdu)) {
                self.stamped
                    .extend(parts.iter().map(|(tpdu, _)| tpdu.clone()));
                return Ok(parts);
            }
            at += TimeDelta::seconds(1);
        }
    }

    fn stamp_time(&self, wall: DateTime<Utc>) -> crate::wire::Timestamp {
        tpdu::timestamp(wall, self.zone_minutes)
    }

    fn refusal(&mut self, to: &str) -> Option<Option<u16>> {
        let place = self
            .refusals
            .iter()
            .position(|r| r.to.as_deref().is_none_or(|only| only == to))?;
        let refusal = self.refusals.get_mut(place)?;
        let code = refusal.code;
        if spend(&mut refusal.times) {
            self.refusals.remove(place);
        }
        Some(code)
    }

    fn plan(&mut self, due: Duration, errand: Errand) {
        self.errand_count += 1;
        self.errands.insert((due, self.errand_count), errand);
    }
}

/// Uses up one time; true when none is left.
pub(super) fn spend(times: &mut Times) -> bool {
    match times {
        None => false,
        Some(left) => {
            *left = left.saturating_sub(1);
            *left == 0
        }
    }
}
