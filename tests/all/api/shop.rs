//! A shop with the real router on a loopback port, and a program that talks to it in plain HTTP.

use chrono::{DateTime, TimeDelta, Utc};
use readybell::clock::Clock;
use readybell::desk::{Desk, Intake};
use readybell::domain::phone::{Country, PhoneNumber};
use readybell::modem::ModemStatus;
use readybell::store::{Listed, Minted, OnLine, Outcome, Store};
use readybell::web::{self, Hosts, House, WireTail};
use readybell::wire::{Address, Deliver, StatusReport, Timestamp, split};
use serde_json::Value;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Agreed to service texts.
pub const LUIS: &str = "+15550134477";
/// Agreed, and then texted STOP.
pub const STOPPED: &str = "+15550134488";
/// Nobody that the shop knows.
pub const STRANGER: &str = "+15550134499";
/// The number in the examples of the API's document; agreed as well.
pub const EXAMPLE: &str = "+15555550142";
/// May do everything that a token may.
pub const TOKEN: &str = "rb_everything";

const SIM: &str = "310260000000001";

/// A shop on a Tuesday at two in the afternoon, Chicago time.
pub struct Shop {
    pub store: Store,
    pub clock: Arc<Clock>,
    pub address: SocketAddr,
    pub directory: tempfile::TempDir,
    server: JoinHandle<()>,
    _modem: watch::Sender<ModemStatus>,
}

impl Drop for Shop {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Shop {
    /// Opens with nobody in it. No page was read yet.
    pub async fn empty() -> Self {
        let start = DateTime::parse_from_rfc3339("2026-11-24T14:00:00-06:00").unwrap();
        let clock = Arc::new(Clock::starting_at(start.to_utc()));
        let directory = tempfile::tempdir().unwrap();
        let store = Store::open(directory.path(), clock.now()).await.unwrap();
        let (modem, status) = watch::channel(ModemStatus::unopened());
        let house = House {
            desk: Arc::new(Desk::new(store.clone(), Arc::clone(&clock))),
            modem: status,
            signals: Default::default(),
            health: watch::channel(Default::default()).1,
            wire: WireTail::default(),
            hosts: Hosts::new([]),
            tls: None,
            backups: Vec::new(),
            recipient: None,
            closing: Default::default(),
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = tokio::spawn(web::serve(
            listener,
            web::router(house),
            None,
            Default::default(),
        ));
        Self {
            store,
            clock,
            address,
            directory,
            server,
            _modem: modem,
        }
    }

    /// Opens with Luis, somebody who texted STOP, and a token that may do everything.
    pub async fn open() -> Self {
        let shop = Self::empty().await;
        let mut settings = shop.store.settings().await.unwrap();
        settings.brand = "House of Hardknocks".to_owned();
        settings.limits.paced = false;
        let now = shop.clock.now();
        shop.store
            .set_settings(settings, "test".to_owned(), now)
            .await
            .unwrap();
        for number in [LUIS, STOPPED, EXAMPLE] {
            shop.agrees(number).await;
        }
        shop.receives(STOPPED, "STOP").await;
        shop.send_all().await;
        let all = "service conversation promotional inbox permission suppressions";
        shop.token("all", TOKEN, all).await;
        shop
    }

    pub async fn token(&self, name: &str, secret: &str, scopes: &str) {
        let scopes = scopes.split_whitespace().map(str::to_owned).collect();
        let (name, secret, by) = (name.to_owned(), secret.to_owned(), "test".to_owned());
        let now = self.clock.now();
        self.store
            .add_token(name, secret, scopes, by, now)
            .await
            .unwrap();
    }

    async fn agrees(&self, number: &str) {
        let intake = Intake {
            name: format!("Owner of {number}"),
            phone: number.to_owned(),
            vehicle: "2012 Chevy Tahoe".to_owned(),
            service: true,
            ..Intake::default()
        };
        let desk = Desk::new(self.store.clone(), Arc::clone(&self.clock));
        desk.take_in(intake, "Jo").await.unwrap();
    }

    /// A phone texts the shop.
    pub async fn receives(&self, from: &str, words: &str) {
        let now = self.clock.now();
        let time = Timestamp::from_time(now.wall.fixed_offset());
        let mut entries = Vec::new();
        for (index, data) in (0..).zip(split(words, 7).unwrap()) {
            let deliver = Deliver::new(Address::phone(from).unwrap(), time, data);
            let tpdu = deliver.encode().unwrap();
            entries.push(Listed { index, tpdu });
        }
        self.listing(entries).await;
        self.store.apply_inbound(now).await.unwrap();
    }

    /// The network reports that the part with that reference arrived.
    pub async fn reports(&self, to: &str, reference: u8) {
        let time = Timestamp::from_time(self.clock.now().wall.fixed_offset());
        let report = StatusReport {
            more_waiting: false,
            answers_command: false,
            reference,
            recipient: Address::phone(to).unwrap(),
            sent_at: time,
            settled_at: time,
            status: 0,
        };
        let tpdu = report.encode().unwrap();
        self.listing(vec![Listed { index: 0, tpdu }]).await;
        self.store.apply_inbound(self.clock.now()).await.unwrap();
    }

    async fn listing(&self, entries: Vec<Listed>) {
        let (sim, storage, now) = (SIM.to_owned(), "SM".to_owned(), self.clock.now());
        let deletable = self
            .store
            .take_listing(sim.clone(), storage.clone(), entries, now)
            .await
            .unwrap();
        for index in deletable {
            self.store
                .sim_copy_deleted(sim.clone(), storage.clone(), index, now)
                .await
                .unwrap();
        }
    }

    /// The network takes everything that may go now; references count up from 1.
    pub async fn send_all(&self) -> u8 {
        let mut mr = 0;
        let now = self.clock.now();
        while let Minted::Part(permit) = self.store.mint(1, false, now).await.unwrap() {
            mr += 1;
            let attempt = permit.attempt();
            self.store
                .released(attempt, OnLine::default(), now)
                .await
                .unwrap();
            let outcome = Outcome::Sent { mr };
            self.store
                .settle(attempt, SIM.to_owned(), outcome, now)
                .await
                .unwrap();
        }
        mr
    }

    /// An instant so far from now, as programs spell it.
    pub fn at(&self, away: TimeDelta) -> String {
        (self.clock.now().wall + away).to_rfc3339()
    }

    pub fn shows(&self, later: TimeDelta) -> DateTime<Utc> {
        let wall = self.clock.now().wall + later;
        self.clock.show(wall);
        wall
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[bearer(TOKEN)], "").await
    }

