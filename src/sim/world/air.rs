//! What passes between the network and the modem's memories: texts and reports come in, are
//! stored or routed, and are acknowledged.

use std::time::Duration;

use super::{Unsolicited, World};
use crate::sim::SimError;
use crate::sim::event::Event;
use crate::sim::modem::{Fault, Slot, State, Step, info};
use crate::sim::network::{Inbound, Report};
use crate::sim::script::{BreakPoint, Memory};
use crate::sim::tpdu;

/// What was routed to the program and not acknowledged.
#[derive(Debug)]
pub(super) struct Unacknowledged {
    what: Routed,
    pub(super) until: Duration,
}

#[derive(Debug)]
enum Routed {
    Text(Inbound),
    Report(Report),
}

/// After so long without `AT+CNMA` the modem stops routing (TS 27.005 3.4.1 leaves the time to the
/// maker; 15 s is common).
const ACKNOWLEDGE_WITHIN: Duration = Duration::from_secs(15);

impl World {
    /// Gives the modem what the network has for it, as far as it can take it.
    pub(super) fn hand_over(&mut self) {
        while self.reachable()
            && self.unacknowledged.is_none()
            && let Some(report) = self.network.outbound_reports.pop_front()
        {
            if let Some(back) = self.hand_over_report(report) {
                self.network.outbound_reports.push_front(back);
                break;
            }
        }
        while self.reachable()
            && self.unacknowledged.is_none()
            && let Some(inbound) = self.network.inbound.pop_front()
        {
            if let Some(back) = self.hand_over_text(inbound) {
                self.network.inbound.push_front(back);
                break;
            }
        }
    }

    /// The network sends a report that says so, whatever became of any text.
    pub(super) fn claim(
        &mut self,
        to: &str,
        mr: u8,
        status: u8,
        ago: Duration,
    ) -> Result<(), SimError> {
        let at = tpdu::timestamp(self.now.wall - ago, self.network.zone_minutes);
        self.network.outbound_reports.push_back(Report {
            tpdu: tpdu::claim(to, mr, status, at)?,
            to: to.to_owned(),
            mr,
            status,
        });
        Ok(())
    }

    /// Says what the SIM's count of texts is.
    pub(super) fn tell_count(&mut self) {
        let count = self.modem.counts.read(&mut self.random, self.now.mono);
        self.steps.extend(self.modem.sms_status(count));
    }

    /// A call rings in a modem that is reached, and nowhere else.
    pub(super) fn ring(&mut self) {
        for caller in std::mem::take(&mut self.network.rings) {
            if self.reachable() {
                let lines = self.modem.ring_lines(caller.as_ref());
                self.unsolicited.push_back(Unsolicited {
                    indication: false,
                    steps: lines
                        .iter()
                        .map(|line| info(std::slice::from_ref(line)))
                        .collect(),
                });
            }
        }
    }

    /// Gives the text back when there is no room for it.
    fn hand_over_text(&mut self, inbound: Inbound) -> Option<Inbound> {
        let [_, mt, ..] = self.modem.settings.cnmi;
        if mt == 2 {
            let pdu = self.on_the_line(&inbound.tpdu);
            let line = format!("+CMT: ,{}\r\n{pdu}", inbound.tpdu.len());
            self.route(line, Routed::Text(inbound));
            return None;
        }
        let [.., memory] = self.modem.settings.memories;
        let full = memory == Memory::Sm && self.modem.faults.sim_full;
        let slot = Slot {
            state: State::Unread,
            tpdu: inbound.tpdu.clone(),
        };
        let stored = if full {
            None
        } else {
            self.modem.stored.put(memory, slot)
        };
        let Some(place) = stored else {
            if !self.keeping {
                self.keeping = true;
                self.note(Event::Kept {
                    storage: memory.as_str().to_owned(),
                });
            }
            return Some(inbound);
        };
        self.keeping = false;
        let cmti = format!("+CMTI: \"{}\",{}", place.storage, place.index);
        self.note(Event::Stored {
            place,
            tpdu: tpdu::hex(&inbound.tpdu),
            repeat: inbound.repeat,
            from: inbound.from.clone(),
            words: inbound.words.clone(),
        });
        self.network.given(inbound);
        self.unsolicited.push_back(Unsolicited {
            indication: false,
            steps: vec![Step::Break(BreakPoint::Stored)],
        });
        if mt > 0 {
            self.indicate(cmti, BreakPoint::Cmti);
        }
        None
    }

