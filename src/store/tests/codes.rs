//! Codes: their limits with time moved, and that the code itself is never written down.

use super::*;
use crate::domain::code::{Check, Limit, NoCode};
use crate::domain::why::Why;

impl Shop {
    async fn asks(&self, terminal: &str, present_and_asked: bool) -> Result<i64, CodeRefused> {
        let asked = CodeAsked {
            template: String::new(),
            contact: self.contact().await,
            job: 1001,
            terminal: terminal.to_owned(),
            words: format!("Hard Knocks: {GAP} is your code."),
            present_and_asked,
            by: "Jo".to_owned(),
        };
        self.store.send_code(asked, self.now).await.unwrap()
    }

    async fn code(&self) -> Result<i64, CodeRefused> {
        self.asks("tablet", false).await
    }

    async fn tries(&self, code: &str) -> Check {
        let contact = self.contact().await;
        self.store
            .check_code(contact, code.to_owned(), "Jo".to_owned(), self.now)
            .await
            .unwrap()
    }

    /// The code that the next text takes to the phone.
    async fn takes(&self) -> String {
        let permit = self.mint().await.expect("a text that may go");
        let submit = crate::wire::decode_from_phone(&[&[0], permit.tpdu()].concat()).unwrap();
        let words = submit.data.words().unwrap();
        self.store
            .released(permit.attempt(), OnLine::default(), self.now)
            .await
            .unwrap();
        self.settle(permit.attempt(), Outcome::Sent { mr: 1 }).await;
        let code = words.trim_start_matches("Hard Knocks: ").get(..6).unwrap();
        assert!(code.bytes().all(|b| b.is_ascii_digit()), "{words}");
        code.to_owned()
    }

    async fn proof(&self) -> Option<String> {
        let contact = self.contact().await;
        let found = self
            .store
            .read(move |tx| super::super::codes::proof(tx, contact));
        found.await.unwrap().map(|(_, how)| how)
    }
}

/// A code that it is not.
fn another(code: &str) -> String {
    let number: u32 = code.parse().unwrap();
    format!("{:06}", (number + 1) % 1_000_000)
}

#[tokio::test(start_paused = true)]
async fn a_code_proves_the_number_once_and_lies_nowhere_in_the_clear() {
    let mut shop = Shop::open().await;
    shop.job(false).await;
    shop.code().await.unwrap();
    let code = shop.takes().await;
    for (table, column) in [("outbox", "words"), ("audit", "detail"), ("task", "why")] {
        let there = shop
            .store
            .read({
                let sql = format!("SELECT count(*) FROM {table} WHERE instr({column}, ?1) > 0");
                let code = code.clone();
                move |tx| Ok(tx.query_row(&sql, [code], |row| row.get::<_, i64>(0))?)
            })
            .await
            .unwrap();
        assert_eq!(there, 0, "{table}");
    }
    let files = std::fs::read_dir(shop.directory.path()).unwrap();
    let needle = format!("Hard Knocks: {code}");
    for file in files
        .map(|file| file.unwrap().path())
        .filter(|p| p.is_file())
    {
        let bytes = std::fs::read(&file).unwrap();
        let there = bytes.windows(needle.len()).any(|w| w == needle.as_bytes());
        assert!(!there, "{}", file.display());
    }
    shop.later(5);
    assert_eq!(shop.tries(&another(&code)).await, Check::Wrong { left: 4 });
    assert_eq!(shop.proof().await, None);
    assert_eq!(shop.tries(&code).await, Check::Right);
    assert_eq!(shop.proof().await.as_deref(), Some("code"));
    assert_eq!(shop.tries(&code).await, Check::Expired, "accepted once");
}

#[tokio::test(start_paused = true)]
async fn the_same_code_goes_again_and_lives_no_longer() {
    let mut shop = Shop::open().await;
    shop.job(false).await;
    shop.code().await.unwrap();
    let code = shop.takes().await;
    shop.later(540);
    shop.code().await.unwrap();
    assert_eq!(shop.takes().await, code);
    shop.later(60);
    assert_eq!(shop.tries(&code).await, Check::Expired);
    // Another one goes now, and the old one is worth nothing.
    shop.code().await.unwrap();
    let fresh = shop.takes().await;
    assert_eq!(shop.tries(&fresh).await, Check::Right);
}

#[tokio::test(start_paused = true)]
async fn the_time_of_day_makes_no_code_young_again() {
    let mut shop = Shop::open().await;
    shop.job(false).await;
    shop.code().await.unwrap();
    let code = shop.takes().await;
    shop.now.mono += Duration::from_secs(600);
    shop.now.wall -= TimeDelta::hours(3);
    assert_eq!(shop.tries(&code).await, Check::Expired);
}

