//! What the texts about a job say, how long they are worth saying, and texts that staff type.

use super::{Desk, DeskError, Slip};
use crate::domain::consent::Consent;
use crate::domain::gate::Refusal;
use crate::domain::job::JobState;
use crate::domain::lang::Lang;
use crate::domain::lint::offer_in;
use crate::domain::money;
use crate::domain::purpose::Purpose;
use crate::domain::settings::Settings;
use crate::domain::status::{clock_time, numbered};
use crate::domain::template::{Variable, Vars};
use crate::domain::text::{Horizon, TextKind};
use crate::domain::time::Now;
use crate::domain::words::{Kind, typed_offer};
use crate::domain::zone::Zone;
use crate::store::{Job, Origin, Queued, StoreError, Templates};
use chrono::{DateTime, TimeDelta, Utc};
use std::sync::Arc;
use std::time::Duration;

/// Someone who is told "ready" needs at least this long to come before closing.
const TIME_TO_COME: TimeDelta = TimeDelta::hours(1);

impl Desk {
    /// What a text of that kind about a job would say now, word for word.
    ///
    /// # Errors
    /// When there is no such job or no such text, or it needs something that is not known.
    pub async fn preview(&self, job: i64, kind: TextKind) -> Result<String, DeskError> {
        let job = self.store.job(job).await?;
        let shop = self.store.settings().await?;
        self.words(&job, kind, &shop).await
    }

    /// Texts the customer how the job goes: on track, running late, next in line, received. A new
    /// promised time is kept, and is in the text.
    ///
    /// # Errors
    /// When the gate refuses it for good, or the text needs something that is not known.
    pub async fn progress(
        &self,
        job: i64,
        kind: TextKind,
        promise: Option<DateTime<Utc>>,
        by: &str,
    ) -> Result<i64, DeskError> {
        let now = self.clock.now();
        if promise.is_some_and(|at| at <= now.wall) {
            return Err(Slip::PassedAlready.into());
        }
        let mut found = self.store.job(job).await?;
        let told_about = matches!(
            found.state,
            JobState::Booked | JobState::Waiting | JobState::InBay
        );
        if !told_about || !kind.fits(found.state) {
            return Err(Slip::MovedOn.into());
        }
        found.promised_at = promise.or(found.promised_at);
        let shop = self.store.settings().await?;
        let text = self
            .about_job(&found, kind, &shop, Origin::Page, by, now)
            .await?;
        let Some(text) = text else {
            return Err(StoreError::Refused(Refusal::CallOnly).into());
        };
        let id = self.store.queue(text, now).await?;
        if let Some(promise) = promise {
            self.store.promise(job, promise, by.to_owned(), now).await?;
        }
        Ok(id)
    }

    /// Keeps another promised time, and no text goes. A customer who can't be told by text is to be
    /// called.
    ///
    /// # Errors
    /// When that time has passed, or the work is done.
    pub async fn promise(&self, job: i64, at: DateTime<Utc>, by: &str) -> Result<(), DeskError> {
        let now = self.clock.now();
        if at <= now.wall {
            return Err(Slip::PassedAlready.into());
        }
        if !TextKind::RunningLate.fits(self.store.job(job).await?.state) {
            return Err(Slip::MovedOn.into());
        }
        let by = by.to_owned();
        Ok(self.store.promise_quietly(job, at, by, now).await?)
    }

