//! The receipt: what is on it, that a reprint is the same, and what a printer can do wrong.

use super::shop::{PASSWORD, Shop};
use super::sign::{DRAWN, hidden};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use readybell::domain::attachment::{FileKind, kind_of};
use readybell::domain::job::IntakeStep;
use readybell::print::printer::{PrintError, Printer};
use readybell::store::NewLine;
use rustix::pty::{OpenptFlags, grantpt, ioctl_tiocgptpeer, openpt, unlockpt};
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr, ttyname};
use std::fs::File;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::fd::OwnedFd;
use std::path::PathBuf;
use tower::ServiceExt;

/// A job with prices whose customer has just signed, with the screen open again.
async fn signed(shop: &Shop, cookie: &str) -> i64 {
    let job = shop
        .job(
            cookie,
            &[("service", ""), ("lang", "es"), ("plate", "7ABC123")],
        )
        .await;
    let line = |words: &str, price| NewLine {
        words: words.to_owned(),
        price,
    };
    let lines = vec![
        line("Subwoofer + amp", Some(129_900)),
        line("Dash kit <b>", Some(6_000)),
    ];
    let (by, now) = ("Jo".to_owned(), shop.clock.now());
    shop.store.set_lines(job, lines, by, now).await.unwrap();
    shop.set(|settings| {
        settings.tax = 825;
        settings.tax_name = "Sales tax".to_owned();
        settings.phone = "555-555-0100".to_owned();
    })
    .await;
    let now = shop.clock.now();
    shop.store
        .set_intake(job, IntakeStep::Consent, now)
        .await
        .unwrap();
    let path = format!("/jobs/{job}/sign");
    shop.post(&format!("{path}/open"), cookie, &[("staff", "Jo")])
        .await
        .goes_to();
    let mark = hidden(&shop.get(&path, cookie).await, "mark");
    let fields = [
        ("lang", "es"),
        ("mark", mark.as_str()),
        ("service", "yes"),
        ("drawn", DRAWN),
    ];
    shop.post(&path, cookie, &fields).await.goes_to();
    let pin = [("name", "Jo"), ("password", PASSWORD)];
    shop.post("/unlock", cookie, &pin).await.goes_to();
    job
}

async fn bytes(shop: &Shop, cookie: &str, path: &str) -> (StatusCode, String, Vec<u8>) {
    let request = Request::get(path)
        .header("host", "readybell.local")
        .header("cookie", cookie)
        .body(Body::empty())
        .unwrap();
    let answer = shop.router.clone().oneshot(request).await.unwrap();
    let status = answer.status();
    let kind = answer.headers()["content-type"]
        .to_str()
        .unwrap()
        .to_owned();
    let body = axum::body::to_bytes(answer.into_body(), 4_000_000)
        .await
        .unwrap();
    (status, kind, body.to_vec())
}

