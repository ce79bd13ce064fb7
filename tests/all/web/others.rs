//! Numbers in a form or an address that belong to somebody else.

use super::contents::{contents, unchanged};
use super::shop::Shop;
use axum::http::StatusCode;

const LUIS: &str = "+15550134477";
const ANA: &str = "+15550139921";

#[tokio::test(start_paused = true)]
async fn what_is_somebody_else_s_is_not_reached_by_its_number() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let tahoe = shop.job(&jo, &[("where", "bay-1")]).await;
    let ana = [
        ("name", "Ana"),
        ("phone", "(555) 013-9921"),
        ("where", "bay-2"),
    ];
    let jeep = shop.job(&jo, &ana).await;
    shop.receives(LUIS, "hello").await;
    shop.receives(ANA, "see you").await;
    let sheet = shop
        .post(&format!("/jobs/{jeep}/paper"), &jo, &[("lang", "en")])
        .await;
    let sheet = sheet.goes_to().to_owned();
    let tim = shop.cookie("Tim").await;
    let tim_s = shop
        .store
        .session_id(tim.strip_prefix("readybell=").unwrap());
    // The customer of the Tahoe has a screen in hand.
    let screen = shop.cookie("Jo").await;
    let open = format!("/jobs/{tahoe}/sign/open");
    shop.post(&open, &screen, &[("staff", "Jo")])
        .await
        .goes_to();

    let before = contents(&shop);
    // Ana's text as Luis's opt-out: the evidence would be a stranger's words.
    let hers = shop.post("/inbox/1/opt-out", &jo, &[("inbox", "2")]).await;
    assert_eq!(hers.status, StatusCode::NOT_FOUND);
    let row = shop.get("/customers/1/consent/2", &jo).await;
    assert_eq!(row.status, StatusCode::NOT_FOUND, "{}", row.body);
    let line = format!("/jobs/{tahoe}/lines/9/answer");
    let line = shop.post(&line, &jo, &[("answer", "yes")]).await;
    assert_eq!(line.status, StatusCode::NOT_FOUND);
    let end = format!("/you/screens/{tim_s}");
    assert_eq!(
        shop.post(&end, &jo, &[]).await.status,
        StatusCode::NOT_FOUND
    );
    for path in [
        format!("/jobs/{jeep}/sign"),
        sheet,
        "/customers/2".to_owned(),
    ] {
        for answer in [
            shop.get(&path, &screen).await,
            shop.post(&path, &screen, &[]).await,
        ] {
            assert!(answer.goes_to().starts_with("/unlock"), "{path}");
        }
    }
    for id in ["0", "-1", "9223372036854775807", "99999999999999999999"] {
        for path in [
            "/jobs/{}/work",
            "/inbox/{}",
            "/customers/{}",
            "/paper/{}",
            "/jobs/{}/receipt.pdf",
        ] {
            let path = path.replace("{}", id);
            assert_eq!(
                shop.get(&path, &jo).await.status,
                StatusCode::NOT_FOUND,
                "{path}"
            );
        }
    }
    unchanged(&before, &shop, "what is somebody else's was asked for");
    // Luis's own counts.
    shop.post("/inbox/1/opt-out", &jo, &[("inbox", "1")])
        .await
        .goes_to();
    assert_ne!(before, contents(&shop));
}
