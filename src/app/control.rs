//! How the other commands reach a Readybell that runs: one JSON object a line, over a Unix socket in
//! the data directory that only its owner may open.

use crate::clock::Clock;
use crate::desk::Desk;
use crate::modem::{ModemHandle, ModemStatus, Sample, SignalLog, Told};
use crate::store::{LineRules, Role, RoundTrip, Store, StoreError, Thing, TokenLine};
use crate::wire::at::Question;
use serde::{Deserialize, Serialize};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio_util::sync::CancellationToken;

/// The socket's name in the data directory.
pub const SOCKET: &str = "control.sock";

/// A request is no longer than this, in bytes.
const LONGEST: u64 = 16 * 1024;

/// What another command asks for.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum Request {
    /// Add someone who works here.
    AddStaff {
        /// Their name.
        name: String,
        /// `owner`, `counter` or `technician`.
        role: String,
        /// The password's Argon2id hash.
        password_hash: String,
    },
    /// Take someone's password and PIN away; with the code they choose another password.
    ResetStaff {
        /// Their name.
        name: String,
        /// The one-time code; only its hash is kept.
        code: String,
    },
    /// Add a token for another program.
    AddToken {
        /// Its name.
        name: String,
        /// The secret; only its hash is kept.
        secret: String,
        /// What it may do.
        scopes: Vec<String>,
    },
    /// Name every token.
    ListTokens,
    /// Make a token good for nothing.
    RevokeToken {
        /// Its name.
        name: String,
    },
    /// Tell how the modem stands.
    Modem,
    /// Let the line text itself, and tell how that went.
    RoundTrip,
    /// Ask the modem a question. One that is not on the list is refused.
    AskModem {
        /// The command.
        command: String,
    },
}

/// What came of it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// It was done.
    Done,
    /// These are the tokens.
    Tokens(Vec<TokenLine>),
    /// So stands the modem.
    Modem(Box<Standing>),
    /// That is what it said.
    Told(Told),
    /// So it went.
    RoundTrip(Box<RoundTrip>),
    /// It was not; here is why.
    Failed(String),
}

/// How the modem of a running Readybell stands.
#[derive(Debug, Serialize, Deserialize)]
pub struct Standing {
    /// As the page shows it.
    pub status: ModemStatus,
    /// Now, on the clock that `status` counts by.
    pub now: Duration,
    /// What the owner allows on the line.
    pub rules: LineRules,
    /// The signal over the last day.
    pub signals: Vec<Sample>,
}

/// What a running Readybell answers from.
#[derive(Clone)]
pub(super) struct Running {
    pub desk: Desk,
    pub store: Store,
    pub clock: Arc<Clock>,
    pub modem: ModemHandle,
    pub signals: SignalLog,
    /// The SIM's PIN in the configuration.
    pub pin: Option<String>,
}

impl Running {
    async fn carry_out(&self, request: Request) -> Result<Reply, StoreError> {
        let status = self.modem.status().borrow().clone();
        match request {
            Request::Modem => Ok(Reply::Modem(Box::new(Standing {
                status,
                now: self.clock.began().elapsed(),
                rules: self.store.line_rules(self.pin.clone()).await?,
                signals: self.signals.samples(),
            }))),
            Request::AskModem { command } => Ok(match Question::of(&command) {
                Ok(question) => match self.modem.ask(question).await {
                    Ok(told) => Reply::Told(told),
                    Err(down) => Reply::Failed(down.to_string()),
                },
                Err(refused) => Reply::Failed(refused.to_string()),
            }),
            request => carry_out(&self.store, &self.clock, request).await,
        }
    }
}

impl Running {
    async fn round_trip(&self) -> Reply {
        let status = self.modem.status().borrow().clone();
        if !status.can_send() {
            let why = status.why.as_ref().map(ToString::to_string);
            return Reply::Failed(format!("the modem can't send: {}", why.unwrap_or_default()));
        }
        if !self.clock.now().trusted {
            let why = "nobody knows what time it is; confirm it on the page";
            return Reply::Failed(why.to_owned());
        }
        match self.desk.try_round_trip(&status, "the command line").await {
            Ok(Some(_)) => {}
            Ok(None) => {
                let why = "the line's own number is not known: the SIM does not tell it. Set it on the page, \
                           under Settings, Shop, \"Number of the texts\"";
                return Reply::Failed(why.to_owned());
            }
            Err(error) => return Reply::Failed(error.to_string()),
        }
        match self.desk.round_trip_over(&status).await {
            Ok(Some(trip)) => Reply::RoundTrip(Box::new(trip)),
            Ok(None) => Reply::Failed("it is gone from the database".to_owned()),
            Err(error) => Reply::Failed(error.to_string()),
        }
    }
}

