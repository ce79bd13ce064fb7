//! What follows a pick-up: asking how it went, with the figures so far, and an offer with a code.

use super::{Asked, Page, form, frame, keep, refused};
use crate::domain::follow_up::{BadLink, Codes, FollowUp, check_link, is_code, plain_code};
use crate::domain::reception::{OfferWeek, Reception, Unwelcome};
use crate::domain::settings::Settings;
use crate::domain::words::Kind;
use crate::store::views::Scores;
use crate::web::errors::WebError;
use crate::web::fields::{Errors, Line, Shown, Typed};
use crate::web::house::Front;
use crate::web::say::{self, follow_up as words};
use crate::web::session::{Owner, SignedIn};
use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

/// The page.
pub async fn page(
    State(front): State<Front>,
    Owner(who): Owner,
    saved: Asked,
) -> Result<Markup, WebError> {
    let shop = front.store().settings().await?;
    let set = &shop.follow_up;
    let mut typed = Typed::default();
    let tick = |on: bool| if on { "yes" } else { "" };
    typed.set("asks", tick(set.asks));
    typed.set("ask-hours", set.ask_hours.to_string());
    typed.set("review-link", set.review_link.as_str());
    typed.set("alert", set.alert_at.to_string());
    typed.set("offers", tick(set.offers));
    typed.set("offer-days", set.offer_days.to_string());
    typed.set("codes", set.codes.as_str());
    typed.set("shared-code", set.shared_code.as_str());
    typed.set("code-days", set.code_days.to_string());
    let saved = saved.0.saved.as_deref();
    show(&front, &who, &shop, &typed, &Errors::default(), saved).await
}

async fn show(
    front: &Front,
    who: &SignedIn,
    shop: &Settings,
    typed: &Typed,
    wrong: &Errors,
    saved: Option<&str>,
) -> Result<Markup, WebError> {
    let shown = Shown {
        typed,
        errors: wrong,
    };
    let scores = front.store().scores().await?;
    let week = front.store().offer_week(front.now().wall).await?;
    let lower = [2_u8, 3, 4].map(|score| (score.to_string(), words::or_lower(score)));
    let mut alerts = vec![("0", words::never()), ("1", words::only_one())];
    alerts.extend(
        lower
            .iter()
            .map(|(value, words)| (value.as_str(), words.as_str())),
    );
    let fields = html! {
        section.panel {
            h2 { (words::feedback()) }
            p.muted { (words::feedback_what()) }
            br;
            p { b { (so_far(scores)) } }
            br;
            label.check {
                input type="checkbox" name="asks" value="yes" checked[typed.ticked("asks")];
                span { b { (words::asks()) } }
            }
            br;
            div.two {
                (shown.line(Line::words("ask-hours", words::ask_hours()).kind("number")))
                (shown.choice("alert", words::alert(), &alerts))
            }
            (shown.line(Line::words("review-link", words::link()).hint(words::link_hint()).kind("url")))
            div.row {
                a.btn.small href=(text(Kind::Feedback)) { (words::the_text()) }
                a.btn.small href=(text(Kind::Thanks)) { (words::the_thanks()) }
            }
        }
        section.panel {
            h2 { (words::offer()) }
            p.muted { (words::offer_what()) }
            (received(&week))
            @if !shop.offers_unlocked {
                p.bounds { (words::locked()) " " a href=(Page::Texts.path()) { (say::settings::texts()) } }
            }
            br;
            label.check {
                input type="checkbox" name="offers" value="yes" checked[typed.ticked("offers")]
                    disabled[!shop.offers_unlocked];
                span { b { (words::offers()) } }
            }
            (shown.error("offers"))
            br;
            div.two {
                (shown.line(Line::words("offer-days", words::offer_days()).kind("number")))
                (shown.line(Line::words("code-days", words::code_days()).kind("number")))
            }
            (shown.choice("codes", words::codes(), &[
                (Codes::Unique.as_str(), words::unique()),
                (Codes::Shared.as_str(), words::shared()),
            ]))
            (shown.line(Line::words("shared-code", words::shared_code()).hint(words::shared_hint())))
            div.row { a.btn.small href=(text(Kind::Offer)) { (words::the_offer()) } }
        }
    };
    frame(front, who, Page::FollowUp, |_| {
        form(Page::FollowUp, wrong, saved, fields)
    })
    .await
}

fn text(kind: Kind) -> String {
    let lang = say::lang();
    format!("/settings/templates/{}/{}", kind.as_str(), lang.code())
}

