//! Bodies that no page of ours sends: each write answers with a page of ours that says no, and
//! nothing has changed.

use super::contents::{contents, unchanged};
use super::routes;
use super::shop::{Answer, Shop};
use axum::body::Body;
use axum::http::{Request, StatusCode};

const FORM: &str = "application/x-www-form-urlencoded";

/// Writes that take no form: what is in the body is nothing to them.
const NO_FORM: &[&str] = &[
    "/customers/{id}/export",
    "/inbox/{contact}/done",
    "/inbox/{contact}/take",
    "/jobs/{id}/no-texts",
    "/jobs/{id}/receipt",
    "/jobs/{id}/receipt/print",
    "/jobs/{id}/to-receipt",
    "/settings/bays/add",
    "/settings/bays/{id}/light",
    "/settings/bays/{id}/remove",
    "/settings/screens/forget",
    "/settings/screens/{id}",
    "/settings/staff/{id}/disable",
    "/settings/staff/{id}/enable",
    "/settings/staff/{id}/reset",
    "/sign-out",
    "/you/here",
    "/you/screens/{id}",
];

async fn send(shop: &Shop, path: &str, cookie: &str, kind: &str, body: &[u8]) -> Answer {
    let mut request = Request::post(path)
        .header("host", "readybell.local")
        .header("origin", "http://readybell.local")
        .header("cookie", cookie)
        .header("content-length", body.len());
    if !kind.is_empty() {
        request = request.header("content-type", kind);
    }
    shop.ask(request.body(Body::from(body.to_vec())).unwrap())
        .await
}

/// A page of ours that says no in words.
#[track_caller]
fn says_no(answer: &Answer, what: &str) {
    assert!(answer.status.is_client_error(), "{what}: {}", answer.status);
    assert_eq!(
        answer.header("content-type"),
        "text/html; charset=utf-8",
        "{what}"
    );
    assert!(answer.body.contains("<main"), "{what}: {}", answer.body);
    for foreign in ["Failed to", "rejection", "panicked", "Invalid `"] {
        assert!(!answer.body.contains(foreign), "{what}: {}", answer.body);
    }
}

/// A shop with a job in a bay, whose customer has written.
async fn busy() -> (Shop, String) {
    let shop = Shop::open().await;
    let ann = shop.cookie("Ann").await;
    shop.job(&ann, &[("where", "bay-1")]).await;
    shop.receives("+15550134477", "why are you texting me")
        .await;
    (shop, ann)
}

#[tokio::test(start_paused = true)]
async fn a_form_that_makes_no_sense_changes_nothing() {
    let (shop, ann) = busy().await;
    let many: String = (0..5_000).map(|n| format!("f{n}&")).collect();
    let bodies: [(&str, &[u8]); 11] = [
        (FORM, many.as_bytes()),
        (FORM, b"name=%ff%fe&words=%c0%80&lang=en"),
        (FORM, b"name=\xff\xfe&words=\xed\xa0\x80"),
        (FORM, b"name=a%00b&words=%00"),
        (FORM, b"name=a&name=b&words=c&words=d"),
        ("application/json", b"{\"name\":\"a\"}"),
        ("text/plain", b"name=a"),
        ("", b"name=a"),
        ("multipart/form-data", b"name=a"),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\n"),
        ("application/x-www-form", b"name=a"),
    ];
    let before = contents(&shop);
    let pages = routes::pages();
    for path in NO_FORM {
        let is_there = pages.iter().any(|route| route.posts && route.path == *path);
        assert!(is_there, "{path} is no route");
    }
    for route in pages.iter().filter(|route| route.posts) {
        if NO_FORM.contains(&route.path.as_str()) {
            continue;
        }
        for value in ["1", "1001"] {
            for (kind, body) in bodies {
                let answer = send(&shop, &route.with(value), &ann, kind, body).await;
                let start = String::from_utf8_lossy(&body[..body.len().min(30)]);
                says_no(&answer, &format!("{} {kind} {start}", route.path));
            }
        }
        unchanged(&before, &shop, &route.path);
    }
}

#[tokio::test(start_paused = true)]
async fn a_body_that_is_too_large_is_not_even_read() {
    let (shop, ann) = busy().await;
    let before = contents(&shop);
    for route in routes::pages().iter().filter(|route| route.posts) {
        let size = match route.path.as_str() {
            "/paper/{id}/scan" => 9 * 1024 * 1024,
            "/jobs/{id}/sign" => 600 * 1024,
            _ => 65 * 1024,
        };
        let mut body = b"name=".to_vec();
        body.resize(size, b'x');
        let path = route.with("1001");
        let kind = match route.path.as_str() {
            "/paper/{id}/scan" => {
                body = scan(&body);
                "multipart/form-data; boundary=edge"
            }
            _ => FORM,
        };
        let answer = send(&shop, &path, &ann, kind, &body).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{path}");
        says_no(&answer, &path);
    }
    unchanged(&before, &shop, "too much was sent");
}

fn scan(bytes: &[u8]) -> Vec<u8> {
    let mut body = b"--edge\r\nContent-Disposition: form-data; name=\"scan\"\r\n\r\n".to_vec();
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--edge--\r\n");
    body
}

#[tokio::test(start_paused = true)]
async fn an_upload_in_pieces_that_do_not_fit_is_refused() {
    let (shop, ann) = busy().await;
    let sheet = shop.post("/jobs/1001/paper", &ann, &[("lang", "en")]).await;
    let path = format!("{}/scan", sheet.goes_to());
    let nested = "--edge\r\nContent-Type: multipart/mixed; boundary=edge\r\n\r\n".repeat(1_000);
    let many = "--edge\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\ny\r\n".repeat(5_000);
    let no_end = b"--edge\r\nContent-Disposition: form-data; name=\"scan\"\r\n\r\n\x89PNG";
    let head = format!("--edge\r\nX: {}\r\n\r\n", "a".repeat(100_000));
    let with = "multipart/form-data; boundary=edge";
    let before = contents(&shop);
    for (kind, body) in [
        ("multipart/form-data", scan(b"x")),
        ("multipart/form-data; boundary=", scan(b"x")),
        ("multipart/form-data; boundary=other", scan(b"x")),
        (with, Vec::new()),
        (with, b"--edge--\r\n".to_vec()),
        (with, b"\r\n\r\n--edge".to_vec()),
        (with, no_end.to_vec()),
        (with, nested.into_bytes()),
        (with, many.into_bytes()),
        (with, head.into_bytes()),
        (
            with,
            b"--edge\r\nContent-Disposition: form-data; name=\"\xff\"\r\n\r\nx\r\n--edge--"
                .to_vec(),
        ),
        (FORM, b"scan=x".to_vec()),
        ("", scan(b"x")),
    ] {
        let answer = send(&shop, &path, &ann, kind, &body).await;
        says_no(&answer, &format!("{kind} {} bytes", body.len()));
    }
    unchanged(&before, &shop, "nothing that fits was sent");
}

#[tokio::test(start_paused = true)]
async fn letters_that_turn_the_direction_do_not_get_into_a_name() {
    let (shop, ann) = busy().await;
    let turned = "Ana\u{202e}gro.live\u{202c}\u{2066}x\u{2069}";
    let fields = [("name", turned), ("note", "")];
    shop.post("/customers/1", &ann, &fields).await.goes_to();
    shop.get("/customers/1", &ann)
        .await
        .shows("Anagro.livex")
        .hides("\u{202e}")
        .hides("\u{2066}");
}
