//! A shop in the middle of a bad day: jobs at every place, texts with every fate, and replies of every
//! kind, from customers who all speak the reader's language.

use super::super::shop::{PASSWORD, SIM, Shop};
use super::super::sign::{DRAWN, hidden};
use readybell::domain::follow_up::Codes;
use readybell::domain::job::IntakeStep;
use readybell::domain::lang::Lang;
use readybell::domain::template::Template;
use readybell::domain::wording::ConsentLine;
use readybell::domain::words::Kind;
use readybell::store::{Heard, NewLine, Outcome, Said};
use readybell::wire::at::Refusal;

/// The shop, and what there is to look at.
pub struct Full {
    pub shop: Shop,
    /// The jobs' numbers.
    pub jobs: Vec<i64>,
    /// No number of anything else is higher.
    pub most: i64,
}

/// Pages with something in their address.
pub const MORE: &[&str] = &[
    "/customers?q=zzz",
    "/customers?q=tahoe",
    "/settings/audit?only=consent",
    "/settings/audit?only=settings",
    "/settings/shop?saved=1",
    "/settings/bays?lit=1",
    "/settings/bays?busy=1",
    "/inbox?shelf=done",
    "/no/such/page",
    "/jobs/77777/consent",
    "/redeem?code=ZZZ",
    "/redeem?code=HARDKNOCKS15",
    "/redeem?code=HARDKNOCKS15&customer=1",
    "/redeem?code=HARDKNOCKS15&customer=2",
    "/redeem?customer=1",
    "/redeem?done=1",
    "/modem?backup=made",
    "/modem?backup=failed",
    "/modem?backup=goes-on",
];

impl Full {
    /// Fills a shop.
    pub async fn shop(lang: Lang) -> Self {
        let shop = Shop::open().await;
        let ann = shop.cookie("Ann").await;
        shop.set(|settings| {
            settings.lang = lang;
            settings.tax = 825;
            settings.phone = "555-555-0100".to_owned();
            settings.site = "hardknocks.example".to_owned();
            settings.undo_seconds = 0;
            settings.limits.paced = false;
        })
        .await;
        let mut full = Self {
            shop,
            jobs: Vec::new(),
            most: 12,
        };
        let owner = full
            .shop
            .store
            .staff_named("Ann".to_owned())
            .await
            .unwrap()
            .unwrap();
        full.shop
            .store
            .set_staff_lang(owner.id, lang)
            .await
            .unwrap();
        full.take_jobs_in(&ann, lang).await;
        full.send_texts(&ann).await;
        full.replies_come(lang).await;
        full.sign(&ann, lang).await;
        full.sign_on_paper(&ann, lang).await;
        full.change_settings(lang).await;
        full.follow_up(&ann, lang).await;
        full.shop.was_restored();
        full
    }

    async fn post(&self, cookie: &str, path: &str, fields: &[(&str, &str)]) {
        let answer = self.shop.post(path, cookie, fields).await;
        assert_eq!(
            answer.status.as_u16(),
            303,
            "{path} {fields:?}: {}",
            answer.body
        );
    }

    async fn take_jobs_in(&mut self, ann: &str, lang: Lang) {
        let name = match lang {
            Lang::Ru => "Олег Петров",
            _ => "Luis Ortega",
        };
        for number in 0..9 {
            let phone = format!("(555) 013-440{number}");
            let job = self
                .shop
                .job(
                    ann,
                    &[
                        ("name", name),
                        ("phone", &phone),
                        ("lang", lang.code()),
                        ("work", ""),
                    ],
                )
                .await;
            self.jobs.push(job);
        }
        let no_phone = [
            ("name", name),
            ("phone", ""),
            ("service", ""),
            ("lang", lang.code()),
        ];
        let job = self.shop.job(ann, &no_phone).await;
        self.jobs.push(job);
        let line = |words: &str, price| NewLine {
            words: words.to_owned(),
            price,
        };
        let lines = vec![line("1", Some(129_900)), line("2", None)];
        let (by, now) = ("Ann".to_owned(), self.shop.clock.now());
        self.shop
            .store
            .set_lines(self.jobs[0], lines, by, now)
            .await
            .unwrap();
        for (job, fields) in [
            (1, &[("to", "in_bay"), ("bay", "1")][..]),
            (2, &[("to", "part")]),
            (3, &[("to", "tomorrow")]),
            (4, &[("to", "booked")]),
            (5, &[("to", "cancelled")]),
        ] {
            self.post(ann, &format!("/jobs/{}/move", self.jobs[job]), fields)
                .await;
        }
        self.post(
            ann,
            &format!("/jobs/{}/ask", self.jobs[1]),
            &[
                ("line", "1"),
                ("price", "60"),
                ("do", "ask"),
                ("wait", "15"),
            ],
        )
        .await;
        self.shop.sends_all().await;
    }

