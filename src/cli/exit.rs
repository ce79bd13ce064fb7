//! What the exit codes mean, so that a script or a service manager can tell what to do next.
//!
//! The numbers are those of `sysexits.h`, as far as it has one that fits.

use crate::app::AppError;
use crate::app::config::ConfigError;
use crate::demo::DemoError;
use crate::panel::PanelError;
use crate::store::StoreError;
use crate::store::restore::RestoreError;
use crate::wire::WireError;
use crate::wire::at::NotAQuestion;
use std::io::ErrorKind;
use thiserror::Error;

/// The table that `--help` shows.
pub const TABLE: &str = "\
Exit codes:
   0  it worked
   1  it did not work; the error says why
   2  the command line is wrong
  65  the data does not hold: a damaged or newer database, a ledger that was changed, a PDU that is none
  66  what was to be read is not there
  73  the data directory can't be written, or its disk is full
  75  somebody else is using it: another Readybell, or a program on the page's address
  78  the configuration is missing or wrong";

/// How a command ended that did not work. The numbers stay as they are: scripts know them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Nothing below fits.
    Failed = 1,
    /// The command line is wrong.
    Usage = 2,
    /// EX_DATAERR.
    Data = 65,
    /// EX_NOINPUT.
    Missing = 66,
    /// EX_CANTCREAT.
    CannotWrite = 73,
    /// EX_TEMPFAIL.
    InUse = 75,
    /// EX_CONFIG.
    Config = 78,
}

/// What the commands find themselves, and no room below them.
#[derive(Debug, Error)]
pub enum CliError {
    /// A ledger whose rows were changed.
    #[error("the ledger does not hold. Keep this database as it is, and compare it with a backup")]
    LedgerBroken,
    /// A command for the modem that is not on the list.
    #[error(transparent)]
    NotAQuestion(NotAQuestion),
    /// There is nothing to read yet.
    #[error(
        "there is no database in {0}. Is `data` right in the configuration? `readybell serve` makes it at its first start"
    )]
    NoDatabase(std::path::PathBuf),
    /// There is no backup to take.
    #[error(
        "there is no backup on the stick. Is it plugged in, and `stick` in [backup] of the configuration where it is mounted?"
    )]
    NoBackup,
}

impl Exit {
    /// The code for an error, by the first of its causes that says more than "it failed".
    pub fn of(error: &anyhow::Error) -> Self {
        error
            .chain()
            .filter_map(of_cause)
            .next()
            .unwrap_or(Self::Failed)
    }
}

fn of_cause(cause: &(dyn std::error::Error + 'static)) -> Option<Exit> {
    if cause.is::<ConfigError>() {
        return Some(Exit::Config);
    }
    if cause.is::<WireError>() {
        return Some(Exit::Data);
    }
    let exit = match cause.downcast_ref::<CliError>() {
        Some(CliError::LedgerBroken) => Some(Exit::Data),
        Some(CliError::NotAQuestion(_)) => Some(Exit::Usage),
        Some(CliError::NoDatabase(_) | CliError::NoBackup) => Some(Exit::Missing),
        None => None,
    };
    exit.or_else(|| cause.downcast_ref().map(of_store))
        .or_else(|| cause.downcast_ref().map(of_app))
        .or_else(|| cause.downcast_ref().map(of_demo))
        .or_else(|| cause.downcast_ref().map(of_restore))
}

fn of_restore(error: &RestoreError) -> Exit {
    match error {
        RestoreError::Store(error) => of_store(error),
        RestoreError::File { why, .. } => match why.kind() {
            ErrorKind::NotFound => Exit::Missing,
            _ => Exit::CannotWrite,
        },
        RestoreError::NoBackup(_) | RestoreError::NotWhole(_) => Exit::Data,
        RestoreError::NoIdentity => Exit::Usage,
        RestoreError::NotOpened(_) => Exit::Failed,
    }
}

fn of_store(error: &StoreError) -> Exit {
    match error {
        StoreError::InUse(_) => Exit::InUse,
        StoreError::Directory { .. }
        | StoreError::DiskFull
        | StoreError::NoRoomToUpgrade { .. }
        | StoreError::NotCopied(_) => Exit::CannotWrite,
        StoreError::Newer { .. } | StoreError::Damaged(_) => Exit::Data,
        _ => Exit::Failed,
    }
}

fn of_app(error: &AppError) -> Exit {
    match error {
        AppError::Store(error) => of_store(error),
        AppError::Panel(PanelError::Config(_) | PanelError::NoRppal) => Exit::Config,
        AppError::Panel(_) => Exit::Failed,
        AppError::Address { why, .. } => of_address(why),
        AppError::Control { .. } => Exit::CannotWrite,
        AppError::Trial(_) => Exit::Failed,
        AppError::Tls(_) => Exit::Config,
    }
}

fn of_demo(error: &DemoError) -> Exit {
    match error {
        DemoError::Store(error) => of_store(error),
        DemoError::Address { why, .. } => of_address(why),
        _ => Exit::Failed,
    }
}

fn of_address(why: &std::io::Error) -> Exit {
    match why.kind() {
        ErrorKind::AddrInUse => Exit::InUse,
        _ => Exit::Config,
    }
}

/// An error and its causes on one line, each said once: some say their cause themselves.
pub fn words(error: &anyhow::Error) -> String {
    let mut words = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if words.contains(&cause) {
            continue;
        }
        if !words.is_empty() {
            words.push_str(": ");
        }
        words.push_str(&cause);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::Context;

    #[test]
    fn each_kind_of_trouble_has_its_code() {
        let address = |kind: ErrorKind| AppError::Address {
            address: ([0, 0, 0, 0], 80).into(),
            why: kind.into(),
        };
        let directory = || StoreError::Directory {
            path: "/d".into(),
            why: ErrorKind::PermissionDenied.into(),
        };
        let wrong = ConfigError::Wrong {
            path: "/c".into(),
            why: "line 1".to_owned(),
        };
        for (error, code) in [
            (anyhow::anyhow!("x"), 1),
            (StoreError::NameTaken("Jo".to_owned()).into(), 1),
            (WireError::NotHex.into(), 65),
            (CliError::NotAQuestion(NotAQuestion).into(), 2),
            (CliError::LedgerBroken.into(), 65),
            (StoreError::Newer { found: 2, known: 1 }.into(), 65),
            (StoreError::Damaged("x".to_owned()).into(), 65),
            (CliError::NoDatabase("/d".into()).into(), 66),
            (directory().into(), 73),
            (AppError::Store(directory()).into(), 73),
            (StoreError::DiskFull.into(), 73),
            (RestoreError::NoBackup("/d".into()).into(), 65),
            (RestoreError::NoIdentity.into(), 2),
            (
                RestoreError::Store(StoreError::InUse("/d".into())).into(),
                75,
            ),
            (StoreError::InUse("/d".into()).into(), 75),
            (address(ErrorKind::AddrInUse).into(), 75),
            (address(ErrorKind::AddrNotAvailable).into(), 78),
            (AppError::Panel(PanelError::NoRppal).into(), 78),
            (wrong.into(), 78),
        ] {
            let words = format!("{error:?}");
            let error = Err::<(), _>(error).context("outside").unwrap_err();
            assert_eq!(Exit::of(&error) as u8, code, "{words}");
            if code != 1 {
                assert!(TABLE.contains(&format!("\n  {code:>2}  ")), "{code}");
            }
        }
    }

    #[test]
    fn a_cause_is_said_once() {
        let error = anyhow::anyhow!("no such file")
            .context("the link: no such file")
            .context("outside");
        assert_eq!(words(&error), "outside: the link: no such file");
    }
}
