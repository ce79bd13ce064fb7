//! The board of a shop that has texted for years: 100,000 customers and 1,000,000 texts.

use super::rig::{fresh_directory, percentile};
use super::{ms, row};
use anyhow::Result;
use chrono::DateTime;
use readybell::clock::Clock;
use readybell::store::Store;
use std::time::Instant;

/// How often the board is read.
const READS: usize = 300;

/// Jobs of the day are open; all others are picked up. Each customer has ten texts.
const YEARS: &str = "
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
    INSERT INTO contact_point (id, kind, address, created_at) SELECT i, 'number', '+1555' || (1000000 + i), 0 FROM n;
    INSERT INTO customer (id, name, created_at) SELECT id, 'Customer ' || id, 0 FROM contact_point;
    INSERT INTO customer_contact SELECT id, id FROM customer;
    INSERT INTO vehicle (id, customer_id, name, created_at) SELECT id, id, '2012 Chevy Tahoe', 0 FROM customer;
    INSERT INTO job (customer_id, contact_id, vehicle_id, state, bay_id, work, promised_at, created_at, changed_at)
        SELECT id, id, id,
            CASE WHEN id > 99980 THEN 'waiting' WHEN id > 99978 THEN 'in_bay' WHEN id > 99960 THEN 'ready' ELSE 'picked_up' END,
            CASE WHEN id IN (99979, 99980) THEN id - 99978 END,
            'Subwoofer', 1790000000000, 1790000000000, 1790000000000
        FROM customer;
    WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 999999)
    INSERT INTO outbox (contact_id, purpose, priority, words, kind, job_id, origin, created_at, send_before, state, settled_at)
        SELECT i / 10 + 1, 'service', 3, 'Our shop: your vehicle is ready for pick-up.', 'ready', i / 10 + 1001,
            'page', 1790000000000, 1790000000000, 'delivered', 1790000000000
        FROM n;
    INSERT INTO part (outbox_id, seq, state, attempt, mr, sent_at) SELECT id, 1, 'delivered', id, id % 256, settled_at FROM outbox;
    UPDATE attempt SET last = 1000000;
";

/// Times the board.
pub async fn board() -> Result<()> {
    let directory = fresh_directory()?;
    let clock =
        Clock::starting_at(DateTime::parse_from_rfc3339("2026-11-24T14:00:00-06:00")?.to_utc());
    let store = Store::open(&directory, clock.now()).await?;
    store.set_bays(vec![1, 2]).await?;
    drop(store);
    rusqlite::Connection::open(directory.join("readybell.db"))?.execute_batch(YEARS)?;
    let store = Store::open(&directory, clock.now()).await?;
    let mut times = Vec::new();
    for _ in 0..READS {
        let begun = Instant::now();
        std::hint::black_box(store.board(clock.now()).await?);
        times.push(begun.elapsed());
    }
    row(
        "board, 1,000,000 texts, p50",
        ms(percentile(&mut times, 50)),
        "10 ms",
    );
    row(
        "board, 1,000,000 texts, p99",
        ms(percentile(&mut times, 99)),
        "10 ms",
    );
    drop(store);
    Ok(std::fs::remove_dir_all(directory)?)
}
