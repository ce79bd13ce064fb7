//! STATUS: the customer asks how the job goes, and is told.

use super::shop::Shop;

const LUIS: &str = "+15550134477";
const KIM: &str = "+15550139921";

impl Shop {
    /// How often the conversation says this.
    async fn says(&self, conversation: i64, words: &str, cookie: &str) -> usize {
        let page = self.get(&format!("/inbox/{conversation}"), cookie).await;
        page.body.matches(words).count()
    }
}

#[tokio::test(start_paused = true)]
async fn status_is_answered_once_with_where_the_job_stands() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.set(|settings| settings.phone = "555-555-0100".to_owned())
        .await;
    let where_it_is = [("where", "bay-1"), ("time", "5:00 PM")];
    let job = shop.job(&jo, &where_it_is).await;
    shop.sends_all().await;
    shop.receives(LUIS, "Status?").await;
    let answer = "House of Hardknocks: 2012 Chevy Tahoe - in the bay, promised by 5:00 PM. Questions? Call 555-555-0100.";
    assert_eq!(shop.says(1, answer, &jo).await, 1);
    shop.get("/inbox/1", &jo).await.shows("Status?");
    shop.get("/customers/1/texts", &jo)
        .await
        .shows("Answer to STATUS");
    shop.get("/inbox", &jo).await.shows("Luis Ortega");
    shop.get("/", &jo).await.hides("New text: read it");
    // Another within ten minutes is read by people.
    shop.receives(LUIS, "status").await;
    assert_eq!(shop.says(1, answer, &jo).await, 1);
    shop.get("/", &jo).await.shows("New text: read it");
    // Later it is told anew.
    shop.sends_all().await;
    shop.at("2026-11-21T21:00:00Z");
    let jo = shop.cookie("Jo").await;
    shop.post(&format!("/jobs/{job}/ready"), &jo, &[])
        .await
        .goes_to();
    shop.receives(LUIS, "STATUS").await;
    assert_eq!(
        shop.says(1, "Tahoe - ready for pick-up. Questions?", &jo)
            .await,
        1
    );
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_waited_says_where_the_job_stands_when_it_goes() {
    let shop = Shop::open().await;
    let mut jo = shop.cookie("Jo").await;
    let more = [("where", "bay-1"), ("lang", "es")];
    let job = shop.job(&jo, &more).await;
    shop.sends_all().await;
    for (to, says) in [
        ("waiting", "2012 Chevy Tahoe - en espera de turno"),
        ("cancelled", "no tenemos trabajos abiertos"),
    ] {
        shop.receives(LUIS, "status").await;
        assert_eq!(shop.says(1, says, &jo).await, 0);
        let moves = format!("/jobs/{job}/move");
        shop.post(&moves, &jo, &[("to", to)]).await.goes_to();
        let words = shop.phone_gets().await.unwrap();
        assert!(words.contains(says), "{words}");
        assert_eq!(shop.says(1, says, &jo).await, 1);
        shop.at("2026-11-21T21:00:00Z");
        jo = shop.cookie("Jo").await;
    }
}

#[tokio::test(start_paused = true)]
async fn whoever_opted_out_is_answered_and_gets_nothing_else() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = shop.job(&jo, &[("where", "bay-1")]).await;
    shop.receives(LUIS, "STOP").await;
    shop.sends_all().await;
    shop.receives(LUIS, "Status").await;
    shop.post(&format!("/jobs/{job}/ready"), &jo, &[])
        .await
        .goes_to();
    shop.sends_all().await;
    // What it says is what is so when it goes; "ready" itself does not go.
    let answer = "House of Hardknocks: 2012 Chevy Tahoe - ready for pick-up.";
    assert_eq!(shop.says(1, answer, &jo).await, 1);
    assert_eq!(shop.says(1, "is ready for pick-up", &jo).await, 0);
    shop.get("/calls", &jo).await.shows("Luis Ortega");
}

#[tokio::test(start_paused = true)]
async fn each_of_several_jobs_is_named_in_the_customers_language() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.job(&jo, &[("where", "bay-1"), ("lang", "es")]).await;
    let other = [("vehicle", "1998 Toyota Camry"), ("lang", "es")];
    shop.job(&jo, &other).await;
    shop.receives(LUIS, "STATUS").await;
    let answer = "House of Hardknocks: 2012 Chevy Tahoe - en el puesto de trabajo; 1998 Toyota Camry - en espera de turno.";
    assert_eq!(shop.says(1, answer, &jo).await, 1);
}

#[tokio::test(start_paused = true)]
async fn without_an_open_job_it_says_so_and_people_read_it() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.receives(KIM, "status").await;
    let answer = "House of Hardknocks: we have no open job for this number. Reply here, and";
    assert_eq!(shop.says(1, answer, &jo).await, 1);
    shop.get("/inbox", &jo).await.shows("class=\"cut new\"");
    // A key box is not there: that is for people alone.
    shop.receives(LUIS, "KEY").await;
    assert_eq!(shop.says(2, "Hardknocks: ", &jo).await, 0);
}

#[tokio::test(start_paused = true)]
async fn the_shop_words_the_answer_and_however_long_it_is_it_goes() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let ann = shop.cookie("Ann").await;
    let path = "/settings/templates/status/en";
    shop.get(path, &ann).await.shows("where the jobs stand");
    let silent = [("words", "{brand}: we work on it")];
    let refused = shop.post(path, &ann, &silent).await;
    refused.shows("This text must say {status}.");
    let own = format!("{{brand}}: {{status}}! {}", "щ".repeat(600));
    let long = [("words", own.as_str()), ("why", "we like it long")];
    shop.post(path, &ann, &long).await.goes_to();
    let name = "й".repeat(70);
    let job = [("where", "bay-1"), ("vehicle", name.as_str())];
    shop.job(&jo, &job).await;
    shop.receives(LUIS, "status").await;
    let whole = format!("House of Hardknocks: {} - in the bay.", "й".repeat(40));
    assert_eq!(shop.says(1, &whole, &jo).await, 1);
}
