//! The gateways that are set side by side, each with its default settings: how one is given texts, is
//! started, and says what has come in.

use super::gateways;
use super::shop;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::process::{Child, Command};

/// A gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gateway {
    /// `gammu-smsd`, with its files.
    GammuSmsd,
    /// smstools, whose daemon is `smsd`.
    Smstools,
    /// This one.
    Readybell,
}

impl Gateway {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::GammuSmsd, Self::Smstools, Self::Readybell];

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::GammuSmsd => "gammu-smsd",
            Self::Smstools => "smstools",
            Self::Readybell => "readybell",
        }
    }

    /// Makes its directory, where its modem will be `modem`, and puts so many texts in.
    ///
    /// # Errors
    /// When it is not installed, or refuses a text.
    pub async fn prepare(self, texts: usize) -> Result<PathBuf> {
        match self {
            Self::Readybell => {
                let (directory, _) = shop::with_customers(0).await?;
                shop::configure(&directory)?;
                shop::queue(&directory, texts).await?;
                Ok(directory)
            }
            Self::GammuSmsd => {
                let directory = shop::fresh_directory()?;
                let config = gateways::gammu_smsd(&directory, "")?;
                for n in 0..texts {
                    let mut inject = found("gammu-smsd-inject")?;
                    inject.arg("-c").arg(&config);
                    inject.args(["TEXT", &shop::number(n), "-text", &shop::words(n)]);
                    let told = inject.stdout(Stdio::null()).stderr(Stdio::null()).status();
                    if !told.await?.success() {
                        bail!("gammu-smsd-inject did not take a text");
                    }
                }
                Ok(directory)
            }
            Self::Smstools => {
                let directory = shop::fresh_directory()?;
                gateways::smstools(&directory, "")?;
                for n in 0..texts {
                    let to = shop::number(n);
                    let text = format!("To: {}\n\n{}", to.trim_start_matches('+'), shop::words(n));
                    std::fs::write(directory.join(format!("outgoing/{n:04}")), text)?;
                }
                Ok(directory)
            }
        }
    }

    /// Starts it; `after` so much time since it was prepared. `syncs`: where strace writes down each of
    /// its syncs.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn start(
        self,
        directory: &Path,
        after: Duration,
        syncs: Option<&Path>,
    ) -> Result<Child> {
        let command = match self {
            Self::Readybell => shop::program(directory),
            Self::GammuSmsd => {
                let mut command = found("gammu-smsd")?;
                command.arg("-c").arg(directory.join("smsdrc"));
                command
            }
            Self::Smstools => {
                let mut command = found("smsd")?;
                command.arg(format!("-c{}", directory.join("smsd.conf").display()));
                command.arg("-t");
                command
            }
        };
        let mut command = match syncs {
            Some(file) => watched(command, file)?,
            None => command,
        };
        command.kill_on_drop(true).process_group(0);
        let mut child = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        if self == Self::Readybell {
            shop::set_clock(&mut child, after).await?;
        }
        Ok(child)
    }

    /// How many texts it has ended in doubt about, and asks people.
    ///
    /// # Errors
    /// When that can't be read.
    pub fn asked_about(self, directory: &Path) -> Result<usize> {
        if self != Self::Readybell {
            return Ok(0);
        }
        count(
            directory,
            "SELECT count(*) FROM outbox WHERE state = 'unsure'",
        )
    }

    /// How many texts it has kept for someone to read.
    ///
    /// # Errors
    /// When that can't be read.
    pub fn inbox(self, directory: &Path) -> Result<usize> {
        let folder = match self {
            Self::Readybell => {
                return count(directory, "SELECT count(*) FROM inbox");
            }
            Self::GammuSmsd => "in",
            Self::Smstools => "incoming",
        };
        Ok(std::fs::read_dir(directory.join(folder))?.count())
    }
}

fn count(directory: &Path, sql: &str) -> Result<usize> {
    let database = rusqlite::Connection::open(directory.join("readybell.db"))?;
    let count: i64 = database.query_row(sql, [], |row| row.get(0))?;
    Ok(usize::try_from(count)?)
}

fn found(name: &str) -> Result<Command> {
    let file = gateways::found(name);
    let file = file.with_context(|| format!("{name} is missing: run `tests/run --needs`"))?;
    Ok(Command::new(file))
}

/// The same under strace. It is slowed down by it.
fn watched(command: Command, file: &Path) -> Result<Command> {
    let command = command.as_std();
    let mut strace = found("strace")?;
    strace.args(["-f", "-qq", "-e", "signal=none", "-e"]);
    strace.arg("trace=fsync,fdatasync,sync,syncfs,sync_file_range,msync");
    strace.arg("-o").arg(file).arg(command.get_program());
    strace.args(command.get_args()).stdin(Stdio::piped());
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            strace.env(name, value);
        }
    }
    Ok(strace)
}
