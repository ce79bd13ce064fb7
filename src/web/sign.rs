//! The customer's view: the lines, large and in the customer's language, with nothing of the shop's
//! around them. Staff hand the screen over; it is locked when the customer is done.

use super::address::Path;
use super::errors::{self, WebError};
use super::fields::{Errors, Typed};
use super::house::Front;
use super::intake::steps::{Answered, Step, steps};
use super::session::{AtCounter, Screen, SignedIn};
use super::shell::{self, Here, Shell};
use super::when::Wall;
use super::{assets, ink, receipt, say};
use crate::desk::{Sheet, SheetLine, SignError, Signed};
use crate::domain::lang::Lang;
use crate::domain::signature::SignatureError;
use crate::domain::wording::ConsentLine;
use crate::store::{Lock, Role, Thing, Way};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use maud::{Markup, html};

/// A form with a signature may be as large as this, in bytes.
pub const LARGEST: usize = 512 * 1024;

/// To staff, the page that hands the screen over; to the customer who has it, the lines.
pub async fn page(
    State(front): State<Front>,
    Path(job): Path<i64>,
    screen: Screen,
) -> Result<Response, WebError> {
    match screen.lock {
        Lock::Signing(mine) if mine == job => {
            let sheet = front.desk().sheet(job, Lang::default()).await?;
            let lang = sheet.to_sign.lang;
            let mut typed = Typed::default();
            typed.set("lang", lang.code());
            Ok(view(&front, job, lang, &typed, &Errors::default())
                .await?
                .into_response())
        }
        Lock::Open if screen.who.is_at_counter() => {
            Ok(hand(&front, &screen.who, job).await?.into_response())
        }
        Lock::Open => Err(not_at_counter()),
        Lock::Locked | Lock::Signing(_) => Err(WebError::Locked { to: screen.to }),
    }
}

fn not_at_counter() -> WebError {
    WebError::Forbidden(say::errors::counter_only())
}

/// What staff see before they hand the screen over: whose name goes with it.
async fn hand(front: &Front, who: &SignedIn, job: i64) -> Result<Markup, WebError> {
    let sheet = front.desk().sheet(job, Lang::default()).await?;
    let top = front.store().top(front.now()).await?;
    let others = others(front, who).await?;
    let signings = front.store().signings(job).await?;
    let signature = signings.into_iter().find_map(|kept| kept.signature);
    let shell = Shell {
        front,
        who,
        top: &top,
        here: Here::Form,
        title: say::sign::hand_title(),
        class: "sheet",
    };
    let first = first_name(&sheet.to_sign.name);
    let to_receipt =
        html! { a.btn href={ "/jobs/" (job) "/receipt" } { (say::sign::to_receipt()) } };
    Ok(shell.page(html! {
        (assets::sheet())
        h1 { (say::sign::hand_title()) }
        (steps(Some(job), Step::Consent, Answered { number: !sheet.lines.is_empty(), consent: false }))
        @if sheet.lines.is_empty() {
            p.muted { (say::sign::nothing()) }
            p.row { (to_receipt) }
        } @else if sheet.open_lines().next().is_none() {
            p.muted { (say::sign::all_signed()) }
            @if let Some(signature) = &signature { (ink::show(signature)) }
            p.row { (to_receipt) }
        } @else {
            p.muted { (say::sign::hand_how(first)) }
            form.panel method="post" action={ "/jobs/" (job) "/sign/open" } {
                h2 { @if others.is_empty() { (say::sign::name_is_kept()) } @else { (say::sign::hand_who()) } }
                div.row {
                    button.go name="staff" value=(who.name()) { (say::sign::hand_over(first, who.name())) }
                    @if !others.is_empty() { span.muted { (say::sign::signed_in_here()) } }
                }
                @if !others.is_empty() {
                    br;
                    div.row {
                        @for name in &others { button name="staff" value=(name) { (say::sign::hand_over(first, name)) } }
                    }
                }
            }
            p.row { a.btn href={ "/jobs/" (job) "/paper" } { (say::sign::on_paper()) } }
        }
    }))
}

/// Who else could hand the screen over.
pub async fn others(front: &Front, who: &SignedIn) -> Result<Vec<String>, WebError> {
    let staff = front.store().staff_names().await?;
    Ok(staff
        .into_iter()
        .filter(|(name, role)| *role != Role::Technician && name != who.name())
        .map(|(name, _)| name)
        .collect())
}

/// The button that hands the screen over is the tap on the name: whoever is signed in here has it
/// at hand, and where others work at the counter, they are one tap away. `to`: the customer.
pub fn hand_over(job: i64, to: &str, who: &SignedIn, others: bool, loud: bool) -> Markup {
    html! {
        form method="post" action={ "/jobs/" (job) "/sign/open" } {
            button.go[loud] name="staff" value=(who.name()) { (say::sign::hand_over(to, who.name())) }
        }
        @if others { a.btn.plain href={ "/jobs/" (job) "/sign" } { (say::sign::another_hands_over()) } }
    }
}

