//! The appliance as a process of its own, whose power can be cut.

use super::DemoError;
use crate::clock::Clock;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::Mutex;

/// The appliance. Its clock is ours: every start, and every move of the clock, tells it the time.
pub(super) struct Appliance {
    program: PathBuf,
    config: PathBuf,
    clock: Arc<Clock>,
    child: Mutex<Option<Child>>,
    cutting: Mutex<()>,
}

/// How long a power cut lasts.
const DARK_FOR: Duration = Duration::from_secs(2);
/// A program that does not end by itself within this is killed.
const ENDS_WITHIN: Duration = Duration::from_secs(10);

impl Appliance {
    pub async fn start(
        program: &Path,
        config: &Path,
        clock: &Arc<Clock>,
    ) -> Result<Self, DemoError> {
        let appliance = Self {
            program: program.to_owned(),
            config: config.to_owned(),
            clock: Arc::clone(clock),
            child: Mutex::new(None),
            cutting: Mutex::new(()),
        };
        let child = appliance.spawn().await?;
        *appliance.child.lock().await = Some(child);
        Ok(appliance)
    }

    /// Whether it runs.
    pub async fn is_on(&self) -> bool {
        let mut child = self.child.lock().await;
        child
            .as_mut()
            .is_some_and(|child| matches!(child.try_wait(), Ok(None)))
    }

    /// SIGKILL, two seconds of darkness, and a new start. One that is dark already just starts.
    pub async fn cut_the_power(&self) -> Result<(), DemoError> {
        // Whoever cuts while it is dark waits, and does not start a second one.
        let _one = self.cutting.lock().await;
        let cut = self.child.lock().await.take();
        if let Some(mut child) = cut {
            // It may have gone by itself.
            let _ = child.kill().await;
            tokio::time::sleep(DARK_FOR).await;
        }
        let child = self.spawn().await?;
        *self.child.lock().await = Some(child);
        Ok(())
    }

    /// Tells it what time it is now.
    pub async fn tell_time(&self) {
        if let Some(child) = self.child.lock().await.as_mut() {
            // A program that has just gone needs no time.
            let _ = tell(child, &self.clock).await;
        }
    }

    /// Ends it as systemd would.
    pub async fn stop(&self) {
        let Some(mut child) = self.child.lock().await.take() else {
            return;
        };
        if let Some(pid) = child
            .id()
            .and_then(|id| i32::try_from(id).ok())
            .and_then(rustix::process::Pid::from_raw)
        {
            // It may have gone by itself.
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
        }
        if tokio::time::timeout(ENDS_WITHIN, child.wait())
            .await
            .is_err()
        {
            let _ = child.kill().await;
        }
    }

    /// Starts it, and waits until its page is open.
    async fn spawn(&self) -> Result<Child, DemoError> {
        let failed = |why| DemoError::Io {
            what: self.program.display().to_string(),
            why,
        };
        let mut child = Command::new(&self.program)
            .args(["serve", "--clock-from-stdin", "--config"])
            .arg(&self.config)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(failed)?;
        tell(&mut child, &self.clock).await.map_err(failed)?;
        if let Some(said) = child.stdout.take() {
            let mut lines = BufReader::new(said).lines();
            let first = lines.next_line().await.map_err(failed)?;
            if first.is_none() {
                let why = std::io::Error::other("the appliance ended at once; its words are above");
                return Err(failed(why));
            }
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        }
        Ok(child)
    }
}

async fn tell(child: &mut Child, clock: &Clock) -> std::io::Result<()> {
    match child.stdin.as_mut() {
        Some(stdin) => {
            stdin
                .write_all(format!("{}\n", clock.now().wall.to_rfc3339()).as_bytes())
                .await
        }
        None => Ok(()),
    }
}
