//! The troubles that the demo's page can make: what each does to the simulated world, and what to
//! look for then.

use super::view::View;
use crate::sim::Snapshot;
use maud::{Markup, html};

/// A trouble, which is made with one button and mended with the same one.
struct Trouble {
    make: Step,
    mend: Step,
    /// What a visitor may look for.
    watch: &'static str,
    is_on: fn(&Snapshot) -> bool,
}

/// One way of a button.
struct Step {
    /// Its name in the page's address.
    name: &'static str,
    /// The button's words.
    words: &'static str,
    /// What the simulator is told.
    line: &'static str,
}

const TROUBLES: [Trouble; 5] = [
    Trouble {
        make: step("unplug", "Unplug the modem", "unplug"),
        mend: step("replug", "Plug it in again", "replug"),
        watch: "The board and the lights say so at once. What waits goes when the modem is back.",
        is_on: |modem| !modem.plugged,
    },
    Trouble {
        make: step("no-signal", "Lose the signal", "signal 0"),
        mend: step("signal", "Signal back", "signal 21"),
        watch: "The modem is asked once a minute, so the board knows within a minute.",
        is_on: |modem| modem.signal == 0,
    },
    Trouble {
        make: step("sim-full", "Fill the SIM", "sim-full on"),
        mend: step("sim-empty", "SIM has room", "sim-full off"),
        watch: "Texts to the shop wait in the network, and a STOP may be among them: for a minute after there is room again, only replies to STOP and HELP go.",
        is_on: |modem| modem.sim_full,
    },
    Trouble {
        make: step("refuse", "Refuse texts", "refuse 38"),
        mend: step("accept", "Accept texts", "refuse off"),
        watch: "The network answers +CMS ERROR: 38. The text is tried again, less and less often.",
        is_on: |modem| modem.refusing,
    },
    Trouble {
        make: step("silence", "Silence the modem", "silence on"),
        mend: step("speak", "Let it answer", "silence off"),
        watch: "It takes every command and answers none. A text that it had in hand may have gone: the board asks.",
        is_on: |modem| modem.silent,
    },
];

const fn step(name: &'static str, words: &'static str, line: &'static str) -> Step {
    Step { name, words, line }
}

/// What the simulator is told for a button's name.
pub(super) fn line(name: &str) -> Option<&'static str> {
    let steps = TROUBLES
        .iter()
        .flat_map(|trouble| [&trouble.make, &trouble.mend]);
    steps
        .filter(|step| step.name == name)
        .map(|step| step.line)
        .next()
}

/// The buttons.
pub(super) fn buttons(view: &View) -> Markup {
    html! {
        section.panel {
            h3 { "Make trouble" }
            ul.troubles {
                @for trouble in &TROUBLES {
                    @let on = (trouble.is_on)(&view.modem);
                    @let step = if on { &trouble.mend } else { &trouble.make };
                    (button(step.name, step.words, trouble.watch, on))
                }
                @if view.power {
                    (button("power-cut", "Cut the power", "SIGKILL at once, and two seconds of darkness. Nothing is lost, and nothing goes twice.", false))
                } @else {
                    (button("power-cut", "Power on", "The box is dark.", true))
                }
            }
        }
    }
}

fn button(name: &str, words: &str, watch: &str, on: bool) -> Markup {
    html! {
        li {
            form method="post" action={ "/trouble/" (name) } {
                button.small.on[on] { (words) }
            }
            p.muted { (watch) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::script::Command;

    #[test]
    fn the_simulator_understands_every_button() {
        for trouble in &TROUBLES {
            for step in [&trouble.make, &trouble.mend] {
                assert!(step.line.parse::<Command>().is_ok(), "{}", step.line);
                assert_eq!(line(step.name), Some(step.line));
            }
        }
    }
}
