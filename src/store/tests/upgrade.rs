use super::*;
use crate::store::backup::prove;
use rusqlite::Connection;
use std::fs;
use std::path::PathBuf;

fn database(shop: &Shop) -> Connection {
    Connection::open(shop.directory.path().join("readybell.db")).unwrap()
}

/// What an upgrade has kept of before.
fn copies(shop: &Shop) -> Vec<PathBuf> {
    let entries = fs::read_dir(shop.directory.path()).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .filter(|path| path.to_str().unwrap().contains("before-upgrade-"))
        .collect()
}

/// As a release after this one would leave it, which a program must know at least this schema for.
fn upgraded_beyond(shop: &Shop, schema: i64, usable_from: i64) {
    let sql = format!(
        "CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT;
         ALTER TABLE outbox ADD COLUMN later TEXT NOT NULL DEFAULT '';
         UPDATE usable_from SET schema = {usable_from};
         PRAGMA user_version = {schema};"
    );
    database(shop).execute_batch(&sql).unwrap();
}

#[tokio::test]
async fn the_release_before_works_on_with_a_newer_database_that_it_can_use() {
    let shop = Shop::open().await;
    let job = shop.job(true).await;
    upgraded_beyond(&shop, 99, 21);
    let shop = shop.again().await;
    shop.ready(job).await;
    shop.job(true).await;
    let version: i64 = database(&shop)
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap();
    assert_eq!(version, 99, "what the newer one has done is not done again");
    assert!(copies(&shop).is_empty());
}

#[tokio::test]
async fn a_database_that_it_can_not_use_is_left_alone() {
    let shop = Shop::open().await;
    upgraded_beyond(&shop, 99, 98);
    let Shop {
        store,
        now,
        directory,
    } = shop;
    drop(store);
    assert!(matches!(
        Store::open(directory.path(), now).await,
        Err(StoreError::Newer { found: 99, .. })
    ));
}

#[tokio::test]
async fn an_upgrade_keeps_a_proved_copy_for_thirty_days() {
    let shop = Shop::open().await;
    shop.job(true).await;
    let before = "DROP TABLE usable_from; PRAGMA user_version = 20;";
    database(&shop).execute_batch(before).unwrap();
    let mut shop = shop.again().await;
    let [copy] = &copies(&shop)[..] else {
        panic!("{:?}", copies(&shop));
    };
    assert!(prove(copy).unwrap().rows > 0);
    let version: i64 = Connection::open(copy)
        .unwrap()
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap();
    assert_eq!(version, 20);
    // What a restore has set aside goes with it.
    let aside = shop
        .directory
        .path()
        .join("before-restore-20261124T120000Z+");
    fs::create_dir(&aside).unwrap();
    fs::write(aside.join("readybell.db"), "").unwrap();
    shop.now.wall += TimeDelta::days(29);
    shop.store.forget(shop.now).await.unwrap();
    assert!(copy.exists() && aside.exists());
    shop.now.wall += TimeDelta::days(2);
    shop.store.forget(shop.now).await.unwrap();
    assert!(!copy.exists() && !aside.exists());
}
