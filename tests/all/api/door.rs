//! Who gets in, and what becomes of requests that make no sense.

use super::about_the_car;
use super::shop::{Header, LUIS, Shop, TOKEN, bearer};
use serde_json::json;

#[tokio::test]
async fn without_a_good_token_nothing_is_told() {
    let shop = Shop::open().await;
    let scheme = |value: &str| ("Authorization".to_owned(), value.to_owned());
    for path in ["/inbox", "/permission?phone=x&purpose=service", "/texts/1"] {
        for (headers, reason) in [
            (vec![], "no_token"),
            (vec![scheme("Basic cmI6cmI=")], "no_token"),
            (vec![scheme("Bearer")], "no_token"),
            (vec![scheme(&format!("Token {TOKEN}"))], "no_token"),
            (vec![bearer(TOKEN), bearer(TOKEN)], "no_token"),
            (vec![bearer("rb_nobody")], "unknown_token"),
            (vec![bearer("")], "no_token"),
            (
                vec![("Cookie".to_owned(), format!("readybell={TOKEN}"))],
                "no_token",
            ),
        ] {
            let answer = shop.send("GET", path, &headers, "").await;
            assert_eq!(answer.problem(), (401, reason), "{path} {headers:?}");
            let challenge = answer.header("www-authenticate").unwrap();
            assert!(challenge.starts_with("Bearer "), "{challenge}");
        }
    }
    let answer = shop.ask_with(&[], &about_the_car(LUIS)).await;
    assert_eq!(answer.problem(), (401, "no_token"));
    let answer = shop
        .ask_with(&[scheme(&format!("bearer {TOKEN}"))], &about_the_car(LUIS))
        .await;
    answer.id();
}

#[tokio::test]
async fn one_token_that_asks_without_end_waits_and_the_others_do_not() {
    let shop = Shop::open().await;
    shop.token("the hasty one", "rb_hasty", "inbox").await;
    shop.token("another", "rb_other", "inbox").await;
    let mut asked = 0;
    let refused = loop {
        let answer = shop.send("GET", "/inbox", &[bearer("rb_hasty")], "").await;
        if answer.status != 200 {
            break answer;
        }
        asked += 1;
        assert!(asked < 50_000, "nothing ends it");
    };
    assert!(asked >= 600, "a till asks as much: {asked}");
    assert_eq!(refused.problem(), (429, "too_many"));
    assert_eq!(refused.header("retry-after").unwrap(), "1");
    let other = shop.send("GET", "/inbox", &[bearer("rb_other")], "").await;
    assert_eq!(other.status, 200);
}

#[tokio::test]
async fn a_token_may_do_what_its_scopes_say_and_see_its_own_texts() {
    let shop = Shop::open().await;
    shop.token("service", "rb_service", "service").await;
    shop.token("inbox", "rb_inbox", "inbox").await;
    for (secret, purpose, may) in [
        ("rb_service", "service", true),
        ("rb_service", "conversation", false),
        ("rb_service", "promotional", false),
        ("rb_inbox", "service", false),
    ] {
        let request = json!({ "to": LUIS, "purpose": purpose, "body": "Hello" });
        let answer = shop.ask_with(&[bearer(secret)], &request).await;
        if may {
            answer.id();
        } else {
            assert_eq!(answer.problem(), (403, "no_scope"), "{secret} {purpose}");
        }
    }
    for (secret, path, status) in [
        ("rb_service", "/inbox", 403),
        (
            "rb_service",
            "/permission?phone=%2B15550134477&purpose=service",
            403,
        ),
        ("rb_inbox", "/inbox", 200),
    ] {
        let answer = shop.send("GET", path, &[bearer(secret)], "").await;
        assert_eq!(answer.status, status, "{secret} {path}");
    }
    let mine = shop.ask(&about_the_car(LUIS)).await.id();
    let path = format!("/texts/{mine}");
    let theirs = shop.send("GET", &path, &[bearer("rb_service")], "").await;
    assert_eq!(theirs.problem(), (404, "not_found"));
    assert_eq!(shop.get(&path).await.status, 200);
}

