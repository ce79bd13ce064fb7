//! The line's texts to itself, on the modem's page and in the alert.

use super::errors::{self, WebError};
use super::fields::Typed;
use super::house::Front;
use super::say::{self, round_trip as words};
use super::session::Owner;
use super::when::Wall;
use crate::modem::ModemStatus;
use crate::store::RoundTrip;
use crate::store::views::Line;
use axum::extract::State;
use axum::response::Response;
use chrono::TimeDelta;
use maud::{Markup, html};

/// The panel on the modem's page.
pub fn panel(line: &Line, status: &ModemStatus, wall: &Wall, is_owner: bool) -> Markup {
    let shop = &line.top.shop;
    html! {
        section.panel id="round-trip" {
            h2 { (words::title()) }
            p.muted { (words::what()) " " @if shop.checks_line { (words::daily()) } @else { (words::daily_off()) } }
            dl.facts {
                dt { (words::number()) }
                dd {
                    @match &line.own_number {
                        Some(number) if is_owner => span.num { (number.national(shop.country)) },
                        Some(number) => span.num { "…" (number.tail()) },
                        None => {
                            (words::no_number())
                            @if is_owner { " " a href="/settings/shop" { (words::set_it()) } }
                        }
                    }
                }
                dt { (words::last()) }
                dd {
                    @match &line.round_trip {
                        Some(trip) => (told(trip, wall)),
                        None => (words::never()),
                    }
                }
            }
            @if is_owner && line.own_number.is_some() {
                @if status.can_send() {
                    form method="post" action="/modem/round-trip" {
                        input type="hidden" name="try" value="yes";
                        button.small { (words::try_it()) }
                    }
                } @else {
                    p.muted { (words::down()) }
                }
            }
            @if is_owner { p { a href="/setup/phones" { (words::phones()) } } }
        }
    }
}

fn told(trip: &RoundTrip, wall: &Wall) -> Markup {
    let seconds = |span: TimeDelta| format!("{:.0}", span.num_milliseconds() as f64 / 1000.0);
    html! {
        (wall.soon(trip.asked_at)) ", "
        @if let Some(why) = trip.failure() {
            span.bad {
                (words::failed(why))
                @if !trip.reason.is_empty() { ": " (say::why::sentence(&trip.reason)) }
            }
        } @else if let (Some(out), Some(back)) = (trip.out(), trip.back()) {
            (words::went(&seconds(out), &seconds(back)))
            @if let Some(report) = trip.report() { ", " (words::report(&seconds(report))) }
            @if trip.failed_at.is_some() { " (" (words::late()) ")" }
        } @else {
            (words::on_its_way())
        }
    }
}

/// Texts the line itself.
pub async fn try_it(
    State(front): State<Front>,
    Owner(who): Owner,
    typed: Typed,
) -> Result<Response, WebError> {
    if typed.get("try") != "yes" {
        return Err(WebError::Conflict(say::asks::old_page().to_owned()));
    }
    let status = front.modem();
    if !status.can_send() {
        return Err(WebError::Conflict(words::down().to_owned()));
    }
    let started = front.house.desk.try_round_trip(&status, who.name()).await?;
    match started {
        Some(_) => Ok(errors::done("/modem")),
        None => Err(WebError::Conflict(words::no_number().to_owned())),
    }
}
