//! What follows a pick-up: the question how it went with its answer, and the offer. Each is put in
//! once a job, and the gate decides when it goes.

use super::access::Shared;
use super::apply::vars;
use super::codec::ms;
use super::ledger::standing;
use super::outbox::{self, Origin, Queued};
use super::tasks::{self, NewTask, TaskKind};
use super::{Job, StoreError, Unfit, jobs, people, question, settings, templates};
use crate::domain::consent::Consent;
use crate::domain::follow_up::{self, Codes};
use crate::domain::lang::Lang;
use crate::domain::purpose::Purpose;
use crate::domain::route::Question;
use crate::domain::settings::Settings;
use crate::domain::template::{Variable, Vars};
use crate::domain::text::{Horizon, TextKind};
use crate::domain::time::Now;
use crate::domain::why::Why;
use crate::domain::words::Kind;
use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};
use rusqlite::{OptionalExtension, Transaction, params};
use std::time::Duration;

/// The question how it went that a number was asked last, without an answer.
pub(super) struct Open {
    job: i64,
    pub question: Question,
}

/// Everything that a text after a pick-up needs.
struct PickUp<'a> {
    tx: &'a Transaction<'a>,
    shared: &'a Shared,
    shop: &'a Settings,
    job: &'a Job,
    contact: i64,
    lang: Lang,
    now: Now,
}

/// A job was picked up: what the shop wants to follow, and the customer has agreed to, waits for its
/// time. What nobody has agreed to is not even put in; whether the rest may go, the gate says then.
pub(super) fn after_pick_up(
    tx: &Transaction<'_>,
    shared: &Shared,
    job: i64,
    now: Now,
) -> Result<(), StoreError> {
    let shop = settings::settings(tx)?;
    let job = jobs::job(tx, job)?;
    let Some(contact) = job.contact.filter(|_| job.tell.by_text()) else {
        return Ok(());
    };
    let point = people::contact(tx, contact)?;
    if !point.can_be_texted {
        return Ok(());
    }
    let standing = standing(tx, contact)?;
    let agreed = |purpose| matches!(standing.consent(purpose), Consent::Granted | Consent::Held);
    let pick_up = PickUp {
        tx,
        shared,
        shop: &shop,
        job: &job,
        contact,
        lang: point.lang,
        now,
    };
    let wanted = &shop.follow_up;
    if wanted.asks && agreed(Purpose::Feedback) && !standing.only_ready() {
        pick_up.ask()?;
    }
    if wanted.offers && shop.offers_unlocked && agreed(Purpose::Promotional) {
        pick_up.offer()?;
    }
    Ok(())
}

impl PickUp<'_> {
    fn ask(&self) -> Result<(), StoreError> {
        if self.was_put_in("feedback")? {
            return Ok(());
        }
        let due = self.now.wall + TimeDelta::hours(self.shop.follow_up.ask_hours.into());
        let text = self.put(Kind::Feedback, self.about(), due, DateTime::<Utc>::MAX_UTC)?;
        self.tx
            .prepare_cached(
                "INSERT INTO feedback (job_id, outbox_id) VALUES (?1, ?2)
                 ON CONFLICT (job_id) DO UPDATE SET outbox_id = excluded.outbox_id",
            )?
            .execute([self.job.id, text])?;
        Ok(())
    }

    fn offer(&self) -> Result<(), StoreError> {
        let wanted = &self.shop.follow_up;
        if self.was_put_in("offer")? {
            return Ok(());
        }
        let shared = wanted.codes == Codes::Shared && !wanted.shared_code.is_empty();
        let code = match shared {
            true => wanted.shared_code.clone(),
            false => own_code(self.tx)?,
        };
        let due = self.now.wall + TimeDelta::days(wanted.offer_days.into());
        let zone = self
            .shared
            .zone(&self.shop.zone)
            .map_err(|error| StoreError::Damaged(error.to_string()))?;
        let last_day = zone.local(due).wall.date() + Days::new(wanted.code_days.into());
        let over = (last_day + Days::new(1)).and_time(NaiveTime::MIN);
        let expires = zone.instants(over).earliest();
        let shown = match self.lang {
            Lang::En => last_day.format("%-m/%-d"),
            _ => last_day.format("%d.%m"),
        };
        let vars = self
            .about()
            .with(Variable::OfferCode, code.as_str())
            .with(Variable::ValidUntil, shown.to_string());
        // Nobody is pleased by a code that is good for an hour more.
        let text = self.put(Kind::Offer, vars, due, expires - TimeDelta::days(1))?;
        self.tx
            .prepare_cached(
                "INSERT INTO offer (job_id, outbox_id, code, shared, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (job_id) DO UPDATE SET outbox_id = excluded.outbox_id, code = excluded.code,
                     shared = excluded.shared, expires_at = excluded.expires_at",
            )?
            .execute(params![self.job.id, text, code, shared, ms(expires)])?;
        Ok(())
    }

    /// Whether this job has had its text. One that was called off because the job came back, before any
    /// part of it left, does not count.
    fn was_put_in(&self, table: &str) -> Result<bool, StoreError> {
        Ok(self
            .tx
            .prepare_cached(&format!(
                "SELECT 1 FROM {table} JOIN outbox ON outbox.id = {table}.outbox_id
                 WHERE {table}.job_id = ?1 AND NOT (state = 'cancelled' AND reason = ?2)"
            ))?
            .exists(params![self.job.id, Why::MovedOn.as_str()])?)
    }

    fn put(
        &self,
        kind: Kind,
        vars: Vars,
        due: DateTime<Utc>,
        latest: DateTime<Utc>,
    ) -> Result<i64, StoreError> {
        let text = Following {
            contact: self.contact,
            job: self.job.id,
            kind,
            lang: self.lang,
            vars,
            answers: None,
            due,
            latest,
        };
        text.put(self.tx, &self.shared.run, self.now)
    }

    fn about(&self) -> Vars {
        about(self.shop, self.job)
    }
}

