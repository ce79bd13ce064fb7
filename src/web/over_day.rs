//! The signal over the last day on the modem's page: at its weakest, usual and best, and an hour a row.

use super::say::line as words;
use super::when::Wall;
use crate::modem::{Hour, Range, Sample};
use maud::{Markup, html};

/// Nothing is shown before the first sample.
pub fn panel(samples: &[Sample], wall: &Wall) -> Markup {
    let hours = Hour::all(samples);
    html! {
        @if !hours.is_empty() {
            section.panel {
                h2 { (words::over_day()) }
                @if let Some(range) = Range::of(samples) {
                    p { (words::range(range.weakest, range.usual, range.best)) }
                }
                details.more {
                    summary { (words::hours()) }
                    dl.facts {
                        @for hour in hours.iter().rev() {
                            dt { (wall.time(hour.at)) }
                            dd class=[(hour.lost > 0).then_some("bad")] {
                                @if let Some(dbm) = hour.weakest { span.num { (dbm) } " dBm" }
                                @else { (words::unknown()) }
                                @if hour.lost > 0 { ", " (words::lost(hour.lost)) }
                            }
                        }
                    }
                }
            }
        }
    }
}
