//! Makers of modems: what theirs say of themselves, and how they differ on the line. The numbers are
//! those of the quirks in `docs/modems.md`.

/// How one maker's modem differs.
#[derive(Debug, PartialEq, Eq)]
pub struct Profile {
    /// The name in the script.
    pub name: &'static str,
    /// `AT+CGMI`.
    pub maker: &'static str,
    /// `AT+CGMM`.
    pub model: &'static str,
    /// What it says when it has started; without its SIM, no more than the first two.
    pub banner: &'static [&'static str],
    /// What it says in between, unasked, after each third command.
    pub chatter: &'static str,
    /// The command that ends that.
    pub hushed_by: &'static str,
    /// What it says of its ports to `AT^GETPORTMODE`, where it knows that (26).
    pub ports: &'static str,
    /// `AT+CNMI` offers mode 2 and refuses it (13).
    pub refuses_mode_2: bool,
    /// `AT+CPIN?` is answered without OK (6).
    pub pin_without_ok: bool,
    /// `+CDS` has a comma before its length (12).
    pub comma_in_cds: bool,
    /// `+CDSI` names the SIM, though the report lies in SR (11).
    pub names_the_wrong_memory: bool,
    /// `AT+CNMA` is an error (12).
    pub takes_no_cnma: bool,
}

/// A modem without peculiarities.
pub const PLAIN: Profile = Profile {
    name: "plain",
    maker: "Readybell",
    model: "Simulated modem",
    banner: &["RDY", "+CFUN: 1", "+CPIN: READY", "SMS DONE"],
    chatter: "",
    hushed_by: "",
    ports: "",
    refuses_mode_2: false,
    pin_without_ok: false,
    comma_in_cds: false,
    names_the_wrong_memory: false,
    takes_no_cnma: false,
};

/// Every one.
pub const PROFILES: [&Profile; 6] = [
    &PLAIN,
    &Profile {
        name: "huawei",
        maker: "huawei",
        model: "E1752",
        banner: &["^BOOT:17654321,0,0,0,77", "^SIMST:1", "^SRVST:2"],
        chatter: "^RSSI:17",
        hushed_by: "^CURC",
        ports: "^GETPORTMODE:TYPE:WCDMA:huawei,MDM:0,DIAG:1,PCUI:2",
        refuses_mode_2: true,
        ..PLAIN
    },
    &Profile {
        name: "quectel",
        maker: "Quectel",
        model: "EC25",
        banner: &["RDY", "+CFUN: 1", "+CPIN: READY", "+QIND: SMS DONE"],
        names_the_wrong_memory: true,
        ..PLAIN
    },
    &Profile {
        name: "simcom",
        maker: "SIMCOM INCORPORATED",
        model: "SIM7600E-H",
        banner: &["RDY", "+CPIN: READY", "SMS DONE", "PB DONE"],
        refuses_mode_2: true,
        takes_no_cnma: true,
        ..PLAIN
    },
    &Profile {
        name: "zte",
        maker: "ZTE CORPORATION",
        model: "MF190",
        banner: &["+ZPASR: \"UMTS\"", "+ZUSIMR:2"],
        chatter: "+ZUSIMR:2",
        refuses_mode_2: true,
        comma_in_cds: true,
        ..PLAIN
    },
    &Profile {
        name: "wavecom",
        maker: "WAVECOM MODEM",
        model: "MULTIBAND  900E  1800",
        banner: &["+WIND: 3", "+WIND: 4"],
        pin_without_ok: true,
        ..PLAIN
    },
];
