//! Whatever the log's level: no name, no number, no word of a text, no code, PIN, password or token.

use crate::support::bench::Bench;
use crate::support::daemon::Daemon;
use crate::support::process::PATIENCE;
use crate::support::seed;
use crate::support::watch::comes_true;
use readybell::sim::event::Event;
use readybell::store::Role;
use readybell::web::password;
use serde_json::json;

const PASSWORD: &str = "violet zither seven";
const TOKEN: &str = "rb_gallimaufry";
const PHONE: &str = "+12025550143";

/// A browser, as far as a day at the counter needs one.
struct Visitor<'a> {
    daemon: &'a Daemon,
    cookies: Vec<String>,
}

impl Visitor<'_> {
    /// Posts a form, keeps the cookies, and tells where it leads.
    fn post(&mut self, path: &str, form: &str) -> String {
        let answer = self.daemon.talk(
            format!(
                "POST {path} HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nConnection: close\r\n\
                 Cookie: {}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
                self.cookies.join("; "),
                form.len()
            )
            .as_bytes(),
        );
        let mut place = String::new();
        for line in answer.lines().take_while(|line| !line.is_empty()) {
            match line.split_once(": ") {
                Some(("set-cookie", cookie)) => {
                    self.cookies
                        .push(cookie.split(';').next().unwrap().to_owned());
                }
                Some(("location", to)) => place = to.to_owned(),
                _ => {}
            }
        }
        place
    }

    #[track_caller]
    fn goes(&mut self, path: &str, form: &str, to: &str) {
        let place = self.post(path, form);
        assert!(place.starts_with(to), "POST {path}: {place:?}");
    }

    #[track_caller]
    fn sees(&self, path: &str, words: &str) {
        let cookies = self.cookies.join("; ");
        let answer = self.daemon.talk(
            format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: {cookies}\r\n\r\n")
                .as_bytes(),
        );
        assert!(answer.contains(words), "{path}: {answer}");
    }
}

/// The loudest that there is: our own program and whatever it is built from.
const LOUDEST: &str = "trace,readybell=trace,axum=trace,tower=trace,tower_http=trace,hyper=trace,hyper_util=trace,tokio=trace";

/// A request that breaks off, with words of a customer in it: it is told at "debug" alone.
#[track_caller]
fn breaks_off(shop: &Bench, daemon: &Daemon, request: &str) {
    let told = || shop.log().matches("a connection broke").count();
    let before = told();
    daemon.talk(request.as_bytes());
    let came = comes_true(&[&shop.file("log")], PATIENCE, || told() > before);
    assert!(came, "nothing is told at \"debug\": {}", shop.log());
}

/// The code that came to the phone.
fn code(shop: &Bench) -> String {
    shop.counts(
        1,
        "SELECT count(*) FROM outbox WHERE purpose = 'verification' AND state = 'delivered'",
    );
    let words = shop.record().into_iter().find_map(|line| match line.event {
        Event::Arrived { words, .. } => Some(words),
        _ => None,
    });
    let words = words.expect("a text came");
    let code = words
        .split_whitespace()
        .find(|word| word.len() == 6 && word.bytes().all(|letter| letter.is_ascii_digit()));
    code.unwrap_or_else(|| panic!("no code in {words:?}"))
        .to_owned()
}

