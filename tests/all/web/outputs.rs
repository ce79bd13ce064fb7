//! What is no page: names and words of strangers in a PDF, in what goes to a printer, and in what is
//! taken along as JSON.

use super::receipt::printer;
use super::shop::Shop;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::Value;
use tower::ServiceExt;

/// Ends a PDF's string and opens an action; cuts the paper and opens the drawer; a formula.
const HOSTILE: [&str; 3] = [
    "x) /OpenAction << /S /JavaScript /JS (app.alert(1)) >> (",
    "\u{1b}@\u{1d}VA\u{1}\u{1b}p\u{2}\u{19}\u{fa}\u{10}\u{14}\u{1}\u{9b}31m\u{7f}x",
    "=HYPERLINK(\"http://evil.example\",\"<script>\")",
];

/// A job that is called that, whose receipt is made.
async fn made(shop: &Shop, cookie: &str, number: u8) -> String {
    let words = HOSTILE[usize::from(number)];
    shop.set(|settings| settings.brand = words.to_owned()).await;
    let phone = format!("(555) 013-448{number}");
    let fields = [
        ("name", words),
        ("vehicle", words),
        ("work", words),
        ("note", words),
        ("phone", phone.as_str()),
        ("service", ""),
    ];
    let job = shop.job(cookie, &fields).await;
    let path = format!("/jobs/{job}/receipt");
    shop.post(&path, cookie, &[]).await.goes_to();
    path
}

async fn bytes(shop: &Shop, path: &str, cookie: &str) -> Vec<u8> {
    let request = Request::get(path)
        .header("host", "readybell.local")
        .header("cookie", cookie)
        .body(Body::empty())
        .unwrap();
    let answer = shop.router.clone().oneshot(request).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    assert_eq!(answer.headers()["content-type"], "application/pdf");
    let bytes = axum::body::to_bytes(answer.into_body(), 4_000_000).await;
    bytes.unwrap().to_vec()
}

fn has(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}

#[tokio::test(start_paused = true)]
async fn a_pdf_holds_words_and_no_actions() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    for (number, words) in (0..).zip(HOSTILE) {
        let path = made(&shop, &jo, number).await;
        let pdf = bytes(&shop, &format!("{path}.pdf"), &jo).await;
        assert!(has(&pdf, b"%PDF-1.") && has(&pdf, b"%%EOF"));
        for action in ["/Launch", "/SubmitForm", "/URI", "/EmbeddedFile"] {
            assert!(!has(&pdf, action.as_bytes()), "{action} for {words:?}");
        }
        // The title stands there as a string: an unescaped bracket would end it.
        for action in [&b"x) /OpenAction"[..], b"\n/OpenAction", b"\n/JavaScript"] {
            assert!(!has(&pdf, action), "{words:?}");
        }
    }
}

/// Takes the commands that a receipt has out of a printer's bytes, and gives what is left.
fn without_commands(mut bytes: &[u8]) -> Vec<u8> {
    let mut left = Vec::new();
    while let Some((first, rest)) = bytes.split_first() {
        bytes = match (first, rest) {
            (0x1b, [b'@', rest @ ..]) | (0x1c, [b'.', rest @ ..]) | (b'\n', rest) => rest,
            (0x1b, [b'a' | b'E' | b't', 0..=17, rest @ ..]) => rest,
            (0x1d, [b'!', 0 | 0x11, rest @ ..]) => rest,
            (0x1d, [b'V', b'B', 0, rest @ ..]) => rest,
            // A QR code, as long as it says.
            (0x1d, [b'(', b'k', low, high, rest @ ..]) => {
                &rest[usize::from(*low) + 256 * usize::from(*high)..]
            }
            (letter, rest) => {
                left.push(*letter);
                rest
            }
        };
    }
    left
}

#[tokio::test(start_paused = true)]
async fn a_printer_gets_no_command_from_a_name() {
    // The judge can say no.
    assert_eq!(without_commands(b"\x1b@\x1bp\0"), b"\x1bp\0");
    let shop = Shop::open().await;
    let (jo, ann) = (shop.cookie("Jo").await, shop.cookie("Ann").await);
    for (number, words) in (0..).zip(HOSTILE) {
        let path = made(&shop, &jo, number).await;
        let (address, took) = printer([0x12, 0x12]);
        let place = [("printer", address.as_str())];
        shop.post("/settings/printer", &ann, &place).await.goes_to();
        let printed = shop.post(&format!("{path}/print"), &jo, &[]).await;
        assert!(printed.goes_to().contains("printed=yes"));
        let took = took.join().unwrap();
        let left = without_commands(&took);
        assert!(left.len() > 100, "{left:?}");
        let command = left
            .iter()
            .find(|letter| **letter < 0x20 || **letter == 0x7f);
        assert_eq!(command, None, "{words:?} {left:02x?}");
        let cuts = took.windows(2).filter(|pair| *pair == b"\x1dV").count();
        assert_eq!(cuts, 1, "{took:02x?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_taken_along_is_json_and_is_shown_by_no_browser() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    for (id, words) in (1..).zip([HOSTILE[0], HOSTILE[2], "</script><!--\u{2028}\\\"'"]) {
        let phone = format!("(555) 013-447{id}");
        let fields = [
            ("name", words),
            ("vehicle", words),
            ("phone", phone.as_str()),
        ];
        shop.job(&jo, &fields).await;
        shop.receives(&format!("+1555013447{id}"), words).await;
        let answer = shop
            .post(&format!("/customers/{id}/export"), &jo, &[])
            .await;
        assert_eq!(answer.status, StatusCode::OK);
        for (name, value) in [
            ("content-type", "application/json"),
            ("x-content-type-options", "nosniff"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(answer.header(name), value);
        }
        let place = format!("attachment; filename=\"customer-{id}.json\"");
        assert_eq!(answer.header("content-disposition"), place);
        let all: Value = serde_json::from_str(&answer.body).unwrap();
        let words = Value::from(words);
        assert!(holds(&all, &words), "{words} is not in {all}");
    }
}

fn holds(json: &Value, wanted: &Value) -> bool {
    match json {
        Value::Array(list) => list.iter().any(|one| holds(one, wanted)),
        Value::Object(fields) => fields.values().any(|one| holds(one, wanted)),
        other => other == wanted,
    }
}
