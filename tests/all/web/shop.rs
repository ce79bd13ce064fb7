//! A shop whose pages are open, with time, the modem and the phones in the test's hand.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use chrono::{DateTime, TimeDelta, Utc};
use readybell::clock::Clock;
use readybell::desk::Desk;
use readybell::domain::job::IntakeStep;
use readybell::domain::settings::Settings;
use readybell::health::{Health, Memory, Power};
use readybell::modem::{ModemStatus, Sample, SignalLog, State};
use readybell::store::{Attempt, Minted, OnLine, Outcome, Role, Store};
use readybell::web::{Hosts, House, Tls, WireTail, password, router};
use readybell::wire::{Address, Deliver, StatusReport, Timestamp, split};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

pub const SIM: &str = "310260000000001";
pub const PASSWORD: &str = "blue amp wiring";
/// A Saturday, 2:14 PM in Chicago.
pub const SATURDAY: &str = "2026-11-21T20:14:00Z";

pub struct Shop {
    pub store: Store,
    pub clock: Arc<Clock>,
    pub modem: watch::Sender<ModemStatus>,
    pub closing: CancellationToken,
    pub wire: WireTail,
    pub router: Router,
    pub house: House,
    directory: tempfile::TempDir,
}

/// A machine with everything wrong that can be, so that its words are on the modem's page.
fn unwell() -> Health {
    Health {
        heat: Some(83),
        power: Some(Power::Low),
        wear: Some(9),
        file_errors: Some(2),
        memory: Some(Memory {
            free: 9 << 20,
            total: 440 << 20,
        }),
        was_rolled_back: true,
        stuck_buttons: [3].into(),
    }
}

/// What the server answered.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// Where it sends the browser, having done what it was asked.
    pub fn goes_to(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.body);
        self.header("location")
    }

    pub fn cookie(&self) -> String {
        let set = self.header("set-cookie");
        set.split(';').next().unwrap().to_owned()
    }

    #[track_caller]
    pub fn shows(&self, words: &str) -> &Self {
        assert!(
            self.body.contains(words),
            "no {words:?} in {} {}",
            self.status,
            self.body
        );
        self
    }

    #[track_caller]
    pub fn hides(&self, words: &str) -> &Self {
        assert!(!self.body.contains(words), "{words:?} in {}", self.body);
        self
    }
}

/// A modem that works.
pub fn works() -> ModemStatus {
    ModemStatus {
        state: State::Ready,
        why: None,
        session: 1,
        operator: "T-Mobile".to_owned(),
        signal_dbm: Some(-79),
        ..ModemStatus::unopened()
    }
}

/// Hashing takes its time; all shops share one password.
pub fn hash() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| password::hash(PASSWORD).unwrap())
}

impl Shop {
    /// A first start: nobody is there yet.
    pub async fn new() -> Self {
        Self::with_tls(|_| None).await
    }

    /// A first start, with what gives its certificates; `tls` is told the data directory.
    pub async fn with_tls(tls: impl FnOnce(&Path) -> Option<Arc<Tls>>) -> Self {
        let clock = Arc::new(Clock::starting_at(SATURDAY.parse().unwrap()));
        let directory = tempfile::tempdir().unwrap();
        let store = Store::open(directory.path(), clock.now()).await.unwrap();
        store.set_bays(vec![1, 2]).await.unwrap();
        let desk = Arc::new(Desk::new(store.clone(), clock.clone()));
        let (modem, status) = watch::channel(works());
        let closing = CancellationToken::new();
        let wire = WireTail::default();
        let house = House {
            desk,
            modem: status,
            signals: signals(clock.now().wall),
            health: watch::channel(unwell()).1,
            wire: wire.clone(),
            hosts: Hosts::new(["readybell.local".to_owned()]),
            tls: tls(directory.path()),
            backups: vec![directory.path().join("backups")],
            recipient: None,
            closing: closing.clone(),
        };
        Self {
            store,
            clock,
            modem,
            closing,
            wire,
            router: router(house.clone()),
            house,
            directory,
        }
    }

