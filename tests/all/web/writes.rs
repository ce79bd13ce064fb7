//! Every write, sent by a page that is not ours, to a name that is not ours, or from nowhere.

use super::contents::{contents, unchanged};
use super::routes;
use super::shop::Shop;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};

const HOST: (&str, &str) = ("host", "readybell.local");

async fn write(shop: &Shop, method: Method, path: &str, headers: &[(&str, &str)]) -> StatusCode {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let form = "application/x-www-form-urlencoded";
    let request = request.header("content-type", form);
    shop.ask(request.body(Body::empty()).unwrap()).await.status
}

#[tokio::test(start_paused = true)]
async fn no_write_is_taken_from_a_page_of_somebody_else() {
    let shop = Shop::open().await;
    let ann = shop.cookie("Ann").await;
    shop.job(&ann, &[("where", "bay-1")]).await;
    let ours = ("cookie", ann.as_str());
    let foreign: [&[(&str, &str)]; 9] = [
        &[HOST, ours],
        &[HOST, ours, ("origin", "")],
        &[HOST, ours, ("origin", "null")],
        &[HOST, ours, ("origin", "http://evil.example")],
        &[
            HOST,
            ours,
            ("origin", "http://readybell.local.evil.example"),
        ],
        &[HOST, ours, ("origin", "http://readybell.local:81")],
        &[HOST, ours, ("sec-fetch-site", "cross-site")],
        &[HOST, ours, ("sec-fetch-site", "same-site")],
        // Nobody is signed in, and still no stranger's page signs them in.
        &[HOST, ("origin", "http://evil.example")],
    ];
    let before = contents(&shop);
    let mut tried = 0;
    for route in routes::pages().iter().filter(|route| route.posts) {
        for value in ["1", "1001"] {
            for headers in foreign {
                for method in [Method::POST, Method::PUT, Method::DELETE] {
                    let status = write(&shop, method, &route.with(value), headers).await;
                    assert_eq!(status, StatusCode::FORBIDDEN, "{} {headers:?}", route.path);
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 2_000, "{tried}");
    unchanged(&before, &shop, "a foreign page wrote");
    // The same with where it comes from: so it was that, and nothing else, which stopped it.
    let fine = [HOST, ours, ("origin", "http://readybell.local")];
    let status = write(&shop, Method::POST, "/jobs/1001/ready", &fine).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_ne!(before, contents(&shop));
}

#[tokio::test(start_paused = true)]
async fn no_route_answers_to_a_name_that_is_not_ours() {
    let shop = Shop::open().await;
    let ann = shop.cookie("Ann").await;
    shop.job(&ann, &[("where", "bay-1")]).await;
    let before = contents(&shop);
    let pages = routes::pages().into_iter().chain(routes::api());
    for route in pages {
        for method in route.methods() {
            for host in [
                "evil.example",
                "readybell.local.evil.example:80",
                "127.0.0.1.evil.example",
            ] {
                let origin = format!("http://{host}");
                let headers = [
                    ("host", host),
                    ("origin", origin.as_str()),
                    ("sec-fetch-site", "same-origin"),
                    ("cookie", ann.as_str()),
                ];
                let status = write(&shop, method.clone(), &route.with("1"), &headers).await;
                let wanted = StatusCode::MISDIRECTED_REQUEST;
                assert_eq!(status, wanted, "{method} {} {host}", route.path);
            }
        }
    }
    unchanged(&before, &shop, "somebody else's name was asked for");
}
