//! What each kind of answer must carry, for every route.

use super::routes;
use super::shop::{Answer, PASSWORD, Shop, form};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use readybell::web::{Authority, Tls, plain_router};
use std::sync::Arc;
use tower::ServiceExt;

/// What every answer carries, whatever it is.
const ALWAYS: [(&str, &str); 6] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), microphone=(), geolocation=()",
    ),
];

/// The policy of a page, word by word: nothing from elsewhere, nothing inline, nothing evaluated, in
/// nobody's frame.
const POLICY: [&str; 9] = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
];

/// Kinds that browsers are told, and no others.
const KINDS: [&str; 11] = [
    "",
    "text/html; charset=utf-8",
    "text/plain; charset=utf-8",
    "text/css; charset=utf-8",
    "text/javascript; charset=utf-8",
    "application/json",
    "application/problem+json",
    "application/manifest+json",
    "application/pdf",
    "text/event-stream",
    "image/svg+xml",
];

/// What is the same for everybody, and may be kept.
fn may_be_kept(path: &str) -> bool {
    ["/static/", "/manual/", "/favicon.ico"]
        .iter()
        .any(|start| path.starts_with(start))
}

#[track_caller]
fn is_careful(answer: &Answer, path: &str) {
    let what = format!("{path}: {} {:?}", answer.status, answer.headers);
    for (name, value) in ALWAYS {
        let all: Vec<_> = answer.headers.get_all(name).iter().collect();
        assert_eq!(all, [value], "{name} of {what}");
    }
    let policy = answer.header("content-security-policy");
    let parts: Vec<_> = policy.split("; ").collect();
    assert_eq!(parts, POLICY, "{what}");
    let kept = answer.header("cache-control");
    if !(may_be_kept(path) && answer.status == StatusCode::OK) {
        assert_eq!(kept, "no-store", "{what}");
    }
    let kind = answer.header("content-type");
    assert!(KINDS.contains(&kind), "{what}");
    assert!(!kind.is_empty() || answer.body.is_empty(), "{what}");
    for name in ["server", "x-powered-by", "access-control-allow-origin"] {
        assert_eq!(answer.header(name), "", "{name} of {what}");
    }
}

async fn ask(shop: &Shop, method: &Method, path: &str, cookie: &str) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "readybell.local")
        .header(header::ORIGIN, "http://readybell.local")
        .header(header::COOKIE, cookie)
        .body(Body::empty())
        .unwrap();
    shop.ask(request).await
}

#[tokio::test(start_paused = true)]
async fn every_answer_of_every_route_is_careful() {
    let shop = Shop::open().await;
    let first = shop.cookie("Ann").await;
    let job = shop.job(&first, &[("where", "bay-1")]).await;
    shop.post(&format!("/jobs/{job}/receipt"), &first, &[])
        .await
        .goes_to();
    shop.receives("+15550134477", "hello").await;
    let mut found = 0;
    let known = routes::pages().into_iter().chain(routes::api());
    let paths = known.flat_map(|route| {
        let values = ["1", "1001", "x", "index.html"];
        let paths = values.map(|value| route.with(value));
        paths.map(|path| (path, route.methods().collect::<Vec<_>>()))
    });
    let others = [
        "/no-such-page",
        "/static/none.js",
        "/api",
        "/api/v1/x",
        "/favicon.ico",
    ];
    let others = others.map(|path| (path.to_owned(), vec![Method::GET, Method::PATCH]));
    for (path, methods) in paths.chain(others) {
        // The live updates end when the shop closes: see below.
        if path == "/events" || path.starts_with("/attachments/") {
            continue;
        }
        for method in methods {
            // What one request does to a session is not the next one's trouble.
            let ann = shop.cookie("Ann").await;
            for cookie in ["", ann.as_str()] {
                let answer = ask(&shop, &method, &path, cookie).await;
                is_careful(&answer, &path);
                found += usize::from(answer.status == StatusCode::OK);
            }
        }
    }
    assert!(found > 60, "{found} answers were fine");
    // Refused before any page is asked.
    let foreign = Request::post("/").header("host", "readybell.local");
    let foreign = foreign.header("origin", "http://evil.example");
    is_careful(&shop.ask(foreign.body(Body::empty()).unwrap()).await, "/");
    let ann = shop.cookie("Ann").await;
    shop.closing.cancel();
    for (cookie, status) in [("", StatusCode::SEE_OTHER), (&ann, StatusCode::OK)] {
        let answer = ask(&shop, &Method::GET, "/events", cookie).await;
        assert_eq!(answer.status, status);
        is_careful(&answer, "/events");
    }
}

