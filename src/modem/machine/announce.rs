//! How the modem is told to announce what comes in (`+CNMI`, TS 27.005 3.4.1).
//!
//! Texts are always stored first (`mt=1`): one that came straight over the line to a reader that
//! died would be lost. For status reports it depends. Stored (`ds=2`) is best where the right
//! memory can be read. Else straight over the line (`ds=1`) with `CSMS=1`, so that each is
//! acknowledged after it was stored.

use super::talk::Reply;
use crate::modem::status::Reports;

/// What to try, in order; the first is the one that counts.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Plans {
    rest: Vec<Plan>,
}

/// One setting of `+CNMI`, with the message service it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Plan {
    service: Option<u16>,
    mode: u8,
    ds: u8,
    bfr: u8,
}

/// Mode 2 keeps announcements while the line is busy. It is advertised and refused by several, and
/// then 1 works; 3 and 0 are better than none.
const MODES: [u8; 4] = [2, 1, 3, 0];

impl Plans {
    /// What the reply to `AT+CNMI=?` allows; all of it where the reply can't be read.
    /// Where nothing may be acknowledged, none is chosen by which it would have to be.
    pub(super) fn from_offers(
        reply: &Reply,
        reports_are_readable: bool,
        acknowledges: bool,
    ) -> Self {
        let offers = reply.find(offers).unwrap_or_default();
        // The place of each value in +CNMI: mode, mt, bm, ds, bfr.
        let allows = |place: usize, value: u8| {
            offers
                .get(place)
                .is_none_or(|offered| offered.is_empty() || offered.contains(&value))
        };
        let bfr = if allows(4, 0) { 0 } else { 1 };
        let reports: [(Option<u16>, u8); 4] = if reports_are_readable {
            [(None, 2), (Some(1), 1), (None, 1), (None, 0)]
        } else {
            [(Some(1), 1), (None, 2), (None, 1), (None, 0)]
        };
        let mut rest = Vec::new();
        for (service, ds) in reports {
            let service = match service {
                Some(1) if !acknowledges => Some(0),
                service => service,
            };
            for mode in MODES {
                if allows(0, mode) && allows(1, 1) && allows(3, ds) {
                    rest.push(Plan {
                        service,
                        mode,
                        ds,
                        bfr,
                    });
                }
            }
        }
        Self { rest }
    }

    /// The service to ask for before [`Plans::command`].
    pub(super) fn service(&self) -> Option<u16> {
        self.rest.first().and_then(|plan| plan.service)
    }

    /// The command of the plan that is tried, or works; `None` when all were refused.
    pub(super) fn command(&self) -> Option<String> {
        self.rest.first().map(|plan| {
            let Plan { mode, ds, bfr, .. } = plan;
            format!("AT+CNMI={mode},1,0,{ds},{bfr}")
        })
    }

    /// The plan was refused.
    pub(super) fn next(&mut self) {
        if !self.rest.is_empty() {
            self.rest.remove(0);
        }
    }

    /// How reports come in by the plan that works.
    pub(super) fn reports(&self) -> Reports {
        match self.rest.first().map(|plan| plan.ds) {
            Some(1) => Reports::Direct,
            Some(2) => Reports::Stored,
            _ => Reports::None,
        }
    }
}

/// The values that `+CNMI: (0-2),(0,1,3),…` offers, place by place; an empty place offers what it
/// likes.
fn offers(line: &str) -> Option<Vec<Vec<u8>>> {
    let rest = line.strip_prefix("+CNMI:")?;
    let groups = rest.split('(').skip(1);
    Some(
        groups
            .map(|group| {
                let group = group.split(')').next().unwrap_or_default();
                group.split(',').flat_map(range).collect()
            })
            .collect(),
    )
}

/// `0-2` or `1`; nothing where it can't be read.
fn range(values: &str) -> Vec<u8> {
    let number = |text: &str| text.trim().parse::<u8>().ok();
    let (from, to) = values.split_once('-').unwrap_or((values, values));
    match (number(from), number(to)) {
        (Some(from), Some(to)) => (from..=to).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::talk::End;
    use super::*;

    fn plans(line: &str, reports_are_readable: bool) -> Vec<(Option<u16>, String)> {
        plans_of(line, reports_are_readable, true)
    }

    fn plans_of(
        line: &str,
        reports_are_readable: bool,
        acknowledges: bool,
    ) -> Vec<(Option<u16>, String)> {
        let reply = Reply {
            lines: vec![line.to_owned()],
            entries: Vec::new(),
            end: End::Ok,
        };
        let mut plans = Plans::from_offers(&reply, reports_are_readable, acknowledges);
        std::iter::from_fn(|| {
            let next = plans.command().map(|command| (plans.service(), command));
            plans.next();
            next
        })
        .collect()
    }

    #[test]
    fn a_modem_whose_reports_can_be_read_stores_them() {
        // Quectel EC25.
        let plans = plans("+CNMI: (0-2),(0-3),(0,2),(0-2),(0,1)", true);
        assert_eq!(plans[0], (None, "AT+CNMI=2,1,0,2,0".to_owned()));
        assert_eq!(plans[1], (None, "AT+CNMI=1,1,0,2,0".to_owned()));
        assert!(plans.contains(&(Some(1), "AT+CNMI=2,1,0,1,0".to_owned())));
    }

    #[test]
    fn else_they_come_over_the_line_and_are_acknowledged() {
        // Huawei E1752: no ds=2 there.
        let plans = plans("+CNMI: (0,1,2),(0,1,2,3),(0,2),(0,1),(0)", false);
        assert_eq!(plans[0], (Some(1), "AT+CNMI=2,1,0,1,0".to_owned()));
        assert_eq!(plans.last(), Some(&(None, "AT+CNMI=0,1,0,0,0".to_owned())));
    }

    #[test]
    fn a_modem_that_must_not_get_cnma_is_never_told_that_it_will() {
        // SIMCom SIM7600 without a memory for reports (quirk 12).
        let plans = plans_of("+CNMI: (0-2),(0-3),(0,2),(0-2),(0,1)", false, false);
        assert_eq!(plans[0], (Some(0), "AT+CNMI=2,1,0,1,0".to_owned()));
        assert!(plans.iter().all(|(service, _)| *service != Some(1)));
    }

    #[test]
    fn a_buffer_that_can_only_be_flushed_is_flushed() {
        // Wavecom offers bfr 1 only in some releases.
        let plans = plans("+CNMI: (0-2),(0-3),(0-3),(0-2),(1)", false);
        assert_eq!(plans[0].1, "AT+CNMI=2,1,0,1,1");
    }

    #[test]
    fn an_answer_that_cannot_be_read_forbids_nothing() {
        assert_eq!(plans("+CNMI:", true).len(), 16);
    }
}
