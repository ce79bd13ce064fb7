//! Files that pretend: what they are is told by what is in them, and a browser is told that and
//! nothing else.

use super::contents::{contents, unchanged};
use super::paper::{PNG, attest, printed, upload};
use super::shop::Shop;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use tower::ServiceExt;

const SCRIPT: &[u8] = b"<script>parent.evil=1</script>";
const JPEG: &[u8] = &[
    0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0, 0xFF,
    0xDA, 0, 2, 9, 9, 0xFF, 0xD9,
];
const PDF: &[u8] =
    b"%PDF-1.4\n1 0 obj\n<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>\nendobj\n\
    xref\ntrailer\nstartxref\n9\n%%EOF\n";

#[tokio::test(start_paused = true)]
async fn what_only_pretends_to_be_a_picture_is_refused() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = shop.job(&jo, &[("service", "")]).await;
    let path = printed(&shop, &jo, job).await;
    attest(&shop, &jo, &path).await.goes_to();
    let scan = format!("{path}/scan");
    let svg =
        b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>";
    let utf16: Vec<u8> = "<html><script>"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let gif = [b"GIF89a=1/*", SCRIPT, b"*/"].concat();
    let late = [b"\n\n", PNG].concat();
    let behind = [PNG, SCRIPT].concat();
    let damaged = [b"\xFF\xD8\xFF", SCRIPT].concat();
    let before = contents(&shop);
    for (what, bytes) in [
        ("an SVG", &svg[..]),
        ("HTML", b"<!DOCTYPE html><html></html>"),
        ("HTML behind a mark of order", b"\xEF\xBB\xBF<html>"),
        ("HTML in two-byte letters", &utf16),
        ("a GIF that is a script", &gif),
        ("a script", SCRIPT),
        ("a program", b"MZ\x90\0"),
        ("an archive", b"PK\x03\x04"),
        ("a WebP", b"RIFF\x10\0\0\0WEBPVP8 "),
        ("a picture behind blanks", &late),
        ("a script behind a picture", &behind),
        ("a script behind a photo's first bytes", &damaged),
        ("a PDF's first bytes", b"%PDF-1.7\n<html>"),
        ("half a picture", &PNG[..PNG.len() / 2]),
        ("half a photo", &JPEG[..JPEG.len() - 2]),
        ("half a PDF", &PDF[..PDF.len() - 6]),
    ] {
        for name in ["scan.jpg", "scan.png", "scan.pdf"] {
            let answer = upload(&shop, &jo, &scan, name, bytes).await;
            assert_eq!(
                answer.status,
                StatusCode::UNPROCESSABLE_ENTITY,
                "{what} as {name}"
            );
            answer.shows("<main").hides("parent.evil");
        }
    }
    unchanged(&before, &shop, "nothing that counts was attached");
    shop.get("/attachments/1", &jo).await.shows("<main");
}

#[tokio::test(start_paused = true)]
async fn a_file_of_two_kinds_is_given_back_as_one_that_runs_nothing() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = shop.job(&jo, &[("service", "")]).await;
    // A photo may carry more behind its end, as some phones' do; a PDF may hold a script.
    let photo = [JPEG, SCRIPT].concat();
    for (id, name, bytes, kind, place) in [
        (
            1,
            "photo.html",
            &photo[..],
            "image/jpeg",
            "inline; filename=\"job-1001-1.jpg\"",
        ),
        (
            2,
            "x.svg\\..\\..",
            PDF,
            "application/pdf",
            "attachment; filename=\"job-1001-2.pdf\"",
        ),
        (
            3,
            "../../readybell.db",
            PNG,
            "image/png",
            "inline; filename=\"job-1001-3.png\"",
        ),
        (
            4,
            "x\"\r\nContent-Type: text/html\r\nX: \"",
            JPEG,
            "image/jpeg",
            "inline; filename=\"job-1001-4.jpg\"",
        ),
    ] {
        let sheet = shop
            .post(&format!("/jobs/{job}/paper"), &jo, &[("lang", "en")])
            .await;
        let path = sheet.goes_to().to_owned();
        attest(&shop, &jo, &path).await.goes_to();
        upload(&shop, &jo, &format!("{path}/scan"), name, bytes)
            .await
            .goes_to();
        let request = Request::get(format!("/attachments/{id}"))
            .header("host", "readybell.local")
            .header("cookie", &jo)
            // Whatever a browser would rather have.
            .header("accept", "text/html")
            .body(Body::empty())
            .unwrap();
        let answer = shop.router.clone().oneshot(request).await.unwrap();
        let headers = answer.headers();
        for (header, value) in [
            ("content-type", kind),
            ("content-disposition", place),
            ("x-content-type-options", "nosniff"),
            (
                "content-security-policy",
                "default-src 'none'; sandbox; frame-ancestors 'none'",
            ),
            ("cross-origin-resource-policy", "same-origin"),
            ("cache-control", "no-store"),
        ] {
            let all: Vec<_> = headers.get_all(header).iter().collect();
            assert_eq!(all, [value], "{header} of {name}");
        }
        let given = axum::body::to_bytes(answer.into_body(), 1_000)
            .await
            .unwrap();
        assert_eq!(&given[..], bytes);
    }
    let beside = std::fs::read_dir(shop.directory()).unwrap();
    for entry in beside {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(!name.contains("scan") && !name.contains("photo"), "{name}");
    }
    for path in [
        "/attachments/..%2freadybell.db",
        "/attachments/%00",
        "/attachments/-1",
        "/attachments/1.html",
    ] {
        assert_eq!(
            shop.get(path, &jo).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}
