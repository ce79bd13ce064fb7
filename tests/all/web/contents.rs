//! All that is in the database, to tell whether a request has changed anything.

use super::shop::Shop;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use std::collections::BTreeMap;

/// The rows of each table.
pub type Contents = BTreeMap<String, Vec<String>>;

/// What lies there now.
pub fn contents(shop: &Shop) -> Contents {
    let database = Connection::open_with_flags(
        shop.directory().join("readybell.db"),
        OpenFlags::SQLITE_OPEN_READ_ONLY,
    )
    .unwrap();
    let mut tables = database
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        .unwrap();
    let names = tables.query_map([], |row| row.get::<_, String>(0)).unwrap();
    names
        .map(|name| {
            let name = name.unwrap();
            let rows = rows(&database, &name);
            (name, rows)
        })
        .collect()
}

fn rows(database: &Connection, table: &str) -> Vec<String> {
    let mut all = database
        .prepare(&format!("SELECT * FROM \"{table}\""))
        .unwrap();
    let columns = all.column_count();
    let rows = all.query_map([], |row| {
        let cells = (0..columns).map(|at| match row.get_ref(at).unwrap() {
            ValueRef::Text(words) => String::from_utf8_lossy(words).into_owned(),
            other => format!("{other:?}"),
        });
        Ok(cells.collect::<Vec<_>>().join("|"))
    });
    rows.unwrap().map(Result::unwrap).collect()
}

/// Fails unless all is as it was.
#[track_caller]
pub fn unchanged(before: &Contents, shop: &Shop, after: &str) {
    let now = contents(shop);
    for (table, rows) in before {
        assert_eq!(rows, &now[table], "{table} has changed: {after}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_change_is_seen() {
    let shop = Shop::open().await;
    let before = contents(&shop);
    assert!(before.len() > 20, "{:?}", before.keys());
    shop.set(|settings| settings.trade = "paint".to_owned())
        .await;
    assert_ne!(before, contents(&shop));
}
