use super::*;
use crate::domain::head::Head;
use crate::domain::ledger::Hash;

/// Another program on the same file, with the guards off.
fn tamper(shop: &Shop, sql: &str) {
    let other = rusqlite::Connection::open(shop.directory.path().join("readybell.db")).unwrap();
    other.execute_batch(sql).unwrap();
}

fn verify(shop: &Shop, head: Option<Head>) -> Verified {
    Ledger::at(shop.directory.path()).verify(head).unwrap()
}

const GUARDS: &str = "DROP TRIGGER ledger_keeps_rows; DROP TRIGGER ledger_keeps_all; DROP TRIGGER evidence_keeps_words;";

async fn shop_with_history() -> Shop {
    let mut shop = Shop::open().await;
    shop.job(true).await;
    for words in ["STOP", "START", "too many texts"] {
        shop.later(60);
        shop.receives(words).await;
    }
    shop
}

#[tokio::test]
async fn a_whole_ledger_verifies_and_knows_its_head() {
    let shop = shop_with_history().await;
    let verified = verify(&shop, None);
    assert_eq!((verified.rows, verified.problems.as_slice()), (4, &[][..]));
    let head = Head::read(&verified.head);
    let mut shop = shop;
    shop.later(60);
    shop.receives("STOP").await;
    let later = verify(&shop, head);
    assert_eq!((later.given_head_at, later.problems.len()), (Some(4), 0));
    let stranger = verify(&shop, Some(Hash::of(b"another ledger").into()));
    assert_eq!(stranger.problems.len(), 1);
}

#[tokio::test]
async fn the_guards_refuse_changes() {
    let shop = shop_with_history().await;
    for sql in [
        "UPDATE ledger SET scope = 'all'",
        "DELETE FROM ledger",
        "UPDATE evidence SET body = ''",
    ] {
        let refused = shop.store.write(move |tx| Ok(tx.execute(sql, [])?)).await;
        assert!(refused.is_err(), "{sql}");
    }
}

#[tokio::test]
async fn every_change_shows() {
    for change in [
        "UPDATE ledger SET event = 'grant' WHERE id = 2;",
        "UPDATE ledger SET occurred_at = 0 WHERE id = 1;",
        "UPDATE ledger SET contact_id = 99 WHERE id = 3;",
        "DELETE FROM evidence WHERE ledger_id = 2; DELETE FROM ledger WHERE id = 2;",
        "UPDATE evidence SET body = replace(body, 'STOP', 'GO') WHERE ledger_id = 2;",
        "UPDATE evidence SET salt = randomblob(32) WHERE ledger_id = 1;",
    ] {
        let shop = shop_with_history().await;
        tamper(
            &shop,
            &format!("PRAGMA foreign_keys = OFF; {GUARDS} {change}"),
        );
        let verified = verify(&shop, None);
        assert!(!verified.problems.is_empty(), "{change}");
    }
}

#[tokio::test]
async fn a_cut_off_end_shows_only_with_a_head_kept_elsewhere() {
    let shop = shop_with_history().await;
    let head = Head::read(&verify(&shop, None).head);
    let cut = "UPDATE inbox SET hold_row = NULL; DELETE FROM evidence WHERE ledger_id = 4; DELETE FROM ledger WHERE id = 4;";
    tamper(&shop, &format!("{GUARDS} {cut}"));
    assert!(verify(&shop, None).problems.is_empty());
    assert!(!verify(&shop, head).problems.is_empty());
}

#[tokio::test]
async fn erased_evidence_leaves_the_chain_whole() {
    let shop = shop_with_history().await;
    shop.store
        .write(|tx| Ok(tx.execute("DELETE FROM evidence WHERE ledger_id = 1", [])?))
        .await
        .unwrap();
    let verified = verify(&shop, None);
    assert_eq!((verified.erased, verified.problems.len()), (1, 0));
    let exported = Ledger::at(shop.directory.path()).export().unwrap();
    assert_eq!(exported[0].evidence, None);
    for row in &exported {
        assert_eq!(Hash::of(row.canonical.as_bytes()).to_string(), row.row_hash);
    }
}
