//! Finding the port that takes commands, among all that are there.
//!
//! `candidates` reads the file system, `table` knows which interface of which modem is for what, `held`
//! sees who has a port already, and `probe` asks. Politely: a port that is for something else, that the
//! console is on or that another program holds is never opened; the others get one `AT`, and where
//! nothing answers ESC and one more, the likeliest first, until one answers. `huawei` asks that one whether
//! it is the best.

mod candidates;
mod held;
mod huawei;
mod probe;
mod table;

use super::config::ModemConfig;
use super::port::Port;
use super::status::Why;
use candidates::Candidate;
use std::fmt;
use std::path::{Path, PathBuf};
use table::Use;

/// The speeds that a modem on a UART may have been left at, the usual ones first.
const SPEEDS: [u32; 5] = [115_200, 9_600, 57_600, 38_400, 19_200];

/// Devices of which nobody knows what they are, and that did not answer as a modem does. They are asked
/// again only when they were unplugged meanwhile: it may be a printer that prints what it is sent.
#[derive(Debug, Default)]
pub(super) struct Strangers(Vec<(PathBuf, u64)>);

/// One port that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortSeen {
    /// Its name, one that survives a replug where it has one.
    pub path: PathBuf,
    /// The device in words.
    pub what: String,
    /// What came of it.
    pub verdict: Verdict,
}

/// What came of looking at a port. `Display` says it to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It takes commands, at this speed.
    Answers(u32),
    /// It takes commands, and says that another port of its modem is the one for them.
    NamesAnother,
    /// It is known to be for something else, and was left alone.
    LeftAlone(&'static str),
    /// The system's console is on it, and it was left alone.
    Console,
    /// That program holds it, or another port of the same modem, and it was left alone.
    Held(String),
    /// Another program has locked it.
    Locked,
    /// This user may not open it.
    Forbidden,
    /// It can't be opened.
    Failed(String),
    /// It went away meanwhile.
    Gone,
    /// Nobody answers.
    Silent,
    /// It tells positions.
    Positions,
    /// Something answers that is no modem, or at another speed.
    NoModem,
    /// It did not answer when it was plugged in, and is not asked again.
    Stranger,
    /// Another one had answered before it was its turn.
    NotTried,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answers(_) => f.write_str("answers as a modem does"),
            Self::NamesAnother => {
                f.write_str("answers, and says that another port of this modem is for commands")
            }
            Self::LeftAlone(purpose) => write!(f, "left alone: it is {purpose}"),
            Self::Console => f.write_str(
                "left alone: the system's console is on it. Take `console=serial0,115200` out of \
                 cmdline.txt if the modem is there",
            ),
            Self::Held(by) => write!(f, "left alone: {by} uses this modem"),
            Self::Locked => f.write_str("another program has locked it"),
            Self::Forbidden => {
                f.write_str("may not be opened. Put the service's user into the group dialout")
            }
            Self::Failed(words) => f.write_str(words),
            Self::Gone => f.write_str("went away while it was asked"),
            Self::Silent => f.write_str("silent"),
            Self::Positions => f.write_str("tells positions (GPS), and takes no commands"),
            Self::NoModem => f.write_str("something else answers there"),
            Self::Stranger => f.write_str("no modem when it was asked, and not asked again"),
            Self::NotTried => f.write_str("not tried: another one was found"),
        }
    }
}

/// How a search ended.
#[derive(Debug)]
pub(super) struct Search {
    /// All that was looked at, in the order in which it was.
    pub seen: Vec<PortSeen>,
    /// The port that takes commands, still open; or why there is none, in the way that helps most.
    pub port: Result<(PathBuf, Port), Why>,
}

