//! The form for a line of five: name, phone, bay. The rest is done later, from the job's card.

use super::find;
use super::work::place;
use crate::domain::job::{JobState, Tell};
use crate::domain::phone::PhoneNumber;
use crate::store::{Known, NewVisit, Reaching, StoreError, Thing, Who, Whose};
use crate::web::address::Query;
use crate::web::assets;
use crate::web::errors::{self, WebError};
use crate::web::fields::{Errors, Line, Shown, Typed};
use crate::web::house::Front;
use crate::web::say::intake as say;
use crate::web::session::{AtCounter, SignedIn};
use crate::web::shell::{Here, Shell};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;

/// The job that was taken in just now.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Done {
    done: Option<i64>,
}

/// The empty form, and what the last one became.
pub async fn page(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    Query(done): Query<Done>,
) -> Result<Markup, WebError> {
    let mut typed = Typed::default();
    typed.set("where", "waiting");
    form(&front, &who, &typed, &Errors::default(), &[], done.done).await
}

/// Takes a job in, and shows the form for the next one.
pub async fn save(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    mut typed: Typed,
) -> Result<Response, WebError> {
    find::forget_stale_pick(&mut typed);
    let shop = front.store().settings().await?;
    let mut wrong = Errors::default();
    let (name, phone) = (typed.get("name"), typed.get("phone"));
    if name.is_empty() {
        wrong.add("name", say::name_needed());
    }
    if name.chars().count() > 200 {
        wrong.add("name", say::too_long(200));
    }
    let number = match (phone, PhoneNumber::parse(phone, shop.country)) {
        ("", _) => None,
        (_, Ok(number)) => Some(number),
        (_, Err(why)) => {
            wrong.add("phone", say::phone(&why));
            None
        }
    };
    let mut owners = Vec::new();
    if wrong.is_empty() && typed.get("whose").is_empty() && number.is_some() {
        let store = front.store();
        owners = store
            .known(String::new(), String::new(), number.clone())
            .await?;
    }
    if wrong.is_empty() && owners.is_empty() {
        match take_in(&front, &who, &typed, number).await {
            Ok(job) => return Ok(errors::done(&format!("/jobs/new/express?done={job}"))),
            Err(StoreError::BayTaken | StoreError::Missing(Thing::Bay)) => {
                wrong.add("where", say::bay_taken());
            }
            Err(error) => return Err(error.into()),
        }
    }
    let status = match wrong.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = form(&front, &who, &typed, &wrong, &owners, None).await?;
    Ok((status, page).into_response())
}

async fn take_in(
    front: &Front,
    who: &SignedIn,
    typed: &Typed,
    number: Option<PhoneNumber>,
) -> Result<i64, StoreError> {
    let shop = front.store().settings().await?;
    let known = find::picked(typed.get("whose"));
    let vehicle = match known {
        Some((customer, Some(vehicle))) => front
            .store()
            .known_customer(customer)
            .await?
            .into_iter()
            .find(|theirs| theirs.vehicle == Some(vehicle))
            .map_or_else(String::new, |theirs| theirs.vehicle_name),
        _ => String::new(),
    };
    let bay = typed.get("where").strip_prefix("bay-");
    let visit = NewVisit {
        who: match known {
            Some((customer, _)) => Who::Known(customer),
            None => Who::New(typed.get("name").to_owned()),
        },
        vehicle,
        colour: String::new(),
        plate: String::new(),
        lines: Vec::new(),
        note: String::new(),
        comes_at: None,
        promised_at: None,
        state: JobState::Waiting,
        bay: bay.and_then(|bay| bay.parse().ok()),
        by: who.name().to_owned(),
    };
    let (store, now) = (front.store(), front.now());
    let job = store.begin(visit, now).await?;
    if let Some(number) = number {
        let can_be_texted = number.line_kind().can_be_texted();
        let reaching = Reaching {
            call_only: !can_be_texted,
            tell: if can_be_texted {
                Tell::Text
            } else {
                Tell::Call
            },
            lang: store
                .contact_of(number.clone())
                .await?
                .map_or(shop.lang.spoken(), |contact| contact.lang),
            number: Some(number),
            email: None,
            whose: known.map_or(Whose::SomeoneElse, |(customer, _)| Whose::This(customer)),
            vehicle: None,
            by: who.name().to_owned(),
        };
        store.reach(job, reaching, now).await?;
    }
    Ok(job)
}

async fn form(
    front: &Front,
    who: &SignedIn,
    typed: &Typed,
    wrong: &Errors,
    owners: &[Known],
    done: Option<i64>,
) -> Result<Markup, WebError> {
    let now = front.now();
    let top = front.store().top(now).await?;
    let bays = front.store().bays(now).await?;
    let done = match done {
        Some(job) => front.store().visit(job).await.ok(),
        None => None,
    };
    let shell = Shell {
        front,
        who,
        top: &top,
        here: Here::Form,
        title: say::express(),
        class: "sheet narrow",
    };
    let shown = Shown {
        typed,
        errors: wrong,
    };
    let (asked, known) = match owners.is_empty() {
        true => (
            html! {},
            find::number(front, &top.shop, typed.get("phone")).await?,
        ),
        false => {
            let number = find::typed_number(typed, &top.shop);
            (find::standing(front, number).await?, html! {})
        }
    };
    Ok(shell.page(html! {
        h1 { (say::express()) }
        p.muted { (say::express_means()) }
        @if let Some(visit) = &done {
            p.done role="status" {
                (say::is_on_the_board(&visit.name, visit.job)) " "
                a href={ "/jobs/" (visit.job) "/work" } { (say::go_on_with_it()) }
            }
        }
        form.panel method="post" action="/jobs/new/express" data-find="/jobs/new/find" data-no-draft {
            button.away tabindex="-1" aria-hidden="true" { (say::take_in()) }
            @if !owners.is_empty() {
                div.asked role="alert" {
                    p.field { (say::number_is_known()) }
                    (asked)
                    p.muted { (say::who_is_it()) }
                    (find::whose(owners, true, typed.get("name")))
                    input type="hidden" name="asked" value=(typed.get("phone"));
                }
            }
            input type="hidden" name="ask" value="whose";
            (shown.line(Line::words("name", say::name()).first(wrong.is_empty() && owners.is_empty())))
            (shown.line(Line::words("phone", say::phone_number()).kind("tel")))
            div id="known" aria-live="polite" { (known) }
            (place(&shown, &bays, false))
            div.row.space {
                button.go { (say::take_in()) }
                a.btn href="/" { (say::to_board()) }
                a.btn.plain href="/jobs/new" { (say::to_full_form()) }
            }
        }
        (assets::intake())
    }))
}
