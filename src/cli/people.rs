//! `readybell user` and `readybell token`: who may sign in, and which programs may ask.

use super::{ConfigFile, runtime};
use crate::app::control::{self, Reply, Request};
use crate::clock::Clock;
use crate::store::{Store, StoreError, TokenLine};
use crate::web::password;
use anyhow::{Context, Result, bail};
use chrono::{DateTime, SecondsFormat, Utc};
use clap::{Subcommand, ValueEnum};
use std::io::{BufRead, IsTerminal, Write};

/// Letters of a name, at most.
const LONGEST_NAME: usize = 64;

/// What can be done about users.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Add someone who works here; the password is read from standard input
    ///
    /// It works while Readybell runs, too. The password needs 8 letters.
    ///
    /// Example: readybell user add Jo --role counter
    Add {
        /// The configuration file
        #[command(flatten)]
        config: ConfigFile,
        /// Their name
        #[arg(value_parser = named)]
        name: String,
        /// What they may do
        #[arg(long, value_enum, default_value_t = RoleName::Counter)]
        role: RoleName,
    },
    /// Take someone's password and PIN away, and print a one-time code
    ///
    /// With the code, which is good for 24 hours, they choose another password on the sign-in page.
    /// Every sign-in of theirs ends. It works while Readybell runs, too.
    ///
    /// Example: readybell user reset Jo
    Reset {
        /// The configuration file
        #[command(flatten)]
        config: ConfigFile,
        /// Their name
        #[arg(value_parser = named)]
        name: String,
    },
}

/// What can be done about tokens.
#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Make a token for another program, and print it once
    ///
    /// The token goes to standard output, and only its hash is kept. It works while Readybell runs,
    /// too.
    ///
    /// Example: readybell token create booking --scope service
    Create {
        /// The configuration file
        #[command(flatten)]
        config: ConfigFile,
        /// The program's name
        #[arg(value_parser = named)]
        name: String,
        /// What it may do; may be given several times
        #[arg(long, value_enum, default_values_t = [Scope::Service])]
        scope: Vec<Scope>,
    },
    /// Name every token, what it may do, when it was made and when it was revoked
    ///
    /// One a line, with tabs between; times are UTC, and `-` stands for "not revoked". The tokens
    /// themselves are kept nowhere. It works while Readybell runs, too.
    ///
    /// Example: readybell token list
    List {
        /// The configuration file
        #[command(flatten)]
        config: ConfigFile,
    },
    /// Make a token good for nothing, from the next request on
    ///
    /// Texts that it has asked for still go. Its name stays taken: the next token needs another.
    /// It works while Readybell runs, too.
    ///
    /// Example: readybell token revoke booking
    Revoke {
        /// The configuration file
        #[command(flatten)]
        config: ConfigFile,
        /// The program's name
        #[arg(value_parser = named)]
        name: String,
    },
}

/// What someone may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RoleName {
    /// Everything
    Owner,
    /// Everything at the counter, and no settings
    Counter,
    /// The board
    Technician,
}

/// What a token may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Scope {
    /// Ask for texts about jobs
    Service,
    /// Ask for texts that a person typed
    Conversation,
    /// Ask for offers
    Promotional,
    /// Read the inbox
    Inbox,
    /// Ask whether a number may be texted
    Permission,
    /// Hand in opt-outs
    Suppressions,
}

/// Carries out what is said about users.
///
/// # Errors
/// When the name is taken or unknown, the password is too short, or the store can't be written.
pub fn user(command: &UserCommand, out: &mut impl Write) -> Result<()> {
    match command {
        UserCommand::Add { config, name, role } => {
            let typed = read_password()?;
            password::check(&typed, name)?;
            let password_hash = password::hash(&typed)?;
            let role = name_of(*role);
            let request = Request::AddStaff {
                name: name.clone(),
                role: role.clone(),
                password_hash,
            };
            ask(config, request)?;
            Ok(writeln!(out, "{name} can sign in ({role}).")?)
        }
        UserCommand::Reset { config, name } => {
            let code = password::one_time_code()?;
            let request = Request::ResetStaff {
                name: name.clone(),
                code: code.clone(),
            };
            ask(config, request)?;
            eprintln!(
                "The one-time code of {name}, for the page /sign-in/code. It is good for 24 hours:"
            );
            Ok(writeln!(out, "{code}")?)
        }
    }
}

/// Carries out what is said about tokens.
///
/// # Errors
/// When the name is taken or unknown, or the store can't be written.
pub fn token(command: &TokenCommand, out: &mut impl Write) -> Result<()> {
    match command {
        TokenCommand::Create {
            config,
            name,
            scope,
        } => {
            let secret = format!("rb_{}", random_hex()?);
            let request = Request::AddToken {
                name: name.clone(),
                secret: secret.clone(),
                scopes: scope.iter().map(|scope| name_of(*scope)).collect(),
            };
            ask(config, request)?;
            eprintln!("The token of {name}. It is shown only now:");
            writeln!(out, "{secret}")?;
        }
        TokenCommand::List { config } => {
            if let Reply::Tokens(tokens) = ask(config, Request::ListTokens)? {
                for token in tokens {
                    writeln!(out, "{}", line(&token))?;
                }
            }
        }
        TokenCommand::Revoke { config, name } => {
            ask(config, Request::RevokeToken { name: name.clone() })?;
            writeln!(out, "The token of {name} is good for nothing now.")?;
        }
    }
    Ok(())
}

fn line(token: &TokenLine) -> String {
    let shown = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let revoked = token.revoked_at.map_or_else(|| "-".to_owned(), shown);
    let scopes = token.scopes.join(" ");
    format!(
        "{}\t{scopes}\t{}\t{revoked}",
        token.name,
        shown(token.made_at)
    )
}

/// Takes the data directory's lock, or asks the Readybell that holds it.
fn ask(config: &ConfigFile, request: Request) -> Result<Reply> {
    let directory = config.read()?.data;
    runtime()?.block_on(async {
        let clock = Clock::of_the_machine();
        match Store::open(&directory, clock.now()).await {
            Ok(store) => Ok(control::carry_out(&store, &clock, request).await?),
            Err(StoreError::InUse(_)) => {
                let reply = control::ask(&directory, &request).await;
                match reply.context("the Readybell that runs does not answer")? {
                    Reply::Failed(why) => bail!(why),
                    reply => Ok(reply),
                }
            }
            Err(error) => Err(error.into()),
        }
    })
}

/// A name that can be read on a page.
fn named(name: &str) -> Result<String, &'static str> {
    let name = name.trim();
    let is_name = (1..=LONGEST_NAME).contains(&name.chars().count());
    match is_name && !name.chars().any(char::is_control) {
        true => Ok(name.to_owned()),
        false => Err("a name is 1 to 64 letters on one line"),
    }
}

fn read_password() -> Result<String> {
    if std::io::stdin().is_terminal() {
        eprintln!("Type the password and press Enter (it is shown):");
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// 256 bits.
fn random_hex() -> Result<String> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn name_of(value: impl ValueEnum) -> String {
    value
        .to_possible_value()
        .map(|value| value.get_name().to_owned())
        .unwrap_or_default()
}