/// A command prints no more tokens than these: no shop has as many programs.
const MOST_TOKENS: usize = 10_000;

/// Carries a request out on an open store.
///
/// # Errors
/// When the store refuses it.
pub async fn carry_out(
    store: &Store,
    clock: &Clock,
    request: Request,
) -> Result<Reply, StoreError> {
    let by = "the command line".to_owned();
    match request {
        Request::AddStaff {
            name,
            role,
            password_hash,
        } => {
            let role = Role::from_name(&role).ok_or(StoreError::Missing(Thing::Role))?;
            store
                .add_staff(name, role, password_hash, by, clock.now())
                .await?;
        }
        Request::ResetStaff { name, code } => {
            let member = store.staff_named(name).await?;
            let member = member.ok_or(StoreError::Missing(Thing::Signer))?;
            store.reset_staff(member.id, code, by, clock.now()).await?;
        }
        Request::AddToken {
            name,
            secret,
            scopes,
        } => {
            store
                .add_token(name, secret, scopes, by, clock.now())
                .await?;
        }
        Request::ListTokens => return Ok(Reply::Tokens(store.tokens(0, MOST_TOKENS).await?)),
        Request::RevokeToken { name } => store.revoke_token(name, by, clock.now()).await?,
        Request::Modem | Request::AskModem { .. } | Request::RoundTrip => {
            let why = "only a Readybell that runs has its modem at hand";
            return Ok(Reply::Failed(why.to_owned()));
        }
    }
    Ok(Reply::Done)
}

/// Asks the Readybell that runs on that data directory.
///
/// # Errors
/// When none listens there, or it does not answer.
pub async fn ask(directory: &Path, request: &Request) -> io::Result<Reply> {
    let stream = UnixStream::connect(directory.join(SOCKET)).await?;
    let (read, mut write) = stream.into_split();
    let mut line = serde_json::to_vec(request)?;
    line.push(b'\n');
    write.write_all(&line).await?;
    let mut reply = String::new();
    BufReader::new(read).read_line(&mut reply).await?;
    Ok(serde_json::from_str(&reply)?)
}

/// Makes the socket. One that a killed run left behind is replaced: the data directory's lock says
/// that nobody listens there.
pub(super) fn listen(path: &Path) -> io::Result<UnixListener> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let listener = UnixListener::bind(path)?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?;
    Ok(listener)
}

pub(super) async fn serve(listener: UnixListener, running: Running, stop: CancellationToken) {
    loop {
        let stream = tokio::select! {
            () = stop.cancelled() => return,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(error) => {
                    tracing::warn!(%error, "a command could not connect");
                    continue;
                }
            },
        };
        let (running, stop) = (running.clone(), stop.clone());
        tokio::spawn(async move {
            if let Err(error) = answer(stream, &running, &stop).await {
                tracing::warn!(%error, "a command went away");
            }
        });
    }
}

async fn answer(stream: UnixStream, running: &Running, stop: &CancellationToken) -> io::Result<()> {
    use tokio::io::AsyncReadExt;
    let (read, mut write) = stream.into_split();
    let mut line = String::new();
    let mut reader = BufReader::new(read.take(LONGEST));
    // One that never asks must not hold up the end.
    tokio::select! {
        () = stop.cancelled() => return Ok(()),
        read = reader.read_line(&mut line) => read?,
    };
    let reply = match serde_json::from_str(&line) {
        // The network may take its time; nobody waits for it at the end.
        Ok(Request::RoundTrip) => tokio::select! {
            () = stop.cancelled() => {
                Reply::Failed("it stops; ask the doctor later what came of it".to_owned())
            }
            reply = running.round_trip() => reply,
        },
        Ok(request) => match running.carry_out(request).await {
            Ok(reply) => reply,
            Err(error) => Reply::Failed(error.to_string()),
        },
        Err(error) => Reply::Failed(format!("this request can't be read: {error}")),
    };
    let mut line = serde_json::to_vec(&reply)?;
    line.push(b'\n');
    write.write_all(&line).await
}
