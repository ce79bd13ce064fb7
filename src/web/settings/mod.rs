//! The settings, for the owner: a list of pages, one file each. Every change is written down with
//! who made it.
//!
//! Start at [`Page`]; [`frame`] is what each page is put into.

mod audit;
mod bays;
mod follow_up;
pub mod hours;
mod limits;
mod money;
mod phrases;
mod screens;
pub mod shop;
mod staff;
mod templates;
mod texts;
mod tokens;

use super::address::Query;
use super::errors::{self, WebError};
use super::fields::Errors;
use super::house::Front;
use super::say;
use super::session::{Owner, SignedIn};
use super::shell::{Here, Shell};
use super::when::Wall;
use crate::domain::settings::Settings;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use maud::{Markup, html};
use serde::Deserialize;

/// A page of the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// Who and where the shop is.
    Shop,
    /// When it is open.
    Hours,
    /// When texts may go.
    Texts,
    /// How many may go.
    Limits,
    /// What follows a pick-up.
    FollowUp,
    /// What they say.
    Templates,
    /// What one tap puts into a reply.
    Phrases,
    /// What is agreed to.
    Wording,
    /// Currency and tax.
    Money,
    /// The receipt printer.
    Printer,
    /// The bays.
    Bays,
    /// Who works here.
    Staff,
    /// Where they are signed in.
    Screens,
    /// Other programs.
    Tokens,
    /// Who changed what.
    Audit,
}

impl Page {
    const ALL: [Self; 15] = [
        Self::Shop,
        Self::Hours,
        Self::Texts,
        Self::Limits,
        Self::FollowUp,
        Self::Templates,
        Self::Phrases,
        Self::Wording,
        Self::Money,
        Self::Printer,
        Self::Bays,
        Self::Staff,
        Self::Screens,
        Self::Tokens,
        Self::Audit,
    ];

    /// Its address.
    pub fn path(self) -> &'static str {
        match self {
            Self::Shop => "/settings/shop",
            Self::Hours => "/settings/hours",
            Self::Texts => "/settings/texts",
            Self::Limits => "/settings/limits",
            Self::FollowUp => "/settings/follow-up",
            Self::Templates => "/settings/templates",
            Self::Phrases => "/settings/phrases",
            Self::Wording => "/settings/wording",
            Self::Money => "/settings/money",
            Self::Printer => "/settings/printer",
            Self::Bays => "/settings/bays",
            Self::Staff => "/settings/staff",
            Self::Screens => "/settings/screens",
            Self::Tokens => "/settings/tokens",
            Self::Audit => "/settings/audit",
        }
    }

    /// Its title, and what is on it.
    fn words(self) -> [&'static str; 2] {
        use say::settings as words;
        match self {
            Self::Shop => [words::shop(), words::shop_what()],
            Self::Hours => [words::hours(), words::hours_what()],
            Self::Texts => [words::texts(), words::texts_what()],
            Self::Limits => [words::limits(), words::limits_what()],
            Self::FollowUp => [say::follow_up::title(), say::follow_up::what()],
            Self::Templates => [words::templates(), words::templates_what()],
            Self::Phrases => [say::phrases::title(), say::phrases::what()],
            Self::Wording => [say::wording::title(), words::wording_what()],
            Self::Money => [words::money(), words::money_what()],
            Self::Printer => [say::receipt::printer_title(), words::printer_what()],
            Self::Bays => [words::bays(), words::bays_what()],
            Self::Staff => [say::staff::title(), words::staff_what()],
            Self::Screens => [say::staff::screens_title(), words::screens_what()],
            Self::Tokens => [words::tokens(), words::tokens_what()],
            Self::Audit => [say::staff::audit_title(), words::audit_what()],
        }
    }
}

/// Whether something was saved just now.
#[derive(Debug, Default, Deserialize)]
pub struct Saved {
    saved: Option<String>,
}

