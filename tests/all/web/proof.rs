//! Booked by phone (A2b), and the code that proves a number (A3).

use super::shop::Shop;
use super::visit::ANA;
use readybell::domain::consent::Consent;
use readybell::domain::job::Tell;
use readybell::modem::State;

#[tokio::test(start_paused = true)]
async fn a2b_booked_by_phone_is_one_sentence_and_a_tick() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = shop
        .begins(&jo, &[("where", "booked"), ("comes-time", "5 PM")])
        .await;
    let number = format!("/jobs/{job}/number");
    shop.get(&number, &jo).await.hides("Text the code");
    shop.reaches(&jo, job, &[]).await.goes_to();
    assert_eq!(
        shop.phone_gets().await,
        None,
        "nobody is here to read a code"
    );
    let page = shop.consent_page(&jo, job).await;
    page.shows("Read this out, word for word")
        .shows("House of Hardknocks")
        .shows("(555) 013-9921")
        .shows("Text en-1")
        .hides("Text a code")
        .hides("Hand over to Ana, as Jo");
    let agreed = format!("/jobs/{job}/agreed");
    let unticked = shop.post(&agreed, &jo, &[]).await;
    shop.get(unticked.goes_to(), &jo)
        .await
        .shows("Tick that you read it out");
    assert_eq!(shop.service(ANA).await, Consent::None);
    shop.post(&agreed, &jo, &[("read", "yes")]).await.goes_to();
    assert_eq!(shop.service(ANA).await, Consent::Granted);
    let text = shop.phone_gets().await.unwrap();
    assert!(text.contains("STOP to end"), "{text}");
    shop.consent_page(&jo, job)
        .await
        .shows("By phone, ")
        .shows("are agreed to");
    // The signature is asked for on arrival.
    shop.get("/", &jo).await.shows("Signs on arrival");
}

#[tokio::test(start_paused = true)]
async fn a3_a_code_goes_at_once_is_told_as_it_happens_and_proves_the_number() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = shop.begins(&jo, &[]).await;
    let number = format!("/jobs/{job}/number");
    shop.get(&number, &jo).await.shows("Text the code");
    shop.reaches(&jo, job, &[]).await.goes_to();
    let page = shop.consent_page(&jo, job).await;
    page.shows("Ask Ana for the six-digit code")
        .shows("Texted to (555) 013-9921")
        .shows("good for 10")
        .shows("Nothing came, or no phone here?")
        .shows("disabled")
        .hides("data-still")
        .hides("<noscript><meta");
    let (first, rest) = page
        .body
        .split_once("<details class=\"more panel ways\"")
        .unwrap();
    assert!(first.contains("autofocus"), "the code can be typed at once");
    assert!(
        !first.contains("Hand over to Ana, as Jo"),
        "one thing at a time"
    );
    assert!(rest.contains("Hand over to Ana, as Jo") && rest.contains("Send it again"));
    let code = shop.code().await;
    shop.consent_page(&jo, job)
        .await
        .shows("sent 2:14 PM")
        .hides(&code);
    let check = format!("/jobs/{job}/code/check");
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let answer = shop.post(&check, &jo, &[("code", wrong)]).await;
    shop.get(answer.goes_to(), &jo)
        .await
        .shows("That is not the code. 4 tries are left.");
    let answer = shop.post(&check, &jo, &[("code", "12")]).await;
    shop.get(answer.goes_to(), &jo)
        .await
        .shows("A code has six digits");
    let spaced = format!("{} {}", &code[..3], &code[3..]);
    let right = shop.post(&check, &jo, &[("code", &spaced)]).await;
    shop.get(right.goes_to(), &jo)
        .await
        .shows("(555) 013-9921 is proved")
        .shows("Hand over to Ana, as Jo")
        .hides("Ask Ana for the six-digit code")
        .hides("panel ways");
    assert_eq!(
        shop.service(ANA).await,
        Consent::None,
        "possession is not consent"
    );
    // The code is nowhere on the pages that show texts.
    shop.get("/inbox/1", &jo).await.hides(&code);
}

