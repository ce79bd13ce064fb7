//! How the machine itself is, among its facts on the modem's page; and what a person must see to.

use super::say::health as words;
use crate::health::{Ailment, Health, Power};
use maud::{Markup, html};

/// The facts that the kernel tells. What it does not know is left out.
pub(super) fn facts(health: &Health) -> Markup {
    html! {
        @if let Some(degrees) = health.heat {
            dt { (words::heat()) }
            dd { span.num { (degrees) } " °C" }
        }
        @if let Some(power) = health.power {
            dt { (words::power()) }
            dd {
                @match power {
                    Power::Enough => (words::enough()),
                    Power::WasLow => (words::was_low()),
                    Power::Low => (words::low()),
                }
            }
        }
        @if let Some(tenths) = health.wear {
            dt { (words::card()) }
            dd { (words::worn_to(u32::from(tenths) * 10)) }
        }
        @if let Some(memory) = health.memory {
            dt { (words::memory()) }
            dd { (words::free_of(memory.free >> 20, memory.total >> 20)) }
        }
    }
}

/// What is wrong and what to do, above the facts.
pub(super) fn ailments(health: &Health) -> Markup {
    html! {
        @for ailment in health.ailments() {
            p.bad role="status" { (told(ailment)) }
        }
    }
}

fn told(ailment: Ailment) -> String {
    match ailment {
        Ailment::Hot(degrees) => words::hot(degrees),
        Ailment::LowPower => words::low_power().to_owned(),
        Ailment::PowerWasLow => words::power_was_low().to_owned(),
        Ailment::Worn(tenths) => words::worn(u32::from(tenths) * 10),
        Ailment::FileErrors(count) => words::file_errors(count),
        Ailment::LittleMemory => words::little_memory().to_owned(),
        Ailment::RolledBack => words::rolled_back().to_owned(),
        Ailment::StuckButton(bay) => words::stuck_button(bay),
    }
}
