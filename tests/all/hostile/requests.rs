//! Bytes from the LAN that no browser sends. Each gets an error or a closed door, at once, and the
//! next one is served.

use super::shop::count;
use crate::support::bench::Bench;
use std::io::Write;
use std::time::{Duration, Instant};

#[test]
fn malformed_requests_get_an_error_and_hurt_nobody() {
    let shop = Bench::new();
    let mut daemon = shop.open();
    let get = |path: &str, headers: &str| {
        format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n")
            .into_bytes()
    };
    let post = |path: &str, headers: &str, body: &[u8]| {
        let mut bytes = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nConnection: close\r\n{headers}\r\n"
        )
        .into_bytes();
        bytes.extend_from_slice(body);
        bytes
    };
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    let json = "Content-Type: application/json\r\nAuthorization: Bearer rb_x\r\n";
    let length = |of: usize, more: &str| format!("{more}Content-Length: {of}\r\n");
    let chunked = |more: &str| format!("{more}Transfer-Encoding: chunked\r\n");
    let huge = vec![b'a'; 300_000];
    let many: String = (0..300).map(|n| format!("X-{n}: y\r\n")).collect();
    for (what, bytes) in [
        ("rubbish", b"\x16\x03\x01\x02\x00\x01\x00\xff\xff\0\0\r\n\r\n".to_vec()),
        ("no request line", b"\r\n\r\n\r\nHELLO\r\n\r\n".to_vec()),
        ("a long path", get(&format!("/{}", "a".repeat(500_000)), "")),
        ("a long header", get("/", &format!("X: {}\r\n", "a".repeat(500_000)))),
        ("many headers", get("/", &many)),
        ("NUL in a header", get("/", "X: a\0b\r\n")),
        ("a header without a colon", get("/", "X\r\n")),
        ("NUL in the path", get("/\0", "")),
        ("wrong percents", get("/static/%zz%00%ff", "")),
        ("dots", get("/static/../../../etc/passwd", "")),
        ("encoded dots", get("/static/..%2f..%2fetc%2fpasswd", "")),
        ("a huge id", get("/api/v1/texts/99999999999999999999999", "Authorization: Bearer x\r\n")),
        ("bytes as a token", get("/api/v1/inbox", "Authorization: Bearer \u{fe}\u{ff}\r\n")),
        ("a foreign host", b"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n".to_vec()),
        ("no host", b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n".to_vec()),
        ("a wrong length", post("/sign-in", &format!("{form}Content-Length: -5\r\n"), b"")),
        ("two lengths", post("/sign-in", &format!("{form}Content-Length: 1\r\nContent-Length: 2\r\n"), b"ab")),
        ("bad chunks", post("/sign-in", &chunked(form), b"zz\r\nname=Jo\r\n0\r\n\r\n")),
        ("a huge chunk", post("/sign-in", &chunked(form), b"ffffffffffffffffff\r\n")),
        ("a huge form", post("/sign-in", &length(huge.len(), form), &huge)),
        ("wrong UTF-8 in a form", post("/sign-in", &length(17, form), b"name=%ff&password")),
        ("bytes in a form", post("/sign-in", &length(10, form), b"name=\xff\xfe\0\0\0")),
        ("a form of another type", post("/sign-in", &length(2, "Content-Type: text/xml\r\n"), b"<>")),
        ("a foreign form", b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".to_vec()),
        ("half a JSON", post("/api/v1/texts", &length(5, json), b"{\"to\"")),
        ("a deep JSON", post("/api/v1/texts", &length(9000, json), &[b'['; 9000])),
        ("a huge JSON", post("/api/v1/texts", &length(huge.len(), json), &huge)),
        ("bytes as JSON", post("/api/v1/texts", &length(4, json), b"\xff\0\xfe\0")),
    ] {
        let begun = Instant::now();
        let answer = daemon.talk(&bytes);
        assert!(begun.elapsed() < Duration::from_secs(4), "{what} was not answered at once");
        let status = answer.split(' ').nth(1).unwrap_or("closed");
        let fine = status.starts_with('4') || status == "closed" || status == "303";
        assert!(fine, "{what}: {answer}");
        assert!(!answer.contains("panicked") && !answer.contains("root:"), "{what}: {answer}");
        assert_eq!(daemon.health()["ready"], true, "after {what}");
    }
    assert!(daemon.process.is_running());
    assert_eq!(count(shop.data(), "SELECT count(*) FROM outbox"), 0);
    assert!(!shop.log().contains("panicked"), "{}", shop.log());
}

#[test]
fn who_says_nothing_keeps_nobody_waiting() {
    let shop = Bench::new();
    let daemon = shop.open();
    let mut silent: Vec<_> = (0..200).map(|_| daemon.connect()).collect();
    for (at, stream) in silent.iter_mut().enumerate() {
        // Some say nothing, some half a request, some half a body.
        let half: &[u8] = match at % 3 {
            0 => b"",
            1 => b"GET / HTTP/1.1\r\nHost: loc",
            _ => b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 500\r\n\r\nname=",
        };
        stream.write_all(half).unwrap();
    }
    let begun = Instant::now();
    for _ in 0..20 {
        assert_eq!(daemon.health()["ready"], true);
    }
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "{:?}",
        begun.elapsed()
    );
}
