//! The second step: the phone number as people type it, the e-mail address, and how to be told. A
//! customer without a phone, with a landline or who wants no texts is one tap.

use super::find;
use super::steps::{Answered, Step, steps};
use crate::desk::DeskError;
use crate::domain::job::{JobState, Tell};
use crate::domain::lang::Lang;
use crate::domain::phone::PhoneNumber;
use crate::domain::settings::Settings;
use crate::modem;
use crate::store::views::IntakeView;
use crate::store::{Known, Reaching, Visit, Whose};
use crate::web::address::Path;
use crate::web::assets;
use crate::web::errors::{self, WebError};
use crate::web::fields::{Errors, Line, Shown, Typed};
use crate::web::house::Front;
use crate::web::say::intake as say;
use crate::web::session::{self, AtCounter, SignedIn};
use crate::web::shell::{Here, Shell};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

/// RFC 5321 4.5.3.1.3: a path is 256 octets at most, its brackets included.
const LONGEST_EMAIL: usize = 254;

/// The form, filled in with what is known.
pub async fn page(
    State(front): State<Front>,
    Path(job): Path<i64>,
    AtCounter(who): AtCounter,
) -> Result<Markup, WebError> {
    let view = front
        .store()
        .intake_view(job, String::new(), front.now())
        .await?;
    let typed = known(&view.visit, &view.top.shop);
    form(&front, &who, &view, &typed, &Errors::default(), &[]).await
}

/// What the form begins with: this job's answers, or those of the customer's last visit.
fn known(visit: &Visit, shop: &Settings) -> Typed {
    let mut typed = Typed::default();
    let number = visit.number.as_ref().or(visit.numbers_before.first());
    if let Some(number) = number {
        typed.set("phone", number.national(shop.country));
    }
    let email = match visit.email.as_str() {
        "" => visit.emails_before.first().map_or("", String::as_str),
        email => email,
    };
    typed.set("email", email);
    let tell = match visit.contact {
        Some(_) => visit.tell,
        None => visit.told_before.unwrap_or_default(),
    };
    typed.set("tell", tell.as_str());
    let lang = visit.lang.unwrap_or(shop.lang);
    typed.set("lang", lang.spoken().code());
    typed
}

/// Writes down how the customer is reached, and texts a code where that is the next thing to do.
pub async fn save(
    State(front): State<Front>,
    Path(job): Path<i64>,
    AtCounter(who): AtCounter,
    headers: HeaderMap,
    mut typed: Typed,
) -> Result<Response, WebError> {
    let later = typed.get("do") == "later";
    let board = format!("/?job={job}#job-{job}");
    if later && typed.get("phone").is_empty() && typed.get("email").is_empty() {
        return Ok(errors::done(&board));
    }
    let terminal = session::token(&headers, front.tls()).unwrap_or_default();
    let view = front
        .store()
        .intake_view(job, terminal.clone(), front.now())
        .await?;
    find::forget_stale_pick(&mut typed);
    let mut owners = Vec::new();
    let wrong = match read(&mut typed, &view.top.shop, who.name()) {
        Err(wrong) => wrong,
        Ok(reaching) => {
            let by_text = reaching.tell.by_text();
            owners = front.desk().reach(job, reaching).await?;
            if owners.is_empty() {
                if later {
                    return Ok(errors::done(&board));
                }
                if typed.get("do") == "no-texts" {
                    return Ok(errors::done(
                        &super::consent::without_texts(&front, job).await?,
                    ));
                }
                if !by_text {
                    return Ok(errors::done(&format!("/jobs/{job}/receipt")));
                }
                if typed.get("do") == "no-code" {
                    return Ok(errors::done(&format!("/jobs/{job}/consent?said=without")));
                }
                text_code(&front, job, &terminal, who.name()).await?;
                return Ok(errors::done(&format!("/jobs/{job}/consent")));
            }
            Errors::default()
        }
    };
    let status = match wrong.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = form(&front, &who, &view, &typed, &wrong, &owners).await?;
    Ok((status, page).into_response())
}

