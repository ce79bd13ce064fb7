//! The last good backup: how old it is, how large, and whether that will do.

use super::house::Front;
use super::say::{self, backups as words};
use super::shell::{Here, Shell};
use super::when::Wall;
use crate::domain::keeping::is_too_old;
use crate::store::backup::newest;
use chrono::{DateTime, Utc};
use maud::{Markup, html};

/// Makes one now.
const NOW: &str = "sudo systemctl start readybell-backup";

/// When the newest was made, and how large it is.
fn last(front: &Front) -> Option<(DateTime<Utc>, u64)> {
    let places = front.house.backups.iter();
    let found = places.filter_map(|place| newest(place));
    found
        .map(|(_, made, bytes)| (made, bytes))
        .max_by_key(|(made, _)| *made)
}

/// A line of what is known of this machine.
pub fn fact(front: &Front, wall: &Wall) -> Markup {
    let last = last(front);
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
                None => { (words::none()) code { (NOW) } }
            }
        }
    }
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
        return Markup::default();
    }
    html! {
        div.ask.soft {
            p {
                b { (words::missing()) }
                @match last {
                    Some((made, _)) => { (words::old(&wall.ago(made))) " " }
                    None => { (words::none()) code { (NOW) } ". " }
                }
                (words::why())
            }
            @if shell.here != Here::Modem {
                span.act { a.btn.small href="/modem#clock" { (say::asks::more()) } }
            }
        }
    }
}

fn size(bytes: u64) -> String {
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
