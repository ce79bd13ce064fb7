//! What follows from an inbound text, in one transaction: consent, the queue, the one reply, the
//! tasks. It is applied once: `applied_at` is set in the same transaction.

use super::approval;
use super::codec::{self, ms};
use super::confirm::confirms;
use super::follow_up;
use super::inbound;
use super::ledger::{NewRow, append, standing};
use super::left_over;
use super::offers_by_text;
use super::outbox::{self, Origin, Queued};
use super::tasks::{self, NewTask, TaskKind};
use super::waiting::{call_off, look_again, settle_holds, supersede};
use super::{
    Store, StoreError, Unfit, by_email, codes, people, settings, status, templates, visits,
};
use crate::domain::classify::{Class, Classification, Keyword, classify};
use crate::domain::consent::{ConsentEvent, Scope};
use crate::domain::purpose::Purpose;
use crate::domain::route::{Context, Event, Plan, Reply, Todo, route};
use crate::domain::score;
use crate::domain::settings::Settings;
use crate::domain::template::{Variable, Vars};
use crate::domain::text::{Horizon, TextKind};
use crate::domain::time::Now;
use crate::domain::why::Why;
use crate::domain::words::Kind;
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Transaction, params};
use serde_json::json;
use std::time::Duration;

/// An inbound text that has not been applied.
struct Unapplied {
    id: i64,
    contact: Option<i64>,
    sender: String,
    words: String,
    is_text: bool,
    sc_at: Option<DateTime<Utc>>,
    received_at: DateTime<Utc>,
}

/// An answer to PROMO or UPDATES must come this soon after our own text.
const ANSWERS_WITHIN: TimeDelta = TimeDelta::hours(24);
/// Another automatic reply of the same kind waits at least this long.
const SAME_REPLY_AFTER: TimeDelta = TimeDelta::minutes(10);
/// An unclear text that nobody decides counts as an opt-out after so many open days.
const OPEN_DAYS_TO_DECIDE: usize = 2;

impl Store {
    /// Applies every inbound text that was stored and not applied. Of one sender, in the order of
    /// the service centre's times, and on a tie an opt-out last. Returns how many there were.
    ///
    /// # Errors
    /// When the database can't be written; those that were applied stay applied.
    pub async fn apply_inbound(&self, now: Now) -> Result<usize, StoreError> {
        let waiting = self
            .read(|tx| {
                let mut statement = tx.prepare_cached(
                    "SELECT id, words, sc_at FROM inbox WHERE applied_at IS NULL",
                )?;
                let rows = statement.query_map([], |row| {
                    let id: i64 = row.get("id")?;
                    let words: String = row.get("words")?;
                    let opts_out = classify(&words).class == Class::OptOut;
                    Ok((row.get::<_, Option<i64>>("sc_at")?, opts_out, id))
                })?;
                let mut waiting = rows.collect::<Result<Vec<_>, _>>()?;
                waiting.sort_unstable();
                Ok(waiting)
            })
            .await?;
        let run = self.shared.run.clone();
        for (_, _, id) in &waiting {
            let (id, run) = (*id, run.clone());
            self.write_at_all_costs(move |tx| apply(tx, &run, id, now))
                .await?;
        }
        Ok(waiting.len())
    }
}

fn apply(tx: &Transaction<'_>, run: &str, id: i64, now: Now) -> Result<(), StoreError> {
    let Some(text) = unapplied(tx, id)? else {
        return Ok(());
    };
    let shop = settings::settings(tx)?;
    let class = classify(&text.words);
    let senders = inbound::senders_of(tx, id, shop.country)?;
    let known = text.contact.is_some();
    if !known && left_over::is_left_over(tx, text.sc_at)? {
        return left_alone(tx, id, now);
    }
    let contact = match (text.contact, senders.first()) {
        (Some(contact), _) => Some(contact),
        (None, Some(number)) => Some(people::find_or_make(tx, number, shop.lang, now)?),
        (None, None) => None,
    };
    let applies = text.is_text && contact.is_some();
    let plan = match contact {
        Some(contact) if applies => {
            let plan = plan(tx, &class, contact, &text, known, now)?;
            let hand = Hand {
                tx,
                run,
                shop: &shop,
                text: &text,
                rule: class.reason.as_str(),
                now,
            };
            hand.carry_out(&plan, contact)?;
            if plan.events.iter().any(|event| {
                event.event == ConsentEvent::Grant && event.scope != Scope::Promotional
            }) {
                visits::agreed_by_text(tx, contact)?;
            }
            // An opt-out whose sender is not known for sure holds for every number it may be.
            if !known && class.class == Class::OptOut {
                for number in senders.iter().skip(1) {
                    let other = people::find_or_make(tx, number, shop.lang, now)?;
                    let silent = Plan {
                        reply: None,
                        tasks: Vec::new(),
                        ..plan.clone()
                    };
                    hand.carry_out(&silent, other)?;
                }
            }
            plan
        }
        _ => nobody(tx, &class, &text, now)?,
    };
    if let Some(contact) = contact {
        // Whoever texts from a number holds it. Where the sender may be one of several, it proves
        // nothing.
        if known || senders.len() == 1 {
            codes::verified(tx, contact, "text", now)?;
        }
        look_again(tx, contact)?;
    }
    tx.prepare_cached(
        "UPDATE inbox SET applied_at = ?2, contact_id = ?3, class = ?4, scope = ?5, reason = ?6, reviewed_at = ?7
         WHERE id = ?1",
    )?
    .execute(params![
        id,
        ms(now.wall),
        contact,
        if text.is_text { class.class.as_str() } else { Class::Conversation.as_str() },
        class.scope.map_or("", |scope| scope.as_str()),
        class.reason.as_str(),
        plan.understood.then_some(ms(now.wall)),
    ])?;
    Ok(())
}

