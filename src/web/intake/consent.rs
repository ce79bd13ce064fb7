//! The third step: the number proves itself, by a code that is read out or by a text of its own, and
//! the customer says what may be texted. It changes by itself while codes are sent and delivered.

use super::number::{first_name, headline};
use super::steps::{Answered, Step, steps};
use crate::desk::DeskError;
use crate::domain::code::Check;
use crate::domain::consent::{Consent, Standing};
use crate::domain::job::{IntakeStep, JobState, Tell};
use crate::domain::purpose::Purpose;
use crate::modem;
use crate::store::views::{IntakeView, Reach};
use crate::store::{Grant, Heard};
use crate::web::address::{Path, Query};
use crate::web::assets;
use crate::web::errors::{self, WebError};
use crate::web::fields::Typed;
use crate::web::house::Front;
use crate::web::say::heard as heard_words;
use crate::web::say::intake as say;
use crate::web::session::{self, AtCounter, SignedIn};
use crate::web::shell::{Here, Shell};
use crate::web::sign;
use crate::web::when::Wall;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;

/// What the last thing that was done here came to.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Said {
    said: String,
}

/// The page.
pub async fn page(
    State(front): State<Front>,
    Path(job): Path<i64>,
    AtCounter(who): AtCounter,
    Query(said): Query<Said>,
    headers: HeaderMap,
) -> Result<Markup, WebError> {
    let terminal = session::token(&headers, front.tls()).unwrap_or_default();
    let view = front
        .store()
        .intake_view(job, terminal, front.now())
        .await?;
    let lang = view.reach.as_ref().map_or(view.top.shop.lang, |r| r.lang);
    let script = match view.visit.contact {
        Some(_) => Some(front.desk().phone_script(job, lang).await?),
        None => None,
    };
    Ok(Sheet {
        front: &front,
        who: &who,
        wall: Wall::of(&front, &view.top.shop),
        is_up: front.modem().state == modem::State::Ready,
        said: &said.said,
        others: !sign::others(&front, &who).await?.is_empty(),
        script,
        view: &view,
    }
    .page())
}

/// Texts a code.
pub async fn send_code(
    State(front): State<Front>,
    Path(job): Path<i64>,
    AtCounter(who): AtCounter,
    headers: HeaderMap,
    typed: Typed,
) -> Result<Response, WebError> {
    let terminal = session::token(&headers, front.tls()).unwrap_or_default();
    let present = typed.ticked("present");
    let sent = front
        .desk()
        .send_code(job, &terminal, present, who.name())
        .await;
    match sent {
        // The page tells by itself what keeps a code from going.
        Ok(_) | Err(DeskError::Code(_)) => Ok(errors::done(&format!("/jobs/{job}/consent"))),
        Err(error) => Err(error.into()),
    }
}

/// Tries the code that the customer read out.
pub async fn check(
    State(front): State<Front>,
    Path(job): Path<i64>,
    AtCounter(who): AtCounter,
    typed: Typed,
) -> Result<Response, WebError> {
    let code = typed.get("code");
    let said = match front.desk().check_code(job, code, who.name()).await? {
        Some(Check::Right) => "",
        Some(Check::Wrong { .. }) => "?said=wrong",
        Some(Check::UsedUp) => "?said=used-up",
        Some(Check::Expired) => "?said=expired",
        Some(Check::Locked(_)) => "?said=locked",
        None => "?said=no-code",
    };
    Ok(errors::done(&format!("/jobs/{job}/consent{said}")))
}

/// The customer agreed on the phone: staff read the sentence out and heard a yes.
pub async fn agreed(
    State(front): State<Front>,
    Path(job): Path<i64>,
    AtCounter(who): AtCounter,
    typed: Typed,
) -> Result<Response, WebError> {
    if !typed.ticked("read") {
        return Ok(errors::done(&format!("/jobs/{job}/consent?said=not-read")));
    }
    let visit = front.store().visit(job).await?;
    let shop = front.store().settings().await?;
    let lang = visit.lang.unwrap_or(shop.lang);
    let kept = front.desk().agreed_by_phone(job, lang, who.by()).await?;
    // Who booked by phone is asked for the signature on arrival.
    if kept && visit.state != JobState::Booked && visit.intake == IntakeStep::Consent {
        let (store, now) = (front.store(), front.now());
        store.set_intake(job, IntakeStep::Receipt, now).await?;
    }
    let said = if kept { "" } else { "?said=stands" };
    Ok(errors::done(&format!("/jobs/{job}/consent{said}")))
}

