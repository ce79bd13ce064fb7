use super::*;
use std::os::unix::fs::PermissionsExt;

async fn error(directory: &std::path::Path, now: Now) -> StoreError {
    match Store::open(directory, now).await {
        Ok(_) => panic!("it opened"),
        Err(error) => error,
    }
}

#[tokio::test]
async fn one_run_at_a_time() {
    let shop = Shop::open().await;
    assert!(matches!(
        error(shop.directory.path(), shop.now).await,
        StoreError::InUse(_)
    ));
    let shop = shop.again().await;
    assert!(shop.store.settings().await.is_ok());
}

#[tokio::test]
async fn a_file_that_is_no_database_says_so() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(
        directory.path().join("readybell.db"),
        "not a database, not even nearly".repeat(100),
    )
    .unwrap();
    let now = Now {
        wall: Utc::now(),
        mono: Duration::ZERO,
        trusted: true,
    };
    assert!(matches!(
        error(directory.path(), now).await,
        StoreError::Damaged(_)
    ));
}

#[tokio::test]
async fn a_directory_that_cannot_be_used_is_named() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("file");
    std::fs::write(&file, "").unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    let now = Now {
        wall: Utc::now(),
        mono: Duration::ZERO,
        trusted: true,
    };
    let error = error(&file.join("data"), now).await;
    assert!(matches!(error, StoreError::Directory { .. }));
    assert!(error.to_string().contains("file/data"));
}
