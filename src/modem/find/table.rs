//! Which USB interface of which modem takes AT commands, and which must be left alone.
//!
//! Facts from public sources, none of them measured here: the udev rules of ModemManager
//! (`src/plugins/*/77-mm-*-port-types.rules`, as of July 2026) say which interface is for commands,
//! for diagnostics or for positions; the vendor numbers are also those of Linux's `option` driver
//! (`drivers/usb/serial/option.c`).

use super::candidates::{Candidate, Usb};

/// What an interface is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Use {
    /// It takes commands. The first of several is the best.
    Commands(usize),
    /// Nobody knows, on a device whose maker makes modems.
    LikelyModem,
    /// Nobody knows.
    Unknown,
    /// It is for something else, in these words.
    Other(&'static str),
}

const DIAGNOSTICS: &str = "for diagnostics";
const POSITIONS: &str = "for positions (GPS)";
const NO_MODEM: &str = "no modem";
const NOT_COMMANDS: &str = "not for commands";

/// One product: vendor, product, its interfaces for commands with the best first, and those that are
/// known to be for something else. What is in neither list is not for commands.
type Row = (u16, u16, &'static [u8], &'static [(u8, &'static str)]);

/// Diagnostics on 00, positions on 01, commands on 02 and 03: what Qualcomm's chips mostly come with.
const USUAL: &[(u8, &str)] = &[(0, DIAGNOSTICS), (1, POSITIONS)];
/// The same for Sierra's.
const SIERRAS: &[(u8, &str)] = &[(0, DIAGNOSTICS), (2, POSITIONS)];

const QUECTEL: u16 = 0x2c7c;
const SIMCOM: u16 = 0x1e0e;
const HUAWEI: u16 = 0x12d1;
const SIERRA: u16 = 0x1199;
const TELIT: u16 = 0x1bc7;
const ZTE: u16 = 0x19d2;
const UBLOX: u16 = 0x1546;
const QUALCOMM: u16 = 0x05c6;

#[rustfmt::skip]
const ROWS: &[Row] = &[
    // 77-mm-quectel-port-types.rules: EC21, EC25 and EG25, BG96, EG91, EG95, EP06 and EG06, EG12,
    // RM500, RM520N; EM060K.
    (QUECTEL, 0x0121, &[2, 3], USUAL),
    (QUECTEL, 0x0125, &[2, 3], USUAL),
    (QUECTEL, 0x0296, &[2, 3], USUAL),
    (QUECTEL, 0x0191, &[2, 3], USUAL),
    (QUECTEL, 0x0195, &[2, 3], USUAL),
    (QUECTEL, 0x0306, &[2, 3], USUAL),
    (QUECTEL, 0x0512, &[2, 3], USUAL),
    (QUECTEL, 0x0800, &[2, 3], USUAL),
    (QUECTEL, 0x0801, &[2, 3], USUAL),
    (QUECTEL, 0x0128, &[5], &[(3, DIAGNOSTICS), (4, POSITIONS)]),
    // 77-mm-simtech-port-types.rules: SIM7000, SIM7100 and SIM7600; SIM7070 and its like, in two
    // layouts; A7600E-H and A7602E-H.
    (SIMCOM, 0x9001, &[2, 3], USUAL),
    (SIMCOM, 0x9205, &[2, 3], USUAL),
    (SIMCOM, 0x9206, &[2, 5], USUAL),
    (SIMCOM, 0x9011, &[4, 5], &[]),
    // 77-mm-sierra.rules: MC74xx, EM7565, EM7455, RC7611; HL7812.
    (SIERRA, 0x9071, &[3], SIERRAS),
    (SIERRA, 0x9091, &[3], SIERRAS),
    (SIERRA, 0x9079, &[3], SIERRAS),
    (SIERRA, 0x68c0, &[3], SIERRAS),
    (SIERRA, 0xc001, &[0, 2], &[(4, POSITIONS)]),
    // 77-mm-telit-port-types.rules: LE910C1-EUX, LE922 and LM9x0, LE910C1, ME910C1, MEx10G1.
    (TELIT, 0x1031, &[1, 2], &[(0, DIAGNOSTICS)]),
    (TELIT, 0x1033, &[1, 2], &[(0, DIAGNOSTICS)]),
    (TELIT, 0x1040, &[4, 5], &[(0, DIAGNOSTICS)]),
    (TELIT, 0x1201, &[4, 5], &[(0, DIAGNOSTICS), (3, POSITIONS)]),
    (TELIT, 0x1204, &[5, 6], &[(0, DIAGNOSTICS), (4, POSITIONS)]),
    (TELIT, 0x1101, &[1, 2], &[(0, DIAGNOSTICS)]),
    (TELIT, 0x110a, &[1, 2], &[(0, DIAGNOSTICS)]),
    // 77-mm-zte-port-types.rules.
    (ZTE, 0x0016, &[2, 1], &[]),
    (ZTE, 0x0031, &[3, 1], &[]),
    (ZTE, 0x0063, &[3, 1], &[]),
    (ZTE, 0x0117, &[2, 1], &[]),
    // 77-mm-ublox-port-types.rules: TOBY-R2, LARA-R2, LISA-U2 and SARA-U2, TOBY-L4; LARA-R6 under
    // Qualcomm's number. The others are receivers for positions.
    (UBLOX, 0x1107, &[0, 2, 4], &[(6, POSITIONS), (10, DIAGNOSTICS)]),
    (UBLOX, 0x110a, &[0, 2, 4], &[(6, POSITIONS), (10, DIAGNOSTICS)]),
    (UBLOX, 0x1102, &[0, 2, 4], &[(6, POSITIONS), (8, DIAGNOSTICS), (10, DIAGNOSTICS)]),
    (UBLOX, 0x1104, &[0], &[(2, POSITIONS), (4, DIAGNOSTICS)]),
    (UBLOX, 0x1010, &[6], &[(4, DIAGNOSTICS)]),
    (QUALCOMM, 0x908b, &[1, 2], &[(0, DIAGNOSTICS)]),
    (UBLOX, 0x01a5, &[], &[]),
    (UBLOX, 0x01a6, &[], &[]),
    (UBLOX, 0x01a7, &[], &[]),
    (UBLOX, 0x01a8, &[], &[]),
    (UBLOX, 0x01a9, &[], &[]),
    // 80-mm-candidate.rules: a chip that did not start, and waits for its software.
    (QUALCOMM, 0x9008, &[], &[]),
];

/// What this interface is for.
pub(super) fn use_of(usb: &Usb) -> Use {
    let known = ROWS
        .iter()
        .find(|(vendor, product, ..)| (*vendor, *product) == (usb.vendor, usb.product));
    if let Some((_, _, commands, others)) = known {
        let place = commands.iter().position(|number| *number == usb.interface);
        let other = others.iter().find(|(number, _)| *number == usb.interface);
        return match (place, other) {
            (Some(place), _) => Use::Commands(place),
            (None, Some((_, words))) => Use::Other(words),
            (None, None) if commands.is_empty() => Use::Other(NO_MODEM),
            (None, None) => Use::Other(NOT_COMMANDS),
        };
    }
    match usb.vendor {
        HUAWEI => use_by_protocol(usb.protocol),
        QUECTEL | SIMCOM | SIERRA | TELIT | ZTE | UBLOX | QUALCOMM => Use::LikelyModem,
        _ => Use::Unknown,
    }
}

/// Whether its maker's modems can be asked which of their ports is for what, and the interface does not
/// tell.
pub(super) fn tells_its_ports(port: &Candidate) -> bool {
    port.used_for == Use::LikelyModem && port.usb.as_ref().is_some_and(|usb| usb.vendor == HUAWEI)
}

/// Huawei tells by class, subclass and protocol (77-mm-huawei-net-port-types.rules); its older sticks
/// do not.
fn use_by_protocol(protocol: [u8; 3]) -> Use {
    match protocol {
        [0xff, 1 | 2, 2] => Use::Commands(0),
        [0xff, 1 | 2, 1] => Use::Commands(1),
        [0xff, 1, 0x05 | 0x14] | [0xff, 6, 0x14] => Use::Other(POSITIONS),
        _ => Use::LikelyModem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(vendor: u16, product: u16, interface: u8, protocol: [u8; 3]) -> Use {
        use_of(&Usb {
            vendor,
            product,
            interface,
            protocol,
            name: String::new(),
            device: std::path::PathBuf::new(),
        })
    }

    #[test]
    fn each_interface_is_for_what_the_sources_say() {
        let vendors = [0xff, 0xff, 0xff];
        // Quectel EG25-G and SIMCom SIM7600 (quirk 26): 00 is binary, 01 is GPS, 02 takes commands.
        for (vendor, product) in [(0x2c7c, 0x0125), (0x1e0e, 0x9001)] {
            let uses: Vec<Use> = (0..5)
                .map(|interface| of(vendor, product, interface, vendors))
                .collect();
            let expected = [
                Use::Other(DIAGNOSTICS),
                Use::Other(POSITIONS),
                Use::Commands(0),
                Use::Commands(1),
                Use::Other(NOT_COMMANDS),
            ];
            assert_eq!(uses, expected);
        }
        for (vendor, product, interface, protocol, wanted) in [
            (0x1199, 0x9091, 3, vendors, Use::Commands(0)),
            (0x1bc7, 0x1201, 4, vendors, Use::Commands(0)),
            (0x19d2, 0x0031, 1, vendors, Use::Commands(1)),
            (0x1546, 0x1102, 8, vendors, Use::Other(DIAGNOSTICS)),
            (0x1546, 0x01a8, 0, vendors, Use::Other(NO_MODEM)),
            (0x05c6, 0x9008, 0, vendors, Use::Other(NO_MODEM)),
            (0x12d1, 0x1506, 1, [0xff, 1, 2], Use::Commands(0)),
            (0x12d1, 0x1506, 0, [0xff, 1, 1], Use::Commands(1)),
            (0x12d1, 0x1506, 4, [0xff, 6, 0x14], Use::Other(POSITIONS)),
            (0x12d1, 0x1001, 0, vendors, Use::LikelyModem),
            (0x2c7c, 0x9999, 0, vendors, Use::LikelyModem),
            (0x0403, 0x6001, 0, vendors, Use::Unknown),
        ] {
            let seen = of(vendor, product, interface, protocol);
            assert_eq!(seen, wanted, "{vendor:04x}:{product:04x} {interface}");
        }
    }

    #[test]
    fn udev_keeps_each_modem_awake_and_to_ourselves() {
        let rules = include_str!("../../../systemd/udev.rules");
        let makers = rules
            .lines()
            .find_map(|line| line.strip_prefix("ATTR{idVendor}==\"2c7c|"))
            .and_then(|rest| rest.split_once('"'))
            .map(|(others, _)| format!("2c7c|{others}"))
            .unwrap();
        for (vendor, product, ..) in ROWS.iter().filter(|row| !row.2.is_empty()) {
            let of_maker = makers
                .split('|')
                .any(|maker| maker == format!("{vendor:04x}"));
            let alone = rules.contains(&format!(
                "ATTR{{idVendor}}==\"{vendor:04x}\", ATTR{{idProduct}}==\"{product:04x}\", GOTO=\"readybell_modem\""
            ));
            assert!(of_maker || alone, "{vendor:04x}:{product:04x}");
        }
    }

    #[test]
    fn no_product_is_listed_twice_and_no_interface_is_for_two_things() {
        for (at, (vendor, product, commands, others)) in ROWS.iter().enumerate() {
            let again = ROWS
                .iter()
                .skip(at + 1)
                .any(|row| (row.0, row.1) == (*vendor, *product));
            let both = others.iter().any(|(number, _)| commands.contains(number));
            assert!(!again && !both, "{vendor:04x}:{product:04x}");
        }
    }
}
