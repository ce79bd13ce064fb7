//! What a clock that jumps does to what waits: nothing goes that must not, and nothing is lost.

use super::*;
use crate::domain::clock_trust::{ClockTrust, Seen};
use crate::wire::at::Refusal;

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;
const YEARS: i64 = 10 * 365 * DAY;
/// In seconds. The first two are no jump: clocks are corrected by as much.
const JUMPS: [i64; 8] = [1, -1, HOUR, -HOUR, DAY, -DAY, YEARS, -YEARS];

fn is_a_jump(seconds: i64) -> bool {
    seconds.abs() > 1
}

/// A shop, and the clock that it goes by.
struct Timed {
    shop: Shop,
    trust: ClockTrust,
}

impl Timed {
    async fn open() -> Self {
        let mut timed = Self {
            shop: Shop::open().await,
            trust: ClockTrust::default(),
        };
        timed.confirm();
        timed
    }

    /// A person says that the time is right.
    fn confirm(&mut self) {
        self.trust.confirm(true);
        self.look();
    }

    fn look(&mut self) {
        let now = &mut self.shop.now;
        let seen = Seen {
            wall: now.wall,
            mono: now.mono,
            synced: None,
            by_battery: false,
        };
        now.trusted = self.trust.look(seen).is_some();
    }

    /// Somebody sets the clock. The sender sees it in its next round.
    async fn jumps(&mut self, seconds: i64) {
        self.shop.now.wall += TimeDelta::seconds(seconds);
        self.look();
        self.shop.store.clock_changed().await.unwrap();
    }

    /// Time passes, and the sender keeps house.
    async fn later(&mut self, seconds: i64) {
        self.shop.later(seconds);
        self.look();
        self.keep_house().await;
    }

    async fn keep_house(&self) {
        let (store, now) = (&self.shop.store, self.shop.now);
        store.join_overdue(now).await.unwrap();
        store.apply_inbound(now).await.unwrap();
        store.expire(now).await.unwrap();
    }

    /// It is set right again, and a person says so.
    async fn is_set_right(&mut self, jumped: i64) {
        self.jumps(-jumped).await;
        self.confirm();
        self.shop.store.clock_changed().await.unwrap();
        self.keep_house().await;
    }

    /// A text to the one customer, who has agreed to all of them.
    async fn queue(&self, what: (Purpose, TextKind), wait: i64, lives: i64) -> i64 {
        let (purpose, kind) = what;
        let now = self.shop.now;
        let text = Queued {
            template: String::new(),
            contact: self.shop.contact().await,
            purpose,
            kind,
            words: format!("About {}.", kind.as_str()),
            job: None,
            answers: None,
            origin: Origin::Automatic,
            asked_by: String::new(),
            not_before: now.wall + TimeDelta::seconds(wait),
            send_before: now.wall + TimeDelta::seconds(lives),
            undo: Duration::ZERO,
        };
        self.shop.store.queue(text, now).await.unwrap()
    }

    async fn state(&self, text: i64) -> TextState {
        self.shop.store.text_state(text).await.unwrap().unwrap()
    }

    /// A customer who has agreed to everything, and whose number is known to be their own.
    async fn customer(&self) {
        let shop = &self.shop;
        shop.settings(|settings| settings.offers_unlocked = true)
            .await;
        let mut job = shop.new_job(true);
        let offers = Grant {
            scope: Scope::Promotional,
            method: Method::ScreenSignature,
            ..job.grants[0].clone()
        };
        job.grants.push(offers);
        shop.store.take_in(job, shop.now).await.unwrap();
        shop.receives("see you at noon").await;
        let contact = shop.contact().await;
        let by = "Jo".to_owned();
        shop.store.reviewed(contact, by, shop.now).await.unwrap();
        shop.send_all().await;
    }
}

