//! A small believable day, made with the appliance's own functions at the hours at which it would
//! have happened.

use super::{BAYS, DemoError, ZONE};
use crate::clock::Clock;
use crate::desk::{Desk, Signed};
use crate::domain::follow_up::{Codes, FollowUp};
use crate::domain::job::{IntakeStep, JobState, Tell, WaitsFor};
use crate::domain::lang::Lang;
use crate::domain::phone::{Country, PhoneNumber};
use crate::domain::signature::{Point, Signature};
use crate::domain::text::TextKind;
use crate::domain::wording::ConsentLine;
use crate::domain::zone::Zone;
use crate::sim::{Bubble, BubbleState};
use crate::store::{
    Lock, Minted, NewLine, NewVisit, OnLine, Origin, Outcome, Reaching, Role, Store, Who, Whose,
};
use crate::web::password;
use crate::wire::{Address, StatusReport, Timestamp, decode_from_phone};
use chrono::{DateTime, NaiveTime, Utc};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Who signs in.
const STAFF: &str = "Jo";
/// The session of the tablet on which customers sign in the morning.
const TABLET: &str = "the demo's morning";
/// The SIM of the morning. The simulated one has another identity.
const SIM: &str = "demo";

/// What the day left behind.
pub(super) struct Planted {
    /// With which Jo signs in.
    pub password: String,
    /// What the customers' phones got in the morning, by number.
    pub morning: Vec<(String, Bubble)>,
}

/// Fills an empty data directory. One that a demo has used before keeps its day, and its password
/// is in the file beside it; the phones are new then.
pub(super) async fn plant(directory: &Path, clock: &Arc<Clock>) -> Result<Planted, DemoError> {
    let kept = directory.join("password");
    let two = clock.now().wall;
    // The morning has a clock of its own, which goes where the day wants it.
    let morning = Arc::new(Clock::starting_at(two));
    let store = Store::open(directory, morning.now()).await?;
    if !store.has_no_staff().await? {
        let password = std::fs::read_to_string(&kept).map_err(|why| DemoError::Io {
            what: kept.display().to_string(),
            why,
        })?;
        return Ok(Planted {
            password,
            morning: Vec::new(),
        });
    }
    let secret = three_words()?;
    let hash = password::hash(&secret).map_err(|error| DemoError::Seed(error.to_string()))?;
    store
        .add_staff(
            STAFF.to_owned(),
            Role::Owner,
            hash,
            "the demo".to_owned(),
            morning.now(),
        )
        .await?;
    store.set_bays(BAYS.map(i64::from).to_vec()).await?;
    let mut settings = store.settings().await?;
    settings.brand = "House of Hardknocks".to_owned();
    settings.trade = "car audio".to_owned();
    settings.phone = "555-555-0100".to_owned();
    settings.site = "hardknocks.example".to_owned();
    settings.zone = ZONE.to_owned();
    settings.undo_seconds = 10;
    settings.tax = 825;
    settings.tax_name = "Sales tax".to_owned();
    // An hour is one press of the demo's button.
    settings.offers_unlocked = true;
    settings.follow_up = FollowUp {
        asks: true,
        ask_hours: 1,
        review_link: "https://reviews.example/hardknocks".to_owned(),
        offers: true,
        codes: Codes::Shared,
        shared_code: "HARDKNOCKS15".to_owned(),
        ..FollowUp::default()
    };
    // Whoever tries the demo goes away and comes back, and the screen is their own.
    settings.lock_minutes = 0;
    store
        .set_settings(settings, STAFF.to_owned(), morning.now())
        .await?;
    let member = store.staff_named(STAFF.to_owned()).await?;
    if let Some(member) = member {
        store
            .sign_in(member.id, TABLET.to_owned(), morning.now())
            .await?;
    }
    let zone = crate::clock::zone(ZONE)?;
    let mut day = Day {
        desk: Desk::new(store, Arc::clone(&morning)),
        clock: morning,
        zone,
        two,
        phones: Vec::new(),
    };
    day.fill()
        .await
        .map_err(|error| DemoError::Seed(error.to_string()))?;
    std::fs::write(&kept, &secret).map_err(|why| DemoError::Io {
        what: kept.display().to_string(),
        why,
    })?;
    Ok(Planted {
        password: secret,
        morning: day.phones,
    })
}

