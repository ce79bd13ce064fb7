//! The receipt: made once, printed as often as needed, from the browser, as a PDF, or on a receipt
//! printer. Printing changes nothing.

mod rows;
mod settings;

pub use rows::{joined, one, sums, work};
pub use settings::{page as printer_page, save as save_printer};

use super::address::{Path, Query};
use super::errors::{self, WebError};
use super::fields::Typed;
use super::house::Front;
use super::intake::steps::{Answered, Step, steps};
use super::qr::qr;
use super::session::{self, AtCounter, SignedIn};
use super::shell::{Here, Shell};
use super::when::Wall;
use super::{assets, say};
use crate::domain::job::IntakeStep;
use crate::domain::receipt::ReceiptLine;
use crate::domain::settings::Settings;
use crate::print::escpos::escpos;
use crate::print::pdf::pdf;
use crate::print::printer::{PrintError, Printer};
use crate::print::{Paper, Row};
use crate::store::{MadeReceipt, Thing};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use axum_extra::extract::CookieJar;
use maud::{Markup, html};
use serde::Deserialize;

/// Names the cookie that keeps the size of paper that was chosen last on a screen.
const COOKIE: &str = "paper";
/// How long it is kept, in seconds: a year.
const KEPT: i64 = 365 * 24 * 60 * 60;

/// What the address says.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// The size of paper.
    #[serde(default)]
    size: String,
    /// A STOP came while the customer was signing.
    #[serde(default)]
    stopped: String,
    /// It was sent to the receipt printer.
    #[serde(default)]
    printed: String,
}

impl Asked {
    /// The paper that was chosen, else what is usual there.
    fn paper(&self, shop: &Settings) -> Paper {
        Paper::from_name(&self.size).unwrap_or(match shop.country.code() {
            "US" | "CA" | "MX" | "PH" | "CO" | "CL" | "VE" => Paper::Letter,
            _ => Paper::A4,
        })
    }
}

/// The receipt of a job. The first look after signing makes it.
pub async fn page(
    State(front): State<Front>,
    Path(job): Path<i64>,
    AtCounter(who): AtCounter,
    headers: HeaderMap,
    Query(mut asked): Query<Asked>,
) -> Result<Response, WebError> {
    let chosen = Paper::from_name(&asked.size).filter(|_| asked.printed.is_empty());
    if asked.size.is_empty() {
        asked.size = last_size(&headers);
    }
    let mut made = front.store().receipt(job).await?;
    let step = front.store().job(job).await?.intake;
    if made.is_none() && step == IntakeStep::Receipt {
        let by = who.name().to_owned();
        front.store().make_receipt(job, by, front.now()).await?;
        made = front.store().receipt(job).await?;
    }
    let page = show(&front, &who, job, made.as_ref(), &asked, None).await?;
    let kept = chosen.map(|paper| {
        let kept = session::set_cookie(COOKIE, paper.as_str(), KEPT, front.tls());
        AppendHeaders([(header::SET_COOKIE, kept)])
    });
    Ok((kept, page).into_response())
}

/// The size of paper that was chosen last on this screen; empty for none.
fn last_size(headers: &HeaderMap) -> String {
    let jar = CookieJar::from_headers(headers);
    jar.get(COOKIE)
        .map_or_else(String::new, |kept| kept.value().to_owned())
}

/// Whether the customer was asked and said no to everything, and nothing stands from before.
fn agreed_to_nothing(made: &MadeReceipt) -> bool {
    let lines = &made.receipt.consents;
    !lines.is_empty() && lines.iter().all(|line| !line.yes && line.stands.is_none())
}

/// Whether any line has an answer, from this visit or from one before.
fn was_asked(made: &MadeReceipt) -> bool {
    let mut lines = made.receipt.consents.iter();
    lines.any(|line| line.at.is_some() || line.stands.is_some())
}

