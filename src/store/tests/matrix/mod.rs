//! Every text that the counter can cause, against every standing of a number and every hour, through
//! the real store and mint. What must come out is worked out in `rules.rs` from the rule book on
//! consent; `cases.rs` has the numbers, the hours and the texts.

mod cases;
mod rules;

use super::super::{codes, ledger, outbox};
use super::*;
use cases::{HOURS, NUMBERS, SIGNED, SIGNED_OFFERS, Step, TEXTS};
use rules::{Fate, expected};
use std::collections::BTreeMap;

/// As many minutes before the hour everything has been agreed to.
const LONG_AGO: i64 = 26 * 60;
/// As many minutes before it staff have looked at what came.
const JUST_NOW: i64 = 10;

struct Matrix {
    shop: Shop,
    numbers: u32,
}

impl Matrix {
    async fn open() -> Self {
        let shop = Shop::open().await;
        shop.settings(|settings| {
            settings.region = "IL".to_owned();
            settings.offers_unlocked = true;
            let thanksgiving = "2026-11-26".parse().unwrap();
            settings.offer_hours.holidays = vec![thanksgiving];
            // Caps are judged elsewhere.
            let limits = &mut settings.limits;
            limits.offers_per_hour = 100_000;
            limits.offers_per_day = 100_000;
            limits.offers_per_week_each = 100_000;
            limits.offers_per_month_each = 100_000;
            limits.per_hour = 100_000;
            limits.per_day = 100_000;
            limits.numbers_per_day = 100_000;
        })
        .await;
        Self { shop, numbers: 0 }
    }

    fn at(&mut self, wall: &str, minutes_before: i64) {
        let wall = DateTime::parse_from_rfc3339(wall).unwrap().to_utc();
        self.shop.now.wall = wall - TimeDelta::minutes(minutes_before);
        self.shop.now.mono += Duration::from_secs(60);
    }

    /// A number of Chicago's that nobody has seen before.
    async fn new_number(&mut self) -> (String, i64) {
        self.numbers += 1;
        let number = format!("+1312555{:04}", self.numbers);
        let (typed, now) = (PhoneNumber::from_e164(&number).unwrap(), self.shop.now);
        let contact = self
            .shop
            .store
            .write(move |tx| people::find_or_make(tx, &typed, Lang::En, now))
            .await
            .unwrap();
        (number, contact)
    }