#[tokio::test(start_paused = true)]
async fn a3_nothing_came_has_ways_out() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = shop.begins(&jo, &[]).await;
    shop.reaches(&jo, job, &[]).await.goes_to();
    let first = shop.code().await;
    let send = format!("/jobs/{job}/code");
    // Too soon: no second text, and the page says when.
    shop.post(&send, &jo, &[]).await.goes_to();
    assert_eq!(shop.phone_gets().await, None);
    shop.later(31).await;
    shop.post(&send, &jo, &[]).await.goes_to();
    assert_eq!(shop.code().await, first, "the same while it is good");
    // The number was wrong: the code that waits for it is called off.
    shop.later(61).await;
    shop.post(&send, &jo, &[]).await.goes_to();
    let right = [("phone", "555 013 9922")];
    shop.reaches(&jo, job, &right).await.goes_to();
    let words = shop.code().await;
    assert_ne!(words, "");
    assert_eq!(shop.phone_gets().await, None, "the old number gets none");
    // On without texts.
    let on = shop.post(&format!("/jobs/{job}/no-texts"), &jo, &[]).await;
    assert_eq!(on.goes_to(), format!("/jobs/{job}/receipt"));
    assert_eq!(shop.store.visit(job).await.unwrap().tell, Tell::Call);
}

#[tokio::test(start_paused = true)]
async fn a3_the_phone_proves_itself_with_start() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.set(|settings| settings.phone = "(555) 555-0100".to_owned())
        .await;
    let job = shop.begins(&jo, &[]).await;
    shop.reaches(&jo, job, &[("do", "no-code")]).await.goes_to();
    shop.consent_page(&jo, job)
        .await
        .shows("<svg")
        .shows("text START to (555) 555-0100")
        .shows("Text a code");
    shop.receives(ANA, "START").await;
    shop.consent_page(&jo, job)
        .await
        .shows("is proved")
        .shows("A text came from this number")
        .shows("Texts about the vehicle to (555) 013-9921 are agreed to")
        .shows("On to the receipt");
    assert_eq!(shop.service(ANA).await, Consent::Granted);
    shop.get("/", &jo).await.shows("Receipt not given yet");
}

#[tokio::test(start_paused = true)]
async fn a3_with_the_modem_down_the_job_goes_on_and_says_so() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.modem.send_modify(|modem| modem.state = State::Down);
    let job = shop.begins(&jo, &[]).await;
    let answer = shop.reaches(&jo, job, &[]).await;
    assert_eq!(answer.goes_to(), format!("/jobs/{job}/consent"));
    shop.consent_page(&jo, job)
        .await
        .shows("The modem is down: no code can go now")
        .shows("Hand over to Ana, as Jo")
        .hides("Ask Ana for the six-digit code");
    assert_eq!(shop.phone_gets().await, None, "no code waits for the modem");
    let agreed = format!("/jobs/{job}/agreed");
    shop.post(&agreed, &jo, &[("read", "yes")]).await.goes_to();
    assert_eq!(shop.service(ANA).await, Consent::Granted);
}

#[tokio::test(start_paused = true)]
async fn a3_who_opted_out_gets_a_code_only_by_asking_for_it_here() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.receives(ANA, "STOP").await;
    shop.sends_all().await;
    let job = shop.begins(&jo, &[]).await;
    shop.reaches(&jo, job, &[("whose", "else")]).await.goes_to();
    assert_eq!(shop.phone_gets().await, None);
    let page = shop.consent_page(&jo, job).await;
    // A STOP proves who holds the phone, and says no.
    page.shows("is proved")
        .shows("This number opted out")
        .hides("Read this out");
    let agreed = format!("/jobs/{job}/agreed");
    let stands = shop.post(&agreed, &jo, &[("read", "yes")]).await;
    shop.get(stands.goes_to(), &jo)
        .await
        .shows("a yes by phone can't lift that");
    let send = format!("/jobs/{job}/code");
    shop.post(&send, &jo, &[]).await.goes_to();
    assert_eq!(shop.phone_gets().await, None, "without the tick");
    shop.post(&send, &jo, &[("present", "yes")]).await.goes_to();
    shop.code().await;
}
