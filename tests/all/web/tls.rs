//! HTTPS as foreign programs see it: curl, with a TLS of its own, trusts the page by the
//! certificate that the page hands out, and by nothing else.

use super::shop::Shop;
use chrono::{TimeDelta, Utc};
use readybell::web::{Authority, Secure, Tls, TlsError, plain_router, serve};
use std::net::SocketAddr;
use std::process::Command;
use std::sync::Arc;
use tokio::net::TcpListener;

fn hosts() -> Vec<String> {
    vec!["readybell.local".to_owned(), "localhost".to_owned()]
}

/// A shop whose page is encrypted, on a real port.
async fn encrypted() -> (Shop, SocketAddr) {
    let shop = Shop::with_tls(|data| {
        let authority = Authority::open(data, &hosts()).unwrap();
        Some(Arc::new(Tls::internal(authority, hosts())))
    })
    .await;
    // curl reads the machine's clock.
    shop.clock.show(Utc::now());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let secure = Secure {
        tls: shop.house.tls.clone().unwrap(),
        clock: shop.clock.clone(),
        plain: plain_router(shop.house.clone()),
    };
    tokio::spawn(serve(
        listener,
        shop.router.clone(),
        Some(secure),
        shop.closing.clone(),
    ));
    (shop, address)
}

/// What curl prints, or its exit code.
async fn curl(arguments: Vec<String>) -> Result<String, i32> {
    tokio::task::spawn_blocking(move || {
        let done = Command::new("curl")
            .args(["--silent", "--max-time", "20"])
            .args(arguments)
            .output()
            .expect("curl runs");
        match done.status.code() {
            Some(0) => Ok(String::from_utf8(done.stdout).unwrap()),
            code => Err(code.unwrap_or(-1)),
        }
    })
    .await
    .unwrap()
}

fn asks(arguments: &[&str]) -> Vec<String> {
    arguments
        .iter()
        .map(|&argument| argument.to_owned())
        .collect()
}

/// curl: the peer's certificate can't be verified.
const NOT_TRUSTED: i32 = 60;

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_took_the_certificate_in_comes_by_address_and_by_name() {
    let (shop, address) = encrypted().await;
    let taken = shop.directory().join("taken.crt");
    let file = curl(asks(&[&format!("http://{address}/trust/readybell.crt")])).await;
    std::fs::write(&taken, file.unwrap()).unwrap();
    let taken = taken.to_str().unwrap();

    let by_address = format!("https://{address}/sign-in");
    let page = curl(asks(&["--cacert", taken, &by_address])).await.unwrap();
    assert!(page.contains("<!DOCTYPE html>"), "{page}");
    let by_name = format!("https://readybell.local:{}/sign-in", address.port());
    let resolve = format!("readybell.local:{}:127.0.0.1", address.port());
    let page = curl(asks(&["--cacert", taken, "--resolve", &resolve, &by_name])).await;
    assert!(page.unwrap().contains("<!DOCTYPE html>"));

    assert_eq!(
        curl(asks(&[&by_address])).await,
        Err(NOT_TRUSTED),
        "nobody else vouches for it"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_tls_there_is_only_the_way_to_it() {
    let (_shop, address) = encrypted().await;
    let at = |path: &str| format!("http://{address}{path}");
    let head = |path: &str| asks(&["--head", &at(path)]);

    let page = curl(asks(&[&at("/trust")])).await.unwrap();
    assert!(page.contains("/trust/readybell.crt"), "{page}");
    let sent_on = curl(head("/inbox?q=1")).await.unwrap();
    let there = format!("location: https://{address}/inbox?q=1");
    assert!(sent_on.contains(&there), "{sent_on}");
    assert!(curl(head("/")).await.unwrap().contains("location: /trust"));
    let posted = curl(asks(&["--data", "name=Jo&password=x", &at("/sign-in")])).await;
    assert!(posted.unwrap().contains("https://"));
    let foreign = asks(&["--header", "Host: evil.example", &at("/trust")]);
    assert!(
        curl(foreign)
            .await
            .unwrap()
            .contains("does not answer to this name")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn certificates_are_made_anew_in_time_and_the_authority_stays() {
    let (shop, address) = encrypted().await;
    let taken = shop.directory().join("taken.crt");
    let authority = shop.house.tls.as_ref().unwrap().authority().unwrap();
    std::fs::write(&taken, &authority.pem).unwrap();
    let again = Authority::open(shop.directory(), &hosts()).unwrap();
    assert_eq!(again.fingerprint(), authority.fingerprint());

    let lasts_until = |address: SocketAddr| async move {
        let script = format!(
            "openssl s_client -connect {address} </dev/null 2>/dev/null | openssl x509 -noout -enddate"
        );
        let done = tokio::task::spawn_blocking(move || {
            Command::new("sh").args(["-c", &script]).output().unwrap()
        });
        String::from_utf8(done.await.unwrap().stdout).unwrap()
    };
    let first = lasts_until(address).await;
    assert!(first.starts_with("notAfter="), "{first}");
    assert_eq!(lasts_until(address).await, first);
    shop.clock.show(Utc::now() + TimeDelta::days(61));
    assert_ne!(lasts_until(address).await, first);
}

#[test]
fn files_that_are_no_certificate_say_so() {
    let directory = tempfile::tempdir().unwrap();
    let file = |name: &str, words: &str| {
        let path = directory.path().join(name);
        std::fs::write(&path, words).unwrap();
        path
    };
    let gone = directory.path().join("gone");
    let (empty, rubbish) = (
        file("empty", ""),
        file("rubbish", "-----BEGIN CERTIFICATE-----\n*\n"),
    );
    let of = |certificate: &std::path::Path| {
        Tls::from_files(certificate.to_owned(), empty.clone())
            .err()
            .unwrap()
    };
    assert!(matches!(of(&gone), TlsError::Unreadable { .. }));
    assert!(matches!(of(&empty), TlsError::Empty(_)));
    assert!(matches!(of(&rubbish), TlsError::Wrong { .. }));

    let authority = Authority::open(directory.path(), &hosts()).unwrap();
    let certificate = file("page.crt", &authority.pem);
    let key = directory.path().join("tls/authority.key");
    assert!(Tls::from_files(certificate.clone(), key).is_ok());
    let other = Authority::open(&directory.path().join("other"), &hosts()).unwrap();
    assert_ne!(other.fingerprint(), authority.fingerprint());
    let key = directory.path().join("other/tls/authority.key");
    assert!(
        matches!(Tls::from_files(certificate, key), Err(TlsError::Unfit(_))),
        "the key is another's"
    );
}
