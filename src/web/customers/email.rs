//! An e-mail address on its customer's page: what may be sent there, since when, and how that ends.

use crate::domain::consent::{Consent, Scope};
use crate::domain::phone::Country;
use crate::domain::purpose::Purpose;
use crate::store::views::{EmailConsent, Person, Point};
use crate::web::address::Path;
use crate::web::errors::{self, WebError};
use crate::web::fields::Typed;
use crate::web::house::Front;
use crate::web::session::{AtCounter, SignedIn};
use crate::web::when::Wall;
use crate::web::{chip, heard, say};
use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

/// The address, where its consent stands, its own history, and how staff end it.
pub fn point(
    point: &Point,
    email: &EmailConsent,
    person: &Person,
    who: &SignedIn,
    wall: &Wall,
    country: Country,
) -> Markup {
    let standing = |purpose| email.standing.consent(purpose);
    let (updates, offers) = (standing(Purpose::Service), standing(Purpose::Promotional));
    let out = updates == Consent::Revoked && offers == Consent::Revoked;
    let (customer, contact) = (person.id, point.contact);
    let action = format!("/customers/{customer}/email/{contact}");
    html! {
        div.point {
            div.row {
                span.words { (point.address) }
                @match updates {
                    Consent::Granted | Consent::Held => span.chip.ok { (say::customers::email_updates()) },
                    Consent::Revoked => span.chip.no { (say::customers::email_no_updates()) },
                    Consent::None => {},
                }
                @match offers {
                    Consent::Granted | Consent::Held => span.chip.ok { (say::customers::email_offers()) },
                    Consent::Revoked => span.chip.no { (say::customers::email_no_offers()) },
                    Consent::None => {},
                }
                @if (updates, offers) == (Consent::None, Consent::None) {
                    span.chip { (say::customers::email_nothing()) }
                }
            }
            @if !email.events.is_empty() {
                details.more {
                    summary { (say::customers::email_history()) }
                    (super::proof::events(&email.events, customer, who, wall, country))
                    p.row { a.btn.small href={ "/customers/" (customer) "/consent?of=" (contact) } { (say::customers::show_all()) } }
                }
            }
            @if let Some((row, scope, left)) = email.undo {
                @let left = chip::seconds(left);
                form.decide method="post" action={ (action) "/undo" } data-tap {
                    b { (say::customers::email_ended(say::customers::email_scope(scope))) }
                    progress max="30" value=(left) data-left=(left) aria-label=(say::thread::time_left()) {}
                    input type="hidden" name="row" value=(row);
                    div.row { button.small { (say::thread::undo()) } }
                }
            } @else if !out {
                details.more {
                    summary { (say::customers::email_out()) }
                    div {
                        form method="post" action={ (action) "/opt-out" } data-tap {
                            fieldset.field {
                                legend { (say::customers::email_what()) }
                                div.picks {
                                    @for (scope, words) in scopes(updates, offers) {
                                        label.pick {
                                            input type="radio" name="scope" value=(scope.as_str()) required;
                                            (words)
                                        }
                                    }
                                }
                            }
                            (heard::said(&[person.name.as_str()]))
                            button.small.no { (say::heard::opt_out()) }
                        }
                    }
                }
            }
        }
    }
}

/// What has not ended yet.
fn scopes(updates: Consent, offers: Consent) -> Vec<(Scope, &'static str)> {
    let mut open = Vec::new();
    if updates != Consent::Revoked {
        open.push((Scope::Service, say::customers::email_updates()));
    }
    if offers != Consent::Revoked {
        open.push((Scope::Promotional, say::customers::email_offers()));
    }
    if open.len() == 2 {
        open.push((Scope::All, say::customers::email_all()));
    }
    open
}

/// Ends what the customer wants no more of.
pub async fn opt_out(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    Path((customer, contact)): Path<(i64, i64)>,
    typed: Typed,
) -> Result<Response, WebError> {
    let scope = Scope::from_name(typed.get("scope")).filter(|scope| *scope != Scope::Progress);
    let scope =
        scope.ok_or_else(|| WebError::Input(say::customers::email_what_missing().to_owned()))?;
    let said = heard::read(&typed)?;
    let by = who.by();
    front
        .store()
        .end_email(customer, contact, scope, said, by, front.now())
        .await?;
    Ok(errors::done(&format!("/customers/{customer}")))
}

/// Takes that back.
pub async fn undo(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    Path((customer, contact)): Path<(i64, i64)>,
    typed: Typed,
) -> Result<Response, WebError> {
    let by = who.name().to_owned();
    let row = typed.parse("row")?;
    front
        .store()
        .undo_end_email(customer, contact, row, by, front.now())
        .await?;
    Ok(errors::done(&format!("/customers/{customer}")))
}
