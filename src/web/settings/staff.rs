//! Who works here: roles, and the one-time codes with which people choose their passwords.

use super::tokens::once;
use super::{Page, frame, refused};
use crate::domain::lang::Lang;
use crate::store::{Role, StaffLine, StoreError};
use crate::web::address::{Path, Query};
use crate::web::errors::{self, WebError};
use crate::web::fields::{Errors, Line, Shown, Typed};
use crate::web::house::Front;
use crate::web::pages::{self, From};
use crate::web::password;
use crate::web::say::{self, staff as words};
use crate::web::session::{Owner, SignedIn};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

const ROLES: [Role; 3] = [Role::Owner, Role::Counter, Role::Technician];

/// So many are on a page.
const SHOWN: usize = 50;

/// The page.
pub async fn page(
    State(front): State<Front>,
    Owner(who): Owner,
    Query(from): Query<From>,
) -> Result<Markup, WebError> {
    show(&front, &who, &fresh(), &Errors::default(), from.skipped()).await
}

fn fresh() -> Typed {
    let mut typed = Typed::default();
    typed.set("role", Role::Counter.as_str());
    typed.set("lang", say::lang().code());
    typed
}

async fn show(
    front: &Front,
    who: &SignedIn,
    typed: &Typed,
    wrong: &Errors,
    from: usize,
) -> Result<Markup, WebError> {
    let mut staff = front.store().staff(from, SHOWN + 1).await?;
    let next = pages::cut(&mut staff, from, SHOWN);
    let shown = Shown {
        typed,
        errors: wrong,
    };
    let langs = Lang::SPOKEN.map(|lang| (lang.code(), lang.name()));
    frame(front, who, Page::Staff, |_| {
        html! {
            p.muted { (words::what()) }
            @if let Some(why) = wrong.of("staff") { p.error role="alert" { (why) } br; }
            section.panel {
                ul.list { @for member in &staff { (line(member, member.id == who.member.id)) } }
                (pages::turn(Page::Staff.path(), from, next))
            }
            form.panel method="post" action="/settings/staff" {
                h2 { (words::add()) }
                (shown.line(Line::words("name", words::name())))
                fieldset.field {
                    legend { (words::role_of()) }
                    (roles(typed.get("role")))
                    (shown.error("role"))
                }
                (shown.choice("lang", words::language(), &langs))
                button.go { (words::add_them()) }
            }
        }
    })
    .await
}

fn roles(chosen: &str) -> Markup {
    html! {
        @for role in ROLES {
            label.check {
                input type="radio" name="role" value=(role.as_str()) checked[chosen == role.as_str()];
                span { b { (words::role(role)) } ": " (words::may(role)) }
            }
        }
    }
}

fn line(member: &StaffLine, is_me: bool) -> Markup {
    let to = format!("/settings/staff/{}", member.id);
    html! {
        li {
            div {
                b { (member.name) } " · " (words::role(member.role))
                @if is_me { " " span.chip { (words::you()) } }
                @if member.disabled.is_some() { " " span.chip.no { (words::disabled()) } }
                @else if !member.has_password { " " span.chip.wait { (words::waits_for_code()) } }
                @if member.has_pin { " " span.chip { (words::has_pin()) } }
                @if member.sessions > 0 { br; small { (words::on_screens(member.sessions)) } }
            }
            div.act {
                @if member.disabled.is_some() {
                    form method="post" action={ (to) "/enable" } { button.small { (words::enable()) } }
                } @else if !is_me {
                    details.ask-in {
                        summary { (words::change_role()) }
                        form method="post" action={ (to) "/role" } {
                            (roles(member.role.as_str()))
                            button { (say::settings::save()) }
                        }
                    }
                    form method="post" action={ (to) "/reset" } { button.small { (words::reset()) } }
                    form method="post" action={ (to) "/disable" } { button.small.no { (words::disable()) } }
                }
            }
        }
    }
}

/// Adds somebody, and shows the code with which they choose a password: this once.
pub async fn add(
    State(front): State<Front>,
    Owner(who): Owner,
    typed: Typed,
) -> Result<Response, WebError> {
    let name = typed.get("name").to_owned();
    let mut wrong = Errors::default();
    if !(1..=60).contains(&name.chars().count()) || name.contains('\n') {
        wrong.add("name", say::setup::bad_name());
    }
    let role = Role::from_name(typed.get("role"));
    if role.is_none() {
        wrong.add("role", words::no_role());
    }
    let lang = Lang::from_code(typed.get("lang")).unwrap_or(say::lang());
    if let (Some(role), true) = (role, wrong.is_empty()) {
        let (code, by) = (code()?, who.name().to_owned());
        let added = front
            .store()
            .invite(name.clone(), role, lang, code.clone(), by, front.now());
        match added.await {
            Ok(_) => return shown_once(&front, &who, &name, &code).await,
            Err(StoreError::NameTaken(_)) => wrong.add("name", words::taken(&name)),
            Err(other) => return Err(other.into()),
        }
    }
    Ok(refused(show(&front, &who, &typed, &wrong, 0).await?))
}

fn code() -> Result<String, WebError> {
    password::one_time_code().map_err(|error| WebError::Broken(error.to_string()))
}

async fn shown_once(
    front: &Front,
    who: &SignedIn,
    name: &str,
    code: &str,
) -> Result<Response, WebError> {
    let what = words::code_for(name);
    let page = once(front, who, Page::Staff, &what, code, words::code_where()).await?;
    Ok(page.into_response())
}

/// Takes somebody's password and PIN away, and shows the code for another password: this once.
pub async fn reset(
    State(front): State<Front>,
    Owner(who): Owner,
    Path(member): Path<i64>,
) -> Result<Response, WebError> {
    let (code, by) = (code()?, who.name().to_owned());
    let name = front
        .store()
        .reset_staff(member, code.clone(), by, front.now())
        .await?;
    shown_once(&front, &who, &name, &code).await
}

/// Gives somebody another role.
pub async fn role(
    State(front): State<Front>,
    Owner(who): Owner,
    Path(member): Path<i64>,
    typed: Typed,
) -> Result<Response, WebError> {
    let by = who.name().to_owned();
    let done = match Role::from_name(typed.get("role")) {
        Some(role) => front.store().set_role(member, role, by, front.now()).await,
        None => return told(&front, &who, words::no_role()).await,
    };
    answer(&front, &who, done).await
}

/// Lets somebody sign in no more.
pub async fn disable(
    State(front): State<Front>,
    Owner(who): Owner,
    Path(member): Path<i64>,
) -> Result<Response, WebError> {
    let by = who.name().to_owned();
    let done = front.store().set_disabled(member, true, by, front.now());
    answer(&front, &who, done.await).await
}

/// Lets somebody sign in again.
pub async fn enable(
    State(front): State<Front>,
    Owner(who): Owner,
    Path(member): Path<i64>,
) -> Result<Response, WebError> {
    let by = who.name().to_owned();
    let done = front.store().set_disabled(member, false, by, front.now());
    answer(&front, &who, done.await).await
}

async fn answer(
    front: &Front,
    who: &SignedIn,
    done: Result<(), StoreError>,
) -> Result<Response, WebError> {
    match done {
        Ok(()) => Ok(errors::done(Page::Staff.path())),
        Err(StoreError::LastOwner) => told(front, who, words::last_owner()).await,
        Err(other) => Err(other.into()),
    }
}

async fn told(front: &Front, who: &SignedIn, why: &str) -> Result<Response, WebError> {
    let mut wrong = Errors::default();
    wrong.add("staff", why);
    Ok(refused(show(front, who, &fresh(), &wrong, 0).await?))
}