/// A shop whose page is encrypted.
async fn encrypted() -> Shop {
    let hosts = || vec!["readybell.local".to_owned()];
    let shop = Shop::with_tls(|data| {
        let authority = Authority::open(data, &hosts()).unwrap();
        Some(Arc::new(Tls::internal(authority, hosts())))
    });
    shop.await
}

#[tokio::test(start_paused = true)]
async fn browsers_are_told_to_stay_encrypted_only_where_they_are() {
    let (shop, plain) = (encrypted().await, Shop::open().await);
    const STAY: &str = "strict-transport-security";
    for path in [
        "/",
        "/sign-in",
        "/no-such-page",
        "/static/x",
        "/api/v1/health",
    ] {
        assert_eq!(
            shop.get(path, "").await.header(STAY),
            "max-age=86400",
            "{path}"
        );
        assert_eq!(plain.get(path, "").await.header(STAY), "", "{path}");
        // RFC 6797 7.2: never over what is not encrypted.
        let request = Request::get(path).header("host", "readybell.local");
        let request = request.body(Body::empty()).unwrap();
        let answer = plain_router(shop.house.clone())
            .oneshot(request)
            .await
            .unwrap();
        assert!(!answer.headers().contains_key(STAY), "{path}");
    }
}

/// The `Set-Cookie`s of whoever signs in as the first owner.
async fn cookies(shop: &Shop, scheme: &str) -> Vec<String> {
    let hash = super::shop::hash().to_owned();
    let now = shop.clock.now();
    let role = readybell::store::Role::Owner;
    let added = shop
        .store
        .add_staff("Eve".to_owned(), role, hash, "test".to_owned(), now);
    added.await.unwrap();
    let request = Request::post("/sign-in")
        .header("host", "readybell.local")
        .header("origin", format!("{scheme}://readybell.local"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(form(&[("name", "Eve"), ("password", PASSWORD)])));
    let answer = shop.ask(request.unwrap()).await;
    assert_eq!(answer.goes_to(), "/");
    let all = answer.headers.get_all("set-cookie").iter();
    all.map(|value| value.to_str().unwrap().to_owned())
        .collect()
}

#[tokio::test(start_paused = true)]
async fn cookies_that_open_a_door_are_out_of_reach() {
    for (shop, scheme, start) in [
        (Shop::new().await, "http", ""),
        (encrypted().await, "https", "__Host-"),
    ] {
        let set = cookies(&shop, scheme).await;
        for name in ["readybell", "screen"] {
            let name = format!("{start}{name}=");
            let cookie = set.iter().find(|cookie| cookie.starts_with(&name));
            let cookie = cookie.unwrap_or_else(|| panic!("no {name} in {set:?}"));
            let flags: Vec<_> = cookie.split("; ").skip(1).collect();
            for flag in ["Path=/", "HttpOnly", "SameSite=Lax"] {
                assert!(flags.contains(&flag), "{cookie}");
            }
            assert_eq!(flags.contains(&"Secure"), scheme == "https", "{cookie}");
            // Else `__Host-` is refused, and a neighbour would share it.
            assert!(
                !flags.iter().any(|flag| flag.starts_with("Domain")),
                "{cookie}"
            );
        }
        let session = set
            .iter()
            .find(|cookie| cookie.starts_with(&format!("{start}readybell=")));
        let session = session.unwrap().split(';').next().unwrap().to_owned();
        assert_eq!(shop.get("/modem", &session).await.status, StatusCode::OK);
        // Under TLS, one that somebody on the LAN could have planted is none.
        let planted = session.replace("__Host-", "");
        let status = shop.get("/modem", &planted).await.status;
        assert_eq!(status == StatusCode::OK, scheme == "http", "{planted}");
        let request = Request::post("/sign-out")
            .header("host", "readybell.local")
            .header("origin", format!("{scheme}://readybell.local"))
            .header("cookie", &session)
            .body(Body::empty());
        let out = shop.ask(request.unwrap()).await;
        let ended = format!("{start}readybell=;");
        assert!(
            out.header("set-cookie").starts_with(&ended),
            "{:?}",
            out.headers
        );
        assert!(out.header("set-cookie").contains("Max-Age=0"));
        assert_eq!(
            out.header("set-cookie").contains("Secure"),
            scheme == "https"
        );
        assert_eq!(
            shop.get("/modem", &session).await.status,
            StatusCode::SEE_OTHER
        );
    }
}
