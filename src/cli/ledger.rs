//! `readybell ledger`: prove the consent ledger, or give it out for someone else to prove.

use super::ConfigFile;
use super::exit::CliError;
use crate::domain::head::{Head, SHORTEST};
use crate::store::{Exported, Ledger, Verified};
use anyhow::Result;
use clap::Subcommand;
use serde::Serialize;
use std::io::Write;

/// What can be done with the ledger.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check every row and every hash
    ///
    /// A change to any row shows, up to a head that was kept elsewhere: on a receipt, or in a
    /// backup. Without such a head, rows cut off at the end can't be seen.
    /// A Readybell may be running meanwhile.
    ///
    /// A receipt prints its head in short, as a row and 16 digits, and whole as a QR code. Both will
    /// do; the short form proves less, and the answer says how much.
    ///
    /// Example: readybell ledger verify --head HEAD, with the 64 digits that an earlier run printed, or
    /// readybell ledger verify --head 1004-9F3A-77C2-01DE-4B58, as on a receipt
    Verify {
        /// The configuration file
        #[command(flatten)]
        config: ConfigFile,
        /// A head that was kept elsewhere: 64 hexadecimal digits, or the short form of a receipt
        #[arg(long, value_parser = head)]
        head: Option<Head>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Print every row with its canonical form and its evidence, one JSON object a line
    ///
    /// ARCHITECTURE.md describes the canonical form, so that another program can check the hashes.
    ///
    /// Example: readybell ledger export > ledger.jsonl
    Export {
        /// The configuration file
        #[command(flatten)]
        config: ConfigFile,
    },
}

/// Carries it out.
///
/// # Errors
/// When the ledger can't be read, or does not hold.
pub fn run(command: &Command, out: &mut impl Write) -> Result<()> {
    match command {
        Command::Verify { config, head, json } => {
            let verified = Ledger::at(&config.database()?).verify(head.clone())?;
            if *json {
                print(out, &verified)?;
            } else {
                tell(out, &verified, head.as_ref())?;
            }
            if !verified.problems.is_empty() {
                return Err(CliError::LedgerBroken.into());
            }
            Ok(())
        }
        Command::Export { config } => {
            let rows: Vec<Exported> = Ledger::at(&config.database()?).export()?;
            rows.iter().try_for_each(|row| print(out, row))
        }
    }
}

fn head(written: &str) -> Result<Head, String> {
    Head::read(written).ok_or_else(|| {
        format!(
            "a head is 64 hexadecimal digits, as `ledger verify` prints it, or the row and at least \
             {SHORTEST} of them, as a receipt prints it: 1004-9F3A-77C2-01DE-4B58"
        )
    })
}

fn tell(out: &mut impl Write, verified: &Verified, head: Option<&Head>) -> Result<()> {
    for problem in &verified.problems {
        writeln!(out, "PROBLEM: {problem}")?;
    }
    writeln!(out, "{} rows. Head: {}", verified.rows, verified.head)?;
    if verified.erased > 0 {
        writeln!(
            out,
            "{} rows: evidence erased; the chain holds without it",
            verified.erased
        )?;
    }
    if let (Some(row), Some(head)) = (verified.given_head_at, head) {
        writeln!(
            out,
            "The head that you gave is row {row}: nothing up to it was changed."
        )?;
        if head.missing() > 0 {
            writeln!(
                out,
                "How sure that is: {} of 256 bits were compared. No other ledger fits by chance; \
                 somebody with very much computing power could make one that does. The receipt's \
                 QR code has all 256.",
                head.bits()
            )?;
        }
    }
    if head.is_none() {
        writeln!(
            out,
            "No head was given (--head): rows cut off at the end would not be seen. \
             Keep the head above elsewhere."
        )?;
    }
    Ok(())
}

fn print(out: &mut impl Write, value: &impl Serialize) -> Result<()> {
    Ok(writeln!(out, "{}", serde_json::to_string(value)?)?)
}
