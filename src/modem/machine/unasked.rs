//! What the modem says by itself.

use super::event::{Effect, Unstored};
use super::phase::Phase;
use super::{Machine, listing};
use crate::modem::status::Why;
use crate::wire::at::Urc;
use crate::wire::at::listing::announced_length;

impl Machine {
    /// A line that nobody asked for.
    pub(super) fn unasked(&mut self, urc: &Urc) {
        match urc {
            // It may be a STOP.
            Urc::TextStored(_) => {
                self.wishes.announced = true;
                self.wishes.fresh = false;
            }
            Urc::ReportStored(_) => {
                if !self.report_may_lie() {
                    self.wishes.announced = true;
                }
            }
            Urc::MemoryFull => {
                self.wishes.announced = true;
                self.wishes.fresh = false;
                self.wishes.was_full = true;
            }
            Urc::Started if !matches!(self.phase, Phase::Rousing(_) | Phase::Stopped) => {
                self.start_over(Why::Restarted);
            }
            // They hint at a restart or a pulled SIM; the poll finds out.
            Urc::TextsReady | Urc::Sim | Urc::Registration => {
                if self.wishes.poll_at.is_some() {
                    self.wishes.poll_at = Some(self.now);
                }
            }
            Urc::Ring => self.rings(None),
            Urc::Caller(caller) => self.rings(caller.as_ref()),
            Urc::Started
            | Urc::Text
            | Urc::Report
            | Urc::Broadcast
            | Urc::PowerFailing
            | Urc::Time
            | Urc::Chatter => {}
        }
    }

    /// Something came straight over the line. What lost octets there is not acknowledged, and the
    /// network sends it again.
    pub(super) fn direct(&mut self, urc: &Urc, head: &str, pdu: &str) {
        let (tpdu, is_whole) = listing::tpdu_of(pdu, announced_length(head));
        if matches!(urc, Urc::Text | Urc::Report) && is_whole && self.works() {
            if listing::is_text(&tpdu) {
                self.wishes.received += 1;
                self.wishes.fresh = false;
            }
            self.out.push_back(Effect::TakeDirect {
                sim: self.status.sim.clone(),
                tpdu,
            });
        }
    }

    /// It is on disk: now the network may forget it.
    pub(super) fn direct_taken(&mut self) {
        if self.facts.service == Some(1) {
            self.wishes.acknowledge += 1;
        }
    }

    pub(super) fn not_stored(&mut self, what: Unstored) {
        match what {
            Unstored::Listing | Unstored::CopyDeleted => self.listing_not_stored(),
            // Unacknowledged, it comes again.
            Unstored::Direct => {}
            Unstored::Release => self.release_failed(),
            Unstored::Pin => self.pin_not_noted(),
        }
    }
}
