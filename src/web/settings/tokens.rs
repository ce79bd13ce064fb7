//! The tokens of other programs: made, shown once, listed and revoked.

use super::{Page, frame, refused};
use crate::store::{StoreError, TokenLine};
use crate::web::address::Query;
use crate::web::errors::{self, WebError};
use crate::web::fields::{Errors, Line, Shown, Typed};
use crate::web::house::Front;
use crate::web::pages::{self, From};
use crate::web::say::{self, settings as words};
use crate::web::session::{self, Owner, SignedIn};
use crate::web::when::Wall;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

/// What a token may be allowed.
const SCOPES: [&str; 6] = [
    "service",
    "conversation",
    "promotional",
    "inbox",
    "permission",
    "suppressions",
];

/// So many are on a page.
const SHOWN: usize = 50;

/// The page.
pub async fn page(
    State(front): State<Front>,
    Owner(who): Owner,
    Query(from): Query<From>,
) -> Result<Markup, WebError> {
    let mut typed = Typed::default();
    typed.set("scope-service", "yes");
    show(&front, &who, &typed, &Errors::default(), from.skipped()).await
}

async fn show(
    front: &Front,
    who: &SignedIn,
    typed: &Typed,
    wrong: &Errors,
    from: usize,
) -> Result<Markup, WebError> {
    let mut tokens = front.store().tokens(from, SHOWN + 1).await?;
    let next = pages::cut(&mut tokens, from, SHOWN);
    let shown = Shown {
        typed,
        errors: wrong,
    };
    frame(front, who, Page::Tokens, |wall| {
        html! {
            p.muted { (words::tokens_how()) }
            section.panel {
                @if tokens.is_empty() { p.muted { (words::no_tokens()) } }
                ul.list { @for token in &tokens { (line(token, wall)) } }
                (pages::turn(Page::Tokens.path(), from, next))
            }
            form.panel method="post" action="/settings/tokens" {
                h2 { (words::new_token()) }
                (shown.line(Line::words("name", words::program())))
                fieldset.field {
                    legend { (words::may()) }
                    @for scope in SCOPES {
                        @let field = format!("scope-{scope}");
                        label.check {
                            input type="checkbox" name=(field) value="yes" checked[typed.ticked(&field)];
                            span { (say::settings::scope(scope)) }
                        }
                    }
                    (shown.error("scope"))
                }
                button.go { (words::make()) }
            }
        }
    })
    .await
}

fn line(token: &TokenLine, wall: &Wall) -> Markup {
    let scopes: Vec<&str> = token.scopes.iter().map(|s| words::scope(s)).collect();
    html! {
        li {
            div {
                b { (token.name) } " "
                @if let Some(at) = token.revoked_at { span.chip.no { (words::revoked(&wall.short(at))) } }
                br;
                small { (scopes.join(", ")) " · " (words::made(&wall.short(token.made_at))) }
            }
            @if token.revoked_at.is_none() {
                div.act {
                    form method="post" action="/settings/tokens/revoke" {
                        input type="hidden" name="name" value=(token.name);
                        button.small.no { (words::revoke()) }
                    }
                }
            }
        }
    }
}

/// Makes one, and shows its secret: this once.
pub async fn make(
    State(front): State<Front>,
    Owner(who): Owner,
    typed: Typed,
) -> Result<Response, WebError> {
    let name = typed.get("name").to_owned();
    let mut wrong = Errors::default();
    if !(1..=64).contains(&name.chars().count()) || name.contains('\n') {
        wrong.add("name", words::bad_program());
    }
    let scopes: Vec<String> = SCOPES
        .iter()
        .filter(|scope| typed.ticked(&format!("scope-{scope}")))
        .map(|scope| (*scope).to_owned())
        .collect();
    if scopes.is_empty() {
        wrong.add("scope", words::no_scope());
    }
    if wrong.is_empty() {
        let secret = format!("rb_{}", session::new_token()?);
        let by = who.name().to_owned();
        let (store, now) = (front.store(), front.now());
        match store
            .add_token(name.clone(), secret.clone(), scopes, by, now)
            .await
        {
            Ok(()) => {
                let what = words::secret_of(&name);
                let page = once(&front, &who, Page::Tokens, &what, &secret, "").await?;
                return Ok(page.into_response());
            }
            Err(StoreError::NameTaken(_)) => wrong.add("name", words::program_taken()),
            Err(other) => return Err(other.into()),
        }
    }
    Ok(refused(show(&front, &who, &typed, &wrong, 0).await?))
}

/// A page with a secret on it, which is not shown again.
pub(super) async fn once(
    front: &Front,
    who: &SignedIn,
    page: Page,
    what: &str,
    secret: &str,
    then: &str,
) -> Result<Markup, WebError> {
    frame(front, who, page, |_| {
        html! {
            section.panel {
                p { (what) }
                code.secret tabindex="0" { (secret) }
                @if !then.is_empty() { p.muted { (then) } }
            }
            p.row { a.btn.go href=(page.path()) { (words::back()) } }
        }
    })
    .await
}

/// Revokes one.
pub async fn revoke(
    State(front): State<Front>,
    Owner(who): Owner,
    typed: Typed,
) -> Result<Response, WebError> {
    let (name, by) = (typed.get("name").to_owned(), who.name().to_owned());
    front.store().revoke_token(name, by, front.now()).await?;
    Ok(errors::done("/settings/tokens"))
}
