//! Choosing a password with a one-time code: somebody new, or whose password was reset.

use super::errors::WebError;
use super::fields::{Errors, Line, Shown, Typed};
use super::house::Front;
use super::place::Place;
use super::sign_in::{begin, languages, off_the_threads};
use super::{password, say, shell};
use crate::store::{StoreError, Thing};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

/// The form.
pub async fn page(State(front): State<Front>) -> Result<Markup, WebError> {
    form(&front, &Typed::default(), &Errors::default()).await
}

async fn form(front: &Front, typed: &Typed, wrong: &Errors) -> Result<Markup, WebError> {
    let brand = front.store().settings().await?.brand;
    let shown = Shown {
        typed,
        errors: wrong,
    };
    let main = html! {
        form.panel method="post" action="/sign-in/code" {
            h1 { (say::sign_in::choose()) }
            p.muted { (say::sign_in::choose_how()) }
            br;
            (shown.line(Line::words("name", say::sign_in::name()).autocomplete("username")))
            (shown.line(Line::words("code", say::sign_in::code()).autocomplete("one-time-code")))
            (shown.line(Line::words("password", say::sign_in::new_password())
                .hint(say::sign_in::password_hint()).kind("password").autocomplete("new-password")))
            (shown.line(Line::words("again", say::sign_in::again()).kind("password").autocomplete("new-password")))
            button.go { (say::sign_in::go_on()) }
        }
        p { a href="/sign-in" { (say::sign_in::sign_in()) } }
        (languages("/sign-in/code"))
    };
    Ok(shell::bare(say::sign_in::choose(), &brand, main))
}

/// Keeps the password and signs in.
pub async fn choose(
    State(front): State<Front>,
    place: Place,
    typed: Typed,
) -> Result<Response, WebError> {
    let name = typed.get("name").to_owned();
    let code = typed.get("code").to_lowercase();
    let secret = typed.get("password").to_owned();
    let mut wrong = Errors::default();
    if let Err(why) = password::check(&secret, &name) {
        wrong.add("password", say::sign_in::lacks(why));
    } else if secret != typed.get("again") {
        wrong.add("again", say::sign_in::not_same());
    }
    // Guessing a code is as slow as guessing a password, whatever else is typed.
    let wait = front.throttle.wait(place.address, &name, front.now().mono);
    if !wait.is_zero() {
        let seconds = wait.as_secs().max(1);
        wrong.add("code", say::unlock::wait(seconds));
        let page = form(&front, &typed, &wrong).await?;
        let headers = [(header::RETRY_AFTER, seconds.to_string())];
        return Ok((StatusCode::TOO_MANY_REQUESTS, headers, page).into_response());
    }
    let (store, now) = (front.store(), front.now());
    if store.is_staff_code(name.clone(), code.clone(), now).await? {
        front.throttle.right(place.address, &name);
    } else {
        wrong.add("code", say::sign_in::wrong_code());
    }
    if !wrong.is_empty() {
        let page = form(&front, &typed, &wrong).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let hash = off_the_threads(&front, move || password::hash(&secret)).await?;
    let hash = hash.map_err(|error| WebError::Broken(error.to_string()))?;
    match store.choose_password(name.clone(), code, hash, now).await {
        Ok(_) => {}
        Err(StoreError::TooLate) => {
            wrong.add("code", say::sign_in::wrong_code());
            let page = form(&front, &typed, &wrong).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
        Err(other) => return Err(other.into()),
    }
    let member = store.staff_named(name).await?;
    let member = member.ok_or(StoreError::Missing(Thing::Person))?;
    begin(&front, &place, &member, "/you").await
}
