//! The other half of the air: SUBMITs are read here, DELIVERs and status reports are made. The
//! codec is [`crate::wire`]'s.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, Offset, Utc};

use super::SimError;
use super::event::PartOf;
use super::phone::canonical;
use super::script::SenderForm;
use crate::wire::{
    self, Address, Deliver, StatusReport, Timestamp, TypeOfNumber, UserData, Validity,
};

/// TP-ST, TS 23.040 9.2.3.15: the phone has it.
pub(super) const RECEIVED: u8 = 0x00;
/// TP-ST, TS 23.040 9.2.3.15: not obtainable, a permanent error.
pub(super) const NOT_OBTAINABLE: u8 = 0x43;
/// TP-ST, TS 23.040 9.2.3.15: the validity period expired.
pub(super) const EXPIRED: u8 = 0x46;

/// A SUBMIT as the network sees it.
#[derive(Debug, Clone)]
pub(super) struct Submitted {
    /// Where it goes, in the network's form.
    pub to: String,
    /// The words of this part; hex of the octets where they are not text.
    pub words: String,
    pub part: Option<PartOf>,
    pub report: bool,
    pub validity: Option<Duration>,
    pub mr: u8,
    /// With the modem's message reference in it.
    pub tpdu: Vec<u8>,
    address: Address,
    pub data: UserData,
    accepted_at: Timestamp,
}

impl Submitted {
    /// The modem writes its message reference in.
    pub fn refer(&mut self, mr: u8) {
        self.mr = mr;
        if let Some(octet) = self.tpdu.get_mut(REFERENCE) {
            *octet = mr;
        }
    }
}

/// Where TP-MR stands in a SUBMIT (TS 23.040 9.2.2.2).
const REFERENCE: usize = 1;

/// Reads the digits that followed the prompt. None when they are no PDU, or `length` is not the
/// TPDU's.
pub(super) fn submit(
    digits: &str,
    length: usize,
    wall: DateTime<Utc>,
    zone_minutes: i32,
) -> Option<Submitted> {
    let pdu = wire::hex::decode(digits).ok()?;
    let centre = usize::from(*pdu.first()?) + 1;
    if pdu.len() != centre + length {
        return None;
    }
    let submit = wire::decode_from_phone(&pdu)
        .ok()
        .filter(|submit| !submit.data.cut)?;
    let tpdu = pdu.get(centre..)?.to_vec();
    let words = submit
        .data
        .words()
        .unwrap_or_else(|| match &submit.data.payload {
            wire::Payload::Octets(bytes) => hex(bytes),
            _ => String::new(),
        });
    let validity = match submit.validity {
        Validity::Absolute(until) => until
            .time()
            .and_then(|until| (until.to_utc() - wall).to_std().ok()),
        other => other.duration(),
    };
    Some(Submitted {
        to: canonical(&submit.to.written()),
        words,
        part: submit.data.concat().map(|concat| PartOf {
            reference: concat.reference,
            total: concat.total,
            number: concat.sequence,
        }),
        report: submit.report,
        validity,
        mr: *tpdu.get(REFERENCE)?,
        tpdu,
        address: submit.to,
        data: submit.data,
        accepted_at: timestamp(wall, zone_minutes),
    })
}

/// The DELIVERs of a text, each with its words.
pub(super) fn deliver(
    sender: &Address,
    words: &str,
    at: Timestamp,
    reference: u8,
) -> Result<Vec<(Vec<u8>, String)>, SimError> {
    let parts = wire::split(words, reference).map_err(SimError::Wire)?;
    let count = parts.len();
    let mut made = Vec::with_capacity(count);
    for (place, data) in parts.into_iter().enumerate() {
        let words = data.words().unwrap_or_default();
        let mut deliver = Deliver::new(sender.clone(), at, data);
        deliver.more_waiting = place + 1 < count;
        made.push((deliver.encode().map_err(SimError::Wire)?, words));
    }
    Ok(made)
}

/// A SUBMIT to the shop's own number, as it comes back.
pub(super) fn deliver_back(
    part: &Submitted,
    own_number: &str,
    at: Timestamp,
) -> Result<Vec<u8>, SimError> {
    let from = Address::phone(own_number).map_err(SimError::Wire)?;
    let deliver = Deliver::new(from, at, part.data.clone());
    deliver.encode().map_err(SimError::Wire)
}

/// The report of what became of a SUBMIT.
pub(super) fn status_report(
    part: &Submitted,
    settled_at: Timestamp,
    status: u8,
) -> Result<Vec<u8>, SimError> {
    told(
        part.address.clone(),
        part.mr,
        status,
        [part.accepted_at, settled_at],
    )
}

/// A report that says so of a text to `to`, which was taken and settled at `at`.
pub(super) fn claim(
    to: &str,
    reference: u8,
    status: u8,
    at: Timestamp,
) -> Result<Vec<u8>, SimError> {
    let recipient = Address::phone(to).map_err(SimError::Wire)?;
    told(recipient, reference, status, [at, at])
}

fn told(
    recipient: Address,
    reference: u8,
    status: u8,
    [sent_at, settled_at]: [Timestamp; 2],
) -> Result<Vec<u8>, SimError> {
    let report = StatusReport {
        more_waiting: false,
        answers_command: false,
        reference,
        recipient,
        sent_at,
        settled_at,
        status,
    };
    report.encode().map_err(SimError::Wire)
}

/// A sender in the form that the network uses now.
pub(super) fn sender(number: &str, form: SenderForm) -> Result<Address, SimError> {
    let mut address = Address::phone(number).map_err(SimError::Wire)?;
    let national = address.value.strip_prefix('1').map(str::to_owned);
    match (form, national) {
        (SenderForm::Plus, _) => {}
        (SenderForm::Bare, _) => address.kind = TypeOfNumber::Unknown,
        (SenderForm::National, Some(digits)) => {
            address.kind = TypeOfNumber::National;
            address.value = digits;
        }
        (SenderForm::Unknown, Some(digits)) => {
            address.kind = TypeOfNumber::Unknown;
            address.value = digits;
        }
        (SenderForm::National | SenderForm::Unknown, None) => {}
    }
    Ok(address)
}

/// A service-centre time in the network's zone.
pub(super) fn timestamp(wall: DateTime<Utc>, zone_minutes: i32) -> Timestamp {
    let zone = FixedOffset::east_opt(zone_minutes * 60).unwrap_or_else(|| Utc.fix());
    Timestamp::from_time(wall.with_timezone(&zone))
}

/// A TPDU as `AT+CMGL` writes it, with the service centre in front.
pub(super) fn on_the_line(tpdu: &[u8], service_centre: &str) -> String {
    let centre = Address::phone(service_centre).ok();
    let pdu = wire::with_smsc(centre.as_ref(), tpdu);
    hex(&pdu.unwrap_or_else(|_| tpdu.to_vec()))
}

/// Upper-case hex digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    wire::hex::encode(bytes)
}
