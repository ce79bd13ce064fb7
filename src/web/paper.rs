//! Consent on paper: a sheet to print and sign, what was ticked on it, and its photo or scan.

use super::address::Path;
use super::errors::{self, WebError};
use super::fields::{Errors, Shown, Typed};
use super::house::Front;
use super::session::{AtCounter, SignedIn};
use super::shell::{Here, Shell};
use super::{say, sign};
use crate::desk::SignError;
use crate::domain::attachment::FileError;
use crate::domain::lang::Lang;
use crate::domain::wording::ConsentLine;
use crate::store::{Answer, SigningEvidence, Thing, Way};
use axum::body::Bytes;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

/// A form with a photo or a scan may be as large as this: the largest file, and what is around it.
pub const LARGEST: usize = crate::domain::attachment::LARGEST + 64 * 1024;

/// The newest sheet of a job, or the way to make one.
pub async fn page(
    State(front): State<Front>,
    Path(job): Path<i64>,
    AtCounter(who): AtCounter,
) -> Result<Response, WebError> {
    let newest = front.store().newest_signing(job, Way::Paper).await?;
    if let Some(opened) = &newest {
        let known = front.store().signing(opened.id).await?;
        let ticked = known.answers.iter().any(|answer| answer.yes);
        // It is to be signed yet, or its photo is missing.
        if opened.done_at.is_none() || (ticked && known.attachments.is_empty()) {
            return Ok(errors::done(&format!("/paper/{}", opened.id)));
        }
    }
    let to_sign = front.store().to_sign(job).await?;
    let top = front.store().top(front.now()).await?;
    let shell = Shell {
        front: &front,
        who: &who,
        top: &top,
        here: Here::Form,
        title: say::sign::paper_title(),
        class: "sheet",
    };
    let mut typed = Typed::default();
    typed.set("lang", to_sign.lang.code());
    let shown = Shown {
        typed: &typed,
        errors: &Errors::default(),
    };
    let langs = Lang::SPOKEN.map(|lang| (lang.code(), lang.name()));
    Ok(shell
        .page(html! {
            h1 { (say::sign::paper_title()) }
            @if to_sign.lines.is_empty() {
                p.muted { (say::sign::nothing()) }
            } @else {
                p.muted { (say::sign::paper_how()) }
                form.panel method="post" action={ "/jobs/" (job) "/paper" } {
                    (shown.choice("lang", say::sign::language(), &langs))
                    button.go { (say::sign::make_sheet()) }
                }
            }
            p.row {
                @if let Some(signed) = &newest {
                    a.btn href={ "/paper/" (signed.id) } { (say::sign::signed_sheet()) }
                }
                a.btn href={ "/jobs/" (job) "/consent" } { (say::sign::back_to_job()) }
            }
        })
        .into_response())
}

/// Makes a sheet.
pub async fn open(
    State(front): State<Front>,
    Path(job): Path<i64>,
    AtCounter(who): AtCounter,
    typed: Typed,
) -> Result<Response, WebError> {
    let lang = Lang::from_code(typed.get("lang")).unwrap_or_default();
    let signing = front.desk().print_sheet(job, lang, who.name()).await?;
    Ok(errors::done(&format!("/paper/{signing}")))
}

/// A sheet: to print, to say what was ticked on it, and to attach it.
pub async fn sheet(
    State(front): State<Front>,
    Path(signing): Path<i64>,
    AtCounter(who): AtCounter,
) -> Result<Markup, WebError> {
    show(&front, &who, signing, &Typed::default(), &Errors::default()).await
}

async fn show(
    front: &Front,
    who: &SignedIn,
    signing: i64,
    typed: &Typed,
    wrong: &Errors,
) -> Result<Markup, WebError> {
    let known = front.store().signing(signing).await?;
    if known.opened.way != Way::Paper {
        return Err(WebError::NotFound(Thing::Sheet));
    }
    let job = known.opened.job;
    let lang = known.opened.lang;
    let name = front.store().job(job).await?.name;
    let top = front.store().top(front.now()).await?;
    let shell = Shell {
        front,
        who,
        top: &top,
        here: Here::Form,
        title: say::sign::paper_title(),
        class: "sheet paper",
    };
    Ok(shell.page(html! {
        h1.off-paper { (say::sign::paper_title()) }
        @if known.opened.done_at.is_none() {
            div.row.off-paper {
                button type="button" data-print hidden { (say::sign::print()) }
                small { (say::sign::print_hint()) }
            }
            form.row.off-paper method="post" action={ "/jobs/" (job) "/paper" } {
                @for other in Lang::SPOKEN {
                    button.small name="lang" value=(other.code()) lang=(other.code())
                        aria-pressed=(if other == lang { "true" } else { "false" }) { (other.name()) }
                }
            }
            br.off-paper;
            (say::within(lang, || printed(&known, &top.shop.brand, &name)))
            (attest(&known, &format!("/paper/{signing}"), typed, wrong))
        } @else {
            (answered(&known, typed, wrong))
        }
        p.row.off-paper {
            a.btn.go[!known.attachments.is_empty()] href={ "/jobs/" (job) "/receipt" } { (say::sign::to_receipt()) }
            a.btn href={ "/jobs/" (job) "/consent" } { (say::sign::back_to_job()) }
        }
        (super::assets::sheet())
    }))
}