    pub async fn ask(&self, body: &Value) -> Answer {
        self.ask_with(&[bearer(TOKEN)], body).await
    }

    pub async fn ask_with(&self, headers: &[Header], body: &Value) -> Answer {
        let mut headers = headers.to_vec();
        headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
        self.send("POST", "/texts", &headers, &body.to_string())
            .await
    }

    /// A program hands an opt-out in.
    pub async fn suppress(&self, headers: &[Header], body: &Value) -> Answer {
        let mut headers = headers.to_vec();
        headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
        self.send("POST", "/suppressions", &headers, &body.to_string())
            .await
    }

    pub async fn send(&self, method: &str, path: &str, headers: &[Header], body: &str) -> Answer {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let mut request = format!("{method} /api/v1{path} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|(name, _)| name == "Host") {
            request += &format!("Host: {}\r\n", self.address);
        }
        for (name, value) in headers {
            request += &format!("{name}: {value}\r\n");
        }
        request += &format!("Content-Length: {}\r\n\r\n{body}", body.len());
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        Answer::read(&String::from_utf8(answer).unwrap())
    }
}

pub type Header = (String, String);

pub fn bearer(secret: &str) -> Header {
    ("Authorization".to_owned(), format!("Bearer {secret}"))
}

pub fn number(e164: &str) -> PhoneNumber {
    PhoneNumber::parse(e164, Country::US).unwrap()
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    headers: Vec<Header>,
    pub body: Value,
}

impl Answer {
    fn read(raw: &str) -> Self {
        let (head, body) = raw.split_once("\r\n\r\n").unwrap();
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap();
        let headers = lines.map(|line| {
            let (name, value) = line.split_once(": ").unwrap();
            (name.to_ascii_lowercase(), value.to_owned())
        });
        Self {
            status: status.parse().unwrap(),
            headers: headers.collect(),
            body: serde_json::from_str(body).unwrap_or(Value::String(body.to_owned())),
        }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(known, _)| known == name);
        let value = found.next().map(|(_, value)| value.as_str());
        assert!(found.next().is_none(), "{name} came twice");
        value
    }

    pub fn id(&self) -> i64 {
        assert_eq!(self.status, 202, "{self:?}");
        self.body["id"].as_i64().unwrap()
    }

    /// Checks that this is a whole problem, and gives its status and reason.
    pub fn problem(&self) -> (u16, &str) {
        assert_eq!(
            self.header("content-type"),
            Some("application/problem+json"),
            "{self:?}"
        );
        let reason = self.body["reason"].as_str().unwrap();
        assert_eq!(self.body["status"], self.status);
        assert_eq!(self.body["type"], format!("urn:readybell:problem:{reason}"));
        for field in ["title", "detail"] {
            assert!(!self.body[field].as_str().unwrap().is_empty(), "{self:?}");
        }
        (self.status, reason)
    }
}