struct Day {
    desk: Desk,
    clock: Arc<Clock>,
    zone: Zone,
    two: DateTime<Utc>,
    phones: Vec<(String, Bubble)>,
}

/// A customer of the day.
struct Visit {
    came: (u32, u32),
    name: &'static str,
    phone: &'static str,
    vehicle: &'static str,
    colour: &'static str,
    /// The lines of work, each with its price in cents.
    work: &'static [(&'static str, i64)],
    promised: (u32, u32),
    bay: Option<i64>,
    agrees: Agrees,
}

/// How far a customer has come with the consent.
enum Agrees {
    /// Proved the number with a code and signed on the tablet; to offers as well, with initials.
    Signed { offers: &'static str },
    /// Booked by phone, and said yes to the one sentence.
    OnThePhone,
    /// Stands at the counter.
    NotYet,
}

impl Day {
    async fn fill(&mut self) -> anyhow::Result<()> {
        self.sam().await?;
        self.dana().await?;
        self.take_in(Visit {
            came: (11, 20),
            name: "Luis Ortega",
            phone: "555 013 4421",
            vehicle: "2012 Chevy Tahoe",
            colour: "silver",
            work: &[
                ("Subwoofer and amp", 64900),
                ("Wiring kit and labor", 18000),
            ],
            promised: (15, 0),
            bay: Some(1),
            agrees: Agrees::Signed { offers: "" },
        })
        .await?;
        let kim = self
            .take_in(Visit {
                came: (11, 40),
                name: "Kim Tran",
                phone: "555 013 4432",
                vehicle: "2019 Mazda CX-5",
                colour: "blue",
                work: &[("Remote start", 39900)],
                promised: (13, 40),
                bay: Some(2),
                agrees: Agrees::Signed { offers: "KT" },
            })
            .await?;
        let marcus = self
            .take_in(Visit {
                came: (12, 5),
                name: "Marcus Bell",
                phone: "555 013 4446",
                vehicle: "2015 Ford F-150",
                colour: "black",
                work: &[("Head unit", 28900), ("Backup camera", 14900)],
                promised: (17, 0),
                bay: None,
                agrees: Agrees::Signed { offers: "" },
            })
            .await?;
        let now = self.at(12, 30);
        self.desk
            .store
            .move_job(
                marcus,
                JobState::Waiting,
                None,
                WaitsFor::Part,
                STAFF.to_owned(),
                now,
            )
            .await?;
        self.at(13, 12);
        self.desk
            .progress(kim, TextKind::OnTrack, None, STAFF)
            .await?;
        self.send().await?;
        self.take_in(Visit {
            came: (13, 25),
            name: "Ana Flores",
            phone: "555 013 9921",
            vehicle: "2018 Jeep Wrangler",
            colour: "red",
            work: &[("Roll-bar speakers", 32500)],
            promised: (18, 0),
            bay: None,
            agrees: Agrees::NotYet,
        })
        .await?;
        self.take_in(Visit {
            came: (13, 30),
            name: "Priya Nair",
            phone: "555 013 4458",
            vehicle: "2021 Tesla Model 3",
            colour: "white",
            work: &[("Dash cam", 21_900)],
            promised: (16, 0),
            bay: None,
            agrees: Agrees::OnThePhone,
        })
        .await?;
        let now = self.at(13, 59);
        self.desk.store.modem_was_read(now).await?;
        self.desk.store.sign_out(TABLET.to_owned()).await?;
        self.clock.show(self.two);
        Ok(())
    }

    async fn sam(&mut self) -> anyhow::Result<()> {
        let sam = self
            .take_in(Visit {
                came: (9, 10),
                name: "Sam Okafor",
                phone: "555 013 4403",
                vehicle: "2016 Honda Accord",
                colour: "gray",
                work: &[("Full system", 129900)],
                promised: (14, 30),
                bay: Some(1),
                agrees: Agrees::Signed { offers: "SO" },
            })
            .await?;
        self.at(11, 10);
        self.desk.announce(sam, Origin::Page, STAFF).await?;
        self.send().await
    }

