//! The form that takes a job in. Whatever is wrong with it, nothing that was typed is lost.

use super::errors::{self, WebError};
use super::fields::{Errors, Line, Shown, Typed};
use super::house::Front;
use super::session::{AtCounter, SignedIn};
use super::shell::{Here, Shell};
use super::when::Wall;
use crate::desk::{DeskError, Intake};
use crate::domain::lang::Lang;
use crate::domain::phone::PhoneNumber;
use crate::domain::settings::Settings;
use crate::domain::wording::{ConsentLine, Filling};
use crate::store::views::Bay;
use crate::store::{StoreError, Wordings};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::TimeDelta;
use maud::{Markup, html};

/// A promise further ahead than this is a slip.
const FURTHEST: TimeDelta = TimeDelta::days(400);
/// Stands for the number in a line that is agreed to, until one is typed.
const NO_NUMBER_YET: &str = "the number above";

/// The empty form.
pub async fn page(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
) -> Result<Markup, WebError> {
    let mut typed = Typed::default();
    let shop = front.store().settings().await?;
    typed.set("lang", shop.lang.spoken().code());
    typed.set("where", "waiting");
    form(&front, &who, &typed, &Errors::default()).await
}

/// Takes the job in, or shows the form again with what is wrong.
pub async fn take_in(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    typed: Typed,
) -> Result<Response, WebError> {
    let shop = front.store().settings().await?;
    let wall = Wall::of(&front, &shop);
    let wrong = match read(&typed, &shop, &wall) {
        Err(wrong) => wrong,
        Ok(intake) => match front.desk().take_in(intake, who.name()).await {
            Ok(job) => return Ok(errors::done(&format!("/#job-{job}"))),
            Err(error) => explained(error)?,
        },
    };
    let page = form(&front, &who, &typed, &wrong).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// What the desk found wrong, beside the field that it is about.
fn explained(error: DeskError) -> Result<Errors, WebError> {
    let mut wrong = Errors::default();
    match &error {
        DeskError::Phone(why) => wrong.add("phone", errors::sentence(&why.to_string())),
        DeskError::Store(StoreError::BayTaken | StoreError::Missing("bay")) => {
            wrong.add(
                "where",
                "Another job is in that bay by now. Choose another place.",
            );
        }
        DeskError::Input(_) | DeskError::Missing(_) => {
            wrong.add("form", errors::sentence(&error.to_string()));
        }
        _ => return Err(error.into()),
    }
    Ok(wrong)
}

fn read(typed: &Typed, shop: &Settings, wall: &Wall) -> Result<Intake, Errors> {
    let mut wrong = Errors::default();
    if typed.get("name").is_empty() {
        wrong.add("name", "A first name is needed, and is enough.");
    }
    for (field, most) in [
        ("name", 200),
        ("vehicle", 200),
        ("colour", 200),
        ("plate", 200),
        ("work", 2_000),
        ("note", 2_000),
    ] {
        if typed.get(field).chars().count() > most {
            wrong.add(
                field,
                format!("This is too long: {most} letters are the most."),
            );
        }
    }
    let phone = typed.get("phone");
    let agreed = typed.ticked("service") || typed.ticked("offers");
    match PhoneNumber::parse(phone, shop.country) {
        Err(why) if !phone.is_empty() => wrong.add("phone", errors::sentence(&why.to_string())),
        Err(_) if agreed => wrong.add("phone", "Texts were agreed to, so a number is needed."),
        Err(_) => {}
        Ok(number) if agreed && !number.line_kind().can_be_texted() => wrong.add(
            "phone",
            "This number can't be texted. Take another, or untick both lines: then it is for calls only.",
        ),
        Ok(_) => {}
    }
    let promised_at = match (typed.get("date"), typed.get("time")) {
        ("", "") => None,
        (_, "") => {
            wrong.add("time", "Type the time as well.");
            None
        }
        (date, time) => match wall.instant(date, time) {
            Ok(at) if at <= wall.now => {
                wrong.add(
                    "time",
                    "That has passed already. Choose a later time or another day.",
                );
                None
            }
            Ok(at) if at > wall.now + FURTHEST => {
                wrong.add("date", "That is more than a year ahead. Check the date.");
                None
            }
            Ok(at) => Some(at),
            Err(why) => {
                wrong.add("time", why);
                None
            }
        },
    };
    let place = typed.get("where");
    let bay = place.strip_prefix("bay-").map(str::parse);
    if !matches!(place, "waiting" | "booked") && !matches!(bay, Some(Ok(_))) {
        wrong.add("where", "Say where the vehicle is.");
    }
    let lang = Lang::from_code(typed.get("lang"));
    if lang.is_none() {
        wrong.add("lang", "Choose a language.");
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    Ok(Intake {
        name: typed.get("name").to_owned(),
        phone: phone.to_owned(),
        lang: lang.unwrap_or_default(),
        vehicle: typed.get("vehicle").to_owned(),
        colour: typed.get("colour").to_owned(),
        plate: typed.get("plate").to_owned(),
        work: typed.get("work").to_owned(),
        note: typed.get("note").to_owned(),
        promised_at,
        booked: place == "booked",
        bay: bay.and_then(Result::ok),
        service: typed.ticked("service"),
        offers: typed.ticked("offers"),
    })
}

async fn form(
    front: &Front,
    who: &SignedIn,
    typed: &Typed,
    wrong: &Errors,
) -> Result<Markup, WebError> {
    let now = front.now();
    let top = front.store().top(now).await?;
    let bays = front.store().bays(now).await?;
    let wordings = front.store().wordings().await?;
    let shell = Shell {
        front,
        who,
        top: &top,
        here: Here::Form,
        title: "New job",
        class: "sheet",
    };
    let shown = Shown {
        typed,
        errors: wrong,
    };
    Ok(shell.page(html! {
        h1 { "New job" }
        p.muted { "A first name is all that is needed. With a phone number and a yes to texts, the rest is one tap." }
        form method="post" action="/jobs/new" {
            (shown.error("form"))
            @if !wrong.is_empty() && wrong.of("form").is_none() {
                p.error role="alert" { "Nothing was saved yet. Look at the lines in red below." }
                br;
            }
            (customer(&shown))
            (vehicle(&shown))
            (promise(&shown, &bays))
            (consent(&shown, &top.shop, &wordings))
            div.row {
                button.go { "Take it in" }
                a.btn href="/" { "Back to the board" }
            }
        }
    }))
}

fn customer(shown: &Shown<'_>) -> Markup {
    let langs = Lang::SPOKEN.map(|lang| (lang.code(), lang.name()));
    html! {
        section.panel {
            h2 { "Customer" }
            div.two {
                (shown.line(Line::words("name", "Name")))
                (shown.line(Line::words("phone", "Phone").kind("tel")))
            }
            (shown.choice("lang", "Reads", &langs))
        }
    }
}

fn vehicle(shown: &Shown<'_>) -> Markup {
    html! {
        section.panel {
            h2 { "Vehicle and work" }
            (shown.line(Line::words("vehicle", "Vehicle").hint("Year, make and model: it is in the texts")))
            div.two {
                (shown.line(Line::words("colour", "Color")))
                (shown.line(Line::words("plate", "Plate")))
            }
            (shown.lines("work", "Work", "", 2))
            (shown.lines("note", "Note", "For the shop only", 2))
        }
    }
}

fn promise(shown: &Shown<'_>, bays: &[Bay]) -> Markup {
    let place = shown.typed.get("where");
    let pick = |value: &str, words: &str, taken: bool| {
        html! {
            label.pick {
                input type="radio" name="where" value=(value)
                    checked[place == value && !taken] disabled[taken];
                (words) @if taken { " (taken)" }
            }
        }
    };
    html! {
        section.panel {
            h2 { "When and where" }
            div.two {
                (shown.line(Line::words("time", "Promised time").kind("time")))
                (shown.line(Line::words("date", "Day, if not today").kind("date")))
            }
            fieldset {
                legend.field { "The vehicle" }
                div.picks {
                    (pick("waiting", "is here, waiting", false))
                    (pick("booked", "comes later", false))
                    @for bay in bays {
                        (pick(&format!("bay-{}", bay.id), &format!("goes into {}", bay.name), bay.job.is_some()))
                    }
                }
                (shown.error("where"))
            }
        }
    }
}

fn consent(shown: &Shown<'_>, shop: &Settings, wordings: &Wordings) -> Markup {
    html! {
        section.panel {
            h2 { "May we text?" }
            p.muted { "Read the lines out or turn the screen. Tick only what the customer says yes to; the words, your name and the time are kept as proof." }
            br;
            (line(shown, shop, "service", "Texts about the vehicle", ConsentLine::Service, wordings))
            (line(shown, shop, "offers", "Offers, if they like", ConsentLine::Offers, wordings))
        }
    }
}

/// A line that is agreed to, word for word, in the language that the customer reads.
fn line(
    shown: &Shown<'_>,
    shop: &Settings,
    name: &str,
    title: &str,
    line: ConsentLine,
    wordings: &Wordings,
) -> Markup {
    let filling = Filling {
        shop: &shop.brand,
        number: "\u{1}",
        email: "",
    };
    html! {
        label.check {
            input type="checkbox" name=(name) value="yes" checked[shown.typed.ticked(name)];
            span {
                b { (title) }
                @for lang in Lang::SPOKEN {
                    @if let Some(wording) = wordings.of(line, lang) {
                        span class={ "speak " (lang.code()) } lang=(lang.code()) {
                            (with_number(&wording.words(filling), shown.typed.get("phone")))
                            " " small { "Wording " (wording.label()) }
                        }
                    }
                }
            }
        }
    }
}

/// The number is put in as it is typed, where there is a script.
fn with_number(words: &str, typed: &str) -> Markup {
    let number = if typed.is_empty() {
        NO_NUMBER_YET
    } else {
        typed
    };
    let mut pieces = words.split('\u{1}');
    html! {
        (pieces.next().unwrap_or_default())
        @for piece in pieces {
            span data-number=(NO_NUMBER_YET) { (number) }
            (piece)
        }
    }
}
