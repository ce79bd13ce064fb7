//! A number that several people share, or that is known from another visit: who is asked, what its
//! consent means to them, and what the receipt says.

use super::shop::Shop;
use super::visit::{ANA, buttons};
use axum::http::StatusCode;
use readybell::domain::consent::Consent;

#[tokio::test(start_paused = true)]
async fn a2_a_shared_number_asks_who_it_is_and_keeps_both() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let ana = shop.begins(&jo, &[]).await;
    shop.reaches(&jo, ana, &[("do", "no-code")]).await.goes_to();
    let rosa = shop
        .begins(&jo, &[("name", "Rosa"), ("vehicle", "2001 Honda Civic")])
        .await;
    let asks = shop.reaches(&jo, rosa, &[]).await;
    assert_eq!(asks.status, StatusCode::OK);
    asks.shows("This number is known")
        .shows("Ana · 2018 Jeep Wrangler")
        .hides("Flores")
        .shows("Someone else");
    assert_eq!(shop.store.visit(rosa).await.unwrap().contact, None);
    let other = [("whose", "else"), ("do", "no-code")];
    shop.reaches(&jo, rosa, &other).await.goes_to();
    let (one, two) = (
        shop.store.visit(ana).await.unwrap(),
        shop.store.visit(rosa).await.unwrap(),
    );
    assert_eq!(one.contact, two.contact);
    assert_ne!(one.customer, two.customer);
    // The number brings back who has it, and where its consent stands, while it is typed.
    let typed = [("ask", "whose"), ("phone", "555 0139921")];
    let found = shop.post("/jobs/new/find", &jo, &typed).await;
    found
        .shows("Rosa · 2001 Honda Civic")
        .shows("Ana · 2018 Jeep Wrangler")
        .shows("Did not agree to texts");
    // The next time it turns out to be Ana, who was written down as "A. Flores".
    let third = shop
        .begins(&jo, &[("name", "A. Flores"), ("vehicle", "2020 Audi A4")])
        .await;
    let asks = shop.reaches(&jo, third, &[]).await;
    let customer = one.customer.to_string();
    assert!(buttons(&asks, "whose").contains(&customer));
    let hers = [("whose", customer.as_str()), ("do", "no-code")];
    shop.reaches(&jo, third, &hers).await.goes_to();
    let known = shop.store.known_customer(one.customer).await.unwrap();
    let vehicles: Vec<_> = known.iter().map(|k| k.vehicle_name.as_str()).collect();
    assert_eq!(vehicles, ["2020 Audi A4", "2018 Jeep Wrangler"]);
    let gone = shop
        .store
        .known("A. Flores".to_owned(), String::new(), None);
    assert!(gone.await.unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a2_where_the_consent_of_a_typed_number_stands_is_told_at_every_step() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let more = [("name", "Ana Flores"), ("phone", ANA)];
    let ana = shop.job(&jo, &more).await;
    let number = |job: i64| format!("/jobs/{job}/number");
    let rosa = shop.begins(&jo, &[("name", "Rosa")]).await;
    let booked = [
        ("name", "Kim"),
        ("where", "booked"),
        ("comes-date", "2026-11-23"),
        ("comes-time", "10:00 AM"),
    ];
    let kim = shop.begins(&jo, &booked).await;
    for (words, told) in [
        ("hello", "class=\"chip ok\">Texts about the vehicle<"),
        ("why are you texting me", "class=\"chip wait\">On hold<"),
        ("STOP", "class=\"chip no\">Opted out<"),
    ] {
        shop.receives(ANA, words).await;
        // While it is typed, in each form.
        for typed in [
            [("ask", "whose"), ("phone", "555 0139921")],
            [("ask", ""), ("name", "555 0139921")],
        ] {
            let found = shop.post("/jobs/new/find", &jo, &typed).await;
            found.shows("Ana").shows(told);
        }
        // Where it stands in the field already.
        shop.get(&number(ana), &jo).await.shows(told);
        // Without a script.
        let looks = [
            ("name", "555 0139921"),
            ("do", "look"),
            ("where", "waiting"),
        ];
        shop.post("/jobs/new", &jo, &looks).await.shows(told);
        let express = [("name", "Lee"), ("phone", ANA), ("where", "waiting")];
        let asks = shop.post("/jobs/new/express", &jo, &express).await;
        asks.shows("This number is known").shows(told);
        for job in [rosa, kim] {
            let asks = shop.reaches(&jo, job, &[]).await;
            asks.shows("This number is known").shows(told);
        }
        let wrong = [("email", "ana@")];
        shop.reaches(&jo, rosa, &wrong).await.shows(told);
    }
    // A stranger's says nothing.
    let typed = [("ask", "whose"), ("phone", "555 0137777")];
    let found = shop.post("/jobs/new/find", &jo, &typed).await;
    assert_eq!(found.body, "");
}

