//! The modem's page: how the line to the network stands, in plain words, and what to do.

use super::address::Query;
use super::chip;
use super::errors::WebError;
use super::house::Front;
use super::say::{self, line as words};
use super::session::SignedIn;
use super::shell::{Here, Shell, signal};
use super::when::Wall;
use super::{backups, health, over_day, round_trip, sim_card, tried};
use crate::domain::clock_trust::Sign;
use crate::domain::purpose::Purpose;
use crate::modem::{Direction, ModemStatus, Registration, Reports, State as ModemState, WireLine};
use crate::store::last_digits;
use crate::store::views::Line;
use axum::extract::State;
use chrono::TimeDelta;
use maud::{Markup, html};

/// The modem's page.
pub async fn page(
    State(front): State<Front>,
    Query(ended): Query<backups::Ended>,
    who: SignedIn,
) -> Result<Markup, WebError> {
    let line = front.store().line(front.now()).await?;
    let shell = Shell {
        front: &front,
        who: &who,
        top: &line.top,
        here: Here::Modem,
        title: words::title(),
        class: "sheet",
    };
    let wall = shell.wall();
    let status = front.modem();
    let talks = who.is_at_counter();
    Ok(shell.page(html! {
        h1 { (words::title()) }
        br;
        (state(&status, who.is_owner()))
        (tried::panel(&status, shell.front.now(), &wall))
        (facts(&status, &line, &wall))
        (over_day::panel(&front.house.signals.samples(), &wall))
        (round_trip::panel(&line, &status, &wall, who.is_owner()))
        (sim_card::roaming(line.may_roam, who.is_owner()))
        @if talks { (waiting(&line, &wall, status.can_send())) }
        (machine(&shell, &wall, &ended))
        @if talks { (wire(&front.house.wire.lines(), &wall)) }
    }))
}

fn state(status: &ModemStatus, is_owner: bool) -> Markup {
    let (mood, told) = match status.state {
        ModemState::Ready if status.why.is_none() => ("ok", words::works()),
        ModemState::Ready => ("wait", words::look()),
        ModemState::Starting => ("wait", words::starting()),
        ModemState::OnHold => ("no", words::on_hold()),
        ModemState::NotRegistered => ("no", words::no_network()),
        ModemState::Down => ("no", words::down()),
    };
    html! {
        section.panel {
            p class={ "state " (mood) } { (told) }
            @if let Some(why) = &status.why { p { (say::modem::why(why)) } }
            (sim_card::asks(status, is_owner))
        }
    }
}

fn facts(status: &ModemStatus, line: &Line, wall: &Wall) -> Markup {
    let registration = match status.registration {
        Registration::Unknown => words::unknown(),
        Registration::Idle => words::idle(),
        Registration::Searching => words::searching(),
        Registration::Denied => words::denied(),
        Registration::Home => words::home(),
        Registration::Roaming => words::roaming(),
    };
    let reports = match status.reports {
        Reports::None => words::no_reports(),
        Reports::Stored | Reports::Direct => words::reports(),
    };
    let model = format!("{} {}", status.maker, status.model);
    let sim = last_digits(&status.sim);
    let unknown = |told: &str| -> String {
        match told.trim() {
            "" => words::unknown().to_owned(),
            told => told.to_owned(),
        }
    };
    html! {
        section.panel {
            dl.facts {
                dt { (words::network()) }
                dd { (unknown(&status.operator)) " (" (registration) ")" }
                dt { (words::signal()) }
                dd {
                    (signal(status))
                    @if let Some(dbm) = status.signal_dbm { ", " span.num { (dbm) } " dBm" }
                }
                dt { "SIM" }
                dd { @if sim.is_empty() { (words::sim_not_read()) } @else { (words::ends_in(&sim)) } }
                @for storage in &status.storages {
                    dt { (memory(&storage.name)) }
                    dd class=[storage.is_nearly_full().then_some("bad")] {
                        @if storage.total > 0 { (words::taken_of(storage.used, storage.total)) }
                        @else { (words::taken(storage.used)) }
                    }
                }
                dt { (words::last_read()) }
                dd {
                    @match line.last_read {
                        Some(at) => { (wall.ago(at)) ", " (wall.soon(at)) }
                        None => (words::never()),
                    }
                }
                dt { (words::delivery()) }
                dd { (reports) }
                dt { (words::title()) }
                dd { (unknown(&model)) }
                dt { (words::port()) }
                dd { (unknown(&status.port.display().to_string())) }
            }
        }
    }
}

