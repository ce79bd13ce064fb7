//! The bays: what they are called, a try of each one's light, and those that have no button.

use super::{Page, form, frame, refused};
use crate::store::views::Bay;
use crate::store::{MOST_BAYS, StoreError};
use crate::web::address::{Path, Query};
use crate::web::errors::{self, WebError};
use crate::web::fields::{Errors, Line, Shown, Typed};
use crate::web::house::Front;
use crate::web::say::{self, bays as words, board};
use crate::web::session::{Owner, SignedIn};
use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;

/// The longest name: it stands on a button of a card.
const LONGEST: usize = 30;

/// What was tried or kept just now.
#[derive(Debug, Default, Deserialize)]
pub struct Tried {
    lit: Option<i64>,
    busy: Option<i64>,
    saved: Option<String>,
}

/// The page.
pub async fn page(
    State(front): State<Front>,
    Owner(who): Owner,
    Query(tried): Query<Tried>,
) -> Result<Markup, WebError> {
    let bays = front.store().bays(front.now()).await?;
    let mut typed = Typed::default();
    for bay in &bays {
        let own = bay.name != format!("Bay {}", bay.id);
        typed.set(&field(bay.id), if own { bay.name.as_str() } else { "" });
    }
    show(&front, &who, &bays, &typed, &Errors::default(), &tried).await
}

/// What the name of a bay is called in the form.
fn field(bay: i64) -> String {
    format!("name-{bay}")
}

async fn show(
    front: &Front,
    who: &SignedIn,
    bays: &[Bay],
    typed: &Typed,
    wrong: &Errors,
    tried: &Tried,
) -> Result<Markup, WebError> {
    let has_panel = front.desk().has_panel();
    let shown = Shown {
        typed,
        errors: wrong,
    };
    let names = html! {
        section.panel {
            h2 { (words::names()) }
            p.muted { (words::names_how()) }
            br;
            div.two {
                @for bay in bays {
                    @let (name, label) = (field(bay.id), words::bay(bay.id));
                    (shown.line(Line::words(&name, &label)))
                }
            }
        }
    };
    frame(front, who, Page::Bays, |_| {
        html! {
            p.muted { (words::how()) }
            @if let Some(bay) = tried.lit { p.done role="status" { (words::lit(bay)) } br; }
            @if tried.busy.is_some() { p.error role="status" { (words::busy()) } br; }
            @if let Some(why) = wrong.of("bay") { p.error role="alert" { (why) } br; }
            section.panel {
                ul.list { @for bay in bays { (line(bay, has_panel)) } }
                @if !has_panel { p.muted { (words::no_panel()) } }
                @if i64::try_from(bays.len()).is_ok_and(|many| many < MOST_BAYS) {
                    form.row.space method="post" action="/settings/bays/add" {
                        button.small { (words::add()) }
                        span.muted { (words::add_how()) }
                    }
                }
            }
            @if has_panel { p.muted { (words::button_how()) } }
            br;
            (form(Page::Bays, wrong, tried.saved.as_deref(), names))
        }
    })
    .await
}

fn line(bay: &Bay, has_panel: bool) -> Markup {
    let to = format!("/settings/bays/{}", bay.id);
    let name = board::bay(&bay.name);
    html! {
        li {
            div {
                b { (name) }
                @if name != words::bay(bay.id) { " " small { (words::bay(bay.id)) } }
                @if bay.by_hand { " " span.chip { (words::by_hand()) } }
            }
            div.act {
                @if bay.by_hand {
                    form method="post" action={ (to) "/remove" } {
                        button.small.no { (words::remove()) }
                    }
                } @else if has_panel {
                    form method="post" action={ (to) "/light" } { button.small { (words::light()) } }
                }
            }
        }
    }
}

/// Names them.
pub async fn name(
    State(front): State<Front>,
    Owner(who): Owner,
    typed: Typed,
) -> Result<Response, WebError> {
    let bays = front.store().bays(front.now()).await?;
    let mut wrong = Errors::default();
    let mut names = Vec::new();
    for bay in &bays {
        let name = typed.get(&field(bay.id));
        if name.chars().count() > LONGEST || name.contains('\n') {
            wrong.add(&field(bay.id), words::bad_name());
        }
        // A form that does not know a bay leaves it as it is.
        if typed.has(&field(bay.id)) {
            names.push((bay.id, name.to_owned()));
        }
    }
    if names.is_empty() {
        return Err(WebError::Input(say::errors::no_field().to_owned()));
    }
    if wrong.is_empty() {
        let by = who.name().to_owned();
        let named = front.store().name_bays(names.clone(), by, front.now());
        match named.await {
            Ok(()) => return Ok(errors::done("/settings/bays?saved=yes")),
            Err(StoreError::NameTaken(taken)) => {
                let like = |(_, name): &&(i64, String)| name.eq_ignore_ascii_case(&taken);
                let last = names.iter().rev().find(like);
                let bay = last.map_or_else(|| "bay".to_owned(), |(bay, _)| field(*bay));
                wrong.add(&bay, words::name_taken());
            }
            Err(other) => return Err(other.into()),
        }
    }
    let tried = Tried::default();
    let page = show(&front, &who, &bays, &typed, &wrong, &tried).await?;
    Ok(refused(page))
}

/// Adds one.
pub async fn add(State(front): State<Front>, Owner(who): Owner) -> Result<Response, WebError> {
    let by = who.name().to_owned();
    front.store().add_bay(by, front.now()).await?;
    Ok(errors::done(Page::Bays.path()))
}

/// Takes one away that was added here.
pub async fn remove(
    State(front): State<Front>,
    Owner(who): Owner,
    Path(bay): Path<i64>,
) -> Result<Response, WebError> {
    let by = who.name().to_owned();
    match front.store().remove_bay(bay, by, front.now()).await {
        Ok(()) => Ok(errors::done(Page::Bays.path())),
        Err(StoreError::BayTaken) => Err(WebError::Conflict(words::in_use().to_owned())),
        Err(other) => Err(other.into()),
    }
}

/// Lights a bay's light.
pub async fn light(
    State(front): State<Front>,
    Owner(who): Owner,
    Path(bay): Path<i64>,
) -> Result<Response, WebError> {
    let lit = front.desk().try_light(bay, who.name()).await?;
    let what = if lit { "lit" } else { "busy" };
    Ok(errors::done(&format!("/settings/bays?{what}={bay}")))
}
