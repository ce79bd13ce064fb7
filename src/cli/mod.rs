//! Floor 5: the commands. Start at [`Cli`]; each command has a file of its own.

pub mod classify;
pub mod pdu;
pub mod sim;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::io;

/// Texts a workshop's customers from its own GSM modem.
#[derive(Debug, Parser)]
#[command(name = "readybell", version)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show what the shop takes texts for: one a line on standard input, with `\n` and `\uXXXX` escapes
    Classify,
    /// Look into a PDU, or make the PDUs of a text
    #[command(subcommand)]
    Pdu(pdu::Command),
    /// Run a simulated modem, network and phones on a pty
    Sim(sim::Args),
}

/// Carries out a command.
///
/// # Errors
/// When the command fails; the error says what to do.
pub fn run(cli: &Cli) -> Result<()> {
    match &cli.command {
        Command::Classify => classify::run(io::stdin().lock(), io::stdout().lock()),
        Command::Pdu(command) => pdu::run(command, &mut io::stdout().lock()),
        Command::Sim(args) => sim::run(args),
    }
}
