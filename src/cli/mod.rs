//! Floor 5: the commands. Start at [`Cli`]; each command has a file of its own.

pub mod backup;
pub mod classify;
pub mod demo;
pub mod doctor;
pub mod exit;
pub mod ledger;
mod line;
mod log;
pub mod modem;
pub mod pdu;
pub mod people;
mod radio;
pub mod restore;
mod round_trip;
pub mod serve;
pub mod sim;

use crate::app::config::Config;
use crate::store::Ledger;
use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand};
use std::io;
use std::path::PathBuf;
use tokio::runtime::Runtime;

/// Texts a workshop's customers from its own GSM modem.
#[derive(Debug, Parser)]
#[command(name = "readybell", version, after_help = exit::TABLE)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the appliance
    ///
    /// It opens the modem and the page, and runs until SIGTERM or Ctrl-C. The first start prints a
    /// one-time link that makes the owner's account. A modem that is missing, busy or silent does
    /// not end it: the page says what to do, and it is tried again.
    ///
    /// Example: readybell serve --config /etc/readybell/config.toml
    Serve(serve::Options),
    /// Try everything on this machine, with a simulated modem and simulated phones
    ///
    /// Everything but the modem and the phones is the real program. It prints two addresses: the
    /// board, and a page with a customer's phone, the bays' buttons and some troubles to make.
    ///
    /// Example: readybell demo --data ./demo
    Demo(demo::Args),
    /// Look at modem, SIM, signal, buttons, clock, disk and database, and say what to do
    ///
    /// Each line is good, or BAD with what to do, or a note. It reads only: it makes no database and
    /// sends no text. The exit code is 0 when nothing is BAD. Where Readybell runs, it is asked for the
    /// modem; else each port that may be the modem's is, and it says what came of it.
    ///
    /// Example: readybell doctor --patience 60
    Doctor(doctor::Args),
    /// Show how the modem stands: SIM, network, signal over the day, storage, clock; or ask it something
    ///
    /// It asks the Readybell that runs, or the port itself where none does. It sends no text and changes
    /// nothing.
    ///
    /// Example: readybell modem
    Modem(modem::Args),
    /// Copy everything into one file, and prove the copy
    ///
    /// The appliance may run meanwhile. The copy holds the database and the device's key: whoever has it
    /// can read everything, unless [backup] in the configuration names a key to encrypt it for. Of older
    /// ones there the newest of 7 days, 4 weeks and 12 months are kept.
    ///
    /// Example: readybell backup --to /media/stick
    Backup(backup::Args),
    /// Put a backup in the place of what is there
    ///
    /// Stop the appliance first. The backup is proved before anything changes, what was there is kept, and
    /// the opt-outs that came after the backup are taken from the journal beside the database and on the
    /// stick. Every text that had not left ends, and its customer goes on the call list. Nothing goes by
    /// itself until the owner has confirmed on the page what is missing.
    ///
    /// Example: readybell restore /var/backups/readybell/readybell-20261128T021000Z.backup
    Restore(restore::Args),
    /// Prove the consent ledger, or give it out for someone else to prove
    ///
    /// Example: readybell ledger verify
    #[command(subcommand)]
    Ledger(ledger::Command),
    /// Add the people who may sign in
    ///
    /// Example: readybell user add Jo --role owner
    #[command(subcommand)]
    User(people::UserCommand),
    /// Make, list and revoke tokens for other programs
    ///
    /// Example: readybell token create booking --scope service --scope permission
    #[command(subcommand)]
    Token(people::TokenCommand),
    /// Show what the shop takes texts for: one a line on standard input, with `\n` and `\uXXXX` escapes
    ///
    /// Prints class, scope and reason for each line, between tabs. Bytes that are not UTF-8 are read
    /// as U+FFFD.
    ///
    /// Example: echo 'Please stop texting me' | readybell classify
    Classify,
    /// Look into a PDU, or make the PDUs of a text
    ///
    /// Example: readybell pdu encode --to +12025550143 --text Ready
    #[command(subcommand)]
    Pdu(pdu::Command),
    /// Run a simulated modem, network and phones on a pty
    ///
    /// It takes commands on standard input, and prints what happens, one event a line.
    ///
    /// Example: readybell sim --link ./modem
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
        Command::Modem(args) => modem::run(args, &mut io::stdout().lock()),
        Command::Backup(args) => backup::run(args, &mut io::stdout().lock()),
        Command::Restore(args) => restore::run(args, &mut io::stdout().lock()),
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

    /// The data directory, which must hold a database.
    fn database(&self) -> Result<PathBuf> {
        let data = self.read()?.data;
        match Ledger::at(&data).is_there() {
            true => Ok(data),
            false => Err(exit::CliError::NoDatabase(data).into()),
        }
    }
}

fn runtime() -> Result<Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("the program's threads can't be started")
}
