//! The last step of the first start: one text from an iPhone and one from an Android phone. It can be
//! skipped, and done later from the modem's page.

use super::errors::{self, WebError};
use super::fields::Typed;
use super::house::Front;
use super::qr::qr;
use super::say::round_trip as words;
use super::session::Owner;
use super::shell::{Here, Shell};
use super::when::Wall;
use crate::store::{Phone, Thing};
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Utc};
use maud::{Markup, html};

/// Where it is.
pub const PAGE: &str = "/setup/phones";

/// The page. It shows a text as soon as one comes in.
pub async fn page(State(front): State<Front>, Owner(who): Owner) -> Result<Markup, WebError> {
    let store = front.store();
    let top = store.top(front.now()).await?;
    let number = store.own_number().await?;
    let (tried, lately) = store.phones(front.now()).await?;
    let shell = Shell {
        front: &front,
        who: &who,
        top: &top,
        here: Here::Modem,
        title: words::phones(),
        class: "sheet",
    };
    let wall = shell.wall();
    let country = top.shop.country;
    Ok(shell.page(html! {
        h1 { (words::phones()) }
        p.muted { (words::phones_why()) }
        br;
        section.panel {
            @match &number {
                Some(number) => {
                    p { b { (words::text_it(&number.national(country))) } }
                    (qr(&format!("sms:{}?body=HELLO", number.as_e164()), words::code()))
                }
                None => p { (words::no_number()) " " a href="/settings/shop" { (words::set_it()) } }
            }
            dl.facts {
                dt { "iPhone" }
                dd { (state(tried.iphone, &wall)) }
                dt { "Android" }
                dd { (state(tried.android, &wall)) }
            }
        }
        section.panel {
            h2 { (words::came()) }
            @if lately.is_empty() { p.muted { (words::nothing()) } }
            ul.list {
                @for text in &lately {
                    li {
                        div {
                            span.num { (text.from.national(country)) } " "
                            q.words dir="auto" { (text.words.chars().take(80).collect::<String>()) }
                            br;
                            small { (wall.ago(text.at)) }
                        }
                        form.act method="post" action=(PAGE) data-tap {
                            input type="hidden" name="text" value=(text.inbox);
                            button.small name="phone" value=(Phone::Iphone.as_str()) { (words::was_iphone()) }
                            button.small name="phone" value=(Phone::Android.as_str()) { (words::was_android()) }
                        }
                    }
                }
            }
            p.muted { (words::none_came()) }
        }
        p.row { a.btn.go href="/" { (words::on()) } }
    }))
}

fn state(at: Option<DateTime<Utc>>, wall: &Wall) -> Markup {
    html! {
        @match at {
            Some(at) => { "✓ " (words::tried(&wall.soon(at))) }
            None => (words::not_yet()),
        }
    }
}

/// The owner says from which phone a text came.
pub async fn save(
    State(front): State<Front>,
    Owner(who): Owner,
    typed: Typed,
) -> Result<Response, WebError> {
    let missing = || WebError::NotFound(Thing::Text);
    let text = typed.get("text").parse().map_err(|_| missing())?;
    let phone = Phone::from_name(typed.get("phone")).ok_or_else(missing)?;
    let who = who.name().to_owned();
    front
        .store()
        .phone_was(text, phone, who, front.now())
        .await?;
    Ok(errors::done(PAGE))
}
