//! A shop for a benchmark: its data directory, its customers, its texts, and the program on it.

use anyhow::{Context, Result};
use chrono::{DateTime, TimeDelta, Utc};
use readybell::clock::Clock;
use readybell::domain::consent::{Method, Scope};
use readybell::domain::job::JobState;
use readybell::domain::lang::Lang;
use readybell::domain::phone::PhoneNumber;
use readybell::domain::purpose::Purpose;
use readybell::domain::text::TextKind;
use readybell::store::{Grant, NewJob, Origin, Queued, Store};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::process::{Child, Command};

/// Customers who agreed to texts.
pub const CUSTOMERS: usize = 100;
/// A Tuesday, two in the afternoon in Chicago.
pub const NOW: &str = "2026-11-24T14:00:00-06:00";

/// That moment.
///
/// # Errors
/// Never.
pub fn now() -> Result<DateTime<Utc>> {
    Ok(DateTime::parse_from_rfc3339(NOW)?.to_utc())
}

/// The number of the n-th customer.
pub fn number(n: usize) -> String {
    format!("+1555013{:04}", 1000 + n)
}

/// The words of the n-th text.
pub fn words(n: usize) -> String {
    format!("Our shop: the {n}th text of this run, as long as such texts are.")
}

/// A data directory of a shop with customers who agreed, and so many jobs that wait. The
/// confirmations of the consents have gone long ago.
///
/// # Errors
/// When it can't be made.
pub async fn with_customers(jobs: usize) -> Result<(PathBuf, Vec<i64>)> {
    let directory = fresh_directory()?;
    let clock = Clock::starting_at(now()?);
    let store = Store::open(&directory, clock.now()).await?;
    let mut settings = store.settings().await?;
    settings.undo_seconds = 0;
    settings.limits.paced = false;
    store
        .set_settings(settings, "bench".to_owned(), clock.now())
        .await?;
    store.set_bays(vec![1]).await?;
    let mut waiting = Vec::new();
    for n in 0..CUSTOMERS.max(jobs) {
        waiting.push(store.take_in(job(n, &clock)?, clock.now()).await?);
    }
    waiting.truncate(jobs);
    drop(store);
    rusqlite::Connection::open(directory.join("readybell.db"))?
        .execute("UPDATE outbox SET state = 'delivered'", [])?;
    Ok((directory, waiting))
}

/// Puts texts in while the program is down.
///
/// # Errors
/// When they are refused.
pub async fn queue(directory: &Path, texts: usize) -> Result<()> {
    let clock = Clock::starting_at(now()?);
    let store = Store::open(directory, clock.now()).await?;
    for n in 0..texts {
        let to = PhoneNumber::from_e164(&number(n % CUSTOMERS))?;
        let contact = store.contact_of(to).await?.context("a customer")?.id;
        store.queue(text(contact, n, &clock), clock.now()).await?;
    }
    Ok(())
}

/// Writes the configuration: the modem is at `modem` in that directory. Returns the page's address.
///
/// # Errors
/// When it can't be written.
pub fn configure(directory: &Path) -> Result<SocketAddr> {
    let address = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let (link, socket) = (directory.join("modem"), directory.join("panel.sock"));
    std::fs::write(
        directory.join("config.toml"),
        format!(
            "data = {directory:?}\nbays = 1\n[web]\naddress = \"{address}\"\n[modem]\nport = {link:?}\n\
             [panel]\ndriver = \"simulated\"\nsocket = {socket:?}\n[[panel.bay]]\nbay = 1\nbutton = 17\n"
        ),
    )?;
    Ok(address)
}

/// The program on that directory; the first line of its input is the time.
pub fn program(directory: &Path) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_readybell"));
    program
        .args(["serve", "--clock-from-stdin", "--config"])
        .arg(directory.join("config.toml"))
        .env("READYBELL_LOG", "error")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true);
    program
}

/// Tells the program what time it is: so long after [`NOW`].
///
/// # Errors
/// When it does not listen.
pub async fn set_clock(program: &mut Child, after: Duration) -> Result<()> {
    let stdin = program.stdin.as_mut().context("its standard input")?;
    let now = now()? + after;
    Ok(stdin
        .write_all(format!("{}\n", now.to_rfc3339()).as_bytes())
        .await?)
}

/// A directory on the disk that holds `target/`, not in memory.
pub fn fresh_directory() -> Result<PathBuf> {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench");
    std::fs::create_dir_all(&base)?;
    Ok(tempfile::tempdir_in(base)?.keep())
}

fn job(n: usize, clock: &Clock) -> Result<NewJob> {
    Ok(NewJob {
        name: format!("Customer {n}"),
        number: Some(PhoneNumber::from_e164(&number(n))?),
        lang: Lang::En,
        vehicle: "2012 Chevy Tahoe".to_owned(),
        colour: String::new(),
        plate: String::new(),
        work: "Subwoofer".to_owned(),
        note: String::new(),
        promised_at: None,
        state: JobState::Waiting,
        bay: None,
        grants: vec![Grant {
            scope: Scope::Service,
            method: Method::InPerson,
            version: "en-1".to_owned(),
            lang: "en".to_owned(),
            words: "Texts about my vehicle.".to_owned(),
            staff: "bench".into(),
        }],
        confirmation: "You get texts about your vehicle.".to_owned(),
        confirm_before: clock.now().wall + TimeDelta::days(1),
        by: "bench".to_owned(),
    })
}

fn text(contact: i64, n: usize, clock: &Clock) -> Queued {
    Queued {
        template: String::new(),
        contact,
        // As staff write it: what caps bind would stop at the sixtieth of the hour.
        purpose: Purpose::Conversation,
        kind: TextKind::Typed,
        words: words(n),
        job: None,
        answers: None,
        origin: Origin::Api,
        asked_by: "bench".to_owned(),
        not_before: DateTime::UNIX_EPOCH,
        send_before: clock.now().wall + TimeDelta::hours(4),
        undo: Duration::ZERO,
    }
}
