//! The first start: a one-time link makes the owner, who then says what the shop is called.
//!
//! There is no default password. The link is printed and logged on the machine; whoever can read
//! that may as well own it.

use super::address::Query;
use super::errors::{self, WebError};
use super::fields::{Errors, Line, Shown, Typed};
use super::house::Front;
use super::session::Owner;
use super::sign_in::{Address, begin};
use super::{password, say, settings_form, shell};
use crate::domain::time::Now;
use crate::store::{Store, StoreError};
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
    let mut bytes = [0_u8; 12];
    getrandom::fill(&mut bytes).map_err(|error| StoreError::Damaged(error.to_string()))?;
    // No letter or digit that is easily taken for another: the code may have to be typed.
    let letters = b"abcdefghjkmnpqrstuvwxyz23456789-";
    let code: String = bytes
        .iter()
        .filter_map(|byte| letters.get(usize::from(byte % 31)))
        .map(|letter| char::from(*letter))
        .collect();
    store.set_setup_code(code.clone(), now).await?;
    Ok(Some(code))
}

/// The form for the owner.
pub async fn page(
    State(front): State<Front>,
    Address(address): Address,
    Query(code): Query<Code>,
) -> Result<Response, WebError> {
    if !front.store().has_no_staff().await? {
        return Ok(errors::done("/sign-in"));
    }
    if let Err(answer) = check(&front, address, &code.code).await? {
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
        let words = format!("Too many wrong codes. Wait {seconds} s, then open the link again.");
        let headers = [(header::RETRY_AFTER, seconds.to_string())];
        let answer = (StatusCode::TOO_MANY_REQUESTS, headers, no_code(&words));
        return Ok(Err(answer.into_response()));
    }
    if !front.store().is_setup_code(code.to_owned(), now).await? {
        let words =
            "This link is not good, or not any more. Restart Readybell: it prints a new one.";
        return Ok(Err((StatusCode::FORBIDDEN, no_code(words)).into_response()));
    }
    front.throttle.right(address, "\0setup");
    Ok(Ok(()))
}

fn no_code(words: &str) -> Markup {
    let main = html! {
        div.panel {
            h1 { "Set up Readybell" }
            p.error role="alert" { (words) }
        }
    };
    shell::bare("Set up", "Readybell", main)
}

fn form(typed: &Typed, wrong: &Errors) -> Markup {
    let shown = Shown {
        typed,
        errors: wrong,
    };
    let main = html! {
        form.panel method="post" action="/setup" {
            h1 { "Set up Readybell" }
            p.muted { "First, who are you? You will be the owner, and can add others later." }
            br;
            input type="hidden" name="code" value=(typed.get("code"));
            (shown.line(Line::words("name", "Your name").autocomplete("username")))
            (shown.line(Line::words("password", "Password")
                .hint("At least 8 letters. Three words in a row are easy to keep in mind.")
                .kind("password").autocomplete("new-password")))
            (shown.line(Line::words("again", "The password again").kind("password").autocomplete("new-password")))
            button.go { "Go on" }
        }
    };
    shell::bare("Set up", "Readybell", main)
}

/// Makes the owner, once.
pub async fn make_owner(
    State(front): State<Front>,
    Address(address): Address,
    typed: Typed,
) -> Result<Response, WebError> {
    if !front.store().has_no_staff().await? {
        return Ok(errors::done("/sign-in"));
    }
    if let Err(answer) = check(&front, address, typed.get("code")).await? {
        return Ok(answer);
    }
    let (name, password) = (
        typed.get("name").to_owned(),
        typed.get("password").to_owned(),
    );
    let mut wrong = Errors::default();
    if name.is_empty() || name.chars().count() > 60 {
        wrong.add("name", "Type your name, of at most 60 letters.");
    }
    if let Err(why) = password::check(&password, &name) {
        wrong.add("password", why.to_string());
    } else if password != typed.get("again") {
        wrong.add("again", "This is not the same password.");
    }
    if !wrong.is_empty() {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, form(&typed, &wrong)).into_response());
    }
    let hash = tokio::task::spawn_blocking(move || password::hash(&password))
        .await
        .map_err(|error| WebError::Broken(error.to_string()))?
        .map_err(|error| WebError::Broken(error.to_string()))?;
    let code = typed.get("code").to_owned();
    let lang = say::lang();
    match front
        .store()
        .set_up(code, name, hash, lang, front.now())
        .await
    {
        Ok(owner) => begin(&front, owner, lang, "/setup/shop").await,
        Err(StoreError::TooLate) => Ok(errors::done("/sign-in")),
        Err(error) => Err(error.into()),
    }
}

/// What the shop is called, where it is, and when it is open.
pub async fn shop_page(State(front): State<Front>, _: Owner) -> Result<Markup, WebError> {
    let shop = front.store().settings().await?;
    let mut typed = settings_form::typed(&shop);
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
            h1 { "Your shop" }
            p.muted { "All of it can be changed later in the settings." }
            br;
            (settings_form::shop(&shown))
            (settings_form::opening(&shown))
            button.go { "Done" }
        }
    };
    shell::roomy("Your shop", "Readybell", main)
}

/// Keeps it, and shows what customers will agree to.
pub async fn save_shop(
    State(front): State<Front>,
    Owner(who): Owner,
    typed: Typed,
) -> Result<Response, WebError> {
    let before = front.store().settings().await?;
    match settings_form::read(&front, &typed, before, settings_form::Part::Shop) {
        Ok(shop) => {
            front
                .store()
                .set_settings(shop, who.name().to_owned(), front.now())
                .await?;
            Ok(errors::done("/settings/wording?first=yes"))
        }
        Err(wrong) => {
            let page = shop_form(&typed, &wrong);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}
