//! The kernel's GPIO character device. The kernel keeps a queue of edges, and wakes us at them only.
//!
//! It is not asked to debounce. It would look at the line when its timer comes round, and on a machine
//! that has much to do a short press can be over by then; the stamp of an edge would be the timer's.
//! Undebounced, an edge is stamped in the interrupt, and [`Button`](crate::panel::button::Button) can
//! judge it at leisure.

use super::{Edge, Edges, Lights, Rig, Stamps};
use crate::panel::{Bay, PanelConfig, PanelError, Pattern};
use gpiocdev::Request;
use gpiocdev::line::{Bias, EdgeDetection, EdgeKind, Value};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;
use tokio::io::unix::AsyncFd;

/// The name that `gpioinfo` shows beside our lines.
const CONSUMER: &str = "readybell";

/// The longest queue that the kernel keeps for one request: a worn contact makes dozens of edges, in
/// every bay, and more are dropped.
const QUEUE: u32 = 1024;

pub(super) fn open(config: &PanelConfig, stamps: Stamps) -> Result<Rig, PanelError> {
    if !config.chip.exists() {
        return Err(PanelError::Gpio {
            what: config.chip.display().to_string(),
            why: "there is no such chip".into(),
            remedy: "gpiodetect lists the chips of this machine; set panel.chip",
        });
    }
    let buttons = Buttons::open(config, stamps)?;
    let lights = CdevLights {
        request: request_lights(config)?,
        lines: config
            .bay
            .iter()
            .filter_map(|lines| Some((lines.bay, lines.light?)))
            .collect(),
    };
    Ok(Rig {
        bays: config.bay.iter().map(|lines| lines.bay).collect(),
        closed: buttons.closed()?,
        hold: config.hold(),
        edges: Edges::Kernel(Box::new(buttons)),
        lights: Box::new(lights),
    })
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
        .with_kernel_event_buffer_size(QUEUE);
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

/// The lines of the buttons. Active means pressed, whatever the wiring.
pub struct Buttons {
    request: AsyncFd<Request>,
    bays: BTreeMap<u32, Bay>,
    stamps: Stamps,
}

impl Buttons {
    fn open(config: &PanelConfig, stamps: Stamps) -> Result<Self, PanelError> {
        let bays: BTreeMap<u32, Bay> = config
            .bay
            .iter()
            .filter_map(|lines| Some((lines.button?, lines.bay)))
            .collect();
        let request = request_buttons(config)?;
        #[expect(
            deprecated,
            reason = "the one way without unsafe code; a Request keeps its file open"
        )]
        let request = AsyncFd::new(request).map_err(|why| PanelError::Gpio {
            what: "the buttons' lines".into(),
            why: why.to_string(),
            remedy: "restart the program",
        })?;
        Ok(Self {
            request,
            bays,
            stamps,
        })
    }

    /// The bays whose contact is closed now.
    fn closed(&self) -> Result<Vec<Bay>, PanelError> {
        let mut closed = Vec::new();
        for (line, bay) in &self.bays {
            let value = self.request.get_ref().value(*line);
            if value.map_err(|why| self.failed(&why))? == Value::Active {
                closed.push(*bay);
            }
        }
        Ok(closed)
    }

    pub(super) async fn next(&mut self) -> Result<Edge, PanelError> {
        loop {
            if let Some(edge) = self.waiting()? {
                return Ok(edge);
            }
            let mut ready = self.request.readable().await.map_err(|why| {
                let why = gpiocdev::Error::from(why);
                self.failed(&why)
            })?;
            let is_there = ready.get_inner().has_edge_event();
            if !is_there.map_err(|why| self.failed(&why))? {
                ready.clear_ready();
            }
        }
    }

    /// One edge of the kernel's queue, and no more: `Request::read_edge_event` of gpiocdev 0.8 takes
    /// up to eight in builds without the old interface, and gives only the first.
    pub(super) fn waiting(&mut self) -> Result<Option<Edge>, PanelError> {
        let request = self.request.get_ref();
        let failed = |why| self.failed(&why);
        while request.has_edge_event().map_err(failed)? {
            let mut one = vec![0; request.edge_event_u64_size()];
            request
                .read_edge_events_into_slice(&mut one)
                .map_err(failed)?;
            let event = request.edge_event_from_slice(&one).map_err(failed)?;
            if let Some(bay) = self.bays.get(&event.offset) {
                return Ok(Some(Edge {
                    bay: *bay,
                    closed: event.kind == EdgeKind::Rising,
                    at: self.stamps.at(Duration::from_nanos(event.timestamp_ns)),
                }));
            }
        }
        Ok(None)
    }

    fn failed(&self, why: &gpiocdev::Error) -> PanelError {
        let lines: Vec<u32> = self.bays.keys().copied().collect();
        refused(&self.request.get_ref().chip_path(), "button", &lines, why)
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
