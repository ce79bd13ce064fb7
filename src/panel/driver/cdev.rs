//! The kernel's GPIO character device. The kernel debounces, and wakes us at edges only.
//!
//! Seen working on 2026-11-21 with kernel 7.3 and gpio-sim, nothing faked: pull-up, active-low,
//! 10 ms debounce, both edges, and the light's level.

use super::{Edge, Lights};
use crate::panel::{Bay, PanelConfig, PanelError, Pattern};
use gpiocdev::Request;
use gpiocdev::line::{Bias, EdgeDetection, EdgeKind, Value};
use gpiocdev::tokio::AsyncRequest;
use std::collections::BTreeMap;
use std::path::Path;
use tokio::sync::mpsc::Sender;

/// The name that `gpioinfo` shows beside our lines.
const CONSUMER: &str = "readybell";

pub(super) fn open(
    config: &PanelConfig,
    edges: Sender<Result<Edge, PanelError>>,
) -> Result<Box<dyn Lights>, PanelError> {
    if !config.chip.exists() {
        return Err(PanelError::Gpio {
            what: config.chip.display().to_string(),
            why: "there is no such chip".into(),
            remedy: "gpiodetect lists the chips of this machine; set panel.chip",
        });
    }
    let buttons = AsyncRequest::new(request_buttons(config)?);
    let lights = request_lights(config)?;
    let bays: BTreeMap<u32, Bay> = config
        .bay
        .iter()
        .filter_map(|l| Some((l.button?, l.bay)))
        .collect();
    tokio::spawn(read_edges(buttons, bays, edges));
    Ok(Box::new(CdevLights {
        request: lights,
        lines: config
            .bay
            .iter()
            .filter_map(|lines| Some((lines.bay, lines.light?)))
            .collect(),
    }))
}

fn request_buttons(config: &PanelConfig) -> Result<Request, PanelError> {
    let lines: Vec<u32> = config.bay.iter().filter_map(|lines| lines.button).collect();
    let mut builder = Request::builder();
    builder
        .on_chip(&config.chip)
        .with_consumer(CONSUMER)
        .with_lines(&lines)
        .as_input()
        .with_edge_detection(EdgeDetection::BothEdges)
        .with_debounce_period(config.debounce());
    if config.active_low {
        builder.as_active_low().with_bias(Bias::PullUp);
    } else {
        builder.as_active_high().with_bias(Bias::PullDown);
    }
    builder
        .request()
        .map_err(|why| refused(&config.chip, "button", &lines, &why))
}

fn request_lights(config: &PanelConfig) -> Result<Option<Request>, PanelError> {
    let lines: Vec<u32> = config.bay.iter().filter_map(|lines| lines.light).collect();
    if lines.is_empty() {
        return Ok(None);
    }
    let mut builder = Request::builder();
    builder
        .on_chip(&config.chip)
        .with_consumer(CONSUMER)
        .with_lines(&lines)
        .as_output(Value::Inactive);
    if config.light_active_low {
        builder.as_active_low();
    }
    builder
        .request()
        .map(Some)
        .map_err(|why| refused(&config.chip, "light", &lines, &why))
}

fn refused(chip: &Path, what: &str, lines: &[u32], why: &gpiocdev::Error) -> PanelError {
    PanelError::Gpio {
        what: format!("{what} lines {lines:?} of {}", chip.display()),
        why: why.to_string(),
        remedy: "gpioinfo shows who uses a line; the service's user must be in the group gpio",
    }
}

/// Passes edges on until nobody listens. Active means pressed, whatever the wiring.
async fn read_edges(
    buttons: AsyncRequest,
    bays: BTreeMap<u32, Bay>,
    edges: Sender<Result<Edge, PanelError>>,
) {
    loop {
        let event = tokio::select! {
            event = buttons.read_edge_event() => event,
            () = edges.closed() => return,
        };
        match event {
            Ok(event) => {
                if let Some(bay) = bays.get(&event.offset) {
                    let closed = event.kind == EdgeKind::Rising;
                    // A full channel is a storm on the line, not a finger.
                    let _ = edges.try_send(Ok(Edge { bay: *bay, closed }));
                }
            }
            Err(why) => {
                let chip = buttons.as_ref().chip_path();
                let lines: Vec<u32> = bays.keys().copied().collect();
                let _ = edges
                    .send(Err(refused(&chip, "button", &lines, &why)))
                    .await;
                return;
            }
        }
    }
}

struct CdevLights {
    request: Option<Request>,
    lines: BTreeMap<Bay, u32>,
}

impl Lights for CdevLights {
    fn set(&mut self, bay: Bay, on: bool, _: Pattern) -> Result<(), PanelError> {
        let (Some(request), Some(line)) = (&self.request, self.lines.get(&bay)) else {
            return Ok(());
        };
        request
            .set_value(*line, if on { Value::Active } else { Value::Inactive })
            .map(|_| ())
            .map_err(|why| refused(&request.chip_path(), "light", &[*line], &why))
    }
}