#[tokio::test(start_paused = true)]
async fn a2_a_known_number_has_a_likely_answer_that_the_main_button_takes() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let ana = shop.begins(&jo, &[]).await;
    shop.reaches(&jo, ana, &[("do", "no-code")]).await.goes_to();
    let ana = shop.store.visit(ana).await.unwrap().customer;
    let rosa = shop.begins(&jo, &[("name", "Rosa")]).await;
    let asks = shop.reaches(&jo, rosa, &[("do", "landline")]).await;
    asks.shows("value=\"else\" required checked")
        .shows("Someone else: Rosa")
        .shows("name=\"asked\" value=\"(555) 013-9921\"")
        // The tap that led to the question is not forgotten.
        .shows("name=\"do\" value=\"landline\"")
        .hides(&format!("value=\"{ana}\" required checked"));
    let short = shop.begins(&jo, &[("name", "Ana F")]).await;
    let asks = shop.reaches(&jo, short, &[]).await;
    asks.shows(&format!("value=\"{ana}\" required checked"))
        .hides("value=\"else\" required checked");
    // Another number makes it another question.
    let third = shop.begins(&jo, &[("name", "Kim")]).await;
    let others = [
        ("phone", "555 013 4432"),
        ("asked", "(555) 013-9921"),
        ("whose", "else"),
    ];
    shop.reaches(&jo, third, &others).await.goes_to();
    let fourth = shop.begins(&jo, &[("name", "Lee")]).await;
    let stale = [("asked", "555 013 4432"), ("whose", "else")];
    let asks = shop.reaches(&jo, fourth, &stale).await;
    asks.shows("This number is known");
    // The short form asks in the same way.
    let fields = [
        ("name", "Lee"),
        ("phone", "5550139921"),
        ("where", "waiting"),
    ];
    let asks = shop.post("/jobs/new/express", &jo, &fields).await;
    asks.shows("Someone else: Lee")
        .shows("value=\"else\" required checked");
}

#[tokio::test(start_paused = true)]
async fn a2_no_texts_on_a_number_that_agreed_asks_whether_they_end() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.job(&jo, &[("name", "Ana Flores"), ("phone", ANA)])
        .await;
    let rosa = async |name: &str| {
        let job = shop.begins(&jo, &[("name", name)]).await;
        let fields = [("do", "no-texts"), ("whose", "else")];
        let answer = shop.reaches(&jo, job, &fields).await;
        assert_eq!(answer.goes_to(), format!("/jobs/{job}/consent"));
        job
    };
    let job = rosa("Rosa").await;
    let asks = shop.get(&format!("/jobs/{job}/consent"), &jo).await;
    asks.shows("Shall all texts to (555) 013-9921 end?")
        .shows("No, only on this visit")
        .shows("Their exact words");
    // Only on this visit: the receipt says so, and that another's consent stands.
    let on = shop
        .post(&format!("/jobs/{job}/to-receipt"), &jo, &[])
        .await;
    shop.get(on.goes_to(), &jo)
        .await
        .shows("Texts about my vehicle: no")
        .shows("Offers by text (optional): no")
        .shows("Not agreed to by you. Another person with this number agreed on")
        .hides("tick on");
    assert_eq!(shop.service(ANA).await, Consent::Granted);
    // The same tap on the third step asks the same.
    let later = shop.begins(&jo, &[("name", "Ana Flores")]).await;
    shop.reaches(&jo, later, &[("do", "no-code")])
        .await
        .goes_to();
    let tap = shop
        .post(&format!("/jobs/{later}/no-texts"), &jo, &[])
        .await;
    assert_eq!(tap.goes_to(), format!("/jobs/{later}/consent"));
    shop.get(&format!("/jobs/{later}/receipt"), &jo)
        .await
        .shows("Texts about my vehicle: no")
        .shows("Not wanted on this visit. What was agreed to for this number on")
        .hides("tick on");
    // Or they end.
    let job = rosa("Rosa Two").await;
    let asks = shop.get(&format!("/jobs/{job}/consent"), &jo).await;
    let path = asks.body.split("action=\"").find_map(|piece| {
        let path = piece.split('"').next()?;
        path.ends_with("/heard").then(|| path.to_owned())
    });
    let receipt = format!("/jobs/{job}/receipt");
    let fields = [
        ("back", receipt.as_str()),
        ("heard", "in_person"),
        ("who", "Rosa Two"),
        ("words", "No more texts to this phone"),
    ];
    let ended = shop.post(&path.unwrap(), &jo, &fields).await;
    assert_eq!(ended.goes_to(), receipt);
    assert_eq!(shop.service(ANA).await, Consent::Revoked);
    shop.get(&receipt, &jo)
        .await
        .shows("Texts about my vehicle: no")
        .hides("stands until it is ended");
}

#[tokio::test(start_paused = true)]
async fn what_was_agreed_on_another_visit_is_said_to_be_so_on_the_receipt() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.job(&jo, &[("name", "Ana Flores"), ("phone", ANA)])
        .await;
    let first = shop.get("/jobs/1001/receipt", &jo).await;
    first.hides("it was not asked again");
    shop.post("/jobs/1001/receipt", &jo, &[]).await.goes_to();
    shop.get("/jobs/1001/receipt", &jo)
        .await
        .shows("tick on")
        .hides("it was not asked again");
    for (name, ticked, says) in [
        ("Ana Flores", 1, "it was not asked again"),
        ("Rosa", 0, "Another person with this number agreed on"),
    ] {
        let job = shop.begins(&jo, &[("name", name)]).await;
        let fields = [("do", "no-code"), ("whose", "else")];
        let fields = if name == "Rosa" {
            &fields[..]
        } else {
            &fields[..1]
        };
        shop.reaches(&jo, job, fields).await.goes_to();
        shop.post(&format!("/jobs/{job}/to-receipt"), &jo, &[])
            .await
            .goes_to();
        let receipt = shop.get(&format!("/jobs/{job}/receipt"), &jo).await;
        receipt.shows(says);
        let ticks = receipt.body.matches("<span class=\"tick on\"").count();
        assert_eq!(ticks, ticked, "{name}");
    }
}
