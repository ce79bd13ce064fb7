//! Who was here before: what is found while a name, a plate or a number is typed.

use crate::domain::phone::PhoneNumber;
use crate::domain::settings::Settings;
use crate::store::{Known, StoreError};
use crate::web::errors::WebError;
use crate::web::fields::Typed;
use crate::web::house::Front;
use crate::web::say::intake as say;
use crate::web::session::AtCounter;
use axum::extract::State;
use maud::{Markup, html};

/// The part of a page that shows who may be meant by what has been typed so far: what the script
/// asks for. `ask` says which form asks.
pub async fn find(
    State(front): State<Front>,
    AtCounter(_): AtCounter,
    typed: Typed,
) -> Result<Markup, WebError> {
    let shop = front.store().settings().await?;
    let found = matches(&front, &shop, &typed).await?;
    Ok(match typed.get("ask") {
        "whose" => {
            html! { @if !found.is_empty() { p.muted { (say::number_is_known()) } (names(&found)) } }
        }
        _ => picks(&found, false),
    })
}

/// Who may be meant by what has been typed. A number counts once it is whole, in its own field or
/// in the name's.
pub async fn matches(
    front: &Front,
    shop: &Settings,
    typed: &Typed,
) -> Result<Vec<Known>, StoreError> {
    let number = [typed.get("phone"), typed.get("name")]
        .into_iter()
        .find_map(|words| PhoneNumber::parse(words, shop.country).ok());
    let (name, plate) = (typed.get("name").to_owned(), typed.get("plate").to_owned());
    front.store().known(name, plate, number).await
}

/// The matches as buttons of the form around them: a first name and a vehicle, and no more.
/// `asked`: somebody asked for them, so nobody found is worth a word.
pub fn picks(found: &[Known], asked: bool) -> Markup {
    html! {
        @if !found.is_empty() {
            p.muted { (say::here_before()) }
            div.picks {
                @for known in found {
                    button.small name="pick" value=(pick(known)) { (label(known)) }
                }
            }
        } @else if asked {
            p.muted { (say::nobody_found()) }
        }
    }
}

/// The matches as a question: who of those who share a number is it?
pub fn whose(found: &[Known]) -> Markup {
    let mut asked = Vec::new();
    for known in found {
        if !asked
            .iter()
            .any(|other: &&Known| other.customer == known.customer)
        {
            asked.push(known);
        }
    }
    html! {
        div.picks {
            @for known in asked {
                button.small name="whose" value=(known.customer) { (label(known)) }
            }
            button.small name="whose" value="else" { (say::someone_else()) }
        }
    }
}

fn names(found: &[Known]) -> Markup {
    html! { p { @for known in found { span.chip { (label(known)) } " " } } }
}

/// What a pick says about itself: the customer, and the vehicle if there is one.
fn pick(known: &Known) -> String {
    match known.vehicle {
        Some(vehicle) => format!("{}-{vehicle}", known.customer),
        None => known.customer.to_string(),
    }
}

/// A first name and a vehicle.
pub fn label(known: &Known) -> String {
    match known.vehicle_name.as_str() {
        "" => known.first_name().to_owned(),
        vehicle => format!("{} · {vehicle}", known.first_name()),
    }
}
