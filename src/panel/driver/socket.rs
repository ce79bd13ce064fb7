//! No hardware: programs press and see the lights over a Unix socket. The demo and the tests use
//! it.
//!
//! One line each. In: `press BAY`, `release BAY`. Out: `light BAY on|off PATTERN` at each change,
//! and once for each bay on connecting; `error WORDS` to a line that can't be followed.

use super::{EDGES, Edge, Edges, Lights, Rig};
use crate::panel::{Bay, PanelConfig, PanelError, Pattern};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::broadcast::{self, error::RecvError};
use tokio::sync::mpsc::{self, Sender};
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::Instant;

/// No line of this protocol is longer.
const LONGEST_LINE: u64 = 64;
/// Changes that a slow reader may be behind; then it misses some.
const BEHIND: usize = 256;

/// Each bay's light as it is now.
type State = BTreeMap<Bay, (bool, Pattern)>;

pub(super) fn open(config: &PanelConfig, began: Instant) -> Result<Rig, PanelError> {
    let (sender, edges) = mpsc::channel(EDGES);
    let path = config.socket.clone().unwrap_or_default();
    let listener = listen(&path).map_err(|why| PanelError::Socket {
        path: path.clone(),
        why,
    })?;
    let (changes, _) = broadcast::channel(BEHIND);
    let state = Arc::new(Mutex::new(
        config
            .bay
            .iter()
            .map(|lines| (lines.bay, (false, Pattern::Dark)))
            .collect::<State>(),
    ));
    let shared = Shared {
        began,
        edges: sender,
        changes,
        state,
    };
    let accepting = tokio::spawn(accept(listener, shared.clone())).abort_handle();
    Ok(Rig {
        bays: config.bay.iter().map(|lines| lines.bay).collect(),
        closed: Vec::new(),
        hold: config.hold(),
        edges: Edges::Sent(edges),
        lights: Box::new(SocketLights {
            shared,
            path,
            accepting,
        }),
    })
}

/// Listens where a dead run may have left its socket; refuses where a live one listens.
fn listen(path: &Path) -> io::Result<UnixListener> {
    if std::os::unix::net::UnixStream::connect(path).is_ok() {
        return Err(io::ErrorKind::AddrInUse.into());
    }
    match fs::remove_file(path) {
        Err(why) if why.kind() != io::ErrorKind::NotFound => return Err(why),
        _ => {}
    }
    let listener = UnixListener::bind(path)?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
    Ok(listener)
}

#[derive(Clone)]
struct Shared {
    began: Instant,
    edges: Sender<Result<Edge, PanelError>>,
    changes: broadcast::Sender<(Bay, bool, Pattern)>,
    state: Arc<Mutex<State>>,
}

/// Serves each program that connects. Dropping this future ends them all.
async fn accept(listener: UnixListener, shared: Shared) {
    let mut programs = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        while programs.try_join_next().is_some() {}
        let shared = shared.clone();
        programs.spawn(async move {
            if let Err(why) = serve(stream, shared).await {
                tracing::debug!(%why, "a program left the simulated panel");
            }
        });
    }
}

async fn serve(stream: UnixStream, shared: Shared) -> io::Result<()> {
    let (reader, mut writer) = stream.into_split();
    let mut reader = BufReader::new(reader);
    // Subscribed before the snapshot, so that no change falls between them.
    let mut changes = shared.changes.subscribe();
    let snapshot = locked(&shared.state).clone();
    for (bay, (on, pattern)) in &snapshot {
        writer
            .write_all(light_line(*bay, *on, *pattern).as_bytes())
            .await?;
    }
    let mut line = Vec::new();
    loop {
        let mut limited = (&mut reader).take(LONGEST_LINE.saturating_sub(line.len() as u64));
        tokio::select! {
            read = limited.read_until(b'\n', &mut line) => {
                if read? == 0 {
                    return Ok(());
                }
                if !line.ends_with(b"\n") {
                    continue;
                }
                let answer = match parse(&line, &snapshot, shared.began.elapsed()) {
                    Ok(edge) => shared.edges.send(Ok(edge)).await.err().map(|_| "the panel is off\n".to_owned()),
                    Err(words) => Some(format!("error {words}\n")),
                };
                if let Some(answer) = answer {
                    writer.write_all(answer.as_bytes()).await?;
                }
                line.clear();
            }
            change = changes.recv() => match change {
                Ok((bay, on, pattern)) => writer.write_all(light_line(bay, on, pattern).as_bytes()).await?,
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return Ok(()),
            },
        }
    }
}

fn light_line(bay: Bay, on: bool, pattern: Pattern) -> String {
    let level = if on { "on" } else { "off" };
    format!("light {} {level} {}\n", bay.0, pattern.name())
}

fn parse(line: &[u8], bays: &State, at: Duration) -> Result<Edge, &'static str> {
    let text = std::str::from_utf8(line).map_err(|_| "not UTF-8")?;
    let (word, number) = text
        .trim_end()
        .split_once(' ')
        .ok_or("say: press BAY or release BAY")?;
    let closed = match word {
        "press" => true,
        "release" => false,
        _ => return Err("say: press BAY or release BAY"),
    };
    let bay = number.parse().map(Bay).map_err(|_| "the bay is a number")?;
    if !bays.contains_key(&bay) {
        return Err("there is no such bay");
    }
    Ok(Edge { bay, closed, at })
}

/// The state is a plain map: a panic elsewhere can't have left it half changed.
fn locked(state: &Mutex<State>) -> std::sync::MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

struct SocketLights {
    shared: Shared,
    path: PathBuf,
    accepting: AbortHandle,
}

impl Lights for SocketLights {
    fn set(&mut self, bay: Bay, on: bool, pattern: Pattern) -> Result<(), PanelError> {
        let mut state = locked(&self.shared.state);
        state.insert(bay, (on, pattern));
        // Nobody may be watching.
        let _ = self.shared.changes.send((bay, on, pattern));
        Ok(())
    }
}

impl Drop for SocketLights {
    fn drop(&mut self) {
        self.accepting.abort();
        let _ = fs::remove_file(&self.path);
    }
}
