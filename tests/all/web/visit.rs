//! The steps of taking a job in, as a person takes them.

use super::shop::{Answer, SIM, Shop};
use readybell::domain::consent::Consent;
use readybell::domain::phone::{Country, PhoneNumber};
use readybell::domain::purpose::Purpose;
use readybell::store::{Minted, OnLine, Outcome};
use readybell::wire::decode_from_phone;

pub const ANA: &str = "+15550139921";

impl Shop {
    /// The first step; returns the job.
    pub async fn begins(&self, cookie: &str, more: &[(&str, &str)]) -> i64 {
        let mut fields = vec![
            ("name", "Ana Flores"),
            ("vehicle", "2018 Jeep Wrangler"),
            ("where", "waiting"),
        ];
        fields.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
        fields.extend_from_slice(more);
        let answer = self.post("/jobs/new", cookie, &fields).await;
        job_of(&answer, "/number")
    }

    /// The second step.
    pub async fn reaches(&self, cookie: &str, job: i64, more: &[(&str, &str)]) -> Answer {
        let mut fields = vec![
            ("phone", "(555) 013-9921"),
            ("tell", "text"),
            ("lang", "en"),
        ];
        fields.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
        fields.extend_from_slice(more);
        self.post(&format!("/jobs/{job}/number"), cookie, &fields)
            .await
    }

    pub async fn consent_page(&self, cookie: &str, job: i64) -> Answer {
        self.get(&format!("/jobs/{job}/consent"), cookie).await
    }

    /// The words of the next part that goes.
    pub async fn phone_gets(&self) -> Option<String> {
        let now = self.clock.now();
        let Minted::Part(permit) = self.store.mint(1, false, now).await.unwrap() else {
            return None;
        };
        let words = decode_from_phone(&[&[0], permit.tpdu()].concat())
            .unwrap()
            .data
            .words();
        self.store
            .released(permit.attempt(), OnLine::default(), now)
            .await
            .unwrap();
        let sent = Outcome::Sent { mr: 1 };
        let settled = self
            .store
            .settle(permit.attempt(), SIM.to_owned(), sent, now);
        settled.await.unwrap();
        words
    }

    /// The code that the phone gets.
    pub async fn code(&self) -> String {
        let words = self.phone_gets().await.expect("a text");
        let code = words
            .split_whitespace()
            .find(|word| word.len() == 6 && word.bytes().all(|b| b.is_ascii_digit()));
        code.unwrap_or_else(|| panic!("no code in {words:?}"))
            .to_owned()
    }

    pub async fn service(&self, e164: &str) -> Consent {
        let number = PhoneNumber::parse(e164, Country::US).unwrap();
        let contact = self.store.contact_of(number).await.unwrap().unwrap();
        let standing = self.store.standing(contact.id).await.unwrap();
        standing.consent(Purpose::Service)
    }

    pub async fn later(&self, seconds: u64) {
        tokio::time::advance(std::time::Duration::from_secs(seconds)).await;
    }
}

#[track_caller]
fn job_of(answer: &Answer, step: &str) -> i64 {
    let to = answer.goes_to();
    let job = to
        .strip_prefix("/jobs/")
        .and_then(|to| to.strip_suffix(step));
    job.unwrap_or_else(|| panic!("{to}")).parse().unwrap()
}

/// The values of the buttons of that name on a page.
pub fn buttons(answer: &Answer, name: &str) -> Vec<String> {
    let begins = format!("name=\"{name}\" value=\"");
    let pieces = answer.body.split(&begins).skip(1);
    pieces
        .map(|piece| piece.split('"').next().unwrap().to_owned())
        .collect()
}
