//! The manual is whole, needs nothing from elsewhere, and is open to who can't sign in.

use super::shop::Shop;
use axum::http::StatusCode;
use std::collections::BTreeSet;

/// What a page links to, beside it.
fn links(page: &str) -> BTreeSet<String> {
    let parts = page.split("href=\"").chain(page.split("src=\"")).skip(1);
    parts
        .filter_map(|rest| rest.split('"').next())
        .filter(|link| !link.starts_with(['#', '/', '<']) && link.len() < 60)
        .filter_map(|link| link.split('#').next().map(str::to_owned))
        .collect()
}

#[tokio::test]
async fn every_link_of_the_manual_leads_somewhere() {
    let shop = Shop::new().await;
    assert_eq!(shop.get("/manual", "").await.goes_to(), "/manual/");
    let mut open = vec![String::new()];
    let mut seen = BTreeSet::new();
    while let Some(name) = open.pop() {
        let page = shop.get(&format!("/manual/{name}"), "").await;
        assert_eq!(page.status, StatusCode::OK, "{name}");
        page.hides("<script")
            .hides("src=\"http")
            .hides("href=\"http")
            .hides("style=\"");
        // A picture leads nowhere.
        if name.ends_with(".webp") {
            continue;
        }
        for link in links(&page.body) {
            if seen.insert(link.clone()) {
                open.push(link);
            }
        }
    }
    assert!(seen.len() > 10, "{seen:?}");
    assert!(seen.contains("proof.html"));
    // Browsers ask for it by themselves where a page names no icon.
    let icon = shop.get("/favicon.ico", "").await;
    assert_eq!(
        (icon.status, icon.header("content-type")),
        (StatusCode::OK, "image/svg+xml")
    );
    let nothing = shop.get("/manual/nothing.html", "").await;
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);
}
