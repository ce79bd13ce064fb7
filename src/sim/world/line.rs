//! The serial line, byte by byte: what the program writes becomes commands and PDUs, and what the
//! modem says becomes bytes.

use super::{Effect, Unsolicited, World};
use crate::sim::event::Event;
use crate::sim::modem::{Mode, Step, info};
use crate::sim::script::{BreakPoint, DelayStep, Silence};

/// A line longer than this is cut: no command or PDU needs it.
const LONGEST_LINE: usize = 4096;

const CTRL_Z: u8 = 0x1A;
const ESC: u8 = 0x1B;
const BACKSPACE: u8 = 0x08;

impl World {
    pub(super) fn byte(&mut self, byte: u8) {
        let echo = self.modem.settings.echo && !self.silent();
        if let Mode::Pdu { length, digits } = &mut self.modem.mode {
            match byte {
                ESC => {
                    self.modem.mode = Mode::Command;
                    self.note(Event::Escaped);
                    self.steps.push_back(info(&["OK".to_owned()]));
                }
                CTRL_Z => {
                    let (length, digits) = (*length, std::mem::take(digits));
                    self.modem.mode = Mode::Command;
                    self.note(Event::Pdu {
                        hex: digits.clone(),
                    });
                    if !self.silent() {
                        self.steps.push_back(Step::Break(BreakPoint::AfterCtrlZ));
                        self.steps.push_back(Step::Wait(DelayStep::Submit));
                        self.steps.push_back(Step::Submit { length, digits });
                    }
                }
                b'\r' | b'\n' if digits.is_empty() => {}
                _ if digits.len() >= LONGEST_LINE => {}
                _ => {
                    digits.push(char::from(byte));
                    let point = pdu_point(digits, *length);
                    if echo {
                        self.write(&[byte]);
                    }
                    self.steps.extend(point.map(Step::Break));
                }
            }
            return;
        }
        if echo && !(byte == b'\n' && self.line.is_empty()) {
            self.write(&[byte]);
        }
        match byte {
            b'\r' => {
                let line = std::mem::take(&mut self.line);
                self.whole_line(&String::from_utf8_lossy(&line));
            }
            b'\n' if self.line.is_empty() => {}
            BACKSPACE => {
                self.line.pop();
            }
            ESC | CTRL_Z => self.line.clear(),
            _ if self.line.len() < LONGEST_LINE => self.line.push(byte),
            _ => {}
        }
    }

    fn whole_line(&mut self, line: &str) {
        // What stands before AT is noise: a modem begins a command at the two letters.
        let begins = line.to_ascii_uppercase().find("AT");
        let Some(command) = begins.and_then(|at| line.get(at..)) else {
            return;
        };
        self.note(Event::LineIn {
            text: command.to_owned(),
        });
        if self.silent() {
            return;
        }
        if self.silence == Silence::Next {
            self.silence = Silence::Off;
            return;
        }
        let steps = self.modem.command(command, self.now);
        self.steps.extend(steps);
        self.chatter();
    }

    /// Some modems speak unasked, until they are told not to.
    fn chatter(&mut self) {
        let Some(said) = self.modem.chatter() else {
            return;
        };
        self.since_chatter += 1;
        if self.since_chatter == 3 {
            self.since_chatter = 0;
            self.unsolicited.push_back(Unsolicited {
                indication: false,
                steps: vec![info(&[said.to_owned()])],
            });
        }
    }

    /// Writes to the line; with nobody there it is lost.
    pub(super) fn write(&mut self, bytes: &[u8]) {
        if !self.attached || bytes.is_empty() {
            return;
        }
        if let Some(Effect::Write(last)) = self.effects.back_mut() {
            last.extend_from_slice(bytes);
        } else {
            self.effects.push_back(Effect::Write(bytes.to_vec()));
        }
    }

    pub(super) fn say(&mut self, text: &str) {
        if self.silent() {
            return;
        }
        if self.garbage_each_line > 0 {
            let noise = self.random.octets(self.garbage_each_line);
            self.write(&noise);
        }
        let heard = self.noise.worn(text, &mut self.random);
        self.write(&heard);
        self.said.extend_from_slice(text.as_bytes());
        while let Some(end) = self.said.windows(2).position(|pair| pair == b"\r\n") {
            let line: Vec<u8> = self.said.drain(..end + 2).take(end).collect();
            if !line.is_empty() {
                self.note(Event::LineOut {
                    text: String::from_utf8_lossy(&line).into_owned(),
                    heard: self.attached,
                });
            }
        }
    }
}

/// The breakpoint that the last digit of a PDU reaches.
fn pdu_point(digits: &str, length: usize) -> Option<BreakPoint> {
    if digits.len() == length {
        return Some(BreakPoint::MidPdu);
    }
    let centre = digits
        .get(..2)
        .and_then(|d| usize::from_str_radix(d, 16).ok())?;
    (digits.len() == 2 * (1 + centre + length)).then_some(BreakPoint::BeforeCtrlZ)
}
