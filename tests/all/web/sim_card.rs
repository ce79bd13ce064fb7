//! What the owner decides about the SIM, on the modem's page.

use super::shop::{Shop, works};
use axum::http::StatusCode;
use readybell::modem::{ModemStatus, Registration, Rung, State, Steps, Tried, Why};
use std::time::Duration;

fn on_hold(why: Why) -> ModemStatus {
    ModemStatus {
        state: State::OnHold,
        why: Some(why),
        sim: "imsi:001019876543210".to_owned(),
        ..works()
    }
}

#[tokio::test(start_paused = true)]
async fn the_owner_says_that_another_sim_is_the_shops() {
    let shop = Shop::open().await;
    let (ann, jo) = (shop.cookie("Ann").await, shop.cookie("Jo").await);
    shop.modem.send_replace(on_hold(Why::SimChanged));
    shop.get("/modem", &jo)
        .await
        .shows("Another SIM is in the modem")
        .shows("The owner decides this.")
        .hides("new SIM");
    let shown = [("end", "3210")];
    let answer = shop.post("/modem/sim", &jo, &shown).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    shop.get("/modem", &ann)
        .await
        .shows("the shop's new SIM")
        .hides("001019876543210");

    // A page that has shown another SIM decides nothing.
    let answer = shop.post("/modem/sim", &ann, &[("end", "9999")]).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(sims(&shop).await.is_empty());
    shop.post("/modem/sim", &ann, &shown).await.goes_to();
    assert_eq!(sims(&shop).await, ["imsi:001019876543210"]);
    shop.get("/settings/audit", &ann)
        .await
        .shows("the SIM that ends in 3210");
}

async fn sims(shop: &Shop) -> Vec<String> {
    shop.store.line_rules(None).await.unwrap().sims
}

#[tokio::test(start_paused = true)]
async fn the_owner_lets_the_pin_be_tried_once_more() {
    let shop = Shop::open().await;
    let ann = shop.cookie("Ann").await;
    let pin = || Some("4711".to_owned());
    let spent = || async { shop.store.line_rules(pin()).await.unwrap().pin_is_spent };
    let tried = shop.store.pin_is_tried("4711".to_owned(), shop.clock.now());
    tried.await.unwrap();
    assert!(spent().await);
    let other = shop.store.line_rules(Some("4712".to_owned())).await;
    assert!(!other.unwrap().pin_is_spent, "another PIN is not spent");
    shop.modem.send_replace(ModemStatus {
        state: State::Down,
        why: Some(Why::PinRefused),
        ..ModemStatus::unopened()
    });
    shop.get("/modem", &ann).await.shows("try it once more");
    let again = [("again", "yes")];
    shop.post("/modem/pin", &ann, &again).await.goes_to();
    assert!(!spent().await);
}

#[tokio::test(start_paused = true)]
async fn the_owner_allows_texts_in_another_network_and_forbids_them() {
    let shop = Shop::open().await;
    let ann = shop.cookie("Ann").await;
    shop.modem.send_replace(ModemStatus {
        registration: Registration::Roaming,
        ..on_hold(Why::Roaming)
    });
    shop.get("/modem", &ann)
        .await
        .shows("in another network")
        .shows("Send there too");
    let may = || async { shop.store.line_rules(None).await.unwrap().may_roam };
    assert!(!may().await);
    shop.post("/modem/roaming", &ann, &[("may", "yes")])
        .await
        .goes_to();
    assert!(may().await);
    shop.get("/modem", &ann).await.shows("Do not send there");
    shop.post("/modem/roaming", &ann, &[("may", "no")])
        .await
        .goes_to();
    assert!(!may().await);
    let answer = shop.post("/modem/roaming", &ann, &[("may", "perhaps")]);
    assert_eq!(answer.await.status, StatusCode::CONFLICT);
}

#[tokio::test(start_paused = true)]
async fn what_was_tried_and_that_a_person_must_look_is_on_the_page() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let mut steps = Steps::default();
    for (rung, why) in [
        (Rung::Reset, Why::NoAnswer),
        (Rung::Person, Why::TakesNoTexts),
    ] {
        steps.push(Tried {
            at: Duration::ZERO,
            rung,
            why,
        });
    }
    shop.get("/modem", &jo).await.hides("What was tried");
    shop.modem.send_replace(ModemStatus {
        steps,
        needs_person: true,
        ..on_hold(Why::TakesNoTexts)
    });
    shop.get("/modem", &jo)
        .await
        .shows("What was tried")
        .shows("Restarted")
        .shows("A person must look at the modem");
}
