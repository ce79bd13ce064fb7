//! A board with more jobs than fit on one page.

use super::shop::Shop;

#[tokio::test(start_paused = true)]
async fn a_long_board_pages_and_every_job_is_found() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.job(&jo, &[("where", "bay-1")]).await;
    for n in 0..40 {
        let (name, vehicle) = (format!("Customer {n}"), "2012 Ram");
        let fields = [
            ("name", name.as_str()),
            ("vehicle", vehicle),
            ("where", "waiting"),
        ];
        shop.post("/jobs/new", &jo, &fields).await.goes_to();
    }
    let board = shop.get("/", &jo).await;
    assert_eq!(board.body.matches("<article").count(), 36);
    board
        .shows("Waiting <span>40</span>")
        .shows("5 more")
        .shows("Luis Ortega")
        .hides("Customer 39");
    let rest = shop.get("/?column=waiting&from=35", &jo).await;
    assert_eq!(rest.body.matches("<article").count(), 5);
    rest.shows("Customer 39")
        .shows("The whole board")
        .hides("Luis Ortega")
        .hides(" more<");
    // Whoever comes from a conversation or the call list finds the card.
    shop.get("/?job=1041", &jo).await.shows("id=\"job-1041\"");
    shop.get("/?job=1001", &jo)
        .await
        .shows("id=\"job-1001\"")
        .hides("The whole board");
    let sheet = shop.get("/day-sheet?from=39", &jo).await;
    assert_eq!(sheet.body.matches("<tr>").count(), 3);
    sheet.shows("First page");
    shop.get("/?column=gone&from=99999", &jo)
        .await
        .shows("Luis Ortega");
}
