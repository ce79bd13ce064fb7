use super::*;
use crate::domain::bounds;
use crate::domain::consent::{Actor, ConsentEvent, Method, Row, Scope};
use crate::domain::phone::Country;
use std::time::Duration;

fn zone(name: &str) -> Zone {
    Zone::from_tzif(
        name,
        &std::fs::read(format!("/usr/share/zoneinfo/{name}")).unwrap(),
    )
    .unwrap()
}

/// A shop in Chicago, a number that agreed to service texts, and a Saturday afternoon.
struct Scene {
    chicago: Zone,
    service: Week,
    offers: Week,
    rows: Vec<Row>,
    now: Now,
    last_inbound: Option<LastInbound>,
    unread: bool,
    settling: bool,
    own_zone: Option<Zone>,
    verified: bool,
    heard_at: DateTime<Utc>,
    failing: bool,
    shop_bounds: Bounds,
    their_bounds: Option<Bounds>,
    capped_until: Option<DateTime<Utc>>,
    unwelcome_until: Option<DateTime<Utc>>,
    deaf: bool,
    restored: bool,
    own_line: bool,
    send_before: DateTime<Utc>,
}

impl Scene {
    fn new() -> Self {
        let mut scene = Self {
            chicago: zone("America/Chicago"),
            service: Week::daily(9, 21),
            offers: Week::working((10, 18), (10, 17)),
            rows: Vec::new(),
            now: Now {
                wall: DateTime::UNIX_EPOCH,
                mono: Duration::ZERO,
                trusted: true,
            },
            last_inbound: None,
            unread: false,
            settling: false,
            own_zone: None,
            verified: true,
            heard_at: DateTime::UNIX_EPOCH,
            failing: false,
            shop_bounds: bounds::offers(Country::US, "IL"),
            their_bounds: None,
            capped_until: None,
            unwelcome_until: None,
            deaf: false,
            restored: false,
            own_line: false,
            send_before: DateTime::UNIX_EPOCH,
        };
        scene.send_before = scene.at("2026-11-23 18:00");
        scene.now.wall = scene.at("2026-11-21 14:14");
        scene.heard_at = scene.now.wall;
        scene.row(
            ConsentEvent::Grant,
            Scope::Service,
            Method::InPerson,
            Actor::Staff,
        );
        scene
    }
    fn at(&self, wall: &str) -> DateTime<Utc> {
        let wall = chrono::NaiveDateTime::parse_from_str(wall, "%Y-%m-%d %H:%M").unwrap();
        self.chicago.instants(wall).earliest()
    }
    fn row(&mut self, event: ConsentEvent, scope: Scope, method: Method, actor: Actor) {
        let id = i64::try_from(self.rows.len()).unwrap() + 1;
        self.rows.push(Row {
            id,
            event,
            scope,
            method,
            actor,
            about: None,
        });
    }
    fn offers_agreed(&mut self) {
        self.row(
            ConsentEvent::Grant,
            Scope::Promotional,
            Method::ScreenSignature,
            Actor::Customer,
        );
    }
    fn stop(&mut self) {
        self.row(
            ConsentEvent::Revoke,
            Scope::All,
            Method::SmsKeyword,
            Actor::Customer,
        );
    }
    fn ask(&self, purpose: Purpose, kind: TextKind) -> Verdict {
        self.ask_part(purpose, kind, 1)
    }
    fn ask_part(&self, purpose: Purpose, kind: TextKind, part: u32) -> Verdict {
        let asked = Asked {
            purpose,
            kind,
            part,
            not_before: DateTime::UNIX_EPOCH,
            send_before: self.send_before,
        };
        let standing = Standing::fold(&self.rows);
        let facts = Facts {
            now: self.now,
            standing: &standing,
            can_be_texted: true,
            verified: self.verified,
            heard_at: self.heard_at,
            failing: self.failing,
            last_inbound: self.last_inbound,
            unread: self.unread,
            own_zone: self.own_zone.as_ref(),
            possible_zones: Vec::new(),
            possible_bounds: self.their_bounds.clone(),
            settling: self.settling,
            capped_until: self.capped_until,
            unwelcome_until: self.unwelcome_until,
            own_line: self.own_line,
            deaf: self.deaf,
            restored: self.restored,
            disk_full: false,
        };
        let rules = Rules {
            service: &self.service,
            offers: &self.offers,
            bounds: &self.shop_bounds,
            shop_zone: &self.chicago,
            offers_unlocked: true,
        };
        gate(&asked, &facts, &rules)
    }
    fn ready(&self) -> Verdict {
        self.ask(Purpose::Service, TextKind::Ready)
    }
}

