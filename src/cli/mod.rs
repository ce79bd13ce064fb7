//! Floor 5: the commands. Start at [`Cli`]; each command has a file of its own.

pub mod classify;
pub mod demo;
pub mod doctor;
pub mod ledger;
mod log;
pub mod pdu;
pub mod people;
pub mod serve;
pub mod sim;

use crate::app::config::Config;
use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand};
use std::io;
use std::path::PathBuf;
use tokio::runtime::Runtime;

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
    /// Run the appliance
    Serve(serve::Options),
    /// Try everything on this machine, with a simulated modem and simulated phones
    Demo(demo::Args),
    /// Look at modem, SIM, signal, buttons, clock, disk and database, and say what to do
    Doctor(doctor::Args),
    /// Prove the consent ledger, or give it out for someone else to prove
    #[command(subcommand)]
    Ledger(ledger::Command),
    /// Add the people who may sign in
    #[command(subcommand)]
    User(people::UserCommand),
    /// Make tokens for other programs
    #[command(subcommand)]
    Token(people::TokenCommand),
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
        Command::Serve(options) => serve::run(options),
        Command::Demo(args) => demo::run(args),
        Command::Doctor(args) => doctor::run(args, &mut io::stdout().lock()),
        Command::Ledger(command) => ledger::run(command, &mut io::stdout().lock()),
        Command::User(command) => people::user(command, &mut io::stdout().lock()),
        Command::Token(command) => people::token(command, &mut io::stdout().lock()),
        Command::Classify => classify::run(io::stdin().lock(), io::stdout().lock()),
        Command::Pdu(command) => pdu::run(command, &mut io::stdout().lock()),
        Command::Sim(args) => sim::run(args),
    }
}

/// Where a command finds the data directory.
#[derive(Debug, Clone, Args)]
pub struct ConfigFile {
    /// The configuration file
    #[arg(long, default_value = serve::CONFIG, env = "READYBELL_CONFIG")]
    config: PathBuf,
}

impl ConfigFile {
    fn read(&self) -> Result<Config> {
        Ok(Config::read(&self.config)?)
    }
}

fn runtime() -> Result<Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("the program's threads can't be started")
}
