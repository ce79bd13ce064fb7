//! The modem's page: how the line to the network stands, in plain words, and what to do.

use super::chip;
use super::errors::WebError;
use super::house::Front;
use super::session::SignedIn;
use super::shell::{Here, Shell, signal};
use super::when::Wall;
use crate::domain::purpose::Purpose;
use crate::modem::{Direction, ModemStatus, Registration, Reports, State as ModemState, WireLine};
use crate::store::views::Line;
use axum::extract::State;
use maud::{Markup, html};

/// The modem's page.
pub async fn page(State(front): State<Front>, who: SignedIn) -> Result<Markup, WebError> {
    let line = front.store().line(front.now()).await?;
    let shell = Shell {
        front: &front,
        who: &who,
        top: &line.top,
        here: Here::Modem,
        title: "Modem",
        class: "sheet",
    };
    let wall = shell.wall();
    let status = front.modem();
    let talks = who.is_at_counter();
    Ok(shell.page(html! {
        h1 { "Modem" }
        br;
        (state(&status))
        (facts(&status, &line, &wall))
        @if talks { (waiting(&line, &wall, status.can_send())) }
        (machine(&shell, &wall))
        @if talks { (wire(&front.house.wire.lines(), &wall)) }
    }))
}

fn state(status: &ModemStatus) -> Markup {
    let (mood, words) = match status.state {
        ModemState::Ready if status.why.is_none() => ("ok", "It works: texts come and go."),
        ModemState::Ready => ("wait", "It works, but needs a look."),
        ModemState::Starting => ("wait", "It is being set up. This takes a few seconds."),
        ModemState::NotRegistered => ("no", "It has no network: nothing can be sent."),
        ModemState::Down => ("no", "It is down: nothing comes or goes."),
    };
    html! {
        section.panel {
            p class={ "state " (mood) } { (words) }
            @if let Some(why) = &status.why { p { (why) } }
        }
    }
}

fn facts(status: &ModemStatus, line: &Line, wall: &Wall) -> Markup {
    let registration = match status.registration {
        Registration::Unknown => "not known",
        Registration::Idle => "not in a network, and not looking for one",
        Registration::Searching => "looking for one",
        Registration::Denied => "turned away",
        Registration::Home => "at home",
        Registration::Roaming => "roaming",
    };
    let reports = match status.reports {
        Reports::None => "does not tell whether texts arrive",
        Reports::Stored | Reports::Direct => "tells whether texts arrive",
    };
    let model = format!("{} {}", status.maker, status.model);
    let sim: String = status
        .sim
        .chars()
        .rev()
        .take(4)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    let unknown = |words: &str| -> String {
        match words.trim() {
            "" => "not known".to_owned(),
            words => words.to_owned(),
        }
    };
    html! {
        section.panel {
            dl.facts {
                dt { "Network" }
                dd { (unknown(&status.operator)) " (" (registration) ")" }
                dt { "Signal" }
                dd {
                    (signal(status))
                    @if let Some(dbm) = status.signal_dbm { ", " span.num { (dbm) } " dBm" }
                }
                dt { "SIM" }
                dd { @if sim.is_empty() { "not read" } @else { "ends in " span.num { (sim) } } }
                @for storage in &status.storages {
                    dt { (memory(&storage.name)) }
                    dd class=[storage.is_nearly_full().then_some("bad")] {
                        span.num { (storage.used) }
                        @if storage.total > 0 { " of " span.num { (storage.total) } }
                        " places taken"
                    }
                }
                dt { "Last read" }
                dd {
                    @match line.last_read {
                        Some(at) => { (wall.ago(at)) ", " (wall.soon(at)) }
                        None => "never so far",
                    }
                }
                dt { "Delivery" }
                dd { (reports) }
                dt { "Modem" }
                dd { (unknown(&model)) }
            }
        }
    }
}

fn memory(name: &str) -> String {
    match name {
        "SM" => "Memory on the SIM".to_owned(),
        "ME" => "Memory in the modem".to_owned(),
        "SR" => "Memory for reports".to_owned(),
        other => format!("Memory {other}"),
    }
}

fn waiting(line: &Line, wall: &Wall, modem_is_up: bool) -> Markup {
    html! {
        section.panel {
            h2 { "Texts that wait" }
            @if line.waiting.is_empty() { p.muted { "None." } }
            ul.list {
                @for (text, name) in &line.waiting {
                    li {
                        div {
                            @if name.is_empty() { "Unknown" } @else { (name) }
                            " " (chip::chip(text, wall, modem_is_up))
                            br;
                            small { "worth sending until " (wall.soon(text.send_before)) }
                        }
                        div.act { a.btn.small href={ "/inbox/" (text.contact) } { "Texts" } }
                    }
                }
            }
            @if line.top.waiting > line.waiting.len() {
                p.muted { "And " (line.top.waiting - line.waiting.len()) " more." }
            }
        }
    }
}

fn machine(shell: &Shell<'_>, wall: &Wall) -> Markup {
    let disk = shell.front.store().disk();
    let trusted = shell.front.now().trusted;
    let tight = disk.is_too_full_for(Purpose::Promotional);
    html! {
        section.panel id="clock" {
            h2 { "This machine" }
            dl.facts {
                dt { "Clock" }
                dd {
                    (wall.weekday(wall.now)) ", "
                    @if trusted { "known to be right" } @else {
                        span.bad { "not known to be right" }
                        ". If it is wrong, set it on the machine (" code { "sudo timedatectl set-time '14:14'" } "), or connect it to the internet for a minute; then confirm it above."
                    }
                }
                dt { "Disk" }
                dd class=[tight.then_some("bad")] {
                    @match disk.free {
                        Some(free) => span.num { (room(free)) " free" },
                        None => "not known",
                    }
                    @if disk.ballast_gone { ". The reserve for inbound texts is in use." }
                }
                dt { "Connection" }
                dd {
                    @if let Some(tls) = &shell.front.house.tls {
                        "encrypted (TLS)"
                        @if tls.authority().is_some() { ". " a href="/trust" { "Trust this page on another device" } }
                    } @else {
                        "plain HTTP: someone who listens on the shop's network could read along. Keep guests on a network of their own."
                    }
                }
            }
        }
    }
}

fn room(bytes: u64) -> String {
    match bytes / (1024 * 1024) {
        mega @ 0..10_000 => format!("{mega} MB"),
        mega => format!("{} GB", mega / 1024),
    }
}

fn wire(lines: &[WireLine], wall: &Wall) -> Markup {
    html! {
        section.panel {
            h2 { "The wire" }
            p.muted { "What was said last between Readybell and the modem. It is not kept." }
            br;
            @if lines.is_empty() { p.muted { "Nothing yet." } } @else {
                ol.wire tabindex="0" aria-label="The wire" {
                    @for line in lines.iter().rev() {
                        li {
                            time { (wall.time(line.at)) } " "
                            @match line.direction {
                                Direction::ToModem => span.to { "→ " (line.text) },
                                Direction::FromModem => span { "← " (line.text) },
                            }
                        }
                    }
                }
            }
        }
    }
}
