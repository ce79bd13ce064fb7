//! The first step: whose vehicle it is, what is to be done, and until when. Whatever is wrong with
//! the form, nothing that was typed is lost.

use super::find;
use super::read::{MOST_ROWS, price, read, rows, work};
use super::steps::{Answered, Step, steps};
use super::sums;
use crate::domain::job::JobState;
use crate::domain::settings::Settings;
use crate::store::views::Bay;
use crate::store::{Known, NewVisit, StoreError, Thing};
use crate::web::address::Path;
use crate::web::assets;
use crate::web::errors::{self, WebError};
use crate::web::fields::{Errors, Line, Shown, Typed};
use crate::web::house::Front;
use crate::web::say::{board, intake as say};
use crate::web::session::{AtCounter, SignedIn};
use crate::web::shell::{Here, Shell};
use crate::web::when::Wall;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use maud::{Markup, html};

/// A form about to be shown.
struct Form<'a> {
    front: &'a Front,
    who: &'a SignedIn,
    /// The job that is changed; None for a new one.
    job: Option<i64>,
    typed: &'a Typed,
    wrong: &'a Errors,
    /// Who may be meant; None where nobody asked.
    found: Option<Vec<Known>>,
}

/// The empty form.
pub async fn page(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
) -> Result<Markup, WebError> {
    let mut typed = Typed::default();
    typed.set("where", "waiting");
    let wall = Wall::of(&front, &front.store().settings().await?);
    typed.set("date", wall.input_date(wall.now));
    typed.set("comes-date", wall.input_date(wall.now));
    let form = Form {
        front: &front,
        who: &who,
        job: None,
        typed: &typed,
        wrong: &Errors::default(),
        found: None,
    };
    form.page().await
}

/// Looks a customer up, adds a line, or takes the job in.
pub async fn save(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    typed: Typed,
) -> Result<Response, WebError> {
    submit(&front, &who, None, typed).await
}

/// The form of a job that is on the board.
pub async fn change_page(
    State(front): State<Front>,
    Path(job): Path<i64>,
    AtCounter(who): AtCounter,
) -> Result<Markup, WebError> {
    let shop = front.store().settings().await?;
    let wall = Wall::of(&front, &shop);
    let visit = front.store().visit(job).await?;
    let mut typed = Typed::default();
    for (field, value) in [
        ("name", &visit.name),
        ("vehicle", &visit.vehicle),
        ("colour", &visit.colour),
        ("plate", &visit.plate),
        ("note", &visit.note),
    ] {
        typed.set(field, value.as_str());
    }
    if visit.state == JobState::Booked {
        typed.set("where", "booked");
        let at = visit.comes_at;
        typed.set(
            "comes-time",
            at.map_or_else(String::new, |at| wall.input_time(at)),
        );
        typed.set("comes-date", wall.input_date(at.unwrap_or(wall.now)));
    }
    if let Some(at) = visit.promised_at {
        typed.set("time", wall.input_time(at));
        typed.set("date", wall.input_date(at));
    }
    let lines = front.store().lines(job).await?;
    let plain = lines.iter().filter(|line| line.is_typed());
    let mut rows = 0;
    for (row, line) in (1..).zip(plain) {
        rows = row;
        typed.set(&work(row), line.words.as_str());
        if let Some(cents) = line.price {
            typed.set(&price(row), shop.currency.plain(cents));
        }
    }
    typed.set("rows", (rows + 1).to_string());
    let form = Form {
        front: &front,
        who: &who,
        job: Some(job),
        typed: &typed,
        wrong: &Errors::default(),
        found: None,
    };
    form.page().await
}

/// Changes what the first step wrote down.
pub async fn change(
    State(front): State<Front>,
    Path(job): Path<i64>,
    AtCounter(who): AtCounter,
    typed: Typed,
) -> Result<Response, WebError> {
    submit(&front, &who, Some(job), typed).await
}

async fn submit(
    front: &Front,
    who: &SignedIn,
    job: Option<i64>,
    mut typed: Typed,
) -> Result<Response, WebError> {
    let shop = front.store().settings().await?;
    let mut wrong = Errors::default();
    let mut found = None;
    let picked = typed.get("pick").to_owned();
    match typed.get("do") {
        _ if !picked.is_empty() => take_pick(front, &mut typed, &picked).await?,
        "look" => found = Some(find::matches(front, &shop, &typed).await?),
        "someone-else" => typed.set("customer", ""),
        "add-line" => {
            let more = rows(&typed) + 1;
            typed.set("rows", more.to_string());
        }
        _ => {
            let wall = Wall::of(front, &shop);
            match read(&typed, &shop, &wall, job.is_none(), who.name()) {
                Err(why) => wrong = why,
                Ok(visit) => match keep(front, job, visit).await {
                    Ok(job) if typed.get("do") == "later" => {
                        return Ok(errors::done(&format!("/?job={job}#job-{job}")));
                    }
                    Ok(job) => return Ok(errors::done(&format!("/jobs/{job}/number"))),
                    Err(StoreError::BayTaken | StoreError::Missing(Thing::Bay)) => {
                        wrong.add("where", say::bay_taken());
                    }
                    Err(error) => return Err(error.into()),
                },
            }
        }
    }
    let status = match wrong.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let form = Form {
        front,
        who,
        job,
        typed: &typed,
        wrong: &wrong,
        found,
    };
    Ok((status, form.page().await?).into_response())
}