/// A text that follows a visit by itself.
struct Following {
    contact: i64,
    job: i64,
    kind: Kind,
    lang: Lang,
    vars: Vars,
    answers: Option<i64>,
    due: DateTime<Utc>,
    /// It is worth nothing from then on, if not earlier.
    latest: DateTime<Utc>,
}

impl Following {
    fn put(&self, tx: &Transaction<'_>, run: &str, now: Now) -> Result<i64, StoreError> {
        let (purpose, kind) = (self.kind.purpose(), TextKind::from(self.kind));
        let horizon = Horizon {
            now: self.due,
            closing: self.due,
            promised: None,
        };
        let template = templates::template(tx, self.kind, self.lang)?;
        let text = Queued {
            contact: self.contact,
            purpose,
            kind,
            words: template.render(&self.vars).map_err(Unfit::Lacks)?,
            template: templates::label(tx, self.kind, self.lang)?,
            job: Some(self.job),
            answers: self.answers,
            origin: Origin::Automatic,
            asked_by: String::new(),
            not_before: self.due,
            send_before: kind.send_before(purpose, horizon).min(self.latest),
            undo: Duration::ZERO,
        };
        outbox::put(tx, run, &text, now)
    }
}

/// What a text after a pick-up may say about the shop and the job.
fn about(shop: &Settings, job: &Job) -> Vars {
    let first = job.name.split_whitespace().next();
    vars(shop)
        .with(Variable::FirstName, first.unwrap_or_default())
        .with(Variable::Vehicle, job.vehicle.as_str())
        .with(Variable::JobNumber, job.id.to_string())
}

/// A code that no text has had yet.
fn own_code(tx: &Transaction<'_>) -> Result<String, StoreError> {
    loop {
        let mut random = [0_u8; 32];
        getrandom::fill(&mut random).map_err(|error| StoreError::Damaged(error.to_string()))?;
        let Some(code) = follow_up::own_code(&random) else {
            continue;
        };
        let taken = tx
            .prepare_cached("SELECT 1 FROM offer WHERE code = ?1")?
            .exists([&code])?;
        if !taken {
            return Ok(code);
        }
    }
}

/// The last question how it went that has left for this number, where it has no answer.
pub(super) fn open_question(
    tx: &Transaction<'_>,
    contact: i64,
) -> Result<Option<Open>, StoreError> {
    let found = tx
        .prepare_cached(&format!(
            "SELECT feedback.job_id AS job_id, score, {}
                 FROM outbox JOIN feedback ON feedback.outbox_id = outbox.id
                 WHERE outbox.contact_id = ?1 AND kind = 'feedback' AND {}
                 ORDER BY asked_at DESC, outbox.id DESC LIMIT 1",
            question::COLUMNS,
            outbox::HAS_LEFT,
        ))?
        .query_row([contact], |row| {
            let open = Open {
                job: row.get("job_id")?,
                question: question::question(row)?,
            };
            Ok((row.get::<_, Option<u8>>("score")?, open))
        })
        .optional()?;
    Ok(found.and_then(|(score, open)| score.is_none().then_some(open)))
}

/// The customer's text is the answer: it is kept with the job, a low score is a task for staff, and
/// the one thank-you follows, the same whatever the score.
pub(super) fn answered(
    tx: &Transaction<'_>,
    run: &str,
    contact: i64,
    inbox: i64,
    score: u8,
    thanks: bool,
    now: Now,
) -> Result<(), StoreError> {
    let Some(open) = open_question(tx, contact)? else {
        return Ok(());
    };
    tx.prepare_cached(
        "UPDATE feedback SET score = ?2, inbox_id = ?3, answered_at = ?4
         WHERE job_id = ?1 AND score IS NULL",
    )?
    .execute(params![open.job, score, inbox, ms(now.wall)])?;
    let shop = settings::settings(tx)?;
    if score <= shop.follow_up.alert_at {
        let task = NewTask {
            kind: TaskKind::LowScore,
            contact: Some(contact),
            job: Some(open.job),
            outbox: None,
            inbox: Some(inbox),
            why: Why::LowScore.with(&score.to_string()),
            urgent: true,
            due_at: None,
        };
        tasks::open(tx, &task, now)?;
    }
    if !thanks {
        return Ok(());
    }
    let lang = people::contact(tx, contact)?.lang;
    let link = shop.follow_up.review_link.as_str();
    let vars = about(&shop, &jobs::job(tx, open.job)?).with(Variable::ReviewLink, link);
    let text = Following {
        contact,
        job: open.job,
        kind: Kind::Thanks,
        lang,
        vars,
        answers: Some(inbox),
        due: now.wall,
        latest: DateTime::<Utc>::MAX_UTC,
    };
    let text = text.put(tx, run, now)?;
    tx.prepare_cached("UPDATE feedback SET thanks_id = ?2 WHERE job_id = ?1")?
        .execute([open.job, text])?;
    Ok(())
}
