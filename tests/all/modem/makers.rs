//! Each maker's peculiarities: texts go, and what comes in is read.

use super::*;
use readybell::sim::profile::PROFILES;

#[tokio::test]
async fn with_each_makers_modem_a_text_goes_its_report_and_a_reply_come_in() {
    for profile in PROFILES {
        let bench = Bench::start(&format!("maker-{}", profile.name)).await;
        bench.run(&format!("profile {}", profile.name)).await;
        bench.wait_for(State::Ready).await;
        let text = bench.queue("Your vehicle is ready.").await;
        let sent = bench.modem.send(bench.permit().await).await.unwrap();
        assert!(
            matches!(sent, Outcome::Sent { .. }),
            "{}: {sent:?}",
            profile.name
        );
        bench.sim.phone_texts(CUSTOMER, "STOP").await.unwrap();
        let mut changes = bench.store.changes();
        let both_came = async {
            let mut applied = 0;
            while applied == 0 || bench.state_of(text).await != Some(TextState::Delivered) {
                bench.modem.drain().await.unwrap();
                applied += bench.store.apply_inbound(bench.clock.now()).await.unwrap();
                if applied == 0 {
                    changes.changed().await.unwrap();
                }
            }
        };
        let came = timeout(PATIENCE, both_came).await;
        assert!(
            came.is_ok(),
            "{}: {:?}",
            profile.name,
            bench.state_of(text).await
        );
        bench.end().await;
    }
}