async fn keep(front: &Front, job: Option<i64>, visit: NewVisit) -> Result<i64, StoreError> {
    let now = front.now();
    match job {
        None => front.store().begin(visit, now).await,
        Some(job) => front
            .store()
            .change_visit(job, visit, now)
            .await
            .map(|()| job),
    }
}

/// A customer who was here before was picked, with one of their vehicles.
async fn take_pick(front: &Front, typed: &mut Typed, picked: &str) -> Result<(), WebError> {
    let unknown = || WebError::NotFound(Thing::Customer);
    let (customer, vehicle) = find::picked(picked).ok_or_else(unknown)?;
    let theirs = front.store().known_customer(customer).await?;
    let known = theirs
        .iter()
        .find(|known| vehicle.is_some() && known.vehicle == vehicle)
        .or(theirs.first())
        .ok_or_else(unknown)?;
    typed.set("customer", customer.to_string());
    typed.set("name", known.first_name());
    typed.set("vehicle", known.vehicle_name.as_str());
    typed.set("colour", known.colour.as_str());
    typed.set("plate", known.plate.as_str());
    Ok(())
}

impl Form<'_> {
    async fn page(&self) -> Result<Markup, WebError> {
        let now = self.front.now();
        let store = self.front.store();
        let top = store.top(now).await?;
        let bays = store.bays(now).await?;
        let customer: Option<i64> = self.typed.get("customer").parse().ok();
        let theirs = match customer {
            Some(customer) => store.known_customer(customer).await?,
            None => Vec::new(),
        };
        let shell = Shell {
            front: self.front,
            who: self.who,
            top: &top,
            here: Here::Form,
            title: say::new_job(),
            class: "sheet",
        };
        let standing = match self.found {
            Some(_) => {
                find::standing(self.front, find::typed_number(self.typed, &top.shop)).await?
            }
            None => html! {},
        };
        let sums = sums::shown(self.front, &top.shop, self.job, self.typed).await?;
        let shown = Shown {
            typed: self.typed,
            errors: self.wrong,
        };
        let to = match self.job {
            Some(job) => format!("/jobs/{job}/work"),
            None => "/jobs/new".to_owned(),
        };
        Ok(shell.page(html! {
            h1 { (say::new_job()) @if let Some(job) = self.job { " " span.muted.num { "#" (job) } } }
            (steps(self.job, Step::Work, Answered::default()))
            @if self.job.is_none() { p { a.btn.plain href="/jobs/new/express" { (say::to_express()) } } }
            // Never filled in from a draft: one customer's words must not get into another's job.
            form method="post" action=(to) data-find="/jobs/new/find" data-no-draft {
                // Enter in a field takes the first button, which must not be the one that looks up.
                button.away tabindex="-1" aria-hidden="true" { (say::go_on()) }
                @if !self.wrong.is_empty() {
                    p.error.lead role="alert" { (say::look_below()) }
                }
                (self.customer(&shown, &top.shop, &theirs, &standing))
                (self.lines(&shown, &top.shop, &sums))
                (self.promise(&shown, &top.shop, &bays))
                div.row {
                    button.go { (say::go_on()) }
                    button name="do" value="later" { (say::save_for_later()) }
                    a.btn.plain href="/" { (say::to_board()) }
                }
            }
            (assets::intake())
        }))
    }

    fn customer(
        &self,
        shown: &Shown<'_>,
        shop: &Settings,
        theirs: &[Known],
        standing: &Markup,
    ) -> Markup {
        html! {
            section.panel {
                h2 { (say::customer_and_vehicle()) }
                @if let Some(known) = theirs.first() {
                    input type="hidden" name="customer" value=(known.customer);
                    input type="hidden" name="name" value=(known.first_name());
                    p.row.known {
                        b { (known.first_name()) }
                        span.chip.ok { (say::was_here_before()) }
                        button.small name="do" value="someone-else" { (say::someone_else()) }
                    }
                    @if theirs.len() > 1 {
                        p.field { (say::which_vehicle()) }
                        (find::vehicles(theirs))
                    }
                } @else {
                    div.look {
                        (shown.line(Line::words("name", say::name()).hint(say::name_hint()).first(self.typed.get("name").is_empty() && self.wrong.is_empty()).leads_on()))
                        button name="do" value="look" { (say::look_up()) }
                    }
                    div id="known" aria-live="polite" {
                        @if let Some(found) = &self.found { (find::picks(found, self.typed, shop, true)) (standing) }
                    }
                }
                (shown.line(Line::words("vehicle", say::vehicle()).hint(say::vehicle_hint()).leads_on()))
                (fold(shown, &["colour", "plate", "note"], say::color_plate_note(), html! {
                    div.two {
                        (shown.line(Line::words("colour", say::color()).leads_on()))
                        (shown.line(Line::words("plate", say::plate()).leads_on()))
                    }
                    (shown.lines("note", say::note(), say::note_hint(), 2))
                }))
            }
        }
    }

    fn lines(&self, shown: &Shown<'_>, shop: &Settings, sums: &Markup) -> Markup {
        let rows = rows(self.typed);
        let sign = shop.currency.show(0);
        let price_words = match shop.tax {
            0 => say::price(),
            _ => say::price_before_tax(),
        };
        html! {
            section.panel {
                h2 { (say::work()) }
                input type="hidden" name="rows" value=(rows);
                @if let Some(job) = self.job { input type="hidden" name="job" value=(job); }
                div.lines {
                    @for row in 1..=rows {
                        div.line {
                            label { span.away { (say::line_number(row)) } (say::what())
                                input name=(work(row)) value=(self.typed.get(&work(row))) maxlength="200" autocomplete="off" enterkeyhint="next"; }
                            label { (price_words)
                                input name=(price(row)) value=(self.typed.get(&price(row))) maxlength="20" inputmode="decimal" autocomplete="off" enterkeyhint="next" placeholder=(sign); }
                        }
                    }
                }
                (shown.error("lines"))
                @if rows < MOST_ROWS {
                    p { button.small name="do" value="add-line" data-add-line { (say::add_line()) } }
                }
                div.sums.taxed[shop.tax > 0] id="sums" aria-live="polite" { (sums) }
            }
        }
    }

    fn promise(&self, shown: &Shown<'_>, shop: &Settings, bays: &[Bay]) -> Markup {
        let day = |field| {
            let day = Line::words(field, say::day()).kind("date");
            shown.line(match shown.typed.get(field) {
                "" => day.hint(say::day_hint()),
                _ => day,
            })
        };
        let booked = shown.typed.get("where") == "booked";
        html! {
            section.panel {
                h2 { (say::when_and_where()) }
                @if self.job.is_none() { (place(shown, bays, true)) }
                @else if booked { input type="hidden" name="where" value="booked"; }
                @if self.job.is_none() || booked {
                    div.two.comes {
                        (shown.line(Line::words("comes-time", say::comes_time()).kind("time")))
                        (day("comes-date"))
                    }
                }
                div.two {
                    (shown.line(Line::words("time", say::promised_time()).kind("time").hint(say::time_hint())))
                    (day("date"))
                }
                (self.one_tap(shop))
            }
        }
    }

    /// Times that are promised with one tap, where there is a script for it.
    fn one_tap(&self, shop: &Settings) -> Markup {
        let wall = Wall::of(self.front, shop);
        let zone = self.front.store().zone(&shop.zone);
        let closing = zone
            .ok()
            .and_then(|zone| shop.open.next_close(&zone, wall.now))
            .filter(|at| wall.is_today(*at));
        let tap = |at: DateTime<Utc>, words: &str| {
            html! {
                button.small type="button" data-time=(wall.input_time(at)) data-date=(wall.input_date(at)) { (words) }
            }
        };
        html! {
            @if let Some(closing) = closing {
                div.row data-taps hidden {
                    @for at in wall.full_hours(closing) { (tap(at, &wall.time(at))) }
                    (tap(closing, &say::by_closing(&wall.time(closing))))
                }
            }
        }
    }
}

/// Fields that are rarely needed, folded away while they are empty and right.
fn fold(shown: &Shown<'_>, fields: &[&str], summary: &str, inside: Markup) -> Markup {
    let is_used = fields
        .iter()
        .any(|field| !shown.typed.get(field).is_empty() || shown.errors.of(field).is_some());
    html! {
        details.more.fold open[is_used] {
            summary { (summary) }
            div { (inside) }
        }
    }
}

/// Where the vehicle is.
pub fn place(shown: &Shown<'_>, bays: &[Bay], later: bool) -> Markup {
    let place = shown.typed.get("where");
    let pick = |value: &str, words: &str, taken: bool| {
        html! {
            label.pick {
                input type="radio" name="where" value=(value)
                    checked[place == value && !taken] disabled[taken];
                (words) @if taken { " " (say::taken()) }
            }
        }
    };
    html! {
        fieldset {
            legend.field { (say::the_vehicle()) }
            div.picks {
                (pick("waiting", say::is_here(), false))
                @if later { (pick("booked", say::comes_later(), false)) }
                @for bay in bays {
                    (pick(&format!("bay-{}", bay.id), &say::goes_into(&board::bay(&bay.name)), bay.job.is_some()))
                }
            }
            (shown.error("where"))
        }
    }
}