#[tokio::test]
async fn what_waits_for_the_time_goes_once_when_it_is_known_and_not_before() {
    for jump in JUMPS {
        let mut timed = Timed::open().await;
        timed.customer().await;
        let service = timed
            .queue((Purpose::Service, TextKind::Ready), 0, 4 * HOUR)
            .await;
        let offer = timed
            .queue((Purpose::Promotional, TextKind::Offer), 0, 2 * DAY)
            .await;
        let reply = timed
            .queue((Purpose::Conversation, TextKind::Typed), 0, DAY)
            .await;
        let reminder = timed
            .queue(
                (Purpose::Service, TextKind::FromProgram),
                2 * HOUR,
                4 * HOUR,
            )
            .await;
        let all = [service, offer, reply, reminder];
        timed.jumps(jump).await;
        if is_a_jump(jump) {
            timed.later(60).await;
            assert_eq!(timed.shop.send_all().await, 0, "{jump} s: nothing goes");
            for text in all {
                assert_eq!(timed.state(text).await, TextState::Queued, "{jump} s");
            }
            let calls = "SELECT count(*) FROM task WHERE kind = 'call'";
            assert_eq!(timed.shop.count(calls).await, 0, "{jump} s");
            timed.is_set_right(jump).await;
        }
        timed.later(2).await;
        assert_eq!(timed.shop.send_all().await, 3, "{jump} s: each once");
        assert_eq!(timed.state(reminder).await, TextState::Queued, "{jump} s");
        timed.later(2 * HOUR).await;
        assert_eq!(timed.shop.send_all().await, 1, "{jump} s: the reminder");
        for text in all {
            assert_eq!(timed.state(text).await, TextState::Sent, "{jump} s");
        }
    }
}

#[tokio::test]
async fn what_is_stale_when_the_time_is_known_does_not_go() {
    for jump in JUMPS.into_iter().filter(|jump| is_a_jump(*jump)) {
        let mut timed = Timed::open().await;
        timed.customer().await;
        let service = timed
            .queue((Purpose::Service, TextKind::Ready), 0, 4 * HOUR)
            .await;
        let reply = timed
            .queue((Purpose::Conversation, TextKind::Typed), 0, DAY)
            .await;
        timed.jumps(jump).await;
        timed.later(8 * HOUR).await;
        timed.is_set_right(jump).await;
        // Ten in the evening.
        assert_eq!(timed.shop.send_all().await, 0, "{jump} s");
        assert_eq!(timed.state(service).await, TextState::Expired, "{jump} s");
        assert_eq!(timed.state(reply).await, TextState::Queued, "{jump} s");
        timed.later(11 * HOUR + 60).await;
        assert_eq!(timed.shop.send_all().await, 1, "{jump} s: in the morning");
    }
}

#[tokio::test]
async fn a_code_goes_whatever_the_clock_shows_and_for_ten_minutes() {
    for jump in JUMPS {
        for (passes, goes) in [(599, 1), (601, 0)] {
            let mut timed = Timed::open().await;
            timed.customer().await;
            let code = (Purpose::Verification, TextKind::Code);
            timed.queue(code, 0, 600).await;
            timed.jumps(jump).await;
            timed.later(passes).await;
            assert_eq!(timed.shop.send_all().await, goes, "{jump} s, {passes}");
            timed.is_set_right(jump).await;
            assert_eq!(timed.shop.send_all().await, 0, "{jump} s, {passes}: once");
        }
    }
}

#[tokio::test]
async fn a_stop_is_confirmed_within_five_minutes_of_this_runs_clock_and_once() {
    for jump in JUMPS {
        for (passes, goes) in [(298, 1), (302, 0)] {
            let mut timed = Timed::open().await;
            timed.customer().await;
            timed.shop.receives("STOP").await;
            timed.jumps(jump).await;
            timed.later(passes).await;
            assert_eq!(timed.shop.send_all().await, goes, "{jump} s, {passes}");
            timed.is_set_right(jump).await;
            assert_eq!(timed.shop.send_all().await, 0, "{jump} s, {passes}: once");
            // And one that comes while the clock is wrong.
            let mut timed = Timed::open().await;
            timed.customer().await;
            let sent = timed.shop.now.wall;
            timed.jumps(jump).await;
            timed.shop.receives_sent_at("STOP", sent).await;
            timed.later(passes).await;
            assert_eq!(timed.shop.send_all().await, goes, "{jump} s, {passes}");
        }
    }
}

