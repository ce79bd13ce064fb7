//! `readybell ledger`: prove the consent ledger, or give it out for someone else to prove.

use super::ConfigFile;
use super::exit::CliError;
use crate::domain::ledger::Hash;
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
    /// Example: readybell ledger verify --head HEAD, with the 64 digits that an earlier run printed
    Verify {
        /// The configuration file
        #[command(flatten)]
        config: ConfigFile,
        /// A head that was kept elsewhere: 64 hexadecimal digits
        #[arg(long, value_parser = head)]
        head: Option<Hash>,
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
            let verified = Ledger::at(&config.database()?).verify(*head)?;
            if *json {
                print(out, &verified)?;
            } else {
                tell(out, &verified, head.is_some())?;
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

fn head(hex: &str) -> Result<Hash, &'static str> {
    Hash::from_hex(hex.trim())
        .ok_or("a head is 64 hexadecimal digits, as `ledger verify` prints it")
}

fn tell(out: &mut impl Write, verified: &Verified, with_head: bool) -> Result<()> {
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
    if let Some(row) = verified.given_head_at {
        writeln!(
            out,
            "The head that you gave is row {row}: nothing up to it was changed."
        )?;
    }
    if !with_head {
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
