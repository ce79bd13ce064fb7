//! "They asked for no more texts": what was said, how, and by whom. On a conversation and on a
//! customer's page.

use super::address::Path;
use super::errors::{self, WebError};
use super::fields::Typed;
use super::house::Front;
use super::say;
use super::session::AtCounter;
use crate::domain::consent::Consent;
use crate::domain::purpose::Purpose;
use crate::store::views::Reach;
use crate::store::{Heard, Said};
use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

/// The form. `names`: who shares the number; `back`: the page to come back to.
pub fn form(reach: &Reach, names: &[&str], back: &str) -> Markup {
    let offers = matches!(
        reach.standing.consent(Purpose::Promotional),
        Consent::Granted | Consent::Held
    );
    html! {
        details.more {
            summary { (say::heard::open()) }
            div {
                form method="post" action={ "/inbox/" (reach.contact) "/heard" } data-tap {
                    input type="hidden" name="back" value=(back);
                    p.muted { (say::heard::counts()) }
                    (said(names))
                    @if offers {
                        label.check {
                            input type="checkbox" name="only_offers" value="yes";
                            (say::heard::only_offers())
                        }
                    }
                    button.small.no { (say::heard::opt_out()) }
                }
            }
        }
    }
}

/// How it was said, by whom, and in which words.
pub fn said(names: &[&str]) -> Markup {
    html! {
        fieldset.field {
            legend { (say::heard::how()) }
            div.picks {
                @for heard in Heard::ALL {
                    label.pick {
                        input type="radio" name="heard" value=(heard.as_str()) required;
                        (say::heard::way(heard))
                    }
                }
            }
        }
        label {
            (say::heard::who())
            input name="who" maxlength="200" autocomplete="off" value=(names.first().copied().unwrap_or_default());
        }
        label {
            (say::heard::words())
            textarea name="words" rows="2" maxlength="2000" required {}
        }
    }
}

/// Reads that back.
///
/// # Errors
/// When the way or the words are missing.
pub fn read(typed: &Typed) -> Result<Said, WebError> {
    let heard = Heard::from_name(typed.get("heard"))
        .ok_or_else(|| WebError::Input(say::heard::how_missing().to_owned()))?;
    if typed.get("words").is_empty() {
        return Err(WebError::Input(say::heard::words_missing().to_owned()));
    }
    Ok(Said {
        heard,
        who: typed.get("who").to_owned(),
        words: typed.get("words").to_owned(),
        only_offers: typed.ticked("only_offers"),
    })
}

/// Opts someone out who asked for it in another way than by a text.
pub async fn opt_out(
    State(front): State<Front>,
    AtCounter(who): AtCounter,
    Path(contact): Path<i64>,
    typed: Typed,
) -> Result<Response, WebError> {
    let said = read(&typed)?;
    front.desk().heard_opt_out(contact, said, who.by()).await?;
    Ok(errors::done(&typed.back()))
}
