//! The `[panel]` section of the configuration: which lines the buttons and lights are on.

use super::{Bay, PanelError};
use serde::Deserialize;
use std::collections::HashSet;
use std::path::PathBuf;
use std::time::Duration;

/// Buttons and lights. Without this section there are none, and the page does it all.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PanelConfig {
    /// What speaks to the lines.
    #[serde(default)]
    pub driver: DriverKind,
    /// The GPIO chip, for `gpiocdev`. `gpiodetect` lists them.
    #[serde(default = "default_chip")]
    pub chip: PathBuf,
    /// The Unix socket, for `simulated`.
    #[serde(default)]
    pub socket: Option<PathBuf>,
    /// How long a contact must stay closed to be pressed, in milliseconds, 0 to 100.
    #[serde(default = "default_debounce")]
    pub debounce_ms: u16,
    /// The buttons connect their line to ground; the pull-up is switched on. The usual wiring.
    #[serde(default = "yes")]
    pub active_low: bool,
    /// The lights are on when their line is low.
    #[serde(default)]
    pub light_active_low: bool,
    /// One for each bay that has a button.
    #[serde(default)]
    pub bay: Vec<BayLines>,
}

/// The lines of one bay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BayLines {
    /// The number on the bay's wall.
    pub bay: Bay,
    /// The button's line: the offset on the chip, which on a Raspberry Pi is the GPIO number. The
    /// simulated driver needs none.
    #[serde(default)]
    pub button: Option<u32>,
    /// The light's line, if the bay has a light.
    #[serde(default)]
    pub light: Option<u32>,
}

/// What speaks to the lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DriverKind {
    /// The kernel's GPIO character device. Works on every kernel.
    #[default]
    Gpiocdev,
    /// The registers, through Raspberry Pi's own kernel. Only in builds with `--features rppal`.
    Rppal,
    /// No hardware: a program presses, and sees the lights, over a Unix socket.
    Simulated,
}

fn default_chip() -> PathBuf {
    PathBuf::from("/dev/gpiochip0")
}

const fn default_debounce() -> u16 {
    10
}

const fn yes() -> bool {
    true
}

impl PanelConfig {
    /// A simulated panel of `bays`, listening on `socket`.
    pub fn simulated(socket: PathBuf, bays: impl IntoIterator<Item = Bay>) -> Self {
        let lines = (0..).step_by(2);
        Self {
            driver: DriverKind::Simulated,
            chip: default_chip(),
            socket: Some(socket),
            debounce_ms: default_debounce(),
            active_low: true,
            light_active_low: false,
            bay: bays
                .into_iter()
                .zip(lines)
                .map(|(bay, line)| BayLines {
                    bay,
                    button: Some(line),
                    light: Some(line + 1),
                })
                .collect(),
        }
    }

    /// Checks what the types can't: each bay and each line once, and what the driver needs.
    pub fn check(&self) -> Result<(), PanelError> {
        let wrong = |what: String| Err(PanelError::Config(what));
        let (mut bays, mut lines) = (HashSet::new(), HashSet::new());
        if self.bay.is_empty() {
            return wrong("no bay is given; add a [[panel.bay]], or leave [panel] out".into());
        }
        for lines_of in &self.bay {
            if !bays.insert(lines_of.bay) {
                return wrong(format!("{} is given twice", lines_of.bay));
            }
            if lines_of.button.is_none() && self.driver != DriverKind::Simulated {
                return wrong(format!(
                    "{} has no button; give its line, as in button = 17, or leave the bay out",
                    lines_of.bay
                ));
            }
            for line in [lines_of.button, lines_of.light].into_iter().flatten() {
                if !lines.insert(line) {
                    return wrong(format!("line {line} is used twice"));
                }
            }
        }
        if self.debounce_ms > 100 {
            return wrong(format!(
                "debounce_ms = {} would miss quick presses; use at most 100",
                self.debounce_ms
            ));
        }
        if self.driver == DriverKind::Simulated && self.socket.is_none() {
            return wrong("the simulated driver needs socket = \"/path/of/a/socket\"".into());
        }
        Ok(())
    }

    /// How long a closing must last to be a finger's. A program's contacts don't bounce.
    pub(super) fn hold(&self) -> Duration {
        match self.driver {
            DriverKind::Gpiocdev | DriverKind::Rppal => {
                Duration::from_millis(self.debounce_ms.into())
            }
            DriverKind::Simulated => Duration::ZERO,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<PanelConfig, String> {
        let config: PanelConfig = toml::from_str(text).map_err(|why| why.to_string())?;
        config.check().map_err(|why| why.to_string())?;
        Ok(config)
    }

    #[test]
    fn two_bays_with_the_defaults() {
        let config =
            read("[[bay]]\nbay = 1\nbutton = 17\nlight = 27\n[[bay]]\nbay = 2\nbutton = 22")
                .unwrap();
        assert_eq!(config.driver, DriverKind::Gpiocdev);
        assert!(config.active_low && !config.light_active_low);
        assert_eq!(config.bay[0].light, Some(27));
        assert_eq!(config.bay[1].light, None);
    }

    #[test]
    fn a_simulated_bay_needs_no_lines() {
        let config = read("driver = \"simulated\"\nsocket = \"/s\"\n[[bay]]\nbay = 1").unwrap();
        assert_eq!((config.bay[0].button, config.bay[0].light), (None, None));
    }

    #[test]
    fn what_can_not_be_is_refused_with_words() {
        for (text, words) in [
            ("", "no bay is given"),
            ("bays = 1", "unknown field"),
            ("[[bay]]\nbay = 3\nlight = 17", "bay 3 has no button"),
            (
                "[[bay]]\nbay = 1\nbutton = 17\nlamp = 3",
                "unknown field `lamp`",
            ),
            ("[[bay]]\nbay = 1\nbutton = -1", "invalid value"),
            ("driver = \"wiringpi\"", "unknown variant `wiringpi`"),
            (
                "[[bay]]\nbay = 1\nbutton = 17\nlight = 17",
                "line 17 is used twice",
            ),
            (
                "[[bay]]\nbay = 1\nbutton = 1\n[[bay]]\nbay = 1\nbutton = 2",
                "bay 1 is given twice",
            ),
            (
                "debounce_ms = 500\n[[bay]]\nbay = 1\nbutton = 1",
                "at most 100",
            ),
            (
                "driver = \"simulated\"\n[[bay]]\nbay = 1\nbutton = 1",
                "needs socket",
            ),
        ] {
            let why = read(text).unwrap_err();
            assert!(why.contains(words), "{text}\n{why}");
        }
    }
}
