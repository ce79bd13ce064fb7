//! A shop: the real program as a process of its own, on a simulated modem in this process, with
//! customers' phones and the buttons in the bays.

use super::browser::PATIENCE;
use super::ports::free_address;
use chrono::{DateTime, Utc};
use readybell::sim::event::{Event, Recorded};
use readybell::sim::{Bubble, Sim, SimConfig, SimHandle};
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::Instant;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::net::UnixStream;
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::process::{Child, Command};
use tokio::sync::mpsc;
use tokio::time::timeout;

/// 2 PM of a Wednesday in Chicago.
const TWO: &str = "2026-11-18T14:00:00-06:00";

/// The shop. Dropping it ends the program without a word, and the modem.
pub struct Shop {
    daemon: Child,
    happens: mpsc::UnboundedReceiver<Recorded>,
    sim: SimHandle,
    /// What the clocks of the network and the phones show: a time, and since when it runs on.
    outside: Arc<Mutex<(DateTime<Utc>, Instant)>>,
    directory: TempDir,
}

impl Shop {
    /// Opens a shop in which nobody has ever signed in. Returns the link that the program printed.
    pub async fn open() -> (Self, String) {
        Self::open_with("").await
    }

    /// The same, with more said in the configuration about the page.
    pub async fn open_with(page: &str) -> (Self, String) {
        let directory = TempDir::with_prefix("readybell-shop-").unwrap();
        let port = directory.path().join("modem");
        let two: DateTime<Utc> = TWO.parse().unwrap();
        let outside = Arc::new(Mutex::new((two, Instant::now())));
        let clock = Arc::clone(&outside);
        let (listener, happens) = mpsc::unbounded_channel();
        let sim = Sim::start(SimConfig {
            link: Some(port.clone()),
            listener: Some(listener),
            wall: Box::new(move || {
                let (shown, since) = *clock.lock().unwrap();
                shown + since.elapsed()
            }),
            ..SimConfig::default()
        })
        .unwrap();
        let address = free_address();
        let socket = directory.path().join("panel.sock");
        let config = format!(
            "data = {:?}\n[web]\naddress = \"{address}\"\n{page}\n[modem]\nport = {port:?}\n\
             [panel]\ndriver = \"simulated\"\nsocket = {socket:?}\n\
             [[panel.bay]]\nbay = 1\nbutton = 17\nlight = 18\n\
             [[panel.bay]]\nbay = 2\nbutton = 22\nlight = 23\n",
            directory.path().join("data"),
        );
        std::fs::write(directory.path().join("config.toml"), config).unwrap();
        let (daemon, said) = start(&directory).await;
        let link = said.split_whitespace().find(|w| w.starts_with("http"));
        let link = link.unwrap_or_else(|| panic!("no link in {said:?}"));
        let shop = Self {
            daemon,
            happens,
            sim,
            outside,
            directory,
        };
        (shop, link.to_owned())
    }

    /// SIGKILL.
    pub async fn kill(&mut self) {
        self.daemon.kill().await.unwrap();
    }

    /// Starts the program again, after [`Shop::kill`].
    pub async fn start_again(&mut self) {
        self.daemon = start(&self.directory).await.0;
    }

    /// Backs up and restores what it has backed up, while the program is down.
    pub async fn restores_a_backup(&self) {
        let to = self.directory.path().join("backups");
        let run = |arguments: Vec<PathBuf>| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_readybell"));
            command.args(arguments).arg("--config");
            command.arg(self.directory.path().join("config.toml"));
            command.stdout(Stdio::null());
            command
        };
        let made = run(vec!["backup".into(), "--to".into(), to.clone()]).status();
        assert!(made.await.unwrap().success());
        let backup = std::fs::read_dir(to).unwrap().next().unwrap().unwrap();
        let restored = run(vec!["restore".into(), backup.path()]).status();
        assert!(restored.await.unwrap().success());
    }

    /// Every clock, the shop's and those outside, shows that time from now on.
    pub async fn clocks_show(&mut self, time: &str) {
        *self.outside.lock().unwrap() = (time.parse().unwrap(), Instant::now());
        let clock = self.daemon.stdin.as_mut().expect("it is piped");
        let line = format!("{time}\n");
        clock.write_all(line.as_bytes()).await.unwrap();
    }

    /// Does something to the modem or the network, in the simulator's words.
    pub async fn happens(&self, command: &str) {
        self.sim.run_line(command).await.unwrap();
    }

    /// A customer's phone texts the shop.
    pub async fn phone_texts(&self, from: &str, words: &str) {
        self.sim.phone_texts(from, words).await.unwrap();
    }

    /// Waits until a text with these words in it has come to that phone.
    pub async fn phone_gets(&mut self, number: &str, wanted: &str) -> String {
        let arrived = timeout(PATIENCE, async {
            loop {
                let happened = self.happens.recv().await.expect("the modem has gone");
                match happened.event {
                    Event::Arrived { to, words } if to == number && words.contains(wanted) => {
                        return words;
                    }
                    _ => {}
                }
            }
        });
        match arrived.await {
            Ok(words) => words,
            Err(_) => panic!("{number} never got {wanted:?}"),
        }
    }

    /// What the phone of that number shows.
    pub async fn phone(&self, number: &str) -> Vec<Bubble> {
        self.sim.conversation(number).await.unwrap()
    }

    /// Stands before the buttons.
    pub async fn buttons(&self) -> Buttons {
        let socket = self.directory.path().join("panel.sock");
        let (reader, writer) = UnixStream::connect(socket).await.unwrap().into_split();
        Buttons {
            lights: BufReader::new(reader).lines(),
            writer,
        }
    }
}

/// The buttons and lights of the bays.
pub struct Buttons {
    lights: Lines<BufReader<OwnedReadHalf>>,
    writer: OwnedWriteHalf,
}

impl Buttons {
    /// Presses a bay's button and lets go.
    pub async fn press(&mut self, bay: u16) {
        let line = format!("press {bay}\nrelease {bay}\n");
        self.writer.write_all(line.as_bytes()).await.unwrap();
    }

    /// Waits until a bay's light shows a pattern.
    pub async fn light_shows(&mut self, bay: u16, pattern: &str) {
        let shown = timeout(PATIENCE, async {
            loop {
                let line = self.lights.next_line().await.unwrap();
                let line = line.expect("the panel has gone");
                let words: Vec<_> = line.split_whitespace().collect();
                if words[0] == "light" && words[1] == bay.to_string() && words[3] == pattern {
                    return;
                }
            }
        });
        assert!(
            shown.await.is_ok(),
            "the light of bay {bay} never showed {pattern}"
        );
    }
}

/// Starts the program, and returns the first thing that it says: that its page is open.
async fn start(directory: &TempDir) -> (Child, String) {
    let mut daemon = Command::new(env!("CARGO_BIN_EXE_readybell"))
        .args(["serve", "--clock-from-stdin", "--config"])
        .arg(directory.path().join("config.toml"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let clock = daemon.stdin.as_mut().expect("it is piped");
    let time = format!("{TWO}\n");
    clock.write_all(time.as_bytes()).await.unwrap();
    let said = daemon.stdout.take().expect("it is piped");
    let line = BufReader::new(said).lines().next_line().await.unwrap();
    (daemon, line.expect("it ended at once"))
}
