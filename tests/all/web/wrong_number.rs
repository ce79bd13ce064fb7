//! A number that is somebody else's: the list leads to where the job gets another.

use super::shop::Shop;

const LUIS: &str = "+15550134477";

#[tokio::test(start_paused = true)]
async fn a_wrong_number_leads_to_where_the_job_gets_another() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = shop.job(&jo, &[]).await;
    shop.receives(LUIS, "Wrong number").await;
    let to = format!("/jobs/{job}/number");
    let link = format!("href=\"{to}\">New number for #{job}<");
    shop.get("/calls", &jo).await.shows(&link);
    // Another vehicle has the same number.
    let second = shop.job(&jo, &[("vehicle", "2019 Mazda CX-5")]).await;
    shop.get("/calls", &jo)
        .await
        .shows(&link)
        .shows(&format!("New number for #{second}<"));
    for (job, is_last) in [(job, false), (second, true)] {
        let right = [
            ("phone", "(555) 013-9921"),
            ("tell", "text"),
            ("lang", "en"),
            ("do", "later"),
        ];
        let to = format!("/jobs/{job}/number");
        shop.post(&to, &jo, &right).await.goes_to();
        let list = shop.get("/calls", &jo).await;
        list.hides(&format!("New number for #{job}<"));
        assert_eq!(list.body.contains("id=\"task-"), !is_last, "{}", list.body);
    }
}