    /// A text that staff typed. One that looks like an offer goes as an offer, to who agreed to offers,
    /// unless staff say that it is none.
    ///
    /// # Errors
    /// When the gate refuses it: no consent, and nothing to answer. [`DeskError::Offer`] when it looks
    /// like an offer and nobody agreed to offers.
    pub async fn reply(
        &self,
        contact: i64,
        words: &str,
        no_offer: bool,
        by: &str,
    ) -> Result<i64, DeskError> {
        let now = self.clock.now();
        let looks = offer_in(words);
        let (purpose, words) = match &looks {
            Some(offer) if !no_offer => {
                let standing = self.store.standing(contact).await?;
                let agreed = matches!(
                    standing.consent(Purpose::Promotional),
                    Consent::Granted | Consent::Held
                );
                if !agreed {
                    return Err(DeskError::Offer(offer.clone()));
                }
                let lang = self.store.thread_lang(contact).await?;
                (Purpose::Promotional, typed_offer(words.trim(), lang))
            }
            _ => (Purpose::Conversation, words.trim().to_owned()),
        };
        let horizon = Horizon {
            now: now.wall,
            closing: now.wall,
            promised: None,
        };
        let text = Queued {
            contact,
            purpose,
            kind: TextKind::Typed,
            words,
            template: String::new(),
            job: None,
            answers: None,
            origin: Origin::Page,
            asked_by: by.to_owned(),
            not_before: DateTime::UNIX_EPOCH,
            send_before: TextKind::Typed.send_before(purpose, horizon),
            undo: Duration::ZERO,
        };
        let id = match looks.filter(|_| no_offer) {
            Some(looks) => self.store.queue_no_offer(text, looks, now).await?,
            None => self.store.queue(text, now).await?,
        };
        self.store.answered(contact, by.to_owned(), now).await?;
        Ok(id)
    }

    /// A service text about a job, ready for the outbox. None where the job has no number, or its
    /// customer wants no texts.
    pub(super) async fn about_job(
        &self,
        job: &Job,
        kind: TextKind,
        shop: &Settings,
        origin: Origin,
        by: &str,
        now: Now,
    ) -> Result<Option<Queued>, DeskError> {
        let Some(contact) = job.contact.filter(|_| job.tell.by_text()) else {
            return Ok(None);
        };
        let zone = self.store.zone(&shop.zone)?;
        let horizon = Horizon {
            now: now.wall,
            closing: pick_up_until(shop, &zone, now.wall),
            promised: job.promised_at,
        };
        let teller = self.teller(shop).await?;
        let undo = match kind {
            TextKind::Ready => Duration::from_secs(shop.undo_seconds.into()),
            _ => Duration::ZERO,
        };
        Ok(Some(Queued {
            contact,
            purpose: Purpose::Service,
            kind,
            words: teller.words(&About::of(job), kind)?,
            template: teller.label(text_of(kind)?, job.lang),
            job: Some(job.id),
            answers: None,
            origin,
            asked_by: by.to_owned(),
            not_before: DateTime::UNIX_EPOCH,
            send_before: kind.send_before(Purpose::Service, horizon),
            undo,
        }))
    }

    async fn words(&self, job: &Job, kind: TextKind, shop: &Settings) -> Result<String, DeskError> {
        self.teller(shop).await?.words(&About::of(job), kind)
    }

    /// Somebody who knows what the texts about jobs say now.
    ///
    /// # Errors
    /// When the shop's time zone can't be read.
    pub async fn teller<'a>(&self, shop: &'a Settings) -> Result<Teller<'a>, DeskError> {
        let (zone, now) = (self.store.zone(&shop.zone)?, self.clock.now().wall);
        let day = |at| zone.local(at).wall.date();
        let closing = shop.open.next_close(&zone, now);
        Ok(Teller {
            shop,
            vars: shop_vars(shop),
            closing_today: closing.filter(|at| day(*at) == day(now)),
            templates: self.store.templates().await?,
            zone,
            now,
        })
    }
}

/// What a text needs to know of the job that it is about.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// The job.
    pub job: i64,
    /// The customer's name.
    pub name: &'a str,
    /// The vehicle; empty where none was written down.
    pub vehicle: &'a str,
    /// The work; empty where none was written down.
    pub work: &'a str,
    /// The bay it is in.
    pub bay: Option<i64>,
    /// When it is promised.
    pub promised_at: Option<DateTime<Utc>>,
    /// The language that the customer reads.
    pub lang: Lang,
    /// The same number has other open jobs, and the vehicle's name does not tell them apart: every text
    /// must say the job's number.
    pub needs_number: bool,
}

impl<'a> About<'a> {
    /// What is known of a job.
    pub fn of(job: &'a Job) -> Self {
        Self {
            job: job.id,
            name: &job.name,
            vehicle: &job.vehicle,
            work: &job.work,
            bay: job.bay,
            promised_at: job.promised_at,
            lang: job.lang,
            needs_number: job.needs_number,
        }
    }
}

