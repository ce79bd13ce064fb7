//! The first start: a one-time link makes the owner, who then says what the shop is called.
//!
//! There is no default password. The link is printed and logged on the machine; whoever can read
//! that may as well own it.

use super::address::Query;
use super::errors::{self, WebError};
use super::fields::{Errors, Line, Shown, Typed};
use super::house::Front;
use super::place::Place;
use super::session::Owner;
use super::settings::{hours, shop};
use super::sign_in::{begin, languages};
use super::{password, say, shell, week};
use crate::domain::time::Now;
use crate::store::{Store, StoreError, Thing};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;

/// The code of the link.
#[derive(Debug, Default, Deserialize)]
pub struct Code {
    #[serde(default)]
    code: String,
}

/// Makes the code for the setup link of a first start, and voids an older one. `None` when somebody
/// is there already. The link is `http://…/setup?code=…`.
///
/// # Errors
/// When the database can't be written, or the machine has no randomness.
pub async fn make_setup_code(store: &Store, now: Now) -> Result<Option<String>, StoreError> {
    if !store.has_no_staff().await? {
        return Ok(None);
    }
    let code = password::set_up_code().map_err(|error| StoreError::Damaged(error.to_string()))?;
    store.set_setup_code(code.clone(), now).await?;
    Ok(Some(code))
}

/// The form for the owner.
pub async fn page(
    State(front): State<Front>,
    place: Place,
    Query(code): Query<Code>,
) -> Result<Response, WebError> {
    if !front.store().has_no_staff().await? {
        return Ok(errors::done("/sign-in"));
    }
    if let Err(answer) = check(&front, place.address, &code.code).await? {
        return Ok(answer);
    }
    let mut typed = Typed::default();
    typed.set("code", code.code);
    Ok(form(&typed, &Errors::default()).into_response())
}

type Checked = Result<(), Response>;

/// Whether the code is the right one; guessing is as slow as it is for passwords.
async fn check(
    front: &Front,
    address: Option<std::net::IpAddr>,
    code: &str,
) -> Result<Checked, WebError> {
    let now = front.now();
    let wait = front.throttle.wait(address, "\0setup", now.mono);
    if !wait.is_zero() {
        let seconds = wait.as_secs().max(1);
        let words = say::setup::wait(seconds);
        let headers = [(header::RETRY_AFTER, seconds.to_string())];
        let answer = (StatusCode::TOO_MANY_REQUESTS, headers, no_code(&words));
        return Ok(Err(answer.into_response()));
    }
    if !front.store().is_setup_code(code.to_owned(), now).await? {
        let page = no_code(say::setup::bad_link());
        return Ok(Err((StatusCode::FORBIDDEN, page).into_response()));
    }
    front.throttle.right(address, "\0setup");
    Ok(Ok(()))
}

fn no_code(words: &str) -> Markup {
    let main = html! {
        div.panel {
            h1 { (say::setup::title()) }
            p.error role="alert" { (words) }
            (ask_code())
        }
        (languages("/sign-in"))
    };
    shell::bare(say::setup::title(), "Readybell", main)
}

/// Asks for the code of the first start, and says where it is told.
pub(super) fn ask_code() -> Markup {
    html! {
        p { (say::setup::find_code()) }
        form method="get" action="/setup" {
            label {
                (say::setup::code())
                input #code name="code" required inputmode="numeric" autocomplete="off" maxlength="6" pattern="[1-9]{6}";
            }
            button.go { (say::sign_in::go_on()) }
        }
        p.foot { (say::sign_in::on_machine()) code { "journalctl --namespace=readybell -u readybell -g setup" } }
    }
}