#[test]
fn ready_goes_where_service_consent_stands() {
    let mut scene = Scene::new();
    assert_eq!(scene.ready(), Verdict::Send);
    scene.stop();
    assert_eq!(scene.ready(), Verdict::Refuse(Refusal::OptedOut));
    scene.rows.clear();
    assert_eq!(scene.ready(), Verdict::Refuse(Refusal::NoConsent));
}

#[test]
fn only_the_confirmation_goes_after_a_stop() {
    let mut scene = Scene::new();
    scene.stop();
    for purpose in [
        Purpose::Service,
        Purpose::Feedback,
        Purpose::Promotional,
        Purpose::Conversation,
    ] {
        let verdict = scene.ask(purpose, TextKind::FromProgram);
        assert_eq!(verdict, Verdict::Refuse(Refusal::OptedOut));
    }
    assert_eq!(
        scene.ask(Purpose::Compliance, TextKind::StopConfirmation),
        Verdict::Send
    );
    assert_eq!(
        scene.ask(Purpose::Compliance, TextKind::ServiceConfirmation),
        Verdict::Refuse(Refusal::OptedOut)
    );
}

#[test]
fn who_writes_first_may_be_answered_for_a_day() {
    let mut scene = Scene::new();
    scene.stop();
    let typed = |s: &Scene| s.ask(Purpose::Conversation, TextKind::Typed);
    assert_eq!(typed(&scene), Verdict::Refuse(Refusal::OptedOut));
    scene.last_inbound = Some(LastInbound {
        at: scene.now.wall - TimeDelta::hours(23),
    });
    assert_eq!(typed(&scene), Verdict::Send);
    scene.last_inbound = Some(LastInbound {
        at: scene.now.wall - TimeDelta::hours(25),
    });
    assert_eq!(typed(&scene), Verdict::Refuse(Refusal::OptedOut));
    scene.rows.clear();
    assert_eq!(typed(&scene), Verdict::Refuse(Refusal::NothingToAnswer));
}

#[test]
fn quiet_hours_hold_until_the_window_opens_and_a_fresh_reply_ignores_them() {
    let mut scene = Scene::new();
    scene.now.wall = scene.at("2026-11-21 21:00");
    let morning = scene.at("2026-11-22 09:00");
    assert_eq!(
        scene.ready(),
        Verdict::Hold(Some(morning), Hold::QuietHours)
    );
    assert_eq!(
        scene.ask_part(Purpose::Service, TextKind::Ready, 2),
        Verdict::Send
    );
    let typed = |s: &Scene| s.ask(Purpose::Conversation, TextKind::Typed);
    scene.last_inbound = Some(LastInbound {
        at: scene.now.wall - TimeDelta::minutes(59),
    });
    assert_eq!(typed(&scene), Verdict::Send);
    scene.last_inbound = Some(LastInbound {
        at: scene.now.wall - TimeDelta::minutes(61),
    });
    assert_eq!(
        typed(&scene),
        Verdict::Hold(Some(morning), Hold::QuietHours)
    );
}

#[test]
fn service_follows_the_customers_zone_and_offers_every_zone() {
    let mut scene = Scene::new();
    scene.row(
        ConsentEvent::Grant,
        Scope::Promotional,
        Method::ScreenSignature,
        Actor::Customer,
    );
    scene.own_zone = Some(zone("America/Los_Angeles"));
    scene.now.wall = scene.at("2026-11-21 10:30");
    assert_eq!(
        scene.ready(),
        Verdict::Hold(Some(scene.at("2026-11-21 11:00")), Hold::QuietHours)
    );
    assert_eq!(
        scene.ask(Purpose::Promotional, TextKind::Offer),
        Verdict::Hold(Some(scene.at("2026-11-21 12:00")), Hold::QuietHours)
    );
    // Five o'clock here is the end of Saturday's window, though it is three over there.
    scene.now.wall = scene.at("2026-11-21 17:00");
    assert_eq!(
        scene.ask(Purpose::Promotional, TextKind::Offer),
        Verdict::Hold(Some(scene.at("2026-11-23 12:00")), Hold::QuietHours)
    );
}