    async fn take(&mut self, step: Step, number: &str, contact: i64, wall: &str) {
        self.at(wall, LONG_AGO);
        let now = self.shop.now;
        let store = self.shop.store.clone();
        match step {
            Step::Says(event, scope, method, actor) => {
                let row = ledger::NewRow {
                    contact,
                    event,
                    scope,
                    method,
                    actor,
                    about: None,
                    occurred_at: now.wall,
                    evidence: serde_json::json!({}),
                };
                store
                    .write(move |tx| ledger::append(tx, row, now))
                    .await
                    .unwrap();
            }
            Step::Texts(minutes, words) => {
                self.at(wall, minutes);
                let at = self.shop.now.wall;
                self.shop.receives_from(number, words, at).await;
            }
            Step::StaffEnd { undone } => {
                let (words, by) = ("call me".to_owned(), "Jo".to_owned());
                let row = store.opt_out(contact, None, words, by, now).await.unwrap();
                if undone {
                    store.undo_opt_out(row, "Jo".to_owned(), now).await.unwrap();
                }
            }
            Step::Decides(decision) => {
                self.at(wall, JUST_NOW);
                let now = self.shop.now;
                let inbox = store
                    .read(|tx| Ok(tx.query_row("SELECT max(id) FROM inbox", [], |row| row.get(0))?))
                    .await
                    .unwrap();
                store
                    .decide(inbox, decision, "Jo".to_owned(), now)
                    .await
                    .unwrap();
            }
            Step::Reads => {
                self.at(wall, JUST_NOW);
                let now = self.shop.now;
                store.reviewed(contact, "Jo".to_owned(), now).await.unwrap();
            }
            Step::Landline => {
                let sql = "UPDATE contact_point SET reach = 'call_only' WHERE id = ?1";
                self.change(sql, contact, 0).await;
            }
            Step::Old(months) => {
                let since = now.wall - TimeDelta::days(months * 30 + months / 2);
                let sql = "UPDATE contact_point SET created_at = ?2 WHERE id = ?1";
                self.change(sql, contact, since.timestamp_millis()).await;
            }
            Step::Fails => {
                let at = now.wall.timestamp_millis();
                for _ in 0..2 {
                    let sql = "INSERT INTO outbox (contact_id, purpose, priority, words, kind, origin,
                            created_at, send_before, state, settled_at)
                        VALUES (?1, 'service', 3, 'Words.', 'ready', 'page', ?2, ?2, 'undelivered', ?2)";
                    self.change(sql, contact, at).await;
                    // TS 23.040 9.2.3.15: 0x41, the receiver's number is not in use.
                    let sql = "INSERT INTO part (outbox_id, seq, state, attempt, sent_at, status, reported_at)
                        SELECT max(id), 1, 'undelivered', -max(id), ?2, 0x41, ?2 FROM outbox WHERE contact_id = ?1";
                    self.change(sql, contact, at).await;
                }
            }
        }
    }

    /// Changes what is kept of a contact point (?1), with one value (?2).
    async fn change(&self, sql: &'static str, contact: i64, value: i64) {
        let store = self.shop.store.clone();
        let change = store.write(move |tx| {
            let mut statement = tx.prepare(sql)?;
            match statement.parameter_count() {
                1 => statement.execute([contact])?,
                _ => statement.execute([contact, value])?,
            };
            Ok(())
        });
        change.await.unwrap();
    }

    /// Puts all texts to that number in, has the mint look at each, and says what became of them.
    async fn fates(&mut self, contact: i64) -> BTreeMap<i64, Fate> {
        let now = self.shop.now;
        let store = self.shop.store.clone();
        let texts: Vec<i64> = store
            .write(move |tx| {
                // What the steps have put in themselves is not asked about, and no limit counts what
                // other numbers got and said.
                tx.execute_batch(
                    "UPDATE part SET state = 'failed'
                         WHERE outbox_id IN (SELECT id FROM outbox WHERE state = 'sending');
                     UPDATE part SET sent_at = NULL;
                     UPDATE inbox SET reason = '' WHERE reason = 'complaint';
                     UPDATE outbox SET state = 'cancelled' WHERE state IN ('queued', 'sending');",
                )?;
                TEXTS
                    .iter()
                    .map(|(purpose, kind)| {
                        let text = Queued {
                            template: String::new(),
                            contact,
                            purpose: *purpose,
                            kind: *kind,
                            words: "Words.".to_owned(),
                            job: None,
                            answers: None,
                            origin: Origin::Page,
                            asked_by: "Jo".to_owned(),
                            not_before: DateTime::UNIX_EPOCH,
                            send_before: now.wall + TimeDelta::days(30),
                            undo: Duration::ZERO,
                        };
                        outbox::put(tx, "", &text, now)
                    })
                    .collect()
            })
            .await
            .unwrap();
        let mut fates = BTreeMap::new();
        while let Some(permit) = self.shop.mint().await {
            fates.insert(permit.attempt().text, Fate::Goes);
        }
        let rest = texts.iter().filter(|text| !fates.contains_key(text));
        let mut others = Vec::new();
        for text in rest {
            let state = store.text_state(*text).await.unwrap().unwrap();
            let fate = match state {
                TextState::Queued => Fate::Waits,
                TextState::Refused => Fate::Never,
                other => panic!("text {text} is {other:?}"),
            };
            others.push((*text, fate));
        }
        fates.extend(others);
        texts
            .into_iter()
            .zip(0..)
            .map(|(text, place)| (place, fates[&text]))
            .collect()
    }
}

