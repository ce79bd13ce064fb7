//! What the owner decides about the SIM, on the modem's page.

use super::errors::{self, WebError};
use super::fields::Typed;
use super::house::Front;
use super::say::{self, sim_card as words};
use super::session::Owner;
use crate::modem::{ModemStatus, Why};
use crate::store::last_digits;
use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

const PAGE: &str = "/modem";

/// What waits for the owner's word. Who is not the owner reads who decides it.
pub fn asks(status: &ModemStatus, is_owner: bool) -> Markup {
    let (path, name, value, button) = match &status.why {
        Some(Why::SimChanged) => {
            let end = last_digits(&status.sim);
            ("/modem/sim", "end", end, words::is_ours())
        }
        Some(Why::PinRefused) => ("/modem/pin", "again", "yes".to_owned(), words::try_pin()),
        _ => return Markup::default(),
    };
    html! {
        @if is_owner {
            form method="post" action=(path) {
                input type="hidden" name=(name) value=(value);
                button.go { (button) }
            }
        } @else {
            p.muted { (words::owner_decides()) }
        }
    }
}

/// Whether texts go in another network.
pub fn roaming(may: bool, is_owner: bool) -> Markup {
    html! {
        section.panel {
            h2 { (words::roaming()) }
            p { @if may { (words::roams()) } @else { (words::does_not_roam()) } }
            @if is_owner {
                form method="post" action="/modem/roaming" {
                    input type="hidden" name="may" value=(if may { "no" } else { "yes" });
                    button.small { @if may { (words::forbid()) } @else { (words::allow()) } }
                }
            }
        }
    }
}

/// The SIM in the modem is the shop's. It must be the one that the page has shown.
pub async fn accept(
    State(front): State<Front>,
    Owner(who): Owner,
    typed: Typed,
) -> Result<Response, WebError> {
    let sim = front.modem().sim;
    if sim.is_empty() || last_digits(&sim) != typed.get("end") {
        return Err(WebError::Conflict(words::is_another().to_owned()));
    }
    let who = who.name().to_owned();
    front.store().accept_sim(sim, who, front.now()).await?;
    Ok(errors::done(PAGE))
}

/// The PIN may be tried once more.
pub async fn try_pin(
    State(front): State<Front>,
    Owner(who): Owner,
    typed: Typed,
) -> Result<Response, WebError> {
    if typed.get("again") != "yes" {
        return Err(WebError::Conflict(say::asks::old_page().to_owned()));
    }
    let who = who.name().to_owned();
    front.store().try_pin_again(who, front.now()).await?;
    Ok(errors::done(PAGE))
}

/// Texts go in another network, or not.
pub async fn set_roaming(
    State(front): State<Front>,
    Owner(who): Owner,
    typed: Typed,
) -> Result<Response, WebError> {
    let may = match typed.get("may") {
        "yes" => true,
        "no" => false,
        _ => return Err(WebError::Conflict(say::asks::old_page().to_owned())),
    };
    let who = who.name().to_owned();
    front.store().set_roaming(may, who, front.now()).await?;
    Ok(errors::done(PAGE))
}
