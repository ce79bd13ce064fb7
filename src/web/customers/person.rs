//! One customer: how to reach them, vehicles, jobs, the newest of their consent history, and what can
//! be done.

use super::proof::events;
use super::{Before, email};
use crate::domain::lang::Lang;
use crate::domain::phone::Country;
use crate::store::views::{Person, Point, Timeline};
use crate::web::address::{Path, Query};
use crate::web::errors::{self, WebError};
use crate::web::fields::{Errors, Line, Shown, Typed};
use crate::web::house::Front;
use crate::web::session::{AtCounter, SignedIn};
use crate::web::shell::{Here, Shell};
use crate::web::when::Wall;
use crate::web::{card, care, decide, heard, say, thread};
use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

/// As many events are on the page itself.
const EVENTS: usize = 5;

/// The customer's page.
pub async fn page(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    Path(id): Path<i64>,
    Query(from): Query<Before>,
) -> Result<Markup, WebError> {
    show(&front, &who, id, from.before, None).await
}

async fn show(
    front: &Front,
    who: &SignedIn,
    id: i64,
    before: Option<i64>,
    failed: Option<(&Typed, &Errors)>,
) -> Result<Markup, WebError> {
    let person = front.store().person(id, before, front.now()).await?;
    let history = front.store().timeline(id, None, None, front.now()).await?;
    let shell = Shell {
        front,
        who,
        top: &person.top,
        here: Here::Customers,
        title: &person.name,
        class: "person",
    };
    let wall = shell.wall();
    let country = person.top.shop.country;
    Ok(shell.page(html! {
        header {
            h1 { (person.name) }
            span.muted { (say::customers::since(&wall.exact_day(person.created_at))) }
        }
        @if !person.note.is_empty() { p.panel.words dir="auto" { (person.note) } }
        div.beside {
            div {
                section.panel {
                    h2 { (say::customers::reach()) }
                    @for point in &person.points { (point_of(point, &person, who, &wall, country)) }
                    @if person.points.is_empty() { p.muted { (say::customers::no_points()) } }
                }
                section.panel {
                    h2 { (say::customers::vehicles()) }
                    @for vehicle in &person.vehicles {
                        p { (vehicle.name)
                            @if !vehicle.colour.is_empty() { ", " (vehicle.colour) }
                            @if !vehicle.plate.is_empty() { " · " span.num { (vehicle.plate) } }
                        }
                    }
                    @if person.vehicles.is_empty() { p.muted { (say::customers::no_vehicles()) } }
                }
            }
            div {
                section.panel {
                    h2 { (say::customers::consent()) }
                    (history_of(&history, id, who, &wall, country))
                }
                section.panel {
                    h2 { (say::customers::jobs()) }
                    (codes(&person, &wall))
                    (jobs(&person, &wall))
                }
            }
        }
        (data(&person, who, failed))
    }))
}

fn point_of(
    point: &Point,
    person: &Person,
    who: &SignedIn,
    wall: &Wall,
    country: Country,
) -> Markup {
    let back = format!("/customers/{}", person.id);
    if let Some(consent) = &point.email {
        return email::point(point, consent, person, who, wall, country);
    }
    let Some(reach) = &point.reach else {
        return html! {};
    };
    let names: Vec<&str> = point.others.iter().map(|(_, name)| name.as_str()).collect();
    let proof = match &point.verified {
        Some((at, how)) if how == "code" => say::customers::by_code(&wall.soon(*at)),
        Some((at, _)) => say::customers::by_text(&wall.soon(*at)),
        None => say::customers::not_proved().to_owned(),
    };
    html! {
        div.point {
            div.row {
                (card::tel(&reach.number, country))
                (thread::standing(reach))
                a.btn.small href={ "/inbox/" (point.contact) } { (say::customers::talk()) }
            }
            small {
                @if reach.can_be_texted { (say::customers::text_and_call()) } @else { (say::customers::call_only()) }
                " · " (proof)
            }
            @if !names.is_empty() { p.muted { (say::customers::shared(&names.join(", "))) } }
            details.more {
                summary { (say::customers::texts_in()) ": " (reach.lang.spoken().name()) }
                form.row method="post" action={ "/inbox/" (point.contact) "/lang" } data-tap {
                    input type="hidden" name="back" value=(back);
                    @for lang in Lang::SPOKEN {
                        button.small name="lang" value=(lang.code()) disabled[lang == reach.lang.spoken()] { (lang.name()) }
                    }
                }
            }
            @if let Some(first) = point.undecided.first() {
                @let whom = person.name.split_whitespace().next().unwrap_or(say::thread::this_number());
                (decide::ask(point.contact, first, whom, &[], wall, &back))
            }
            @if let Some(undo) = point.undo {
                (care::undo(point.contact, undo, &back))
            }
            @if reach.standing.consent(crate::domain::purpose::Purpose::Service) != crate::domain::consent::Consent::Revoked {
                (heard::form(reach, &[person.name.as_str()], &back))
            }
        }
    }
}