#[tokio::test(start_paused = true)]
async fn a_receipt_has_the_sums_the_consent_and_the_ledgers_head() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = signed(&shop, &jo).await;
    let path = format!("/jobs/{job}/receipt");
    let page = shop.get(&path, &jo).await;
    page.shows("Recibo · Trabajo 1001")
        .shows("$1,299.00")
        .shows("Dash kit &lt;b&gt;")
        .shows("Sales tax 8.25\u{a0}%")
        .shows("$112.12")
        .shows("$1,471.12")
        .shows("Mensajes de texto de House of Hardknocks")
        .shows("(es-1)")
        .shows("Acepto que House of Hardknocks")
        .shows("responda ALTO")
        .shows("envíe INICIAR")
        .shows("2012 Chevy Tahoe, 7ABC123")
        .shows("registro de consentimientos 1-")
        .shows("Para nuestro archivo")
        .shows("✓")
        .hides("Nothing was agreed to")
        .hides("has changed since");
    // The size that was chosen last on this screen is offered first.
    let chosen = shop.get(&format!("{path}?size=roll"), &jo).await;
    assert!(chosen.header("set-cookie").starts_with("paper=roll;"));
    shop.get(&path, &format!("{jo}; paper=roll"))
        .await
        .shows("receipt.pdf?size=roll");
    shop.get(&path, &format!("{jo}; paper=cardboard"))
        .await
        .shows("receipt.pdf?size=letter");
    assert_eq!(page.body.matches("<span class=\"tick on\"").count(), 1);
    assert_eq!(page.body.matches("<span class=\"tick\"").count(), 1);
    let first = shop.store.receipt(job).await.unwrap().unwrap();
    assert_eq!(first.head_row, 1);

    // Later the ledger grows and a price changes: a reprint is what it was, and says so.
    shop.job(&jo, &[("name", "Ana"), ("phone", "(555) 013-9921")])
        .await;
    let lines = vec![NewLine {
        words: "Other".to_owned(),
        price: None,
    }];
    let by = "Jo".to_owned();
    shop.store
        .set_lines(job, lines, by, shop.clock.now())
        .await
        .unwrap();
    let again = shop.get(&format!("{path}?size=roll"), &jo).await;
    again
        .shows("$1,471.12")
        .shows("registro de consentimientos 1-")
        .shows("receipt roll")
        .shows("has changed since this receipt was made");
    assert_eq!(shop.store.receipt(job).await.unwrap().unwrap(), first);
    // And a new one is what it is now.
    assert_eq!(shop.post(&path, &jo, &[]).await.goes_to(), path);
    shop.get(&path, &jo)
        .await
        .shows("por cotizar")
        .hides("$1,471.12")
        .shows("registro de consentimientos 2-");
    let done = shop.post(&format!("{path}/done"), &jo, &[]).await;
    assert_eq!(done.goes_to(), format!("/?job={job}#job-{job}"));
}

#[tokio::test(start_paused = true)]
async fn a_receipt_comes_as_a_pdf_of_each_size() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let job = signed(&shop, &jo).await;
    let path = format!("/jobs/{job}/receipt.pdf");
    assert_eq!(bytes(&shop, &jo, &path).await.0, StatusCode::NOT_FOUND);
    shop.get(&format!("/jobs/{job}/receipt"), &jo).await;
    for size in ["letter", "a4", "roll", "rubbish"] {
        let (status, kind, made) = bytes(&shop, &jo, &format!("{path}?size={size}")).await;
        assert_eq!((status, kind.as_str()), (StatusCode::OK, "application/pdf"));
        assert_eq!(kind_of(&made), Ok(FileKind::Pdf));
        assert!(made.len() < 120_000, "{}", made.len());
    }
    let tim = shop.cookie("Tim").await;
    assert_eq!(bytes(&shop, &tim, &path).await.0, StatusCode::FORBIDDEN);
}

/// A printer that answers each question about its state, and gives back what it was given.
pub fn printer(states: [u8; 2]) -> (String, std::thread::JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let took = std::thread::spawn(move || {
        let (mut line, _) = listener.accept().unwrap();
        for state in states {
            let mut question = [0; 3];
            if line.read_exact(&mut question).is_err() {
                return Vec::new();
            }
            assert_eq!(question[..2], [0x10, 0x04]);
            line.write_all(&[state]).unwrap();
        }
        let mut took = Vec::new();
        line.read_to_end(&mut took).unwrap();
        took
    });
    (address, took)
}