    /// One text of each fate.
    async fn send_texts(&self, ann: &str) {
        let refused = |class, words: &str| Outcome::Refused {
            class,
            words: words.to_owned(),
        };
        for (job, outcome) in [
            (0, refused(Refusal::Permanent, "cms:28")),
            (6, refused(Refusal::Temporary, "cms:38")),
            (
                7,
                Outcome::Unsure {
                    words: "silence".to_owned(),
                },
            ),
        ] {
            self.post(
                ann,
                &format!("/jobs/{}/tell", self.jobs[job]),
                &[("kind", "on_track")],
            )
            .await;
            assert!(self.shop.sends(outcome).await);
        }
        self.post(ann, &format!("/jobs/{}/ready", self.jobs[8]), &[])
            .await;
        self.post(ann, &format!("/jobs/{}/ready", self.jobs[9]), &[])
            .await;
        let now = self.shop.clock.now();
        let by = "the button in bay 1".to_owned();
        self.shop
            .store
            .promise(self.jobs[1], now.wall, by, now)
            .await
            .unwrap();
    }

    async fn replies_come(&self, lang: Lang) {
        let [stop, unclear, plain] = match lang {
            Lang::Ru => ["СТОП", "неинтересно", "Когда можно приехать?"],
            _ => ["ALTO", "no me interesa", "¿Cuando puedo ir?"],
        };
        self.shop.receives("+15550134402", stop).await;
        self.shop.receives("+15550134403", unclear).await;
        self.shop.receives("+15550134404", plain).await;
        self.shop.receives("+15550139999", plain).await;
        self.shop.receives("+15550139998", stop).await;
        let now = self.shop.clock.now();
        self.shop.brings_a_picture("1111301000").await;
        let unreadable = vec![0xFF, 0x00];
        self.shop
            .store
            .take_direct(SIM.to_owned(), unreadable, now)
            .await
            .unwrap();
        self.shop.store.apply_inbound(now).await.unwrap();
        let said = Said {
            heard: Heard::Voicemail,
            who: String::new(),
            words: "1".to_owned(),
            only_offers: false,
        };
        let job = self.shop.store.job(self.jobs[4]).await.unwrap();
        let ended =
            self.shop
                .store
                .heard_opt_out(job.contact.unwrap(), said, "Ann".to_owned(), now);
        ended.await.unwrap();
    }

    async fn sign(&self, ann: &str, lang: Lang) {
        let job = self.jobs[6];
        let now = self.shop.clock.now();
        self.shop
            .store
            .set_intake(job, IntakeStep::Consent, now)
            .await
            .unwrap();
        let path = format!("/jobs/{job}/sign");
        self.post(ann, &format!("{path}/open"), &[("staff", "Ann")])
            .await;
        let mark = hidden(&self.shop.get(&path, ann).await, "mark");
        let fields = [
            ("lang", lang.code()),
            ("mark", mark.as_str()),
            ("service", "yes"),
            ("offers", "yes"),
            ("initials", "LO"),
            ("drawn", DRAWN),
        ];
        self.post(ann, &path, &fields).await;
        self.post(ann, "/unlock", &[("name", "Ann"), ("password", PASSWORD)])
            .await;
        self.post(ann, &format!("/jobs/{job}/receipt"), &[]).await;
    }

    async fn sign_on_paper(&self, ann: &str, lang: Lang) {
        let paper = format!("/jobs/{}/paper", self.jobs[7]);
        let sheet = self.shop.post(&paper, ann, &[("lang", lang.code())]).await;
        let fields = [("service", "yes"), ("offers", "yes"), ("initials", "LO")];
        self.post(ann, sheet.goes_to(), &fields).await;
    }

    /// A visit that did not please, and a code that was redeemed.
    async fn follow_up(&self, ann: &str, lang: Lang) {
        self.shop
            .set(|settings| {
                settings.offers_unlocked = true;
                settings.follow_up.asks = true;
                // At once: the form asks for an hour at least.
                settings.follow_up.ask_hours = 0;
                settings.follow_up.codes = Codes::Shared;
                settings.follow_up.shared_code = "HARDKNOCKS15".to_owned();
            })
            .await;
        let name = match lang {
            Lang::Ru => "Олег Петров",
            _ => "Luis Ortega",
        };
        let visit = [
            ("name", name),
            ("phone", "(555) 013-4410"),
            ("lang", lang.code()),
        ];
        let job = self.shop.job(ann, &visit).await;
        let gone = [("to", "picked_up")];
        self.post(ann, &format!("/jobs/{job}/move"), &gone).await;
        self.shop.sends_all().await;
        self.shop.receives("+15550134410", "2").await;
        let fields = [("code", "HARDKNOCKS15"), ("customer", "1")];
        self.post(ann, "/redeem", &fields).await;
        let scores = self.shop.store.scores().await.unwrap();
        assert_eq!((scores.asked, scores.answered), (1, 1));
    }

    async fn change_settings(&self, lang: Lang) {
        let (store, now) = (&self.shop.store, self.shop.clock.now());
        let by = || "Ann".to_owned();
        let scopes = vec!["texts:send".to_owned()];
        store
            .add_token("till".to_owned(), "x".repeat(40), scopes, by(), now)
            .await
            .unwrap();
        let words = Template::parse("{brand}: 1").unwrap();
        store
            .rewrite(Kind::Ready, lang, Some(words), String::new(), by(), now)
            .await
            .unwrap();
        let line = "{shop} {number} 1".to_owned();
        store
            .reword(ConsentLine::Service, lang, line, by(), now)
            .await
            .unwrap();
        self.shop
            .set(|settings| {
                settings.open.holidays = vec!["2026-12-25".parse().unwrap()];
                settings.names_shown = false;
            })
            .await;
    }
}