#[tokio::test]
async fn hostile_input_gets_a_clear_problem() {
    let shop = Shop::open().await;
    let json = ("Content-Type".to_owned(), "application/json".to_owned());
    let post = async |headers: &[Header], body: &str| {
        let mut all = vec![bearer(TOKEN)];
        all.extend(headers.iter().cloned());
        shop.send("POST", "/texts", &all, body).await
    };
    let deep = "[".repeat(10_000);
    let many_parts = format!(
        "{{\"to\":\"{LUIS}\",\"purpose\":\"service\",\"body\":\"{}\"}}",
        "ж".repeat(671)
    );
    for (body, problem) in [
        ("", (400, "bad_json")),
        ("{", (400, "bad_json")),
        ("nul", (400, "bad_json")),
        ("{\"to\":\"\u{0}\"}", (400, "bad_json")),
        ("{\"to\":\"\\ud800\"}", (400, "bad_json")),
        (&deep, (422, "bad_field")),
        ("null", (422, "bad_field")),
        ("{}", (422, "bad_field")),
        (
            "{\"to\":1,\"purpose\":\"service\",\"body\":\"x\"}",
            (422, "bad_field"),
        ),
        (
            "{\"to\":\"+15550134477\",\"purpose\":\"service\",\"body\":\"x\",\"from\":\"y\"}",
            (422, "bad_field"),
        ),
        (
            "{\"to\":\"+15550134477\",\"to\":\"+15550134477\",\"purpose\":\"service\",\"body\":\"x\"}",
            (422, "bad_field"),
        ),
        (
            "{\"to\":\"+15550134477\",\"purpose\":\"service\",\"body\":\" \\n \"}",
            (422, "bad_words"),
        ),
        (&many_parts, (422, "bad_words")),
        (&"x".repeat(20_000), (413, "too_large")),
    ] {
        let answer = post(std::slice::from_ref(&json), body).await;
        assert_eq!(answer.problem(), problem, "{:.60}", body);
    }
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/jsonp",
        "",
    ] {
        let header = ("Content-Type".to_owned(), kind.to_owned());
        let answer = post(&[header], &about_the_car(LUIS).to_string()).await;
        assert_eq!(answer.problem(), (415, "not_json"), "{kind}");
    }
    for path in [
        "/",
        "",
        "/text",
        "/texts/",
        "/texts/0",
        "/texts/x",
        "/texts/-1",
        "/texts/%FF",
        "/texts/99999999999999999999",
        "/texts/1/parts",
    ] {
        assert_eq!(shop.get(path).await.problem(), (404, "not_found"), "{path}");
    }
    for path in [
        "/inbox?limit=0",
        "/inbox?limit=101",
        "/inbox?limit=x",
        "/inbox?after=-1",
        "/inbox?after=1&after=2",
        "/inbox?page=2",
        "/permission",
        "/permission?phone=1",
    ] {
        assert_eq!(shop.get(path).await.problem(), (400, "bad_query"), "{path}");
    }
    for (method, path, allow) in [
        ("GET", "/texts", "POST"),
        ("DELETE", "/texts/1", "GET,HEAD"),
        ("POST", "/inbox", "GET,HEAD"),
        ("OPTIONS", "/texts", "POST"),
        ("TRACE", "/health", "GET,HEAD"),
    ] {
        let answer = shop.send(method, path, &[bearer(TOKEN)], "").await;
        assert_eq!(answer.problem(), (405, "no_such_method"), "{method} {path}");
        assert_eq!(answer.header("allow"), Some(allow), "{method} {path}");
    }
}

#[tokio::test]
async fn the_api_lies_behind_the_houses_own_door() {
    let shop = Shop::open().await;
    let headers = [
        bearer(TOKEN),
        ("Host".to_owned(), "evil.example".to_owned()),
    ];
    assert_eq!(shop.send("GET", "/inbox", &headers, "").await.status, 421);
    let inbox = shop.get("/inbox").await;
    assert_eq!(inbox.header("cache-control"), Some("no-store"));
    assert_eq!(inbox.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(inbox.header("access-control-allow-origin"), None);
}
