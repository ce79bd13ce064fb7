//! Handing a part over. The point of no return is Ctrl-Z, and the release is committed just before.

use super::Machine;
use super::event::Ticket;
use super::event::{Effect, Handover};
use super::phase::Phase;
use super::prompt::Prompts;
use super::rouse::Then;
use super::talk::{End, Reply};
use crate::domain::why;
use crate::modem::status::{State, Why};
use crate::store::Outcome;
use crate::wire::at::{Final, Remedy, Sense};
use crate::wire::hex;
use std::time::Duration;

/// How long the network may take: makers state two minutes for their own send command.
pub(super) const ANSWER: Duration = Duration::from_secs(130);
/// How long the OK may take after `+CMGS`.
const END: Duration = Duration::from_secs(5);
const CTRL_Z: u8 = 0x1A;
/// No line of the answer is an unsolicited one.
const OWN_LINES: &str = "+CMGS:";

/// A part on its way to the modem.
#[derive(Debug)]
pub(super) struct Sending {
    part: Handover,
    stage: Stage,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// `AT+CMGS` is out, the prompt is awaited.
    Announced,
    /// The PDU is written; the release is being committed.
    Releasing,
    /// Ctrl-Z is written.
    Released,
    /// `+CMGS` came and is settled; its OK is awaited.
    Answered,
}

/// A part whose answer the modem owes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Owed {
    ticket: Ticket,
}

impl Machine {
    /// Begins with a part, unless something came in or ended since its permit was minted.
    pub(super) fn begin_send(&mut self, part: Handover) {
        let may_go = self.status.state == State::Ready
            && part.session == self.status.session
            && self.now < part.expires
            && self.wishes.fresh
            && !self.wishes.announced;
        if !may_go {
            return self.settle(part.ticket, Outcome::NotSent);
        }
        self.wishes.fresh = false;
        let patience = self.prompts.patience();
        self.ask(&format!("AT+CMGS={}", part.tpdu.len()), patience);
        self.phase = Phase::Sending(Sending {
            part,
            stage: Stage::Announced,
        });
    }

    pub(super) fn send_answered(&mut self, sending: Sending, reply: &Reply) {
        let ticket = sending.part.ticket;
        match (sending.stage, &reply.end) {
            (Stage::Announced, End::Prompt) if self.now < sending.part.expires => {
                self.prompts = Prompts::Come;
                self.write_part(sending);
            }
            (Stage::Announced, End::Error(error)) => {
                // Nothing left. A reason with a number would come again at each try, so it counts.
                match error.refusal() {
                    Some(class) if class.proves_non_acceptance() => {
                        let words = error.reason();
                        self.settle(ticket, Outcome::Refused { class, words });
                        self.rouse(Then::Idle);
                        self.remedy(error);
                    }
                    _ => self.abandon(&sending),
                }
            }
            (Stage::Announced, End::Silence)
                if self.prompts.missed() && self.now < sending.part.expires =>
            {
                self.write_part(sending);
            }
            (Stage::Announced, End::Silence) => {
                self.settle(ticket, Outcome::NotSent);
                self.text_unanswered();
            }
            (Stage::Announced | Stage::Releasing, _) => self.abandon(&sending),
            (Stage::Released, End::Error(error)) => {
                self.owed = None;
                let words = error.reason();
                match error.refusal() {
                    Some(class) if class.proves_non_acceptance() => {
                        self.one_was_refused();
                        self.settle(ticket, Outcome::Refused { class, words });
                    }
                    _ => {
                        self.one_is_doubtful(ticket, true);
                        self.settle(ticket, Outcome::Unsure { words });
                        return self.text_in_doubt();
                    }
                }
                self.remedy(error);
            }
            (Stage::Released, End::Silence) => {
                // It may not have been in the prompt at all.
                self.prompts = Prompts::Come;
                self.one_is_doubtful(ticket, false);
                self.settle(ticket, unsure(why::Why::Silence.as_str()));
                self.text_unanswered();
                // It has had all its time: what the counts say is weighed once it answers again.
                if self.wishes.poll_at.is_some() {
                    self.wishes.poll_at = Some(self.now);
                }
            }
            (Stage::Released, End::Ok | End::Prompt) => {
                self.one_is_doubtful(ticket, false);
                self.settle(ticket, unsure(why::Why::NoReference.as_str()));
                self.rouse(Then::Idle);
            }
            (Stage::Answered, End::Ok) => {}
            (Stage::Answered, _) => self.rouse(Then::Idle),
        }
    }

