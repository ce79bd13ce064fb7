//! The real program, a simulated modem, and a look at both.

use super::http;
use anyhow::{Context, Result};
use chrono::{DateTime, TimeDelta};
use readybell::clock::Clock;
use readybell::domain::consent::{Method, Scope};
use readybell::domain::job::JobState;
use readybell::domain::lang::Lang;
use readybell::domain::phone::PhoneNumber;
use readybell::domain::purpose::Purpose;
use readybell::domain::text::TextKind;
use readybell::sim::{Recorded, Sim, SimConfig, SimHandle};
use readybell::store::{Grant, NewJob, Origin, Queued, Store};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::UnixStream;
use tokio::process::{Child, Command};
use tokio::sync::mpsc;

/// Customers who agreed to texts.
pub const CUSTOMERS: usize = 100;
/// A Tuesday, two in the afternoon in Chicago.
pub const NOW: &str = "2026-11-24T14:00:00-06:00";
/// Clock ticks a second in /proc (USER_HZ is 100 on Linux).
const TICKS: u64 = 100;

/// The number of the n-th customer.
pub fn number(n: usize) -> String {
    format!("+1555013{:04}", 1000 + n)
}

/// The value below which so many of a hundred lie.
pub fn percentile(times: &mut [Duration], of_100: usize) -> Duration {
    times.sort_unstable();
    let last = times.len().saturating_sub(1);
    times
        .get((times.len() * of_100 / 100).min(last))
        .copied()
        .unwrap_or_default()
}

/// The program and its modem, in a directory of their own under `target/`.
pub struct Rig {
    pub sim: SimHandle,
    pub address: SocketAddr,
    pub directory: PathBuf,
    events: mpsc::UnboundedReceiver<Recorded>,
    child: Option<Child>,
    panel: Option<UnixStream>,
    jobs: Vec<i64>,
    texts_wanted: usize,
    /// Jobs go into the bay while the program runs, by a second connection.
    database: rusqlite::Connection,
}

impl Rig {
    /// A shop with customers who agreed, and so many jobs that wait.
    pub async fn seeded(jobs: usize) -> Result<Self> {
        let directory = fresh_directory()?;
        let clock = Clock::starting_at(DateTime::parse_from_rfc3339(NOW)?.to_utc());
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
        let rig = Self::in_shop(directory, waiting)?;
        // The confirmations of the consents have gone long ago.
        rig.database
            .execute("UPDATE outbox SET state = 'delivered'", [])?;
        Ok(rig)
    }

    /// The program and its modem for a shop that was made already.
    pub fn in_shop(directory: PathBuf, jobs: Vec<i64>) -> Result<Self> {
        let database = rusqlite::Connection::open(directory.join("readybell.db"))?;
        database.busy_timeout(Duration::from_secs(5))?;
        let (listener, events) = mpsc::unbounded_channel();
        let link = directory.join("modem");
        let sim = Sim::start(SimConfig {
            link: Some(link.clone()),
            listener: Some(listener),
            ..SimConfig::default()
        })?;
        let address = free_address()?;
        let socket = directory.join("panel.sock");
        std::fs::write(
            directory.join("config.toml"),
            format!(
                "data = {directory:?}\nbays = 1\n[web]\naddress = \"{address}\"\n[modem]\nport = {link:?}\n\
                 [panel]\ndriver = \"simulated\"\nsocket = {socket:?}\n[[panel.bay]]\nbay = 1\nbutton = 17\n"
            ),
        )?;
        Ok(Self {
            sim,
            address,
            directory,
            events,
            child: None,
            panel: None,
            jobs,
            texts_wanted: 0,
            database,
        })
    }

    /// Puts texts in while the program is down.
    pub async fn queue(&mut self, texts: usize) -> Result<()> {
        let clock = Clock::starting_at(DateTime::parse_from_rfc3339(NOW)?.to_utc());
        let store = Store::open(&self.directory, clock.now()).await?;
        for n in 0..texts {
            let to = PhoneNumber::from_e164(&number(n % CUSTOMERS))?;
            let contact = store.contact_of(to).await?.context("a customer")?.id;
            store.queue(text(contact, n, &clock), clock.now()).await?;
        }
        self.texts_wanted = texts;
        Ok(())
    }

    /// Starts the program and waits until the modem is set up.
    pub async fn start(&mut self) -> Result<()> {
        self.spawn().await?;
        loop {
            let event = self.next().await?;
            if matches!(event.event, readybell::sim::Event::LineIn { text } if text.starts_with("AT+CMGL"))
            {
                return Ok(());
            }
        }
    }

    /// Starts the program, and returns as soon as it says where its page is.
    pub async fn spawn(&mut self) -> Result<()> {
        let mut child = Command::new(env!("CARGO_BIN_EXE_readybell"))
            .args(["serve", "--clock-from-stdin", "--config"])
            .arg(self.directory.join("config.toml"))
            .env("READYBELL_LOG", "error")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let stdin = child.stdin.as_mut().context("its standard input")?;
        stdin.write_all(format!("{NOW}\n").as_bytes()).await?;
        let mut lines = BufReader::new(child.stdout.take().context("its standard output")?).lines();
        lines
            .next_line()
            .await?
            .context("the program ended at once")?;
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        self.child = Some(child);
        Ok(())
    }

