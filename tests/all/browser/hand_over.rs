//! The screen is handed over while the page below it wants to be fresh.

use crate::support::browser::{Browser, Scripts};
use crate::web::shop::Shop;
use axum::extract::Request;
use axum::middleware::{self, Next};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::sync::Semaphore;

/// A road between browser and shop on which the answer to "hand over" is slow: it arrives once the page
/// below has looked twice for what is new, or has led elsewhere.
#[derive(Clone)]
struct SlowRoad {
    handed: Arc<AtomicU32>,
    looked: Arc<Semaphore>,
}

impl SlowRoad {
    fn new() -> Self {
        Self {
            handed: Arc::default(),
            looked: Arc::new(Semaphore::new(0)),
        }
    }

    async fn carry(self, request: Request, next: Next) -> axum::response::Response {
        let path = request.uri().path().to_owned();
        let is_look = request.headers().contains_key("x-fragment");
        let leads = request.headers().get("sec-fetch-mode");
        let leads = leads.is_some_and(|mode| mode == "navigate");
        let answer = next.run(request).await;
        if path.ends_with("/sign/open") {
            self.handed.fetch_add(1, Ordering::Relaxed);
            let looked = self.looked.acquire_many(2).await;
            looked.expect("it is never closed").forget();
        } else if self.handed.load(Ordering::Relaxed) > 0 {
            match path.as_str() {
                "/unlock" if leads => self.looked.add_permits(2),
                path if is_look && path.ends_with("/consent") => self.looked.add_permits(1),
                _ => {}
            }
        }
        answer
    }
}

/// The staff's page on which the screen is handed over to Luis, at the far end of a slow road. The road counts
/// how often that was asked for.
async fn page_at_the_end_of(road: SlowRoad) -> (Shop, Browser) {
    let shop = Shop::open().await;
    let ann = shop.cookie("Ann").await;
    let job = shop.job(&ann, &[("service", "")]).await;
    let router = shop
        .router
        .clone()
        .layer(middleware::from_fn(move |request, next| {
            road.clone().carry(request, next)
        }));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let stop = shop.closing.clone();
    tokio::spawn(readybell::web::serve(listener, router, None, stop));

    let browser = Browser::start(Scripts::On).await;
    browser.open(&format!("{address}/manual/")).await;
    let cookie = json!(format!("{ann}; path=/"));
    browser.run(&format!("document.cookie = {cookie}")).await;
    browser.open(&format!("{address}/jobs/{job}/consent")).await;
    browser
        .tap("//summary[starts-with(normalize-space(),'No phone here')]")
        .await;
    (shop, browser)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_finds_itself_locked_leads_nowhere_while_a_form_leads_on() {
    let (_shop, browser) = page_at_the_end_of(SlowRoad::new()).await;
    browser.press("Hand over to Luis, as Ann").await;
    browser.sees("//h1[contains(.,'Hello Luis')]").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_taps_twice_means_it_once() {
    let road = SlowRoad::new();
    let (_shop, browser) = page_at_the_end_of(road.clone()).await;
    let taps = "const button = document.querySelector(\"form[action$='/sign/open'] button\");
                button.click();
                setTimeout(() => button.click(), 500);";
    browser.run(taps).await;
    browser.sees("//h1[contains(.,'Hello Luis')]").await;
    assert_eq!(road.handed.load(Ordering::Relaxed), 1);
    browser.close().await;
}
