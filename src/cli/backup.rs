//! `readybell backup`: a copy of everything, proved before it counts.

use super::ConfigFile;
use crate::store::backup::{Backup, back_up};
use crate::store::journal;
use anyhow::{Result, bail};
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

/// Makes the backups. Where one place fails, the others get theirs all the same.
///
/// # Errors
/// When there is no database, or a backup was not made.
pub fn run(args: &Args, out: &mut impl Write) -> Result<()> {
    let data = args.config.database()?;
    let backups = args.config.read()?.backup;
    let now = Utc::now();
    let stick = backups.stick_that_is_there();
    let places = match &args.to {
        Some(to) => vec![to.clone()],
        None => std::iter::once(backups.directory)
            .chain(stick.clone())
            .collect(),
    };
    let mut failed = Vec::new();
    for place in &places {
        match back_up(&data, place, backups.recipient.as_deref(), now) {
            Ok(made) => tell(out, &made)?,
            Err(error) => failed.push(format!("no backup in {}: {error}", place.display())),
        }
    }
    // The appliance does this at once; where it does not run, or could not, it is done now.
    if let Some(stick) = stick
        && let Err(error) = journal::carry(&data, &stick)
    {
        failed.push(format!("no journal of revocations on the stick: {error}"));
    }
    if !failed.is_empty() {
        bail!(failed.join("; "));
    }
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
