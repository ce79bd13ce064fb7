//! The board and the inbox of a shop that has been texting for many years.

use super::shop::Shop;
use std::time::{Duration, Instant};

const CUSTOMERS: i64 = 100_000;
const TEXTS: i64 = 1_000_000;

/// Slow, so it runs only when asked: `cargo test --release --test all -- --ignored many_years`.
#[tokio::test]
#[ignore = "fills a database with a million texts"]
async fn many_years_of_texts_do_not_slow_the_pages_down() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    fill(&shop);
    for path in ["/", "/inbox", "/inbox/77", "/calls", "/modem"] {
        let mut times: Vec<Duration> = Vec::new();
        for _ in 0..200 {
            let begun = Instant::now();
            shop.get(path, &jo).await.shows("House of Hardknocks");
            times.push(begun.elapsed());
        }
        times.sort();
        println!("{path}: p50 {:?}, p99 {:?}", times[100], times[198]);
        // What was built without optimization says nothing about speed.
        assert!(
            cfg!(debug_assertions) || times[100] < Duration::from_millis(10),
            "{path}: {:?}",
            times[100]
        );
    }
}

fn fill(shop: &Shop) {
    let mut database =
        rusqlite::Connection::open(shop.directory.path().join("readybell.db")).unwrap();
    let tx = database.transaction().unwrap();
    let numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)";
    let statements = [
        (
            CUSTOMERS,
            "contact_point (kind, address, created_at)",
            "'number', '+1555' || (2000000 + i), i",
        ),
        (
            CUSTOMERS,
            "customer (name, created_at)",
            "'Customer ' || i, i",
        ),
        (
            CUSTOMERS,
            "customer_contact (customer_id, contact_id)",
            "i, i",
        ),
        (
            CUSTOMERS,
            "vehicle (customer_id, name, created_at)",
            "i, '2014 Honda Civic', i",
        ),
        (
            CUSTOMERS,
            "job (customer_id, contact_id, vehicle_id, state, work, created_at, changed_at)",
            "i, i, i, CASE WHEN i > 99960 THEN 'waiting' WHEN i > 99920 THEN 'ready' ELSE 'picked_up' END, 'Speakers', i, i",
        ),
        (
            TEXTS / 2,
            "outbox (contact_id, purpose, priority, words, kind, job_id, origin, created_at, send_before, state)",
            "1 + i % 100000, 'service', 3, 'Your vehicle is ready.', 'ready', 1001 + i % 100000, 'page', 1700000000000 + i, 0, 'delivered'",
        ),
        (
            TEXTS / 2,
            "part (outbox_id, seq, state, attempt, sent_at)",
            "i, 1, 'delivered', i, 1700000000000 + i",
        ),
        (
            TEXTS / 2,
            "inbox (contact_id, sender, words, received_at, applied_at, class, reviewed_at)",
            "1 + i % 100000, '+1555', 'Thanks!', 1700000000000 + i, i, 'conversation', CASE WHEN i % 5000 = 0 THEN NULL ELSE i END",
        ),
    ];
    for (count, into, values) in statements {
        let sql = format!("INSERT INTO {into} {numbers} SELECT {values} FROM n");
        tx.execute(&sql, [count])
            .unwrap_or_else(|error| panic!("{into}: {error}"));
    }
    tx.execute_batch("ANALYZE").unwrap();
    tx.commit().unwrap();
}
