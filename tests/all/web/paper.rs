//! Consent on paper: the sheet, what staff attest, and the scan that makes it count.

use super::shop::{Answer, Shop};
use super::sign::consent;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use readybell::domain::consent::Consent;
use readybell::domain::lang::Lang;
use readybell::domain::purpose::Purpose;
use readybell::domain::wording::ConsentLine;
use readybell::store::{Ledger, Outcome};
use tower::ServiceExt;

pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0abcd\0\0\0\x01IDATxabcd\0\0\0\0IENDabcd";

pub async fn upload(shop: &Shop, cookie: &str, path: &str, name: &str, bytes: &[u8]) -> Answer {
    let mut body = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"scan\"; filename=\"{name}\"\r\n\
         Content-Type: image/png\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--edge--\r\n");
    let request = Request::post(path)
        .header("host", "readybell.local")
        .header("origin", "http://readybell.local")
        .header("cookie", cookie)
        .header("content-type", "multipart/form-data; boundary=edge")
        .body(Body::from(body))
        .unwrap();
    shop.ask(request).await
}

/// A sheet that was printed, and its path.
pub async fn printed(shop: &Shop, cookie: &str, job: i64) -> String {
    let paper = format!("/jobs/{job}/paper");
    shop.get(&paper, cookie).await.shows("Make the sheet");
    let sheet = shop.post(&paper, cookie, &[("lang", "es")]).await;
    let path = sheet.goes_to().to_owned();
    assert_eq!(shop.get(&paper, cookie).await.goes_to(), path);
    path
}

pub async fn attest(shop: &Shop, cookie: &str, path: &str) -> Answer {
    let fields = [("service", "yes"), ("offers", "yes"), ("initials", "LO")];
    shop.post(path, cookie, &fields).await
}

#[tokio::test(start_paused = true)]
async fn a_sheet_counts_for_service_at_once_and_for_offers_with_its_scan() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = shop.job(&jo, &[("service", "")]).await;
    let path = printed(&shop, &jo, job).await;
    let sheet = shop.get(&path, &jo).await;
    sheet
        .shows("Mensajes de texto de House of Hardknocks")
        .shows("es-1")
        .shows("What was ticked on paper?")
        .hides("checked");
    let no_initials = [("offers", "yes")];
    let answer = shop.post(&path, &jo, &no_initials).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);

    // The shop's words change while the sheet is out: what counts is what was printed.
    let now = shop.clock.now();
    let other = "{shop} {number} otra cosa".to_owned();
    let by = "Ann".to_owned();
    let reworded = shop
        .store
        .reword(ConsentLine::Service, Lang::Es, other, by, now);
    assert_eq!(reworded.await.unwrap(), 2);
    shop.get(&path, &jo)
        .await
        .shows("Mensajes de texto de House of Hardknocks");
    assert_eq!(attest(&shop, &jo, &path).await.goes_to(), path);
    assert_eq!(consent(&shop, Purpose::Service).await, Consent::Granted);
    assert_eq!(consent(&shop, Purpose::Promotional).await, Consent::None);
    shop.get("/calls", &jo)
        .await
        .shows("attach a photo or a scan");
    shop.get(&path, &jo).await.shows("still missing");

    let scan = format!("{path}/scan");
    for (bytes, says) in [
        (&b""[..], "Choose a file first"),
        (b"<html><script>alert(1)</script>", "no JPEG, PNG or PDF"),
        (&PNG[..40], "damaged or cut short"),
        (b"GIF89a", "no JPEG, PNG or PDF"),
    ] {
        let answer = upload(&shop, &jo, &scan, "scan.png", bytes).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{says}");
        answer.shows(says);
    }
    let big = vec![0_u8; 9 * 1024 * 1024];
    let answer = upload(&shop, &jo, &scan, "scan.png", &big).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(consent(&shop, Purpose::Promotional).await, Consent::None);

    let answer = upload(&shop, &jo, &scan, "../../etc/passwd", PNG).await;
    assert_eq!(answer.goes_to(), path);
    assert_eq!(consent(&shop, Purpose::Promotional).await, Consent::Granted);
    shop.get("/calls", &jo)
        .await
        .hides("attach a photo or a scan");
    shop.get(&path, &jo)
        .await
        .shows("is attached")
        .shows("/attachments/1");
    // The same file again changes nothing.
    upload(&shop, &jo, &scan, "scan.png", PNG).await.goes_to();
    let kept = shop.store.signings(job).await.unwrap().remove(0);
    assert_eq!(kept.attachments.len(), 1);
    assert_eq!(kept.answers[0].version, "es-1");
    assert!(kept.answers[0].words.starts_with("Mensajes de texto"));
    assert_eq!(
        (kept.done_by.as_str(), kept.initials.as_str()),
        ("Jo", "LO")
    );
}