    /// Everything but Ctrl-Z.
    fn write_part(&mut self, sending: Sending) {
        let Handover { ticket, tpdu, .. } = &sending.part;
        // 00: the SIM's own service center.
        let pdu = format!("00{}", hex::encode(tpdu));
        let release = Effect::Release(*ticket, self.on_line());
        self.write(pdu.clone().into_bytes(), pdu);
        self.out.push_back(release);
        self.phase = Phase::Sending(Sending {
            stage: Stage::Releasing,
            ..sending
        });
    }

    /// A refusal that is the modem's own fault is followed by what may put it right; the text waits
    /// for its next try meanwhile, and the others with it only where none could go.
    fn remedy(&mut self, error: &Final) {
        let Some(sense) = error.sense() else {
            return;
        };
        match sense.remedy() {
            Remedy::Nothing => {}
            Remedy::Ask => self.wishes.poll_at = Some(self.now),
            Remedy::Empty => {
                self.wishes.announced = true;
                self.wishes.was_full = true;
            }
            Remedy::SetUp if sense == Sense::NoSim => self.start_over(Why::NoSim),
            Remedy::SetUp => self.text_refused(),
        }
    }

    /// The release is committed: nothing may come between it and Ctrl-Z.
    pub(super) fn released(&mut self) {
        let Phase::Sending(sending) = &mut self.phase else {
            return;
        };
        if sending.stage != Stage::Releasing {
            return;
        }
        sending.stage = Stage::Released;
        self.owed = Some(Owed {
            ticket: sending.part.ticket,
        });
        self.one_is_released();
        self.write(vec![CTRL_Z], "Ctrl-Z".to_owned());
        self.expect(OWN_LINES, ANSWER);
    }

    /// The release could not be committed.
    pub(super) fn release_failed(&mut self) {
        match std::mem::replace(&mut self.phase, Phase::Idle) {
            Phase::Sending(sending) if sending.stage == Stage::Releasing => self.abandon(&sending),
            phase => self.phase = phase,
        }
    }

    /// Gives up before the point of no return: ESC takes the PDU back.
    pub(super) fn abandon(&mut self, sending: &Sending) {
        self.out
            .retain(|effect| !matches!(effect, Effect::Release(..)));
        self.settle(sending.part.ticket, Outcome::NotSent);
        self.rouse(Then::Idle);
    }

    /// `+CMGS: mr`: it belongs to the attempt whose answer is owed, however late.
    pub(super) fn reference_came(&mut self, mr: u8) {
        let Some(Owed { ticket }) = self.owed.take() else {
            return;
        };
        self.sends_well();
        self.prompts.text_was_taken();
        self.one_was_taken(mr);
        match &mut self.phase {
            Phase::Sending(sending)
                if sending.stage == Stage::Released && sending.part.ticket == ticket =>
            {
                sending.stage = Stage::Answered;
                self.settle(ticket, Outcome::Sent { mr });
                self.expect(OWN_LINES, END);
            }
            _ => self.out.push_back(Effect::LateAnswer(ticket, mr)),
        }
    }

    /// The port went, or the modem restarted, in the middle.
    pub(super) fn send_broken_off(&mut self, sending: &Sending) {
        let outcome = match sending.stage {
            Stage::Announced | Stage::Releasing => Outcome::NotSent,
            Stage::Released => {
                self.one_is_doubtful(sending.part.ticket, false);
                unsure(why::Why::WentAway.as_str())
            }
            Stage::Answered => return,
        };
        self.settle(sending.part.ticket, outcome);
    }

    /// Whether a part was released and its answer is awaited.
    pub(super) fn owes_an_answer(&self) -> bool {
        matches!(&self.phase, Phase::Sending(sending)
            if matches!(sending.stage, Stage::Releasing | Stage::Released))
    }

    pub(super) fn settle(&mut self, ticket: Ticket, outcome: Outcome) {
        self.out.push_back(Effect::Settle {
            ticket,
            sim: self.status.sim.clone(),
            outcome,
        });
    }
}

impl Sending {
    pub(super) fn awaits_prompt(&self) -> bool {
        self.stage == Stage::Announced
    }

    pub(super) fn is_before_release(&self) -> bool {
        self.stage == Stage::Releasing
    }
}

fn unsure(words: &str) -> Outcome {
    Outcome::Unsure {
        words: words.to_owned(),
    }
}
