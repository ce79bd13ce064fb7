//! One person is erased: nothing personal is left on the disk, and the number stays suppressed.

use super::shop::Shop;
use axum::http::StatusCode;
use readybell::domain::consent::Consent;
use readybell::domain::phone::{Country, PhoneNumber};
use readybell::domain::purpose::Purpose;
use readybell::store::{Ledger, Outcome};

const LUIS: &str = "+15550134477";
const WIFE: &str = "+15550139921";

/// Whether these words lie in any file of the database, as they are or in UTF-16.
fn on_disk(shop: &Shop, words: &str) -> Vec<String> {
    let wide: Vec<u8> = words.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut found = Vec::new();
    for file in std::fs::read_dir(shop.directory()).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !name.starts_with("readybell.db") {
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        let has = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
        if has(words.as_bytes()) || has(&wide) {
            found.push(name);
        }
    }
    found
}

async fn consent(shop: &Shop) -> Consent {
    let number = PhoneNumber::parse(LUIS, Country::US).unwrap();
    let contact = shop.store.contact_of(number).await.unwrap().unwrap();
    let standing = shop.store.standing(contact.id).await.unwrap();
    standing.consent(Purpose::Service)
}

/// A visit that is over, with texts both ways, a note, and a STOP.
async fn visited(shop: &Shop, jo: &str) {
    let job = shop
        .job(
            jo,
            &[
                ("name", "Zebulon Quartermain"),
                ("vehicle", "1969 Zonda Special"),
                ("plate", "ZQX-7781"),
                ("note", "gate code 99417"),
                ("where", "waiting"),
            ],
        )
        .await;
    shop.sends_all().await;
    shop.receives(LUIS, "my dog is called Fenrisulf").await;
    shop.post("/inbox/1", jo, &[("words", "What a name, Fenrisulf!")])
        .await
        .goes_to();
    shop.sends_all().await;
    shop.receives(LUIS, "STOP").await;
    shop.sends_all().await;
    let note = [
        ("name", "Zebulon Quartermain"),
        ("note", "plays the theremin"),
    ];
    shop.post("/customers/1", jo, &note).await.goes_to();
    shop.post("/inbox/1/take", jo, &[]).await.goes_to();
    let left = [("note", "ask about the theremin")];
    shop.post("/inbox/1/release", jo, &left).await.goes_to();
    shop.post(&format!("/jobs/{job}/move"), jo, &[("to", "cancelled")])
        .await
        .goes_to();
}

#[tokio::test(start_paused = true)]
async fn nothing_personal_is_left_and_the_suppression_survives() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let ann = shop.cookie("Ann").await;
    visited(&shop, &jo).await;
    let personal = [
        "Quartermain",
        "Zonda",
        "ZQX-7781",
        "ZQX7781",
        "99417",
        "Fenrisulf",
        "theremin",
        "5550134477",
    ];
    for words in personal {
        assert!(!on_disk(&shop, words).is_empty(), "{words} never was there");
    }
    shop.get("/customers/1/erase", &ann)
        .await
        .shows("Erase Zebulon Quartermain")
        .shows("(555) 013-4477")
        .shows("Type ERASE");
    let wrong = shop
        .post("/customers/1/erase", &ann, &[("word", "erase")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.shows("capital letters");
    shop.get("/customers/1", &jo).await.shows("Quartermain");
    let answer = shop
        .post("/customers/1/erase", &ann, &[("word", "ERASE")])
        .await;
    assert_eq!(answer.goes_to(), "/customers");

    for words in personal {
        assert_eq!(on_disk(&shop, words), Vec::<String>::new(), "{words}");
    }
    let digits: Vec<u8> = vec![0x51, 0x55, 0x10, 0x43, 0x74, 0xF7];
    let db = std::fs::read(shop.directory().join("readybell.db")).unwrap();
    assert!(
        !db.windows(6).any(|window| window == digits),
        "the number is in a TPDU"
    );
    let verified = Ledger::at(shop.directory()).verify(None).unwrap();
    assert_eq!(verified.problems, Vec::<String>::new());
    assert_eq!((verified.rows, verified.erased), (3, 2));
    for path in ["/customers/1", "/inbox/1", "/customers/1/consent"] {
        let gone = shop.get(path, &jo).await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in [
        "/",
        "/inbox",
        "/inbox?shelf=done",
        "/calls",
        "/modem",
        "/customers",
    ] {
        let page = shop.get(path, &jo).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        page.hides("4477").hides("erased:");
    }

    // The number comes back with somebody who says yes on the phone: it stays suppressed.
    shop.job(&jo, &[("name", "Zeb")]).await;
    assert_eq!(consent(&shop).await, Consent::Revoked);
    shop.get("/customers?q=zeb", &jo).await.shows("Zeb");
    shop.get("/customers/2", &jo)
        .await
        .shows("Opted out")
        .shows("the person was erased");
    assert!(!shop.sends(Outcome::Sent { mr: 1 }).await);
    // Only the phone's own word brings texts back.
    shop.receives(LUIS, "START").await;
    assert_eq!(consent(&shop).await, Consent::Granted);
}

#[tokio::test(start_paused = true)]
async fn a_text_from_an_erased_number_finds_its_suppression() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let ann = shop.cookie("Ann").await;
    visited(&shop, &jo).await;
    shop.post("/customers/1/erase", &ann, &[("word", "ERASE")])
        .await
        .goes_to();
    shop.receives(LUIS, "are you open today?").await;
    assert_eq!(consent(&shop).await, Consent::Revoked);
    shop.get("/inbox", &jo)
        .await
        .shows("are you open today?")
        .hides("Quartermain");
}

#[tokio::test(start_paused = true)]
async fn an_open_job_comes_first_and_a_shared_number_stays() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let ann = shop.cookie("Ann").await;
    let job = shop
        .job(&jo, &[("phone", WIFE), ("name", "Maria Ortega")])
        .await;
    let path = "/customers/1/erase";
    shop.get(path, &ann)
        .await
        .shows(&format!("#{job}"))
        .hides("Type ERASE");
    let answer = shop.post(path, &ann, &[("word", "ERASE")]).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    answer.shows("still open");

    let number = PhoneNumber::parse(WIFE, Country::US).unwrap();
    let contact = shop
        .store
        .contact_of(number.clone())
        .await
        .unwrap()
        .unwrap();
    // Somebody else is written down with the same number.
    let second = shop.job(&jo, &[("name", "Pedro Ortega")]).await;
    let fields = [
        ("phone", WIFE),
        ("tell", "text"),
        ("lang", "en"),
        ("whose", "else"),
        ("do", "no-code"),
    ];
    shop.post(&format!("/jobs/{second}/number"), &jo, &fields)
        .await
        .goes_to();
    shop.post(&format!("/jobs/{job}/move"), &jo, &[("to", "cancelled")])
        .await
        .goes_to();
    shop.get(path, &ann).await.shows("others have it too");
    shop.post(path, &ann, &[("word", "ERASE")]).await.goes_to();
    assert_eq!(on_disk(&shop, "Maria"), Vec::<String>::new());
    let still = shop.store.contact_of(number).await.unwrap().unwrap();
    assert_eq!(still.id, contact.id);
    let standing = shop.store.standing(contact.id).await.unwrap();
    assert_eq!(standing.consent(Purpose::Service), Consent::Granted);
}