/// The sheet as it is printed: nothing ticked, and a line to sign on.
fn printed(sheet: &SigningEvidence, shop: &str, name: &str) -> Markup {
    let (job, signing) = (sheet.opened.job, sheet.opened.id);
    html! {
        article.panel.printed lang=(sheet.opened.lang.code()) {
            p { b { (shop) } " · " (say::sign::job(job)) " · " (name) }
            p.muted { (say::sign::tick()) }
            @for (line, answer) in lines(sheet) {
                div.check {
                    span.tick aria-hidden="true" {}
                    span {
                        b { (sign::title(line)) } " " (answer.words)
                        @if line == ConsentLine::Offers {
                            " " span.blank { (say::sign::initials()) ": ________" }
                        }
                        " " small { (answer.version) }
                    }
                }
            }
            div.lines {
                p { (say::sign::signature()) }
                p { (say::sign::date()) }
            }
            small { (job) "-" (signing) }
        }
    }
}

fn lines(sheet: &SigningEvidence) -> impl Iterator<Item = (ConsentLine, &Answer)> {
    let answers = sheet.answers.iter();
    answers.filter_map(|answer| Some((ConsentLine::from_name(&answer.line)?, answer)))
}

fn attest(sheet: &SigningEvidence, to: &str, typed: &Typed, wrong: &Errors) -> Markup {
    html! {
        form.panel.off-paper method="post" action=(to) {
            h2 { (say::sign::attest_title()) }
            p.muted { (say::sign::attest_how()) }
            br;
            @for (line, answer) in lines(sheet) {
                @let name = answer.line.as_str();
                label.check {
                    input type="checkbox" name=(name) value="yes" checked[typed.ticked(name)];
                    span { (sign::title(line)) }
                }
                @if line == ConsentLine::Offers {
                    label.if-ticked {
                        (say::sign::initials())
                        input name="initials" maxlength="12" autocomplete="off" value=(typed.get("initials"));
                        @if let Some(why) = wrong.of("initials") { span.error role="alert" { (why) } }
                    }
                }
            }
            button.go { (say::sign::signed_on_paper()) }
        }
    }
}

fn answered(known: &SigningEvidence, typed: &Typed, wrong: &Errors) -> Markup {
    let again = format!("/paper/{}/again", known.opened.id);
    html! {
        section.panel {
            ul.list {
                @for (line, answer) in lines(known) {
                    li {
                        b { (sign::title(line)) }
                        @if answer.yes { span.chip.ok { (say::sign::was_ticked()) } }
                        @else { span.chip { (say::sign::was_not_ticked()) } }
                    }
                }
            }
            @if known.attachments.is_empty() {
                p.ask.soft { (say::sign::not_attached()) }
            } @else {
                p.done { (say::sign::attached()) }
                (pictures(known))
            }
            form method="post" action={ "/paper/" (known.opened.id) "/scan" } enctype="multipart/form-data" {
                label {
                    (say::sign::scan())
                    small { (say::sign::scan_hint()) }
                    input type="file" name="scan" accept="image/jpeg,image/png,application/pdf"
                        aria-invalid=[wrong.of("scan").map(|_| "true")];
                    @if let Some(why) = wrong.of("scan") { span.error role="alert" { (why) } }
                }
                button.go[known.attachments.is_empty()] { (say::sign::attach()) }
            }
        }
        details.more open[wrong.of("initials").is_some()] {
            summary { (say::sign::says_something_else()) }
            div {
                p.muted { (say::sign::read_again_what()) }
                (attest(known, &again, typed, wrong))
            }
        }
    }
}

