//! What was left out when a job was taken in: the steps say so, and the card leads back to it.

use super::shop::Shop;
use super::visit::ANA;
use readybell::domain::consent::Consent;
use readybell::domain::job::IntakeStep;
use readybell::store::Outcome;

/// How many steps the page of that address calls done, and how many left out.
async fn steps(shop: &Shop, cookie: &str, path: &str) -> [usize; 2] {
    let page = shop.get(path, cookie).await;
    let count = |what: &str| page.body.matches(what).count();
    assert_eq!(count("<li class=\"passed\">"), count(", left out"));
    [count("<li class=\"done\">"), count(", left out")]
}

#[tokio::test(start_paused = true)]
async fn a_step_that_was_passed_by_is_not_shown_as_done() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = shop.begins(&jo, &[]).await;
    assert_eq!(
        steps(&shop, &jo, &format!("/jobs/{job}/number")).await,
        [1, 0]
    );
    let nothing = [("phone", ""), ("do", "no-phone")];
    shop.reaches(&jo, job, &nothing).await.goes_to();
    let receipt = format!("/jobs/{job}/receipt");
    assert_eq!(steps(&shop, &jo, &receipt).await, [1, 2]);

    let job = shop.begins(&jo, &[("name", "Rosa")]).await;
    shop.reaches(&jo, job, &[("do", "no-code")]).await.goes_to();
    let consent = format!("/jobs/{job}/consent");
    assert_eq!(steps(&shop, &jo, &consent).await, [2, 0]);
    let receipt = format!("/jobs/{job}/receipt");
    shop.post(&format!("/jobs/{job}/to-receipt"), &jo, &[])
        .await;
    assert_eq!(steps(&shop, &jo, &receipt).await, [2, 1]);

    shop.post(&format!("/jobs/{job}/agreed"), &jo, &[("read", "yes")])
        .await
        .goes_to();
    shop.post(&receipt, &jo, &[]).await.goes_to();
    assert_eq!(steps(&shop, &jo, &receipt).await, [3, 0]);
}

#[tokio::test(start_paused = true)]
async fn the_first_step_is_left_as_the_others_are() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let typed = [
        ("name", "Kim"),
        ("where", "waiting"),
        ("work-1", "Horn"),
        ("do", "later"),
    ];
    let answer = shop.post("/jobs/new", &jo, &typed).await;
    assert_eq!(answer.goes_to(), "/?job=1001#job-1001");
    shop.get("/", &jo)
        .await
        .shows("Number not asked yet")
        .shows("href=\"/jobs/1001/number\"");
    shop.get("/jobs/1001/work", &jo)
        .await
        .shows("value=\"Horn\"");
    // So is the second, and what was typed there is kept; nothing is texted yet.
    let typed = [
        ("phone", "(555) 013-9921"),
        ("tell", "text"),
        ("lang", "es"),
        ("do", "later"),
    ];
    let answer = shop.post("/jobs/1001/number", &jo, &typed).await;
    assert_eq!(answer.goes_to(), "/?job=1001#job-1001");
    shop.get("/", &jo)
        .await
        .shows("Consent not asked yet")
        .shows("href=\"/jobs/1001/consent\"");
    assert!(!shop.sends(Outcome::Sent { mr: 0 }).await);
    let goes_on = [&typed[..3], &[("do", "")]].concat();
    shop.post("/jobs/1001/number", &jo, &goes_on)
        .await
        .goes_to();
    assert!(shop.sends(Outcome::Sent { mr: 0 }).await, "the code");
    let empty = [
        ("phone", ""),
        ("tell", "text"),
        ("lang", "en"),
        ("do", "later"),
    ];
    let answer = shop.post("/jobs/1001/number", &jo, &empty).await;
    assert_eq!(answer.goes_to(), "/?job=1001#job-1001");
    let nobody = [("where", "waiting"), ("do", "later")];
    let answer = shop.post("/jobs/new", &jo, &nobody).await;
    answer.shows("A first name is needed");
}

#[tokio::test(start_paused = true)]
async fn a_number_is_added_later_from_the_card() {
    let shop = Shop::open().await;
    let (jo, tim) = (shop.cookie("Jo").await, shop.cookie("Tim").await);
    let job = shop.job(&jo, &[("phone", ""), ("service", "")]).await;
    let way = format!("href=\"/jobs/{job}/number\"");
    shop.get("/", &jo)
        .await
        .shows("Add a phone number")
        .shows(&way);
    shop.get("/", &tim).await.hides(&way);
    shop.reaches(&jo, job, &[("do", "no-code")]).await.goes_to();
    shop.get("/", &jo)
        .await
        .shows("Consent not asked yet")
        .shows("Number and consent")
        .hides("Add a phone number");
    shop.post(&format!("/jobs/{job}/agreed"), &jo, &[("read", "yes")])
        .await
        .goes_to();
    assert_eq!(shop.service(ANA).await, Consent::Granted);
}

#[tokio::test(start_paused = true)]
async fn who_looks_at_the_number_again_and_leaves_it_has_nothing_to_do_anew() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = shop.job(&jo, &[]).await;
    let same = [("phone", "555 013 4477")];
    assert!(
        shop.reaches(&jo, job, &same)
            .await
            .goes_to()
            .ends_with("/consent")
    );
    let intake = async || shop.store.visit(job).await.unwrap().intake;
    assert_eq!(intake().await, IntakeStep::Done);
    // Another number has agreed to nothing yet.
    shop.reaches(&jo, job, &[("do", "no-code")]).await.goes_to();
    assert_eq!(intake().await, IntakeStep::Consent);
}