/// Shown among what no customer sent, and nothing follows.
fn left_alone(tx: &Transaction<'_>, id: i64, now: Now) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE inbox SET applied_at = ?2, class = ?3, reason = ?4 WHERE id = ?1")?
        .execute(params![
            id,
            ms(now.wall),
            Class::Conversation.as_str(),
            left_over::REASON,
        ])?;
    Ok(())
}

fn unapplied(tx: &Transaction<'_>, id: i64) -> Result<Option<Unapplied>, StoreError> {
    use rusqlite::OptionalExtension;
    let mut statement = tx.prepare_cached(
        "SELECT id, contact_id, sender, words, kind = 'text' AS is_text, sc_at, received_at
         FROM inbox WHERE id = ?1 AND applied_at IS NULL",
    )?;
    let found = statement
        .query_row([id], |row| {
            Ok(Unapplied {
                id: row.get("id")?,
                contact: row.get("contact_id")?,
                sender: row.get("sender")?,
                words: row.get("words")?,
                is_text: row.get("is_text")?,
                sc_at: codec::maybe_at(row, "sc_at")?,
                received_at: codec::at(row, "received_at")?,
            })
        })
        .optional()?;
    Ok(found)
}

fn plan(
    tx: &Transaction<'_>,
    class: &Classification,
    contact: i64,
    text: &Unapplied,
    known: bool,
    now: Now,
) -> Result<Plan, StoreError> {
    let standing = standing(tx, contact)?;
    // What was put in far in the future was put in while the clock was wrong.
    let sent_lately = |kinds: &str, within: TimeDelta| -> Result<i64, StoreError> {
        Ok(tx
            .prepare_cached(&format!(
                "SELECT count(*) FROM outbox WHERE contact_id = ?1 AND (answers IS NOT NULL OR kind = 'stop_confirmation') AND kind IN ({kinds})
                     AND created_at > ?2 AND created_at < ?3 AND state NOT IN ('cancelled', 'refused', 'expired', 'failed')"
            ))?
            .query_row(params![contact, ms(now.wall - within), ms(now.wall + within)], |row| row.get(0))?)
    };
    let last_stop: Option<i64> = tx
        .prepare_cached("SELECT max(sc_at) FROM inbox WHERE contact_id = ?1 AND class = 'opt_out'")?
        .query_row([contact], |row| row.get(0))?;
    let older = text
        .sc_at
        .zip(last_stop)
        .is_some_and(|(at, stop)| ms(at) < stop);
    let limits = settings::settings(tx)?.limits;
    let replies = "'help_reply', 'start_reply', 'how_to_start', 'service_confirmation', 'offers_confirmation', \
                   'offers_question', 'thanks', 'status_reply'";
    let same = match class.class {
        Class::Help => "'help_reply'",
        Class::OptIn => {
            "'start_reply', 'offers_confirmation', 'service_confirmation', 'offers_question'"
        }
        Class::Conversation if class.keyword == Some(Keyword::Status) => "'status_reply'",
        Class::Conversation => "'thanks'",
        _ => "'how_to_start'",
    };
    let lang = people::contact(tx, contact)?.lang;
    let context = Context {
        standing: &standing,
        lang,
        older_than_the_last_stop: older,
        stop_confirmed_lately: sent_lately("'stop_confirmation'", ANSWERS_WITHIN)? > 0,
        start_answered_lately: sent_lately("'start_reply'", ANSWERS_WITHIN)? > 0,
        replies_used_up: sent_lately(replies, TimeDelta::hours(24))?
            >= i64::from(limits.replies_per_day)
            || sent_lately(same, SAME_REPLY_AFTER)? > 0,
        is_known: known,
        question: approval::open_question(tx, contact)?.map(|open| open.question),
        feedback: follow_up::open_question(tx, contact)?.map(|open| open.question),
        score: score::read(&text.words),
        has_job: class.keyword == Some(Keyword::Status) && status::has_job(tx, contact)?,
        disclosable: class.keyword == Some(Keyword::Join)
            && offers_by_text::disclosure(tx, contact, lang)?.is_some(),
        offers_asked: match class.class {
            Class::ConfirmYes | Class::ConfirmNo => offers_by_text::asked(tx, contact, text.id)?,
            _ => None,
        }
        .map(|asked| asked.at),
        written_at: text.sc_at.unwrap_or(text.received_at),
    };
    Ok(route(class, &context))
}

