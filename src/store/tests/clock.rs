//! What a clock that jumps does to what waits.

use super::*;

/// In seconds: from a second to ten years, in both directions.
const JUMPS: [i64; 8] = [
    1,
    3600,
    24 * 3600,
    315_360_000,
    -1,
    -3600,
    -24 * 3600,
    -315_360_000,
];

#[tokio::test]
async fn whatever_the_clock_shows_nothing_goes_or_ends_until_it_is_known_to_be_right() {
    for jump in JUMPS {
        let mut shop = Shop::open().await;
        let job = shop.job(true).await;
        shop.send_all().await;
        shop.ready(job).await;
        let right = shop.now;

        shop.now.wall += TimeDelta::seconds(jump);
        shop.now.trusted = false;
        shop.store.expire(shop.now).await.unwrap();
        assert_eq!(shop.send_all().await, 0, "{jump} s");
        assert_eq!(shop.state_of_last().await.0, TextState::Queued, "{jump} s");
        assert_eq!(shop.count("SELECT count(*) FROM task").await, 0, "{jump} s");

        shop.now = right;
        shop.later(60);
        shop.store.look_again().await.unwrap();
        assert_eq!(shop.send_all().await, 1, "{jump} s: once");
        assert_eq!(shop.send_all().await, 0, "{jump} s: and not again");
    }
}
