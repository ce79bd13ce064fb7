//! Whether the network that the modem is in can carry texts, as far as its answers tell.

use super::doctor::Found;
use super::line::Seen;
use crate::wire::at::{Question, reply};

/// What is asked for it: the technology, both networks, and the IMS (TS 27.007 7.3, 7.2, 10.1.22, 8.71).
const ASKED: [&str; 4] = ["AT+COPS?", "AT+CREG?", "AT+CEREG?", "AT+CIREG?"];

/// The questions.
pub(super) fn questions() -> impl Iterator<Item = Question> {
    ASKED
        .into_iter()
        .filter_map(|asked| Question::of(asked).ok())
}

/// The country codes of the United States (ITU-T E.212).
const UNITED_STATES: std::ops::RangeInclusive<u16> = 310..=316;

const OLD_RADIO: &str = "this modem does not know LTE. The large carriers of the United States have switched their 2G \
     and 3G off: take an LTE modem that your carrier lists";

/// What there is to say; `None` where the modem is in no state to be asked.
pub(super) fn found(seen: &Seen) -> Option<Found> {
    let lines: Vec<&str> = seen
        .told
        .iter()
        .flatten()
        .flat_map(|told| told.lines.iter().map(String::as_str))
        .collect();
    judged(&seen.status.sim, &lines)
}

fn judged(sim: &str, lines: &[&str]) -> Option<Found> {
    let registration = |prefix: &str| {
        let mut of_it = lines.iter().filter(|line| line.starts_with(prefix));
        of_it.find_map(|line| reply::registration(line, true))
    };
    let is_in = |network: Option<reply::Registration>| network.is_some_and(|it| it.is_registered());
    let (circuit, lte) = (registration("+CREG:"), registration("+CEREG:"));
    let technology = lines.iter().find_map(|line| reply::technology(line));
    let is_american = country(sim).is_some_and(|code| UNITED_STATES.contains(&code));
    circuit?;
    if !is_in(circuit) && !is_in(lte) {
        let is_old = is_american && lte.is_none();
        return is_old.then(|| Found::Bad(OLD_RADIO.to_owned()));
    }
    Some(match technology {
        Some(old @ ("2G" | "3G")) if is_american => Found::Note(format!(
            "it is on {old}, which the large carriers of the United States have switched off; it may end any day"
        )),
        Some(network) if is_in(circuit) => Found::Good(format!("{network}, with texts")),
        None if is_in(circuit) => Found::Good("registered for texts".to_owned()),
        // Registered for data: texts go by the IMS then, or not at all.
        _ => match lines.iter().find_map(|line| reply::texts_by_ims(line)) {
            Some(true) => Found::Good("LTE, with texts by the IMS".to_owned()),
            Some(false) => Found::Bad(
                "it is in LTE for data only, and the IMS takes no texts from it. Ask the carrier for texts on this \
                 line (SMS over IMS), and whether this modem is on its list"
                    .to_owned(),
            ),
            None => Found::Note(
                "it is in LTE for data, and does not tell whether texts go there: `readybell doctor --round-trip` \
                 shows it"
                    .to_owned(),
            ),
        },
    })
}

/// The country code of a SIM whose IMSI was read.
fn country(sim: &str) -> Option<u16> {
    sim.strip_prefix("imsi:")?.get(..3)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(sim: &str, lines: &[&str]) -> String {
        match judged(sim, lines) {
            Some(Found::Good(words)) => format!("good {words}"),
            Some(Found::Bad(words)) => format!("bad {words}"),
            Some(Found::Note(words)) => format!("note {words}"),
            None => String::new(),
        }
    }

    #[test]
    fn a_radio_a_plan_and_a_network_that_carry_no_texts_are_named() {
        let (american, german) = ("imsi:310260123456789", "imsi:262011234567890");
        for (sim, lines, begins) in [
            (
                american,
                &["+COPS: 0,0,\"Net\",7", "+CREG: 0,1", "+CEREG: 0,1"][..],
                "good LTE, with texts",
            ),
            (
                german,
                &["+COPS: 0,0,\"Net\",0", "+CREG: 0,1"],
                "good 2G, with texts",
            ),
            (
                american,
                &["+COPS: 0,0,\"Net\",2", "+CREG: 0,5", "+CEREG: 0,0"],
                "note it is on 3G",
            ),
            (
                american,
                &["+COPS: 0,0,\"Net\",0", "+CREG: 0,1"],
                "note it is on 2G",
            ),
            // A SIM800 or a 3G stick, looking for a network for ever.
            (
                american,
                &["+COPS: 0", "+CREG: 0,2"],
                "bad this modem does not know LTE",
            ),
            (german, &["+COPS: 0", "+CREG: 0,2"], ""),
            (american, &["+COPS: 0", "+CREG: 0,2", "+CEREG: 0,2"], ""),
            // In LTE for texts only (6), or for data with the IMS or without.
            (
                american,
                &["+CREG: 0,6", "+CEREG: 0,1"],
                "good registered for texts",
            ),
            (
                american,
                &[
                    "+COPS: 0,0,\"Net\",7",
                    "+CREG: 0,0",
                    "+CEREG: 0,1",
                    "+CIREG: 0,1,5",
                ],
                "good LTE, with texts by",
            ),
            (
                american,
                &["+CREG: 0,2", "+CEREG: 0,1", "+CIREG: 0,1,1"],
                "bad it is in LTE for data only",
            ),
            (
                american,
                &["+CREG: 0,2", "+CEREG: 0,1", "+CIREG: 0,0"],
                "bad it is in LTE for data only",
            ),
            (
                american,
                &["+CREG: 0,2", "+CEREG: 0,1", "+CIREG: 0,1"],
                "note it is in LTE for data, and",
            ),
            (
                american,
                &["+CREG: 0,2", "+CEREG: 0,1"],
                "note it is in LTE for data, and",
            ),
            (american, &[], ""),
        ] {
            let words = said(sim, lines);
            assert!(
                words.starts_with(begins) && words.is_empty() == begins.is_empty(),
                "{lines:?}: {words}"
            );
        }
        assert_eq!(questions().count(), ASKED.len(), "all may be asked");
    }
}
