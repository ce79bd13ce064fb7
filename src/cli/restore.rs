//! `readybell restore`: a backup in the place of what is there.

use super::exit::CliError;
use super::{ConfigFile, runtime};
use crate::clock::Clock;
use crate::store::Gap;
use crate::store::backup::newest;
use crate::store::restore::Restore;
use anyhow::Result;
use chrono::{DateTime, Utc};
use clap::Args as Arguments;
use std::io::Write;
use std::path::PathBuf;

/// What `restore` takes.
#[derive(Debug, Arguments)]
pub struct Args {
    /// The configuration file
    #[command(flatten)]
    config: ConfigFile,
    /// The backup, or a directory that an earlier restore has set aside
    #[arg(required_unless_present = "from_stick")]
    file: Option<PathBuf>,
    /// Take the newest backup on the stick
    #[arg(long, conflicts_with = "file")]
    from_stick: bool,
    /// The other half of the key that the backup is encrypted for, as `age-keygen` made it
    #[arg(long)]
    identity: Option<PathBuf>,
}

/// Restores.
///
/// # Errors
/// When an appliance runs there, or the backup does not hold: then nothing was changed.
pub fn run(args: &Args, out: &mut impl Write) -> Result<()> {
    let config = args.config.read()?;
    let stick = config.backup.stick_that_is_there();
    let from = match &args.file {
        Some(file) => file.clone(),
        None => {
            let newest = stick.as_deref().and_then(newest);
            newest.ok_or(CliError::NoBackup)?.0
        }
    };
    let now = Clock::of_the_machine().now();
    let restore = Restore::begin(&config.data)?;
    writeln!(out, "reading  {}", from.display())?;
    let brought = restore.bring(&from, args.identity.as_deref())?;
    writeln!(
        out,
        "proved   made on {}; the ledger's {} rows hold. Head: {}",
        utc(brought.made_at),
        brought.verified.rows,
        brought.verified.head
    )?;
    let (gap, unread) = runtime()?.block_on(restore.ready(&brought, stick.as_deref(), now))?;
    for place in unread {
        writeln!(out, "NOT READ the opt-outs in {place}")?;
    }
    tell(out, &gap, stick.is_some())?;
    let aside = restore.put_in_place(now.wall)?;
    writeln!(out, "done     {} is in place", config.data.display())?;
    if let Some(aside) = aside {
        let aside = aside.display();
        writeln!(
            out,
            "         What was there is in {aside}. To go back to it: readybell restore {aside}"
        )?;
    }
    writeln!(
        out,
        "next     Start Readybell, and sign in as the owner: nothing goes by itself until the owner has \
         confirmed on the page what is missing."
    )?;
    Ok(())
}

fn tell(out: &mut impl Write, gap: &Gap, stick: bool) -> Result<()> {
    writeln!(
        out,
        "opt-outs {} that came after the backup{}",
        gap.revoked,
        match stick {
            true => "",
            false => "; there was no stick to ask",
        }
    )?;
    if gap.unreadable > 0 {
        writeln!(
            out,
            "         {} lines of the journal can't be read: torn, or of another appliance",
            gap.unreadable
        )?;
    }
    writeln!(
        out,
        "texts    {} had not left and will not; {} customers are on the call list for that",
        gap.expired, gap.calls
    )?;
    writeln!(
        out,
        "missing  everything from {} to {}",
        utc(gap.from),
        utc(gap.until)
    )?;
    Ok(())
}

fn utc(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%M UTC").to_string()
}