#[tokio::test]
async fn what_an_older_run_began_counts_by_the_time_of_day() {
    for (jump, passes, goes) in [
        (0, 280, 1),
        (0, 310, 0),
        (HOUR, 10, 0),
        // Nobody knows how long that was.
        (-HOUR, 10, 0),
        (-YEARS, 10, 0),
    ] {
        let mut timed = Timed::open().await;
        timed.customer().await;
        timed.shop.receives("STOP").await;
        timed.shop = timed.shop.again().await;
        timed.trust = ClockTrust::default();
        timed.jumps(jump).await;
        assert!(!timed.shop.now.trusted);
        timed.later(passes).await;
        assert_eq!(timed.shop.send_all().await, goes, "{jump} s, {passes}");
    }
}

#[tokio::test]
async fn what_was_typed_while_the_clock_was_wrong_goes_when_it_is_right() {
    for jump in JUMPS.into_iter().filter(|jump| is_a_jump(*jump)) {
        let mut timed = Timed::open().await;
        timed.customer().await;
        timed.jumps(jump).await;
        let typed = (Purpose::Conversation, TextKind::Typed);
        let reply = timed.queue(typed, 0, DAY).await;
        timed.later(600).await;
        assert_eq!(timed.shop.send_all().await, 0, "{jump} s");
        timed.is_set_right(jump).await;
        assert_eq!(timed.shop.send_all().await, 1, "{jump} s");
        assert_eq!(timed.state(reply).await, TextState::Sent, "{jump} s");
    }
}

#[tokio::test]
async fn a_reply_waits_for_the_time_and_is_not_endlessly_in_time() {
    for jump in JUMPS.into_iter().filter(|jump| is_a_jump(*jump)) {
        let mut timed = Timed::open().await;
        let sent = timed.shop.now.wall;
        timed.jumps(jump).await;
        timed.shop.receives_sent_at("are you open?", sent).await;
        // Nobody agreed to anything: only the text that is answered lets the answer go.
        let typed = (Purpose::Conversation, TextKind::Typed);
        timed.queue(typed, 0, 3 * DAY).await;
        assert_eq!(timed.shop.send_all().await, 0, "{jump} s");
        timed.is_set_right(jump).await;
        assert_eq!(timed.shop.send_all().await, 1, "{jump} s");
        timed.queue(typed, 0, 3 * DAY).await;
        timed.later(49 * HOUR).await;
        assert_eq!(timed.shop.send_all().await, 0, "{jump} s: two days later");
    }
}

#[tokio::test]
async fn neither_the_pace_nor_a_retry_waits_for_a_time_that_the_clock_has_left() {
    let mut timed = Timed::open().await;
    timed.customer().await;
    timed
        .shop
        .settings(|settings| settings.limits.paced = true)
        .await;
    // So many that there is no token left, the last of them refused for now.
    let code = (Purpose::Verification, TextKind::Code);
    for _ in 0..20 {
        timed.queue(code, 0, 600).await;
    }
    while let Some(permit) = timed.shop.mint().await {
        let outcome = Outcome::Refused {
            class: Refusal::Temporary,
            words: "busy".to_owned(),
        };
        timed.shop.settle(permit.attempt(), outcome).await;
    }
    timed.jumps(-YEARS).await;
    assert!(timed.shop.mint().await.is_none());
    timed.later(30).await;
    assert!(timed.shop.mint().await.is_some());
}

#[tokio::test]
async fn the_parts_of_a_text_are_not_waited_for_until_the_clock_has_caught_up() {
    for jump in [HOUR, -HOUR, -YEARS] {
        let mut timed = Timed::open().await;
        timed.customer().await;
        let long = format!("STOP. {}", "x".repeat(200));
        let first = delivers(LUIS, &long, timed.shop.now.wall).swap_remove(0);
        timed.shop.listing(&[first]).await;
        timed.jumps(jump).await;
        timed.later(60).await;
        let texts = "SELECT count(*) FROM inbox WHERE applied_at IS NOT NULL";
        assert_eq!(timed.shop.count(texts).await, 2, "{jump} s");
    }
}