async fn show(
    front: &Front,
    who: &SignedIn,
    job: i64,
    made: Option<&MadeReceipt>,
    asked: &Asked,
    failed: Option<&str>,
) -> Result<Markup, WebError> {
    let top = front.store().top(front.now()).await?;
    let visit = front.store().visit(job).await?;
    let step = visit.intake;
    let answered = Answered {
        number: visit.is_reached(),
        consent: made.is_some_and(was_asked),
    };
    let shell = Shell {
        front,
        who,
        top: &top,
        here: Here::Form,
        title: say::receipt::title(),
        class: "sheet receipt-page",
    };
    let paper = asked.paper(&top.shop);
    let wall = shell.wall();
    let work = front.store().work_so_far(job).await?;
    let is_stale = made.is_some_and(|made| {
        agreed(&work).next().is_some() && agreed(&made.receipt.lines).ne(agreed(&work))
    });
    Ok(shell.page(html! {
        (assets::sheet())
        h1.off-paper { (say::receipt::title()) " · " (say::receipt::job(job)) }
        @if step != IntakeStep::Done { div.off-paper { (steps(Some(job), Step::Receipt, answered)) } }
        @if let Some(why) = failed { p.error.off-paper role="alert" { (why) } }
        @if !asked.printed.is_empty() { p.done.off-paper role="status" { (say::receipt::printed()) } }
        @if !asked.stopped.is_empty() { p.ask.off-paper { (say::sign::stopped()) } }
        @match made {
            None => {
                p.muted { (say::receipt::none()) }
                form method="post" action={ "/jobs/" (job) "/receipt" } {
                    button.go { (say::receipt::make()) }
                }
            }
            Some(made) => {
                @if agreed_to_nothing(made) { p.off-paper { b { (say::sign::nothing_agreed()) } } }
                @if is_stale {
                    form.ask.soft.off-paper method="post" action={ "/jobs/" (job) "/receipt" } {
                        p { (say::receipt::changed()) }
                        button.go { (say::receipt::make_new()) }
                    }
                }
                p.muted.off-paper { (say::receipt::what()) }
                (tools(job, paper, &top.shop, !asked.printed.is_empty()))
                (drawn(made, &wall, paper))
                @if !is_stale {
                    form.row.off-paper method="post" action={ "/jobs/" (job) "/receipt" } {
                        button.small { (say::receipt::make_new()) }
                        small { (say::receipt::new_hint()) }
                    }
                }
            }
        }
        @if made.is_none() { div.row.off-paper { (to_board(job, false)) } }
    }))
}

/// The lines that are agreed. What is asked and not answered yet changes nothing.
fn agreed(lines: &[ReceiptLine]) -> impl Iterator<Item = &ReceiptLine> {
    lines.iter().filter(|line| !line.asked)
}

/// The end of taking a job in. It is loud once the receipt has come out of the printer.
fn to_board(job: i64, loud: bool) -> Markup {
    html! {
        form method="post" action={ "/jobs/" (job) "/receipt/done" } {
            button.go[loud] data-next { (say::receipt::done()) }
        }
    }
}

/// The size of paper and the ways to print, the usual one first and loud.
fn tools(job: i64, paper: Paper, shop: &Settings, printed: bool) -> Markup {
    let sizes = [
        (Paper::Letter, say::receipt::letter()),
        (Paper::A4, say::receipt::a4()),
        (Paper::Roll, say::receipt::roll()),
    ];
    let has_printer = !shop.printer.is_empty();
    html! {
        div.row.off-paper role="group" aria-label=(say::receipt::size()) {
            @for (size, words) in sizes {
                a.btn.small href={ "/jobs/" (job) "/receipt?size=" (size.as_str()) }
                    aria-current=[(size == paper).then_some("true")] { (words) }
            }
        }
        div.row.off-paper {
            @if has_printer {
                form method="post" action={ "/jobs/" (job) "/receipt/print" } {
                    button.go[!printed] { (say::receipt::to_printer()) }
                }
            }
            button.go[!has_printer] type="button" data-print hidden { (say::receipt::print()) }
            a.btn data-copy href={ "/jobs/" (job) "/receipt.pdf?size=" (paper.as_str()) } { (say::receipt::pdf()) }
            (to_board(job, printed))
            noscript { small { (say::sign::print_hint()) } }
        }
    }
}

/// The receipt as it will look on that paper.
fn drawn(made: &MadeReceipt, wall: &Wall, paper: Paper) -> Markup {
    let lang = made.receipt.lang;
    say::within(lang, || {
        html! {
            article class={ "panel receipt " (paper.as_str()) } lang=(lang.code()) {
                (show_rows(&rows::rows(made, wall)))
            }
        }
    })
}