fn form(typed: &Typed, wrong: &Errors) -> Markup {
    let shown = Shown {
        typed,
        errors: wrong,
    };
    let main = html! {
        form.panel method="post" action="/setup" {
            h1 { (say::setup::title()) }
            p.muted { (say::setup::who()) }
            br;
            input type="hidden" name="code" value=(typed.get("code"));
            (shown.line(Line::words("name", say::sign_in::name()).autocomplete("username")))
            (shown.line(Line::words("password", say::sign_in::password())
                .hint(say::sign_in::password_hint())
                .kind("password").autocomplete("new-password")))
            (shown.line(Line::words("again", say::sign_in::again()).kind("password").autocomplete("new-password")))
            button.go { (say::sign_in::go_on()) }
        }
        (languages(&format!("/setup?code={}", errors::escaped(typed.get("code")))))
    };
    shell::bare(say::setup::title(), "Readybell", main)
}

/// Makes the owner, once.
pub async fn make_owner(
    State(front): State<Front>,
    place: Place,
    typed: Typed,
) -> Result<Response, WebError> {
    if !front.store().has_no_staff().await? {
        return Ok(errors::done("/sign-in"));
    }
    if let Err(answer) = check(&front, place.address, typed.get("code")).await? {
        return Ok(answer);
    }
    let (name, password) = (
        typed.get("name").to_owned(),
        typed.get("password").to_owned(),
    );
    let mut wrong = Errors::default();
    if name.is_empty() || name.chars().count() > 60 {
        wrong.add("name", say::setup::bad_name());
    }
    if let Err(why) = password::check(&password, &name) {
        wrong.add("password", say::sign_in::lacks(why));
    } else if password != typed.get("again") {
        wrong.add("again", say::sign_in::not_same());
    }
    if !wrong.is_empty() {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, form(&typed, &wrong)).into_response());
    }
    let hash = tokio::task::spawn_blocking(move || password::hash(&password))
        .await
        .map_err(|error| WebError::Broken(error.to_string()))?
        .map_err(|error| WebError::Broken(error.to_string()))?;
    let code = typed.get("code").to_owned();
    let (lang, owner) = (say::lang(), name.clone());
    match front
        .store()
        .set_up(code, name, hash, lang, front.now())
        .await
    {
        Ok(_) => {
            let owner = front.store().staff_named(owner).await?;
            let owner = owner.ok_or(StoreError::Missing(Thing::Person))?;
            begin(&front, &place, &owner, "/setup/shop").await
        }
        Err(StoreError::TooLate) => Ok(errors::done("/sign-in")),
        Err(error) => Err(error.into()),
    }
}

/// What the shop is called, where it is, and when it is open.
pub async fn shop_page(State(front): State<Front>, _: Owner) -> Result<Markup, WebError> {
    let shop = front.store().settings().await?;
    let mut typed = shop::typed(&shop);
    week::fill(&mut typed, "open", &shop.open);
    if typed.get("brand") == crate::domain::settings::Settings::default().brand {
        typed.set("brand", "");
    }
    Ok(shop_form(&typed, &Errors::default()))
}

fn shop_form(typed: &Typed, wrong: &Errors) -> Markup {
    let shown = Shown {
        typed,
        errors: wrong,
    };
    let main = html! {
        form method="post" action="/setup/shop" {
            h1 { (say::setup::your_shop()) }
            p.muted { (say::setup::later()) }
            br;
            (shop::fields(&shown))
            (hours::opening(&shown))
            button.go { (say::setup::done()) }
        }
    };
    shell::roomy(say::setup::your_shop(), "Readybell", main)
}

/// Keeps it, and shows what customers will agree to.
pub async fn save_shop(
    State(front): State<Front>,
    Owner(who): Owner,
    typed: Typed,
) -> Result<Response, WebError> {
    let before = front.store().settings().await?;
    let mut wrong = Errors::default();
    let mut new = shop::read(&front, &typed, before, &mut wrong);
    new.open = week::read(&typed, "open", &new.open, &mut wrong);
    if !wrong.is_empty() {
        let page = shop_form(&typed, &wrong);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    front
        .store()
        .set_settings(new, who.name().to_owned(), front.now())
        .await?;
    Ok(errors::done("/settings/wording?first=yes"))
}