/// The addresses of the settings. Those of the consent lines and of the
/// printer are beside them.
pub fn routes() -> Router<Front> {
    Router::new()
        .route("/settings", get(page))
        .route("/settings/shop", get(shop::page).post(shop::save))
        .route("/settings/hours", get(hours::page).post(hours::save))
        .route("/settings/texts", get(texts::page).post(texts::save))
        .route("/settings/limits", get(limits::page).post(limits::save))
        .route(
            "/settings/follow-up",
            get(follow_up::page).post(follow_up::save),
        )
        .route("/settings/money", get(money::page).post(money::save))
        .route("/settings/bays", get(bays::page).post(bays::name))
        .route("/settings/bays/add", post(bays::add))
        .route("/settings/bays/{id}/remove", post(bays::remove))
        .route("/settings/bays/{id}/light", post(bays::light))
        .route("/settings/staff", get(staff::page).post(staff::add))
        .route("/settings/staff/{id}/role", post(staff::role))
        .route("/settings/staff/{id}/reset", post(staff::reset))
        .route("/settings/staff/{id}/disable", post(staff::disable))
        .route("/settings/staff/{id}/enable", post(staff::enable))
        .route("/settings/screens", get(screens::page).post(screens::save))
        .route("/settings/screens/forget", post(screens::forget))
        .route("/settings/screens/{id}", post(screens::end))
        .route("/settings/tokens", get(tokens::page).post(tokens::make))
        .route("/settings/tokens/revoke", post(tokens::revoke))
        .route("/settings/templates", get(templates::page))
        .route(
            "/settings/templates/{kind}/{lang}",
            get(templates::editor).post(templates::save),
        )
        .route(
            "/settings/templates/{kind}/{lang}/preview",
            post(templates::preview),
        )
        .route("/settings/phrases", get(phrases::page).post(phrases::save))
        .route("/settings/audit", get(audit::page))
}

/// The list of pages.
async fn page(State(front): State<Front>, Owner(who): Owner) -> Result<Markup, WebError> {
    let top = front.store().top(front.now()).await?;
    let shell = Shell {
        front: &front,
        who: &who,
        top: &top,
        here: Here::Settings,
        title: say::settings::title(),
        class: "sheet",
    };
    Ok(shell.page(html! {
        h1 { (say::settings::title()) }
        p.muted { (say::settings::what()) }
        nav class="pages all" aria-label=(say::settings::pages()) {
            @for page in Page::ALL {
                @let [title, what] = page.words();
                a href=(page.path()) { (title) small { (what) } }
            }
        }
        p.foot { a href="/manual/owner.html" { (say::settings::manual()) } ". " (say::settings::manual_in_english()) }
    }))
}

/// A page of the settings with the list beside it. The consent lines and the printer use it, too. `main` is given the clock on the shop's wall.
pub async fn frame(
    front: &Front,
    who: &SignedIn,
    page: Page,
    main: impl FnOnce(&Wall) -> Markup,
) -> Result<Markup, WebError> {
    let top = front.store().top(front.now()).await?;
    let [title, _] = page.words();
    let shell = Shell {
        front,
        who,
        top: &top,
        here: Here::Settings,
        title,
        class: "sheet settings",
    };
    let wall = shell.wall();
    Ok(shell.page(html! {
        nav.pages aria-label=(say::settings::pages()) {
            @for other in Page::ALL {
                a href=(other.path()) aria-current=[(other == page).then_some("page")] { (other.words()[0]) }
            }
        }
        div {
            a.upto href="/settings" { "‹ " (say::settings::title()) }
            h1 { (title) }
            (main(&wall))
        }
    }))
}

/// A form of one page, with what became of it above.
fn form(page: Page, wrong: &Errors, saved: Option<&str>, fields: Markup) -> Markup {
    html! {
        form method="post" action=(page.path()) {
            (outcome(wrong, saved))
            (fields)
            button.go { (say::settings::save()) }
        }
    }
}

fn outcome(wrong: &Errors, saved: Option<&str>) -> Markup {
    let saved = saved.map(|how| match how {
        "clipped" => say::settings::clipped(),
        _ => say::settings::saved(),
    });
    html! {
        @if let Some(words) = saved { p.done role="status" { (words) } br; }
        @if !wrong.is_empty() { p.error role="alert" { (say::settings::not_saved()) } br; }
    }
}

/// Keeps what was read from a form, or shows the form again.
async fn keep(
    front: &Front,
    who: &SignedIn,
    page: Page,
    before: Settings,
    new: Settings,
    how: &str,
) -> Result<Response, WebError> {
    let by = who.name().to_owned();
    front
        .store()
        .change_settings(before, new, by, front.now())
        .await?;
    Ok(errors::done(&format!("{}?saved={how}", page.path())))
}

fn refused(page: Markup) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

type Asked = Query<Saved>;