#[tokio::test]
async fn consent_by_purpose_by_time() {
    let mut matrix = Matrix::open().await;
    let (mut asked, mut wrong) = (BTreeMap::new(), Vec::new());
    for hour in HOURS {
        for number in NUMBERS {
            // Any text from the number verifies it, so that there a code makes no difference.
            let wrote = number.steps.iter().any(|s| matches!(s, Step::Texts(..)));
            for code in if wrote { &[false][..] } else { &[false, true] } {
                let code = *code;
                matrix.at(hour.wall, LONG_AGO + 60);
                let (address, contact) = matrix.new_number().await;
                for step in number.steps {
                    matrix.take(*step, &address, contact, hour.wall).await;
                }
                if code {
                    let now = matrix.shop.now;
                    let proved = matrix
                        .shop
                        .store
                        .write(move |tx| codes::verified(tx, contact, "code", now));
                    proved.await.unwrap();
                }
                matrix.at(hour.wall, 0);
                matrix.shop.now.trusted = hour.trusted;
                let fates = matrix.fates(contact).await;
                matrix.shop.now.trusted = true;
                for ((purpose, kind), fate) in TEXTS.iter().zip(fates.into_values()) {
                    let verified = code || wrote;
                    let wanted = expected(number, verified, hour, *purpose, *kind);
                    *asked.entry(format!("{wanted:?}")).or_insert(0) += 1;
                    if fate != wanted {
                        wrong.push(format!(
                            "{}, {}, {}: {purpose:?} {kind:?} {fate:?}, and should be {wanted:?}",
                            number.name,
                            if verified { "verified" } else { "not verified" },
                            hour.name,
                        ));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
    // All three were asked for, and often.
    assert!(
        asked.len() == 3 && asked.values().all(|n| *n > 500),
        "{asked:?}"
    );
}

/// The hours of offers hold where the receiver may be; texts about the vehicle go by the shop's.
#[tokio::test]
async fn offers_keep_the_hours_of_the_place_that_the_number_is_from() {
    let rows = [
        // The number, a time in Chicago, and whether an offer goes then.
        ("+13125550100", "2026-11-24T19:30:00-06:00", true),
        // Half past eight in Miami, where eight is the end.
        ("+13055550100", "2026-11-24T19:30:00-06:00", false),
        ("+13055550100", "2026-11-24T18:30:00-06:00", true),
        // Half past seven in Los Angeles.
        ("+12135550100", "2026-11-24T09:30:00-06:00", false),
        ("+12135550100", "2026-11-24T10:30:00-06:00", true),
        // Texas: from noon on a Sunday.
        ("+12145550100", "2026-11-29T11:30:00-06:00", false),
        ("+12145550100", "2026-11-29T12:30:00-06:00", true),
        // Alabama: no Sundays, no holidays.
        ("+12055550100", "2026-11-29T12:30:00-06:00", false),
        ("+12055550100", "2026-12-25T12:30:00-06:00", false),
        ("+13125550100", "2026-12-25T12:30:00-06:00", true),
        // A code that no table knows may lie anywhere: from ten to six wherever it is.
        ("+15555550100", "2026-11-24T11:30:00-06:00", false),
        ("+15555550100", "2026-11-24T13:30:00-06:00", true),
        ("+15555550100", "2026-11-24T17:30:00-06:00", false),
    ];
    let mut matrix = Matrix::open().await;
    matrix
        .shop
        .settings(|settings| {
            settings.offer_hours = crate::domain::hours::Week::daily(8, 21);
        })
        .await;
    for (number, wall, goes) in rows {
        let typed = PhoneNumber::from_e164(number).unwrap();
        matrix.at(wall, LONG_AGO);
        let now = matrix.shop.now;
        let contact = matrix
            .shop
            .store
            .write(move |tx| {
                let contact = people::find_or_make(tx, &typed, Lang::En, now)?;
                codes::verified(tx, contact, "code", now)?;
                Ok(contact)
            })
            .await
            .unwrap();
        for step in [SIGNED, SIGNED_OFFERS] {
            matrix.take(step, number, contact, wall).await;
        }
        matrix.at(wall, 0);
        let fates = matrix.fates(contact).await;
        let fate_of = |wanted: (Purpose, TextKind)| {
            let place = TEXTS.iter().position(|text| *text == wanted).unwrap();
            fates[&i64::try_from(place).unwrap()]
        };
        let offer = fate_of((Purpose::Promotional, TextKind::Offer));
        let feedback = fate_of((Purpose::Feedback, TextKind::Feedback));
        let ready = fate_of((Purpose::Service, TextKind::Ready));
        let wanted = if goes { Fate::Goes } else { Fate::Waits };
        assert_eq!((offer, feedback), (wanted, wanted), "{number} {wall}");
        assert_eq!(ready, Fate::Goes, "{number} {wall}");
    }
}
