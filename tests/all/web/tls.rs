//! HTTPS as foreign programs see it: curl, with a TLS of its own, trusts the page by the
//! certificate that the page hands out, and by nothing else.

use super::shop::Shop;
use chrono::{TimeDelta, Utc};
use readybell::web::{Authority, Secure, Tls, TlsError, plain_router, serve};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use tokio::net::TcpListener;

fn hosts() -> Vec<String> {
    vec!["readybell.local".to_owned(), "localhost".to_owned()]
}

/// A shop whose page is encrypted, on a real port, with an authority of its own.
async fn encrypted() -> (Shop, SocketAddr) {
    let opened = served(|data| {
        let authority = Authority::open(data, &hosts()).unwrap();
        Tls::internal(authority, hosts())
    });
    opened.await
}

/// The same with certificates from wherever.
async fn served(tls: impl FnOnce(&Path) -> Tls) -> (Shop, SocketAddr) {
    let shop = Shop::with_tls(|data| Some(Arc::new(tls(data)))).await;
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
/// curl, asked to fail where the server refuses.
const NOT_FOUND: i32 = 22;

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

/// Puts a new certificate for this machine, and its key, into the files that the page reads. Gives the
/// copy by which a browser knows it.
fn renewed(directory: &Path, name: &str) -> PathBuf {
    let (certificate, key) = (directory.join("page.crt"), directory.join("page.key"));
    let made = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
        ])
        .args(["-nodes", "-days", "30", "-subj", &format!("/CN={name}")])
        .args(["-addext", "subjectAltName=IP:127.0.0.1", "-out"])
        .arg(&certificate)
        .arg("-keyout")
        .arg(&key)
        .output()
        .expect("openssl runs");
    assert!(made.status.success(), "{made:?}");
    let known = directory.join(format!("{name}.crt"));
    std::fs::copy(&certificate, &known).unwrap();
    known
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_from_files_is_served_and_a_renewed_one_is_taken_up_within_the_hour() {
    let files = tempfile::tempdir().unwrap();
    let of = |name: &str| files.path().join(name);
    let first = renewed(files.path(), "first");
    let (shop, address) =
        served(|_| Tls::from_files(of("page.crt"), of("page.key")).unwrap()).await;
    let page = format!("https://{address}/sign-in");
    let opened_with = async |known: &Path| {
        let known = known.to_str().unwrap();
        let page = curl(asks(&["--cacert", known, &page])).await?;
        assert!(page.contains("<!DOCTYPE html>"), "{page}");
        Ok(())
    };
    assert_eq!(opened_with(&first).await, Ok(()));
    // With a certificate of somebody else's there is nothing to take in.
    let file = format!("https://{address}/trust/readybell.crt");
    let file = curl(asks(&["--fail", "--insecure", &file])).await;
    assert_eq!(file, Err(NOT_FOUND));

    let second = renewed(files.path(), "second");
    assert_eq!(opened_with(&first).await, Ok(()), "not at each connection");
    shop.clock.show(Utc::now() + TimeDelta::minutes(61));
    assert_eq!(opened_with(&second).await, Ok(()));
    assert_eq!(opened_with(&first).await, Err(NOT_TRUSTED));

    // Half written, it is worth nothing, and the one before stays.
    std::fs::write(of("page.crt"), "-----BEGIN CERT").unwrap();
    shop.clock.show(Utc::now() + TimeDelta::minutes(122));
    assert_eq!(opened_with(&second).await, Ok(()));
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
