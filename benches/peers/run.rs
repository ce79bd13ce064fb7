//! One gateway on one simulated modem, and what it does there.

use super::gateway::Gateway;
use super::shop;
use anyhow::{Context, Result};
use readybell::sim::{Event, Recorded, Sim, SimConfig, SimHandle};
use rustix::process::{Pid, Signal, kill_process_group};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use tokio::process::Child;
use tokio::sync::mpsc;
use tokio::time::timeout_at;

/// A gateway at work.
pub struct Run {
    pub gateway: Gateway,
    pub directory: PathBuf,
    pub sim: SimHandle,
    events: mpsc::UnboundedReceiver<Recorded>,
    child: Option<Child>,
    begun: Instant,
    /// How often the network has accepted each text, by its words.
    pub accepted: BTreeMap<String, usize>,
}

impl Run {
    /// Gives it texts and a modem. It does not run yet.
    ///
    /// # Errors
    /// When it is not installed.
    pub async fn new(gateway: Gateway, texts: usize) -> Result<Self> {
        let directory = gateway.prepare(texts).await?;
        let (listener, events) = mpsc::unbounded_channel();
        // One world, one clock: a report is matched with a text by its time too.
        let (began, begun) = (shop::now()?, Instant::now());
        let sim = Sim::start(SimConfig {
            wall: Box::new(move || began + begun.elapsed()),
            link: Some(directory.join("modem")),
            listener: Some(listener),
            ..SimConfig::default()
        })?;
        Ok(Self {
            gateway,
            directory,
            sim,
            events,
            child: None,
            begun,
            accepted: BTreeMap::new(),
        })
    }

    /// How long there has been a modem: what the simulator's clock shows.
    pub fn elapsed(&self) -> Duration {
        self.begun.elapsed()
    }

    /// Starts the gateway.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn start(&mut self) -> Result<()> {
        self.start_as(None).await
    }

    /// The same under strace, so that its syncs can be counted.
    ///
    /// # Errors
    /// When it does not start, or strace is missing.
    pub async fn start_watched(&mut self) -> Result<()> {
        let file = self.syncs_file();
        self.start_as(Some(file)).await
    }

    async fn start_as(&mut self, syncs: Option<PathBuf>) -> Result<()> {
        let after = self.begun.elapsed();
        let child = self.gateway.start(&self.directory, after, syncs.as_deref());
        self.child = Some(child.await?);
        Ok(())
    }

    fn syncs_file(&self) -> PathBuf {
        self.directory.join("syncs")
    }

    /// How often it has synced a file until now; only where it was started to be watched.
    ///
    /// # Errors
    /// When that can't be read.
    pub fn syncs(&self) -> Result<u64> {
        let written = std::fs::read_to_string(self.syncs_file())?;
        // One that was interrupted by another thread's has a second line when it is resumed.
        let calls = written.lines().filter(|line| !line.contains("resumed>"));
        Ok(calls.count() as u64)
    }

    /// Ends it at once, with all that belongs to it.
    ///
    /// # Errors
    /// When it does not end.
    pub async fn kill(&mut self) -> Result<()> {
        if let Some(mut child) = self.child.take() {
            if let Some(group) = self.group(&child) {
                let _ = kill_process_group(group, Signal::KILL);
            }
            child.wait().await?;
        }
        Ok(())
    }

    /// What is resident of all its processes, in bytes.
    ///
    /// # Errors
    /// When it does not run.
    pub fn resident(&self) -> Result<u64> {
        Ok(self.sum("status", after("VmRSS:"))? * 1024)
    }

    /// How much processor time all its processes have used until now.
    ///
    /// # Errors
    /// When it does not run.
    pub fn processor_time(&self) -> Result<Duration> {
        // utime and stime: fields 14 and 15 of proc_pid_stat(5), in ticks of a hundredth of a second.
        let ticks = |stat: &str| {
            let fields = stat.rsplit(')').next()?.split(' ').skip(12).take(2);
            fields.map(|field| field.parse::<u64>().ok()).sum()
        };
        Ok(Duration::from_millis(self.sum("stat", ticks)? * 10))
    }

    /// How many bytes its processes have sent to the disk until now.
    ///
    /// # Errors
    /// When it does not run.
    pub fn written(&self) -> Result<u64> {
        self.sum("io", after("write_bytes:"))
    }

    /// A figure of all its processes, from that file of proc(5).
    fn sum(&self, file: &str, figure: impl Fn(&str) -> Option<u64>) -> Result<u64> {
        let child = self.child.as_ref().context("it does not run")?;
        let group = self.group(child).context("it has ended")?;
        let mut sum = 0;
        for entry in std::fs::read_dir("/proc")?.flatten() {
            let Ok(stat) = std::fs::read_to_string(entry.path().join("stat")) else {
                continue;
            };
            // The fifth field; the second may hold spaces.
            let of = stat
                .rsplit(')')
                .next()
                .and_then(|rest| rest.split(' ').nth(3));
            if of != Some(&group.as_raw_nonzero().to_string()) {
                continue;
            }
            let told = std::fs::read_to_string(entry.path().join(file))?;
            sum += figure(&told).with_context(|| format!("no such figure in {file}"))?;
        }
        Ok(sum)
    }

    fn group(&self, child: &Child) -> Option<Pid> {
        child.id().and_then(|id| Pid::from_raw(id.cast_signed()))
    }

    /// What happens next, until then.
    ///
    /// # Errors
    /// When the simulator has ended.
    pub async fn next(&mut self, until: Instant) -> Result<Option<Recorded>> {
        let Ok(next) = timeout_at(until.into(), self.events.recv()).await else {
            return Ok(None);
        };
        let next = next.context("the simulator has ended")?;
        if let Event::Accepted { words, .. } = &next.event {
            *self.accepted.entry(words.clone()).or_default() += 1;
        }
        Ok(Some(next))
    }

    /// Waits until that has happened. Returns when, on the simulator's clock; None when it did not.
    ///
    /// # Errors
    /// When the simulator has ended.
    pub async fn wait(
        &mut self,
        until: Instant,
        is_it: impl Fn(&Event) -> bool,
    ) -> Result<Option<Duration>> {
        while let Some(next) = self.next(until).await? {
            if is_it(&next.event) {
                return Ok(Some(Duration::from_micros(next.mono_us)));
            }
        }
        Ok(None)
    }
}

/// The number that begins a line behind this name.
fn after(name: &str) -> impl Fn(&str) -> Option<u64> {
    move |told| {
        let line = told.lines().find_map(|line| line.strip_prefix(name))?;
        line.split_whitespace().next()?.parse().ok()
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        if let Some(group) = self.child.as_ref().and_then(|child| self.group(child)) {
            let _ = kill_process_group(group, Signal::KILL);
        }
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}
