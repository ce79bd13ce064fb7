//! Cuts the modem's bytes into items. The same bytes give the same items, however they arrive.

use super::item::{Final, Item};
use std::collections::VecDeque;

/// Bytes that were read and do not make an item yet. What it keeps is bounded, whatever the modem
/// says, as long as items are taken out.
///
/// An echo is cut: a line that begins with `AT` as a command does, and one that ends in Ctrl-Z or
/// ESC, because a modem says neither.
#[derive(Debug, Default)]
pub struct Digest {
    line: Vec<u8>,
    overlong: bool,
    /// A `+CMGL` or `+CMGR` line whose PDU has not come.
    listing: Option<Head>,
    /// An unsolicited line whose PDU has not come. It may stand between the two lines of the other.
    unsolicited: Option<Head>,
    items: VecDeque<Item>,
}

impl Digest {
    /// With nothing read.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes what was read from the port.
    pub fn push(&mut self, bytes: &[u8]) {
        for byte in bytes {
            match *byte {
                b'\r' | b'\n' => self.end_line(),
                CTRL_Z | ESC => {
                    self.line.clear();
                    self.overlong = false;
                }
                0 => {}
                b'>' if self.line.is_empty() && !self.overlong => {
                    self.items.push_back(Item::Prompt);
                }
                b' ' if self.line.is_empty() => {}
                _ if self.overlong => {}
                _ if self.line.len() >= LONGEST_LINE => {
                    self.line.clear();
                    self.overlong = true;
                    self.items.push_back(Item::Overlong);
                }
                other => self.line.push(other),
            }
        }
    }

    /// The next item, or `None` until more was read.
    pub fn next_item(&mut self) -> Option<Item> {
        self.items.pop_front()
    }

    /// Forgets a line that has not ended and a PDU that has not come: for the start of a session,
    /// and after a silence in the middle of a line.
    pub fn reset(&mut self) {
        *self = Self::default();
    }

    /// Whether a line has begun and not ended.
    pub fn is_mid_line(&self) -> bool {
        !self.line.is_empty() || self.overlong
    }

    fn end_line(&mut self) {
        if std::mem::take(&mut self.overlong) {
            self.line.clear();
            return;
        }
        let line = std::mem::take(&mut self.line);
        let text = String::from_utf8_lossy(&line);
        let text = text.trim();
        if !text.is_empty() && !is_echo(text) {
            self.take_line(text);
        }
    }

    fn take_line(&mut self, line: &str) {
        if self.waits_for_pdu() {
            if is_hex(line) {
                return self.take_pdu(line);
            }
            if let Some((pdu, rest)) = glued(line) {
                self.take_pdu(pdu);
                return self.take_line(rest);
            }
        }
        if let Some(end) = Final::of(line) {
            self.give_up_heads();
            self.items.push_back(Item::Final(end));
            return;
        }
        let (head, pdu) = match line.rsplit_once(char::is_whitespace) {
            Some((head, pdu)) if pdu.len() >= SHORTEST_PDU && is_hex(pdu) => (head, Some(pdu)),
            _ => (line, None),
        };
        match (Kind::of(head), pdu) {
            (Some(_), Some(pdu)) => self.items.push_back(Item::WithPdu {
                head: head.trim_end().to_owned(),
                pdu: pdu.to_owned(),
            }),
            (Some(Kind::Listing), None) => {
                self.give_up_heads();
                self.listing = Some(Head::new(line));
            }
            (Some(Kind::Unsolicited), None) => {
                self.give_up_unsolicited();
                self.unsolicited = Some(Head::new(line));
            }
            (None, _) => {
                self.items.push_back(Item::Line(line.to_owned()));
                self.grow_impatient();
            }
        }
    }

    fn waits_for_pdu(&self) -> bool {
        self.unsolicited.is_some() || self.listing.is_some()
    }

    fn take_pdu(&mut self, pdu: &str) {
        if let Some(head) = self.unsolicited.take().or_else(|| self.listing.take()) {
            self.items.push_back(Item::WithPdu {
                head: head.line,
                pdu: pdu.to_owned(),
            });
        }
    }

