//! "The dash kit is 60 more. OK?": the form that asks, with exactly what will be sent, and the answer
//! where staff note it.

use super::tells::said;
use crate::desk::{About, LONGEST_LINE};
use crate::domain::consent::Consent;
use crate::domain::purpose::Purpose;
use crate::store::{Job, NewLine};
use crate::web::address::Path;
use crate::web::errors::{self, WebError};
use crate::web::fields::{Errors, Line, Shown, Typed};
use crate::web::house::Front;
use crate::web::say;
use crate::web::session::SignedIn;
use crate::web::shell::{Here, Shell};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::TimeDelta;
use maud::{Markup, html};

/// For how many minutes an answer may be waited for before staff call.
const WAITS: [i64; 5] = [15, 30, 60, 120, 240];

/// The form.
pub async fn page(
    State(front): State<Front>,
    Path(job): Path<i64>,
    who: SignedIn,
) -> Result<Markup, WebError> {
    let mut typed = Typed::default();
    typed.set("wait", "30");
    form(&front, &who, job, &typed, &Errors::default()).await
}

/// What would be sent, as far as it is typed.
pub async fn preview(
    State(front): State<Front>,
    Path(job): Path<i64>,
    _: SignedIn,
    typed: Typed,
) -> Result<Markup, WebError> {
    let job = front.store().job(job).await?;
    shown(&front, &job, &typed).await
}

/// Asks.
pub async fn ask(
    State(front): State<Front>,
    Path(job): Path<i64>,
    who: SignedIn,
    typed: Typed,
) -> Result<Response, WebError> {
    let shop = front.store().settings().await?;
    let mut wrong = Errors::default();
    let words = typed.get("line");
    if words.is_empty() || words.chars().count() > LONGEST_LINE {
        wrong.add("line", say::card::no_line());
    }
    let price = match typed.get("price") {
        "" => None,
        spelled => match shop.currency.read(spelled) {
            Ok(price) => Some(price),
            Err(_) => {
                wrong.add("price", say::card::no_price());
                None
            }
        },
    };
    let wait: i64 = typed.parse("wait").unwrap_or(30);
    if !wrong.is_empty() || typed.ticked("preview") {
        let page = form(&front, &who, job, &typed, &wrong).await?;
        let status = if wrong.is_empty() {
            StatusCode::OK
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        };
        return Ok((status, page).into_response());
    }
    let line = NewLine {
        words: words.to_owned(),
        price,
    };
    let wait = TimeDelta::minutes(wait.clamp(5, 24 * 60));
    front
        .desk()
        .ask_approval(job, line, wait, who.name())
        .await?;
    Ok(errors::done(&format!("/?job={job}#job-{job}")))
}

/// Staff note what the customer said.
pub async fn answer(
    State(front): State<Front>,
    Path((job, seq)): Path<(i64, i64)>,
    who: SignedIn,
    typed: Typed,
) -> Result<Response, WebError> {
    let yes = match typed.get("answer") {
        "yes" => true,
        "no" => false,
        _ => return Err(WebError::Input(say::errors::no_such_answer().to_owned())),
    };
    let by = who.name().to_owned();
    front
        .store()
        .note_answer(job, seq, yes, by, front.now())
        .await?;
    Ok(errors::done(&typed.back()))
}

/// Whether the question goes by text, as far as it is known before the gate is asked.
async fn goes_by_text(front: &Front, job: &Job) -> Result<bool, WebError> {
    let Some(contact) = job.contact.filter(|_| job.tell.by_text()) else {
        return Ok(false);
    };
    let standing = front.store().standing(contact).await?;
    let agreed = matches!(
        standing.consent(Purpose::Service),
        Consent::Granted | Consent::Held
    );
    Ok(agreed && !standing.only_ready())
}

async fn shown(front: &Front, job: &Job, typed: &Typed) -> Result<Markup, WebError> {
    let words = typed.get("line");
    if words.is_empty() {
        return Ok(html! { p.muted { (say::card::ask_type_first()) } });
    }
    let shop = front.store().settings().await?;
    let price = shop.currency.read(typed.get("price")).ok();
    let teller = front.desk().teller(&shop).await?;
    Ok(said(&teller.question(&About::of(job), words, price)?))
}

async fn form(
    front: &Front,
    who: &SignedIn,
    job: i64,
    typed: &Typed,
    wrong: &Errors,
) -> Result<Markup, WebError> {
    let found = front.store().job(job).await?;
    let top = front.store().top(front.now()).await?;
    let shell = Shell {
        front,
        who,
        top: &top,
        here: Here::Form,
        title: say::card::ask_title(),
        class: "sheet narrow",
    };
    let by_text = goes_by_text(front, &found).await?;
    let fields = Shown {
        typed,
        errors: wrong,
    };
    let price = match top.shop.tax {
        0 => say::card::ask_price(),
        _ => say::intake::price_before_tax(),
    };
    let price = format!("{price} ({})", top.shop.currency.code());
    let waits: Vec<(String, String)> = WAITS
        .iter()
        .map(|minutes| {
            let span = match minutes {
                15 | 30 => say::when::minutes(*minutes),
                _ => say::when::hours(minutes / 60),
            };
            (minutes.to_string(), span)
        })
        .collect();
    let waits: Vec<(&str, &str)> = waits
        .iter()
        .map(|(value, words)| (value.as_str(), words.as_str()))
        .collect();
    let preview = shown(front, &found, typed).await?;
    Ok(shell.page(html! {
        form.panel method="post" action={ "/jobs/" (job) "/ask" }
            data-preview=[by_text.then(|| format!("/jobs/{job}/ask/preview"))] {
            h1 { (say::card::ask_title()) }
            p.muted {
                "#" (job) " · " (found.name)
                @if !found.vehicle.is_empty() { " · " (found.vehicle) }
            }
            p.muted {
                @if by_text { (say::card::ask_what()) } @else { (say::card::ask_by_phone()) }
            }
            br;
            (fields.line(Line::words("line", say::card::ask_line()).hint(say::card::ask_line_hint())))
            (fields.line(Line::words("price", &price)))
            @if by_text {
                (fields.choice("wait", say::card::ask_wait(), &waits))
                div.field {
                    (say::card::ask_preview())
                    div.preview aria-live="polite" { (preview) }
                }
            }
            div.row {
                button.go { @if by_text { (say::card::ask_send()) } @else { (say::card::ask_call()) } }
                // The script shows it as it is typed.
                @if by_text {
                    noscript { button name="preview" value="yes" { (say::card::show_first()) } }
                }
                a.btn href="/" { (say::card::back()) }
            }
        }
    }))
}
