//! Who changed what: the audit log, page by page.

use super::{Page, frame};
use crate::web::address::Query;
use crate::web::errors::WebError;
use crate::web::house::Front;
use crate::web::say::{self, staff as words};
use crate::web::session::Owner;
use axum::extract::State;
use maud::{Markup, html};
use serde::Deserialize;

/// Lines on one page.
const LINES: u32 = 50;

/// Which lines.
#[derive(Debug, Default, Deserialize)]
pub struct Which {
    before: Option<i64>,
    #[serde(default)]
    only: String,
}

/// The page.
pub async fn page(
    State(front): State<Front>,
    Owner(who): Owner,
    Query(which): Query<Which>,
) -> Result<Markup, WebError> {
    let kinds = [
        ("", words::all()),
        ("settings", words::only_settings()),
        ("staff", words::only_staff()),
        ("consent", words::only_consent()),
        ("sign-in", words::only_sign_in()),
    ];
    // An address that names no kind of ours shows everything.
    let known = kinds.iter().find(|(kind, _)| *kind == which.only);
    let only = known.map_or("", |(kind, _)| kind);
    let filter = (!only.is_empty()).then(|| only.to_owned());
    let mut lines = front
        .store()
        .audit_log(which.before, filter, LINES + 1)
        .await?;
    let more = lines.len() > LINES as usize;
    lines.truncate(LINES as usize);
    let last = lines.last().map(|line| line.id).filter(|_| more);
    frame(&front, &who, Page::Audit, |wall| {
        html! {
            p.muted { (words::audit_what()) }
            nav.row aria-label=(words::audit_title()) {
                @for (kind, label) in kinds {
                    a.chip.pick-one href={ "/settings/audit?only=" (kind) } aria-current=[(kind == only).then_some("page")] { (label) }
                }
            }
            br;
            section.panel {
                @if lines.is_empty() { p.muted { (words::nothing()) } }
                table.log {
                    @for line in &lines {
                        tr {
                            td { (wall.exact(line.at)) }
                            td {
                                @if !line.who.is_empty() { b { (say::deed::who(&line.who)) } ": " }
                                (words::what_was_done(&line.what))
                                @if !line.detail.is_empty() { small { (say::deed::detail(line)) } }
                            }
                        }
                    }
                }
            }
            div.row {
                @if which.before.is_some() { a.btn href={ "/settings/audit?only=" (only) } { (words::newest()) } }
                @if let Some(last) = last {
                    a.btn href={ "/settings/audit?only=" (only) "&before=" (last) } { (words::older()) }
                }
            }
        }
    })
    .await
}
