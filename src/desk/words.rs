//! What the texts about a job say, how long they are worth saying, and texts that staff type.

use super::{Desk, DeskError};
use crate::domain::gate::Refusal;
use crate::domain::job::JobState;
use crate::domain::lang::Lang;
use crate::domain::purpose::Purpose;
use crate::domain::settings::Settings;
use crate::domain::template::{Variable, Vars};
use crate::domain::text::{Horizon, TextKind};
use crate::domain::time::Now;
use crate::domain::words::{Kind, builtin};
use crate::domain::zone::Zone;
use crate::store::{Job, Origin, Queued, StoreError};
use chrono::{DateTime, TimeDelta, Utc};
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
        self.words(&job, kind, &shop)
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
            return Err(DeskError::Input(
                "The new time has passed already. Choose a later one.",
            ));
        }
        let mut found = self.store.job(job).await?;
        let told_about = matches!(
            found.state,
            JobState::Booked | JobState::Waiting | JobState::InBay
        );
        if !told_about || !kind.fits(found.state) {
            return Err(DeskError::Input(
                "The job has moved on; look at the board again.",
            ));
        }
        found.promised_at = promise.or(found.promised_at);
        let shop = self.store.settings().await?;
        let text = self.about_job(&found, kind, &shop, Origin::Page, by, now)?;
        let Some(text) = text else {
            return Err(StoreError::Refused(Refusal::CallOnly).into());
        };
        let id = self.store.queue(text, now).await?;
        if let Some(promise) = promise {
            self.store.promise(job, promise, by.to_owned(), now).await?;
        }
        Ok(id)
    }

    /// A text that staff typed.
    ///
    /// # Errors
    /// When the gate refuses it: no consent, and nothing to answer.
    pub async fn reply(&self, contact: i64, words: &str, by: &str) -> Result<i64, DeskError> {
        let now = self.clock.now();
        let horizon = Horizon {
            now: now.wall,
            closing: now.wall,
            promised: None,
        };
        let text = Queued {
            contact,
            purpose: Purpose::Conversation,
            kind: TextKind::Typed,
            words: words.trim().to_owned(),
            job: None,
            answers: None,
            origin: Origin::Page,
            asked_by: by.to_owned(),
            not_before: DateTime::UNIX_EPOCH,
            send_before: TextKind::Typed.send_before(Purpose::Conversation, horizon),
            undo: Duration::ZERO,
        };
        let id = self.store.queue(text, now).await?;
        self.store.reviewed(contact, by.to_owned(), now).await?;
        Ok(id)
    }

    /// A service text about a job, ready for the outbox. None where the job has no number, or its
    /// customer wants no texts.
    pub(super) fn about_job(
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
        let undo = match kind {
            TextKind::Ready => Duration::from_secs(shop.undo_seconds.into()),
            _ => Duration::ZERO,
        };
        Ok(Some(Queued {
            contact,
            purpose: Purpose::Service,
            kind,
            words: self.words(job, kind, shop)?,
            job: Some(job.id),
            answers: None,
            origin,
            asked_by: by.to_owned(),
            not_before: DateTime::UNIX_EPOCH,
            send_before: kind.send_before(Purpose::Service, horizon),
            undo,
        }))
    }

    fn words(&self, job: &Job, kind: TextKind, shop: &Settings) -> Result<String, DeskError> {
        let template = match kind {
            TextKind::Ready => Kind::Ready,
            TextKind::OnTrack => Kind::OnTrack,
            TextKind::RunningLate => Kind::RunningLate,
            TextKind::NotReady => Kind::NotReady,
            TextKind::NextInLine => Kind::NextInLine,
            TextKind::Received => Kind::Received,
            _ => return Err(DeskError::Input("There is no such text about a job.")),
        };
        let zone = self.store.zone(&shop.zone)?;
        let lang = job.lang.spoken();
        let mut vars = shop_vars(shop);
        vars.set(Variable::JobNumber, job.id.to_string());
        if let Some(first) = job.name.split_whitespace().next() {
            vars.set(Variable::FirstName, first);
        }
        if !job.vehicle.is_empty() {
            vars.set(Variable::Vehicle, job.vehicle.clone());
        }
        if !job.work.is_empty() {
            vars.set(Variable::Work, job.work.clone());
        }
        if let Some(bay) = job.bay {
            vars.set(Variable::Bay, format!("Bay {bay}"));
        }
        if let Some(at) = job.promised_at {
            vars.set(
                Variable::PromisedTime,
                clock_time(&zone, at, self.clock.now().wall, lang),
            );
        }
        builtin(template, lang)
            .render(&vars)
            .map_err(DeskError::Missing)
    }
}

/// What every template may say about the shop.
pub(super) fn shop_vars(shop: &Settings) -> Vars {
    let mut vars = Vars::brand(&shop.brand);
    if !shop.phone.is_empty() {
        vars.set(Variable::ShopPhone, shop.phone.clone());
    }
    if !shop.site.is_empty() {
        vars.set(Variable::ShopSite, shop.site.clone());
    }
    vars
}

/// The closing time by which someone who is told "ready" now can still come: the first one that
/// leaves an hour after the text may go.
pub(super) fn pick_up_until(shop: &Settings, zone: &Zone, now: DateTime<Utc>) -> DateTime<Utc> {
    let goes = shop.service_hours.next_open(zone, now).unwrap_or(now);
    shop.open
        .next_close(zone, goes + TIME_TO_COME)
        .unwrap_or(goes + TimeDelta::days(1))
}

/// A time as people read it on a clock, with the date where it is another day.
fn clock_time(zone: &Zone, at: DateTime<Utc>, now: DateTime<Utc>, lang: Lang) -> String {
    let (then, today) = (zone.local(at).wall, zone.local(now).wall);
    let same_day = then.date() == today.date();
    let format = match (lang, same_day) {
        (Lang::En, true) => "%-I:%M %p",
        (Lang::En, false) => "%-I:%M %p on %-m/%-d",
        (_, true) => "%H:%M",
        (_, false) => "%H:%M %d.%m",
    };
    then.format(format).to_string()
}
