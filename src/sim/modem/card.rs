//! The SIM in the simulated modem: whether it is there, who it is, and its PIN.

use super::general::lines;
use super::syntax::{Command, Kind};
use super::{Answer, Fault, Outcome, Step, ok};

/// Wrong PINs in a row that lock a SIM.
const TRIES: u8 = 3;

/// The SIM.
#[derive(Debug)]
pub(in crate::sim) struct Card {
    pub imsi: String,
    pub iccid: String,
    /// Whether it is in its place.
    pub is_in: bool,
    pin: Option<String>,
    waits_for_pin: bool,
    tries_left: u8,
}

impl Card {
    /// The SIM that a simulator begins with.
    pub fn new(imsi: &str, iccid: &str, pin: Option<String>) -> Self {
        Self {
            imsi: imsi.to_owned(),
            iccid: iccid.to_owned(),
            is_in: true,
            waits_for_pin: pin.is_some(),
            pin,
            tries_left: TRIES,
        }
    }

    /// Asks for this PIN from the next start on, or for none.
    pub fn set_pin(&mut self, pin: Option<String>) {
        self.pin = pin;
        self.tries_left = TRIES;
    }

    /// The modem starts.
    pub fn power_on(&mut self) {
        self.waits_for_pin = self.pin.is_some();
    }

    /// What keeps commands from the SIM, as `+CME ERROR` numbers it.
    pub fn fault(&self) -> Option<u16> {
        if !self.is_in {
            Some(10)
        } else if self.tries_left == 0 {
            Some(12)
        } else if self.waits_for_pin {
            Some(11)
        } else {
            None
        }
    }

    /// `AT+CPINR`: how many tries the PIN has left.
    pub(super) fn tries_command(&self) -> Outcome {
        match self.is_in {
            true => lines([format!("+CPINR: SIM PIN,{},{TRIES}", self.tries_left)]),
            false => Err(Fault::Cme(10)),
        }
    }

    /// `AT+CPIN`.
    pub(super) fn pin_command(&mut self, command: &Command, kind: Kind) -> Outcome {
        match (kind, self.fault()) {
            (Kind::Test, _) => lines([]),
            (Kind::Exec, _) => Err(Fault::Cme(50)),
            (_, Some(10)) => Err(Fault::Cme(10)),
            (Kind::Read, Some(12)) => lines(["+CPIN: SIM PUK".to_owned()]),
            (Kind::Read, Some(_)) => lines(["+CPIN: SIM PIN".to_owned()]),
            (Kind::Read, None) => lines(["+CPIN: READY".to_owned()]),
            (Kind::Set, Some(12)) => Err(Fault::Cme(12)),
            (Kind::Set, None) => Err(Fault::Cme(3)),
            (Kind::Set, Some(_)) if self.pin.as_deref() == Some(command.word(0)) => {
                self.waits_for_pin = false;
                self.tries_left = TRIES;
                Ok(Answer::Steps(vec![ok(), Step::Radio]))
            }
            (Kind::Set, Some(_)) => {
                self.tries_left -= 1;
                Err(Fault::Cme(if self.tries_left == 0 { 12 } else { 16 }))
            }
        }
    }
}
