//! The demo's page: a customer's phone, the buttons, the wire, and trouble to make.

use super::view::View;
use super::{DemoError, Stage, trouble};
use crate::clock;
use crate::sim::{BubbleState, Direction};
use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::http::{StatusCode, header};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use maud::{DOCTYPE, Markup, html};
use serde::Deserialize;
use std::sync::Arc;

type Shared = State<Arc<Stage>>;

/// The demo's page and what its buttons do.
pub(super) fn router(stage: Arc<Stage>) -> Router {
    Router::new()
        .route("/", get(page))
        .route("/live", get(live))
        .route("/text", post(text))
        .route("/press/{bay}", post(press))
        .route("/trouble/{what}", post(make_trouble))
        .route("/clock/{to}", post(move_clock))
        .route(
            "/look.css",
            get(async || css(include_str!("../web/static/look.css"))),
        )
        .route(
            "/demo.css",
            get(async || css(include_str!("static/demo.css"))),
        )
        .route(
            "/demo.js",
            get(async || script(include_str!("static/demo.js"))),
        )
        .fallback(async || StatusCode::NOT_FOUND)
        .layer(map_response(in_our_words))
        .with_state(stage)
}

/// Which phone is in the customer's hand.
#[derive(Debug, Default, Deserialize)]
struct Hand {
    #[serde(default)]
    phone: String,
}

#[derive(Deserialize)]
struct Typed {
    phone: String,
    words: String,
}

/// An error as a page of its own: this is a demo on one's own machine, so it says everything.
struct Failed(DemoError);

impl<E: Into<DemoError>> From<E> for Failed {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        let why = format!("It did not work: {}. Go back and try again.", self.0);
        (StatusCode::UNPROCESSABLE_ENTITY, no(&why)).into_response()
    }
}

/// A request that none of the above could be called with gets a page, too.
async fn in_our_words(response: Response) -> Response {
    let kind = response.headers().get(header::CONTENT_TYPE);
    let is_page = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    match response.status() {
        status if status.is_client_error() && !is_page => {
            (status, no("The demo has nothing at this address.")).into_response()
        }
        _ => response,
    }
}

/// A page that says why not.
fn no(why: &str) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                title { "Demo" }
                link rel="icon" href="data:,";
                link rel="stylesheet" href="/look.css";
            }
            body {
                header.bar { b { "Demo" } }
                main.sheet.narrow {
                    div.panel { p.error { (why) } }
                    p.row { a.btn.go href="/" { "To the demo" } }
                }
            }
        }
    }
}

async fn page(State(stage): Shared, Query(hand): Query<Hand>) -> Result<Markup, Failed> {
    let view = View::of(&stage, &hand.phone).await?;
    Ok(html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                title { "Demo · customer's phone and shop button" }
                link rel="icon" href="data:,";
                link rel="stylesheet" href="/look.css";
                link rel="stylesheet" href="/demo.css";
                script src="/demo.js" defer {}
            }
            body {
                header.bar {
                    h1 { "Demo" }
                    span.muted { "The modem, the network and the phones are simulated. The rest is the real program." }
                    div.who { a.btn.go href={ "http://" (stage.board) "/" } target="board" { "Open the board" } }
                }
                main.play data-phone=(view.phone) {
                    section.phone aria-label="Customer's phone" {
                        (hands(&view))
                        (phone(&view))
                        form method="post" action="/text" {
                            input type="hidden" name="phone" value=(view.phone);
                            input name="words" aria-label="Text to the shop" placeholder="Text the shop" autocomplete="off" required maxlength="600";
                            button.go { "Send" }
                        }
                        form method="get" action="/" {
                            input name="phone" type="tel" aria-label="Another phone" placeholder="Another number" autocomplete="off" required maxlength="30";
                            button { "Pick up" }
                        }
                        p.try { "Try " b { "STOP" } ", " b { "START" } ", " b { "HELP" } ", or “enough with the texts”." }
                    }
                    div {
                        section.panel.hint {
                            p {
                                "Sign in to the board as " b { "Jo" } ", password " b.num { (stage.password) }
                                ". Luis's Tahoe is in bay 1: press its button, and ten seconds later his phone has the text. Then text STOP from it, and look at the board."
                            }
                            p {
                                "To take somebody new in, type any number, such as " b.num { "(555) 013-4410" }
                                ": the code comes to a phone of that number, which can be picked up here."
                            }
                        }
                        (stage_now(&view))
                        (clock_moves())
                    }
                }
            }
        }
    })
}

/// What changes by itself, for the script to put in place.
async fn live(State(stage): Shared, Query(hand): Query<Hand>) -> Result<Markup, Failed> {
    let view = View::of(&stage, &hand.phone).await?;
    Ok(html! {
        (hands(&view))
        (phone(&view))
        (stage_now(&view))
    })
}

/// Whose phone is in the customer's hand, and whose could be.
fn hands(view: &View) -> Markup {
    html! {
        nav.part.hands id="hands" aria-label="Whose phone" {
            @for (name, number) in &view.phones {
                a href={ "/?phone=" (number.replace('+', "%2B")) } aria-current=[(*number == view.phone).then_some("true")] { (name) }
            }
        }
    }
}

