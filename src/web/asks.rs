//! The lines under the bar: what needs a person now, what to do about it, and the means to do it.

use super::errors::sentence;
use super::shell::{Here, Shell};
use super::when::Wall;
use super::{backups, card, clock_ask, gap, say, taps};
use crate::domain::purpose::Purpose;
use crate::modem::{ModemStatus, State};
use crate::store::TaskKind;
use crate::store::views::{Task, Top};
use maud::{Markup, html};

/// Everything that needs a person, the gravest first.
pub fn asks(shell: &Shell<'_>) -> Markup {
    let wall = shell.wall();
    let counter = shell.who.is_at_counter();
    html! {
        div id="asks" aria-live="polite" {
            (taps::bars(shell))
            (modem(&shell.front.modem(), shell.here))
            (disk(shell))
            @if shell.top.restored { (gap::ask(shell)) }
            @if shell.top.deaf_since.is_some() { (deaf(shell.here)) }
            @if !shell.front.now().trusted { (clock_ask::ask(&wall, &shell.who.path)) }
            (backups::ask(shell, &wall))
            // A form is not the place to be asked about other things.
            @if counter && matches!(shell.here, Here::Board | Here::Inbox | Here::Modem) {
                (calls(shell.top, &wall, &shell.who.path))
            }
            @if counter && matches!(shell.here, Here::Board | Here::Calls) {
                (low_score(shell))
                (decisions(shell))
                (doubts(shell))
            }
        }
    }
}

fn modem(status: &ModemStatus, here: Here) -> Markup {
    let Some(why) = &status.why else {
        return html! {};
    };
    if status.state == State::Starting {
        return html! {};
    }
    let grave = status.state != State::Ready;
    html! {
        div class={ "ask" @if !grave { " soft" } } {
            p {
                b { @if grave { (say::asks::no_texts()) } @else { (say::asks::modem_needs_a_look()) } }
                (say::modem::why(why))
            }
            @if here != Here::Modem {
                span.act { a.btn.small href="/modem" { (say::asks::more()) } }
            }
        }
    }
}

fn deaf(here: Here) -> Markup {
    html! {
        div.ask {
            p { b { (say::round_trip::deaf()) } (say::round_trip::deaf_why()) }
            @if here != Here::Modem {
                span.act { a.btn.small href="/modem" { (say::asks::more()) } }
            }
        }
    }
}

fn disk(shell: &Shell<'_>) -> Markup {
    let disk = shell.front.store().disk();
    let free = disk.free.map(|free| say::asks::free(free / (1024 * 1024)));
    html! {
        @if disk.is_too_full_for(Purpose::Service) {
            div.ask {
                p {
                    b { (say::asks::disk_full()) }
                    (free.unwrap_or_default()) (say::asks::disk_full_why())
                }
            }
        } @else if disk.is_too_full_for(Purpose::Promotional) {
            div.ask.soft {
                p {
                    b { (say::asks::disk_nearly_full()) }
                    (free.unwrap_or_default()) (say::asks::disk_nearly_full_why())
                }
            }
        }
    }
}

fn calls(top: &Top, wall: &Wall, back: &str) -> Markup {
    let calls: Vec<&Task> = top
        .tasks
        .iter()
        .filter(|task| task.kind == TaskKind::Call)
        .collect();
    let Some(first) = calls.first() else {
        return html! {};
    };
    html! {
        // One line on a phone, which opens; on wider screens there is room for all of it.
        details.ask.call {
            summary { b { (say::asks::call(whom(first))) } }
            div {
                p {
                    (say::why::sentence(&first.why))
                    @if !first.vehicle.is_empty() { " (" (first.vehicle) ")" }
                    // The minutes run; only the rest is worth being read aloud.
                    small aria-live="off" {
                        (wall.ago(first.opened_at))
                        @if first.no_answer { " · " (say::asks::no_answer_so_far()) }
                        @if calls.len() > 1 { " · " a href="/calls" { (say::asks::first_of_calls(calls.len())) } }
                    }
                }
                span.act {
                    @if let Some(number) = &first.number { (card::tel(number, top.shop.country)) }
                    (card::mail(&first.email))
                    (called(first, back))
                }
            }
        }
    }
}