/// Carries plans out for one inbound text.
struct Hand<'a> {
    tx: &'a Transaction<'a>,
    run: &'a str,
    shop: &'a Settings,
    text: &'a Unapplied,
    rule: &'a str,
    now: Now,
}

impl Hand<'_> {
    fn carry_out(&self, plan: &Plan, contact: i64) -> Result<(), StoreError> {
        let mut last = None;
        for event in &plan.events {
            last = Some(self.record(event, contact)?);
        }
        if let Some(scope) = plan.cancel {
            call_off(self.tx, contact, scope, self.now)?;
        }
        let reply = plan.reply.map(|reply| TextKind::from(reply.kind));
        for event in &plan.events {
            let superseded = match (event.event, event.scope) {
                (ConsentEvent::Grant, Scope::Promotional) => TextKind::StopOffersConfirmation,
                (ConsentEvent::Grant, _) => TextKind::StopConfirmation,
                // Only what takes its place supersedes it: a repeated STOP is not confirmed again.
                (ConsentEvent::Revoke, _) if reply == Some(TextKind::StopConfirmation) => {
                    TextKind::StopConfirmation
                }
                _ => continue,
            };
            supersede(self.tx, contact, superseded, self.now)?;
        }
        if let Some(reply) = plan.reply {
            self.answer(reply, contact, last)?;
        }
        if let Some(lang) = plan.disclose
            && let Some(line) = offers_by_text::disclosure(self.tx, contact, lang)?
        {
            offers_by_text::ask(self.tx, self.run, contact, self.text.id, &line, self.now)?;
        }
        if let Some(yes) = plan.answer {
            approval::answered_by_text(self.tx, contact, self.text.id, yes, self.now)?;
        }
        if let Some(score) = plan.score {
            let inbox = self.text.id;
            follow_up::answered(
                self.tx,
                self.run,
                contact,
                inbox,
                score,
                plan.thanks,
                self.now,
            )?;
        }
        for todo in &plan.tasks {
            tasks::open(self.tx, &self.task(*todo, contact), self.now)?;
        }
        Ok(())
    }

    /// Writes an event down, and returns its row.
    fn record(&self, event: &Event, contact: i64) -> Result<i64, StoreError> {
        let text = self.text;
        let mut evidence = json!({
            "inbox": text.id,
            "sender": text.sender,
            "words": text.words,
            "tpdu": inbound::raw(self.tx, text.id)?,
            "sc_time": text.sc_at,
            "rule": self.rule,
        });
        let agrees = (event.event, event.scope) == (ConsentEvent::Grant, Scope::Promotional);
        if agrees && let Some(asked) = offers_by_text::asked(self.tx, contact, text.id)? {
            asked.prove(&mut evidence);
        }
        let new = NewRow {
            contact,
            event: event.event,
            scope: event.scope,
            method: event.method,
            actor: event.actor,
            about: None,
            occurred_at: text.sc_at.unwrap_or(text.received_at),
            evidence,
        };
        let evidence = new.evidence.clone();
        let row = append(self.tx, new, self.now)?;
        let ends_offers = matches!(event.scope, Scope::All | Scope::Promotional);
        if event.event == ConsentEvent::Revoke && ends_offers {
            let whose = (event.method, event.actor);
            by_email::end_offers(self.tx, contact, row, whose, &evidence, self.now)?;
        }
        if event.event == ConsentEvent::Hold {
            self.tx
                .prepare_cached("UPDATE inbox SET hold_row = ?2 WHERE id = ?1")?
                .execute([text.id, row])?;
        }
        match (event.event, event.scope) {
            (ConsentEvent::Grant, _) => {
                settle_holds(self.tx, contact, Why::SignedUpAgain, self.now)?;
            }
            (ConsentEvent::Revoke, Scope::All) => {
                settle_holds(self.tx, contact, Why::OptedOut, self.now)?;
            }
            _ => {}
        }
        Ok(row)
    }

    /// Answers the text; `row` is what it brought into the ledger, if anything.
    fn answer(&self, reply: Reply, contact: i64, row: Option<i64>) -> Result<(), StoreError> {
        let now = self.now;
        let words = match reply.kind {
            Kind::Status => status::words(self.tx, self.shop, contact, reply.lang, now)?,
            kind => templates::template(self.tx, kind, reply.lang)?
                .render(&vars(self.shop))
                .map_err(Unfit::Lacks)?,
        };
        let kind = TextKind::from(reply.kind);
        // The five minutes of a confirmation run from when the customer wrote, where that is known.
        let written = self.text.sc_at.filter(|at| now.trusted && *at < now.wall);
        let from = written.unwrap_or(now.wall);
        let horizon = Horizon {
            now: from,
            closing: from,
            promised: None,
        };
        let queued = Queued {
            contact,
            purpose: Purpose::Compliance,
            kind,
            words,
            template: templates::label(self.tx, reply.kind, reply.lang)?,
            job: None,
            answers: Some(self.text.id),
            origin: Origin::Automatic,
            asked_by: String::new(),
            not_before: DateTime::UNIX_EPOCH,
            send_before: kind.send_before(Purpose::Compliance, horizon),
            undo: Duration::ZERO,
        };
        let text = outbox::put(self.tx, self.run, &queued, now)?;
        match row {
            Some(row) => confirms(self.tx, text, row),
            None => Ok(()),
        }
    }

    fn task(&self, todo: Todo, contact: i64) -> NewTask {
        let (kind, why) = match todo {
            Todo::Decide { .. } => (TaskKind::Decide, Why::Decide),
            Todo::CheckAppointment => (TaskKind::CheckAppointment, Why::CheckVisit),
            Todo::WrongNumber => (TaskKind::WrongNumber, Why::WrongNumber),
            Todo::UnmatchedOptOut => (TaskKind::UnmatchedOptOut, Why::UnknownOptOut),
            Todo::ChangeRequest => (TaskKind::ChangeRequest, Why::ChangeWanted),
            Todo::NumberChanged => (TaskKind::NumberChanged, Why::NumberChanged),
        };
        let timed = matches!(todo, Todo::Decide { timed: true, .. });
        NewTask {
            kind,
            contact: Some(contact),
            job: None,
            outbox: None,
            inbox: Some(self.text.id),
            why: why.as_str().to_owned(),
            urgent: matches!(
                todo,
                Todo::UnmatchedOptOut | Todo::Decide { urgent: true, .. }
            ),
            due_at: timed
                .then(|| open_days_later(self.shop, self.now.wall))
                .flatten(),
        }
    }
}

