//! A code at the counter: typed, looked up, redeemed for a customer, and taken back.
//!
//! Looking up changes nothing, so it is an address of its own: `/redeem?code=…&customer=…`.

use super::address::{Path, Query};
use super::customers::{found, search};
use super::errors::{self, WebError, escaped};
use super::fields::Typed;
use super::house::Front;
use super::say::{self, follow_up as words};
use super::session::AtCounter;
use super::shell::{Here, Shell};
use super::when::Wall;
use crate::store::views::{Customers, Redeeming, last_moment};
use crate::store::{Redemption, Worth};
use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;

/// The code, and for whom it is.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    code: String,
    customer: Option<i64>,
    /// A search for the customer.
    #[serde(default)]
    q: String,
    /// The redemption that was just made.
    done: Option<i64>,
}

/// A code has fewer letters; whoever types more has typed something else.
const LONGEST: usize = 40;

/// The page.
pub async fn page(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    Query(wanted): Query<Wanted>,
) -> Result<Markup, WebError> {
    let typed: String = wanted.code.chars().take(LONGEST).collect();
    let store = front.store();
    let page = store
        .redeeming(typed, wanted.customer, wanted.done, front.now())
        .await?;
    let sought: String = wanted.q.trim().chars().take(80).collect();
    let people = match sought.is_empty() {
        true => None,
        false => Some(store.customers(sought.clone(), None, front.now()).await?),
    };
    let shell = Shell {
        front: &front,
        who: &who,
        top: &page.top,
        here: Here::Form,
        title: words::redeem_title(),
        class: "sheet",
    };
    let wall = shell.wall();
    Ok(shell.page(html! {
        h1 { (words::redeem_title()) }
        @if let Some(done) = &page.done { (redeemed(done)) }
        form.panel method="get" action="/redeem" {
            p.muted { (words::redeem_what()) }
            br;
            @if let Some((customer, name)) = &page.customer {
                input type="hidden" name="customer" value=(customer);
                p.row {
                    b { (words::for_customer(name)) }
                    a.btn.small href=(address(&page.code, None)) { (words::somebody_else()) }
                }
                br;
            }
            label {
                (words::code())
                input type="text" name="code" id="code" value=(page.code) maxlength=(LONGEST) required
                    autocomplete="off" autocapitalize="characters" spellcheck="false" data-no-draft;
            }
            button.go { (words::look()) }
        }
        (worth(&page, &sought, people.as_ref(), &wall))
        (lately(&page.lately, &wall))
    }))
}

fn address(code: &str, customer: Option<i64>) -> String {
    let code = escaped(code);
    match customer {
        Some(customer) => format!("/redeem?code={code}&customer={customer}"),
        None => format!("/redeem?code={code}"),
    }
}

fn redeemed(done: &Redemption) -> Markup {
    if done.undone {
        return html! {};
    }
    html! {
        section.panel {
            p.done role="status" { (words::redeemed(&done.code, &done.name)) }
            br;
            div.row { (undo(done)) a.btn.small href={ "/customers/" (done.customer) } { (done.name) } }
        }
    }
}

fn undo(redemption: &Redemption) -> Markup {
    html! {
        form method="post" action={ "/redeem/" (redemption.id) "/undo" } {
            button.small { (words::undo()) }
        }
    }
}

/// What the code is worth, and what can be done with it.
fn worth(page: &Redeeming, sought: &str, people: Option<&Customers>, wall: &Wall) -> Markup {
    let code = page.code.as_str();
    match &page.worth {
        None => html! {},
        Some(Worth::Unknown) => html! {
            section.panel { p.error role="alert" { (words::unknown(code)) } }
        },
        Some(Worth::Expired { since, .. }) => html! {
            section.panel {
                p.error role="alert" { (words::expired(code, &wall.full_day(last_moment(*since)))) }
            }
        },
        Some(Worth::Used(used)) => html! {
            section.panel {
                p.error role="alert" {
                    (words::used(code, &used.name, &wall.soon(used.at), &say::deed::who(&used.by)))
                }
                br;
                (undo(used))
            }
        },
        Some(Worth::Good {
            customer,
            name,
            until,
            job,
        }) => html! {
            section.panel {
                p.done role="status" { (words::good(code, name)) }
                (offer(page))
                @if until.is_some() || job.is_some() {
                    p.muted {
                        @if let Some(until) = until { (words::until(&wall.full_day(last_moment(*until)))) }
                        @if until.is_some() && job.is_some() { " · " }
                        @if let Some(job) = job { (words::for_job(*job)) }
                    }
                }
                br;
                form method="post" action="/redeem" {
                    input type="hidden" name="code" value=(code);
                    input type="hidden" name="customer" value=(customer);
                    button.go { (words::redeem()) }
                }
            }
        },
        Some(Worth::ForWhom) => for_whom(page, sought, people, wall),
    }
}

/// What it is worth, in the words of the text.
fn offer(page: &Redeeming) -> Markup {
    html! {
        @if let Some(words) = &page.offer {
            p.muted { (words::offer_says()) }
            p { q.words dir="auto" { (words) } }
            br;
        }
    }
}

/// A shared code is good: the customers who are here, and a search for the others.
fn for_whom(page: &Redeeming, sought: &str, people: Option<&Customers>, wall: &Wall) -> Markup {
    let code = page.code.as_str();
    let to = |customer: i64| address(code, Some(customer));
    html! {
        section.panel {
            p.done role="status" { (words::for_whom(code)) }
            (offer(page))
            (search("/redeem", sought, &[("code", code)]))
            @if let Some(people) = people {
                (found(&people.found, wall, page.top.shop.country, to))
                @if people.found.is_empty() { p.muted { (say::customers::nobody()) } }
            } @else if !page.here.is_empty() {
                p.muted { (words::here_now()) }
                ul.found {
                    @for (customer, name, vehicle) in &page.here {
                        li { a href=(to(*customer)) { b { (name) } span.muted.cars { (vehicle) } } }
                    }
                }
            }
        }
    }
}

fn lately(lately: &[Redemption], wall: &Wall) -> Markup {
    html! {
        @if !lately.is_empty() {
            section.panel {
                h2 { (words::lately()) }
                ul.list {
                    @for one in lately {
                        li {
                            div {
                                b { (one.code) } " · " a href={ "/customers/" (one.customer) } { (one.name) }
                                @if let Some(job) = one.job { " · #" (job) }
                                br;
                                small {
                                    (wall.soon(one.at)) " · " (say::deed::who(&one.by))
                                    @if one.undone { " · " (words::taken_back()) }
                                }
                            }
                            @if !one.undone { div.act { (undo(one)) } }
                        }
                    }
                }
            }
        }
    }
}

/// Redeems it. One that is not good any more is shown with the reason.
pub async fn redeem(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    typed: Typed,
) -> Result<Response, WebError> {
    let customer: i64 = typed.parse("customer")?;
    let code: String = typed.get("code").chars().take(LONGEST).collect();
    let by = who.name().to_owned();
    let (_, id) = front
        .store()
        .redeem(code.clone(), customer, by, front.now())
        .await?;
    let to = match id {
        Some(id) => format!("/redeem?done={id}"),
        None => address(&code, Some(customer)),
    };
    Ok(errors::done(&to))
}

/// Takes it back.
pub async fn take_back(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    Path(id): Path<i64>,
) -> Result<Response, WebError> {
    let by = who.name().to_owned();
    front.store().undo_redeem(id, by, front.now()).await?;
    Ok(errors::done("/redeem"))
}