/// Looks at every port, and opens the first that answers.
pub(super) async fn search(config: &ModemConfig, strangers: &mut Strangers) -> Search {
    let all = candidates::all(&config.root);
    strangers
        .0
        .retain(|known| all.iter().any(|port| port.node() == *known));
    let mut seen = Vec::new();
    let mut port = None;
    let mut named = None;
    let mut silent = None;
    let mut why = Why::NoModemFound;
    let users = users(&all, config);
    for (candidate, user) in all.iter().zip(users) {
        let verdict = match leave_alone(candidate) {
            Some(verdict) => verdict,
            None if let Some((_, speed)) = named.take_if(|(name, _)| *name == candidate.path) => {
                Verdict::Answers(speed)
            }
            None if port.is_some() => Verdict::NotTried,
            None if strangers.0.contains(&candidate.node()) => Verdict::Stranger,
            None => match user {
                Some(user) => Verdict::Held(user),
                None => match ask(candidate, config).await {
                    Ok((speed, mut open)) => {
                        match better(candidate, &mut open, &all, config).await {
                            Some((path, speed, better)) => {
                                named = Some((path.clone(), speed));
                                port = Some((path, better));
                                Verdict::NamesAnother
                            }
                            None => {
                                port = Some((candidate.path.clone(), open));
                                Verdict::Answers(speed)
                            }
                        }
                    }
                    Err(verdict) => verdict,
                },
            },
        };
        let has_no_say = matches!(
            verdict,
            Verdict::Silent | Verdict::NoModem | Verdict::Positions
        );
        if has_no_say && candidate.is_a_stranger() {
            strangers.0.push(candidate.node());
        }
        match (&verdict, candidate.used_for) {
            // It may be a modem's or not.
            (_, Use::Unknown) => {}
            (Verdict::Held(_) | Verdict::Locked, _) => why = Why::PortBusy,
            (Verdict::Forbidden, _) => why = Why::PortForbidden,
            _ => {}
        }
        let is_known = matches!(candidate.used_for, Use::Commands(_));
        if verdict == Verdict::Silent && is_known && silent.is_none() {
            silent = Some(candidate.path.clone());
        }
        seen.push(PortSeen {
            what: candidate.what(),
            path: candidate.path.clone(),
            verdict,
        });
    }
    // A modem that hangs is silent too, and what frees it is tried by whoever sets it up.
    if let (None, Some(path)) = (&port, silent) {
        port = Port::open(&path, config.baud).ok().map(|open| (path, open));
    }
    let port = port.ok_or(why);
    Search { seen, port }
}

/// The port of the same modem that the one that answered names for commands, if it answers too.
async fn better(
    answering: &Candidate,
    open: &mut Port,
    all: &[Candidate],
    config: &ModemConfig,
) -> Option<(PathBuf, u32, Port)> {
    let named = huawei::named(answering, open, all).await?;
    let (speed, port) = ask(named, config).await.ok()?;
    Some((named.path.clone(), speed, port))
}

/// Looks at every port as the program would that finds the modem by itself, and closes it again.
pub async fn ports(config: &ModemConfig) -> Vec<PortSeen> {
    search(config, &mut Strangers::default()).await.seen
}

/// The ports that may be a modem's, and none is opened.
pub fn list(config: &ModemConfig) -> Vec<PathBuf> {
    let all = candidates::all(&config.root).into_iter();
    all.map(|candidate| candidate.path).collect()
}

/// Why a port is not even opened, as far as the file system tells.
fn leave_alone(candidate: &Candidate) -> Option<Verdict> {
    match candidate.used_for {
        Use::Other(purpose) => Some(Verdict::LeftAlone(purpose)),
        _ if candidate.is_console => Some(Verdict::Console),
        _ => None,
    }
}

/// Who uses each of these: the port itself, or another one of the same modem.
fn users(all: &[Candidate], config: &ModemConfig) -> Vec<Option<String>> {
    let holders: Vec<Option<String>> = all
        .iter()
        .map(|port| match leave_alone(port) {
            Some(_) => None,
            None => held::by(&config.root, &port.tty, &port.device),
        })
        .collect();
    let of_its_modem = |port: &Candidate| {
        let device = &port.usb.as_ref()?.device;
        let mut others = all.iter().zip(&holders);
        let held = others.find(|(other, by)| by.is_some() && is_of(other, device))?;
        held.1.clone()
    };
    let own = all.iter().zip(&holders);
    own.map(|(port, by)| by.clone().or_else(|| of_its_modem(port)))
        .collect()
}

fn is_of(port: &Candidate, device: &Path) -> bool {
    port.usb.as_ref().is_some_and(|usb| usb.device == device)
}

/// One `AT` at each speed that may be right.
async fn ask(candidate: &Candidate, config: &ModemConfig) -> Result<(u32, Port), Verdict> {
    let mut speeds = vec![config.baud];
    if candidate.has_a_speed() {
        speeds.extend(SPEEDS.iter().filter(|speed| **speed != config.baud));
    }
    let mut last = Verdict::Silent;
    let mut tries = probe::TRIES;
    for speed in speeds {
        let asked = probe::probe(&candidate.path, speed, tries).await;
        tries = 1;
        match asked {
            Ok(port) => return Ok((speed, port)),
            // At another speed it may be understood.
            Err(verdict @ (Verdict::Silent | Verdict::NoModem)) => {
                last = match last {
                    Verdict::NoModem => last,
                    _ => verdict,
                };
            }
            Err(verdict) => return Err(verdict),
        }
    }
    Err(last)
}
