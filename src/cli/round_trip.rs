//! The line's text to itself, as the doctor tells of it.

use super::doctor::Found;
use crate::app::config::Config;
use crate::app::control::{self, Reply, Request};
use crate::domain::round_trip::Failure;
use crate::store::RoundTrip;
use chrono::TimeDelta;
use std::io::ErrorKind;
use std::path::Path;

/// Lets the line text itself, through the Readybell that runs: what goes out goes through its gate.
pub(super) async fn tried(config: &Config) -> Found {
    match control::ask(&config.data, &Request::RoundTrip).await {
        Ok(Reply::RoundTrip(trip)) => told(&trip),
        Ok(Reply::Failed(why)) => Found::Bad(why),
        Ok(_) => Found::Bad("the Readybell that runs is another version: restart it".to_owned()),
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::NotFound | ErrorKind::ConnectionRefused
            ) =>
        {
            Found::Bad(
                "only a Readybell that runs can send. Start it (`readybell serve`), then ask again"
                    .to_owned(),
            )
        }
        Err(error) => Found::Bad(format!("the Readybell that runs can't be asked: {error}")),
    }
}

/// The last one, as the database has it.
pub(super) fn last(data: &Path) -> Found {
    match RoundTrip::kept_in(data) {
        Ok(None) => Found::Note(
            "the line has not texted itself yet; `readybell doctor --round-trip` lets it"
                .to_owned(),
        ),
        Ok(Some(trip)) => {
            let at = trip.asked_at.format("%Y-%m-%d %H:%M UTC");
            match told(&trip) {
                Found::Good(words) => Found::Good(format!("last {at}: {words}")),
                Found::Bad(words) => Found::Bad(format!("last {at}: {words}")),
                Found::Note(words) => Found::Note(format!("last {at}: {words}")),
            }
        }
        Err(error) => Found::Bad(error.to_string()),
    }
}

fn told(trip: &RoundTrip) -> Found {
    let seconds = |span: TimeDelta| format!("{:.1} s", span.num_milliseconds() as f64 / 1000.0);
    if let Some(why) = trip.failure() {
        let reason = match trip.reason.is_empty() {
            true => String::new(),
            false => format!(" ({})", trip.reason),
        };
        return Found::Bad(match why {
            Failure::NotSent => format!("the line's text to itself did not go{reason}"),
            Failure::NotDelivered => {
                format!("the network could not deliver the line's text to itself{reason}")
            }
            Failure::DidNotArrive => format!(
                "the line's text to itself, the number that ends in {}, went and did not come back \
                 within 10 minutes. Either that is not its number, or it can't receive: ask the carrier",
                trip.number.tail()
            ),
        });
    }
    let (Some(out), Some(back)) = (trip.out(), trip.back()) else {
        return Found::Note("the line's text to itself is on its way".to_owned());
    };
    let report = match trip.report() {
        Some(after) => format!("status report after {}", seconds(after)),
        None => "no status report".to_owned(),
    };
    Found::Good(format!(
        "{} out, {} back, {report}",
        seconds(out),
        seconds(back)
    ))
}
