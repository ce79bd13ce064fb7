//! `readybell backup`: a copy of everything, proved before it counts.

use super::ConfigFile;
use crate::store::backup::{Backup, back_up};
use crate::store::journal;
use crate::store::on_stick::OnStick;
use anyhow::{Context, Result};
use chrono::Utc;
use clap::Args as Arguments;
use std::io::Write;
use std::path::PathBuf;

/// What `backup` takes.
#[derive(Debug, Arguments)]
pub struct Args {
    /// The configuration file
    #[command(flatten)]
    config: ConfigFile,
    /// Put it here, and not where the configuration says
    #[arg(long)]
    to: Option<PathBuf>,
}

/// Makes the backups. One that the stick does not take is said, and kept for the page to say: it is an error
/// only where it was the one that was asked for.
///
/// # Errors
/// When there is no database, or the backup was not made.
pub fn run(args: &Args, out: &mut impl Write) -> Result<()> {
    let data = args.config.database()?;
    let backups = args.config.read()?.backup;
    let recipient = backups.recipient.as_deref();
    let stick = backups.stick_that_is_there();
    let first = args.to.as_ref().unwrap_or(&backups.directory);
    let made = back_up(&data, first, recipient, Utc::now());
    if let Ok(made) = &made {
        tell(out, made)?;
    }
    if let Some(stick) = &stick
        && args.to.is_none()
    {
        let on_stick = back_up(&data, stick, recipient, Utc::now());
        let ended = match &on_stick {
            Ok(made) => {
                tell(out, made)?;
                Ok(made.bytes)
            }
            Err(error) => {
                tracing::warn!(%error, "the stick has not taken the backup");
                Err(error.to_string())
            }
        };
        let at = Utc::now();
        if let Err(error) = (OnStick { at, ended }).keep(&data) {
            tracing::warn!(%error, "the page will not know how it ended on the stick");
        }
    }
    // The appliance does this at once; where it does not run, or could not, it is done now.
    if let Some(stick) = &stick
        && let Err(error) = journal::carry(&data, stick)
    {
        tracing::warn!(%error, "no journal of revocations on the stick");
    }
    made.with_context(|| format!("no backup in {}", first.display()))?;
    Ok(())
}

fn tell(out: &mut impl Write, made: &Backup) -> Result<()> {
    Ok(writeln!(
        out,
        "{}: {} KB, the ledger's {} rows proved. Head: {}",
        made.path.display(),
        made.bytes.div_ceil(1000),
        made.verified.rows,
        made.verified.head
    )?)
}