    /// Gives the report back when there is no room for it.
    fn hand_over_report(&mut self, report: Report) -> Option<Report> {
        let [_, _, _, ds, _] = self.modem.settings.cnmi;
        let how = match ds {
            0 => "dropped",
            1 => "routed",
            _ => "stored",
        };
        let reported = Event::Reported {
            to: report.to.clone(),
            mr: report.mr,
            status: report.status,
            how: how.to_owned(),
        };
        match ds {
            0 => self.note(reported),
            1 => {
                self.note(reported);
                let pdu = self.on_the_line(&report.tpdu);
                let comma = if self.modem.profile.comma_in_cds {
                    ","
                } else {
                    ""
                };
                let line = format!("+CDS: {comma}{}\r\n{pdu}", report.tpdu.len());
                self.route(line, Routed::Report(report));
            }
            _ => {
                let (memory, told) = self.modem.reports_in;
                let slot = Slot {
                    state: State::Unread,
                    tpdu: report.tpdu.clone(),
                };
                let Some(place) = self.modem.stored.put(memory, slot) else {
                    return Some(report);
                };
                self.note(reported);
                let line = format!("+CDSI: \"{}\",{}", told.as_str(), place.index);
                self.note(Event::Stored {
                    place,
                    tpdu: tpdu::hex(&report.tpdu),
                    repeat: false,
                    from: String::new(),
                    words: String::new(),
                });
                self.indicate(line, BreakPoint::Report);
            }
        }
        None
    }

    /// Writes something straight to the line; with `CSMS=1` the program has to acknowledge it.
    fn route(&mut self, line: String, what: Routed) {
        let (tpdu, point) = match &what {
            Routed::Text(inbound) => (tpdu::hex(&inbound.tpdu), BreakPoint::Cmti),
            Routed::Report(report) => (tpdu::hex(&report.tpdu), BreakPoint::Report),
        };
        self.indicate(line, point);
        if self.modem.settings.csms == 1 {
            self.unacknowledged = Some(Unacknowledged {
                what,
                until: self.now.mono + ACKNOWLEDGE_WITHIN,
            });
        } else {
            self.note(Event::Routed {
                tpdu,
                acknowledged: true,
            });
            if let Routed::Text(inbound) = what {
                self.network.given(inbound);
            }
        }
    }

    pub(super) fn acknowledge(&mut self, taken: bool) {
        let answer = match self.unacknowledged.take() {
            None => self.modem.fail(Fault::Cms(340)),
            Some(Unacknowledged { what, .. }) if taken => {
                let tpdu = match &what {
                    Routed::Text(inbound) => &inbound.tpdu,
                    Routed::Report(report) => &report.tpdu,
                };
                self.note(Event::Routed {
                    tpdu: tpdu::hex(tpdu),
                    acknowledged: true,
                });
                if let Routed::Text(inbound) = what {
                    self.network.given(inbound);
                }
                info(&["OK".to_owned()])
            }
            Some(refused) => {
                self.take_back(refused.what);
                info(&["OK".to_owned()])
            }
        };
        self.steps.push_front(answer);
    }

    pub(super) fn give_up_acknowledgement(&mut self) {
        if let Some(late) = self
            .unacknowledged
            .take_if(|unacknowledged| unacknowledged.until <= self.now.mono)
        {
            self.take_back(late.what);
        }
    }

    /// The modem is gone or starts anew: what it had not got an acknowledgement for goes back.
    pub(super) fn forget_routed(&mut self) {
        if let Some(open) = self.unacknowledged.take() {
            self.take_back(open.what);
        }
    }

    /// Not acknowledged: routing is off until the program turns it on again, and the network
    /// gives a text once more.
    fn take_back(&mut self, what: Routed) {
        let [_, mt, _, ds, _] = &mut self.modem.settings.cnmi;
        (*mt, *ds) = (0, 0);
        let tpdu = match what {
            Routed::Text(inbound) => {
                let tpdu = tpdu::hex(&inbound.tpdu);
                self.network.inbound.push_front(Inbound {
                    repeat: true,
                    ..inbound
                });
                tpdu
            }
            Routed::Report(report) => tpdu::hex(&report.tpdu),
        };
        self.note(Event::Routed {
            tpdu,
            acknowledged: false,
        });
    }

    fn indicate(&mut self, line: String, point: BreakPoint) {
        self.unsolicited.push_back(Unsolicited {
            indication: true,
            steps: vec![info(&[line]), Step::Break(point)],
        });
    }

    fn on_the_line(&self, tpdu: &[u8]) -> String {
        tpdu::on_the_line(tpdu, self.modem.centre())
    }
}
