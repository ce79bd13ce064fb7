//! What settles a text without an answer, over the line: reports that are true, and reports that lie.

use super::*;
use readybell::domain::text::TextState;

/// A modem whose references are believed after seven texts, and an eighth that nobody answered for.
/// Gives it, and the reference that it must have got.
async fn in_doubt(name: &str) -> (Bench, i64, u8) {
    let bench = Bench::ready(name).await;
    bench.run("reports off").await;
    let mut last = 0;
    for _ in 0..7 {
        bench.queue("Your vehicle is on track.").await;
        match bench.modem.send(bench.permit().await).await.unwrap() {
            Outcome::Sent { mr } => last = mr,
            other => panic!("{other:?}"),
        }
    }
    bench.run("reports on").await;
    bench.run("refuse 500 times 1").await;
    let text = bench.queue("Your vehicle is ready.").await;
    let outcome = bench.modem.send(bench.permit().await).await.unwrap();
    assert!(matches!(outcome, Outcome::Unsure { .. }), "{outcome:?}");
    (bench, text, last.wrapping_add(1))
}

/// The network sends a report, which is read and stored.
async fn reported(bench: &mut Bench, line: &str) {
    bench.run(&format!("report {line}")).await;
    bench
        .happened(|event| matches!(event, Event::Reported { .. }))
        .await;
    bench
        .happened(|event| matches!(event, Event::Deleted { .. }))
        .await;
    bench.modem.drain().await.unwrap();
}

#[tokio::test]
async fn a_report_that_lies_settles_nothing_and_a_true_one_does() {
    let (mut bench, text, mr) = in_doubt("lies").await;
    let (other, before) = (mr.wrapping_add(1), mr.wrapping_sub(1));
    for lie in [
        // Of another reference, another number, another day, and the last of all three.
        format!("{CUSTOMER} {other} 00"),
        format!("{CUSTOMER} {before} 00 ago 3600"),
        format!("+12065550199 {mr} 00"),
        format!("{CUSTOMER} {mr} 00 ago 86400"),
        format!("{CUSTOMER} {mr} 00 ago 180"),
        format!("+12065550199 {other} 43 ago 86400"),
    ] {
        reported(&mut bench, &lie).await;
        let state = bench.state_of(text).await;
        assert_eq!(state, Some(TextState::Unsure), "{lie}");
    }
    reported(&mut bench, &format!("{CUSTOMER} {mr} 30")).await;
    assert_eq!(bench.state_of(text).await, Some(TextState::Sent));
    reported(&mut bench, &format!("{CUSTOMER} {mr} 00")).await;
    assert_eq!(bench.state_of(text).await, Some(TextState::Delivered));
    bench.end().await;
}

#[tokio::test]
async fn the_sims_count_is_kept_with_each_part_before_it_leaves() {
    let (bench, ..) = in_doubt("count").await;
    let database = bench.directory.join("data/readybell.db");
    let database = rusqlite::Connection::open(database).unwrap();
    let mut statement = database
        .prepare("SELECT counter, mr FROM part ORDER BY attempt")
        .unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
    let kept: Vec<(u8, u8)> = rows.unwrap().map(Result::unwrap).collect();
    assert_eq!(kept.len(), 8);
    // The one in doubt has the reference that it must have got.
    for (counter, mr) in kept {
        assert_eq!(counter.wrapping_add(1), mr);
    }
    drop(statement);
    drop(database);
    bench.end().await;
}