    pub async fn kill(&mut self) -> Result<()> {
        if let Some(mut child) = self.child.take() {
            child.kill().await?;
        }
        Ok(())
    }

    /// What happened next in the simulated world.
    pub async fn next(&mut self) -> Result<Recorded> {
        let next = tokio::time::timeout(Duration::from_secs(60), self.events.recv()).await;
        next.context("nothing happened for a minute")?
            .context("the simulator ended")
    }

    pub fn wait_for_page(&self) -> Result<()> {
        let begun = Instant::now();
        while http::get(self.address, "/setup", "").is_err()
            && http::get(self.address, "/sign-in", "").is_err()
        {
            anyhow::ensure!(begun.elapsed() < Duration::from_secs(20), "no page");
        }
        Ok(())
    }

    pub fn wait_for_applied(&self, texts: usize) -> Result<()> {
        let mut count = self
            .database
            .prepare_cached("SELECT count(*) FROM inbox WHERE applied_at IS NOT NULL")?;
        let begun = Instant::now();
        while count.query_row([], |row| row.get::<_, i64>(0))? < i64::try_from(texts)? {
            anyhow::ensure!(begun.elapsed() < Duration::from_secs(20), "not applied");
            std::thread::sleep(Duration::from_micros(200));
        }
        Ok(())
    }

    pub async fn put_next_job_into_the_bay(&mut self) -> Result<()> {
        let job = self.jobs.pop().context("no more jobs")?;
        self.database.execute(
            "UPDATE job SET state = 'picked_up', bay_id = NULL WHERE bay_id = 1",
            [],
        )?;
        self.database.execute(
            "UPDATE job SET state = 'in_bay', bay_id = 1 WHERE id = ?1",
            [job],
        )?;
        if self.panel.is_none() {
            self.panel = Some(UnixStream::connect(self.directory.join("panel.sock")).await?);
        }
        // A second press within two seconds of the first would be the same press.
        tokio::time::sleep(Duration::from_millis(2_100)).await;
        Ok(())
    }

    pub async fn press(&mut self) -> Result<()> {
        self.say("press 1\n").await
    }

    pub async fn release(&mut self) -> Result<()> {
        self.say("release 1\n").await
    }

    async fn say(&mut self, line: &str) -> Result<()> {
        Ok(self
            .panel
            .as_mut()
            .context("no panel")?
            .write_all(line.as_bytes())
            .await?)
    }

    /// Bytes that the program has caused to be written to the disk.
    pub fn written(&self) -> Result<u64> {
        let io = self.proc("io")?;
        let line = io
            .lines()
            .find_map(|line| line.strip_prefix("write_bytes: "))
            .context("write_bytes")?;
        Ok(line.parse()?)
    }

    /// Resident memory in bytes.
    pub fn resident(&self) -> Result<u64> {
        let status = self.proc("status")?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .context("VmRSS")?;
        Ok(line.trim().trim_end_matches(" kB").parse::<u64>()? * 1024)
    }

    /// Processor time used so far, of all threads.
    pub fn processor_time(&self) -> Result<Duration> {
        let stat = self.proc("stat")?;
        // The fields after the name in brackets; user and system time are the 14th and 15th of all.
        let fields: Vec<&str> = stat
            .rsplit_once(") ")
            .context("stat")?
            .1
            .split(' ')
            .collect();
        let field = |n: usize| {
            fields
                .get(n)
                .and_then(|f| f.parse::<u64>().ok())
                .unwrap_or(0)
        };
        Ok(Duration::from_millis(
            (field(11) + field(12)) * 1000 / TICKS,
        ))
    }

    fn proc(&self, file: &str) -> Result<String> {
        let id = self
            .child
            .as_ref()
            .and_then(Child::id)
            .context("the program is not running")?;
        Ok(std::fs::read_to_string(format!("/proc/{id}/{file}"))?)
    }
}

impl Drop for Rig {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.start_kill();
        }
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}

/// A directory on the disk that holds `target/`, not in memory.
pub fn fresh_directory() -> Result<PathBuf> {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench");
    std::fs::create_dir_all(&base)?;
    Ok(tempfile::tempdir_in(base)?.keep())
}

fn free_address() -> Result<SocketAddr> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?)
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
            staff: "bench".to_owned(),
        }],
        confirmation: "You get texts about your vehicle.".to_owned(),
        confirm_before: clock.now().wall + TimeDelta::days(1),
        by: "bench".to_owned(),
    })
}

fn text(contact: i64, n: usize, clock: &Clock) -> Queued {
    Queued {
        contact,
        purpose: Purpose::Service,
        kind: TextKind::FromProgram,
        words: format!("Our shop: the {n}th text of this run, as long as such texts are."),
        job: None,
        answers: None,
        origin: Origin::Api,
        asked_by: "bench".to_owned(),
        not_before: DateTime::UNIX_EPOCH,
        send_before: clock.now().wall + TimeDelta::hours(4),
        undo: Duration::ZERO,
    }
}