/// How the last offers were received, and what follows.
fn received(week: &OfferWeek) -> Markup {
    let (class, then) = match week.reception() {
        _ if *week == OfferWeek::default() => return html! {},
        Reception::Fine => ("", ""),
        Reception::Cool => ("bounds", words::few_answer()),
        Reception::Stopped(Unwelcome::Unanswered) => ("bounds", words::nobody_answers()),
        Reception::Stopped(Unwelcome::OptOuts) => ("bounds", words::many_opt_out()),
        Reception::Stopped(Unwelcome::Complaints) => ("bounds", words::many_complain()),
    };
    let counts = words::week(week.offers, week.answers, week.opt_outs, week.complaints);
    html! {
        br;
        p class=(class) { b { (counts) } @if !then.is_empty() { " " (then) } }
    }
}

/// The figures in a line.
fn so_far(scores: Scores) -> String {
    if scores.asked == 0 && scores.answered == 0 {
        return words::nobody_asked().to_owned();
    }
    let counts = words::so_far(scores.asked, scores.answered);
    match scores.answered {
        0 => counts,
        answered => format!(
            "{counts}, {}",
            words::average(&average(scores.sum, answered))
        ),
    }
}

/// With one decimal, rounded.
fn average(sum: usize, count: usize) -> String {
    let tenths = (sum * 10 + count / 2) / count.max(1);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// Keeps them.
pub async fn save(
    State(front): State<Front>,
    Owner(who): Owner,
    typed: Typed,
) -> Result<Response, WebError> {
    let before = front.store().settings().await?;
    let mut wrong = Errors::default();
    let mut new = before.clone();
    new.follow_up = read(&typed, &before, &mut wrong);
    if !wrong.is_empty() {
        let page = show(&front, &who, &before, &typed, &wrong, None).await?;
        return Ok(refused(page));
    }
    keep(&front, &who, Page::FollowUp, before, new, "yes").await
}

fn read(typed: &Typed, shop: &Settings, wrong: &mut Errors) -> FollowUp {
    let before = &shop.follow_up;
    let mut number =
        |name: &'static str, from: u32, to: u32, why: &'static str| match typed.get(name).parse() {
            Ok(number) if (from..=to).contains(&number) => number,
            _ => {
                wrong.add(name, why);
                from
            }
        };
    let ask_hours = number("ask-hours", 1, 72, words::bad_hours());
    let offer_days = number("offer-days", 1, 60, words::bad_days());
    let code_days = number("code-days", 7, 365, words::bad_code_days());
    let review_link = typed.get("review-link");
    match check_link(review_link) {
        Ok(()) => {}
        Err(_) if review_link.is_empty() => {}
        Err(BadLink::NotWhole) => wrong.add("review-link", words::bad_link()),
        Err(BadLink::Shortener(host)) => wrong.add("review-link", words::shortener(host)),
    }
    let codes = Codes::from_name(typed.get("codes")).unwrap_or(before.codes);
    let shared_code = plain_code(typed.get("shared-code"));
    if !is_code(&shared_code) && (codes == Codes::Shared || !shared_code.is_empty()) {
        wrong.add("shared-code", words::bad_code());
    }
    let offers = typed.ticked("offers");
    // One that was on when the offers were locked goes off by itself: its tick is not sent.
    if offers && !shop.offers_unlocked {
        wrong.add("offers", words::locked_error());
    }
    let alert_at = typed.get("alert").parse().ok().filter(|score| *score <= 4);
    FollowUp {
        asks: typed.ticked("asks"),
        ask_hours,
        review_link: review_link.to_owned(),
        alert_at: alert_at.unwrap_or(before.alert_at),
        offers,
        offer_days,
        codes,
        shared_code,
        code_days,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figures_are_rounded_to_a_tenth() {
        for (sum, count, shown) in [(5, 1, "5.0"), (14, 3, "4.7"), (13, 3, "4.3"), (9, 2, "4.5")] {
            assert_eq!(average(sum, count), shown);
        }
        let scores = Scores {
            asked: 3,
            answered: 2,
            sum: 9,
        };
        assert_eq!(so_far(scores), "Asked 3, answered 2, average 4.5 of 5");
        assert_eq!(so_far(Scores::default()), "Nobody has been asked yet.");
    }

    #[test]
    fn how_offers_were_received_is_told_once_there_were_any() {
        let shown = |week: OfferWeek| received(&week).into_string();
        assert_eq!(shown(OfferWeek::default()), "");
        let week = OfferWeek {
            offers: 40,
            numbers: 40,
            answers: 20,
            opt_outs: 1,
            complaints: 0,
        };
        let told = shown(week);
        assert!(told.contains("40 offers, 20 answers, 1 opted out, 0 complaints"));
        assert!(!told.contains("bounds"), "{told}");
        for (answers, opt_outs, complaints, then) in [
            (10, 0, 0, words::few_answer()),
            (2, 0, 0, words::nobody_answers()),
            (20, 2, 0, words::many_opt_out()),
            (20, 0, 5, words::many_complain()),
        ] {
            let told = shown(OfferWeek {
                answers,
                opt_outs,
                complaints,
                ..week
            });
            assert!(told.contains(then), "{told}");
        }
    }
}