#[test]
fn without_a_clock_only_codes_and_compliance_replies_go() {
    let mut scene = Scene::new();
    scene.now.trusted = false;
    assert_eq!(scene.ready(), Verdict::Hold(None, Hold::ClockUnknown));
    assert_eq!(
        scene.ask(Purpose::Verification, TextKind::Code),
        Verdict::Send
    );
    scene.now.trusted = true;
    scene.settling = true;
    assert_eq!(scene.ready(), Verdict::Hold(None, Hold::Settling));
    assert_eq!(
        scene.ask(Purpose::Compliance, TextKind::StopConfirmation),
        Verdict::Send
    );
}

#[test]
fn an_unclear_text_holds_what_is_automatic_and_not_what_people_type() {
    let mut scene = Scene::new();
    scene.row(
        ConsentEvent::Hold,
        Scope::All,
        Method::SmsWords,
        Actor::Customer,
    );
    assert_eq!(scene.ready(), Verdict::Hold(None, Hold::Unclear));
    assert_eq!(
        scene.ask(Purpose::Compliance, TextKind::ServiceConfirmation),
        Verdict::Hold(None, Hold::Unclear)
    );
    assert_eq!(
        scene.ask(Purpose::Conversation, TextKind::Typed),
        Verdict::Send
    );
}

#[test]
fn offers_wait_while_a_text_is_unread() {
    let mut scene = Scene::new();
    scene.row(
        ConsentEvent::Grant,
        Scope::Promotional,
        Method::ScreenSignature,
        Actor::Customer,
    );
    scene.unread = true;
    assert_eq!(
        scene.ask(Purpose::Promotional, TextKind::Offer),
        Verdict::Hold(None, Hold::Unread)
    );
    assert_eq!(
        scene.ask(Purpose::Feedback, TextKind::Feedback),
        Verdict::Hold(None, Hold::Unread)
    );
    assert_eq!(scene.ready(), Verdict::Send);
}

#[test]
fn what_is_stale_or_would_be_is_refused() {
    let mut scene = Scene::new();
    scene.now.wall = scene.at("2026-11-23 18:00");
    assert_eq!(scene.ready(), Verdict::Refuse(Refusal::Expired));
    scene.now.wall = scene.at("2026-11-21 14:14");
    scene.capped_until = Some(scene.at("2026-11-24 09:00"));
    assert_eq!(
        scene.ask(Purpose::Feedback, TextKind::Feedback),
        Verdict::Refuse(Refusal::TooLate)
    );
}

#[test]
fn only_ready_means_ready() {
    let mut scene = Scene::new();
    scene.row(
        ConsentEvent::Revoke,
        Scope::Progress,
        Method::Decision,
        Actor::Staff,
    );
    assert_eq!(scene.ready(), Verdict::Send);
    assert_eq!(
        scene.ask(Purpose::Service, TextKind::OnTrack),
        Verdict::Refuse(Refusal::OnlyReady)
    );
}

#[test]
fn a_number_of_which_nothing_was_heard_or_that_fails_waits_until_it_is_proved_anew() {
    let (offer, ready) = (
        (Purpose::Promotional, TextKind::Offer),
        (Purpose::Service, TextKind::Ready),
    );
    let feedback = (Purpose::Feedback, TextKind::Feedback);
    let waits = |why| Verdict::Hold(None, why);
    let (stale, failing) = (waits(Hold::Stale), waits(Hold::Failing));
    for (days, fails, (purpose, kind), verdict) in [
        (365, false, offer, Verdict::Send),
        (366, false, offer, stale),
        (366, false, feedback, Verdict::Send),
        (730, false, ready, Verdict::Send),
        (731, false, ready, stale),
        (731, false, feedback, stale),
        (0, true, offer, failing),
        (0, true, feedback, failing),
        (0, true, ready, failing),
        (
            731,
            true,
            (Purpose::Conversation, TextKind::Typed),
            Verdict::Send,
        ),
        (
            731,
            true,
            (Purpose::Verification, TextKind::Code),
            Verdict::Send,
        ),
        (
            731,
            true,
            (Purpose::Compliance, TextKind::StopConfirmation),
            Verdict::Send,
        ),
    ] {
        let mut scene = Scene::new();
        scene.offers_agreed();
        scene.heard_at = scene.now.wall - TimeDelta::days(days);
        scene.failing = fails;
        assert_eq!(scene.ask(purpose, kind), verdict, "{days} {fails} {kind:?}");
    }
}