/// Texts the code of a number that nothing has proved, while its owner is here. What keeps it from
/// going is told on the next page.
async fn text_code(front: &Front, job: i64, terminal: &str, by: &str) -> Result<(), WebError> {
    let view = front
        .store()
        .intake_view(job, terminal.to_owned(), front.now())
        .await?;
    let is_here = view.visit.state != JobState::Booked;
    let is_up = front.modem().state == modem::State::Ready;
    if view.proof.is_some() || !is_here || !is_up {
        return Ok(());
    }
    match front.desk().send_code(job, terminal, false, by).await {
        Ok(_) | Err(DeskError::Code(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Whether going on texts a code, as far as that can be said before the number is read: one that is
/// known may be proved already.
fn sends_code(front: &Front, view: &IntakeView) -> bool {
    front.modem().state == modem::State::Ready
        && view.visit.state != JobState::Booked
        && view.visit.numbers_before.is_empty()
        && view.proof.is_none()
}

fn read(typed: &mut Typed, shop: &Settings, by: &str) -> Result<Reaching, Errors> {
    let mut wrong = Errors::default();
    let mut tell = Tell::from_name(typed.get("tell")).unwrap_or_default();
    let mut call_only = false;
    match typed.get("do") {
        "no-phone" => {
            typed.set("phone", "");
            tell = match typed.get("email") {
                "" => Tell::Call,
                _ => Tell::Email,
            };
        }
        "landline" => {
            tell = Tell::Call;
            call_only = true;
        }
        "no-texts" => tell = Tell::Call,
        _ => {}
    }
    typed.set("tell", tell.as_str());
    let phone = typed.get("phone");
    let number = match (phone, PhoneNumber::parse(phone, shop.country)) {
        ("", _) => None,
        (_, Ok(number)) => Some(number),
        (_, Err(why)) => {
            wrong.add("phone", say::phone(&why));
            None
        }
    };
    if tell.by_text() && phone.is_empty() {
        wrong.add("phone", say::phone_needed());
    }
    if call_only && phone.is_empty() {
        wrong.add("phone", say::landline_needed());
    }
    let cannot = |number: &PhoneNumber| !number.line_kind().can_be_texted();
    if number.as_ref().is_some_and(cannot) {
        call_only = true;
        if tell.by_text() {
            wrong.add("phone", say::cannot_be_texted());
        }
    }
    let email = typed.get("email").to_lowercase();
    if !email.is_empty() && !is_email(&email) {
        wrong.add("email", say::no_email());
    }
    if tell.by_email() && email.is_empty() {
        wrong.add("email", say::email_needed());
    }
    let lang = Lang::from_code(typed.get("lang"));
    if lang.is_none() {
        wrong.add("lang", say::lang_needed());
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let (whose, vehicle) = match (typed.get("whose"), find::picked(typed.get("whose"))) {
        ("else", _) => (Whose::SomeoneElse, None),
        (_, Some((customer, vehicle))) => (Whose::This(customer), vehicle),
        _ => (Whose::Unasked, None),
    };
    Ok(Reaching {
        number,
        call_only,
        email: Some(email).filter(|email| !email.is_empty()),
        tell,
        lang: lang.unwrap_or_default().spoken(),
        whose,
        vehicle,
        by: by.to_owned(),
    })
}

/// Whether it can be an address: something, an @, and a name with a dot. Only a letter that arrives
/// proves more.
fn is_email(typed: &str) -> bool {
    let Some((local, domain)) = typed.rsplit_once('@') else {
        return false;
    };
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>()[],;:\\\"@".contains(c);
    typed.len() <= LONGEST_EMAIL
        && !local.is_empty()
        && typed.matches('@').count() == 1
        && local.chars().all(plain)
        && domain.chars().all(plain)
        && domain.contains('.')
        && domain.split('.').all(|label| !label.is_empty())
}

async fn form(
    front: &Front,
    who: &SignedIn,
    view: &IntakeView,
    typed: &Typed,
    wrong: &Errors,
    owners: &[Known],
) -> Result<Markup, WebError> {
    let job = view.visit.job;
    let shell = Shell {
        front,
        who,
        top: &view.top,
        here: Here::Form,
        title: say::new_job(),
        class: "sheet",
    };
    let shown = Shown {
        typed,
        errors: wrong,
    };
    let tells = [
        (Tell::Text, say::by_text()),
        (Tell::Email, say::by_email()),
        (Tell::Both, say::by_both()),
        (Tell::Call, say::by_call()),
    ];
    let langs = Lang::SPOKEN.map(|lang| (lang.code(), lang.name()));
    let known = find::number(front, &view.top.shop, typed.get("phone")).await?;
    let phone = Line::words("phone", say::phone_number()).kind("tel");
    let email = Line::words("email", say::email()).kind("email");
    let reach = html! {
        input type="hidden" name="ask" value="whose";
        (shown.line(phone.hint(say::phone_hint()).first(wrong.is_empty() && owners.is_empty())))
        @if owners.is_empty() {
            p { button.small name="do" value="no-phone" { (say::no_phone()) } }
        }
        div id="known" aria-live="polite" { @if owners.is_empty() { (known) } }
        (shown.line(email.hint(say::email_hint())))
        fieldset {
            legend.field { (say::how_to_tell()) small { (say::how_to_tell_hint()) } }
            div.picks {
                @for (tell, words) in tells {
                    label.pick {
                        input type="radio" name="tell" value=(tell.as_str()) checked[typed.get("tell") == tell.as_str()];
                        (words)
                    }
                }
            }
        }
        (shown.choice("lang", say::reads(), &langs))
    };
    Ok(shell.page(html! {
        (headline(view))
        (steps(Some(job), Step::Number, Answered::default()))
        form method="post" action={ "/jobs/" (job) "/number" } data-find="/jobs/new/find" {
            button.away tabindex="-1" aria-hidden="true" { (say::go_on()) }
            @if !wrong.is_empty() { p.error.lead role="alert" { (say::look_below()) } }
            @if owners.is_empty() {
                section.panel {
                    h2 { (say::how_to_reach(first_name(&view.visit))) }
                    (reach)
                }
                div.row {
                    @if sends_code(front, view) {
                        button.go.if-texted { (say::text_the_code()) }
                        button.go.if-untexted { (say::go_on()) }
                    } @else {
                        button.go { (say::go_on()) }
                    }
                    button name="do" value="later" { (say::save_for_later()) }
                }
                section.others {
                    h2 { (say::or_else()) }
                    div.row {
                        button name="do" value="landline" { (say::landline()) }
                        button name="do" value="no-texts" { (say::no_texts()) }
                        button.quiet name="do" value="no-code" { (say::no_code()) }
                    }
                }
            } @else {
                section.panel.asked role="alert" data-no-draft {
                    h2 { (say::number_is_known()) }
                    (find::standing(front, find::typed_number(typed, &view.top.shop)).await?)
                    p.muted { (say::who_is_it()) }
                    (find::whose(owners, view.visit.vehicle.is_empty(), &view.visit.name))
                    input type="hidden" name="asked" value=(typed.get("phone"));
                    // The tap that led here goes on with the answer.
                    @if !typed.get("do").is_empty() {
                        input type="hidden" name="do" value=(typed.get("do"));
                    }
                    div.row {
                        button.go { (say::go_on()) }
                        a.btn href="/" { (say::later()) }
                    }
                }
                details.more {
                    summary { (say::number_and_way()) }
                    div { (reach) }
                }
            }
        }
        (assets::intake())
    }))
}

/// Which job it is: what stands above each step but the first.
pub fn headline(view: &IntakeView) -> Markup {
    let visit = &view.visit;
    html! {
        h1 { (say::new_job()) " " span.muted.num { "#" (visit.job) } }
        p.muted {
            (visit.name)
            @if !visit.vehicle.is_empty() { " · " (visit.vehicle) }
        }
    }
}

/// The first word of the customer's name.
pub fn first_name(visit: &Visit) -> &str {
    visit.name.split_whitespace().next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::is_email;

    #[test]
    fn addresses_are_told_from_slips() {
        for good in ["ana@example.com", "a.b+c@mail.example.co.uk", "я@почта.рф"] {
            assert!(is_email(good), "{good}");
        }
        let long = format!("{}@example.com", "a".repeat(250));
        for bad in [
            "ana",
            "ana@",
            "@example.com",
            "ana@example",
            "a b@example.com",
            "a@b@example.com",
            "ana@.com",
            "ana@example..com",
            "<ana@example.com>",
            &long,
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