fn phone(view: &View) -> Markup {
    html! {
        div.part id="phone" {
            h2.num { "Shop · " (view.shop_line) }
            div.talk {
                @if view.conversation.is_empty() {
                    p.nothing.muted { "Nothing yet." }
                }
                @for (time, bubble) in &view.conversation {
                    @if bubble.mine {
                        p.us.words { (bubble.words) }
                        small { (time) @if bubble.state == BubbleState::OnItsWay { " · on its way" } }
                    } @else {
                        small.in { (time) }
                        p.words { (bubble.words) }
                    }
                }
            }
        }
    }
}

fn stage_now(view: &View) -> Markup {
    html! {
        div.part id="live" {
            section.panel {
                h3 { "The buttons in the bays" }
                @for bay in &view.bays {
                    form.box method="post" action={ "/press/" (bay.bay) } {
                        button.push.armed[bay.armed] disabled[!view.power] { "Bay " (bay.bay) }
                        span.led.on[bay.on] { span.away { @if bay.on { "on" } @else { "off" } } }
                        p { (bay.says) }
                    }
                }
                (standing(view))
            }
            section.panel {
                h3 { "On the wire" }
                p.muted { "> to the modem, < from it. Before each text, everything that the modem holds is read: a STOP may be in it." }
                pre tabindex="0" {
                    @for (time, line) in &view.wire {
                        (time) @if line.direction == Direction::ToModem { " > " } @else { " < " } (line.text) "\n"
                    }
                }
            }
            (trouble::buttons(view))
        }
    }
}

/// The clock, the box and the modem in a line.
fn standing(view: &View) -> Markup {
    let modem = &view.modem;
    html! {
        p.foot {
            span.num { (view.clock) } " · "
            @if view.power { "the box is on" } @else { b { "the box is dark" } }
            " · "
            @if !modem.plugged { b { "modem unplugged" } }
            @else if modem.silent { b { "modem silent" } }
            @else if !modem.registered || modem.signal == 0 { b { "no signal" } }
            @else { "modem on the network" }
            @if modem.sim_full { " · " b { "SIM full" } }
            @if modem.refusing { " · " b { "network refuses" } }
            @if modem.waiting > 0 { " · " (modem.waiting) " waiting in the network" }
        }
    }
}

fn clock_moves() -> Markup {
    html! {
        section.panel {
            h3 { "Move the shop's clock" }
            p.muted { "Quiet hours are from 9 in the evening to 9 in the morning: “ready” waits then, and the call list asks for a call. An hour after a pick-up the customer is asked how it went; Sam and Kim, who agreed to offers, get one after a week." }
            div.row {
                @for (to, name) in [("minute", "+ 1 minute"), ("hour", "+ 1 hour"), ("week", "+ 1 week"), ("evening", "To 8:59 PM"), ("morning", "To tomorrow, 9 AM")] {
                    form method="post" action={ "/clock/" (to) } { button.small { (name) } }
                }
            }
        }
    }
}

async fn text(State(stage): Shared, Form(typed): Form<Typed>) -> Result<Redirect, Failed> {
    let words = typed.words.trim();
    if !words.is_empty() {
        stage.sim.phone_texts(&typed.phone, words).await?;
    }
    Ok(Redirect::to(&format!(
        "/?phone={}",
        typed.phone.replace('+', "%2B")
    )))
}

async fn press(State(stage): Shared, Path(bay): Path<u16>) -> Redirect {
    stage.buttons.press(bay).await;
    Redirect::to("/")
}

async fn make_trouble(State(stage): Shared, Path(what): Path<String>) -> Result<Response, Failed> {
    if what == "power-cut" {
        stage.appliance.cut_the_power().await?;
    } else if let Some(line) = trouble::line(&what) {
        stage.sim.run_line(line).await?;
    } else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    }
    Ok(Redirect::to("/").into_response())
}

async fn move_clock(State(stage): Shared, Path(to): Path<String>) -> Result<Response, Failed> {
    let now = stage.clock.now().wall;
    let moved = match to.as_str() {
        "minute" => now + TimeDelta::minutes(1),
        "hour" => now + TimeDelta::hours(1),
        "week" => now + TimeDelta::weeks(1),
        "evening" => next(now, 20, 59)?,
        "morning" => next(now, 9, 0)?,
        _ => return Ok(StatusCode::NOT_FOUND.into_response()),
    };
    stage.clock.show(moved);
    stage.appliance.tell_time().await;
    Ok(Redirect::to("/").into_response())
}

/// The next time that clocks in the shop show that hour and minute.
fn next(now: DateTime<Utc>, hour: u32, minute: u32) -> Result<DateTime<Utc>, DemoError> {
    let zone = clock::zone(super::ZONE)?;
    let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or(NaiveTime::MIN);
    Ok(zone.next_at(now, time))
}

fn css(text: &'static str) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], text)
}

fn script(text: &'static str) -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "text/javascript; charset=utf-8")],
        text,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_the_library_says_becomes_a_page_of_ours() {
        let foreign = (StatusCode::BAD_REQUEST, "Invalid URL").into_response();
        let shown = in_our_words(foreign).await;
        assert_eq!(shown.status(), StatusCode::BAD_REQUEST);
        let body = axum::body::to_bytes(shown.into_body(), 10_000)
            .await
            .unwrap();
        let body = String::from_utf8(body.to_vec()).unwrap();
        assert!(
            body.contains("To the demo") && !body.contains("Invalid URL"),
            "{body}"
        );
    }
}