#[tokio::test(start_paused = true)]
async fn five_tries_use_a_code_up_and_ten_lock_the_number_for_a_day() {
    let mut shop = Shop::open().await;
    shop.job(false).await;
    let mut code = String::new();
    for round in 0..2 {
        shop.later(600);
        shop.code().await.unwrap();
        code = shop.takes().await;
        for left in (1..5).rev() {
            assert_eq!(shop.tries(&another(&code)).await, Check::Wrong { left });
        }
        let last = shop.tries(&another(&code)).await;
        assert_eq!(last, Check::UsedUp, "round {round}");
        if round == 0 {
            assert_eq!(shop.tries(&code).await, Check::UsedUp, "the right one too");
        }
    }
    let Check::Locked(wait) = shop.tries(&code).await else {
        panic!("not locked");
    };
    assert_eq!(wait.as_secs(), 24 * 3600 - 600);
    shop.later(3600);
    let Err(CodeRefused::Limit(reached)) = shop.code().await else {
        panic!("a new code must not reset the count");
    };
    assert_eq!(reached.limit, Limit::Failures);
    // A text from the phone itself proves it all the same.
    shop.receives("hello").await;
    assert_eq!(shop.proof().await.as_deref(), Some("text"));
    shop.later(23 * 3600);
    shop.code().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn each_limit_on_sending_is_kept() {
    let mut shop = Shop::open().await;
    shop.job(false).await;
    let limit = |refused: Result<i64, CodeRefused>| match refused {
        Err(CodeRefused::Limit(reached)) => (reached.limit, reached.wait.as_secs()),
        other => panic!("{other:?}"),
    };
    shop.code().await.unwrap();
    assert_eq!(limit(shop.code().await), (Limit::CoolDown, 30));
    shop.later(30);
    shop.code().await.unwrap();
    shop.later(59);
    assert_eq!(limit(shop.code().await), (Limit::CoolDown, 1));
    shop.later(1);
    shop.code().await.unwrap();
    shop.later(120);
    // The first was sent 210 s ago.
    assert_eq!(limit(shop.code().await), (Limit::Number, 390));
    shop.later(390);
    shop.code().await.unwrap();
    shop.later(120);
    shop.code().await.unwrap();
    shop.later(700);
    assert_eq!(limit(shop.code().await), (Limit::Number, 2180));
}

#[tokio::test(start_paused = true)]
async fn a_restart_forgets_the_code_and_no_limit() {
    let shop = Shop::open().await;
    shop.job(false).await;
    shop.code().await.unwrap();
    let mut shop = shop.again().await;
    assert!(
        shop.mint().await.is_none(),
        "its code is not known any more"
    );
    let (state, reason) = shop.state_of_last().await;
    assert_eq!(state, TextState::Expired);
    assert_eq!(reason, Why::CodeForgotten.as_str());
    assert!(matches!(
        shop.code().await,
        Err(CodeRefused::Limit(reached)) if reached.limit == Limit::CoolDown
    ));
    shop.later(30);
    shop.code().await.unwrap();
    let code = shop.takes().await;
    // What was texted before a restart can still be typed after it.
    let mut shop = shop.again().await;
    shop.later(60);
    assert_eq!(shop.tries(&code).await, Check::Right);
}

#[tokio::test(start_paused = true)]
async fn who_opted_out_gets_a_code_only_when_present_and_asking() {
    let shop = Shop::open().await;
    shop.job(true).await;
    shop.send_all().await;
    shop.receives("STOP").await;
    shop.send_all().await;
    assert_eq!(shop.code().await, Err(CodeRefused::OptedOut));
    shop.asks("tablet", true).await.unwrap();
    shop.takes().await;
    let said = shop
        .count(r#"SELECT count(*) FROM audit WHERE what = 'code' AND detail LIKE '%"asked":true%'"#)
        .await;
    assert_eq!(said, 1);
    let whole = shop
        .count("SELECT count(*) FROM audit WHERE detail LIKE '%5550134477%'")
        .await;
    assert_eq!(whole, 0, "the audit masks numbers");
}

#[tokio::test(start_paused = true)]
async fn a_stop_that_comes_after_the_tick_calls_the_code_off() {
    let shop = Shop::open().await;
    shop.job(true).await;
    shop.send_all().await;
    shop.receives("STOP").await;
    shop.send_all().await;
    shop.asks("tablet", true).await.unwrap();
    shop.receives("stop it").await;
    assert!(shop.mint().await.is_none());
    assert_eq!(shop.state_of_last().await.0, TextState::Cancelled);
}

#[tokio::test(start_paused = true)]
async fn numbers_abroad_get_no_code_unless_the_owner_allows_their_country() {
    let shop = Shop::open().await;
    shop.job(false).await;
    let germany = Country::from_code("DE").unwrap();
    shop.settings(|settings| settings.code_countries = vec![germany])
        .await;
    let refused = shop.code().await;
    assert_eq!(refused, Err(CodeRefused::Number(NoCode::Country)));
    shop.settings(|settings| settings.code_countries = vec![germany, Country::US])
        .await;
    shop.code().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn codes_to_numbers_in_a_row_or_that_nobody_types_raise_an_alarm() {
    let mut shop = Shop::open().await;
    let alarms = "SELECT count(*) FROM task WHERE kind = 'code_alarm'";
    let code_to = async |shop: &Shop, number: &str| {
        let mut new = shop.new_job(false);
        new.number = Some(PhoneNumber::parse(number, Country::US).unwrap());
        let job = shop.store.take_in(new, shop.now).await.unwrap();
        let contact = shop.store.job(job).await.unwrap().contact.unwrap();
        let asked = CodeAsked {
            template: String::new(),
            contact,
            job,
            terminal: number.to_owned(),
            words: format!("{GAP} is your code."),
            present_and_asked: false,
            by: "Jo".to_owned(),
        };
        let sent = shop.store.send_code(asked, shop.now).await.unwrap();
        sent.unwrap();
    };
    for last in [10, 11, 13] {
        code_to(&shop, &format!("+155501300{last}")).await;
    }
    assert_eq!(shop.count(alarms).await, 0);
    code_to(&shop, "+15550130012").await;
    assert_eq!(shop.count(alarms).await, 1);
    // An alarm that is open says enough.
    let task = shop
        .count("SELECT id FROM task WHERE kind = 'code_alarm'")
        .await;
    let closed = shop
        .store
        .close_task(task, "done".to_owned(), "Ann".to_owned(), shop.now);
    closed.await.unwrap();
    shop.later(25 * 3600);
    for last in 0..11 {
        shop.later(601);
        code_to(&shop, &format!("+15550134{:03}", last * 7)).await;
    }
    assert_eq!(shop.count(alarms).await, 2);
}