/// What every template may say about the shop.
pub(super) fn vars(shop: &Settings) -> Vars {
    let mut vars = Vars::brand(&shop.brand);
    for (variable, value) in [
        (Variable::Trade, &shop.trade),
        (Variable::ShopPhone, &shop.phone),
        (Variable::ShopSite, &shop.site),
    ] {
        if !value.is_empty() {
            vars.set(variable, value.clone());
        }
    }
    vars
}

/// Closing time of the second open day after this one.
pub(super) fn open_days_later(shop: &Settings, from: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let zone = crate::clock::zone(&shop.zone).ok()?;
    let mut closing = from;
    for _ in 0..=OPEN_DAYS_TO_DECIDE {
        closing = shop.open.next_close(&zone, closing)?;
    }
    Some(closing)
}

/// A name, a short code or something that is no text: shown, and nothing follows; but an opt-out
/// whose sender can't be told is a red task.
fn nobody(
    tx: &Transaction<'_>,
    class: &Classification,
    text: &Unapplied,
    now: Now,
) -> Result<Plan, StoreError> {
    let digits = text.sender.chars().filter(char::is_ascii_digit).count();
    let may_be_a_person = text.is_text && (digits >= 7 || text.sender.is_empty());
    if may_be_a_person && class.class == Class::OptOut {
        let task = NewTask {
            kind: TaskKind::UnmatchedOptOut,
            contact: None,
            job: None,
            outbox: None,
            inbox: Some(text.id),
            why: Why::UnreadableOptOut.as_str().to_owned(),
            urgent: true,
            due_at: None,
        };
        tasks::open(tx, &task, now)?;
    }
    Ok(Plan::default())
}
