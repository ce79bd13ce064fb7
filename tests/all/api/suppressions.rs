//! Opt-outs that programs hand in: they end texts, and never bring one back.

use super::about_the_car;
use super::shop::{Answer, Header, LUIS, STOPPED, STRANGER, Shop, TOKEN, bearer, number};
use chrono::TimeDelta;
use readybell::domain::consent::Consent;
use readybell::domain::purpose::Purpose;
use readybell::store::Ledger;
use serde_json::{Value, json};

#[tokio::test]
async fn it_counts_like_a_stop_and_is_confirmed_once() {
    let shop = Shop::open().await;
    let waiting = shop.ask(&about_the_car(LUIS)).await.id();
    let done = shop.opts_out(&no_more(LUIS, "all")).await;
    assert_eq!(done.status, 201, "{done:?}");
    assert_eq!(done.body["phone"], LUIS);
    assert_eq!(done.body["scope"], "all");
    assert_eq!(done.body["state_version"], 2);
    assert_eq!(done.body["confirmation"], true);
    let text = shop.get(&format!("/texts/{waiting}")).await.body;
    assert_eq!(text["state"], "cancelled");
    let refused = shop.ask(&about_the_car(LUIS)).await;
    assert_eq!(refused.problem(), (422, "opted_out"));
    assert_eq!(
        shop.allowed(LUIS).await["consent_event"],
        done.body["consent_event"]
    );
    assert_eq!(shop.send_all().await, 1, "the confirmation alone");

    let again = shop.opts_out(&no_more(LUIS, "all")).await;
    assert_eq!(again.body["confirmation"], false);
    assert_eq!(again.body["state_version"], 3, "each is written down");
    assert_eq!(shop.send_all().await, 0);
}

#[tokio::test]
async fn the_ledger_and_the_journal_tell_it() {
    let shop = Shop::open().await;
    let mut request = no_more(LUIS, "all");
    request["said_by"] = json!("Luis Ortega");
    let asked_at = shop.clock.now().wall - TimeDelta::days(3);
    request["occurred_at"] = json!(asked_at.to_rfc3339());
    let done = shop.opts_out(&request).await;
    assert_eq!(
        done.body["confirmation"], false,
        "three days are too late for one"
    );
    let ledger = Ledger::at(shop.directory.path());
    assert!(ledger.verify(None).unwrap().problems.is_empty());
    let row = ledger.export().unwrap().pop().unwrap();
    assert_eq!(Some(row.id), done.body["consent_event"].as_i64());
    for line in [
        "event=revoke\nscope=all\nmethod=web\nactor=customer\n",
        &format!("\noccurred_at={}\n", asked_at.timestamp_millis()),
    ] {
        assert!(row.canonical.contains(line), "{}", row.canonical);
    }
    let evidence: Value = serde_json::from_str(&row.evidence.unwrap()).unwrap();
    assert_eq!(evidence["words"], request["words"]);
    assert_eq!(evidence["said_by"], "Luis Ortega");
    assert_eq!(evidence["program"], "all");
    assert_eq!(evidence["contact_point"], LUIS);
    let journal = shop.directory.path().join("revocations.journal");
    let journal = std::fs::read_to_string(journal).unwrap();
    let last = journal.lines().last().unwrap();
    assert!(
        last.contains(&row.row_hash) && last.contains(" all web customer number "),
        "{last}"
    );
}

#[tokio::test]
async fn a_number_that_nobody_knows_is_kept_from_texts_and_gets_none() {
    let shop = Shop::open().await;
    let done = shop.opts_out(&no_more(STRANGER, "all")).await;
    assert_eq!(done.body["state_version"], 1);
    assert_eq!(done.body["confirmation"], false);
    assert_eq!(shop.send_all().await, 0);
    assert_eq!(
        shop.allowed(STRANGER).await["reasons"],
        json!(["opted_out"])
    );
}

#[tokio::test]
async fn offers_alone_leave_the_vehicle_alone() {
    let shop = Shop::open().await;
    let done = shop.opts_out(&no_more(LUIS, "offers")).await;
    assert_eq!(done.status, 201);
    assert_eq!(
        done.body["confirmation"], false,
        "offers were never agreed to"
    );
    shop.ask(&about_the_car(LUIS)).await.id();
    assert_eq!(
        shop.consent(LUIS, Purpose::Promotional).await,
        Consent::Revoked
    );
}