#[test]
fn offers_alone_wait_until_the_number_is_verified() {
    let mut scene = Scene::new();
    scene.offers_agreed();
    for (verified, purpose, kind, verdict) in [
        (true, Purpose::Promotional, TextKind::Offer, Verdict::Send),
        (
            false,
            Purpose::Promotional,
            TextKind::Offer,
            Verdict::Hold(None, Hold::Unproved),
        ),
        (false, Purpose::Feedback, TextKind::Feedback, Verdict::Send),
        (false, Purpose::Service, TextKind::Ready, Verdict::Send),
        (
            false,
            Purpose::Compliance,
            TextKind::OffersConfirmation,
            Verdict::Send,
        ),
    ] {
        scene.verified = verified;
        assert_eq!(scene.ask(purpose, kind), verdict, "{purpose:?}, {verified}");
    }
}

#[test]
fn offers_keep_to_the_strictest_of_the_shop_its_state_and_the_receivers() {
    // The shop lets offers go from 8 to 21 on every day; a Saturday evening and a Sunday.
    let rows = [
        ("IL", Some("IL"), "2026-11-21 20:30", true),
        ("IL", Some("FL"), "2026-11-21 20:30", false),
        ("FL", Some("IL"), "2026-11-21 20:30", false),
        ("IL", None, "2026-11-21 20:30", true),
        ("IL", Some("FL"), "2026-11-21 19:59", true),
        ("IL", Some("TX"), "2026-11-22 11:00", false),
        ("IL", Some("TX"), "2026-11-22 12:00", true),
        ("IL", Some("AL"), "2026-11-22 12:00", false),
        ("IL", Some("AL"), "2026-11-26 12:00", false),
        ("IL", Some("TX"), "2026-11-26 12:00", true),
        ("IL", Some(""), "2026-11-23 18:30", false),
        ("IL", Some(""), "2026-11-23 17:30", true),
        ("", Some("IL"), "2026-11-23 18:30", false),
    ];
    for (shop, theirs, wall, goes) in rows {
        let mut scene = Scene::new();
        scene.offers_agreed();
        scene.offers = Week::daily(8, 21);
        scene.now.wall = scene.at(wall);
        scene.send_before = scene.at("2026-12-23 18:00");
        let bounds = |state| bounds::offers_now(Country::US, state, scene.now.wall);
        (scene.shop_bounds, scene.their_bounds) = (bounds(shop), theirs.map(bounds));
        for (purpose, kind) in [
            (Purpose::Promotional, TextKind::Offer),
            (Purpose::Feedback, TextKind::Feedback),
        ] {
            let went = !matches!(
                scene.ask(purpose, kind),
                Verdict::Hold(_, Hold::QuietHours) | Verdict::Refuse(Refusal::TooLate)
            );
            assert_eq!(went, goes, "{shop} {theirs:?} {wall} {purpose:?}");
        }
        assert_eq!(
            scene.ready(),
            Verdict::Send,
            "no state's rule holds a text about the vehicle"
        );
    }
}

#[test]
fn the_line_s_text_to_itself_goes_at_any_hour_and_nowhere_else() {
    let mut scene = Scene::new();
    scene.now.wall = scene.at("2026-11-21 23:14");
    let ask = |scene: &Scene| scene.ask(Purpose::Staff, TextKind::RoundTrip);
    assert_eq!(ask(&scene), Verdict::Refuse(Refusal::NoConsent));
    scene.own_line = true;
    assert_eq!(ask(&scene), Verdict::Send);
    scene.now.trusted = false;
    assert_eq!(ask(&scene), Verdict::Hold(None, Hold::ClockUnknown));
}

#[test]
fn offers_wait_while_the_line_may_not_receive_and_nothing_else_does() {
    let mut scene = Scene::new();
    scene.offers_agreed();
    scene.deaf = true;
    let offer = scene.ask(Purpose::Promotional, TextKind::Offer);
    assert_eq!(offer, Verdict::Hold(None, Hold::Deaf));
    let ready = scene.ask(Purpose::Service, TextKind::Ready);
    assert_eq!(ready, Verdict::Send);
}

#[test]
fn what_goes_by_itself_waits_until_the_owner_has_seen_what_a_restored_backup_does_not_know() {
    use Purpose::{Compliance, Conversation, Feedback, Promotional, Service, Verification};
    let mut scene = Scene::new();
    scene.offers_agreed();
    scene.restored = true;
    let held = Verdict::Hold(None, Hold::Restored);
    for purpose in [Service, Feedback, Promotional] {
        assert_eq!(scene.ask(purpose, TextKind::FromProgram), held);
    }
    for purpose in [Conversation, Verification, Compliance] {
        assert_eq!(scene.ask(purpose, TextKind::Typed), Verdict::Send);
    }
}
