//! After a restore, and how old the last backup is.

use super::shop::Shop;
use axum::http::StatusCode;
use chrono::TimeDelta;
use readybell::store::backup::{back_up, newest};
use readybell::store::on_stick::OnStick;
use rusqlite::Connection;
use serde_json::json;

/// 3 AM of that day in Chicago.
const FROM: &str = "2026-11-21T09:00:00Z";

impl Shop {
    /// Marks it as a restore does.
    pub fn was_restored(&self) {
        let gap = json!({
            "from": FROM, "until": "2026-11-21T20:00:00Z", "revoked": 1, "unreadable": 2, "expired": 3,
            "calls": 2, "last_row": 0,
        });
        let database = Connection::open(self.directory().join("readybell.db")).unwrap();
        let sql = "INSERT INTO setting (name, value, changed_at) VALUES ('restored', ?1, 0)";
        database.execute(sql, [gap.to_string()]).unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn the_owner_sees_the_gap_and_lets_texts_go() {
    let shop = Shop::open().await;
    let (ann, jo) = (shop.cookie("Ann").await, shop.cookie("Jo").await);
    let page = "/modem/gap";
    shop.get(page, &ann)
        .await
        .shows("Nothing waits for your word");
    shop.get("/", &ann).await.hides("A backup was restored");
    shop.was_restored();
    shop.get("/", &ann)
        .await
        .shows("A backup was restored")
        .shows("/modem/gap");
    shop.get("/", &jo)
        .await
        .shows("Tell the owner")
        .hides("/modem/gap");
    shop.get(page, &ann)
        .await
        .shows("from Nov 21, 2026, 3:00 AM to Nov 21, 2026, 2:00 PM")
        .shows("To call for that: 2")
        .shows("can't be read: 2");
    let at = |at: &str| at.parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    let shown = at(FROM).timestamp_millis();
    let another = (shown + 1).to_string();
    let refused = shop.post(page, &ann, &[("from", &another)]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let shown = shown.to_string();
    shop.post(page, &ann, &[("from", &shown)]).await.goes_to();
    shop.get("/", &ann).await.hides("A backup was restored");
    // A second tap finds it done.
    shop.post(page, &ann, &[("from", &shown)]).await.goes_to();
    shop.get("/settings/audit", &ann)
        .await
        .shows("nothing is known from 2026-11-21 09:00 UTC to 2026-11-21 20:00 UTC");
}

#[tokio::test(start_paused = true)]
async fn the_modems_page_tells_the_last_backup_and_the_board_when_two_nights_were_missed() {
    let shop = Shop::open().await;
    let ann = shop.cookie("Ann").await;
    shop.get("/modem", &ann)
        .await
        .shows("There is no backup yet");
    shop.get("/", &ann).await.hides("Backup missing");
    let to = shop.directory().join("backups");
    back_up(shop.directory(), &to, None, shop.clock.now().wall).unwrap();
    shop.get("/modem", &ann)
        .await
        .hides("There is no backup yet")
        .hides("Too old")
        .shows("just now, ");
    shop.clock
        .show(shop.clock.now().wall + TimeDelta::hours(51));
    let ann = shop.cookie("Ann").await;
    shop.get("/modem", &ann).await.shows("Too old");
    shop.get("/", &ann)
        .await
        .shows("Backup missing")
        .shows("made 2 days ago");
    let jo = shop.cookie("Jo").await;
    shop.get("/", &jo).await.hides("Backup missing");
    std::fs::remove_dir_all(&to).unwrap();
    shop.get("/", &ann).await.shows("There is no backup yet");
}

#[tokio::test(start_paused = true)]
async fn the_owner_is_told_how_the_backup_on_the_stick_ended() {
    let shop = Shop::open().await;
    let ann = shop.cookie("Ann").await;
    shop.get("/modem", &ann).await.hides("On the stick");
    let to = shop.directory().join("backups");
    let kept = |ended| OnStick {
        at: shop.clock.now().wall,
        ended,
    };
    kept(Ok(1_280_000)).keep(shop.directory()).unwrap();
    shop.get("/modem", &ann)
        .await
        .shows("On the stick")
        .shows("1.2 MB");
    shop.clock
        .show(shop.clock.now().wall + TimeDelta::hours(51));
    let ann = shop.cookie("Ann").await;
    shop.get("/modem", &ann)
        .await
        .shows("is it still plugged in?");
    back_up(shop.directory(), &to, None, shop.clock.now().wall).unwrap();
    shop.get("/", &ann)
        .await
        .hides("The stick takes no backups");
    kept(Err("Input/output error".to_owned()))
        .keep(shop.directory())
        .unwrap();
    shop.get("/modem", &ann)
        .await
        .shows("it did not take the backup")
        .shows("Input/output error");
    shop.get("/", &ann)
        .await
        .shows("The stick takes no backups");
    let jo = shop.cookie("Jo").await;
    shop.get("/", &jo).await.hides("The stick takes no backups");
}

#[tokio::test(start_paused = true)]
async fn the_owner_makes_a_backup_and_is_told_how_it_ended() {
    let shop = Shop::open().await;
    let (ann, jo) = (shop.cookie("Ann").await, shop.cookie("Jo").await);
    shop.get("/modem", &ann).await.shows("Back up now");
    shop.get("/modem", &jo).await.hides("Back up now");
    let refused = shop.post("/modem/backup", &jo, &[]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let to = shop.directory().join("backups");
    assert!(newest(&to).is_none());
    let made = shop.post("/modem/backup", &ann, &[("make", "yes")]).await;
    assert_eq!(made.goes_to(), "/modem?backup=made#clock");
    assert!(newest(&to).is_some(), "a file that was proved");
    shop.get("/modem?backup=made", &ann)
        .await
        .shows("The backup is made and proved:")
        .shows("just now, ");
    // A place that can't be written to.
    std::fs::remove_dir_all(&to).unwrap();
    std::fs::write(&to, "no folder").unwrap();
    let failed = shop.post("/modem/backup", &ann, &[("make", "yes")]).await;
    assert_eq!(failed.goes_to(), "/modem?backup=failed#clock");
    shop.get("/modem?backup=failed", &ann)
        .await
        .shows("No backup was made.")
        .hides("made and proved");
    let log = shop.get("/settings/audit", &ann).await;
    log.shows("made a backup")
        .shows("The backup is made and proved:")
        .shows("No backup was made.")
        .shows("Ann");
}
