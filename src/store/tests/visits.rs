//! Taking a job in, step by step: what each step writes down, and what it brings along.

use super::*;
use crate::domain::consent::Consent;
use crate::domain::job::{IntakeStep, Tell};

fn visit(name: &str, vehicle: &str) -> NewVisit {
    NewVisit {
        who: Who::New(name.to_owned()),
        vehicle: vehicle.to_owned(),
        colour: String::new(),
        plate: String::new(),
        lines: vec![NewLine {
            words: "Subwoofer".to_owned(),
            price: Some(29_900),
        }],
        note: String::new(),
        comes_at: None,
        promised_at: None,
        state: JobState::Waiting,
        bay: None,
        by: "Jo".to_owned(),
    }
}

fn by_text(number: &str) -> Reaching {
    Reaching {
        number: Some(PhoneNumber::parse(number, Country::US).unwrap()),
        call_only: false,
        email: None,
        tell: Tell::Text,
        lang: Lang::Es,
        whose: Whose::Unasked,
        vehicle: None,
        by: "Jo".to_owned(),
    }
}

#[tokio::test(start_paused = true)]
async fn a_job_can_be_left_at_any_step_and_found_again() {
    let shop = Shop::open().await;
    let job = shop
        .store
        .begin(visit("Luis", "Tahoe"), shop.now)
        .await
        .unwrap();
    assert_eq!(
        shop.store.job(job).await.unwrap().intake,
        IntakeStep::Number
    );
    let reached = shop.store.reach(job, by_text(LUIS), shop.now);
    assert!(reached.await.unwrap().is_empty());
    let found = shop.store.visit(job).await.unwrap();
    assert_eq!(found.intake, IntakeStep::Consent);
    assert_eq!((found.lang, found.tell), (Some(Lang::Es), Tell::Text));
    // The next visit begins with what was answered then.
    let next = shop.store.begin(
        NewVisit {
            who: Who::Known(found.customer),
            ..visit("", "Tahoe")
        },
        shop.now,
    );
    let next = shop.store.visit(next.await.unwrap()).await.unwrap();
    assert_eq!(next.numbers_before.len(), 1);
    assert_eq!(next.told_before, Some(Tell::Text));
    let nobody = shop.store.begin(
        NewVisit {
            who: Who::Known(99),
            ..visit("", "")
        },
        shop.now,
    );
    assert!(matches!(
        nobody.await,
        Err(StoreError::Missing(Thing::Customer))
    ));
}

#[tokio::test(start_paused = true)]
async fn a_number_that_was_typed_wrong_is_let_go_again() {
    let shop = Shop::open().await;
    let job = shop
        .store
        .begin(visit("Luis", "Tahoe"), shop.now)
        .await
        .unwrap();
    shop.store
        .reach(job, by_text("+15550134478"), shop.now)
        .await
        .unwrap();
    shop.store
        .reach(job, by_text(LUIS), shop.now)
        .await
        .unwrap();
    let number = PhoneNumber::parse("+15550134478", Country::US).unwrap();
    let wrong = shop.store.known(String::new(), String::new(), Some(number));
    assert!(wrong.await.unwrap().is_empty());
    let found = shop.store.visit(job).await.unwrap();
    assert_eq!(found.numbers_before.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn consent_by_phone_is_for_service_and_confirmed_once() {
    let shop = Shop::open().await;
    let job = shop
        .store
        .begin(visit("Luis", "Tahoe"), shop.now)
        .await
        .unwrap();
    let grant = Grant {
        scope: Scope::Service,
        method: Method::Verbal,
        version: "en-1".to_owned(),
        lang: "en".to_owned(),
        words: "May we text you?".to_owned(),
        staff: "Jo".into(),
    };
    let confirmation = Confirmation {
        template: String::new(),
        words: "You get texts about your vehicle.".to_owned(),
        before: shop.now.wall + TimeDelta::days(1),
    };
    let agree = async || {
        shop.store
            .agree(job, vec![grant.clone()], confirmation.clone(), shop.now)
            .await
    };
    assert!(agree().await.is_err(), "there is no number yet");
    shop.store
        .reach(job, by_text(LUIS), shop.now)
        .await
        .unwrap();
    assert_eq!(agree().await.unwrap().len(), 1);
    assert_eq!(agree().await.unwrap().len(), 1);
    let standing = shop.store.standing(shop.contact().await).await.unwrap();
    assert_eq!(standing.consent(Purpose::Service), Consent::Granted);
    assert_eq!(standing.consent(Purpose::Promotional), Consent::None);
    assert_eq!(shop.send_all().await, 1, "one confirmation");
    shop.receives("STOP").await;
    assert!(
        agree().await.unwrap().is_empty(),
        "only the customer lifts a STOP"
    );
}

#[tokio::test(start_paused = true)]
async fn who_wants_no_texts_is_called_though_the_number_agreed() {
    let shop = Shop::open().await;
    shop.job(true).await;
    shop.send_all().await;
    let job = shop
        .store
        .begin(visit("Rosa", "Civic"), shop.now)
        .await
        .unwrap();
    let mut call = by_text(LUIS);
    call.tell = Tell::Call;
    call.whose = Whose::SomeoneElse;
    shop.store.reach(job, call, shop.now).await.unwrap();
    // The number still takes texts for Luis.
    let contact = shop
        .store
        .contact_of(PhoneNumber::parse(LUIS, Country::US).unwrap());
    assert!(contact.await.unwrap().unwrap().can_be_texted);
    let ready = shop.store.announce(job, None, "Jo".to_owned(), shop.now);
    assert!(matches!(ready.await.unwrap(), Ready::Call { .. }));
}
