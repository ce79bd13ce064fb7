//! A missed call on the call list, and the text that answers it in the conversation.

use super::shop::Shop;
use readybell::store::TaskKind;
use readybell::wire::Address;

const LUIS: &str = "+15550134477";

impl Shop {
    async fn is_called_by(&self, caller: Option<&str>) {
        let caller = caller.map(|number| Address::phone(number).unwrap());
        let kept = self.store.missed_call(caller, self.clock.now());
        kept.await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn whoever_called_is_on_the_call_list_until_called_back() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    shop.set(|settings| settings.texts_back = true).await;
    shop.job(&jo, &[]).await;
    shop.sends_all().await;
    for caller in [Some(LUIS), Some("+12065550177"), None] {
        shop.is_called_by(caller).await;
    }
    let list = shop.get("/calls", &jo).await;
    list.shows("<b>Luis Ortega</b>")
        .shows("Missed call. Nobody can answer on the modem's line; call back.")
        .shows("tel:+15550134477")
        .shows("tel:+12065550177")
        .shows("Missed call. The number is withheld.");
    shop.sends_all().await;
    let contact = shop.store.calls(0, shop.clock.now()).await.unwrap();
    let [luis, ..] = contact.top.tasks.as_slice() else {
        panic!("{contact:?}");
    };
    assert_eq!(luis.kind, TaskKind::MissedCall);
    let thread = format!("/inbox/{}", luis.contact.unwrap());
    shop.get(&thread, &jo).await.shows("we missed your call");
    let called = [("outcome", "called"), ("back", "/calls")];
    let done = shop
        .post(&format!("/tasks/{}", luis.id), &jo, &called)
        .await;
    assert_eq!(done.goes_to(), "/calls");
    shop.get("/calls", &jo)
        .await
        .hides("tel:+15550134477")
        .shows("tel:+12065550177");
}