#[tokio::test(start_paused = true)]
async fn a_receipt_printer_prints_or_says_why_not_and_nothing_changes() {
    let shop = Shop::open().await;
    let (jo, ann) = (shop.cookie("Jo").await, shop.cookie("Ann").await);
    let job = signed(&shop, &jo).await;
    let path = format!("/jobs/{job}/receipt");
    shop.get(&path, &jo)
        .await
        .shows("<button class=\"go\" type=\"button\" data-print")
        .shows("<button class=\"\" data-next>Done, to the board")
        .hides("the receipt printer");
    let before = shop.store.receipt(job).await.unwrap();
    let print = format!("{path}/print");
    let set = async |place: &str| {
        let fields = [("printer", place)];
        shop.post("/settings/printer", &ann, &fields).await
    };
    let answer = set("/etc/passwd").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.shows("/etc/passwd").shows("Write a device like");

    let (address, took) = printer([0x12, 0x12]);
    set(&address).await.goes_to();
    shop.get(&path, &jo)
        .await
        .shows("<button class=\"go\">Print on the receipt printer");
    let answer = shop.post(&print, &jo, &[]).await;
    assert!(answer.goes_to().contains("printed=yes"));
    let printed = shop.get(answer.goes_to(), &jo).await;
    printed.shows("<button class=\"go\" data-next>Done, to the board");
    let took = took.join().unwrap();
    let has = |words: &[u8]| took.windows(words.len()).any(|w| w == words);
    assert!(has(b"$1,471.12") && has(b"[X] ") && has(b"[ ] "));
    let head = before.as_ref().unwrap().head.to_string();
    assert!(has(format!("1P0{head}").as_bytes()));

    for (states, says) in [
        ([0x72, 0x12], "out of paper"),
        ([0x12, 0x1a], "is not ready"),
    ] {
        let (address, took) = printer(states);
        set(&address).await.goes_to();
        let answer = shop.post(&print, &jo, &[]).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{says}");
        answer.shows(says).shows("$1,471.12");
        assert_eq!(took.join().unwrap(), b"");
    }
    // Nobody listens there any more.
    let answer = shop.post(&print, &jo, &[]).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    answer.shows("can't be reached");
    assert_eq!(shop.store.receipt(job).await.unwrap(), before);
}

/// A printer on a cable that answers each question about its state: its device, the cable, and what it
/// was given.
fn plugged_in(states: [u8; 2]) -> (PathBuf, OwnedFd, std::thread::JoinHandle<Vec<u8>>) {
    let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
    let line = openpt(flags).unwrap();
    grantpt(&line).unwrap();
    unlockpt(&line).unwrap();
    // Held open: the other end would see the line hang up with each receipt.
    let cable = ioctl_tiocgptpeer(&line, flags).unwrap();
    let mut raw = tcgetattr(&cable).unwrap();
    raw.make_raw();
    tcsetattr(&cable, OptionalActions::Now, &raw).unwrap();
    let device = ttyname(&cable, Vec::new()).unwrap();
    let device = PathBuf::from(device.into_string().unwrap());
    let took = std::thread::spawn(move || {
        let mut line = File::from(line);
        let (mut took, mut byte) = (Vec::new(), [0]);
        let mut states = states.into_iter();
        // The last of a receipt is the cut.
        while !took.ends_with(b"\x1dVB\0") && line.read_exact(&mut byte).is_ok() {
            took.push(byte[0]);
            if let [.., 0x10, 0x04, 4 | 1] = took[..]
                && let Some(state) = states.next()
            {
                took.truncate(took.len() - 3);
                line.write_all(&[state]).unwrap();
            }
        }
        took
    });
    (device, cable, took)
}

#[tokio::test]
async fn a_printer_on_a_cable_prints_the_same_receipt() {
    let shop = Shop::open().await;
    let (jo, ann) = (shop.cookie("Jo").await, shop.cookie("Ann").await);
    let job = signed(&shop, &jo).await;
    let path = format!("/jobs/{job}/receipt");
    shop.get(&path, &jo).await;
    let (address, took) = printer([0x12, 0x12]);
    let fields = [("printer", address.as_str())];
    shop.post("/settings/printer", &ann, &fields).await;
    shop.post(&format!("{path}/print"), &jo, &[])
        .await
        .goes_to();
    let receipt = took.join().unwrap();

    let (device, _cable, took) = plugged_in([0x12, 0x12]);
    let printer = Printer::Device(device);
    assert_eq!(printer.print(receipt.clone()).await, Ok(()));
    assert_eq!(took.join().unwrap(), receipt);
    let (device, cable, took) = plugged_in([0x72, 0x12]);
    let printer = Printer::Device(device);
    assert_eq!(
        printer.print(receipt.clone()).await,
        Err(PrintError::NoPaper)
    );
    drop(cable);
    assert_eq!(took.join().unwrap(), b"");
    let nowhere = shop.directory().join("lp0");
    let unreachable = PrintError::Unreachable(nowhere.display().to_string());
    let printer = Printer::Device(nowhere);
    assert_eq!(printer.print(receipt).await, Err(unreachable));
}
