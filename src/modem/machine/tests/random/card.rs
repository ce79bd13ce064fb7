//! The SIM in the random modem: whose it is, its PIN, its network, and what the owner has said of it.

use crate::store::LineRules;

/// What the configuration has.
pub(super) const PIN: &str = "1234";
const OURS: &str = "310260123456789";
const ANOTHER: &str = "310260999999999";

/// What becomes of the card, or what the owner says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fortune {
    Ours,
    Another,
    /// It asks for a PIN from the next start on: the one that is configured, or one that is not.
    Pin(bool),
    NoPin,
    Roams(bool),
    OwnerTakes,
    OwnerRoams(bool),
    OwnerTriesPin,
}

impl Fortune {
    /// All that a card can meet with.
    pub(super) const ALL: [Self; 11] = [
        Self::Ours,
        Self::Another,
        Self::Pin(true),
        Self::Pin(false),
        Self::NoPin,
        Self::Roams(true),
        Self::Roams(false),
        Self::OwnerTakes,
        Self::OwnerRoams(true),
        Self::OwnerRoams(false),
        Self::OwnerTriesPin,
    ];

    /// Whether the modem is without power meanwhile.
    pub(super) fn is_of_the_card(self) -> bool {
        matches!(self, Self::Ours | Self::Another)
    }
}

pub(super) struct Card {
    number: &'static str,
    pin: Option<&'static str>,
    locked: bool,
    roams: bool,
    /// Whether the last answers about either network said that it roams, and reached the machine.
    told: [bool; 2],
    /// PINs that were entered since the card took one, or the owner said that one more may be.
    tries: u8,
    /// As the store keeps it.
    pub(super) rules: LineRules,
}

impl Card {
    pub(super) fn new() -> Self {
        Self {
            number: OURS,
            pin: None,
            locked: false,
            roams: false,
            told: [false; 2],
            tries: 0,
            rules: LineRules::default(),
        }
    }

    /// The modem starts.
    pub(super) fn starts(&mut self) {
        self.locked = self.pin.is_some();
    }

    pub(super) fn meets(&mut self, fortune: Fortune) {
        match fortune {
            Fortune::Ours => self.number = OURS,
            Fortune::Another => self.number = ANOTHER,
            Fortune::Pin(is_configured) => {
                self.pin = Some(if is_configured { PIN } else { "9999" });
            }
            Fortune::NoPin => (self.pin, self.locked) = (None, false),
            Fortune::Roams(roams) => self.roams = roams,
            Fortune::OwnerTakes => self.rules.sims = vec![self.name()],
            Fortune::OwnerRoams(may) => self.rules.may_roam = may,
            Fortune::OwnerTriesPin => (self.rules.pin_is_spent, self.tries) = (false, 0),
        }
    }

    fn name(&self) -> String {
        format!("imsi:{}", self.number)
    }

    /// What it answers, where it has a say. `does`: the modem does what it is told, and says so in time.
    pub(super) fn answer(&mut self, command: &str, does: bool) -> Option<String> {
        let says = |line: &str| Some(format!("\r\n{line}\r\n\r\nOK\r\n"));
        let network = if self.roams { 5 } else { 1 };
        match command {
            "AT+CPIN?" if self.locked => says("+CPIN: SIM PIN"),
            "AT+CIMI" if self.locked => Some("\r\n+CME ERROR: 11\r\n".to_owned()),
            "AT+CIMI" => says(self.number),
            "AT+CREG?" | "AT+CEREG?" => {
                let lte = command == "AT+CEREG?";
                self.told[usize::from(lte)] = self.roams && does;
                let name = if lte { "+CEREG" } else { "+CREG" };
                says(&format!("{name}: 0,{network}"))
            }
            _ => {
                let typed = command.strip_prefix("AT+CPIN=")?.trim_matches('"');
                self.tries += 1;
                assert!(self.tries <= 1, "a PIN was tried again by itself");
                if !does || self.pin != Some(typed) {
                    return Some("\r\n+CME ERROR: 16\r\n".to_owned());
                }
                (self.locked, self.tries) = (false, 0);
                Some("\r\nOK\r\n".to_owned())
            }
        }
    }

    /// A text goes with it.
    pub(super) fn sends(&self) {
        let sims = &self.rules.sims;
        assert!(
            sims.is_empty() || sims.contains(&self.name()),
            "sent with another SIM"
        );
        let roams = self.told == [true, true] && !self.rules.may_roam;
        assert!(!roams, "sent in another network");
    }
}