/// Says what the texts about jobs say, word for word.
pub struct Teller<'a> {
    shop: &'a Settings,
    /// What is the same for each job.
    vars: Vars,
    closing_today: Option<DateTime<Utc>>,
    templates: Templates,
    zone: Arc<Zone>,
    now: DateTime<Utc>,
}

impl Teller<'_> {
    /// The words of a text of that kind.
    ///
    /// # Errors
    /// When there is no such text, or it needs something that is not known.
    pub fn words(&self, about: &About<'_>, kind: TextKind) -> Result<String, DeskError> {
        self.render(text_of(kind)?, about, self.vars(about))
    }

    /// The words of the question whether a line of work is wanted.
    ///
    /// # Errors
    /// When the line is empty.
    pub fn question(
        &self,
        about: &About<'_>,
        line: &str,
        price: Option<i64>,
    ) -> Result<String, DeskError> {
        let mut vars = self.vars(about);
        vars.set(Variable::Line, line);
        if let Some(price) = price {
            // What the bill grows by.
            let price = money::with_tax(price, self.shop.tax);
            // A blank that does not break would turn a cheap text into a dear one.
            let shown = self.shop.currency.show(price).replace('\u{a0}', " ");
            vars.set(Variable::Price, shown);
        }
        self.render(Kind::Approval, about, vars)
    }

    /// Which version of a text is in force.
    pub(super) fn label(&self, kind: Kind, lang: Lang) -> String {
        self.templates.label(kind, lang)
    }

    fn render(&self, kind: Kind, about: &About<'_>, vars: Vars) -> Result<String, DeskError> {
        self.templates
            .of(kind, about.lang)
            .render(&vars)
            .map_err(DeskError::Missing)
    }

    /// What the variables stand for in a text about that job.
    pub(super) fn vars(&self, about: &About<'_>) -> Vars {
        let lang = about.lang.spoken();
        let mut vars = self.vars.clone();
        vars.set(Variable::JobNumber, about.job.to_string());
        if let Some(first) = about.name.split_whitespace().next() {
            vars.set(Variable::FirstName, first);
        }
        if about.needs_number {
            vars.set(Variable::Vehicle, numbered(about.vehicle, about.job, lang));
        } else {
            vars.set(Variable::Vehicle, about.vehicle);
        }
        if !about.work.is_empty() {
            vars.set(Variable::Work, about.work);
        }
        if let Some(bay) = about.bay {
            vars.set(Variable::Bay, format!("Bay {bay}"));
        }
        if let Some(at) = about.promised_at {
            vars.set(
                Variable::PromisedTime,
                clock_time(&self.zone, at, self.now, lang),
            );
        }
        if let Some(at) = self.closing_today {
            let time = clock_time(&self.zone, at, self.now, lang);
            vars.set(Variable::ClosingTime, time);
        }
        vars
    }
}

/// The text of the shop's own that tells that about a job.
fn text_of(kind: TextKind) -> Result<Kind, Slip> {
    match kind {
        TextKind::Ready => Ok(Kind::Ready),
        TextKind::OnTrack => Ok(Kind::OnTrack),
        TextKind::RunningLate => Ok(Kind::RunningLate),
        TextKind::NotReady => Ok(Kind::NotReady),
        TextKind::NextInLine => Ok(Kind::NextInLine),
        TextKind::Received => Ok(Kind::Received),
        _ => Err(Slip::NoSuchText),
    }
}

/// What every template may say about the shop.
pub(super) fn shop_vars(shop: &Settings) -> Vars {
    Vars::brand(&shop.brand)
        .with(Variable::Trade, shop.trade.clone())
        .with(Variable::ShopPhone, shop.phone.clone())
        .with(Variable::ShopSite, shop.site.clone())
}

/// The closing time by which someone who is told "ready" now can still come: the first one that
/// leaves an hour after the text may go.
pub(super) fn pick_up_until(shop: &Settings, zone: &Zone, now: DateTime<Utc>) -> DateTime<Utc> {
    let goes = shop.service_hours.next_open(zone, now).unwrap_or(now);
    shop.open
        .next_close(zone, goes + TIME_TO_COME)
        .unwrap_or(goes + TimeDelta::days(1))
}
