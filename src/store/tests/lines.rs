//! Lines of work and their summary.

use super::*;
use crate::domain::job::LineStanding;

fn line(words: &str, price: Option<i64>) -> NewLine {
    NewLine {
        words: words.to_owned(),
        price,
    }
}

#[tokio::test(start_paused = true)]
async fn lines_are_kept_in_order_and_their_summary_is_the_jobs_work() {
    let shop = Shop::open().await;
    let job = shop.job(true).await;
    let before = shop.store.lines(job).await.unwrap();
    assert_eq!(before.len(), 1, "{before:?}");
    let two = vec![line("Subwoofer", Some(29_900)), line("Amp", None)];
    let set = shop.store.set_lines(job, two, "Jo".to_owned(), shop.now);
    set.await.unwrap();
    assert_eq!(shop.store.job(job).await.unwrap().work, "Subwoofer, Amp");
    // What the customer is asked about is no work yet, and survives a change of the rest.
    let kit = line("Dash kit", Some(6_000));
    let asked = shop
        .store
        .write(move |tx| super::super::lines::add(tx, job, &kit, LineStanding::Asked, None))
        .await
        .unwrap();
    assert_eq!(shop.store.job(job).await.unwrap().work, "Subwoofer, Amp");
    let one = vec![line("Subwoofer and amp", Some(39_900))];
    let set = shop.store.set_lines(job, one, "Jo".to_owned(), shop.now);
    set.await.unwrap();
    let lines = shop.store.lines(job).await.unwrap();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0].seq, asked);
    assert_eq!(lines[0].standing, LineStanding::Asked);
    assert_eq!(lines[1].price, Some(39_900));
    let work = shop.store.job(job).await.unwrap().work;
    assert_eq!(work, "Subwoofer and amp");
    let nowhere = shop
        .store
        .set_lines(9, Vec::new(), "Jo".to_owned(), shop.now);
    assert!(matches!(
        nowhere.await,
        Err(StoreError::Missing(Thing::Job))
    ));
}