fn history_of(
    history: &Timeline,
    id: i64,
    who: &SignedIn,
    wall: &Wall,
    country: Country,
) -> Markup {
    let shown = history.events.get(..EVENTS).unwrap_or(&history.events);
    html! {
        @if history.events.is_empty() {
            p.muted { (say::customers::no_consent()) }
        } @else {
            p.muted { (say::customers::consent_hint()) }
            (events(shown, id, who, wall, country))
            @if history.events.len() > shown.len() {
                p.row { a.btn.small href={ "/customers/" (id) "/consent" } { (say::customers::show_all()) } }
            }
        }
    }
}

/// The codes that can still be redeemed, and the way to the page for that.
fn codes(person: &Person, wall: &Wall) -> Markup {
    html! {
        @for code in &person.codes {
            p { (say::follow_up::has_code(&code.code, &wall.full_day(code.until))) }
        }
        p.row { a.btn.small href={ "/redeem?customer=" (person.id) } { (say::follow_up::redeem_title()) } }
        br;
    }
}

fn jobs(person: &Person, wall: &Wall) -> Markup {
    html! {
        ul.line-up {
            @for job in &person.jobs {
                li {
                    p {
                        a href={ "/jobs/" (job.id) "/receipt" } { b { "#" (job.id) } " " (say::receipt::title()) }
                        @if !job.vehicle.is_empty() { " · " (job.vehicle) }
                        " · " (thread::state(job.state, ""))
                    }
                    @if !job.work.is_empty() { p { (job.work) } }
                    small {
                        (wall.soon(job.created_at))
                        @if let Some((score, said)) = &job.score {
                            " · " b { (say::follow_up::score(*score)) }
                            @if !said.is_empty() { " “" span dir="auto" { (said) } "”" }
                        }
                    }
                }
            }
        }
        @if person.jobs.is_empty() { p.muted { (say::customers::no_jobs()) } }
        @if let Some(older) = person.older_jobs {
            p.row { a.btn.small href={ "/customers/" (person.id) "?before=" (older) } { (say::customers::older()) } }
        }
        p.row { a.btn.small href={ "/customers/" (person.id) "/texts" } { (say::customers::all_texts()) } }
    }
}

fn data(person: &Person, who: &SignedIn, failed: Option<(&Typed, &Errors)>) -> Markup {
    let id = person.id;
    let mut kept = Typed::default();
    kept.set("name", person.name.as_str());
    kept.set("note", person.note.as_str());
    let fine = Errors::default();
    let (typed, errors) = failed.unwrap_or((&kept, &fine));
    let form = Shown { typed, errors };
    html! {
        section.panel {
            h2 { (say::customers::data()) }
            details.more open[failed.is_some()] {
                summary { (say::customers::edit()) }
                form method="post" action={ "/customers/" (id) } {
                    (form.line(Line::words("name", say::customers::name())))
                    (form.lines("note", say::customers::note(), "", 3))
                    button.small { (say::customers::save()) }
                }
            }
            div.row {
                a.btn.small href={ "/customers/" (id) "/merge" } { (say::customers::merge()) }
                form method="post" action={ "/customers/" (id) "/export" } {
                    button.small { (say::customers::export()) }
                }
                @if who.is_owner() {
                    a.btn.small href={ "/customers/" (id) "/erase" } { (say::customers::erase()) }
                }
            }
            p.muted { (say::customers::export_hint()) }
        }
    }
}

/// Changes the name and the note.
pub async fn change(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    Path(id): Path<i64>,
    typed: Typed,
) -> Result<Response, WebError> {
    let mut errors = Errors::default();
    let (name, note) = (typed.get("name"), typed.get("note"));
    if name.is_empty() {
        errors.add("name", say::customers::name_missing());
    }
    if name.chars().count() > 200 {
        errors.add("name", say::customers::too_long());
    }
    if !errors.is_empty() {
        let page = show(&front, &who, id, None, Some((&typed, &errors))).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let note: String = note.chars().take(2_000).collect();
    let by = who.name().to_owned();
    front
        .store()
        .change_customer(id, name.to_owned(), note, by, front.now())
        .await?;
    Ok(errors::done(&format!("/customers/{id}")))
}

/// Everything that is kept about them, as a file.
pub async fn export(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    Path(id): Path<i64>,
) -> Result<Response, WebError> {
    let by = who.name().to_owned();
    let everything = front.store().export_person(id, by, front.now()).await?;
    let file = format!("attachment; filename=\"customer-{id}.json\"");
    let headers: [(HeaderName, String); 2] = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CONTENT_DISPOSITION, file),
    ];
    let body = serde_json::to_string_pretty(&everything)
        .map_err(|error| WebError::Broken(error.to_string()))?;
    Ok((headers, body).into_response())
}
