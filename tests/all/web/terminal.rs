//! At which of the shop's screens consent was given or ended, as the evidence keeps it.

use super::shop::Shop;
use super::sign::{DRAWN, hand_over, sign};
use readybell::store::Ledger;
use serde_json::Value;

const LUIS: &str = "+15550134477";

impl Shop {
    /// Jo, signed in on a screen that is known.
    async fn jo_at(&self, screen: &str, address: &str) -> String {
        let jo = self.store.staff_named("Jo".to_owned()).await.unwrap();
        let token = format!("jo-at-{address}");
        let (screen, address) = (screen.to_owned(), address.to_owned());
        let now = self.clock.now();
        self.store
            .sign_in_from(jo.unwrap().id, token.clone(), address, screen, now)
            .await
            .unwrap();
        format!("readybell={token}")
    }

    /// Where the newest row of the ledger is shown, and its evidence.
    fn newest_row(&self) -> (String, Value) {
        let ledger = Ledger::at(self.directory());
        assert!(ledger.verify(None).unwrap().problems.is_empty());
        let row = ledger.export().unwrap().pop().unwrap();
        let evidence: Value = serde_json::from_str(&row.evidence.unwrap()).unwrap();
        let path = format!("/customers/1/consent/{}", row.id);
        (path, evidence)
    }
}

#[tokio::test(start_paused = true)]
async fn each_yes_and_no_that_staff_took_names_the_screen() {
    let shop = Shop::open().await;
    let tablet = shop.jo_at("Chrome, Android", "192.168.1.20").await;
    let desktop = shop.jo_at("Firefox, Linux", "192.168.1.21").await;
    // The tablet is locked after the signature, so the desktop reads.
    let seen = async |on: &str, jo: &str| {
        let (path, evidence) = shop.newest_row();
        assert_eq!(evidence["terminal"], on, "{evidence}");
        assert_eq!(evidence["staff"], "Jo");
        let token = jo.trim_start_matches("readybell=");
        assert_eq!(evidence["session"], shop.store.session_id(token));
        shop.get(&path, &desktop)
            .await
            .shows("At the screen")
            .shows(on);
    };
    // Agreed to by phone.
    let job = shop.job(&tablet, &[]).await;
    seen("Chrome, Android, 192.168.1.20", &tablet).await;
    // Refused by phone.
    let said = [("heard", "phone"), ("who", "Luis"), ("words", "No more")];
    shop.post("/inbox/1/heard", &desktop, &said).await.goes_to();
    seen("Firefox, Linux, 192.168.1.21", &desktop).await;
    // An unclear text, decided.
    shop.receives(LUIS, "please cancel").await;
    let decided = [("inbox", "1"), ("decision", "opt_out")];
    shop.post("/inbox/1/decide", &desktop, &decided)
        .await
        .goes_to();
    seen("Firefox, Linux, 192.168.1.21", &desktop).await;
    // Signed by the customer, on the screen that was handed over.
    hand_over(&shop, &tablet, job).await;
    let agrees = [("service", "yes"), ("drawn", DRAWN)];
    sign(&shop, &tablet, job, &agrees).await.goes_to();
    seen("Chrome, Android, 192.168.1.20", &tablet).await;
    // What the phone says by itself was taken at none.
    shop.receives(LUIS, "STOP").await;
    let (path, evidence) = shop.newest_row();
    assert!(evidence.get("terminal").is_none(), "{evidence}");
    shop.get(&path, &desktop).await.hides("At the screen");
}
