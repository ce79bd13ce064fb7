//! The last good backup: how old it is, how large, and whether that will do.

use super::errors::{self, WebError};
use super::fields::Typed;
use super::house::Front;
use super::say::{self, backups as words};
use super::session::Owner;
use super::shell::{Here, Shell};
use super::when::Wall;
use crate::domain::keeping::is_too_old;
use crate::store::backup::{back_up, newest};
use crate::store::on_stick::OnStick;
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Utc};
use maud::{Markup, html};
use serde::Deserialize;
use std::sync::Arc;
use std::time::Duration;

/// Where the reason stands why one failed.
const JOURNAL: &str = "journalctl --namespace=readybell";
/// So long a page waits for it. A large one goes on without.
const WAITED_FOR: Duration = Duration::from_secs(8);

/// How the last one that was made by hand ended.
#[derive(Debug, Default, Deserialize)]
pub struct Ended {
    #[serde(default)]
    backup: String,
}

/// When the newest was made, and how large it is.
fn last(front: &Front) -> Option<(DateTime<Utc>, u64)> {
    let places = front.house.backups.iter();
    let found = places.filter_map(|place| newest(place));
    found
        .map(|(_, made, bytes)| (made, bytes))
        .max_by_key(|(made, _)| *made)
}

/// A line of what is known of this machine.
pub fn fact(shell: &Shell<'_>, wall: &Wall) -> Markup {
    let last = last(shell.front);
    let is_bad = last.is_none_or(|(made, _)| is_too_old(made, wall.now));
    html! {
        dt { (words::last()) }
        dd class=[is_bad.then_some("bad")] {
            @match last {
                Some((made, bytes)) => {
                    (wall.ago(made)) ", " span.num { (size(bytes)) }
                    @if is_bad {
                        ". " (words::too_old()) code { "journalctl --namespace=readybell -u readybell-backup" }
                    }
                }
                None => (words::none()),
            }
            @if shell.who.is_owner() { br; (button()) }
        }
        @if let Some(on_stick) = on_stick(shell.front) { (of_stick(&on_stick, wall)) }
    }
}

/// How the last one on the stick ended.
fn on_stick(front: &Front) -> Option<OnStick> {
    OnStick::last(front.store().directory())
}

fn of_stick(last: &OnStick, wall: &Wall) -> Markup {
    let is_bad = last.ended.is_err() || is_too_old(last.at, wall.now);
    html! {
        dt { (words::on_stick()) }
        dd class=[is_bad.then_some("bad")] {
            (wall.ago(last.at)) ", "
            @match &last.ended {
                Ok(bytes) => {
                    span.num { (size(*bytes)) }
                    @if is_bad { ". " (words::stick_is_old()) }
                }
                Err(why) => { (words::stick_failed()) " " code { (why) } }
            }
        }
    }
}

/// Makes one now.
fn button() -> Markup {
    html! {
        form method="post" action="/modem/backup" data-tap {
            button.small name="make" value="yes" { (words::make()) }
        }
    }
}

/// How the one ended that was just made by hand.
pub fn ended(ended: &Ended, front: &Front) -> Markup {
    html! {
        @match ended.backup.as_str() {
            "made" => @if let Some((_, bytes)) = last(front) {
                p.ask.good role="status" { (words::made(&size(bytes))) }
            },
            "failed" => p.ask role="alert" { b { (words::failed()) } (words::failed_why()) code { (JOURNAL) } },
            "goes-on" => p.ask.soft role="status" { (words::goes_on()) },
            _ => {}
        }
    }
}

/// Makes a backup. It goes on where the browser goes away, and ends before another begins.
pub async fn make(
    State(front): State<Front>,
    Owner(who): Owner,
    typed: Typed,
) -> Result<Response, WebError> {
    if typed.get("make") != "yes" {
        return Err(WebError::Input(say::errors::no_field().to_owned()));
    }
    let said = |how: &str| Ok(errors::done(&format!("/modem?backup={how}#clock")));
    let Ok(alone) = Arc::clone(&front.backing_up).try_acquire_owned() else {
        return said("goes-on");
    };
    let by = who.name().to_owned();
    let made = tokio::spawn(async move {
        let made = by_hand(&front, by).await;
        drop(alone);
        made
    });
    match tokio::time::timeout(WAITED_FOR, made).await {
        Ok(Ok(Ok(true))) => said("made"),
        Ok(Ok(Ok(false)) | Err(_)) => said("failed"),
        Ok(Ok(Err(error))) => Err(error),
        Err(_) => said("goes-on"),
    }
}

async fn by_hand(front: &Front, by: String) -> Result<bool, WebError> {
    let Some(to) = front.house.backups.first().cloned() else {
        return Ok(false);
    };
    let recipient = front.house.recipient.clone();
    let data = front.store().directory().to_owned();
    let now = front.now();
    let made =
        tokio::task::spawn_blocking(move || back_up(&data, &to, recipient.as_deref(), now.wall));
    let bytes = match made.await {
        Ok(Ok(backup)) => Some(backup.bytes),
        Ok(Err(error)) => {
            tracing::error!(%error, "no backup was made");
            None
        }
        Err(error) => {
            tracing::error!(%error, "no backup was made");
            None
        }
    };
    front.store().note_backup(bytes, by, front.now()).await?;
    Ok(bytes.is_some())
}

/// The line under the bar, for who can do something about it.
pub fn ask(shell: &Shell<'_>, wall: &Wall) -> Markup {
    let may = shell.who.is_owner() && matches!(shell.here, Here::Board | Here::Modem);
    // The first night has to come first.
    let is_new = shell
        .top
        .installed
        .is_none_or(|at| !is_too_old(at, wall.now));
    if !may || is_new {
        return Markup::default();
    }
    let last = last(shell.front);
    if last.is_some_and(|(made, _)| !is_too_old(made, wall.now)) {
        let refused = on_stick(shell.front).is_some_and(|last| last.ended.is_err());
        return html! {
            @if refused && shell.here != Here::Modem {
                div.ask.soft {
                    p { b { (words::stick_refuses()) } (words::why()) }
                    span.act { a.btn.small href="/modem#clock" { (say::asks::more()) } }
                }
            }
        };
    }
    html! {
        div.ask.soft {
            p {
                b { (words::missing()) }
                @match last {
                    Some((made, _)) => { (words::old(&wall.ago(made))) " " }
                    None => { (words::none()) " " }
                }
                (words::why())
            }
            @if shell.here != Here::Modem {
                span.act { (button()) a.btn.small href="/modem#clock" { (say::asks::more()) } }
            }
        }
    }
}

/// A size in few digits.
pub fn size(bytes: u64) -> String {
    match bytes.div_ceil(1000) {
        kilo @ 0..1000 => format!("{kilo} KB"),
        kilo => format!("{}.{} MB", kilo / 1000, kilo % 1000 / 100),
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn a_size_is_told_in_few_digits() {
        assert_eq!(size(1), "1 KB");
        assert_eq!(size(999_000), "999 KB");
        assert_eq!(size(1_280_000), "1.2 MB");
        assert_eq!(size(812_000_000), "812.0 MB");
    }
}
