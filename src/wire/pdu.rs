//! Whole PDUs as `AT+CMGL` lists and `AT+CMGS` takes them: a service centre's address, then a TPDU.

use super::reader::Reader;
use super::{Address, Deliver, StatusReport, Submit, WireError};

/// What a modem can hold or announce.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Incoming {
    /// Something from a phone or a service.
    Deliver(Deliver),
    /// What became of a text.
    StatusReport(StatusReport),
    /// An outbound text that was put into the modem's memory. The network never sends one; a
    /// listing of the SIM shows it.
    Stored(Submit),
}

/// A PDU with what surrounds its meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The service centre it came through.
    pub smsc: Option<Address>,
    /// The TPDU alone, without service centre or padding: its identity on one SIM.
    pub tpdu: Vec<u8>,
    /// What it says.
    pub incoming: Incoming,
}

impl Listed {
    /// Whether the TPDU fills so many octets with nothing missing.
    fn is_exactly(&self, octets: usize) -> bool {
        let cut = match &self.incoming {
            Incoming::Deliver(deliver) => deliver.data.cut,
            Incoming::Stored(submit) => submit.data.cut,
            Incoming::StatusReport(_) => false,
        };
        !cut && self.tpdu.len() == octets
    }
}

/// Reads a PDU from the network, its service centre in front.
///
/// # Errors
/// When the bytes end too soon, an address is malformed, or a header does not fit.
pub fn decode_from_network(pdu: &[u8]) -> Result<Incoming, WireError> {
    decode_listed(pdu, None).map(|listed| listed.incoming)
}

/// Reads a PDU as a modem lists it. `length` is the length it was announced with: the TPDU's
/// octets by the standard (TS 27.005 3.1), all octets on some modems, and on others the service
/// centre is missing altogether. Padding after the TPDU is ignored.
///
/// # Errors
/// As [`decode_from_network`].
pub fn decode_listed(pdu: &[u8], length: Option<usize>) -> Result<Listed, WireError> {
    let with = decode_after_smsc(pdu);
    let names_all = length == Some(pdu.len());
    let after_smsc = pdu.len().saturating_sub(service_centre_octets(pdu));
    let fits = |listed: &Listed| listed.is_exactly(after_smsc);
    match with {
        Ok(listed) if !names_all || fits(&listed) => Ok(listed),
        with if names_all => {
            let without = decode_tpdu(pdu, None);
            match (with, without) {
                (_, Ok(without)) if without.is_exactly(pdu.len()) => Ok(without),
                (Ok(with), _) => Ok(with),
                (Err(_), Ok(without)) => Ok(without),
                (Err(error), Err(_)) => Err(error),
            }
        }
        with => with,
    }
}

/// Reads a PDU from a phone, as `AT+CMGS` takes it: the service centre in front.
///
/// # Errors
/// As [`decode_from_network`]; [`WireError::UnexpectedKind`] for anything but an SMS-SUBMIT.
pub fn decode_from_phone(pdu: &[u8]) -> Result<Submit, WireError> {
    let mut reader = Reader::new(pdu);
    Address::read_service_centre(&mut reader)?;
    let first = reader.octet("first octet")?;
    if first & KIND != SUBMIT {
        return Err(WireError::UnexpectedKind(first));
    }
    Submit::read(first, &mut reader)
}

/// Puts a service centre in front of a TPDU; `None` lets the modem use the SIM's.
///
/// # Errors
/// When the service centre cannot be written.
pub fn with_smsc(smsc: Option<&Address>, tpdu: &[u8]) -> Result<Vec<u8>, WireError> {
    let mut out = Vec::with_capacity(tpdu.len() + 1);
    match smsc {
        Some(address) => address.write_service_centre(&mut out)?,
        None => out.push(0),
    }
    out.extend(tpdu);
    Ok(out)
}

fn decode_after_smsc(pdu: &[u8]) -> Result<Listed, WireError> {
    let mut reader = Reader::new(pdu);
    let smsc = Address::read_service_centre(&mut reader)?;
    decode_tpdu(pdu.get(reader.taken()..).unwrap_or_default(), smsc)
}

fn decode_tpdu(tpdu: &[u8], smsc: Option<Address>) -> Result<Listed, WireError> {
    let mut reader = Reader::new(tpdu);
    let first = reader.octet("first octet")?;
    let incoming = match first & KIND {
        SUBMIT => Incoming::Stored(Submit::read(first, &mut reader)?),
        REPORT => Incoming::StatusReport(StatusReport::read(first, &mut reader)?),
        // The reserved value is to be processed as a delivery (TS 23.040 9.2.3.1).
        _ => Incoming::Deliver(Deliver::read(first, &mut reader)?),
    };
    Ok(Listed {
        smsc,
        tpdu: tpdu.get(..reader.taken()).unwrap_or(tpdu).to_vec(),
        incoming,
    })
}

fn service_centre_octets(pdu: &[u8]) -> usize {
    pdu.first().map_or(0, |count| usize::from(*count) + 1)
}

/// TP-MTI (TS 23.040 9.2.3.1).
const KIND: u8 = 0x03;
const SUBMIT: u8 = 0x01;
const REPORT: u8 = 0x02;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Timestamp, UserData, Validity};
    use proptest::prelude::*;

    fn delivery() -> Vec<u8> {
        let from = Address::phone("+12025550143").unwrap();
        Deliver::new(from, Timestamp([0x62; 7]), UserData::text("STOP"))
            .encode()
            .unwrap()
    }

    #[test]
    fn the_identity_is_the_tpdu_whatever_surrounds_it() {
        let tpdu = delivery();
        let centre = Address::phone("+12025550100").unwrap();
        let whole = with_smsc(Some(&centre), &tpdu).unwrap();
        let mut padded = whole.clone();
        padded.extend([0xFF; 20]);
        for (pdu, length) in [
            (&whole, None),
            (&whole, Some(tpdu.len())),
            (&whole, Some(whole.len())),
            (&padded, Some(tpdu.len())),
            (&padded, Some(padded.len())),
            (&with_smsc(None, &tpdu).unwrap(), Some(tpdu.len())),
            (&tpdu, Some(tpdu.len())),
        ] {
            let listed = decode_listed(pdu, length).unwrap();
            assert_eq!(listed.tpdu, tpdu, "{length:?} of {}", pdu.len());
        }
        assert_eq!(decode_listed(&whole, None).unwrap().smsc, Some(centre));
    }

    #[test]
    fn only_a_submit_comes_from_a_phone() {
        let pdu = with_smsc(None, &delivery()).unwrap();
        assert_eq!(decode_from_phone(&pdu), Err(WireError::UnexpectedKind(4)));
        let to = Address::phone("+12025550143").unwrap();
        let submit = Submit::new(to, Validity::None, UserData::text("Ready"));
        let pdu = with_smsc(None, &submit.encode().unwrap()).unwrap();
        assert_eq!(decode_from_network(&pdu), Ok(Incoming::Stored(submit)));
    }

    proptest! {
        #[test]
        fn any_octets_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200), length in prop::option::of(0usize..200)) {
            if let Ok(listed) = decode_listed(&bytes, length) {
                match listed.incoming {
                    Incoming::Deliver(deliver) => drop(deliver.content()),
                    Incoming::Stored(submit) => drop(submit.content()),
                    Incoming::StatusReport(report) => drop(report.outcome()),
                }
            }
            let _ = decode_from_phone(&bytes);
        }
    }
}