/// Rows on a page.
pub fn show_rows(rows: &[Row]) -> Markup {
    html! {
        @for row in rows {
            @match row {
                Row::Title(words) => h2 { (words) },
                Row::Heading(words) => h3 { (words) },
                Row::Words(words) => p { (words) },
                Row::Small(words) => p.fine { (words) },
                Row::Pair(left, right) => p.pair { span { (left) } span.num { (right) } },
                Row::Sum(left, right) => p.pair.sum { span { (left) } span.num { (right) } },
                Row::Check(ticked, words) => p.ticked {
                    span.tick.on[*ticked] aria-hidden="true" { @if *ticked { "✓" } }
                    span { (words) }
                },
                Row::Rule => hr;,
                Row::Qr(words) => (qr(words, say::receipt::head_code())),
            }
        }
    }
}

/// Makes a receipt of the job as it stands.
pub async fn make(
    State(front): State<Front>,
    Path(job): Path<i64>,
    AtCounter(who): AtCounter,
) -> Result<Response, WebError> {
    let by = who.name().to_owned();
    front.store().make_receipt(job, by, front.now()).await?;
    Ok(errors::done(&format!("/jobs/{job}/receipt")))
}

/// The receipt as a PDF.
pub async fn as_pdf(
    State(front): State<Front>,
    Path(job): Path<i64>,
    _: AtCounter,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let (made, shop) = find(&front, job).await?;
    let wall = Wall::of(&front, &shop);
    let (rows, title) = say::within(made.receipt.lang, || {
        let title = format!("{} {job}", say::receipt::title());
        (rows::rows(&made, &wall), title)
    });
    let bytes = pdf(&rows, asked.paper(&shop), &title)
        .map_err(|error| WebError::Broken(error.to_string()))?;
    let name = HeaderValue::from_str(&format!("attachment; filename=\"receipt-{job}.pdf\""))
        .map_err(|error| WebError::Broken(error.to_string()))?;
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/pdf"),
        ),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, bytes).into_response())
}

async fn find(front: &Front, job: i64) -> Result<(MadeReceipt, Settings), WebError> {
    let made = front.store().receipt(job).await?;
    let made = made.ok_or(WebError::NotFound(Thing::Receipt))?;
    Ok((made, front.store().settings().await?))
}

/// Prints on the receipt printer. When that fails, the page says why, and nothing has changed.
pub async fn print(
    State(front): State<Front>,
    Path(job): Path<i64>,
    AtCounter(who): AtCounter,
) -> Result<Response, WebError> {
    let (made, shop) = find(&front, job).await?;
    let wall = Wall::of(&front, &shop);
    let rows = say::within(made.receipt.lang, || rows::rows(&made, &wall));
    let why = match shop.printer.parse::<Printer>() {
        Err(_) => say::receipt::no_printer(),
        Ok(printer) => match printer.print(escpos(&rows)).await {
            Ok(()) => {
                return Ok(errors::done(&format!(
                    "/jobs/{job}/receipt?size=roll&printed=yes"
                )));
            }
            Err(error) => {
                tracing::warn!(%error, "a receipt was not printed");
                explained(&error)
            }
        },
    };
    let asked = Asked::default();
    let page = show(&front, &who, job, Some(&made), &asked, Some(why)).await?;
    Ok((StatusCode::SERVICE_UNAVAILABLE, page).into_response())
}

fn explained(error: &PrintError) -> &'static str {
    match error {
        PrintError::Unreachable(_) => say::receipt::unreachable(),
        PrintError::NoPaper => say::receipt::no_paper(),
        PrintError::NotReady => say::receipt::not_ready(),
        PrintError::Stopped => say::receipt::stopped(),
    }
}

/// The job has been taken in.
pub async fn done(
    State(front): State<Front>,
    Path(job): Path<i64>,
    _: AtCounter,
    _: Typed,
) -> Result<Response, WebError> {
    front.store().taken_in(job, front.now()).await?;
    Ok(errors::done(&format!("/?job={job}#job-{job}")))
}