    /// The data directory.
    pub fn directory(&self) -> &Path {
        self.directory.path()
    }

    /// A shop with its three people: the owner Ann, Jo at the counter, and Tim in the bays.
    pub async fn open() -> Self {
        let shop = Self::new().await;
        for (name, role) in [
            ("Ann", Role::Owner),
            ("Jo", Role::Counter),
            ("Tim", Role::Technician),
        ] {
            let hash = hash().to_owned();
            shop.store
                .add_staff(
                    name.to_owned(),
                    role,
                    hash,
                    "test".to_owned(),
                    shop.clock.now(),
                )
                .await
                .unwrap();
        }
        shop.set(|settings| settings.brand = "House of Hardknocks".to_owned())
            .await;
        shop
    }

    pub async fn set(&self, change: impl FnOnce(&mut Settings)) {
        let mut settings = self.store.settings().await.unwrap();
        change(&mut settings);
        let by = "test".to_owned();
        self.store
            .set_settings(settings, by, self.clock.now())
            .await
            .unwrap();
    }

    /// Signed in without the form, which takes its time.
    pub async fn cookie(&self, name: &str) -> String {
        let member = self
            .store
            .staff_named(name.to_owned())
            .await
            .unwrap()
            .unwrap();
        static SESSIONS: AtomicU64 = AtomicU64::new(0);
        let token = format!("{name}-{}", SESSIONS.fetch_add(1, Ordering::Relaxed));
        self.store
            .sign_in(member.id, token.clone(), self.clock.now())
            .await
            .unwrap();
        format!("readybell={token}")
    }