#[tokio::test]
async fn nothing_that_is_handed_in_brings_a_text_back() {
    let shop = Shop::open().await;
    for scope in ["all", "offers"] {
        assert_eq!(shop.opts_out(&no_more(STOPPED, scope)).await.status, 201);
        assert_eq!(shop.allowed(STOPPED).await["reasons"], json!(["opted_out"]));
    }
    for (field, value) in [
        ("scope", json!("none")),
        ("scope", json!("service")),
        ("event", json!("grant")),
        ("allowed", json!(true)),
        ("words", json!(" ")),
        ("words", json!("x".repeat(1_001))),
        ("said_by", json!("x".repeat(201))),
    ] {
        let mut request = no_more(STOPPED, "all");
        request[field] = value;
        let answer = shop.opts_out(&request).await;
        assert_eq!(answer.problem(), (422, "bad_field"), "{request}");
    }
    let ahead = json!(shop.at(TimeDelta::minutes(5)));
    let mut request = no_more(STOPPED, "all");
    request["occurred_at"] = ahead;
    assert_eq!(shop.opts_out(&request).await.problem(), (422, "bad_time"));
    let nobody = no_more("5550134477", "all");
    assert_eq!(
        shop.opts_out(&nobody).await.problem(),
        (422, "not_a_number")
    );
    assert_eq!(
        shop.consent(STOPPED, Purpose::Service).await,
        Consent::Revoked
    );
    // The phone's own word does.
    shop.receives(STOPPED, "START").await;
    assert_eq!(
        shop.consent(STOPPED, Purpose::Service).await,
        Consent::Granted
    );
}

#[tokio::test]
async fn a_token_needs_the_scope_for_it() {
    let shop = Shop::open().await;
    shop.token("till", "rb_till", "service promotional inbox permission")
        .await;
    let answer = shop
        .suppress(&[bearer("rb_till")], &no_more(LUIS, "all"))
        .await;
    assert_eq!(answer.problem(), (403, "no_scope"));
    assert_eq!(shop.allowed(LUIS).await["allowed"], true);
}

#[tokio::test]
async fn the_same_key_is_the_same_answer_for_a_week() {
    let shop = Shop::open().await;
    let headers = [bearer(TOKEN), key("form-17")];
    let first = shop.suppress(&headers, &no_more(LUIS, "all")).await;
    shop.shows(TimeDelta::days(6));
    let second = shop.suppress(&headers, &no_more(LUIS, "all")).await;
    assert_eq!((second.status, &second.body), (201, &first.body));
    let other = shop.suppress(&headers, &no_more(LUIS, "offers")).await;
    assert_eq!(other.problem(), (422, "key_reused"));
    assert_eq!(shop.allowed(LUIS).await["state_version"], 2);

    shop.shows(TimeDelta::days(2));
    shop.store.forget(shop.clock.now()).await.unwrap();
    let anew = shop.suppress(&headers, &no_more(LUIS, "all")).await;
    assert_eq!(anew.body["state_version"], 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_that_is_being_carried_out_is_not_begun_again() {
    let shop = Shop::open().await;
    // Somebody else writes for a moment, so neither can be done before the other comes.
    let file = shop.directory.path().join("readybell.db");
    let other = rusqlite::Connection::open(file).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let headers = [bearer(TOKEN), key("form-17")];
    let request = no_more(LUIS, "all");
    let both = [0, 1].map(|_| Box::pin(shop.suppress(&headers, &request)));
    let (first, _, rest) = futures_util::future::select_all(both).await;
    assert_eq!(first.problem(), (409, "in_progress"));
    assert_eq!(first.header("retry-after"), Some("1"));
    other.execute_batch("ROLLBACK").unwrap();
    for answer in futures_util::future::join_all(rest).await {
        assert_eq!(answer.status, 201, "{answer:?}");
    }
    let repeated = shop.suppress(&headers, &request).await;
    assert_eq!(repeated.body["state_version"], 2);
}

impl Shop {
    async fn opts_out(&self, request: &Value) -> Answer {
        self.suppress(&[bearer(TOKEN)], request).await
    }

    async fn allowed(&self, phone: &str) -> Value {
        let phone = phone.replace('+', "%2B");
        self.get(&format!("/permission?phone={phone}&purpose=service"))
            .await
            .body
    }

    async fn consent(&self, phone: &str, purpose: Purpose) -> Consent {
        let contact = self.store.contact_of(number(phone)).await.unwrap().unwrap();
        self.store
            .standing(contact.id)
            .await
            .unwrap()
            .consent(purpose)
    }
}

fn no_more(phone: &str, scope: &str) -> Value {
    json!({ "phone": phone, "scope": scope, "words": "Please take me off \u{201c}everything\u{201d}." })
}

fn key(key: &str) -> Header {
    ("Idempotency-Key".to_owned(), key.to_owned())
}
