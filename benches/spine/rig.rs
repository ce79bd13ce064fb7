//! The real program, a simulated modem, and a look at both.

use super::http;
use super::shop;
use anyhow::{Context, Result};
use readybell::sim::{Recorded, Sim, SimConfig, SimHandle};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::UnixStream;
use tokio::process::Child;
use tokio::sync::mpsc;

/// Clock ticks a second in /proc (USER_HZ is 100 on Linux).
const TICKS: u64 = 100;

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
        let (directory, waiting) = shop::with_customers(jobs).await?;
        Self::in_shop(directory, waiting)
    }

    /// The program and its modem for a shop that was made already.
    pub fn in_shop(directory: PathBuf, jobs: Vec<i64>) -> Result<Self> {
        let database = rusqlite::Connection::open(directory.join("readybell.db"))?;
        database.busy_timeout(Duration::from_secs(5))?;
        let (listener, events) = mpsc::unbounded_channel();
        let sim = Sim::start(SimConfig {
            link: Some(directory.join("modem")),
            listener: Some(listener),
            ..SimConfig::default()
        })?;
        let address = shop::configure(&directory)?;
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
        shop::queue(&self.directory, texts).await?;
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
        let mut child = shop::program(&self.directory).spawn()?;
        shop::set_clock(&mut child, Duration::ZERO).await?;
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
