//! What differs by the modem's maker, and no more: whatever a modem itself tells, it is asked instead.
//! The quirks are numbered in docs/modems.md.

/// The makers whose modems want something that others don't.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// Chatters until it is told not to (quirk 4): `AT^CURC=0`.
    Huawei,
    /// May announce what comes in on another of its ports (quirk 14): `AT+QURCCFG`. Takes the network's
    /// time with a value of its own.
    Quectel,
    /// Must not get `AT+CNMA` (quirk 12), so nothing that needs it is chosen.
    SimCom,
    /// Says of its PIN what it is and no OK (quirk 6), so that is not waited for.
    Wavecom,
    #[default]
    Other,
}

impl Family {
    /// By what the modem says who made it.
    pub(super) fn of(maker: &str) -> Self {
        let maker = maker.to_lowercase();
        let names = [
            ("huawei", Self::Huawei),
            ("quectel", Self::Quectel),
            ("simcom", Self::SimCom),
            ("wavecom", Self::Wavecom),
        ];
        let known = names.into_iter().find(|(name, _)| maker.contains(name));
        known.map_or(Self::Other, |(_, family)| family)
    }

    /// What makes the modem's clock take the network's time, with its zone. Quectel's takes UTC for a 1,
    /// and says the local zone beside it.
    pub(super) fn takes_time(self) -> &'static str {
        match self {
            Self::Quectel => "AT+CTZU=3",
            _ => "AT+CTZU=1",
        }
    }

    /// Whether what comes straight over the line may be acknowledged.
    pub(super) fn acknowledges(self) -> bool {
        self != Self::SimCom
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makers_are_known_by_what_their_modems_say() {
        for (maker, family) in [
            ("huawei", Family::Huawei),
            ("Huawei Technologies Co., Ltd.", Family::Huawei),
            ("Quectel", Family::Quectel),
            ("SIMCOM_Ltd", Family::SimCom),
            ("SIMCOM INCORPORATED", Family::SimCom),
            ("WAVECOM MODEM", Family::Wavecom),
            ("Sierra Wireless, Incorporated", Family::Other),
            ("Telit", Family::Other),
            ("", Family::Other),
        ] {
            assert_eq!(Family::of(maker), family, "{maker}");
        }
    }
}