#[test]
fn the_loudest_log_of_a_day_names_nobody() {
    let mut shop = Bench::new();
    shop.environment("READYBELL_LOG", LOUDEST);
    // Colors would stand between the letters.
    shop.environment("NO_COLOR", "1");
    shop.with_store(async |store, now| {
        seed::set_up(store, now).await;
        let by = || "the test".to_owned();
        let hash = password::hash(PASSWORD).unwrap();
        let owner = store.add_staff("Quillon".to_owned(), Role::Owner, hash, by(), now);
        owner.await.unwrap();
        let scopes = vec!["service".to_owned(), "permission".to_owned()];
        let till = store.add_token("Till".to_owned(), TOKEN.to_owned(), scopes, by(), now);
        till.await.unwrap();
    });
    let mut sim = shop.simulator(1);
    let daemon = shop.open();
    daemon.is_ready();
    breaks_off(
        &shop,
        &daemon,
        "GET /customers?q=Zebedee Quixote HTTP/9\r\nCookie: rb=Xylophone\r\n\r\n",
    );
    breaks_off(&shop, &daemon, "Zebedee Quixote, Studebaker\r\n\r\n");
    let mut jo = Visitor {
        daemon: &daemon,
        cookies: Vec::new(),
    };
    jo.goes("/sign-in", "name=Quillon&password=mumbo+jumbo+nine", "");
    let right = "name=Quillon&password=violet+zither+seven";
    jo.goes("/sign-in", right, "/");
    jo.goes(
        "/you/pin",
        "pin=739162&password=violet+zither+seven",
        "/you",
    );
    jo.goes("/lock", "", "/unlock");
    jo.post("/unlock", "name=Quillon&password=739163");
    jo.goes("/unlock", "name=Quillon&password=739162", "/");

    let job = "name=Zebedee+Quixote&vehicle=Studebaker+Lark&plate=ZQX4412&work-1=Carburettor&note=Hush+hush&where=waiting";
    jo.goes("/jobs/new", job, "/jobs/1001/number");
    let number = "phone=(202)+555-0143&tell=text&lang=en";
    jo.goes("/jobs/1001/number", number, "/jobs/1001/consent");
    let code = code(&shop);
    let wrong = if code == "000000" { "000001" } else { "000000" };
    jo.goes(
        "/jobs/1001/code/check",
        &format!("code={wrong}"),
        "/jobs/1001/consent?said=wrong",
    );
    jo.goes(
        "/jobs/1001/code/check",
        &format!("code={code}"),
        "/jobs/1001/consent",
    );
    jo.goes("/jobs/1001/agreed", "read=yes", "/jobs/1001/consent");
    sim.tell(&format!("text {PHONE} Xylophone lessons please"));
    shop.counts(1, "SELECT count(*) FROM inbox WHERE applied_at IS NOT NULL");
    jo.goes("/inbox/1", "words=Marzipan+tomorrow", "/inbox/1");
    jo.sees("/customers?q=Zebedee", "Quixote");
    jo.sees("/inbox/1", "Xylophone");
    // What can't be read is refused without being told to the log.
    jo.sees("/customers?before=Quixote", "Not an address of ours");
    jo.post("/jobs/1001/number", "phone=%ff&phone=Xylophone");
    daemon.ask(
        TOKEN,
        "POST",
        "/texts",
        &json!({ "to": ["Kumquat"], "purpose": "Marzipan" }),
    );
    let text = json!({ "to": PHONE, "purpose": "service", "body": "Kumquat is done" });
    let (status, said) = daemon.ask(TOKEN, "POST", "/texts", &text);
    assert!(status < 300, "{status} {said}");
    daemon.ask("rb_flibbertigibbet", "GET", "/inbox", &json!(null));
    shop.counts(
        2,
        "SELECT count(*) FROM outbox WHERE kind IN ('typed', 'from_program') AND state = 'delivered'",
    );
    sim.tell(&format!("text {PHONE} STOP"));
    shop.counts(
        1,
        "SELECT count(*) FROM outbox WHERE kind = 'stop_confirmation' AND state = 'delivered'",
    );
    jo.goes("/sign-out", "", "/sign-in");
    let cookies = jo.cookies.clone();
    drop(daemon);

    let log = shop.log();
    assert!(
        log.contains("a sign-in failed"),
        "nothing was logged: {log}"
    );
    // Or this test would look for secrets in a log that keeps quiet.
    for line in [
        "DEBUG readybell::web::serve: a connection broke",
        "TRACE tower_http::",
    ] {
        assert!(log.contains(line), "no {line:?}: {log}");
    }
    let log = log.to_lowercase();
    let mut secret = vec![
        "quillon",
        "zebedee",
        "quixote",
        "studebaker",
        "zqx4412",
        "carburettor",
        "hush",
        "xylophone",
        "marzipan",
        "kumquat",
        "zither",
        "mumbo",
        "739162",
        "739163",
        TOKEN,
        "flibbertigibbet",
        // The number as people write it, and as it goes over the air (3GPP TS 23.040 9.1.2.3).
        "2025550143",
        "555-0143",
        "5550143",
        "2120550541f3",
    ];
    secret.push(&code);
    secret.extend(
        cookies
            .iter()
            .filter_map(|cookie| Some(cookie.split_once('=')?.1))
            .filter(|value| value.len() > 8),
    );
    assert!(secret.len() > 22, "the session's cookie is among them");
    for words in secret {
        let line = log.lines().find(|line| line.contains(words));
        assert!(line.is_none(), "{words} was logged: {line:?}");
    }
}
