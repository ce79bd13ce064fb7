//! Who is signed in, and what is forgotten in the end.

use super::*;

const HOUR: i64 = 3600;

async fn signed_in(shop: &Shop, name: &str) -> i64 {
    let (name, token) = (name.to_owned(), format!("token of {name}"));
    let (hash, by) = ("-".to_owned(), "test".to_owned());
    let added = shop
        .store
        .add_staff(name, Role::Counter, hash, by, shop.now);
    let member = added.await.unwrap();
    shop.store.sign_in(member, token, shop.now).await.unwrap();
    member
}

async fn is_in(shop: &Shop, name: &str) -> bool {
    let token = format!("token of {name}");
    shop.store.session(token, shop.now).await.unwrap().is_some()
}

/// The wall clock is set; no time has passed.
fn set_clock(shop: &mut Shop, by: TimeDelta) {
    shop.now.wall += by;
}

#[tokio::test]
async fn a_session_ends_when_it_is_not_used_and_after_a_month() {
    let mut shop = Shop::open().await;
    signed_in(&shop, "Jo").await;
    for _ in 0..65 {
        shop.later(11 * HOUR);
        assert!(is_in(&shop, "Jo").await);
    }
    shop.later(11 * HOUR);
    assert!(!is_in(&shop, "Jo").await, "a month");
    signed_in(&shop, "Ann").await;
    shop.later(12 * HOUR);
    assert!(!is_in(&shop, "Ann").await, "twelve hours");
}

#[tokio::test]
async fn a_clock_that_is_set_signs_nobody_out() {
    let mut shop = Shop::open().await;
    signed_in(&shop, "Jo").await;
    for days in [100, -300] {
        set_clock(&mut shop, TimeDelta::days(days));
        shop.store.forget(shop.now).await.unwrap();
        assert!(is_in(&shop, "Jo").await, "{days}");
        shop.later(HOUR);
        assert!(is_in(&shop, "Jo").await, "{days}");
        shop = shop.again().await;
        assert!(is_in(&shop, "Jo").await, "a restart after {days}");
    }
    shop.later(13 * HOUR);
    assert!(!is_in(&shop, "Jo").await);
}

#[tokio::test]
async fn a_session_ages_from_one_run_to_the_next() {
    let mut shop = Shop::open().await;
    signed_in(&shop, "Jo").await;
    shop = shop.again().await;
    set_clock(&mut shop, TimeDelta::hours(11));
    assert!(is_in(&shop, "Jo").await);
    shop.later(HOUR);
    assert!(is_in(&shop, "Jo").await);
    shop = shop.again().await;
    set_clock(&mut shop, TimeDelta::hours(12));
    assert!(!is_in(&shop, "Jo").await);
}

#[tokio::test]
async fn what_is_over_is_forgotten_and_nothing_else() {
    let mut shop = Shop::open().await;
    let sessions = "SELECT count(*) FROM session";
    let keys = "SELECT count(*) FROM idempotency";
    shop.job(true).await;
    let (name, secret, by) = ("till".to_owned(), "rb_x".to_owned(), "test".to_owned());
    let token = shop.store.add_token(name, secret, Vec::new(), by, shop.now);
    token.await.unwrap();
    let to = PhoneNumber::parse(LUIS, Country::US).unwrap();
    let text = Queued {
        template: String::new(),
        send_before: shop.now.wall + TimeDelta::days(1),
        job: None,
        ..shop
            .text(1001, TextKind::FromProgram, "The part is here.")
            .await
    };
    let key = Some(("order-1".to_owned(), [1; 32]));
    let asked = shop.store.ask(1, key, to, text, shop.now).await.unwrap();
    signed_in(&shop, "Jo").await;
    shop.later(20 * 24 * HOUR);
    signed_in(&shop, "Ann").await;
    shop.now.trusted = false;
    shop.store.forget(shop.now).await.unwrap();
    assert_eq!(shop.count(sessions).await, 2, "the clock may be wrong");
    shop.now.trusted = true;
    shop.store.forget(shop.now).await.unwrap();
    assert_eq!((shop.count(sessions).await, shop.count(keys).await), (1, 1));
    let again = shop.store.asked_before(1, "order-1".to_owned(), [1; 32]);
    assert_eq!(
        again.await.unwrap().map(Asking::Same),
        match asked {
            Asking::New(id) | Asking::Same(id) => Some(Asking::Same(id)),
        }
    );
    shop.later(12 * 24 * HOUR);
    shop.store.forget(shop.now).await.unwrap();
    assert_eq!((shop.count(sessions).await, shop.count(keys).await), (0, 0));
}
