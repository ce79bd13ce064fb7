//! `readybell backup`: a copy of everything, proved before it counts.

use super::ConfigFile;
use crate::app::config::BackupConfig;
use crate::store::backup::{Backup, back_up};
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
    let BackupConfig {
        directory,
        stick,
        recipient,
    } = args.config.read()?.backup;
    let now = Utc::now();
    let places = match &args.to {
        Some(to) => vec![to.clone()],
        None => [Some(directory), stick_that_is_there(stick)]
            .into_iter()
            .flatten()
            .collect(),
    };
    let mut failed = Vec::new();
    for place in &places {
        match back_up(&data, place, recipient.as_deref(), now) {
            Ok(made) => tell(out, &made)?,
            Err(error) => failed.push(format!("no backup in {}: {error}", place.display())),
        }
    }
    if !failed.is_empty() {
        bail!(failed.join("; "));
    }
    Ok(())
}

/// A stick counts while something is mounted there: else its backup would fill the card that it is to
/// outlive.
fn stick_that_is_there(stick: Option<PathBuf>) -> Option<PathBuf> {
    let stick = stick?;
    let device = |path: &std::path::Path| rustix::fs::stat(path).ok().map(|found| found.st_dev);
    let outside = device(stick.parent()?)?;
    (device(&stick)? != outside).then_some(stick)
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