fn memory(name: &str) -> String {
    match name {
        "SM" => words::on_sim().to_owned(),
        "ME" => words::in_modem().to_owned(),
        "SR" => words::for_reports().to_owned(),
        other => words::other_memory(other),
    }
}

fn waiting(line: &Line, wall: &Wall, modem_is_up: bool) -> Markup {
    html! {
        section.panel {
            h2 { (words::waiting()) }
            @if line.waiting.is_empty() { p.muted { (words::none()) } }
            ul.list {
                @for (text, name) in &line.waiting {
                    li {
                        div {
                            @if name.is_empty() { (words::nobody()) } @else { (name) }
                            " " (chip::chip(text, wall, modem_is_up))
                            br;
                            small { (words::until(&wall.soon(text.send_before))) }
                        }
                        div.act { a.btn.small href={ "/inbox/" (text.contact) } { (words::texts()) } }
                    }
                }
            }
            @if line.top.waiting > line.waiting.len() {
                p.muted { (words::more(line.top.waiting - line.waiting.len())) }
            }
        }
    }
}

fn machine(shell: &Shell<'_>, wall: &Wall, ended: &backups::Ended) -> Markup {
    let disk = shell.front.store().disk();
    let clock = &shell.front.house.desk.clock;
    let tight = disk.is_too_full_for(Purpose::Promotional);
    let health = shell.front.house.health.borrow().clone();
    html! {
        section.panel id="clock" {
            h2 { (words::machine()) }
            (backups::ended(ended, shell.front))
            (health::ailments(&health))
            dl.facts {
                dt { (words::clock()) }
                dd {
                    (wall.weekday(wall.now)) ", "
                    @if let Some(sign) = clock.sign() {
                        (words::right()) ": " (vouched(sign))
                    } @else {
                        span.bad { (words::not_right()) }
                        (words::set_it()) code { (set_clock(shell, wall)) } (words::or_connect())
                    }
                }
                @if let Some(ahead) = clock.network_is_ahead() {
                    dt { (words::network_time()) }
                    dd { (network_time(ahead)) }
                }
                dt { (words::disk()) }
                dd class=[tight.then_some("bad")] {
                    @match disk.free {
                        Some(free) => span.num { (words::free(&room(free))) },
                        None => (words::unknown()),
                    }
                    @if disk.ballast_gone { (words::ballast()) }
                }
                (backups::fact(shell, wall))
                (health::facts(&health))
                dt { (words::connection()) }
                dd {
                    @if let Some(tls) = &shell.front.house.tls {
                        (words::encrypted())
                        @if tls.authority().is_some() { ". " a href="/trust" { (words::trust()) } }
                    } @else {
                        (words::plain())
                    }
                }
            }
        }
    }
}

/// Sets the machine's clock, whatever zone it is in. `timedatectl` refuses where a time service is switched on,
/// also if it can't be reached.
fn set_clock(shell: &Shell<'_>, wall: &Wall) -> String {
    let (zone, today) = (&shell.top.shop.zone, wall.input_date(wall.now));
    format!("sudo TZ={zone} date -s '{today} 14:14'")
}

fn vouched(sign: Sign) -> &'static str {
    match sign {
        Sign::TimeService => words::by_service(),
        Sign::Person => words::by_person(),
        Sign::Network => words::by_network(),
        Sign::Battery => words::by_battery(),
    }
}

/// By how much the network's time differs from the clock's.
fn network_time(ahead: TimeDelta) -> String {
    let (hours, minutes) = (ahead.abs().num_hours(), ahead.abs().num_minutes() % 60);
    match ahead.num_minutes() {
        -1..=1 => words::same_time().to_owned(),
        2.. => words::network_ahead(hours, minutes),
        _ => words::network_behind(hours, minutes),
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
            h2 { (words::wire()) }
            p.muted { (words::wire_what()) }
            br;
            @if lines.is_empty() { p.muted { (words::nothing()) } } @else {
                ol.wire tabindex="0" aria-label=(words::wire()) {
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