    /// Dana said at the counter that she wants no texts.
    async fn dana(&mut self) -> anyhow::Result<()> {
        let dana = self
            .take_in(Visit {
                came: (9, 40),
                name: "Dana Whitfield",
                phone: "555 013 4477",
                vehicle: "2014 Honda Civic",
                colour: "green",
                work: &[("Speaker swap", 17900)],
                promised: (14, 0),
                bay: Some(2),
                agrees: Agrees::Signed { offers: "" },
            })
            .await?;
        self.at(10, 0);
        if let Some(contact) = self.desk.store.job(dana).await?.contact {
            self.desk
                .opt_out(contact, None, "Please just call me.", STAFF)
                .await?;
            self.at(10, 2);
            self.send().await?;
        }
        self.at(11, 30);
        self.desk
            .announce(dana, Origin::Button, "the button in bay 2")
            .await?;
        Ok(())
    }

    /// Takes a customer in as staff do: the work, the number, the consent, the receipt.
    async fn take_in(&mut self, visit: Visit) -> anyhow::Result<i64> {
        let now = self.at(visit.came.0, visit.came.1);
        let lines = visit.work.iter().map(|(words, price)| NewLine {
            words: (*words).to_owned(),
            price: Some(*price),
        });
        let booked = matches!(visit.agrees, Agrees::OnThePhone);
        let state = match booked {
            true => JobState::Booked,
            false => JobState::Waiting,
        };
        let new = NewVisit {
            who: Who::New(visit.name.to_owned()),
            vehicle: visit.vehicle.to_owned(),
            colour: visit.colour.to_owned(),
            plate: String::new(),
            lines: lines.collect(),
            note: String::new(),
            comes_at: booked.then(|| self.time(visit.promised.0, visit.promised.1)),
            promised_at: (!booked).then(|| self.time(visit.promised.0, visit.promised.1)),
            state,
            bay: visit.bay,
            by: STAFF.to_owned(),
        };
        let job = self.desk.store.begin(new, now).await?;
        let reaching = Reaching {
            number: Some(PhoneNumber::parse(visit.phone, Country::US)?),
            call_only: false,
            email: None,
            tell: Tell::Text,
            lang: Lang::En,
            whose: Whose::Unasked,
            vehicle: None,
            by: STAFF.to_owned(),
        };
        self.desk.reach(job, reaching).await?;
        match visit.agrees {
            Agrees::NotYet => {}
            Agrees::OnThePhone => {
                self.desk.agreed_by_phone(job, Lang::En, STAFF).await?;
                self.finish(job).await?;
            }
            Agrees::Signed { offers } => {
                self.prove(job).await?;
                self.sign(job, visit.name, offers).await?;
                self.finish(job).await?;
            }
        }
        self.send().await?;
        Ok(job)
    }

    /// The customer reads the code off the phone.
    async fn prove(&mut self, job: i64) -> anyhow::Result<()> {
        self.desk.send_code(job, "the demo", false, STAFF).await?;
        self.send().await?;
        let got = self.phones.last();
        let code = got.and_then(|(_, bubble)| {
            let mut runs = bubble.words.split(|c: char| !c.is_ascii_digit());
            runs.find(|run| run.len() == 6).map(str::to_owned)
        });
        let code = code.ok_or_else(|| anyhow::anyhow!("the code never came"))?;
        self.desk.check_code(job, &code, STAFF).await?;
        Ok(())
    }

    /// The customer signs on the tablet, and hands it back.
    async fn sign(&mut self, job: i64, name: &str, offers: &str) -> anyhow::Result<()> {
        let token = TABLET.to_owned();
        let signing = self.desk.hand_over(job, STAFF, token.clone()).await?;
        let opened = self.desk.store.signing(signing).await?.opened;
        let mut ticked = vec![ConsentLine::Service];
        if !offers.is_empty() {
            ticked.push(ConsentLine::Offers);
        }
        let signed = Signed {
            ticked,
            initials: offers.to_owned(),
            drawn: scrawl(name).json(),
            mark: self.desk.sheet(job, Lang::En).await?.mark(),
        };
        self.desk
            .sign(&opened, Lang::En, signed, token.clone())
            .await?;
        Ok(self.desk.store.lock_session(token, Lock::Open).await?)
    }

