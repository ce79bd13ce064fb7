//! The buttons and lights of the bays, over the simulated panel's socket.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::UnixStream;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// One bay's light: whether it is on, and the name of its pattern.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Light {
    pub on: bool,
    pub pattern: String,
}

/// The buttons and lights. A cheap clone.
#[derive(Clone)]
pub(super) struct Buttons {
    lights: Arc<Mutex<BTreeMap<u16, Light>>>,
    presses: mpsc::Sender<u16>,
}

/// How long until the appliance is asked again after a power cut.
const AGAIN: Duration = Duration::from_millis(200);
/// How long a finger stays on the button.
const FINGER: Duration = Duration::from_millis(120);

impl Buttons {
    /// Follows the panel, over power cuts too, until `stop`.
    pub fn follow(socket: PathBuf, stop: CancellationToken) -> Self {
        let (presses, pressed) = mpsc::channel(8);
        let buttons = Self {
            lights: Arc::default(),
            presses,
        };
        let lights = Arc::clone(&buttons.lights);
        tokio::spawn(async move {
            tokio::select! {
                () = stop.cancelled() => {}
                () = talk(socket, lights, pressed) => {}
            }
        });
        buttons
    }

    /// Presses the button of a bay, and lets go.
    pub async fn press(&self, bay: u16) {
        // Nobody is there only when the demo is ending.
        let _ = self.presses.send(bay).await;
    }

    /// The light of a bay.
    pub fn light(&self, bay: u16) -> Light {
        let lights = self.lights.lock().unwrap_or_else(PoisonError::into_inner);
        lights.get(&bay).cloned().unwrap_or_default()
    }
}

async fn talk(
    socket: PathBuf,
    lights: Arc<Mutex<BTreeMap<u16, Light>>>,
    mut pressed: mpsc::Receiver<u16>,
) {
    loop {
        let Ok(stream) = UnixStream::connect(&socket).await else {
            lights
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .clear();
            tokio::time::sleep(AGAIN).await;
            // A button without power presses nothing, and nothing later.
            while pressed.try_recv().is_ok() {}
            continue;
        };
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        loop {
            tokio::select! {
                line = lines.next_line() => match line {
                    Ok(Some(line)) => note(&lights, &line),
                    _ => break,
                },
                bay = pressed.recv() => {
                    let Some(bay) = bay else { return };
                    let down = write.write_all(format!("press {bay}\n").as_bytes()).await;
                    tokio::time::sleep(FINGER).await;
                    let up = write.write_all(format!("release {bay}\n").as_bytes()).await;
                    if down.and(up).is_err() {
                        break;
                    }
                }
            }
        }
    }
}

/// `light BAY on|off PATTERN`
fn note(lights: &Mutex<BTreeMap<u16, Light>>, line: &str) {
    let words: Vec<&str> = line.split_whitespace().collect();
    if let ["light", bay, level, pattern] = words.as_slice()
        && let Ok(bay) = bay.parse()
    {
        let light = Light {
            on: *level == "on",
            pattern: (*pattern).to_owned(),
        };
        lights
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(bay, light);
    }
}