#[tokio::test(start_paused = true)]
async fn a_sheet_that_says_something_else_is_typed_in_again_by_new_rows() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = shop.job(&jo, &[("service", "")]).await;
    let path = printed(&shop, &jo, job).await;
    attest(&shop, &jo, &path).await.goes_to();
    assert_eq!(consent(&shop, Purpose::Service).await, Consent::Granted);
    shop.get(&path, &jo)
        .await
        .shows("The paper says something else");
    let rows = || Ledger::at(shop.directory()).verify(None).unwrap().rows;
    // Nothing was ticked after all: the grant is taken back, and its welcome does not go.
    let before = rows();
    let again = shop.post(&format!("{path}/again"), &jo, &[]).await;
    let second = again.goes_to().to_owned();
    assert_ne!(second, path);
    assert!(rows() > before, "a new row, and no old one changed");
    assert_eq!(consent(&shop, Purpose::Service).await, Consent::None);
    assert!(!shop.sends(Outcome::Sent { mr: 1 }).await, "no welcome");
    shop.get(&second, &jo).await.shows("not ticked");
    // The first can't be typed in any more: the second is what counts.
    let old = shop.post(&format!("{path}/again"), &jo, &[]).await;
    assert_eq!(old.status, StatusCode::CONFLICT);
    // It was right at first, and with its scan offers count too.
    let all = [("service", "yes"), ("offers", "yes"), ("initials", "LO")];
    let third = shop.post(&format!("{second}/again"), &jo, &all).await;
    let third = third.goes_to();
    assert_eq!(consent(&shop, Purpose::Service).await, Consent::Granted);
    upload(&shop, &jo, &format!("{third}/scan"), "a.png", PNG)
        .await
        .goes_to();
    assert_eq!(consent(&shop, Purpose::Promotional).await, Consent::Granted);
    // The scan shows that the offers were not ticked: what counted by it is revoked.
    let service = [("service", "yes")];
    let fourth = shop.post(&format!("{third}/again"), &jo, &service).await;
    let fourth = fourth.goes_to();
    assert_eq!(consent(&shop, Purpose::Promotional).await, Consent::Revoked);
    assert_eq!(consent(&shop, Purpose::Service).await, Consent::Granted);
    // And were they ticked after all, that is taken back.
    let fifth = shop.post(&format!("{fourth}/again"), &jo, &all).await;
    fifth.goes_to();
    assert_eq!(consent(&shop, Purpose::Promotional).await, Consent::Granted);
    let verified = Ledger::at(shop.directory()).verify(None).unwrap();
    assert!(verified.problems.is_empty(), "{:?}", verified.problems);
}

#[tokio::test(start_paused = true)]
async fn a_sheet_typed_in_again_lifts_no_stop_that_came_after_it() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = shop.job(&jo, &[("service", "")]).await;
    let path = printed(&shop, &jo, job).await;
    shop.post(&path, &jo, &[]).await.goes_to();
    shop.receives("+15550134477", "STOP").await;
    let service = [("service", "yes")];
    let again = shop.post(&format!("{path}/again"), &jo, &service).await;
    let second = again.goes_to();
    assert_eq!(consent(&shop, Purpose::Service).await, Consent::Revoked);
    let scan = upload(&shop, &jo, &format!("{second}/scan"), "a.png", PNG).await;
    assert_eq!(scan.status, StatusCode::CONFLICT);
    assert_eq!(consent(&shop, Purpose::Service).await, Consent::Revoked);
}

#[tokio::test(start_paused = true)]
async fn a_scan_is_given_back_as_what_it_is_and_nothing_else() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = shop.job(&jo, &[("service", "")]).await;
    let path = printed(&shop, &jo, job).await;
    attest(&shop, &jo, &path).await.goes_to();
    upload(&shop, &jo, &format!("{path}/scan"), "x.html", PNG)
        .await
        .goes_to();
    let ask = async |cookie: &str| {
        let request = Request::get("/attachments/1")
            .header("host", "readybell.local")
            .header("cookie", cookie)
            .body(Body::empty())
            .unwrap();
        shop.router.clone().oneshot(request).await.unwrap()
    };
    let answer = ask(&jo).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "image/png");
    assert_eq!(
        header("content-disposition"),
        "inline; filename=\"job-1001-1.png\""
    );
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert!(header("content-security-policy").contains("sandbox"));
    let bytes = axum::body::to_bytes(answer.into_body(), 1_000)
        .await
        .unwrap();
    assert_eq!(&bytes[..], PNG);
    let tim = shop.cookie("Tim").await;
    assert_eq!(ask(&tim).await.status(), StatusCode::FORBIDDEN);
    for path in ["/attachments/2", "/attachments/..%2f1", "/paper/99"] {
        assert_eq!(
            shop.get(path, &jo).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn an_old_sheet_brings_nothing_back_after_a_stop() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = shop.job(&jo, &[]).await;
    let path = printed(&shop, &jo, job).await;
    attest(&shop, &jo, &path).await.goes_to();
    shop.receives("+15550134477", "STOP").await;
    let answer = upload(&shop, &jo, &format!("{path}/scan"), "x.png", PNG).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    answer.shows("A STOP came from this phone");
    for purpose in [Purpose::Service, Purpose::Promotional] {
        assert_eq!(consent(&shop, purpose).await, Consent::Revoked);
    }
    // A sheet that was made after it does.
    let path = printed(&shop, &jo, job).await;
    attest(&shop, &jo, &path).await.goes_to();
    assert_eq!(consent(&shop, Purpose::Service).await, Consent::Revoked);
    upload(&shop, &jo, &format!("{path}/scan"), "y.png", PNG)
        .await
        .goes_to();
    assert_eq!(consent(&shop, Purpose::Service).await, Consent::Granted);
}