    /// The receipt is handed over.
    async fn finish(&mut self, job: i64) -> anyhow::Result<()> {
        let (store, now) = (&self.desk.store, self.clock.now());
        store.make_receipt(job, STAFF.to_owned(), now).await?;
        Ok(store.set_intake(job, IntakeStep::Done, now).await?)
    }

    /// What may go goes, is delivered, and is reported.
    async fn send(&mut self) -> anyhow::Result<()> {
        // The undo window has passed when the next thing of the day happens; a code still holds.
        let mut now = self.clock.now();
        now.mono += Duration::from_secs(60);
        let mut reference = 0_u8;
        while let Minted::Part(permit) = self.desk.store.mint(0, false, now).await? {
            let attempt = permit.attempt();
            self.desk
                .store
                .released(attempt, OnLine::default(), now)
                .await?;
            self.desk
                .store
                .settle(
                    attempt,
                    SIM.to_owned(),
                    Outcome::Sent { mr: reference },
                    now,
                )
                .await?;
            let submit = decode_from_phone(&[&[0], permit.tpdu()].concat())?;
            // Each text of this day is one part.
            self.phones.push((
                submit.to.written(),
                Bubble {
                    mine: false,
                    words: submit.data.words().unwrap_or_default(),
                    at: now.wall,
                    state: BubbleState::Arrived,
                },
            ));
            let report = delivered(submit.to, reference, now.wall).encode()?;
            self.desk
                .store
                .take_direct(SIM.to_owned(), report, now)
                .await?;
            reference = reference.wrapping_add(1);
        }
        Ok(())
    }

    /// Puts the clock at that time of the day.
    fn at(&self, hour: u32, minute: u32) -> crate::domain::time::Now {
        self.clock.show(self.time(hour, minute));
        self.clock.now()
    }

    fn time(&self, hour: u32, minute: u32) -> DateTime<Utc> {
        let date = self.zone.local(self.two).wall.date();
        let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or(NaiveTime::MIN);
        self.zone.instants(date.and_time(time)).earliest()
    }
}

fn delivered(to: Address, reference: u8, at: DateTime<Utc>) -> StatusReport {
    let time = Timestamp::from_time(at.fixed_offset());
    StatusReport {
        more_waiting: false,
        answers_command: false,
        reference,
        recipient: to,
        sent_at: time,
        settled_at: time,
        status: 0,
    }
}

/// A signature: a loop for each letter of the name, as wide as the letter wants.
fn scrawl(name: &str) -> Signature {
    let mut at = Point(0, 400, 1_100, 500);
    let mut stroke = Vec::new();
    for letter in name.bytes() {
        let (wide, high) = (
            i32::from(letter % 5) * 20 + 60,
            i32::from(letter % 7) * 90 + 150,
        );
        for (right, up) in [(1, 0), (2, 1), (1, 2), (0, 1), (1, 0)] {
            at = Point(at.0 + 30, at.1, at.2, 400 + u16::from(letter % 4) * 100);
            stroke.push(Point(at.0, at.1 + right * wide, at.2 - up * high / 2, at.3));
        }
        at.1 += wide * 3 / 2;
    }
    Signature {
        w: 6_000,
        h: 2_000,
        strokes: vec![stroke],
    }
}

/// A password that is easy to type off a screen.
fn three_words() -> Result<String, DemoError> {
    const WORDS: [&str; 16] = [
        "amp", "bass", "cable", "dash", "fuse", "ground", "horn", "key", "mirror", "plug", "radio",
        "relay", "seat", "tweeter", "wheel", "wire",
    ];
    let mut bytes = [0_u8; 3];
    getrandom::fill(&mut bytes).map_err(|error| DemoError::Seed(error.to_string()))?;
    let word = |byte: &u8| WORDS.get(usize::from(byte % 16)).copied().unwrap_or("wire");
    Ok(bytes.iter().map(word).collect::<Vec<_>>().join("-"))
}