    fn give_up_heads(&mut self) {
        if let Some(head) = self.listing.take() {
            self.items.push_back(Item::Line(head.line));
        }
        self.give_up_unsolicited();
    }

    fn give_up_unsolicited(&mut self) {
        if let Some(head) = self.unsolicited.take() {
            self.items.push_back(Item::Line(head.line));
        }
    }

    /// A first line whose second has not come after so many others is a line of its own.
    fn grow_impatient(&mut self) {
        for head in [&mut self.listing, &mut self.unsolicited] {
            if let Some(waiting) = head {
                waiting.others += 1;
                if waiting.others > MOST_BETWEEN {
                    let line = std::mem::take(&mut waiting.line);
                    *head = None;
                    self.items.push_back(Item::Line(line));
                }
            }
        }
    }
}

/// A line whose PDU is awaited.
#[derive(Debug)]
struct Head {
    line: String,
    /// Lines that came since.
    others: usize,
}

impl Head {
    fn new(line: &str) -> Self {
        Self {
            line: line.to_owned(),
            others: 0,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Listing,
    Unsolicited,
}

impl Kind {
    /// Lines that a PDU follows, in PDU mode: their last field is a length.
    fn of(line: &str) -> Option<Self> {
        let (name, rest) = line.split_once(':')?;
        let kind = match name {
            "+CMGL" | "+CMGR" => Self::Listing,
            "+CMT" | "+CDS" | "+CBM" => Self::Unsolicited,
            _ => return None,
        };
        let length = rest.rsplit(',').next().unwrap_or(rest).trim();
        let is_length = !length.is_empty() && length.bytes().all(|b| b.is_ascii_digit());
        is_length.then_some(kind)
    }
}

/// An echo of a command: `AT`, alone or before what a command can begin with.
fn is_echo(line: &str) -> bool {
    let bytes = line.as_bytes();
    let (Some(at), next) = (bytes.get(..2), bytes.get(2)) else {
        return false;
    };
    at.eq_ignore_ascii_case(b"AT")
        && next.is_none_or(|next| b"+^&#$%!\\*EZIHVQSD".contains(&next.to_ascii_uppercase()))
}

fn is_hex(line: &str) -> bool {
    line.len() > 1 && line.bytes().all(|b| b.is_ascii_hexdigit())
}

/// A PDU whose line end got lost, and what follows it: the next entry, or `OK`.
fn glued(line: &str) -> Option<(&str, &str)> {
    let end = line.find(|c: char| !c.is_ascii_hexdigit())?;
    let (pdu, rest) = line.split_at_checked(end)?;
    let follows = rest == "OK" || Kind::of(rest).is_some();
    (pdu.len() >= SHORTEST_PDU && follows).then_some((pdu, rest))
}

const CTRL_Z: u8 = 0x1A;
const ESC: u8 = 0x1B;
/// Octets; the longest honest line is a list of networks.
const LONGEST_LINE: usize = 4096;
/// Digits; shorter is no PDU that anything can follow on its line.
const SHORTEST_PDU: usize = 16;
/// Lines that may stand between a line and its PDU.
const MOST_BETWEEN: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_whose_pdu_never_comes_is_let_go() {
        let mut said = b"+CMT: ,32\r\n".to_vec();
        for _ in 0..=MOST_BETWEEN {
            said.extend(b"^RSSI: 1\r\n");
        }
        let mut digest = Digest::new();
        digest.push(&said);
        let all: Vec<_> = std::iter::from_fn(|| digest.next_item()).collect();
        assert_eq!(all.last(), Some(&Item::Line("+CMT: ,32".to_owned())));
        assert_eq!(all.len(), MOST_BETWEEN + 2);
    }

    #[test]
    fn endless_garbage_is_bounded() {
        let mut digest = Digest::new();
        for _ in 0..1000 {
            digest.push(&[b'x'; 1000]);
            assert!(digest.line.len() <= LONGEST_LINE);
        }
        assert_eq!(digest.next_item(), Some(Item::Overlong));
        assert_eq!(digest.next_item(), None);
        digest.push(b"xx\r\nOK\r\n");
        assert_eq!(digest.next_item(), Some(Item::Final(Final::Ok)));
    }
}