/// The three ways in which a call ends.
pub fn called(task: &Task, back: &str) -> Markup {
    html! {
        form method="post" action={ "/tasks/" (task.id) } data-tap {
            input type="hidden" name="back" value=(back);
            button.small name="outcome" value="called" { (say::asks::called()) }
            button.small name="outcome" value="voicemail" { (say::asks::voicemail()) }
            button.small name="outcome" value="no_answer" { (say::asks::no_answer()) }
        }
    }
}

/// Whom a task is about.
pub fn whom(task: &Task) -> &str {
    if !task.name.is_empty() {
        &task.name
    } else if task.kind == TaskKind::MissedCall && task.number.is_none() {
        say::asks::somebody()
    } else {
        say::asks::this_number()
    }
}

/// Somebody who was not pleased, in their own words.
fn low_score(shell: &Shell<'_>) -> Markup {
    let mut low = shell
        .top
        .tasks
        .iter()
        .filter(|task| task.kind == TaskKind::LowScore);
    let Some(first) = low.next().filter(|_| shell.here != Here::Calls) else {
        return html! {};
    };
    html! {
        div.ask {
            p {
                b { (say::follow_up::low_score(whom(first))) }
                @if !first.vehicle.is_empty() { (first.vehicle) ". " }
                (say::why::sentence(&first.why))
                @if let Some(said) = beside_the_score(first) { " “" span dir="auto" { (said) } "”" }
                @if low.next().is_some() { " " a href="/calls" { (say::asks::more()) } }
            }
            span.act {
                @if let Some(number) = &first.number { (card::tel(number, shell.top.shop.country)) }
                form method="post" action={ "/tasks/" (first.id) } data-tap {
                    input type="hidden" name="back" value=(shell.who.path);
                    button.small name="outcome" value="done" { (say::calls::done()) }
                }
            }
        }
    }
}

/// What a customer wrote beside the number that they gave; the number itself is in the reason.
pub fn beside_the_score(task: &Task) -> Option<&str> {
    let (_, words) = task.inbox.as_ref()?;
    words.chars().any(char::is_alphabetic).then_some(words)
}

fn decisions(shell: &Shell<'_>) -> Markup {
    let open: Vec<&Task> = shell
        .top
        .tasks
        .iter()
        .filter(|task| task.kind == TaskKind::Decide)
        .collect();
    let others = shell
        .top
        .tasks
        .iter()
        .filter(|task| {
            !matches!(
                task.kind,
                TaskKind::Decide | TaskKind::Call | TaskKind::LowScore
            )
        })
        .count();
    html! {
        // The call list shows each of them.
        @if let Some(first) = open.first().filter(|_| shell.here != Here::Calls) {
            div class={ "ask" @if !first.urgent { " soft" } } {
                p {
                    b { (say::asks::unclear(whom(first))) }
                    (say::asks::unclear_why())
                    @if open.len() > 1 { small { (say::asks::first_of(open.len())) } }
                }
                span.act {
                    @if let Some(contact) = first.contact {
                        a.btn.small href={ "/inbox/" (contact) } { (say::asks::decide()) }
                    }
                }
            }
        }
        @if others > 0 && shell.here != Here::Calls {
            div.ask.soft {
                p { b { (say::shell::to_look_into(others)) } }
                span.act { a.btn.small href="/calls" { (say::asks::show()) } }
            }
        }
    }
}

/// Texts that may not have gone, and that no card on the board asks about.
fn doubts(shell: &Shell<'_>) -> Markup {
    let away: Vec<_> = shell
        .top
        .doubts
        .iter()
        .filter(|doubt| !(doubt.on_the_board && shell.here == Here::Board))
        .collect();
    html! {
        @if let Some(doubt) = away.first() {
            div.ask.soft {
                p {
                    b { (say::asks::doubt()) }
                    @if !doubt.name.is_empty() { (say::asks::doubt_for(&doubt.name)) }
                    (card::what_is_known(&doubt.text))
                    @if away.len() > 1 { small { (say::asks::first_of(away.len())) } }
                }
                span.act { (card::unsure(&doubt.text, &shell.who.path)) }
            }
        }
    }
}

/// Words of an error as a line of their own.
pub fn failed(words: &str) -> Markup {
    html! { p.error role="alert" { (sentence(words)) } }
}
