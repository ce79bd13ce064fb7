//! Who was here before: what is found while a name, a plate or a number is typed.

use crate::domain::phone::PhoneNumber;
use crate::domain::settings::Settings;
use crate::store::{Known, StoreError};
use crate::web::errors::WebError;
use crate::web::fields::Typed;
use crate::web::house::Front;
use crate::web::say::intake as say;
use crate::web::session::AtCounter;
use crate::web::thread;
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
    if typed.get("ask") == "whose" {
        return number(&front, &shop, typed.get("phone")).await;
    }
    let found = matches(&front, &shop, &typed).await?;
    Ok(html! {
        (picks(&found, &typed, &shop, false))
        (standing(&front, typed_number(&typed, &shop)).await?)
    })
}

/// What is known of a typed number: whose it is, and where its consent stands. Nothing where it is no
/// number yet, or nobody knows it.
pub async fn number(front: &Front, shop: &Settings, phone: &str) -> Result<Markup, WebError> {
    let Ok(number) = PhoneNumber::parse(phone, shop.country) else {
        return Ok(html! {});
    };
    let (store, now) = (front.store(), front.now());
    let Some(reach) = store.reach_of(number.clone(), now).await? else {
        return Ok(html! {});
    };
    let found = store
        .known(String::new(), String::new(), Some(number))
        .await?;
    Ok(html! {
        p.muted { (say::number_is_known()) }
        p.row {
            @for known in &found { span.chip { (label(known)) } }
            (thread::standing(&reach))
        }
    })
}

/// Where the consent of a number stands, as far as it is whole and known.
pub async fn standing(front: &Front, number: Option<PhoneNumber>) -> Result<Markup, WebError> {
    let reach = match number {
        Some(number) => front.store().reach_of(number, front.now()).await?,
        None => None,
    };
    Ok(html! {
        @if let Some(reach) = &reach { p.row { (thread::standing(reach)) } }
    })
}

/// Who may be meant by what has been typed. A number counts once it is whole, in its own field or
/// in the name's.
pub async fn matches(
    front: &Front,
    shop: &Settings,
    typed: &Typed,
) -> Result<Vec<Known>, StoreError> {
    let number = typed_number(typed, shop);
    let (name, plate) = (typed.get("name").to_owned(), typed.get("plate").to_owned());
    front.store().known(name, plate, number).await
}

/// A number that is whole, in its own field or in the name's.
pub fn typed_number(typed: &Typed, shop: &Settings) -> Option<PhoneNumber> {
    [typed.get("phone"), typed.get("name")]
        .into_iter()
        .find_map(|words| PhoneNumber::parse(words, shop.country).ok())
}

/// The matches as buttons of the form around them. Who typed a name sees the name, the vehicle and the
/// end of the number: enough to tell two people of one first name apart, and no more. Who typed a
/// number may not know whose it is, and sees a first name and a vehicle.
/// `asked`: somebody asked for them, so nobody found is worth a word.
pub fn picks(found: &[Known], typed: &Typed, shop: &Settings, asked: bool) -> Markup {
    let words = match typed_number(typed, shop) {
        Some(_) => label,
        None => whole_label,
    };
    html! {
        @if !found.is_empty() {
            p.muted { (say::here_before()) }
            div.picks {
                @for known in found {
                    button.small name="pick" value=(pick(known)) { (words(known)) }
                }
            }
        } @else if asked {
            p.muted { (say::nobody_found()) }
        }
    }
}

/// The vehicles of a customer who has been picked, as buttons.
pub fn vehicles(theirs: &[Known]) -> Markup {
    html! {
        div.picks {
            @for known in theirs {
                button.small name="pick" value=(pick(known)) { (label(known)) }
            }
        }
    }
}

/// The matches as a question: who of those who share a number is it? What is likely from the typed
/// name is picked already, so that the step leads on. `vehicles`: the job has none yet, so each
/// vehicle is a pick of its own.
pub fn whose(found: &[Known], vehicles: bool, name: &str) -> Markup {
    let mut asked: Vec<&Known> = Vec::new();
    for known in found {
        if vehicles || !asked.iter().any(|other| other.customer == known.customer) {
            asked.push(known);
        }
    }
    let first = |name: &str| {
        let first = name.split_whitespace().next().unwrap_or_default();
        first.to_lowercase()
    };
    let mut alike = asked
        .iter()
        .filter(|known| first(&known.name) == first(name));
    // Two of the same name: only staff can tell.
    let (likely, is_sure) = (alike.next(), alike.next().is_none());
    let answer = |value: &str, words: &str, is_picked: bool| {
        html! {
            label.pick {
                input type="radio" name="whose" value=(value) required checked[is_picked];
                (words)
            }
        }
    };
    html! {
        div.picks {
            @for known in &asked {
                @let value = if vehicles { pick(known) } else { known.customer.to_string() };
                (answer(&value, &label(known), is_sure && likely.is_some_and(|likely| likely == known)))
            }
            (answer("else", &say::someone_else_here(name), likely.is_none()))
        }
    }
}

/// Forgets who was picked for a number that is not the typed one any more.
pub fn forget_stale_pick(typed: &mut Typed) {
    if !typed.get("whose").is_empty()
        && !typed.get("asked").is_empty()
        && typed.get("asked") != typed.get("phone")
    {
        typed.set("whose", "");
    }
}

/// The customer and the vehicle that a pick names.
pub fn picked(value: &str) -> Option<(i64, Option<i64>)> {
    let (customer, vehicle) = value.split_once('-').unwrap_or((value, ""));
    Some((customer.parse().ok()?, vehicle.parse().ok()))
}

/// What a pick says about itself: the customer, and the vehicle if there is one.
fn pick(known: &Known) -> String {
    match known.vehicle {
        Some(vehicle) => format!("{}-{vehicle}", known.customer),
        None => known.customer.to_string(),
    }
}

/// The name, a vehicle, and the last two digits of the number.
fn whole_label(known: &Known) -> String {
    let end = match known.number_end.as_str() {
        "" => String::new(),
        digits => format!("…{digits}"),
    };
    let parts = [known.name.as_str(), known.vehicle_name.as_str(), &end];
    let said: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    said.join(" · ")
}

/// A first name and a vehicle.
fn label(known: &Known) -> String {
    match known.vehicle_name.as_str() {
        "" => known.first_name().to_owned(),
        vehicle => format!("{} · {vehicle}", known.first_name()),
    }
}