    pub async fn ask(&self, request: Request<Body>) -> Answer {
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let body = axum::body::to_bytes(body, 4_000_000).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    pub async fn get(&self, path: &str, cookie: &str) -> Answer {
        let request = Request::get(path)
            .header(header::HOST, "readybell.local")
            .header(header::COOKIE, cookie)
            .body(Body::empty())
            .unwrap();
        self.ask(request).await
    }

    /// Posts a form as a browser does from one of our own pages.
    pub async fn post(&self, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Answer {
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::HOST, "readybell.local")
            .header(header::ORIGIN, "http://readybell.local")
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form(fields)))
            .unwrap();
        self.ask(request).await
    }

    /// Takes a job in through its steps, as far as the receipt, and returns its number. `service`:
    /// the customer agreed by phone to texts about the vehicle.
    pub async fn job(&self, cookie: &str, more: &[(&str, &str)]) -> i64 {
        let mut fields = vec![
            ("name", "Luis Ortega"),
            ("phone", "(555) 013-4477"),
            ("lang", "en"),
            ("vehicle", "2012 Chevy Tahoe"),
            ("where", "waiting"),
            ("service", "yes"),
        ];
        fields.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
        fields.extend_from_slice(more);
        let of = |field: &str| {
            let found = fields.iter().find(|(name, _)| *name == field);
            found.map_or("", |(_, value)| *value)
        };
        let mut first = fields.clone();
        first.push(("work-1", of("work")));
        let answer = self.post("/jobs/new", cookie, &first).await;
        let to = answer.goes_to().to_owned();
        let path = to.strip_suffix("/number").unwrap();
        let tell = if of("phone").is_empty() {
            "call"
        } else {
            "text"
        };
        let second = [
            ("phone", of("phone")),
            ("tell", tell),
            ("lang", of("lang")),
            ("do", "no-code"),
        ];
        self.post(&to, cookie, &second).await.goes_to();
        if !of("service").is_empty() {
            let agreed = format!("{path}/agreed");
            self.post(&agreed, cookie, &[("read", "yes")])
                .await
                .goes_to();
        }
        let job = path.strip_prefix("/jobs/").unwrap().parse().unwrap();
        let done = self
            .store
            .set_intake(job, IntakeStep::Done, self.clock.now());
        done.await.unwrap();
        job
    }

    /// A text comes in from a phone and is applied.
    pub async fn receives(&self, from: &str, words: &str) {
        let now = self.clock.now();
        let address = if from.starts_with('+') {
            Address::phone(from)
        } else {
            Address::name(from)
        };
        let at = Timestamp::from_time(now.wall.fixed_offset());
        let data = split(words, 1).unwrap().remove(0);
        let tpdu = Deliver::new(address.unwrap(), at, data).encode().unwrap();
        self.store
            .take_direct(SIM.to_owned(), tpdu, now)
            .await
            .unwrap();
        self.store.apply_inbound(now).await.unwrap();
    }

    /// A picture announces itself (OMA-TS-MMS_ENC), from that national number of ten digits.
    pub async fn brings_a_picture(&self, from: &str) {
        let swapped: String = from
            .as_bytes()
            .chunks(2)
            .flat_map(|pair| [char::from(pair[1]), char::from(pair[0])])
            .collect();
        let tpdu = format!(
            "440A81{swapped}3BF56080207130238A3B0B05040B8423F000032A0202362E3130322E3137312E3135302F524E453955304A6D713551414142666C414141414D774141423651414141414100"
        );
        let bytes = (0..tpdu.len()).step_by(2);
        let bytes = bytes.map(|i| u8::from_str_radix(&tpdu[i..i + 2], 16).unwrap());
        let now = self.clock.now();
        let taken = self.store.take_direct(SIM.to_owned(), bytes.collect(), now);
        taken.await.unwrap();
        self.store.apply_inbound(now).await.unwrap();
    }

    /// The network reports that of the text with this reference, which it took just now.
    pub async fn reports(&self, to: &str, reference: u8, status: u8) {
        let now = self.clock.now();
        let at = Timestamp::from_time(now.wall.fixed_offset());
        let report = StatusReport {
            more_waiting: false,
            answers_command: false,
            reference,
            recipient: Address::phone(to).unwrap(),
            sent_at: at,
            settled_at: at,
            status,
        };
        let tpdu = report.encode().unwrap();
        let taken = self.store.take_direct(SIM.to_owned(), tpdu, now);
        taken.await.unwrap();
    }

    /// The next part is handed over, and it ends like that. False: nothing may go.
    pub async fn sends(&self, outcome: Outcome) -> bool {
        let now = self.clock.now();
        let Minted::Part(permit) = self.store.mint(1, false, now).await.unwrap() else {
            return false;
        };
        let attempt: Attempt = permit.attempt();
        self.store
            .released(attempt, OnLine::default(), now)
            .await
            .unwrap();
        self.store
            .settle(attempt, SIM.to_owned(), outcome, now)
            .await
            .unwrap();
        true
    }

    pub async fn sends_all(&self) {
        let mut mr = 0;
        while self.sends(Outcome::Sent { mr }).await {
            mr += 1;
        }
    }

    /// The clock shows that time.
    pub fn at(&self, time: &str) {
        self.clock.show(time.parse::<DateTime<Utc>>().unwrap());
    }
}

/// A form as a browser encodes it.
pub fn form(fields: &[(&str, &str)]) -> String {
    let escaped = |words: &str| -> String {
        let bytes = words.bytes().map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        });
        bytes.collect()
    };
    let fields = fields
        .iter()
        .map(|(name, value)| format!("{}={}", escaped(name), escaped(value)));
    fields.collect::<Vec<_>>().join("&")
}

/// What was heard of the network since then: well, and then not at all.
fn signals(from: DateTime<Utc>) -> SignalLog {
    let sample = |(minute, dbm): (i64, Option<i16>)| Sample {
        at: from + TimeDelta::minutes(minute),
        dbm,
        registered: dbm.is_some(),
    };
    [(0, Some(-77)), (1, Some(-81)), (2, Some(-75)), (60, None)]
        .into_iter()
        .map(sample)
        .collect()
}