/// On without texts.
pub async fn no_texts(
    State(front): State<Front>,
    Path(job): Path<i64>,
    AtCounter(who): AtCounter,
) -> Result<Response, WebError> {
    let (store, now) = (front.store(), front.now());
    let by = who.name().to_owned();
    let visit = store.visit(job).await?;
    let tell = match visit.tell.by_email() {
        true => Tell::Email,
        false => Tell::Call,
    };
    store.set_tell(job, tell, by, now).await?;
    store.set_intake(job, IntakeStep::Receipt, now).await?;
    Ok(errors::done(&without_texts(&front, job).await?))
}

/// Where a customer who wants no texts is led: where consent stands for the number, to the question
/// whether all texts to it are to end; else to the receipt.
pub(super) async fn without_texts(front: &Front, job: i64) -> Result<String, WebError> {
    let stands = match front.store().visit(job).await?.contact {
        Some(contact) => stands(&front.store().standing(contact).await?),
        None => false,
    };
    let step = if stands { "consent" } else { "receipt" };
    Ok(format!("/jobs/{job}/{step}"))
}

/// Whether texts of any kind are agreed to.
fn stands(standing: &Standing) -> bool {
    [Purpose::Service, Purpose::Promotional]
        .into_iter()
        .any(|purpose| {
            let consent = standing.consent(purpose);
            matches!(consent, Consent::Granted | Consent::Held)
        })
}

/// On to the receipt: what is agreed to stands already.
pub async fn to_receipt(
    State(front): State<Front>,
    Path(job): Path<i64>,
    AtCounter(_): AtCounter,
) -> Result<Response, WebError> {
    let (store, now) = (front.store(), front.now());
    if store.job(job).await?.intake == IntakeStep::Consent {
        store.set_intake(job, IntakeStep::Receipt, now).await?;
    }
    Ok(errors::done(&format!("/jobs/{job}/receipt")))
}

/// The page about to be shown.
pub(super) struct Sheet<'a> {
    front: &'a Front,
    pub(super) who: &'a SignedIn,
    pub(super) wall: Wall,
    /// Whether texts can go now.
    pub(super) is_up: bool,
    /// What the last thing that was done here came to.
    pub(super) said: &'a str,
    /// Whether others could hand the screen over.
    others: bool,
    /// What is read out on the phone.
    script: Option<Grant>,
    pub(super) view: &'a IntakeView,
}