/// The ways to the photos and scans of a sheet.
pub fn pictures(known: &SigningEvidence) -> Markup {
    html! {
        div.pictures {
            // Not shown here: a photo weighs more than all the pages.
            @for (n, attachment) in (1..).zip(&known.attachments) {
                a.btn href={ "/attachments/" (attachment.id) } {
                    @if attachment.kind.is_picture() { (say::sign::photo(n)) } @else { "PDF " (n) }
                }
            }
        }
    }
}

/// Staff say what was ticked.
pub async fn attest_it(
    State(front): State<Front>,
    Path(signing): Path<i64>,
    AtCounter(who): AtCounter,
    typed: Typed,
) -> Result<Response, WebError> {
    let known = front.store().signing(signing).await?;
    if known.opened.way != Way::Paper {
        return Err(WebError::NotFound(Thing::Sheet));
    }
    let answer = front.desk().attest(&known, sign::signed(&typed), who.by());
    let answer = answer.await.map(|_| signing);
    after_attesting(&front, &who, (signing, answer), &typed).await
}

/// Staff say what was ticked really.
pub async fn read_again(
    State(front): State<Front>,
    Path(signing): Path<i64>,
    AtCounter(who): AtCounter,
    typed: Typed,
) -> Result<Response, WebError> {
    let known = front.store().signing(signing).await?;
    if known.opened.way != Way::Paper || known.opened.done_at.is_none() {
        return Err(WebError::NotFound(Thing::Sheet));
    }
    let answer = front
        .desk()
        .attest_again(&known, sign::signed(&typed), who.by());
    after_attesting(&front, &who, (signing, answer.await), &typed).await
}

/// Leads to the sheet that it counts as now; or says what is missing beside what was typed.
async fn after_attesting(
    front: &Front,
    who: &SignedIn,
    (signing, answer): (i64, Result<i64, SignError>),
    typed: &Typed,
) -> Result<Response, WebError> {
    match answer {
        Ok(sheet) => Ok(errors::done(&format!("/paper/{sheet}"))),
        Err(error) => {
            let wrong = sign::explained(error)?;
            let page = show(front, who, signing, typed, &wrong).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// Attaches a photo or a scan.
pub async fn attach(
    State(front): State<Front>,
    Path(signing): Path<i64>,
    AtCounter(who): AtCounter,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, WebError> {
    let form = form.map_err(|_| no_form())?;
    let bytes = file_in(form).await?;
    let attached = front.desk().attach(signing, bytes.to_vec(), who.by());
    match attached.await {
        Ok(refused) if refused.is_empty() => Ok(errors::done(&format!("/paper/{signing}"))),
        Ok(_) => Err(WebError::Conflict(say::sign::stopped().to_owned())),
        Err(error) => {
            let wrong = sign::explained(error)?;
            let page = show(&front, &who, signing, &Typed::default(), &wrong).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// The one file in the form; nothing of its name or its claimed type is believed.
async fn file_in(mut form: Multipart) -> Result<Bytes, WebError> {
    let unreadable = |error: axum::extract::multipart::MultipartError| {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            WebError::TooLarge
        } else {
            no_form()
        }
    };
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        if field.name() == Some("scan") {
            return field.bytes().await.map_err(unreadable);
        }
    }
    Ok(Bytes::new())
}

fn no_form() -> WebError {
    WebError::Input(say::errors::no_form().to_owned())
}

/// Gives a photo or a scan. A browser shows it as what it is and as nothing else, runs nothing in
/// it, and offers a PDF for download only.
pub async fn file(
    State(front): State<Front>,
    Path(id): Path<i64>,
    _: AtCounter,
) -> Result<Response, WebError> {
    let file = front.store().attachment(id).await?;
    let how = if file.kind.is_picture() {
        "inline"
    } else {
        "attachment"
    };
    let name = format!(
        "{how}; filename=\"job-{}-{id}.{}\"",
        file.job,
        file.kind.ending()
    );
    let name = HeaderValue::from_str(&name).map_err(|e| WebError::Broken(e.to_string()))?;
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static(file.kind.media_type()),
        ),
        (header::CONTENT_DISPOSITION, name),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("default-src 'none'; sandbox; frame-ancestors 'none'"),
        ),
    ];
    Ok((headers, file.bytes).into_response())
}

/// Why a file is not taken, and what to do.
pub fn refused(error: FileError) -> &'static str {
    match error {
        FileError::Empty => say::sign::file_empty(),
        FileError::TooLarge => say::sign::file_large(),
        FileError::OtherKind => say::sign::file_other(),
        FileError::Damaged => say::sign::file_damaged(),
    }
}