/// Hands the screen over: from here on it shows the customer's view and nothing else.
pub async fn open(
    State(front): State<Front>,
    Path(job): Path<i64>,
    screen: Screen,
    // Refuses a screen that is locked, and whoever is not at the counter.
    AtCounter(who): AtCounter,
    typed: Typed,
) -> Result<Response, WebError> {
    let staff = front.store().staff_names().await?;
    let named = staff
        .iter()
        .find(|(name, role)| name == typed.get("staff") && *role != Role::Technician);
    let by = named.map_or(who.name(), |(name, _)| name);
    front.desk().hand_over(job, by, screen.token).await?;
    Ok(errors::done(&format!("/jobs/{job}/sign")))
}

/// The customer is done, or wants to read it in another language.
pub async fn sign(
    State(front): State<Front>,
    Path(job): Path<i64>,
    screen: Screen,
    typed: Typed,
) -> Result<Response, WebError> {
    let receipt = format!("/jobs/{job}/receipt");
    if screen.lock == Lock::Open && !screen.who.is_at_counter() {
        return Err(not_at_counter());
    }
    if screen.lock != Lock::Signing(job) {
        return Ok(errors::by_way_of("/unlock", &receipt));
    }
    let wished = Lang::from_code(typed.get("speak"));
    let lang = wished
        .or_else(|| Lang::from_code(typed.get("lang")))
        .unwrap_or_default()
        .spoken();
    let mut typed = typed;
    typed.set("lang", lang.code());
    if wished.is_some() {
        let page = view(&front, job, lang, &typed, &Errors::default()).await?;
        return Ok(page.into_response());
    }
    if typed.get("sure").is_empty() && asks_whether_none(&front, job, lang, &typed).await? {
        let shop = front.store().settings().await?;
        return Ok(say::within(lang, || none_at_all(job, &shop.brand, &typed)).into_response());
    }
    let opened = front.store().newest_signing(job, Way::Screen).await?;
    let opened = opened.ok_or(WebError::NotFound(Thing::Signature))?;
    let answer = front
        .desk()
        .sign(&opened, lang, signed(&typed), screen.token);
    match answer.await {
        Ok(refused) => {
            let stopped = if refused.is_empty() {
                ""
            } else {
                "?stopped=yes"
            };
            let to = errors::escaped(&format!("{receipt}{stopped}"));
            let lang = lang.code();
            Ok(errors::done(&format!("/unlock?thanks={lang}&to={to}")))
        }
        Err(error) => {
            let wrong = say::within(lang, || explained(error))?;
            let page = view(&front, job, lang, &typed, &wrong).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// Whether somebody signed and ticked nothing, though texts were asked about: a slip, as a rule.
async fn asks_whether_none(
    front: &Front,
    job: i64,
    lang: Lang,
    typed: &Typed,
) -> Result<bool, WebError> {
    let signed = signed(typed);
    if !signed.ticked.is_empty() || signed.drawn.is_empty() {
        return Ok(false);
    }
    let sheet = front.desk().sheet(job, lang).await?;
    let mut open = sheet.open_lines();
    Ok(sheet.mark() == signed.mark && open.any(|line| line.asked.line == ConsentLine::Service))
}

/// Asks once more. "Back" brings the lines back with what was drawn.
fn none_at_all(job: i64, shop: &str, typed: &Typed) -> Markup {
    shell::customer(
        say::sign::nothing_ticked(),
        shop,
        html! {
            form.customer method="post" action={ "/jobs/" (job) "/sign" } {
                h1 { (say::sign::nothing_ticked()) }
                @for field in ["lang", "mark", "drawn"] {
                    input type="hidden" name=(field) value=(typed.get(field));
                }
                div.row {
                    button.go name="sure" value="yes" { (say::sign::yes_no_texts()) }
                    button name="speak" value=(typed.get("lang")) { (say::sign::back()) }
                }
            }
        },
    )
}

/// What was answered, as the form sends it.
pub fn signed(typed: &Typed) -> Signed {
    Signed {
        ticked: ConsentLine::ALL
            .into_iter()
            .filter(|line| typed.ticked(line.as_str()))
            .collect(),
        initials: typed.get("initials").to_owned(),
        drawn: typed.get("drawn").to_owned(),
        mark: typed.get("mark").to_owned(),
    }
}

/// What is missing, beside the place where it is missing.
pub fn explained(error: SignError) -> Result<Errors, WebError> {
    let mut wrong = Errors::default();
    match error {
        SignError::Signature(SignatureError::Empty) => {
            wrong.add("drawn", say::sign::no_signature());
        }
        SignError::Signature(_) => wrong.add("drawn", say::sign::bad_signature()),
        SignError::Initials => wrong.add("initials", say::sign::no_initials()),
        SignError::Changed => wrong.add("form", say::sign::changed()),
        SignError::File(error) => wrong.add("scan", super::paper::refused(error)),
        SignError::Desk(error) => return Err(error.into()),
    }
    Ok(wrong)
}

async fn view(
    front: &Front,
    job: i64,
    lang: Lang,
    typed: &Typed,
    wrong: &Errors,
) -> Result<Markup, WebError> {
    let sheet = front.desk().sheet(job, lang).await?;
    let shop = front.store().settings().await?;
    let work = front.store().work_so_far(job).await?;
    let visit = front.store().job(job).await?;
    let wall = Wall::of(front, &shop);
    Ok(say::within(lang, || {
        let work = receipt::work(&work, shop.currency, shop.tax, &shop.tax_name);
        let promised = visit.promised_at.map(|at| wall.soon(at));
        let promised = promised.map_or_else(String::new, |at| say::receipt::promised(&at));
        let about = receipt::joined(&[&visit.vehicle, &promised]);
        let seen = html! {
            @if !about.is_empty() || !work.is_empty() {
                section.visit {
                    h2 { (say::sign::visit()) }
                    @if !about.is_empty() { p { (about) } }
                    @if !work.is_empty() {
                        (receipt::show_rows(&work))
                        small { (say::sign::visit_means()) }
                    }
                }
            }
        };
        let form = form(&sheet, &seen, &wall, typed, wrong);
        shell::customer(say::sign::hello_you(), &sheet.shop, form)
    }))
}

fn form(sheet: &Sheet, visit: &Markup, wall: &Wall, typed: &Typed, wrong: &Errors) -> Markup {
    let job = sheet.to_sign.job;
    let name = first_name(&sheet.to_sign.name);
    let versions: Vec<&str> = sheet
        .open_lines()
        .map(|line| line.version.as_str())
        .collect();
    let mut versions = versions;
    versions.dedup();
    // A changed text was not read yet, so nothing stays ticked.
    let read = wrong.of("form").is_none();
    html! {
        form.customer method="post" action={ "/jobs/" (job) "/sign" } autocomplete="off" {
            div.speaks role="group" aria-label=(say::sign::language()) {
                @for lang in Lang::SPOKEN {
                    button.small name="speak" value=(lang.code()) lang=(lang.code()) formnovalidate
                        aria-pressed=(if lang == sheet.lang { "true" } else { "false" }) { (lang.name()) }
                }
            }
            h1 { (say::sign::hello(name)) }
            (visit)
            p.muted { (say::sign::tick()) }
            input type="hidden" name="lang" value=(sheet.lang.code());
            input type="hidden" name="mark" value=(sheet.mark());
            @if let Some(why) = wrong.of("form") { p.error role="alert" { (why) } }
            @for line in &sheet.lines { (line_of(line, wall, typed, wrong, read)) }
            (ink::surface(typed.get("drawn"), wrong.of("drawn")))
            p.muted { (say::sign::wording(&versions.join(", "))) }
            div.row {
                button.go { (say::sign::done()) }
                button type="button" data-clear hidden { (say::sign::clear()) }
            }
            p.foot { a href={ "/unlock?to=/jobs/" (job) "/consent" } { (say::sign::staff()) } }
        }
    }
}

fn line_of(line: &SheetLine, wall: &Wall, typed: &Typed, wrong: &Errors, read: bool) -> Markup {
    let name = line.asked.line.as_str();
    html! {
        @if let Some(since) = line.asked.own_since {
            div.check.stands {
                span { b { (title(line.asked.line)) } " " (line.words) " " small { (agreed_since(wall, since)) } }
            }
        } @else {
            label.check {
                input type="checkbox" name=(name) value="yes" checked[read && typed.ticked(name)];
                span { b { (title(line.asked.line)) } " " (line.words) }
            }
            @if line.asked.line == ConsentLine::Offers {
                label.initials.if-ticked {
                    (say::sign::initials())
                    input name="initials" maxlength="12" autocomplete="off" autocapitalize="characters"
                        value=(typed.get("initials"))
                        aria-invalid=[wrong.of("initials").map(|_| "true")];
                    @if let Some(why) = wrong.of("initials") { span.error role="alert" { (why) } }
                }
            }
        }
    }
}

/// When a line was agreed to: at a time of today, on a day before.
fn agreed_since(wall: &Wall, at: DateTime<Utc>) -> String {
    match wall.is_today(at) {
        true => say::sign::since_today(&wall.time(at)),
        false => say::sign::since(&wall.short(at)),
    }
}

/// What the customer calls a line.
pub fn title(line: ConsentLine) -> &'static str {
    match line {
        ConsentLine::Service | ConsentLine::Phone => say::sign::service(),
        ConsentLine::Offers => say::sign::offers(),
        ConsentLine::EmailUpdates => say::sign::email_updates(),
        ConsentLine::EmailOffers => say::sign::email_offers(),
    }
}

fn first_name(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}