impl Sheet<'_> {
    fn page(&self) -> Markup {
        let view = self.view;
        let job = view.visit.job;
        let shell = Shell {
            front: self.front,
            who: self.who,
            top: &view.top,
            here: Here::Step,
            title: say::new_job(),
            class: "sheet",
        };
        let booked = view.visit.state == JobState::Booked;
        let by_text = view.visit.tell.by_text();
        shell.page(html! {
            (headline(view))
            (steps(Some(job), Step::Consent, Answered { number: view.visit.is_reached(), consent: false }))
            @match (&view.reach, &view.code) {
                (Some(_), Some(code)) if by_text => {
                    // Who goes on without a code comes to the consent first.
                    @let without = self.said == "without";
                    @if booked || without { (self.consent(booked)) }
                    @if !booked { (self.proof(code)) }
                    @if !booked && !without && !self.asks_for_proof() { (self.consent(booked)) }
                }
                (Some(reach), _) if !by_text && stands(&reach.standing) => (self.end_texts(reach)),
                _ => section.panel {
                    h2 { (say::no_texts_go()) }
                    p.muted { (say::no_texts_go_means()) }
                    div.row {
                        (self.to_receipt())
                        a.btn href={ "/jobs/" (job) "/number" } { (say::change_number()) }
                    }
                },
            }
            @if !(booked && self.view.agreed.is_some()) {
                p.row { a.btn href="/" { (say::later()) } }
            }
            noscript { p { a href={ "/jobs/" (job) "/consent" } { (say::look_again()) } } }
            (assets::intake())
        })
    }

    /// Where the consent to texts about the vehicle stands.
    pub(super) fn consent_stands(&self) -> Consent {
        let reach = self.view.reach.as_ref();
        reach.map_or(Consent::None, |r| r.standing.consent(Purpose::Service))
    }

    pub(super) fn consent(&self, booked: bool) -> Markup {
        let job = self.view.visit.job;
        let first = first_name(&self.view.visit);
        let stands = self.consent_stands();
        html! {
            section.panel {
                h2 { (say::consent()) }
                @match (stands, self.view.agreed) {
                    (Consent::Granted | Consent::Held, Some(agreed)) => {
                        p.state.ok { (say::agreed_to_texts(&self.number())) }
                        p.muted { (say::agreed_how(agreed.method, &self.wall.soon(agreed.at))) }
                        div.row.space {
                            @if booked { a.btn.go href="/" { (say::to_board()) } }
                            @else { (self.to_receipt()) }
                            @if !booked { a.btn href={ "/jobs/" (job) "/sign" } { (say::sign_too()) } }
                        }
                    }
                    (Consent::Revoked, _) => {
                        p.error { (say::opted_out(first)) }
                        (self.ways(booked, false))
                    }
                    _ => {
                        p.muted {
                            @if booked { (say::booked_means()) } @else { (say::hand_over_means(first)) }
                        }
                        (self.ways(booked, true))
                    }
                }
            }
        }
    }

    fn ways(&self, booked: bool, by_phone: bool) -> Markup {
        let job = self.view.visit.job;
        let said = match self.said {
            "not-read" => Some(say::tick_first()),
            "stands" => Some(say::stop_stands()),
            _ => None,
        };
        html! {
            @if let Some(said) = said { p.error role="alert" { (said) } }
            @if booked && by_phone { (self.by_phone()) }
            div.row.space {
                @if !booked {
                    (sign::hand_over(job, first_name(&self.view.visit), self.who, self.others, !self.asks_for_proof()))
                    a.btn href={ "/jobs/" (job) "/paper" } { (say::on_paper()) }
                }
                form method="post" action={ "/jobs/" (job) "/no-texts" } {
                    button { (say::wants_no_texts()) }
                }
            }
            @if !booked && by_phone {
                details.more id="by-phone" open[self.said == "not-read"] {
                    summary { (say::agreed_by_phone()) }
                    (self.by_phone())
                }
            }
        }
    }

    /// The sentence that is read out, and the tick.
    fn by_phone(&self) -> Markup {
        let job = self.view.visit.job;
        let Some(script) = &self.script else {
            return html! {};
        };
        html! {
            form.script method="post" action={ "/jobs/" (job) "/agreed" } {
                p.field { (say::read_out()) }
                blockquote lang=(script.lang) { (script.words) }
                p.muted { (say::kept_as(&script.version)) }
                label.check {
                    input type="checkbox" name="read" value="yes";
                    span { (say::read_and_yes(first_name(&self.view.visit))) }
                }
                button.go[self.view.visit.state == JobState::Booked] { (say::agreed_by_phone()) }
            }
        }
    }

    /// Consent stays with the number, so "no texts" on this visit ends it only when that is meant.
    fn end_texts(&self, reach: &Reach) -> Markup {
        let visit = &self.view.visit;
        let back = format!("/jobs/{}/receipt", visit.job);
        let heard = match visit.state {
            JobState::Booked => Heard::Phone,
            _ => Heard::InPerson,
        };
        html! {
            section.panel {
                h2 { (say::end_texts_too(&self.number())) }
                p {
                    (say::texts_stand())
                    @if let Some(agreed) = self.view.agreed {
                        " " (say::agreed_how(agreed.method, &self.wall.soon(agreed.at)))
                    }
                }
                p.muted { (say::ending_means()) }
                div.row.space {
                    (self.to_receipt_saying(say::only_this_visit()))
                    details.ask-in {
                        summary { (say::end_texts_yes()) }
                        form method="post" action={ "/inbox/" (reach.contact) "/heard" } {
                            input type="hidden" name="back" value=(back);
                            input type="hidden" name="heard" value=(heard.as_str());
                            input type="hidden" name="who" value=(visit.name);
                            label {
                                (heard_words::words())
                                textarea name="words" rows="2" maxlength="2000" required {}
                            }
                            button.no { (say::end_texts()) }
                        }
                    }
                }
            }
        }
    }

    fn to_receipt(&self) -> Markup {
        self.to_receipt_saying(say::to_receipt())
    }

    fn to_receipt_saying(&self, words: &str) -> Markup {
        let job = self.view.visit.job;
        html! {
            form method="post" action={ "/jobs/" (job) "/to-receipt" } {
                button.go { (words) }
            }
        }
    }

    /// The number as people write it.
    pub(super) fn number(&self) -> String {
        let country = self.view.top.shop.country;
        let reach = self.view.reach.as_ref();
        reach.map_or_else(String::new, |reach| reach.number.national(country))
    }
}
