//! The other driver: rppal, through the registers that Raspberry Pi's own kernel opens.
//!
//! Its author archived it in July 2025, and it can't work on another kernel; it is here for boards
//! that were set up around it. Seen on 2026-11-29 (`image/test rppal`): edges from gpio-sim on kernel
//! 7.3, with a Pi 4's device tree and a file in place of the registers. Not seen on a real board.

use super::{EDGES, Edge, Edges, Lights, Rig, Stamps};
use crate::panel::{Bay, PanelConfig, PanelError, Pattern};
use rppal::gpio::{Gpio, InputPin, OutputPin, Trigger};
use std::collections::BTreeMap;
use tokio::sync::mpsc::{self, Sender};

pub(super) fn open(config: &PanelConfig, stamps: Stamps) -> Result<Rig, PanelError> {
    let (sender, edges) = mpsc::channel(EDGES);
    let gpio = Gpio::new().map_err(|why| refused("the GPIO registers".into(), &why))?;
    let mut buttons = Vec::new();
    let mut closed = Vec::new();
    let mut lights = BTreeMap::new();
    for lines in &config.bay {
        if let Some(line) = lines.button {
            let button = watch(&gpio, config, lines.bay, line, stamps, &sender)?;
            if button.is_low() == config.active_low {
                closed.push(lines.bay);
            }
            buttons.push(button);
        }
        if let Some(line) = lines.light {
            let pin = pin(&gpio, line)?;
            let output = if config.light_active_low {
                pin.into_output_high()
            } else {
                pin.into_output_low()
            };
            lights.insert(lines.bay, output);
        }
    }
    Ok(Rig {
        bays: config.bay.iter().map(|lines| lines.bay).collect(),
        closed,
        hold: config.hold(),
        edges: Edges::Sent(edges),
        lights: Box::new(PiLights {
            lights,
            active_low: config.light_active_low,
            _buttons: buttons,
        }),
    })
}

/// Sends `bay`'s edges from rppal's thread, for as long as the returned pin lives.
fn watch(
    gpio: &Gpio,
    config: &PanelConfig,
    bay: Bay,
    line: u32,
    stamps: Stamps,
    edges: &Sender<Result<Edge, PanelError>>,
) -> Result<InputPin, PanelError> {
    let pin = pin(gpio, line)?;
    let (mut button, closing) = if config.active_low {
        (pin.into_input_pullup(), Trigger::FallingEdge)
    } else {
        (pin.into_input_pulldown(), Trigger::RisingEdge)
    };
    let edges = edges.clone();
    button
        .set_async_interrupt(Trigger::Both, None, move |event| {
            // Waits where it must, on rppal's own thread. Nobody is there only at the end.
            let _ = edges.blocking_send(Ok(Edge {
                bay,
                closed: event.trigger == closing,
                at: stamps.at(event.timestamp),
            }));
        })
        .map_err(|why| refused(format!("button line {line}"), &why))?;
    Ok(button)
}

fn pin(gpio: &Gpio, line: u32) -> Result<rppal::gpio::Pin, PanelError> {
    let number =
        u8::try_from(line).map_err(|_| PanelError::Config(format!("rppal has no line {line}")))?;
    gpio.get(number)
        .map_err(|why| refused(format!("line {line}"), &why))
}

fn refused(what: String, why: &rppal::gpio::Error) -> PanelError {
    PanelError::Gpio {
        what,
        why: why.to_string(),
        remedy: "rppal needs a Raspberry Pi with Raspberry Pi's own kernel (/dev/gpiomem); \
                 everywhere else set panel.driver = \"gpiocdev\"",
    }
}

struct PiLights {
    lights: BTreeMap<Bay, OutputPin>,
    active_low: bool,
    /// Dropping a pin ends its interrupts.
    _buttons: Vec<InputPin>,
}

impl Lights for PiLights {
    fn set(&mut self, bay: Bay, on: bool, _: Pattern) -> Result<(), PanelError> {
        if let Some(light) = self.lights.get_mut(&bay) {
            light.write((on != self.active_low).into());
        }
        Ok(())
    }
}
